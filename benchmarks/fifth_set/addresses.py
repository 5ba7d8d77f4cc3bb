"""Addresses of nobody's machine: private, loopback, documentation, masks, public resolvers."""

from __future__ import annotations

ADDRESSES = r"""
%% python+
HOST = "§=127.0.0.1§"
%% python+
app.run(host="§=0.0.0.0§", port=5000)
%% python+
ALLOWED_HOSTS = ["localhost", "§=192.168.1.10§"]
%% python+
INTERNAL_IPS = ("§=10.0.2.2§",)
%% python+
self.assertEqual(parse("§=192.0.2.44§"), 3221225516)
%% python+
network = ipaddress.ip_network("§=10.0.0.0/8§")
%% python+
group = "§=224.0.0.251§"
%% python+
server = HTTPServer6(("§=::1§", 8080))
%% java+
private static final String HOST = "§=192.168.0.15§";
%% java+
InetAddress address = InetAddress.getByName("§=203.0.113.7§");
%% java properties
spring.redis.host=§=127.0.0.1§
spring.redis.port=6379
%% java properties
eureka.instance.ip-address=§=172.17.0.1§
%% c+++
server.sin_addr.s_addr = inet_addr("§=255.255.255.255§");
%% c+++
static const char* const kMask = "§=255.255.255.0§";
%% c+++
EXPECT_TRUE(parse("§=2001:db8::8a2e:370:7334§"));
%% php+
$trusted = array('§=10.1.0.0/16§');
%% php+
$_SERVER['REMOTE_ADDR'] = '§=198.51.100.23§';
%% javascript+
const server = 'http://§=192.168.99.100§:3000';
%% javascript+
dns.setServers(['§=8.8.8.8§']);
%% typescript+
const proxy = { target: 'http://§=127.0.0.1§:8000' };
%% c#+
private const string Gateway = "§=10.0.0.1§";
%% shell+
ifconfig eth0 §=192.168.7.2§ netmask 255.255.255.0 up
%% shell+
echo "nameserver §=1.1.1.1§" > /etc/resolv.conf
%% shell+
iptables -A FORWARD -s §=172.16.0.0/12§ -j ACCEPT
%% shell+
ping -c 1 §=8.8.4.4§ > /dev/null
%% yaml
Vagrant:
  network: private_network
  ip: §=192.168.33.10§
%% yaml
networks:
  back:
    ipam:
      config:
        - subnet: §=172.28.0.0/16§
%% ini+
bind-address = §=127.0.0.1§
%% ini+
listen = §=[::]:9090§
%% json+
"fixed-cidr": "§=192.168.1.5/25§",
%% text
127.0.0.1   localhost
§=127.0.1.1§   build
%% text
§=fe80::1§%lo0  localhost
%% xml+
<property name="cluster.address" value="§=239.255.0.1§"/>
%% markdown+
Open http://§=192.168.0.1§/ in a browser.
"""
