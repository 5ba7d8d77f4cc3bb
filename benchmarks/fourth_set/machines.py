"""Public addresses of hosts: in code, configuration, logs, command lines."""

MACHINES = r"""
%% python+
HOST = "§public_ip§"
%% python
import socket

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect(("§public_ip§", 9000))
s.sendall(b"hello")
%% python+
ALLOWED_HOSTS = ["localhost", "§public_ip§"]
%% python
import requests

reply = requests.post("http://§public_ip§:5000/predict", json={"text": "hello"}, timeout=10)
print(reply.json())
%% python
from fabric import Connection

web = Connection("deploy@§public_ip§")
web.run("systemctl restart gunicorn")
%% java
package net.chat;

public class Constants {
    public static final String BASE_URL = "http://§public_ip§:8080/api/";
}
%% java
class Client {
    void open() throws Exception {
        Socket socket = new Socket("§public_ip§", 6789);
    }
}
%% java+
private static final String JDBC = "jdbc:mysql://§public_ip§:3306/shop";
%% c++
int open_socket() {
  sockaddr_in server{};
  server.sin_addr.s_addr = inet_addr("§public_ip§");
  server.sin_port = htons(4242);
  return connect_to(server);
}
%% c++
#define MQTT_SERVER "§public_ip§"
#define MQTT_PORT 1883
%% php
<?php
$conn = mysqli_connect('§public_ip§', $user, $pass, 'forum', 3306);
%% php+
$trusted = ['127.0.0.1', '§public_ip§'];
%% javascript+
const API_URL = 'http://§public_ip§:3001';
%% javascript
const socket = io('ws://§public_ip§:4000', { transports: ['websocket'] });
socket.on('message', render);
%% javascript
module.exports = {
  proxy: {
    '/api': { target: 'http://§public_ip§:8081', changeOrigin: true },
  },
};
%% typescript
export const environment = {
  production: true,
  apiUrl: "https://§public_ip§/api",
};
%% c#
var endpoint = new IPEndPoint(IPAddress.Parse("§public_ip§"), 11000);
socket.Connect(endpoint);
%% c#+
private const string Server = "Data Source=§public_ip§,1433;Initial Catalog=Stock;Integrated Security=false";
%% shell+
scp -r build/ ubuntu@§public_ip§:/var/www/html
%% shell+
ssh -i deploy.pem root@§public_ip§ 'systemctl reload nginx'
%% shell+
iptables -A INPUT -s §public_ip§ -p tcp --dport 22 -j ACCEPT
%% shell
SERVER_IP=§public_ip§
SERVER_USER=deploy
REMOTE_DIR=/srv/app
%% yaml
all:
  hosts:
    web1:
      ansible_host: §public_ip§
      ansible_user: ubuntu
%% yaml+
public_endpoint: https://§public_ip§:6443
%% yaml
network:
  version: 2
  ethernets:
    eth0:
      addresses:
        - "§public_ip6§/64"
%% ini
[webservers]
§public_ip§ ansible_user=ec2-user

[webservers:vars]
ansible_python_interpreter=/usr/bin/python3
%% ini
[mysqld]
server-id = 2
report-host = §public_ip§
relay-log = relay-bin
%% ini
[Peer]
Endpoint = §public_ip§:51820
AllowedIPs = 10.8.0.0/24
PersistentKeepalive = 25
%% json
{
  "name": "production",
  "host": "§public_ip§",
  "protocol": "sftp",
  "port": 22,
  "username": "deploy"
}
%% xml
<beans>
  <bean id="broker" class="org.apache.activemq.ActiveMQConnectionFactory">
    <property name="brokerURL" value="tcp://§public_ip§:61616" />
  </bean>
</beans>
%% text
§public_ip§ - - [12/Feb/2020:08:14:55 +0000] "GET /wp-login.php HTTP/1.1" 404 162 "-" "Mozilla/5.0"
%% text
Mar  3 04:11:52 web02 sshd[23114]: Failed password for invalid user admin from §public_ip§ port 50122 ssh2
%% text
Received: from mail (unknown [IPv6:§public_ip6_full§])
	by mx.fernwood.org (Postfix) with ESMTPS id 4F1C2
%% markdown+
The demo runs at http://§public_ip§:8000/ (it may be slow).
"""
