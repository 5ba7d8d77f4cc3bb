"""Passwords and other secrets in configuration, in code and on command lines."""

from __future__ import annotations

SECRETS = r"""
%% python
DEBUG = True
ALLOWED_HOSTS = []

# SECURITY WARNING: keep the secret key used in production secret!
SECRET_KEY = '§django§'

ROOT_URLCONF = 'site.urls'
%% python
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "shop",
        "USER": "shop",
        "PASSWORD": "§password§",
        "HOST": "db",
        "PORT": 5432,
    }
}
%% python+
app.config["SECRET_KEY"] = "§hex 48§"
%% python+
engine = create_engine("postgresql://reports:§password plain§@db.internal:5432/reports")
%% python+
conn = pymysql.connect(host="db", user="root", passwd="§password§", db="orders")
%% python+
EMAIL_HOST_PASSWORD = '§password§'
%% python+
server.login("robot", "§password§")
%% python
import paramiko

ssh = paramiko.SSHClient()
ssh.set_missing_host_key_policy(paramiko.AutoAddPolicy())
ssh.connect("build-3", port=22, username="deploy", password="§password§")
%% python+
auth = HTTPBasicAuth("jenkins", "§strong§")
%% php
<?php
/** The name of the database for WordPress */
define( 'DB_NAME', 'wordpress' );

/** MySQL database username */
define( 'DB_USER', 'wp' );

/** MySQL database password */
define( 'DB_PASSWORD', '§password§' );

/** MySQL hostname */
define( 'DB_HOST', 'localhost' );
%% php
<?php
define('AUTH_KEY',         '§wordpress§');

$table_prefix = 'wp_';
%% php+
$db['default']['password'] = '§password§';
%% php+
$link = mysqli_connect('localhost', 'forum', '§password§', 'forum');
%% php+
$cfg['blowfish_secret'] = '§alnum 32§';
%% php+
$pdo = new PDO('mysql:host=db;dbname=shop', 'shop', '§password§');
%% php+
$mail->Password = '§password§';
%% java properties
spring.datasource.url=jdbc:mysql://localhost:3306/orders
spring.datasource.username=orders
spring.datasource.password=§password§
spring.jpa.hibernate.ddl-auto=validate
%% java properties
storeFile=release.keystore
keyAlias=release
storePassword=§password§
%% java properties
jdbc.url=jdbc:postgresql://db:5432/crm?user=crm&password=§password plain§
jdbc.pool=8
%% java+
private static final String DB_PASSWORD = "§password§";
%% java
package com.sample.db;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

public class Db {
    public static Connection open() throws SQLException {
        String url = "jdbc:oracle:thin:@localhost:1521:xe";
        return DriverManager.getConnection(url, "inventory", "§password§");
    }
}
%% java
package net.sample.tls;

class Keys {
    void load(KeyStore keyStore, InputStream stream) throws Exception {
        keyStore.load(stream, "§password§".toCharArray());
    }
}
%% c#+
private const string Orders = "Server=sql01;Database=Orders;User Id=app;Password=§password§;";
%% xml
<?xml version="1.0" encoding="utf-8"?>
<configuration>
  <connectionStrings>
    <add name="Main" providerName="System.Data.SqlClient"
         connectionString="Data Source=.;Initial Catalog=Crm;User ID=sa;Password=§password§" />
  </connectionStrings>
</configuration>
%% xml
<settings>
  <servers>
    <server>
      <id>releases</id>
      <username>deployment</username>
      <password>§strong§</password>
    </server>
  </servers>
</settings>
%% xml
<hibernate-configuration>
  <session-factory>
    <property name="connection.username">library</property>
    <property name="connection.password">§password§</property>
  </session-factory>
</hibernate-configuration>
%% xml+
<user username="manager" password="§password§" roles="manager-gui"/>
%% json
{
  "ConnectionStrings": {
    "Redis": "cache:6379,password=§base64 32§,ssl=True,abortConnect=False"
  }
}
%% json+
"jwtSecret": "§strong signs§",
%% json
{
  "development": {
    "username": "app",
    "password": "§password§",
    "database": "app_development",
    "dialect": "postgres"
  }
}
%% yaml
version: "3"
services:
  db:
    image: mysql:5.7
    environment:
      MYSQL_DATABASE: blog
      MYSQL_ROOT_PASSWORD: §password plain§
%% yaml+
    environment:
      - POSTGRES_PASSWORD=§password plain§
%% yaml
production:
  adapter: mysql2
  database: shop_production
  username: shop
  password: "§password§"
  pool: 5
%% yaml
production:
  secret_key_base: §hex 128§
%% yaml+
database_url: mysql://blog:§password plain§@mysql/blog
%% ini
[client]
user = backup
password = "§password§"
%% ini
sqlalchemy.url = mysql+pymysql://airflow:§password plain§@mysql/airflow
script_location = alembic
%% shell+
export PGPASSWORD='§password§'
%% shell+
mysqldump -u root -p'§password§' shop > shop.sql
%% shell+
sshpass -p '§password§' scp build.tar.gz deploy@web1:/srv/
%% javascript+
mongoose.connect('mongodb://blog:§password plain§@mongo:27017/blog');
%% javascript+
app.use(session({ secret: '§strong§', resave: false, saveUninitialized: true }));
"""
