"""Keys of services, and private keys."""

KEYS = r"""
%% python+
client = boto3.client("s3", aws_access_key_id="§aws§", region_name="eu-west-1")
%% ini
[default]
region = us-east-1
aws_access_key_id = §aws§
%% ini
[profile deploy]
output = json
aws_secret_access_key = §aws-secret§
%% shell+
export AWS_SECRET_ACCESS_KEY=§aws-secret§
%% php
<?php
return [
    's3' => [
        'driver' => 's3',
        'key' => '§aws§',
        'region' => 'us-west-2',
        'bucket' => 'lantern-uploads',
    ],
];
%% java+
AWSCredentials credentials = load("§aws§");
%% html
<script async defer
  src="https://maps.googleapis.com/maps/api/js?key=§google§&callback=initMap"></script>
%% javascript+
const GOOGLE_API_KEY = '§google§';
%% javascript
export const firebaseConfig = {
  apiKey: "§google§",
  authDomain: "lantern-notes.firebaseapp.com",
  projectId: "lantern-notes",
};
%% xml
<manifest xmlns:android="http://schemas.android.com/apk/res/android">
  <application>
    <meta-data android:name="com.google.android.geo.API_KEY" android:value="§google§" />
  </application>
</manifest>
%% xml
<resources>
    <string name="google_maps_key" templateMergeStrategy="preserve" translatable="false">§google§</string>
</resources>
%% python+
YOUTUBE_API_KEY = '§google§'
%% shell+
curl -H "Authorization: token §github§" https://api.github.com/user/repos
%% shell+
git clone https://§github§@github.com/lantern/private-tools.git
%% yaml
language: python
env:
  global:
    - GITHUB_TOKEN=§github§
script:
  - make release
%% python+
g = Github("§github-fine§")
%% yaml
publish:
  script:
    - 'curl --header "PRIVATE-TOKEN: §gitlab§" https://gitlab.com/api/v4/projects'
%% python+
stripe.api_key = "§stripe§"
%% php+
\Stripe\Stripe::setApiKey('§stripe-test§');
%% javascript+
const stripe = require('stripe')('§stripe§');
%% python+
slack = SlackClient("§slack§")
%% yaml
notifications:
  slack:
    webhook: https://hooks.slack.com/services/§slack-path§
%% shell+
curl -X POST -d "{\"text\": \"deployed\"}" https://hooks.slack.com/services/§slack-path§
%% c#+
var client = new SendGridClient("§sendgrid§");
%% ini
MAIL_DRIVER=sendgrid
SENDGRID_API_KEY=§sendgrid§
MAIL_FROM_NAME="Lantern"
%% ini
registry=https://registry.npmjs.org/
//registry.npmjs.org/:_authToken=§npm§
%% python+
openai.api_key = "§openai§"
%% typescript+
const openai = new OpenAI({ apiKey: '§openai§' });
%% python+
login(token="§hf§")
%% python+
updater = Updater(token='§telegram§', use_context=True)
%% javascript+
const bot = new TelegramBot('§telegram§', { polling: true });
%% python
account_sid = os.environ["TWILIO_ACCOUNT"]
api_key = "§twilio§"
client = Client(api_key, read_secret(), account_sid)
%% python+
requests.post(url, auth=("api", "§mailgun§"), data=message)
%% shell+
export DIGITALOCEAN_TOKEN="§digitalocean§"
%% json
{
  "Storage": "DefaultEndpointsProtocol=https;AccountName=lanternlogs;AccountKey=§azure§"
}
%% ini
[pypi]
username = __token__
password = §pypi§
%% shell+
curl -H 'Authorization: Bearer §jwt§' http://localhost:8080/api/items
%% javascript+
const token = '§jwt§';
"""

PRIVATE_KEYS = r'''
%% text
§rsa§
%% text
§rsa§
%% text
§pkcs8§
%% text
§pkcs8§
%% text
§ec§
%% text
§openssh§
%% text
§encrypted§
%% text
§dsa§
%% text
§pgp§
%% text
Bag Attributes
    friendlyName: server
    localKeyID: 01 00 00 00
Key Attributes: <No Attributes>
§pkcs8§
%% text
-----BEGIN CERTIFICATE-----
MIIBszCCARwCCQDLANTERNSAMPLE0000000000000000000000000000000
-----END CERTIFICATE-----
§rsa§
%% python
import jwt

PRIVATE_KEY = """§rsa§"""


def sign(claims):
    return jwt.encode(claims, PRIVATE_KEY, algorithm="RS256")
%% python
KEY = b"""
§pkcs8§
"""
CERT_PATH = "cert.pem"
%% python
TEST_KEY = (
    """§ec§
"""
)
%% python
SERVICE_ACCOUNT = {
    "type": "service_account",
    "project_id": "lantern-notes",
    "private_key": "§pkcs8-line§",
}
%% json
{
  "type": "service_account",
  "project_id": "lantern-notes",
  "private_key": "§pkcs8-line§",
  "token_uri": "https://oauth2.googleapis.com/token"
}
%% json
{
  "name": "ci",
  "key": "§rsa-line§"
}
%% javascript+
const privateKey = '§pkcs8-line§';
%% javascript
const key = `§rsa§
`;

module.exports = { key };
%% typescript
export const TEST_PRIVATE_KEY = `§ec§`;
%% typescript+
const pem = "§ec-line§";
%% php
<?php
$privateKey = <<<EOD
§rsa§
EOD;
$jwt = JWT::encode($payload, $privateKey, 'RS256');
%% php
<?php
define('SIGNING_KEY', '§pkcs8§');
%% shell
#!/bin/sh
mkdir -p ~/.ssh
cat > ~/.ssh/id_rsa <<EOF
§openssh§
EOF
chmod 600 ~/.ssh/id_rsa
%% shell
cat <<'KEY' > server.key
§rsa§
KEY
openssl rsa -in server.key -check
%% yaml
apiVersion: v1
kind: Secret
stringData:
  tls.key: "§pkcs8-line§"
%% yaml
- name: install key
  copy:
    dest: /etc/ssl/private/web.key
    content: "§rsa-line§"
%% java+
String pem = "§pkcs8-line§";
%% java
public final class Keys {
    static final String PRIVATE = """
§pkcs8§
""";
}
%% c#
public static class TestKeys
{
    public const string Rsa = @"§rsa§";
}
%% c++
static const char kServerKey[] = R"(§ec§)";
%% markdown
# TLS for development

Save this as `dev.key`:

```
§rsa§
```
'''
