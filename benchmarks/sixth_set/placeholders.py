"""What stands where a secret or a person would stand."""

PLACEHOLDERS = r"""
%% python+
API_KEY = "§=YOUR_API_KEY§"

%% python+
SECRET = os.environ["§=APP_SECRET_KEY§"]

%% python+
password = "§=<password>§"

%% python+
token = os.getenv("§=GITHUB_TOKEN§")

%% python+
openai.api_key = "§=sk-xxxxxxxxxxxxxxxxxxxxxxxx§"

%% python
AUTHOR = "§=Your Name§"

%% python
from setuptools import setup

setup(
    name="{{ cookiecutter.slug }}",
    author="§={{ cookiecutter.full_name }}§",
)

%% python+
DB_PASSWORD = "§=changeme§"

%% python+
password = §=getpass.getpass()§

%% python+
headers = {"Authorization": f"Bearer §={token}§"}

%% ini
DB_HOST=localhost
DB_PASSWORD=§=your_password_here§

%% ini
spring.datasource.username=app
spring.datasource.password=§=${DB_PASSWORD}§

%% ini
APP_KEY=§=SomeRandomString§
APP_DEBUG=true

%% ini
AWS_ACCESS_KEY_ID=§=AKIAIOSFODNN7EXAMPLE§

%% ini
AWS_SECRET_ACCESS_KEY=§=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY§

%% ini
STRIPE_SECRET_KEY=§=sk_test_your_key_here§

%% ini
//registry.npmjs.org/:_authToken=§=${NPM_TOKEN}§

%% yaml
env:
  NPM_TOKEN: §=${{ secrets.NPM_TOKEN }}§

%% yaml
services:
  db:
    environment:
      POSTGRES_PASSWORD: §=${POSTGRES_PASSWORD}§

%% yaml+
password: §="********"§

%% yaml+
api_key: §=<YOUR-API-KEY>§

%% yaml
production:
  password: <%= §=ENV["APP_DATABASE_PASSWORD"]§ %>

%% yaml
env:
  - name: DB_PASSWORD
    valueFrom:
      secretKeyRef:
        name: §=db-credentials§
        key: password

%% yaml
database:
  password: "§={{ vault_db_password }}§"

%% json
{
  "author": "§=Your Name <you@example.com>§",
  "license": "MIT"
}

%% json
{
  "apiKey": "§=REPLACE_WITH_YOUR_KEY§"
}

%% json
{
  "username": "user",
  "password": "§=xxxxxxxx§"
}

%% php
<?php

define('DB_PASSWORD', '§=password_here§');

%% php
<?php

define('AUTH_KEY', '§=put your unique phrase here§');

%% php
<?php

return ['password' => §=env('DB_PASSWORD', '')§];

%% javascript+
const apiKey = '§=YOUR_API_KEY_HERE§';

%% javascript+
const secret = §=process.env.JWT_SECRET§;

%% javascript+
mongoose.connect('mongodb://§=<username>:<password>§@localhost:27017/app');

%% typescript+
const token = `Bearer §=${accessToken}§`;

%% java+
private static final String API_KEY = "§=INSERT_API_KEY_HERE§";

%% java
package com.example;

/**
 * @author §=${user}§
 */
class Template {
}

%% xml
<server>
  <id>releases</id>
  <password>§=${env.DEPLOY_PASSWORD}§</password>
</server>

%% shell+
export API_TOKEN=§=<your-token>§

%% shell+
curl -u "§=$USER:$PASSWORD§" https://example.com/api

%% shell+
git config --global user.name "§=Your Name§"

%% text
# SOME DESCRIPTIVE TITLE.
# §=FIRST AUTHOR <EMAIL@ADDRESS>§, YEAR.
msgid ""

%% c#+
private const string ConnectionString = "Server=.;Database=app;Password=§=YOUR_PASSWORD§;";
"""
