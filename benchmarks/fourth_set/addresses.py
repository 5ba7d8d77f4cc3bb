"""Addresses of no particular host: loopback, private, documentation, masks, well-known servers."""

ADDRESSES = r"""
%% python+
HOST = "§=127.0.0.1§"
%% python
if __name__ == "__main__":
    app.run(host="§=0.0.0.0§", port=5000)
%% python
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.connect(("§=8.8.8.8§", 80))
print(s.getsockname()[0])
%% python
import ipaddress


def test_private():
    assert ipaddress.ip_address("§=192.168.17.4§").is_private
%% python+
MULTICAST_GROUP = "§=239.255.255.250§"
%% python
def test_parse():
    assert parse_peer("[§=2001:db8::1§]:443").port == 443
%% java+
private static final String EMULATOR = "http://§=10.0.2.2§:8080/";
%% java
class Ranges {
    static final List<String> PRIVATE = List.of("10.0.0.0/8", "§=172.16.0.0/12§", "192.168.0.0/16");
}
%% java
@Test
void client() {
    request.addHeader("X-Forwarded-For", "§=203.0.113.195§");
}
%% c++
IPAddress local_ip(192, 168, 4, 1);
const char* kGateway = "§=192.168.4.1§";
%% c++
addr.sin_addr.s_addr = inet_addr("§=255.255.255.255§");
%% c++
const char* kLoopback6 = "§=::1§";
%% php+
if (in_array($_SERVER['REMOTE_ADDR'], ['§=127.0.0.1§', '::1'], true)) { echo 'local'; }
%% php
<?php
final class IpTest extends TestCase
{
    public function testMask(): void
    {
        $this->assertTrue(IpUtils::checkIp('§=198.51.100.23§', '198.51.100.0/24'));
    }
}
%% javascript+
const target = 'http://§=192.168.1.35§:8123';
%% javascript
dns.setServers(['§=1.1.1.1§', '1.0.0.1']);
%% typescript+
const example = { ip: "§=192.0.2.44§", country: "DE" };
%% typescript
describe("isLinkLocal", () => {
  it("knows IPv6", () => expect(isLinkLocal("§=fe80::1ff:fe23:4567:890a§")).toBe(true));
});
%% c#+
private static readonly IPAddress Bind = IPAddress.Parse("§=0.0.0.0§");
%% c#
var server = new TcpListener(IPAddress.Parse("§=127.0.0.1§"), 13000);
server.Start();
%% shell+
ping -c 1 -W 2 §=8.8.4.4§ > /dev/null
%% shell+
ip route add §=10.42.0.0/16§ via 10.0.0.1
%% shell+
ifconfig eth0 10.0.0.5 netmask §=255.255.255.0§ up
%% yaml
networks:
  backend:
    ipam:
      config:
        - subnet: §=172.28.0.0/16§
%% yaml+
bind_address: "§=127.0.0.53§"
%% yaml
dnsConfig:
  nameservers:
    - §=9.9.9.9§
    - 149.112.112.112
%% ini
[Interface]
Address = §=10.66.66.2/32§
DNS = 1.1.1.1
%% ini+
metadata_url = http://§=169.254.169.254§/latest/meta-data/
%% json
{ "insecure-registries": ["§=192.168.49.2§:5000"], "bip": "172.17.0.1/16" }
%% json+
"host": "§=10.20.30.40§",
%% xml
<domain-config cleartextTrafficPermitted="true">
    <domain includeSubdomains="true">§=10.0.3.2§</domain>
</domain-config>
%% markdown+
Open http://§=192.168.0.100§:3000 on the phone, with the address of your own computer.
%% restructuredtext+
The server answers on ``§=[::]:8080§`` unless told otherwise.
%% text
127.0.0.1       localhost
§=127.0.1.1§       workstation
ff02::1         ip6-allnodes
"""
