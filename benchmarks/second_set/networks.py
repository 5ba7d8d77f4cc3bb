"""Entries: public addresses of machines."""

from __future__ import annotations

ENTRIES = r'''
=== python
HOST, PORT = "«ipv4»", 9009
with socket.create_connection((HOST, PORT), timeout=5) as link:
    link.sendall(b"HELLO\n")
=== python
fabric.env.hosts = ["deploy@«ipv4»"]
fabric.env.use_ssh_config = True
=== python
ALLOWED_HOSTS = ["timetable.northfjord.no", "«ipv4»"]
=== python
# The old box still answers on «ipv4», remove after the move.
BACKENDS = {"blue": "http://blue:8080"}
=== python
async def probe() -> None:
    """Ask the second name server over IPv6."""
    await asyncio.open_connection("«ipv6»", 53)
=== java
private static final String GATEWAY = "http://«ipv4»:8080/gateway/services";
=== java
InetSocketAddress peer = new InetSocketAddress("«ipv4»", 30303);
bootstrap.connect(peer).sync();
=== java properties
redis.host=«ipv4»
redis.port=6380
redis.timeout=2000
=== java
var ring = Cluster.builder()
    .addContactPoint("«ipv6_full»")
    .withPort(9042)
    .build();
=== c++
boost::asio::ip::tcp::endpoint camera(boost::asio::ip::make_address("«ipv4»"), 554);
socket.connect(camera);
=== c++
// Seed nodes, rebuilt every release.
static const char* const seeds[] = {
    "«ipv4»:18333",
};
=== c
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(514) };
	inet_pton(AF_INET, "«ipv4»", &to.sin_addr);
	sendto(fd, line, len, 0, (struct sockaddr *)&to, sizeof(to));
=== php
<?php
$memcache = new Memcached();
$memcache->addServer('«ipv4»', 11211);
=== php
if ($_SERVER['REMOTE_ADDR'] !== '«ipv4»') {
    http_response_code(403);
    exit;
}
=== typescript
const socket = io('ws://«ipv4»:3001', { transports: ['websocket'] });
socket.on('tide', draw);
=== typescript
// Only the office may see drafts.
export const OFFICE = new Set<string>(['«ipv6»']);
=== javascript
module.exports = {
  devServer: {
    proxy: { '/api': { target: 'http://«ipv4»:5000', changeOrigin: true } },
  },
};
=== javascript
axios.get("http://«ipv4»/cgi-bin/snapshot.jpg", { responseType: "stream" }).then(save);
=== c#
var listener = new TcpClient();
await listener.ConnectAsync(IPAddress.Parse("«ipv4»"), 4840);
=== c#
const string Db = "Data Source=«ipv4»,1433;Initial Catalog=Moorings;Integrated Security=true";
=== shell
#!/bin/sh
rsync -az --delete ./public/ www-data@«ipv4»:/var/www/html/
=== shell
iptables -A INPUT -p tcp --dport 22 -s «ipv4» -j ACCEPT
iptables -A INPUT -p tcp --dport 22 -j DROP
=== shell
ssh -p 2222 -i ~/.ssh/build root@«ipv4» 'systemctl restart gull'
=== shell
ping6 -c 3 «ipv6» || echo "tunnel is down"
=== yaml
all:
  hosts:
    edge-one:
      ansible_host: «ipv4»
      ansible_port: 22
=== yaml
servers:
  web:
    hosts:
      - «ipv4»
proxy: { ssl: true }
=== markdown
Copy the build with `scp gull.tar.gz «ipv4»:/srv/gull` and log out.
=== markdown
| node | address |
| ---- | ------- |
| a    | «ipv6_full» |
=== ini
[Peer]
AllowedIPs = 10.20.0.0/16
Endpoint = «ipv4»:51820
PersistentKeepalive = 25
=== ini
[influx]
url = http://[«ipv6»]:8086
bucket = tides
=== dockerfile
FROM python:3.12-slim
ENV GRAPHITE_HOST=«ipv4»
ENV GRAPHITE_PORT=2003
=== sql
GRANT SELECT ON berths.* TO 'kiosk'@'«ipv4»';
=== text
Mar 11 02:14:09 gate sshd[2210]: Failed password for invalid user oracle from «ipv4» port 41852 ssh2
=== xml
<broker>
  <uri>tcp://«ipv4»:61616</uri>
  <reconnectDelay>500</reconnectDelay>
</broker>
=== json
{
  "resource": "dns_record",
  "name": "gull",
  "type": "A",
  "ttl": 300,
  "value": "«ipv4»"
}
'''
