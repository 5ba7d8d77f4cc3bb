"""Addresses of machines on the public net, and telephone numbers of persons."""

from __future__ import annotations

MACHINES = r"""
%% python+
HOST = "§ipv4§"
%% python+
ALLOWED_HOSTS = ["localhost", "§ipv4§"]
%% python+
sock.connect(("§ipv4§", 9001))
%% python+
BASE_URL = "http://§ipv4§:8000/api/v1"
%% python
from fabric.api import env, run

env.user = "deploy"
env.hosts = ["§ipv4§"]


def uptime():
    run("uptime")
%% shell+
ssh -p 2222 root@§ipv4§ "systemctl restart web"
%% shell+
rsync -az dist/ deploy@§ipv4§:/var/www/site/
%% shell+
SERVER_IP=§ipv4§
%% shell+
iptables -A INPUT -p tcp -s §ipv4§ --dport 22 -j ACCEPT
%% shell+
curl -s http://§ipv4§:9200/_cluster/health
%% java+
private static final String SERVER = "http://§ipv4§:8080/shop/";
%% java properties
dubbo.registry.address=zookeeper://§ipv4§:2181
dubbo.protocol.port=20880
%% java properties
spring.redis.host=§ipv4§
spring.redis.port=6379
%% java+
Socket socket = new Socket("§ipv4§", 5555);
%% c+++
static const char* const kTracker = "§ipv4§";
%% c+++
server.sin_addr.s_addr = inet_addr("§ipv4§");
%% php+
$db_host = '§ipv4§';
%% php+
$trusted = array('127.0.0.1', '§ipv4§');
%% javascript+
const socket = io.connect('http://§ipv4§:3000');
%% javascript+
var seeds = ['§ipv4§:8333'];
%% typescript+
export const API_URL = 'https://§ipv4§/api';
%% c#+
private const string Endpoint = "tcp://§ipv4§:1883";
%% xml
<?xml version="1.0" encoding="utf-8"?>
<configuration>
  <connectionStrings>
    <add name="Main" connectionString="Server=§ipv4§;Database=Crm;Integrated Security=True" />
  </connectionStrings>
</configuration>
%% json+
"host": "§ipv4§",
%% yaml+
api_host: §ipv4§
%% yaml
all:
  hosts:
    web1:
      ansible_host: §ipv4§
      ansible_port: 22
%% ini
[webservers]
web1 ansible_host=§ipv4§ ansible_user=ubuntu
%% ini+
bind_address = §ipv6§
%% toml+
peer = "[§ipv6§]:30303"
%% text
§ipv4§ - - [12/Mar/2019:06:25:24 +0000] "GET /index.html HTTP/1.1" 200 5316
%% text
Jun 14 15:16:01 web1 sshd[19939]: Failed password for root from §ipv4§ port 42211 ssh2
%% text
$ORIGIN trail-finder.io.
$TTL 3600
@    IN  NS  ns1
www  IN  A   §ipv4§
%% text
$ORIGIN trail-finder.io.
$TTL 3600
@    IN  NS    ns1
www  IN  AAAA  §ipv6 full§
%% text
server {
    listen 80;
    location / {
        proxy_pass http://§ipv4§:8081;
    }
}
"""

PHONES = r'''
%% python
# Questions about the release: §us§

import sys

print(sys.version)
%% python+
TWILIO_TO = "§us e164§"
%% python+
contact = {"role": "support lead", "phone": "§us paren§"}
%% python+
self.fill("mobile", "§in§")
%% python
class Contact(object):
    """On call for the billing service. Tel. §de§"""

    pager = None
%% java
/**
 * Sends a batch of rows.
 *
 * Phone: §fr§
 */
public class Sender {
    private int sent;
}
%% java+
private static final String EMERGENCY_PHONE = "§br§";
%% java
class CustomerTest {
    void validates() {
        Customer customer = new Customer();
        customer.setPhoneNumber("§us dash§");
        assertTrue(customer.isValid());
    }
}
%% c++
// On-call engineer: §gb§
#include "pager.h"

int main() { return page(); }
%% c+++
const std::string phone = "§cn e164§";
%% php+
$data['telephone'] = '§it§';
%% php+
define('ADMIN_MOBILE', '§cn§');
%% php
<?php
/* Contact for the hosting: §ch§ (office hours) */

return array('debug' => false);
%% javascript+
const patient = { id: 12, phone: '§us dots§' };
%% javascript+
link.href = 'tel:§ke§';
%% typescript+
const contact = { label: 'Work', mobile: '§au§' };
%% c#+
private const string ManagerPhone = "§pl§";
%% shell+
# In an emergency call the operator at §nl§
%% shell+
NOTIFY_SMS="§ng§"
%% yaml
info:
  title: Orders
  version: 1.0.0
  contact:
    x-phone: "§es§"
paths: {}
%% yaml+
admin_phone: "§jp§"
%% json+
"phone": "§us paren§",
%% json+
"mobileNumber": "§de mobile§",
%% xml
<contact>
  <role>sales</role>
  <phone type="work">§tr§</phone>
</contact>
%% xml
<?xml version="1.0" encoding="utf-8"?>
<resources>
    <string name="call">Call us</string>
    <string name="phone_number">§ru§</string>
</resources>
%% text
BEGIN:VCARD
VERSION:3.0
ORG:Rowpack
TEL;TYPE=CELL:§us§
END:VCARD
%% text+
Voice: §us dots§ (ask for the build team)
%% text+
Fax and telephone of the maintainer: §de local§
%% markdown+
**Phone:** §in§
%% markdown+
Call or text the organizer: §fr local§
%% restructuredtext+
:Telephone: §gb local§
%% html
<address>
  Rowpack office<br>
  <a href="/contact">Contact</a>,
  Tel: §us paren§
</address>
'''
