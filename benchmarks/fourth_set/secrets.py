"""Passwords and other secrets: in configuration, connection strings, code and command lines."""

SECRETS = r"""
%% python
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "inventory",
        "USER": "inventory",
        "PASSWORD": "§strong_password§",
        "HOST": "localhost",
        "PORT": "5432",
    }
}
%% python
# SECURITY WARNING: keep the secret key used in production secret!
SECRET_KEY = '§django_secret§'

DEBUG = True
%% python+
SQLALCHEMY_DATABASE_URI = "postgresql://inventory:§url_password§@db.lumenco.net:5432/inventory"
%% python
import pymysql

conn = pymysql.connect(host="localhost", user="root", passwd="§word_password§", db="school")
cursor = conn.cursor()
%% python
import smtplib

server = smtplib.SMTP("smtp.gmail.com", 587)
server.starttls()
server.login(sender, "§leet_password§")
server.sendmail(sender, receiver, text)
%% python+
app.secret_key = b"§hex32§"
%% python
from pymongo import MongoClient

client = MongoClient("mongodb+srv://crawler:§url_password§@cluster0.qk3zv.mongodb.net/news?retryWrites=true&w=majority")
%% python+
mqtt_client.username_pw_set("sensor", "§strong_password§")
%% java
package net.school.dao;

import java.sql.Connection;
import java.sql.DriverManager;

public class Db {
    public static Connection open() throws Exception {
        return DriverManager.getConnection("jdbc:mysql://localhost:3306/school", "root", "§word_password§");
    }
}
%% java+
private static final String JWT_SECRET = "§base64_secret§";
%% java+
private static final String AUTHORIZATION = "Basic §basic_pair§";
%% java
public class Client {
    private static final String DB_URL =
        "jdbc:postgresql://db.ostwerk.net:5432/orders?user=orders&password=§url_password§&ssl=true";
}
%% ini
spring.datasource.url=jdbc:mysql://localhost:3306/shop?useSSL=false
spring.datasource.username=shop
spring.datasource.password=§strong_password§
spring.jpa.hibernate.ddl-auto=update
%% ini
spring.mail.host=smtp.gmail.com
spring.mail.port=587
spring.mail.password=§word_password§
jwt.expiration=86400
%% ini
RELEASE_STORE_FILE=release.keystore
RELEASE_KEY_ALIAS=upload
RELEASE_STORE_PASSWORD=§leet_password§
org.gradle.jvmargs=-Xmx2g
%% ini
[database]
host = 127.0.0.1
user = forum
password = §phrase_password§
name = forum
%% ini+
redis_url = redis://:§url_password§@cache.ostwerk.net:6379/0
%% c++
#include <WiFi.h>

const char* ssid = "HomeNet-2G";
const char* password = "§word_password§";

void setup() {
  WiFi.begin(ssid, password);
}
%% c++
#define WIFI_SSID "workshop"
#define WIFI_PASS "§strong_password§"
%% c++
int main() {
  MYSQL* connection = mysql_init(nullptr);
  mysql_real_connect(connection, "localhost", "library", "§leet_password§", "library", 3306, nullptr, 0);
  return 0;
}
%% php
<?php
define( 'DB_NAME', 'wordpress' );
define( 'DB_USER', 'wp' );

/** MySQL database password */
define( 'DB_PASSWORD', '§strong_password§' );
define( 'DB_HOST', 'localhost' );
%% php
<?php
$con = mysqli_connect("localhost", "shopuser", "§word_password§", "shop");
if (!$con) {
    die("Connection failed: " . mysqli_connect_error());
}
%% php+
$mail->Password = '§leet_password§';
%% php
<?php
$db = new PDO('mysql:host=localhost;dbname=blog;charset=utf8', 'blog', '§strong_password§');
%% php
<?php

return [
    'connections' => [
        'mysql' => [
            'driver' => 'mysql',
            'username' => 'forge',
            'password' => '§url_password§',
        ],
    ],
];
%% javascript
const mongoose = require('mongoose');

mongoose.connect('mongodb://admin:§url_password§@ds159782.mlab.com:59782/todos', { useNewUrlParser: true });
%% javascript+
app.use(session({ secret: '§strong_password§', resave: false, saveUninitialized: true }));
%% yaml
apiVersion: v1
kind: Secret
metadata:
  name: tickets-db
type: Opaque
data:
  password: §encoded_password§
%% javascript
const transporter = nodemailer.createTransport({
  service: 'gmail',
  auth: { user: process.env.MAIL_USER, pass: '§leet_password§' },
});
%% typescript+
const JWT_SECRET = "§hex64§";
%% typescript
export default new DataSource({
  type: "postgres",
  host: "db",
  port: 5432,
  username: "tickets",
  password: "§strong_password§",
  synchronize: false,
});
%% c#
var connection = new SqlConnection(
    "Server=tcp:sql01.kestrelsoft.io,1433;Database=Orders;User Id=orders_app;Password=§strong_password§;");
connection.Open();
%% c#
using var smtp = new SmtpClient("smtp.lumenco.net", 587) { EnableSsl = true };
smtp.Credentials = new NetworkCredential("mailer", "§word_password§");
smtp.Send(message);
%% xml
<configuration>
  <connectionStrings>
    <add name="Main" providerName="System.Data.SqlClient"
         connectionString="Data Source=SQL02;Initial Catalog=Wages;User ID=app;Password=§strong_password§" />
  </connectionStrings>
</configuration>
%% xml
<settings>
  <servers>
    <server>
      <id>releases</id>
      <username>deployer</username>
      <password>§leet_password§</password>
    </server>
  </servers>
</settings>
%% shell
DB_HOST=127.0.0.1
DB_USERNAME=laravel
DB_PASSWORD=§strong_password§
CACHE_DRIVER=file
%% shell
APP_NAME=Storefront
APP_KEY=base64:§base64_secret§
APP_DEBUG=false
%% shell+
mysqldump -u backup -p§url_password§ orders | gzip > /var/backups/orders.sql.gz
%% shell+
sshpass -p '§strong_password§' rsync -az dist/ deploy@web01.lumenco.net:/var/www/
%% yaml
services:
  db:
    image: mysql:8.0
    environment:
      MYSQL_DATABASE: tickets
      MYSQL_ROOT_PASSWORD: §word_password§
%% yaml
production:
  secret_key_base: §sha512§
%% json+
"database": { "host": "10.0.3.12", "user": "sync", "password": "§strong_password§" },
"""
