"""Entries: what stands where a secret goes, and is none."""

from __future__ import annotations

ENTRIES = r"""
=== python
PASSWORD = os.environ["«=MOORINGS_DB_PASSWORD»"]
engine = create_engine(f"postgresql://app:{PASSWORD}@db/moorings")
=== python
API_KEY = "«=your-api-key-here»"  # get one in the portal
=== python
client = Client(token=«=settings.gull_token.get_secret_value()»)
=== python
password = «=getpass.getpass("Password of the archive: ")»
archive.setpassword(password.encode())
=== python
parser.add_argument("--token", default=None, metavar="«=TOKEN»", help="token of the portal")
=== python
def login(user: str, password: str = «=""») -> Session:
    return Session(user, password or prompt())
=== python
SECRET_KEY = config("SECRET_KEY", default="«=change-me-in-production»")
=== java
config.setPassword(«=System.getenv("LEDGER_PASSWORD")»);
config.setMaximumPoolSize(4);
=== java
private static final String API_KEY = "«=<YOUR_API_KEY>»";
=== java properties
spring.datasource.username=app
spring.datasource.password=«=${DB_PASSWORD}»
=== java properties
signing.keyId=«=YOUR_KEY_ID»
signing.password=xxxxxxxx
=== java
@Value("«=${gull.api.token}»")
private String token;
=== c++
if (password == «=""») throw std::invalid_argument("password must not be empty");
=== c++
#define WIFI_SSID "your-ssid"
#define WIFI_PASS "«=your-password»"
=== c
char password[64] = "«=\0»";
read_password("Enter password: ", password, sizeof password);
=== php
define('DB_PASSWORD', «=getenv('DB_PASSWORD')»);
=== php
define('AUTH_KEY', '«=put your unique phrase here»');
=== php
'password' => «=env('REDIS_PASSWORD', null)»,
'port' => env('REDIS_PORT', 6379),
=== typescript
const token = «=process.env.GULL_TOKEN»!;
export const api = new Api({ token });
=== typescript
export const environment = { production: false, apiKey: '«=__API_KEY__»' };
=== typescript
headers: { Authorization: `Bearer ${«=session.accessToken»}` },
=== javascript
firebase.initializeApp({ apiKey: "«=API_KEY»", projectId: "PROJECT_ID" });
=== javascript
const password = «=document.querySelector('#password').value»;
=== javascript
// Replace this with your own token
const token = '«=xxxxxxxxxxxxxxxxxxxx»';
=== c#
var connection = $"Server=sql01;User Id=app;Password=«={secret.Value}»";
=== c#
options.ClientSecret = «=Configuration["Authentication:Google:ClientSecret"]»;
=== c#
var login = new NetworkCredential("user", "«=password»");
=== shell
export AWS_ACCESS_KEY_ID=«=<access-key>»
export AWS_SECRET_ACCESS_KEY=<secret-key>
=== shell
curl -H "Authorization: Bearer «=$GULL_TOKEN»" https://api.tidalmesh.net/v2/stations
=== shell
mysqldump -u backup -p"«=$(cat /run/secrets/db_password)»" wiki > wiki.sql
=== shell
read -r -s -p "«=Password: »" password
sudo -S true <<< "$password"
=== shell
: "${GULL_PASSWORD:?«=set GULL_PASSWORD first»}"
=== yaml
env:
  NPM_TOKEN: «=${{ secrets.NPM_TOKEN }}»
=== yaml
env:
  - name: POSTGRES_PASSWORD
    valueFrom:
      secretKeyRef: { name: «=postgres-credentials», key: password }
=== yaml
ansible_become_password: "«={{ vault_become_password }}»"
=== yaml
adminPassword: «=""»
existingSecret: grafana-admin
=== markdown
Set `GULL_TOKEN=«=<token>»` and start again.
=== markdown
```sh
psql postgresql://«=user:password»@localhost/tides
```
=== ini
[mail]
user = tickets
pass = «=********»
=== ini
[gull]
token = «=REPLACE_ME»
=== dockerfile
ARG NPM_TOKEN
ENV NODE_AUTH_TOKEN=«=${NPM_TOKEN}»
=== sql
CREATE USER 'exporter'@'localhost' IDENTIFIED BY '«=<password>»';
=== xml
<password>«=${env.NEXUS_PASSWORD}»</password>
=== markdown
```hcl
provider "digitalocean" {
  token = «=var.do_token»
}
```
=== kotlin
storePassword = «=System.getenv("STORE_PASSWORD")»
keyPassword = providers.gradleProperty("keyPassword").get()
"""
