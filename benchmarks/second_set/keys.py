"""Entries: keys of providers, by their form or by what they are called."""

from __future__ import annotations

ENTRIES = r'''
=== python
def upload(path: Path) -> None:
    session = boto3.session.Session(
        aws_access_key_id="«aws_id»",
        aws_secret_access_key=keyring.get_password("aws", "uploader"),
    )
    session.client("s3").upload_file(str(path), "render-farm", path.name)
=== ini
[nightly-backup]
region = eu-north-1
aws_secret_access_key = «aws_secret»
output = json
=== shell
#!/bin/sh
# Refresh the wiki mirror.
set -eu
git clone --mirror "https://x-access-token:«github_classic»@github.com/fjordline/wiki.git" /srv/wiki
=== yaml
name: release
jobs:
  publish:
    runs-on: ubuntu-latest
    env:
      GH_TOKEN: «github_fine»
    steps:
      - run: gh release create "$TAG" dist/*.tar.gz
=== typescript
export const octokit = new Octokit({
  userAgent: 'label-sync/2.1',
  auth: '«github_server»',
});
=== dockerfile
FROM maven:3-eclipse-temurin-21
WORKDIR /build
ARG CI_READ_TOKEN=«gitlab»
RUN git config --global url."https://gitlab-ci-token:${CI_READ_TOKEN}@gitlab.com/".insteadOf git@gitlab.com:
=== javascript
const { App } = require('@slack/bolt');

const app = new App({
  token: "«slack_bot»",
  socketMode: false,
});
=== php
<?php
// Posts the lunch poll; user token of the office account.
$slack = new SlackClient('«slack_user»');
$slack->post('#lunch', $poll->render());
=== shell
notify() {
  curl -s -X POST -H 'Content-type: application/json' \
    --data "{\"text\":\"$1\"}" \
    «slack_hook»
}
notify "disk full on $(hostname)"
=== java
public final class Checkout {
    static {
        Stripe.apiKey = "«stripe»";
    }

    private Checkout() {}
}
=== ruby
# config/initializers/payments.rb
Rails.configuration.stripe = {
  refund_key: '«stripe_restricted»',
  currency: 'nok'
}
=== typescript
app.post('/hooks/billing', raw({ type: 'application/json' }), (req, res) => {
  const event = stripe.webhooks.constructEvent(req.body, req.headers['stripe-signature'], '«stripe_hook»');
  queue.push(event);
  res.sendStatus(204);
});
=== jupyter notebook
{
 "cells": [
  {
   "cell_type": "code",
   "source": [
    "import openai\n",
    "openai.api_key = '«openai»'\n",
    "print(openai.Model.list())"
   ]
  }
 ]
}
=== python
llm = ChatOpenAI(model="gpt-4o-mini", temperature=0, openai_api_key="«openai_project»")
chain = prompt | llm | StrOutputParser()
=== kotlin
class Summarizer(private val http: HttpClient) {
    suspend fun ask(text: String): String = http.post("https://api.anthropic.com/v1/messages") {
        header("x-api-key", "«anthropic»")
        setBody(payload(text))
    }.bodyAsText()
}
=== html
<div id="map"></div>
<script async
  src="https://maps.googleapis.com/maps/api/js?key=«google»&callback=initMap">
</script>
=== json
{
  "web": {
    "auth_uri": "https://accounts.google.com/o/oauth2/auth",
    "client_secret": "«google_client»",
    "redirect_uris": ["http://localhost:8080/oauth2callback"]
  }
}
=== go
func staticToken() oauth2.TokenSource {
	return oauth2.StaticTokenSource(&oauth2.Token{
		AccessToken: "«google_access»",
	})
}
=== c#
public class MailModule : Module
{
    protected override void Load(ContainerBuilder builder) =>
        builder.Register(_ => new SendGridClient("«sendgrid»")).As<ISendGridClient>();
}
=== php
return [
    'driver'  => 'mailgun',
    'domain'  => 'mg.pinecrest-software.com',
    'secret'  => '«mailgun»',
];
=== python
class Newsletter:
    """Signs people up."""

    API_KEY = "«mailchimp»"
    LIST_ID = "weekly"
=== java
@Component
public class SmsSender {
    private static final String AUTH_TOKEN = "«hex32»";

    void init(String accountSid) {
        Twilio.init(accountSid, AUTH_TOKEN);
    }
}
=== ini
; .npmrc of the build machine
registry=https://registry.npmjs.org/
//registry.npmjs.org/:_authToken=«npm»
always-auth=true
'''

