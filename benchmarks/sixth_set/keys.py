"""Keys of services and private keys."""

KEYS = r"""
%% ini
[default]
region = us-east-1
aws_access_key_id = §aws_id§

%% python+
AWS_SECRET_ACCESS_KEY = "§aws_secret§"

%% python
import boto3

s3 = boto3.client(
    "s3",
    aws_secret_access_key="§aws_secret§",
    region_name="eu-west-1",
)

%% shell+
export AWS_SECRET_ACCESS_KEY=§aws_secret§

%% json
{
  "region": "us-west-2",
  "accessKeyId": "§aws_id§"
}

%% shell+
export GITHUB_TOKEN=§github§

%% shell+
curl -H "Authorization: token §github§" https://api.github.com/user

%% yaml
language: python
env:
  global:
    - GH_TOKEN=§github§
script: make deploy

%% python+
TOKEN = "§github_fine§"

%% shell+
git clone https://oauth2:§gitlab§@gitlab.com/group/project.git

%% javascript+
const GOOGLE_MAPS_SERVER_KEY = '§google§';

%% java+
private static final String API_KEY = "§google§";

%% python+
url = "https://maps.googleapis.com/maps/api/geocode/json?address=%s&key=§google§"

%% json
{
  "client_secret": "§google_secret§",
  "redirect_uris": ["http://localhost"],
  "token_uri": "https://oauth2.googleapis.com/token"
}

%% php+
\Stripe\Stripe::setApiKey('§stripe§');

%% javascript+
const stripe = require('stripe')('§stripe§');

%% ini
PORT=3000
STRIPE_WEBHOOK_SECRET=§stripe_hook§
NODE_ENV=production

%% python+
slack = SlackClient("§slack_bot§")

%% shell+
curl -X POST --data '{"text": "deployed"}' §slack_hook§

%% javascript+
client.login('§discord§');

%% python+
bot = telegram.Bot(token="§telegram§")

%% ini+
SENDGRID_API_KEY = §sendgrid§

%% python+
MAILGUN_API_KEY = '§mailgun§'

%% ini
//registry.npmjs.org/:_authToken=§npm§
save-exact=true

%% ini
[distutils]
index-servers = pypi

[pypi]
username = __token__
password = §pypi§

%% python+
openai.api_key = "§openai§"

%% ini
OPENAI_API_KEY=§openai_project§
OPENAI_MODEL=gpt-4o-mini

%% python+
login(token="§huggingface§")

%% typescript+
const client = new Anthropic({ apiKey: '§anthropic§' });

%% yaml+
digitalocean_token: §digitalocean§

%% shell+
dotnet nuget push out/*.nupkg -k §nuget§ -s https://api.nuget.org/v3/index.json

%% python+
API_KEY = "§hex32§"

%% python+
headers = {"X-Api-Key": "§mixed32§"}

%% javascript+
const API_KEY = '§hex32§';

%% php+
$api_key = '§hex40§';

%% c#+
private const string ApiKey = "§mixed32§";

%% python+
access_token = "§mixed40§"

%% python+
headers = {"Authorization": "Bearer §jwt§"}

%% c#
{
    var settings = new Dictionary<string, string>
    {
        ["Storage"] = "DefaultEndpointsProtocol=https;AccountName=assets;AccountKey=§base64_64§",
    };
}

%% javascript
module.exports = {
  consumer_key: process.env.TWITTER_KEY,
  consumer_secret: '§mixed40§',
};
"""

PRIVATE_KEYS = r"""
%% text
§rsa2§

%% text
§rsa2§

%% text
§rsa1§

%% text
§rsa_encrypted§

%% text
§pkcs8§

%% text
§pkcs8§

%% text
§pkcs8_encrypted§

%% text
§ec§

%% text
-----BEGIN EC PARAMETERS-----
BggqhkjOPQMBBw==
-----END EC PARAMETERS-----
§ec§

%% text
§dsa§

%% text
§openssh§

%% text
§openssh§

%% text
§pgp§

%% text
§putty§

%% python+
PRIVATE_KEY = '''§rsa2§'''

%% python
from jwt import encode

KEY = b'''
§rsa1§
'''


def test_signs():
    assert encode({"a": 1}, KEY, algorithm="RS256")

%% python
KEY = (
    "§rsa1|\n"¶    "§\n"
)

%% java
package org.example.security;

class TestKeys {
    static final String PEM = "§pkcs8|\n" +¶            "§\n";
}

%% java
package org.example.ssh;

class Keys {
    static final String HOST_KEY = "§rsa1|\r\n"¶            + "§\r\n";
}

%% c++
#include "certs.h"

const char server_key[] =
    "§ec|\n"¶    "§\n";

%% c++
static const char kKeyPem[] = R"(§rsa2§)";

%% php
<?php

$privateKey = <<<EOD
§rsa1§
EOD;

%% php
<?php

return [
    'private_key' => '§pkcs8§',
];

%% javascript+
const privateKey = `§rsa2§`;

%% javascript
module.exports.key = [
  '§rsa1|',¶  '§',
].join('\n');

%% json
{
  "type": "service_account",
  "project_id": "sample-123",
  "private_key": "§pkcs8|\n§\n",
  "token_uri": "https://oauth2.googleapis.com/token"
}

%% json
{
  "name": "fixture",
  "key": "§rsa1|\n§"
}

%% yaml
apiVersion: v1
kind: Secret
stringData:
  tls.key: |
    §pkcs8|¶    §

%% yaml
ssh_private_key: |
  §openssh|¶  §
port: 22

%% shell
#!/bin/sh
cat > server.key <<'EOT'
§rsa2§
EOT
chmod 600 server.key
"""
