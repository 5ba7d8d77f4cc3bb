"""Entries: addresses of no machine in public, and what else has dots or colons between numbers."""

from __future__ import annotations

ENTRIES = r"""
=== python
app.run(host="«=0.0.0.0»", port=8000)
=== python
with socket.create_server(("«=127.0.0.1»", 0)) as server:
    port = server.getsockname()[1]
=== python
PLC = ModbusTcpClient("«=192.168.178.40»", port=502)
=== python
RESOLVERS = ["«=8.8.8.8»", "1.1.1.1"]
=== python
assert parse_host("«=203.0.113.77»:443") == ("203.0.113.77", 443)
=== python
MIN_VERSION = "«=2.14.0.3»"
if Version(plugin.version) < Version(MIN_VERSION):
    raise RuntimeError("the plugin is too old")
=== java
private static final String OID_EMAIL = "«=1.2.840.113549.1.9.1»";
=== java
InetAddress any = InetAddress.getByName("«=::»");
server.bind(new InetSocketAddress(any, 7000));
=== java
// Section «=4.2.1.3» of the standard wants the sign first.
out.writeByte(sign);
=== java properties
server.address=«=10.4.0.17»
server.port=8443
=== c++
auto multicast = asio::ip::make_address("«=239.255.0.1»");
socket.set_option(asio::ip::multicast::join_group(multicast));
=== c++
const std::string mask = "«=255.255.254.0»";
=== c++
// Bluetooth address of the demo board in the manual
const char* board = "«=00:11:22:33:44:55»";
=== c
/* lwIP: static address in the lab */
IP4_ADDR(&ip, «=192, 168, 7, 2»);
=== c
#define FW_VERSION "«=3.1.20.7»"
=== php
if (in_array($_SERVER['REMOTE_ADDR'], ['127.0.0.1', '«=::1»'])) {
    ini_set('display_errors', '1');
}
=== php
// Requires ICU «=4.8.1.1» or later
=== typescript
const gateway = '«=172.16.31.1»';
ping(gateway);
=== typescript
const isLocal = host === 'localhost' || host.startsWith('«=192.168.»');
=== typescript
expect(expand('«=2001:db8::1»')).toBe('2001:0db8:0000:0000:0000:0000:0000:0001');
=== javascript
const agent = 'Mozilla/5.0 (X11; Linux x86_64) Chrome/«=120.0.6099.71» Safari/537.36';
=== javascript
app.set('trust proxy', '«=10.0.0.0/8»');
=== c#
[assembly: AssemblyFileVersion("«=6.2.14.1»")]
=== c#
var loopback = IPAddress.Parse("«=127.0.0.53»");
=== shell
ip addr add «=10.99.3.1/24» dev veth0
ip link set veth0 up
=== shell
wget "https://downloads.lumenforge.dev/gull/gull-«=1.8.0.12».tar.gz"
=== shell
ip -6 route add default via «=fe80::1» dev eth0
=== yaml
network:
  ethernets:
    eno1:
      addresses: [«=192.168.10.5/24»]
=== yaml
subnets:
  pods: «=10.244.0.0/16»
=== markdown
Then open <http://«=192.168.4.1»/> and choose your network.
=== markdown
A client at `«=198.51.100.23»` is refused, one at `192.0.2.8` is not.
=== ini
[server]
bind = «=0.0.0.0»:9200
=== text
## «=1.4.2.10» (unreleased)

- Faster start
=== text
nameserver «=9.9.9.9»
options edns0
=== dockerfile
FROM mcr.microsoft.com/windows/servercore:«=10.0.20348.2227»
=== sql
INSERT INTO schema_version (version) VALUES ('«=5.0.12.1»');
=== xml
<dependentAssembly>
  <bindingRedirect oldVersion="0.0.0.0-«=4.1.3.0»" newVersion="4.1.3.0" />
</dependentAssembly>
=== csv
start,stop,level
«=12:04:31»,12:09:02,0.42
=== verilog
assign mac = 48'h«=02_00_5e_10_00_01»;
=== restructuredtext
.. versionchanged:: «=1.10.2.1»
   The second argument may be empty.
"""
