"""What stands in the place of a secret and is none."""

from __future__ import annotations

PLACEHOLDERS = r"""
%% python+
API_KEY = "§=YOUR_API_KEY§"
%% python+
password = §=os.environ["DB_PASSWORD"]§
%% python+
SECRET_KEY = §=config("SECRET_KEY", default="")§
%% python+
parser.add_argument("--password", default=§=None§, help="asked for when missing")
%% python+
token = §=getpass.getpass("Token: ")§
%% python+
url = f"postgresql://§={user}:{password}§@db/reports"
%% python+
client = Client(api_key="§=<your api key here>§")
%% python+
self.client.login(username="admin", password="§=test§")
%% python+
stripe.api_key = "§=sk_test_xxxxxxxxxxxxxxxxxxxxxxxx§"
%% java+
@Value("§=${spring.datasource.password}§") private String password;
%% java+
private String password = §=System.getenv("DB_PASSWORD")§;
%% java+
private static final String API_KEY = "§=INSERT_API_KEY_HERE§";
%% java properties
spring.datasource.username=orders
spring.datasource.password=§=${DB_PASSWORD}§
%% java properties
mail.user=robot
mail.password=§=changeme§
%% xml
<settings>
  <servers>
    <server>
      <id>releases</id>
      <password>§=${env.REPO_PASSWORD}§</password>
    </server>
  </servers>
</settings>
%% xml+
<property name="db.password" value="§=@db.password@§"/>
%% php+
define('DB_PASSWORD', '§=password_here§');
%% php
<?php
define('AUTH_KEY',         '§=put your unique phrase here§');

$table_prefix = 'wp_';
%% php+
'password' => §=env('DB_PASSWORD', '')§,
%% php+
$password = §=$_POST['password']§;
%% php+
$mail->Password = '§=secret§';
%% javascript+
const token = §=process.env.GITHUB_TOKEN§;
%% javascript+
const config = { apiKey: '§=API_KEY_GOES_HERE§' };
%% javascript+
mongoose.connect(`mongodb://§=${USER}:${PASS}§@mongo:27017/blog`);
%% typescript+
const headers = { Authorization: `Bearer §=${accessToken}§` };
%% typescript+
const form = { name: '', password: §=''§ };
%% c#+
private string Password => §=Configuration["Smtp:Password"]§;
%% c#+
private const string Sql = "Server=.;Database=Orders;User Id=sa;Password=§=<password>§;";
%% c+++
const char* password = §=getenv("ROWPACK_PASSWORD")§;
%% shell+
export AWS_SECRET_ACCESS_KEY=§=xxxxxxxxxxxxxxxxxxxx§
%% shell+
mysql -u root -p"§=$MYSQL_ROOT_PASSWORD§" shop < shop.sql
%% shell+
curl -H "Authorization: Bearer §=<TOKEN>§" https://api.example.com/rows
%% shell+
PASSWORD=§=$(pwgen 16 1)§
%% shell+
curl -u "§=username:password§" https://api.example.com/rows
%% yaml+
    environment:
      - POSTGRES_PASSWORD=§=${POSTGRES_PASSWORD:?unset}§
%% yaml
deploy:
  steps:
    - run: make publish
      env:
        NPM_TOKEN: §=${{ secrets.NPM_TOKEN }}§
%% yaml+
db_password: "§={{ vault_db_password }}§"
%% json+
"password": "§=********§",
%% ini
//registry.npmjs.org/:_authToken=§=${NPM_TOKEN}§
save-exact=true
%% ini+
password = §=CHANGE_ME§
%% markdown+
Set `api_key` to §=`<API_KEY>`§ in the settings.
%% text
AWS_ACCESS_KEY_ID=§=AKIAIOSFODNN7EXAMPLE§
AWS_REGION=us-east-1
"""
