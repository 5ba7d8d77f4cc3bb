"""Public addresses of machines and telephone numbers of persons."""

MACHINES = r"""
%% python+
HOST = "§ip§"

%% python+
SERVER_IP = '§ip§'

%% python
ALLOWED_HOSTS = ["localhost", "§ip§"]

%% python
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(("§ip§", 8080))

%% python+
BASE_URL = "http://§ip§:8000/api/v1"

%% python+
proxies = {"http": "http://§ip§:3128"}

%% python
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": "§ip§",
        "PORT": "5432",
    }
}

%% javascript+
const API_URL = 'http://§ip§:3000';

%% javascript+
axios.defaults.baseURL = 'http://§ip§:8080/';

%% typescript
export const environment = {
  production: true,
  apiUrl: 'http://§ip§:5000/api',
};

%% java+
private static final String SERVER = "§ip§";

%% java+
private static final String BASE_URL = "http://§ip§:8080/app/";

%% java
package com.example.client;

import java.net.Socket;

class Client {
    Socket open() throws Exception {
        return new Socket("§ip§", 9000);
    }
}

%% c++
#include <arpa/inet.h>

void target(sockaddr_in& server) {
    server.sin_addr.s_addr = inet_addr("§ip§");
}

%% c++
#define SERVER_ADDR "§ip§"
#define SERVER_PORT 5555

%% php+
$host = '§ip§';

%% php+
define('DB_HOST', '§ip§');

%% c#+
private const string Host = "§ip§";

%% json
{
  "ConnectionStrings": {
    "Redis": "§ip§:6379"
  }
}

%% json
{
  "host": "§ip§",
  "port": 22,
  "remotePath": "/var/www/html"
}

%% shell+
ssh root@§ip§ "systemctl restart nginx"

%% shell+
scp -r dist/* deploy@§ip§:/var/www/html

%% shell+
rsync -avz build/ ubuntu@§ip§:/srv/site/

%% shell+
SERVER=§ip§

%% shell+
curl http://§ip§:9200/_cat/indices

%% yaml
all:
  hosts:
    web1:
      ansible_host: §ip§

%% yaml+
server: http://§ip§:8080

%% ini
[webservers]
§ip§ ansible_user=ubuntu

%% ini
spring.redis.host=§ip§
spring.redis.port=6379

%% ini
REDIS_HOST=§ip§
REDIS_PORT=6379

%% xml
<property>
  <name>fs.defaultFS</name>
  <value>hdfs://§ip§:9000</value>
</property>

%% text
§ip§ - - [12/Mar/2019:08:14:02 +0000] "GET /index.html HTTP/1.1" 200 5120

%% text
Mar  3 06:25:41 web1 sshd[2211]: Failed password for root from §ip§ port 41822 ssh2

%% shell+
ssh -6 root@§ip6§
"""

PHONES = r"""
%% markdown
## Contact

Phone: §us_phone§

%% markdown
## Contact

- Tel: §de_phone§

%% markdown+
Call me: §us_phone_area§

%% markdown+
WhatsApp: §in_phone§

%% markdown+
Mobile: §uk_mobile§

%% text
Maintainer contact

Phone: §us_phone_world§

%% text
Author's telephone: §us_phone_dots§

%% text
Contact person
Tel.: §de_phone_home§
Room: 3.114

%% text
BEGIN:VCARD
VERSION:3.0
TEL;TYPE=CELL:§us_phone_e164§
END:VCARD

%% text
BEGIN:VCARD
VERSION:2.1
TEL;WORK;VOICE:§us_phone_area§
END:VCARD

%% html
<p>Phone: <a href="tel:§us_phone_e164§">call us</a></p>

%% html
<address>
  Tel: §fr_phone§
</address>

%% html
<li><i class="fa fa-phone"></i> §in_phone§</li>

%% html
<span itemprop="telephone">§uk_phone§</span>

%% python
contact = {
    "role": "owner",
    "phone": "§us_phone§",
}

%% python
def test_profile(client):
    response = client.post("/profile", {"phone_number": "§in_phone_plain§"})
    assert response.status_code == 200

%% python+
ADMIN_PHONE = "§us_phone_e164§"

%% python
from twilio.rest import Client


def notify(client: Client, text):
    client.messages.create(body=text, to="§us_phone_e164§")

%% python
# Support contact of the lab
# Phone: §jp_phone§

import time

%% java+
private static final String EMERGENCY_CONTACT_PHONE = "§br_phone§";

%% java+
// Contact: phone §us_phone§

%% javascript
const patient = {
  telecom: [{ system: 'phone', value: '§us_phone_area§', use: 'home' }],
};

%% javascript+
const contact = { phone: '§au_phone§' };

%% typescript
export const OWNER = {
  mobile: '§de_mobile§',
};

%% php+
$contact['phone'] = '§fr_phone_home§';

%% php
<?php

return [
    'support_phone' => '§ru_phone§',
];

%% c#+
private const string OwnerPhone = "§es_phone§";

%% json
{
  "id": 7,
  "city": "Gdynia",
  "phone": "§pl_phone§"
}

%% json
{
  "contacts": [
    { "type": "mobile", "phoneNumber": "§us_phone§" }
  ]
}

%% yaml
contact:
  phone: "§cn_phone§"
  hours: 9-17

%% xml
<contact>
  <phone>§us_phone_world§</phone>
</contact>

%% c++
/*
 * Laboratory for Signal Processing
 * Tel: §de_phone§
 */
#include "fft.h"
"""
