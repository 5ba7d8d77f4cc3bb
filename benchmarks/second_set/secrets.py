"""Entries: passwords and tokens, assigned, in their place among arguments, in URLs and in headers."""

from __future__ import annotations

ENTRIES = r"""
=== python
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "ferries",
        "USER": "ferries",
        "PASSWORD": "«mixed»",
        "HOST": "db",
    }
}
=== python
def open_queue() -> pika.BlockingConnection:
    login = pika.PlainCredentials("billing", "«capital_word»")
    return pika.BlockingConnection(pika.ConnectionParameters("rabbit", 5672, "/", login))
=== python
engine = create_engine("mysql+pymysql://reports:«plain»@warehouse:3306/sales?charset=utf8mb4", echo=True)
=== python
with smtplib.SMTP_SSL("smtp.ostwerk.de", 465) as server:
    server.login("mailer", "«low_word»")
    server.send_message(message)
=== python
# settings/production.py
DEBUG = False
SECRET_KEY = "«url64»"
ROOT_URLCONF = "timetable.urls"
=== java
try (Connection db = DriverManager.getConnection("jdbc:oracle:thin:@ora:1521", "PAYROLL", "«capital_word»")) {
    db.createStatement().execute("TRUNCATE TABLE staging");
}
=== java
@Bean
public DataSource dataSource() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:postgresql://db/ledger");
    config.setUsername("ledger");
    config.setPassword("«mixed»");
    return new HikariDataSource(config);
}
=== java properties
spring.datasource.url=jdbc:h2:file:./data/app
spring.datasource.username=app
spring.datasource.password=«low_word»
server.ssl.key-store=classpath:tls.p12
=== java
HttpRequest request = HttpRequest.newBuilder(URI.create("https://intra.northfjord.no/export"))
    .header("Authorization", "Basic «basic»")
    .build();
=== c++
int main() {
    MYSQL* db = mysql_init(nullptr);
    if (!mysql_real_connect(db, "localhost", "scanner", "«phrase»", "warehouse", 0, nullptr, 0))
        return 1;
    return run(db);
}
=== c++
#pragma once
// Network of the greenhouse.
#define WIFI_SSID "tomatoes"
#define WIFI_PASS "«capital_word»"
#define SAMPLE_MS 60000
=== c
static int connect_broker(struct mosquitto *m)
{
    mosquitto_username_pw_set(m, "weatherstation", "«plain»");
    return mosquitto_connect(m, "mqtt.brackenhill.org", 8883, 60);
}
=== php
<?php
define('DB_NAME', 'orchard');
define('DB_USER', 'orchard_web');
define('DB_PASSWORD', '«mixed»');
define('DB_HOST', 'localhost');
=== php
$db = new PDO('mysql:host=127.0.0.1;dbname=museum', 'curator', '«capital_word»', [
    PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
]);
=== php
$link = mysqli_connect("localhost", "guestbook", "«low_word»", "guestbook") or die(mysqli_connect_error());
=== php
curl_setopt($ch, CURLOPT_URL, 'https://api.tidalmesh.net/v2/stations');
curl_setopt($ch, CURLOPT_HTTPHEADER, ['Accept: application/json', 'Authorization: Bearer «alnum40»']);
=== typescript
export const environment = {
  production: true,
  apiUrl: 'https://api.lumenforge.dev',
  adminPassword: '«phrase»',
};
=== typescript
TypeOrmModule.forRoot({
  type: 'postgres',
  url: 'postgresql://booking:«plain»@postgres.internal:5432/booking',
  autoLoadEntities: true,
});
=== javascript
const transporter = nodemailer.createTransport({
  host: 'mail.rivetandspan.com',
  port: 587,
  auth: { user: 'robot', pass: '«mixed»' },
});
=== javascript
app.use(session({
  secret: '«alnum32»',
  resave: false,
  saveUninitialized: true,
}));
=== javascript
fetch('https://cms.ferrolabs.fr/items/news', {
  headers: { Authorization: 'Bearer «jwt»' },
}).then((r) => r.json()).then(render);
=== javascript
mongoose.connect('mongodb+srv://recipes:«plain»@cluster0.q7wzk.mongodb.net/prod?retryWrites=true');
=== c#
var client = new SmtpClient("smtp.pinecrest-software.com", 587)
{
    EnableSsl = true,
    Credentials = new NetworkCredential("alerts", "«capital_word»"),
};
"""

