"""Passwords and nameless tokens."""

SECRETS = r"""
%% python+
password = "§password§"
%% python+
conn = psycopg2.connect(host="db", dbname="orders", user="orders", password="§password§")
%% python
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.mysql",
        "NAME": "shop",
        "USER": "shop",
        "PASSWORD": "§words§",
        "HOST": "localhost",
    }
}
%% python
# SECURITY WARNING: keep the secret key used in production secret!
SECRET_KEY = '§django§'

DEBUG = True
%% python+
app.config['SECRET_KEY'] = '§hex32§'
%% python+
SQLALCHEMY_DATABASE_URI = "postgresql://shop:§words§@db.lantern.internal:5432/shop"
%% python+
server.login("mailer", "§password§")
%% python+
headers = {"X-Api-Key": "§alnum32§"}
%% python+
r = requests.get("https://api.lantern.dev/v1/items?access_token=§hex40§")
%% python+
client = MongoClient("mongodb://admin:§letters§@mongo.lantern.internal:27017/admin")
%% java+
Connection c = DriverManager.getConnection("jdbc:mysql://localhost:3306/shop", "root", "§words§");
%% java+
private static final String PASSWORD = "§password§";
%% java+
dataSource.setPassword("§password§");
%% java+
request.addHeader("Authorization", "Bearer §alnum64§");
%% ini
spring.datasource.url=jdbc:postgresql://db:5432/shop
spring.datasource.username=shop
spring.datasource.password=§words§
%% ini
jwt.secret=§alnum64§
jwt.expiration=86400
%% ini
storeFile=release.jks
storePassword=§letters§
keyAlias=upload
%% ini
APP_ENV=production
APP_KEY=base64:§base64§
APP_DEBUG=false
%% ini
DB_CONNECTION=mysql
DB_DATABASE=homestead
DB_PASSWORD=§words§
%% ini
REDIS_URL=redis://:§alnum24§@redis.lantern.internal:6379/0
%% c#+
var cs = "Server=db01;Database=Shop;User Id=sa;Password=§password§;";
%% c#+
client.Credentials = new NetworkCredential("mailer", "§password§");
%% xml
<configuration>
  <connectionStrings>
    <add name="Shop" connectionString="Server=db01;Database=Shop;User ID=shop;Password=§words§" />
  </connectionStrings>
</configuration>
%% json
{
  "Jwt": {
    "Issuer": "lantern",
    "Secret": "§alnum32§"
  }
}
%% xml
<servers>
  <server>
    <id>nexus</id>
    <username>deployer</username>
    <password>§words§</password>
  </server>
</servers>
%% xml
<bean id="dataSource" class="org.apache.commons.dbcp.BasicDataSource">
  <property name="username" value="shop"/>
  <property name="password" value="§words§"/>
</bean>
%% php
<?php
define('DB_NAME', 'wordpress');
define('DB_USER', 'wordpress');
define('DB_PASSWORD', '§password§');
define('DB_HOST', 'localhost');
%% php+
$link = mysqli_connect('localhost', 'root', '§words§', 'shop');
%% php+
$mail->Password = '§password§';
%% php+
$pdo = new PDO('mysql:host=localhost;dbname=shop', 'shop', '§words§');
%% php
<?php
return [
    'components' => [
        'request' => [
            'cookieValidationKey' => '§alnum32§',
        ],
    ],
];
%% javascript+
mongoose.connect('mongodb+srv://shop:§letters§@cluster0.lantern.net/shop');
%% javascript+
app.use(session({ secret: '§words§', resave: false, saveUninitialized: true }));
%% javascript
module.exports = {
  clientID: 'lantern-web',
  clientSecret: '§hex40§',
  callbackURL: '/auth/callback',
};
%% javascript+
const db = mysql.createConnection({ host: 'localhost', user: 'root', password: '§password§' });
%% typescript
export const environment = {
  production: false,
  apiUrl: 'http://localhost:3000',
  apiKey: '§hex32§',
};
%% c+++
const char* password = "§words§";
%% shell+
mysqldump -u backup -p'§password§' shop > shop.sql
%% shell+
PGPASSWORD=§words§ psql -h localhost -U shop -c 'select 1'
%% shell+
curl -u deployer:§words§ -T build.tar https://nexus.lantern.internal/raw/
%% yaml
version: "3"
services:
  db:
    image: mysql:5.7
    environment:
      MYSQL_ROOT_PASSWORD: §words§
      MYSQL_DATABASE: shop
%% yaml
production:
  adapter: postgresql
  username: shop
  password: "§password§"
"""