MORE_ENTRIES = r"""
=== ini
[distutils]
index-servers = pypi

[pypi]
username = __token__
password = «pypi»
=== python
from huggingface_hub import login, snapshot_download

login("«hugging_face»")
snapshot_download("fjordline/dialect-bert", local_dir="models")
=== shell
echo «docker» | docker login --username brackenhillci --password-stdin
docker push brackenhill/tiles:latest
=== markdown
## Infrastructure

The provider block of `main.tf`:

```hcl
provider "digitalocean" {
  token = "«digital_ocean»"
}
```
=== ruby
ShopifyAPI::Base.site = 'https://lantern-lamps.myshopify.com/admin'
ShopifyAPI::Base.headers['X-Shopify-Access-Token'] = '«shopify»'
=== python
updater = Updater("«telegram»", use_context=True)
updater.dispatcher.add_handler(CommandHandler("weather", weather))
updater.start_polling()
=== javascript
client.once('ready', () => console.log(`in as ${client.user.tag}`));
client.on('messageCreate', onMessage);

client.login('«discord»');
=== xml
<configuration>
  <connectionStrings>
    <add name="Blobs"
         connectionString="DefaultEndpointsProtocol=https;AccountName=tidalmesh;AccountKey=«azure_storage»" />
  </connectionStrings>
</configuration>
=== yaml
datadog:
  site: datadoghq.eu
  apiKey: «hex32»
  logs:
    enabled: true
=== java properties
# newrelic agent
newrelic.app_name=Ferry timetable
newrelic.user_key=«new_relic»
newrelic.log_level=info
=== shell
export DATABRICKS_HOST=https://adb-lagoon.azuredatabricks.net
export DATABRICKS_TOKEN=«databricks»
databricks fs ls dbfs:/landing
=== typescript
const linear = new LinearClient({ apiKey: "«linear»" });
const teams = await linear.teams();
=== rust
fn pages() -> anyhow::Result<Vec<Page>> {
    let notion = notion_client::Client::new("«notion»".to_string(), None)?;
    Ok(notion.search().send()?)
}
=== vue
<script setup>
import Airtable from 'airtable'

const base = new Airtable({ apiKey: '«airtable»' }).base('appMembers')
</script>
=== powershell
$headers = @{ "X-Vault-Token" = "«vault»" }
Invoke-RestMethod -Headers $headers -Uri "https://vault.ostwerk.de:8200/v1/kv/data/build"
=== shell
cat > ~/.terraformrc <<'EOF'
credentials "app.terraform.io" {
  token = "«hashicorp»"
}
EOF
=== c++
// One key for all kiosks until the backend can register them.
namespace kiosk {
constexpr const char* kGrafanaToken = "«grafana»";
constexpr int kPushSeconds = 30;
}  // namespace kiosk
=== toml
[env.production]
PULUMI_ACCESS_TOKEN = "«pulumi»"
REGION = "fra1"
=== batchfile
@echo off
rem Joins the lab machine to the tailnet.
"C:\Program Files\Tailscale\tailscale.exe" up --authkey=«tailscale» --unattended
=== javascript
// gulpfile.js
const shots = require('figma-export')('«figma»');

exports.icons = () => shots.components('Icons').pipe(dest('src/icons'));
=== swift
enum Secrets {
    static let mapbox = "«mapbox»"
    static let style = "mapbox://styles/mapbox/outdoors-v12"
}
=== sql
-- Turns on the mailer of the staging tenant.
INSERT INTO integration_settings (provider, setting, value)
VALUES ('brevo', 'api_key', '«brevo»');
"""
