"""Things that are merely called a password, token, secret, key or author."""

NAMED = r"""
%% python
def check(user, §=password§):
    return hasher.verify(user)

%% python
from django.contrib.auth.hashers import §=make_password§

%% python
class LoginForm(Form):
    password = §=CharField(widget=PasswordInput)§

%% python+
PASSWORD_MIN_LENGTH = §=12§

%% python+
API_KEY_HEADER = "§=X-Api-Key§"

%% python
for token in §=tokenize(source)§:
    print(token.type)

%% python
key = "§=color§"
value = options[key]

%% python
sort_key = §=operator.itemgetter(1)§

%% python
password = §=models.CharField(max_length=128)§

%% python+
TOKEN_URL = "§=https://example.com/oauth/token§"

%% python
author = models.ForeignKey("§=auth.User§", on_delete=models.CASCADE)

%% java
public class Login {
    private String password;

    public String §=getPassword§() {
        return password;
    }
}

%% java+
private static final String PARAM_PASSWORD = "§=j_password§";

%% java+
private static final String TOKEN_PARAM = "§=access_token§";

%% java
class Lexer {
    Token token = §=reader.nextToken()§;
}

%% c++
enum Token { §=TOKEN_IDENTIFIER§, TOKEN_NUMBER };

%% c++
void setPassword(const std::string& §=password§);

%% c++
std::string token = §=lexer.next()§;

%% php+
$password = §=$_POST['password']§;

%% php+
$hash = §=password_hash($password, PASSWORD_DEFAULT)§;

%% php
<input type="hidden" name="_token" value="<?php echo §=csrf_token()§; ?>">

%% php
<?php

return ['passwords' => 'The password §=must be at least six characters§.'];

%% javascript+
const token = §=req.headers.authorization§;

%% javascript+
const publicKey = §=fs.readFileSync('public.pem')§;

%% javascript
Object.keys(table).forEach((key) => §=delete table[key]§);

%% typescript
export interface Credentials {
  remember: boolean;
  password: §=string§;
}

%% typescript
this.form = builder.group({ password: ['', §=Validators.required§] });

%% c#+
public string Password { get; §=set§; }

%% c#
var secret = §=Configuration["Jwt:Secret"]§;

%% html
<input type="password" name="password" placeholder="§=Enter your password§">

%% html
<label for="password">§=Password§</label>

%% json
{
  "login.password": "§=Password§",
  "login.forgot": "Forgot your password?"
}

%% json
{
  "type": "object",
  "properties": { "password": { "type": "§=string§" } }
}

%% yaml
parameters:
  - name: token
    in: query
    description: §=Access token of the caller§

%% shell+
read -s -p "Password: " §=PASSWORD§

%% text
primary_key=§=customer_id§
foreign_key=order_id
"""
