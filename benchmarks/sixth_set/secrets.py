"""Passwords and other secrets that no service issued in a format."""

SECRETS = r"""
%% python+
DB_PASSWORD = "§password§"

%% python
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "shop",
        "USER": "shop",
        "PASSWORD": "§password§",
        "HOST": "localhost",
        "PORT": "5432",
    }
}

%% python
DATABASES = {
    'default': {
        'ENGINE': 'django.db.backends.mysql',
        'NAME': 'blog',
        'USER': 'root',
        'PASSWORD': '§mixed10§',
    }
}

%% python
DEBUG = True

# SECURITY WARNING: keep the secret key used in production secret!
SECRET_KEY = '§django§'

ALLOWED_HOSTS = []

%% python
DEBUG = False
SECRET_KEY = "django-insecure-§django§"

%% python+
app.config["SECRET_KEY"] = "§mixed24§"

%% python+
app.secret_key = '§strong24§'

%% python+
SQLALCHEMY_DATABASE_URI = "postgresql://app:§word_password§@localhost:5432/app"

%% python+
conn = pymysql.connect(host="localhost", user="root", password="§password§", db="metrics")

%% python+
EMAIL_HOST_PASSWORD = "§password§"

%% python+
server.login("noreply@example.com", "§password§")

%% python+
ssh.connect(host, username="deploy", password="§strong12§")

%% php
<?php

/** MySQL database username */
define('DB_USER', 'wordpress');

/** MySQL database password */
define('DB_PASSWORD', '§password§');

/** MySQL hostname */
define('DB_HOST', 'localhost');

%% php
<?php
define('AUTH_KEY', '§strong24§');

%% php+
$password = '§password§';

%% php
<?php

return [
    'host' => '127.0.0.1',
    'database' => 'store',
    'username' => 'store',
    'password' => '§strong12§',
];

%% php+
$db = new PDO('mysql:host=localhost;dbname=forum', 'forum', '§password§');

%% php+
$link = mysqli_connect('localhost', 'root', '§mixed10§', 'crm');

%% ini
APP_ENV=local
APP_KEY=base64:§base64_32§
APP_DEBUG=true

%% ini
DB_CONNECTION=mysql
DB_HOST=127.0.0.1
DB_USERNAME=root
DB_PASSWORD=§password§

%% ini
spring.datasource.url=jdbc:mysql://localhost:3306/orders
spring.datasource.username=orders
spring.datasource.password=§password§

%% ini
server.port=8443
server.ssl.key-store=classpath:keystore.p12
server.ssl.key-store-password=§mixed10§

%% ini+
mail.smtp.password=§password§

%% ini
[client]
user = backup
password = §strong12§

%% yaml
spring:
  datasource:
    username: orders
    password: §password§

%% yaml
version: "3"
services:
  db:
    image: postgres:13
    environment:
      POSTGRES_USER: app
      POSTGRES_PASSWORD: §word_password§

%% yaml
services:
  mysql:
    image: mysql:5.7
    environment:
      - MYSQL_DATABASE=wiki
      - MYSQL_ROOT_PASSWORD=§word_password§

%% yaml
production:
  adapter: postgresql
  database: app_production
  username: app
  password: "§password§"

%% yaml
production:
  secret_key_base: §hex128§

%% yaml
apiVersion: v1
kind: Secret
metadata:
  name: db
type: Opaque
data:
  password: §base64_16§

%% json
{
  "development": {
    "username": "root",
    "password": "§password§",
    "database": "app_dev",
    "dialect": "mysql"
  }
}

%% json
{
  "ConnectionStrings": {
    "DefaultConnection": "Server=localhost;Database=Shop;User Id=sa;Password=§word_password§;"
  }
}

%% json
{
  "Jwt": {
    "Issuer": "example",
    "Secret": "§mixed32§"
  }
}

%% xml
<configuration>
  <connectionStrings>
    <add name="Main" connectionString="Data Source=.;Initial Catalog=Main;User ID=app;Password=§strong12§" />
  </connectionStrings>
</configuration>

%% xml
<settings>
  <servers>
    <server>
      <id>releases</id>
      <username>deployer</username>
      <password>§mixed16§</password>
    </server>
  </servers>
</settings>

%% java
package com.example.dao;

import java.sql.Connection;
import java.sql.DriverManager;

public class Db {
    static Connection open() throws Exception {
        return DriverManager.getConnection("jdbc:mysql://localhost:3306/test", "root", "§password§");
    }
}

%% java+
private static final String PASSWORD = "§password§";

%% c#+
private const string ConnectionString = "Server=.;Database=Erp;Uid=erp;Pwd=§strong12§;";

%% javascript+
mongoose.connect('mongodb://admin:§word_password§@localhost:27017/chat');

%% typescript+
const JWT_SECRET = '§mixed32§';

%% javascript+
app.use(session({ secret: '§strong24§', resave: false, saveUninitialized: true }));

%% shell+
mysql -u root -p'§strong12§' -e 'create database app'
"""
