"""Addresses that belong to nobody: local, of documentation, or of everybody."""

ADDRESSES = r"""
%% python+
HOST = "§=127.0.0.1§"
%% python+
app.run(host="§=0.0.0.0§", port=8000)
%% python+
socket.connect(("§=8.8.8.8§", 80))
%% python+
ip = ipaddress.ip_address("§=192.0.2.1§")
%% python+
network = ipaddress.ip_network("§=10.0.0.0/8§")
%% python+
server = ("§=::1§", 8080)
%% java+
InetAddress local = InetAddress.getByName("§=127.0.0.1§");
%% java+
String url = "http://§=localhost:8080§/api";
%% java+
assertTrue(Net.isMask("§=255.255.255.0§"));
%% c#+
var listener = new TcpListener(IPAddress.Parse("§=127.0.0.1§"), 5000);
%% c#+
webBuilder.UseUrls("http://§=0.0.0.0§:5000");
%% c+++
addr.sin_addr.s_addr = inet_addr("§=127.0.0.1§");
%% c+++
const char* group = "§=224.0.0.1§";
%% c+++
const char* broadcast = "§=255.255.255.255§";
%% php+
$trusted = ['§=127.0.0.1§', '::1'];
%% php
<?php
if (!in_array(@$_SERVER['REMOTE_ADDR'], ['127.0.0.1', '§=fe80::1§', '::1'])) {
    exit;
}
%% javascript+
app.listen(3000, '§=0.0.0.0§');
%% javascript+
const proxy = 'http://§=127.0.0.1§:8888';
%% typescript+
const fallback = '§=1.1.1.1§';
%% shell+
ping -c 1 §=8.8.8.8§ > /dev/null
%% shell+
echo "nameserver §=8.8.4.4§" > /etc/resolv.conf
%% shell+
iptables -t nat -A POSTROUTING -s §=172.16.0.0/12§ -j MASQUERADE
%% ini
bind §=127.0.0.1§
port 6379
%% ini
listen_addresses = '§=0.0.0.0§'
%% yaml
ports:
  - "§=127.0.0.1§:5432:5432"
%% yaml
cidr: §=10.0.0.0/16§
%% text
§=127.0.0.1§ localhost
%% text
location /status {
    allow §=127.0.0.1§;
    deny all;
}
%% markdown
Open http://§=127.0.0.1§:8000/ in a browser.
%% markdown
For example, `ping §=203.0.113.7§` shows the delay.
%% json
{
  "bind": "§=0.0.0.0§",
  "port": 9200
}
%% c++
TEST(Address, Parses) { EXPECT_TRUE(parse("§=2001:db8::1§")); }
%% python+
assert parse("http://§=198.51.100.14§/a").path == "/a"
%% xml
<add key="Host" value="§=127.0.0.1§" />
"""
