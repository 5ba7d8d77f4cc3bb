"""Machines on the public internet, and telephones."""

MACHINES = r"""
%% ini
[web]
host = §ip§
port = 8080
%% ini
[webservers]
web1 ansible_host=§ip§ ansible_user=deploy
%% ini
server.address=§ip§
server.port=9090
%% ini
DB_HOST=§ip§
DB_PORT=3306
%% yaml
apiVersion: v1
kind: Service
spec:
  type: LoadBalancer
  loadBalancerIP: §ip§
%% yaml
all:
  hosts:
    app1:
      ansible_host: §ip§
%% yaml
eureka:
  client:
    service-url:
      defaultZone: http://§ip§:8761/eureka/
%% yaml
extra_hosts:
  - "build:§ip§"
%% json
{
  "server": "§ip§",
  "server_port": 8388
}
%% xml
<property>
  <name>fs.default.name</name>
  <value>hdfs://§ip§:9000</value>
</property>
%% python+
HOST = "§ip§"
%% python+
ALLOWED_HOSTS = ["§ip§", "localhost"]
%% python+
sock.connect(("§ip§", 5000))
%% python+
# runs on the staging box, §ip§
%% python+
url = "http://§ip§/api/v1/items"
%% java+
String server = "http://§ip§:8080/api";
%% java+
Socket socket = new Socket("§ip§", 7777);
%% java+
public static final String BASE_URL = "http://§ip§/shop/";
%% c#+
var endpoint = new IPEndPoint(IPAddress.Parse("§ip§"), 11000);
%% c#+
client.BaseAddress = new Uri("http://§ip§:5001/");
%% c+++
addr.sin_addr.s_addr = inet_addr("§ip§");
%% c+++
const char* server = "§ip§";
%% php+
$redis->connect('§ip§', 6379);
%% php+
if ($_SERVER['REMOTE_ADDR'] == '§ip§') { return; }
%% javascript+
const socket = io('http://§ip§:3000');
%% javascript
module.exports = {
  devServer: {
    proxy: { '/api': { target: 'http://§ip§:8000' } },
  },
};
%% typescript+
const apiUrl = 'http://§ip§:4000';
%% shell+
ssh root@§ip§ 'systemctl restart lantern'
%% shell+
scp -r build/ deploy@§ip§:/var/www/
%% shell+
MASTER_IP=§ip§
%% shell+
iptables -A INPUT -s §ip§ -j DROP
%% text
§ip§ - - [12/Mar/2017:10:21:05 +0000] "GET / HTTP/1.1" 200 512
%% text
server {
    listen 80;
    server_name §ip§;
}
%% python+
peer = "§ip6§"
"""

PHONES = r"""
%% markdown
## Contact

Phone: §us-dashes§
%% markdown
- Tel: §de§
%% markdown
Call us at §us-parens§ on weekdays.
%% markdown
Support hotline: §uk§
%% markdown
| Contact | Value |
| --- | --- |
| Phone | §us§ |
%% markdown
WhatsApp: §br§
%% html
<p>Phone: §us-parens§</p>
%% html
<a href="tel:§us-e164§">Call us</a>
%% html
<li><i class="fa fa-phone"></i> §us-plus§</li>
%% html
<footer>Tel. §fr§</footer>
%% html
<span class="telephone">§in§</span>
%% html
<p class="contact">Mobile: §de-mobile§</p>
%% text
Telephone: §us-dashes§
Fax: none
%% text
Contact the on-call engineer by phone, §us§.
%% python+
# call the data center at §us-dashes§ before a restart
%% python+
SUPPORT_PHONE = "§us-e164§"
%% python+
client.messages.create(body="The build is broken", to="§us-e164§")
%% python+
contact = {"city": "Berlin", "phone": "§de§"}
%% java
/**
 * Sales office, phone §us-parens§.
 */
public class Quote {}
%% java+
contact.setPhoneNumber("§us-plus§");
%% java+
user.setMobile("§cn-plain§");
%% c#+
var customer = new Customer { City = "Leeds", Phone = "§uk§" };
%% c#
// Support: §us-dashes§
using System;
%% php+
$phone = '§us-parens§';
%% php+
$config['contact_phone'] = '§fr§';
%% javascript+
const contact = { phone: '§us§' };
%% javascript+
sendSms('§in§', 'Your order is ready');
%% typescript+
const office = { city: 'Shanghai', tel: '§cn§' };
%% json
{
  "@type": "LocalBusiness",
  "telephone": "§us-plus§"
}
%% yaml
contact:
  city: Porto
  phone: "§us-dashes§"
%% xml
<string name="support_phone">§us-plus§</string>
%% shell
#!/bin/sh
# If this fails at night, phone §us-dashes§
set -e
"""
