"""What stands where a secret or a person would, and public values made for tests."""

PLACEHOLDERS = r"""
%% python+
API_KEY = "§=YOUR_API_KEY§"
%% python+
openai.api_key = §=os.environ["OPENAI_API_KEY"]§
%% python+
TOKEN = os.getenv("§=TELEGRAM_BOT_TOKEN§")
%% python
import boto3

client = boto3.client(
    "sqs",
    aws_access_key_id="§=AKIAIOSFODNN7EXAMPLE§",
    region_name="us-east-1",
)
%% python+
password = getpass.getpass("§=Database password: §")
%% python+
SECRET_KEY = config("§=DJANGO_SECRET_KEY§")
%% python
setup(
    name="mypackage",
    author="§=Your Name§",
    author_email="you@example.com",
)
%% java+
private static final String API_KEY = "§=<insert your key here>§";
%% java
class Config {
    @Value("§=${spring.datasource.password}§")
    private String password;
}
%% java+
String token = System.getenv("§=GITHUB_TOKEN§");
%% c++
// Fill in before flashing
const char* ssid = "YOUR_SSID";
const char* password = "§=YOUR_WIFI_PASSWORD§";
%% c++
#define API_TOKEN "§=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx§"
%% c++
const char* secret = getenv("§=APP_SECRET§");
%% php+
define('DB_PASSWORD', '§=password_here§');
%% php+
define('AUTH_KEY', '§=put your unique phrase here§');
%% php+
$key = §=env('STRIPE_SECRET')§;
%% php+
$password = §=$_POST['password']§;
%% javascript+
const stripe = require('stripe')(§=process.env.STRIPE_SECRET_KEY§);
%% javascript
const config = {
  apiKey: "§=<API_KEY>§",
  authDomain: "<PROJECT_ID>.firebaseapp.com",
};
%% javascript+
const siteKey = '§test_recaptcha§'; // Google's key for automated tests
%% typescript+
const token = §=import.meta.env.VITE_MAPBOX_TOKEN§;
%% typescript+
const masked = "§=********§";
%% c#+
private readonly string key = §=Environment.GetEnvironmentVariable("SENDGRID_API_KEY")§;
%% c#
var emulator = "AccountName=devstoreaccount1;AccountKey=§azurite§;BlobEndpoint=http://127.0.0.1:10000/devstoreaccount1";
%% shell+
export SLACK_TOKEN=§=xoxb-your-token-here§
%% shell
DB_USERNAME=app
DB_PASSWORD=§=changeme§
APP_KEY=
%% shell+
curl -H "Authorization: Bearer §=$ACCESS_TOKEN§" "$URL/v1/orders"
%% shell+
mysql -u root -p"§=${MYSQL_ROOT_PASSWORD}§" < schema.sql
%% yaml
- name: Publish
  run: npm publish
  env:
    NODE_AUTH_TOKEN: §=${{ secrets.NPM_TOKEN }}§
%% yaml+
password: "§={{ vault_db_password }}§"
%% yaml
env:
  - name: DB_PASSWORD
    valueFrom:
      secretKeyRef:
        name: §=db-credentials§
        key: password
%% yaml
doctrine:
  dbal:
    url: '§=%env(resolve:DATABASE_URL)%§'
%% json
{
  "clientId": "<client id>",
  "clientSecret": "§=<client secret>§",
  "tenant": "common"
}
%% json+
"apiKey": "§=REPLACE_ME§",
%% toml+
token = "§=ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx§"
%% ini+
password = §=%(DB_PASSWORD)s§
%% xml
<server>
  <id>nexus</id>
  <username>${env.NEXUS_USER}</username>
  <password>§=${env.NEXUS_PASSWORD}§</password>
</server>
%% markdown+
Set `DATABASE_URL=postgres://§=user:password§@localhost:5432/mydb` and start the server.
%% markdown
## Authentication

```http
GET /v1/me
Authorization: Bearer §=<your-token>§
```
%% markdown+
Decoded at jwt.io, the sample token `§jwt_sample§` has the subject 1234567890.
%% restructuredtext
::

    client = Client(api_key="§=sk-...§")
%% text
-----BEGIN RSA PRIVATE KEY-----
§=... paste the contents of your key here ...§
-----END RSA PRIVATE KEY-----
"""
