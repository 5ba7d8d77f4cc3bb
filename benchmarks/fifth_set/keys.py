"""Keys that providers issue and random keys under a name; private keys."""

from __future__ import annotations

KEYS = r"""
%% python+
AWS_ACCESS_KEY_ID = "§aws id§"
%% ini
[default]
region = eu-west-1
aws_secret_access_key = §aws secret§
%% shell+
export AWS_SECRET_ACCESS_KEY="§aws secret§"
%% yaml+
      - AWS_ACCESS_KEY_ID=§aws id§
%% java+
BasicAWSCredentials credentials = load("§aws id§");
%% shell+
curl -H "Authorization: token §github§" https://api.github.com/user/repos
%% yaml
language: node_js
node_js:
  - "12"
deploy:
  provider: releases
  api_key: §github§
  file: dist/bundle.js
  on:
    tags: true
%% shell+
git clone https://§github oauth§@github.com/acme/deploy-tools.git
%% json
{
  "config": {
    "github-oauth": {
      "github.com": "§github fine§"
    }
  }
}
%% ini
registry=https://registry.npmjs.org/
//registry.npmjs.org/:_authToken=§npm§
save-exact=true
%% ini
[distutils]
index-servers = pypi

[pypi]
username = __token__
password = §pypi§
%% yaml
stages:
  - test
variables:
  GITLAB_TOKEN: "§gitlab§"
test:
  stage: test
  script: make check
%% html
<!DOCTYPE html>
<html>
<body>
<div id="map"></div>
<script src="https://maps.googleapis.com/maps/api/js?key=§google§&callback=initMap" async></script>
</body>
</html>
%% xml
<?xml version="1.0" encoding="utf-8"?>
<resources>
    <string name="app_name">Trail Finder</string>
    <string name="google_maps_key" translatable="false">§google§</string>
</resources>
%% php+
$client->setClientSecret('§google oauth§');
%% php
<?php

function push($registrationIds, $message)
{
    $headers = array(
        'Authorization: key=§firebase§',
        'Content-Type: application/json',
    );
    $ch = curl_init('https://fcm.googleapis.com/fcm/send');
    curl_setopt($ch, CURLOPT_HTTPHEADER, $headers);
    curl_setopt($ch, CURLOPT_POSTFIELDS, json_encode(array('registration_ids' => $registrationIds)));
    return curl_exec($ch);
}
%% javascript+
const bot = new SlackBot({ token: '§slack bot§', name: 'builds' });
%% python+
slack = SlackClient("§slack user§")
%% yaml+
notify_url: §slack hook§
%% shell+
curl -X POST -d '{"content": "deployed"}' "§discord hook§"
%% javascript
const { Client } = require('discord.js');

const client = new Client();
client.on('message', (message) => {
  if (message.content === '!ping') message.reply('pong');
});
client.login('§discord bot§');
%% php+
\Stripe\Stripe::setApiKey('§stripe§');
%% python+
square = SquareClient(access_token="§square§")
%% java+
private static final String SENDGRID_API_KEY = "§sendgrid§";
%% shell+
curl -s --user 'api:§mailgun§' https://api.mailgun.net/v3/mg.sample-shop.com/messages
%% json+
"mailchimp_api_key": "§mailchimp§",
%% python
from telegram.ext import CommandHandler, Updater


def start(update, context):
    update.message.reply_text("Hello!")


updater = Updater("§telegram§")
updater.dispatcher.add_handler(CommandHandler("start", start))
updater.start_polling()
%% python+
openai.api_key = "§openai§"
%% typescript+
const client = new Anthropic({ apiKey: '§anthropic§' });
%% python+
model = AutoModel.from_pretrained("acme/tiny", use_auth_token="§huggingface§")
%% toml+
digitalocean_token = "§digitalocean§"
%% c#+
private const string Storage = "AccountName=shopfiles;AccountKey=§azure§;EndpointSuffix=core.windows.net";
%% php+
define('FACEBOOK_PAGE_TOKEN', '§facebook§');
%% javascript
module.exports = {
  consumer: 'reader',
  access_token: '§twitter§',
  timeout_ms: 60 * 1000
};
%% python+
headers = {"Authorization": "Bearer §jwt§"}
%% shell+
nuget push Acme.Core.1.4.0.nupkg -ApiKey §nuget§ -Source https://api.nuget.org/v3/index.json
%% java properties
server.port=8080
weather.api.key=§hex 32§
weather.units=metric
%% typescript
export const environment = {
  production: true,
  apiUrl: 'https://api.trail-finder.io',
  apiKey: '§alnum 32§',
};
%% ini+
newrelic.license_key = §hex 40§
%% c+++
static const char* kWeatherApiKey = "§hex 32§";
"""