MORE_ENTRIES = r"""
=== c#
private const string Connection =
    "Server=sql01;Database=Inventory;User Id=inv_app;Password=«plain»;Encrypt=True";
=== c#
services.AddAuthentication().AddJwtBearer(o =>
{
    var key = Encoding.UTF8.GetBytes("«url64»");
    o.TokenValidationParameters.IssuerSigningKey = new SymmetricSecurityKey(key);
});
=== shell
#!/bin/bash
# Nightly dump.
mysqldump -u backup -p«plain» --single-transaction wiki | gzip > /var/backups/wiki.sql.gz
=== shell
curl -fsS -u deploy:«low_word» -T build/app.war "http://tomcat:8080/manager/text/deploy?path=/app"
=== shell
for host in web1 web2 web3; do
  sshpass -p '«mixed»' scp nginx.conf "root@$host:/etc/nginx/nginx.conf"
done
=== shell
export PGPASSWORD='«capital_word»'
psql -h db -U analyst -c 'refresh materialized view daily_totals'
=== shell
keytool -importkeystore -srckeystore old.jks -destkeystore new.p12 \
  -srcstorepass «low_word» -deststoretype PKCS12
=== yaml
services:
  db:
    image: postgres:16
    environment:
      POSTGRES_DB: library
      POSTGRES_PASSWORD: «phrase»
=== yaml
all:
  hosts:
    switch-a:
      ansible_user: netops
      ansible_password: "«mixed»"
      ansible_network_os: ios
=== yaml
apiVersion: v1
kind: Secret
metadata: { name: grafana }
type: Opaque
data:
  admin-password: «encoded»
=== markdown
## Demo server

Go to <https://demo.hollowbrook-labs.io> and log in as `admin` with the password `«capital_word»`.
=== ini
[mail]
host = imap.quillandgrain.co.uk
user = tickets
pass = «mixed»
folder = INBOX
=== ini
network={
    ssid="boathouse"
    key_mgmt=WPA-PSK
    psk="«phrase»"
}
=== text
machine artifacts.ostwerk.de
  login ci-reader
  password «alnum24»
=== dockerfile
FROM redis:7-alpine
EXPOSE 6379
CMD ["redis-server", "--appendonly", "yes", "--requirepass", "«plain»"]
=== sql
CREATE USER 'exporter'@'%' IDENTIFIED BY '«capital_word»' WITH MAX_USER_CONNECTIONS 3;
GRANT PROCESS, REPLICATION CLIENT ON *.* TO 'exporter'@'%';
=== sql
ALTER ROLE timetable_owner WITH LOGIN PASSWORD '«mixed»';
=== xml
<server>
  <id>nexus-releases</id>
  <username>deployment</username>
  <password>«low_word»</password>
</server>
=== json
{
  "smb": { "share": "//nas/scans", "user": "scanner" },
  "ftp": { "host": "ftp.brackenhill.org", "user": "upload", "passwd": "«capital_word»" }
}
=== kotlin
signingConfigs {
    create("release") {
        storeFile = file("upload.jks")
        storePassword = "«low_word»"
        keyAlias = "upload"
    }
}
=== markdown
```hcl
resource "aws_db_instance" "orders" {
  engine   = "postgres"
  username = "orders"
  password = "«mixed»"
}
```
=== shell
wget --header="PRIVATE-TOKEN: «alnum24»" -qO artifacts.zip \
  "https://git.northfjord.no/api/v4/projects/17/jobs/artifacts/main/download?job=build"
"""
