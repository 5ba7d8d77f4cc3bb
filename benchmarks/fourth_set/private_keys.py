"""Private keys: as files, in strings of source code, in configuration, in documentation."""

PRIVATE_KEYS = r'''
%% text
§rsa§
%% text
§openssh§
%% text
§pkcs8§
%% text
-----BEGIN EC PARAMETERS-----
BggqhkjOPQMBBw==
-----END EC PARAMETERS-----
§ec§
%% text
§legacy_encrypted§
%% text
§encrypted§
%% text
§dsa§
%% text
§pgp§
%% text
PuTTY-User-Key-File-2: ssh-rsa
Encryption: none
Comment: rsa-key-20190614
Private-Lines: 10
§putty_lines§
%% text
Bag Attributes
    friendlyName: gateway
    localKeyID: 01 00 00 00
Key Attributes: <No Attributes>
§pkcs8_small§
%% python
import jwt

PRIVATE_KEY = """§rsa_small§"""


def sign(claims):
    return jwt.encode(claims, PRIVATE_KEY, algorithm="RS256")
%% python+
SIGNING_KEY = b"§ec_pkcs8 escaped§\n"
%% python
import io

import paramiko

key_file = io.StringIO(
    """\
§openssh_small§
"""
)
pkey = paramiko.Ed25519Key.from_private_key(key_file)
%% java
package net.tokens;

public final class Keys {
    private static final String PRIVATE_KEY =
            "§rsa_small plus§\n";

    private Keys() {}
}
%% java+
private static final String KEY = "§pkcs8_small escaped§";
%% java
public class Rsa {
    // PKCS#8, base64, no line breaks
    private static String privateKey = "§base64_body§";

    public static String sign(String data) throws Exception {
        return Signer.sign(data, privateKey);
    }
}
%% c++
#include <WiFiClientSecure.h>

static const char device_key[] PROGMEM = R"KEY(
§rsa§
)KEY";
%% c++
static const char kServerKey[] =
    "§rsa_small adjacent§\n";

void configure(SSL_CTX* context);
%% c++
const char *test_key = "\
§ec continued§\n";
%% php
<?php

$privateKey = <<<EOD
§pkcs8_small§
EOD;

openssl_sign($data, $signature, $privateKey, OPENSSL_ALGO_SHA256);
%% javascript
const jwt = require('jsonwebtoken');

const privateKey = `§rsa_small§`;

module.exports = (user) => jwt.sign({ id: user.id }, privateKey, { algorithm: 'RS256' });
%% javascript
var key = [
    '§rsa_small items§'
].join('\n');
%% typescript+
export const appPrivateKey = "§pkcs8 escaped§\n";
%% c#
public static class DevelopmentKey
{
    public const string Pem = @"§rsa_small§";
}
%% shell
#!/bin/bash
mkdir -p ~/.ssh
cat > ~/.ssh/id_rsa <<'KEY'
§openssh§
KEY
chmod 600 ~/.ssh/id_rsa
%% shell+
export JWT_PRIVATE_KEY="§rsa_small escaped§"
%% yaml
server:
  port: 8443
  tls:
    enabled: true
    key: |
      §pkcs8§
%% yaml
apiVersion: v1
kind: Secret
metadata:
  name: gateway-tls
type: kubernetes.io/tls
data:
  tls.key: §encoded_block§
%% json
{
  "type": "service_account",
  "project_id": "fernwood-reports",
  "private_key_id": "¤hex40¤",
  "private_key": "§pkcs8 escaped§\n",
  "token_uri": "https://oauth2.googleapis.com/token"
}
%% markdown
# Setting up the deploy key

Save this as `deploy_key`:

```
§openssh_small§
```

Then run `ssh-add deploy_key`.
'''
