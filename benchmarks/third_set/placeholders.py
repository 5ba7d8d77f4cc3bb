"""What stands where a secret or an address would."""

PLACEHOLDERS = r'''
%% python+
password = os.environ["§=DB_PASSWORD§"]
%% python+
password = §=getpass.getpass("Password: ")§
%% python+
api_key = "§=YOUR_API_KEY§"
%% python+
client = Client(token="§=<your token here>§")
%% python+
SECRET_KEY = "§=changeme§"
%% python+
secret = §=config.get("auth", "secret")§
%% python
class Login(Form):
    password = §=PasswordField("Password")§
%% python+
password = §=None§
%% python+
url = "postgresql://§=user:password@localhost/dbname§"
%% python
parser.add_argument("--token", help="§=access token of the service§")
%% python
"""Sends mail.

>>> send("§=user@example.com§")
True
"""
%% java+
String password = §=request.getParameter("password")§;
%% java+
String token = System.getenv("§=API_TOKEN§");
%% java
/**
 * @param password §=the password of the key store, or null§
 */
void open(char[] password);
%% java
@Value("§=${spring.datasource.password}§")
private String password;
%% java+
user.setEmail("§=test@example.com§");
%% php+
$password = $_POST['§=password§'];
%% php
<?php
define('DB_PASSWORD', '§=password_here§');
%% php
<?php
return ['password' => env('DB_PASSWORD', '§=secret§')];
%% php+
$request->validate(['password' => '§=required|min:8|confirmed§']);
%% php
<?php
define('AUTH_KEY', '§=put your unique phrase here§');
%% javascript+
const token = process.env.§=GITHUB_TOKEN§;
%% javascript+
const apiKey = '§=xxxxxxxxxxxxxxxxxxxxxxxx§';
%% javascript
const labels = {
  username: 'User name',
  password: '§=Password§',
};
%% javascript
module.exports = {
  password: '§=Contraseña§',
  login: 'Entrar',
};
%% typescript+
const token = §=localStorage.getItem('access_token')§;
%% typescript
export interface Login {
  user: string;
  password: §=string§;
}
%% typescript+
this.password = §=''§;
%% c#+
var key = Configuration["§=Jwt:Key§"];
%% c#
[Required]
[DataType(DataType.Password)]
public string Password { §=get; set;§ }
%% c+++
std::string password = §=read_password(prompt)§;
%% shell+
export API_KEY=§=<your-api-key>§
%% shell+
mysql -u root -p"§=$MYSQL_ROOT_PASSWORD§" < schema.sql
%% shell+
read -s -p "§=Password: §" password
%% shell+
curl -H "Authorization: Bearer §=$TOKEN§" "$url"
%% yaml
env:
  NPM_TOKEN: §=${{ secrets.NPM_TOKEN }}§
%% yaml
db:
  username: "{{ db_user }}"
  password: "§={{ db_password }}§"
%% ini
[database]
user = myuser
password = §=********§
%% ini
STRIPE_SECRET=§=sk_test_your_key_here§
%% ini
error.password=§=The password is not correct.§
%% markdown
Set `token` to `§=YOUR-ACCESS-TOKEN§` before you start.
%% xml
<property name="password" value="§=${jdbc.password}§"/>
'''
