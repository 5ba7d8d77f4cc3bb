"""Keys and tokens that providers issue, and random keys assigned to a name."""

KEYS = r"""
%% python
import openai

openai.api_key = "§openai§"


def ask(prompt):
    reply = openai.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": prompt}])
    return reply.choices[0].message.content
%% python
import boto3

s3 = boto3.client(
    "s3",
    region_name="eu-central-1",
    aws_access_key_id="¤aws_id¤",
    aws_secret_access_key="§aws_secret§",
)
s3.upload_file("report.csv", "inventory-reports", "report.csv")
%% shell
NODE_ENV=production
PORT=3000
AWS_REGION=us-east-1
AWS_ACCESS_KEY_ID=§aws_id§
S3_BUCKET=uploads-prod
%% ini
[default]
region = us-west-2
aws_access_key_id = ¤aws_id¤
aws_secret_access_key = §aws_secret§
%% javascript
import { initializeApp } from "firebase/app";

const firebaseConfig = {
  apiKey: "§google§",
  authDomain: "chat-demo-8d1f2.firebaseapp.com",
  projectId: "chat-demo-8d1f2",
};

export const app = initializeApp(firebaseConfig);
%% xml
<?xml version="1.0" encoding="utf-8"?>
<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="net.taxi.client">
    <application android:label="@string/app_name">
        <meta-data
            android:name="com.google.android.geo.API_KEY"
            android:value="§google§" />
    </application>
</manifest>
%% xml
<resources>
    <string name="google_maps_key" templateMergeStrategy="preserve" translatable="false">§google§</string>
</resources>
%% yaml+
GITHUB_TOKEN: §github§
%% shell+
git clone --depth 1 https://§github§@github.com/gridtools/deploy-scripts.git /opt/deploy
%% ini
registry=https://registry.npmjs.org/
//registry.npmjs.org/:_authToken=§npm§
always-auth=true
%% ini
[distutils]
index-servers = pypi

[pypi]
username = __token__
password = §pypi§
%% python+
SLACK_BOT_TOKEN = "§slack_bot§"
%% shell+
curl -s -X POST -H 'Content-type: application/json' --data '{"text":"deploy finished"}' https://hooks.slack.com/services/¤slack_place¤/§a24§
%% javascript+
client.login('§discord§');
%% python
import telebot

bot = telebot.TeleBot("§telegram§")


@bot.message_handler(commands=["start"])
def start(message):
    bot.reply_to(message, "Hello!")


bot.polling()
%% php+
\Stripe\Stripe::setApiKey('§stripe§');
%% typescript+
const endpointSecret = "§stripe_hook§";
%% java
package net.alerts.sms;

import com.twilio.Twilio;

public class SmsSender {
    public static final String ACCOUNT_SID = "AC¤hex32¤";
    public static final String AUTH_TOKEN = "§hex32§";

    public SmsSender() {
        Twilio.init(ACCOUNT_SID, AUTH_TOKEN);
    }
}
%% json+
"sendgridApiKey": "§sendgrid§",
%% yaml+
mailgun:
  domain: mg.brightloom.io
  api_key: §mailgun§
%% c#+
private const string StorageConnection =
    "DefaultEndpointsProtocol=https;AccountName=reportsprod;AccountKey=§azure_storage§";
%% json
{
  "AzureAd": {
    "Instance": "https://login.microsoftonline.com/",
    "TenantId": "¤uuid¤",
    "ClientId": "¤uuid¤",
    "ClientSecret": "§azure_client§"
  },
  "AllowedHosts": "*"
}
%% shell+
export HF_TOKEN="§huggingface§"
%% python
from anthropic import Anthropic

client = Anthropic(api_key="§anthropic§")
message = client.messages.create(model="claude-3-opus-20240229", max_tokens=512, messages=[])
%% markdown+
```bash
curl -H "Authorization: Bearer §jwt§" https://api.kestrelsoft.io/v1/orders
```
%% javascript+
const token = '§jwt§';
%% python
import requests

city = input("City: ")
url = f"http://api.openweathermap.org/data/2.5/weather?q={city}&units=metric&appid=§hex32§"
print(requests.get(url).json()["main"]["temp"])
%% c++
#include <ESP8266WiFi.h>
#include "ThingSpeak.h"

unsigned long channelNumber = 3;
const char* writeAPIKey = "§upper16§";

WiFiClient client;

void setup() {
  Serial.begin(115200);
  ThingSpeak.begin(client);
}
%% c++
#define BLYNK_PRINT Serial
#include <BlynkSimpleEsp32.h>

char auth[] = "§u32§";
%% yaml
deploy:
  stage: deploy
  variables:
    PRIVATE_TOKEN: "§gitlab§"
  script:
    - ./ci/upload.sh
  only:
    - tags
%% json
{
    "github-oauth": {
        "github.com": "§github_fine§"
    }
}
%% toml
[registry]
default = "crates-io"
token = "§crates§"
%% typescript+
export const supabase = createClient("https://demo.supabase.co", "§service_jwt§");
%% php+
define('RECAPTCHA_SECRET_KEY', '§recaptcha§');
%% python
import tweepy

consumer_key = "¤a25¤"
consumer_secret = "¤a50¤"
access_token = "¤twitter¤"
access_token_secret = "§a45§"
auth = tweepy.OAuthHandler(consumer_key, consumer_secret)
auth.set_access_token(access_token, access_token_secret)
api = tweepy.API(auth)
%% c#
using var client = new HttpClient { BaseAddress = new Uri("https://api.kestrelsoft.io/") };
client.DefaultRequestHeaders.Add("X-Api-Key", "§uuid§");
var reply = await client.GetStringAsync("v1/stock");
%% json
{
  "web": {
    "project_id": "calendar-sync-271",
    "auth_uri": "https://accounts.google.com/o/oauth2/auth",
    "token_uri": "https://oauth2.googleapis.com/token",
    "client_secret": "§google_client§",
    "redirect_uris": ["http://localhost:8080/callback"]
  }
}
%% java
Request request = new Request.Builder()
    .url("https://weatherapi-com.p.rapidapi.com/current.json?q=London")
    .get()
    .addHeader("X-RapidAPI-Key", "§rapidapi§")
    .addHeader("X-RapidAPI-Host", "weatherapi-com.p.rapidapi.com")
    .build();
%% shell+
mvn -B sonar:sonar -Dsonar.host.url=https://sonar.kestrelsoft.io -Dsonar.login=§hex40§
%% javascript+
const shopify = new Shopify({ shopName: 'fernwood', accessToken: '§shopify§', apiVersion: '2023-10' });
"""