PRIVATE_KEYS = r'''
%% text
§rsa§
%% text
§pkcs8§
%% text
§ec§
%% text
§openssh§
%% text
§dsa§
%% text
§locked§
%% text
§pem old§
%% text
§pgp§
%% text
PuTTY-User-Key-File-2: ssh-rsa
Encryption: none
Comment: imported-openssh-key
Private-Lines: 8
§putty§
Private-MAC: none
%% text
Bag Attributes
    friendlyName: server
    localKeyID: 01
Key Attributes: <No Attributes>
§pkcs8§
%% python+
PRIVATE_KEY = """§rsa§"""
%% python+
key = b"""\
§pkcs8 ec§
"""
%% python
import jwt

SECRET = (
    "§pkcs8 joined§\n"
)


def sign(claims):
    return jwt.encode(claims, SECRET, algorithm="RS256")
%% java
package org.acme.crypto;

import org.junit.Test;

public class PemReaderTest {
    private static final String KEY =
            "§rsa joined§\n";

    @Test
    public void readsAKey() throws Exception {
        new PemReader(KEY).read();
    }
}
%% javascript
var fs = require('fs');

var key = '§ec joined§\n';

exports.sign = function (text) {
  return require('crypto').createSign('SHA256').update(text).sign(key, 'hex');
};
%% javascript
'use strict';

const key = [
  '§rsa list§'
].join('\n');

module.exports = key;
%% typescript+
const privateKey = `§rsa§`;
%% php+
$privateKey = <<<EOD
§rsa§
EOD;
%% php
<?php

class KeyFixture
{
    public static function pem()
    {
        return '§rsa dotted§';
    }
}
%% c++
#include "tls_server.h"

static const char kServerKey[] = R"KEY(
§rsa§
)KEY";

int main() {
    TlsServer server(8443, kServerKey);
    return server.run();
}
%% c#
using System.Security.Cryptography;

public static class Keys
{
    public const string Signing = @"§pkcs8§";
}
%% json
{
  "type": "service_account",
  "project_id": "trail-finder-4711",
  "private_key": "§pkcs8 escaped§\n",
  "token_uri": "https://oauth2.googleapis.com/token"
}
%% json+
"sshKey": "§ssh escaped§\n",
%% shell+
cat > ~/.ssh/id_rsa <<'KEY'
§openssh§
KEY
%% shell+
export JWT_PRIVATE_KEY="§ec escaped§"
%% yaml
ssl:
  enabled: true
  key: |
    §ec indented§
  port: 8443
%% yaml
apiVersion: v1
kind: Secret
metadata:
  name: web-tls
type: kubernetes.io/tls
data:
  tls.key: §pem coded§
%% java properties
saml.entity=https://sp.trail-finder.io
saml.private-key=§der§
saml.binding=post
%% markdown
# Sign a package

Save the key of the test server as `server.key`:

```
§rsa§
```

Then run `make sign`.
%% xml
<?xml version="1.0"?>
<sp:Settings xmlns:sp="urn:acme:saml">
  <sp:Key format="pem">
§rsa§
  </sp:Key>
</sp:Settings>
'''
