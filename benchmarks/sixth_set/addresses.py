"""Addresses of no one's machine: private, loopback, documentation, masks and well-known servers."""

ADDRESSES = r"""
%% python+
HOST = "§=127.0.0.1§"

%% python+
app.run(host="§=0.0.0.0§", port=5000)

%% python
import socket

server = socket.socket()
server.bind(("§=127.0.0.1§", 0))

%% python+
GATEWAY = "§=192.168.1.1§"

%% python
INTERNAL_IPS = ["§=127.0.0.1§"]

%% python
import ipaddress

net = ipaddress.ip_network("§=10.0.0.0/8§")

%% python
def test_parses():
    assert parse("§=192.0.2.1§") == (192, 0, 2, 1)

%% python+
DNS = "§=8.8.8.8§"

%% java+
private static final String HOST = "§=192.168.0.10§";

%% java+
private static final String BROADCAST = "§=255.255.255.255§";

%% c++
#define NETMASK "§=255.255.255.0§"

%% c++
const char* kGroup = "§=239.255.255.250§";

%% c++
server.sin_addr.s_addr = inet_addr("§=127.0.0.1§");

%% php+
$host = '§=127.0.0.1§';

%% javascript+
app.listen(3000, '§=0.0.0.0§');

%% javascript+
const url = 'http://§=192.168.1.100§:8080/status';

%% typescript+
const target = 'http://§=127.0.0.1§:4200';

%% c#+
private const string Loopback = "§=127.0.0.1§";

%% shell+
ping -c 1 §=8.8.8.8§

%% shell+
nc -z §=172.17.0.1§ 5432

%% shell+
ssh admin@§=192.168.1.1§ reboot

%% shell+
iptables -A INPUT -s §=10.0.0.0/24§ -j ACCEPT

%% yaml
networks:
  default:
    ipam:
      config:
        - subnet: §=172.20.0.0/16§

%% yaml
services:
  web:
    ports:
      - "§=127.0.0.1§:8080:80"

%% yaml
dns:
  - §=1.1.1.1§

%% ini
DB_HOST=§=127.0.0.1§
DB_PORT=3306

%% ini
[server]
bind = §=0.0.0.0§:8000

%% text
§=127.0.0.1§   localhost

%% text
§=::1§   localhost ip6-localhost ip6-loopback

%% text
server {
    listen 80;
    allow §=10.0.0.0/8§;
    deny all;
}

%% xml
<property name="host" value="§=192.168.56.101§"/>

%% json
{
  "host": "§=0.0.0.0§",
  "port": 8080
}

%% markdown+
Open http://§=127.0.0.1§:8000 in a browser.

%% python
def test_v6():
    assert is_global("§=2001:db8::1§") is False
"""
