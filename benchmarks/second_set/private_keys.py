"""Entries: private keys, whole or as the one number that makes them private."""

from __future__ import annotations

ENTRIES = r'''
=== python
TEST_SIGNER = """
«rsa»
"""


def sign(payload: bytes) -> str:
    return jwt.encode({"p": payload.hex()}, TEST_SIGNER, algorithm="RS256")
=== java
public class LicenseIssuer {
    private static final String PEM =
        "«pkcs8:plus»";

    String issue(String customer) throws GeneralSecurityException {
        return Signer.fromPem(PEM).sign(customer);
    }
}
=== c++
static const char* kServerKey = R"KEY(«ec»
)KEY";

bool start(httplib::SSLServer& server) { return server.listen_with_key(kServerKey); }
=== php
<?php
$key = openssl_pkey_get_private(<<<PEM
«rsa»
PEM);
openssl_sign($body, $signature, $key, OPENSSL_ALGO_SHA256);
=== javascript
const httpsOptions = {
  cert: fs.readFileSync('dev.crt'),
  key: `«pkcs8»`,
};
https.createServer(httpsOptions, app).listen(8443);
=== typescript
admin.initializeApp({
  credential: admin.credential.cert({
    projectId: 'timetable-stage',
    privateKey: '«pkcs8:escaped»\n',
  }),
});
=== c#
[TestClass]
public class TokenTests
{
    private const string Key = @"«ec»";

    [TestMethod]
    public void SignsAndVerifies() => Assert.IsTrue(Verify(Sign("x", Key)));
}
=== yaml
apiVersion: v1
kind: Secret
metadata:
  name: deploy-ssh
type: kubernetes.io/ssh-auth
stringData:
  ssh-privatekey: |
    «openssh»
=== json
{
  "type": "service_account",
  "project_id": "tide-tables",
  "private_key": "«pkcs8:escaped»\n",
  "token_uri": "https://oauth2.googleapis.com/token"
}
=== shell
mkdir -p ~/.ssh
cat > ~/.ssh/id_ed25519 <<'EOF'
«openssh»
EOF
chmod 600 ~/.ssh/id_ed25519
=== dockerfile
FROM alpine:3.20
RUN apk add --no-cache openssh-client git
RUN mkdir /root/.ssh && printf '%b' '«openssh:escaped»\n' > /root/.ssh/id_ed25519
RUN git clone git@bitbucket.org:northfjord/charts.git
=== pem
«encrypted»
=== pem
Bag Attributes
    friendlyName: kiosk
Key Attributes: <No Attributes>
«pkcs8»
=== ini
[oauth]
algorithm = RS256
signing_key =
    «rsa»
=== markdown
# Test vectors

Use this key for the handshake test:

```
«ec»
```
=== xml
<KeyDescriptor use="signing">
  <PrivateKey format="pem"><![CDATA[
«rsa»
]]></PrivateKey>
</KeyDescriptor>
=== kotlin
object DevKeys {
    val jwt = """
        «pkcs8»
    """.trimIndent()
}
=== go
const deployKey = `«openssh»
`

func auth() (ssh.AuthMethod, error) {
	signer, err := ssh.ParsePrivateKey([]byte(deployKey))
	return ssh.PublicKeys(signer), err
}
=== c
/* Burned into units before revision C. */
static const char device_key[] =
    "«ec:adjacent»\n";

int tls_setup(mbedtls_pk_context *pk) {
    return mbedtls_pk_parse_key(pk, (const unsigned char *)device_key, sizeof device_key, NULL, 0);
}
=== php
<?php
return [
    'saml' => [
        'sp_key' => "«rsa:dot»",
        'sp_cert' => file_get_contents(__DIR__ . '/sp.crt'),
    ],
];
=== sql
UPDATE dkim_domains
   SET private_key = '«rsa»'
 WHERE domain = 'hollowbrook-labs.io';
=== text
Armored backup of the package signing key. Keep offline!

«pgp»
=== shell
# .env of the push service
VAPID_SUBJECT=https://push.lumenforge.dev
APNS_KEY="«ed25519:escaped»"
APNS_TOPIC=dev.lumenforge.tides
=== markdown
The bastion's key comes from Terraform:

```hcl
resource "aws_instance" "bastion" {
  connection {
    user        = "ec2-user"
    private_key = <<-EOT
«dsa»
    EOT
  }
}
```
=== rust
#[cfg(test)]
const LEAF_KEY: &str = "\
«ed25519»
";
=== ini
[Interface]
Address = 10.66.0.2/24
PrivateKey = «base64_44»

[Peer]
AllowedIPs = 10.66.0.0/24
=== yaml
apiVersion: v1
kind: Secret
type: kubernetes.io/tls
metadata:
  name: ingress
data:
  tls.key: «wrapped_pem»
=== shell
#!/bin/sh
# Decrypts the values file before helm runs.
export SOPS_AGE_KEY=«age»
sops -d values.enc.yaml > values.yaml
=== javascript
// Only ever holds test ether.
const DEPLOYER_PRIVATE_KEY = "«hex_0x64»";

module.exports = {
  networks: { sepolia: { accounts: [DEPLOYER_PRIVATE_KEY] } },
};
=== json
{
  "kty": "EC",
  "crv": "P-256",
  "use": "sig",
  "d": "«jwk_d»"
}
=== xml
<RSAKeyValue>
  <Exponent>AQAB</Exponent>
  <D>«rsa_number»</D>
</RSAKeyValue>
=== lua
-- Signs the notes that the relay bot posts.
local relay = require("nostr").connect("wss://relay.brackenhill.org")
relay:set_private_key("«nsec»")
'''
