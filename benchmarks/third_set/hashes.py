"""Checksums, commits, public material and data that look random."""

HASHES = r"""
%% json
{
  "node_modules/lantern": {
    "version": "1.2.0",
    "integrity": "sha512-§sri§"
  }
}
%% json
{
  "packages": [
    {
      "name": "lantern/core",
      "source": { "type": "git", "reference": "§hex40§" }
    }
  ]
}
%% json
{
  "content-hash": "§hex32§",
  "packages": []
}
%% json
{
  "nbformat": 4,
  "cells": [{ "cell_type": "code", "id": "§uuid§", "source": [] }]
}
%% text
lantern==1.2.0 \
    --hash=sha256:§hex64§
%% text
§hex64§  lantern-1.2.0.tar.gz
%% text
github.com/lantern/queue v1.3.0 h1:§base64§
%% dockerfile
FROM debian@sha256:§hex64§
RUN apt-get update
%% yaml
image: registry.lantern.internal/web@sha256:§hex64§
%% yaml
steps:
  - uses: actions/checkout@§hex40§
%% yaml
package:
  name: lantern
source:
  sha256: §hex64§
%% shell
pkgname=lantern
sha256sums=('§hex64§')
%% shell
pkgname=lantern
md5sums=('§hex32§')
%% shell+
echo "§hex64§  lantern.tar.gz" | sha256sum -c -
%% shell+
git checkout §hex40§
%% html
<script src="https://cdn.lantern.dev/app.js" integrity="sha384-§alnum64§" crossorigin="anonymous"></script>
%% html
<link rel="stylesheet" href="app.css?v=§hex32§">
%% python+
assert hashlib.md5(data).hexdigest() == "§hex32§"
%% python+
assert digest == "§hex40§"
%% python+
EXPECTED_SHA256 = "§hex64§"
%% python
revision = "§=3f1c8a0b92de§"
down_revision = "9b41de77c0aa"
%% python+
url = "https://files.pythonhosted.org/packages/ab/cd/§hex64§/lantern-1.0.tar.gz"
%% python+
# fixed upstream in commit §hex40§
%% python
MODELS = {
    "small": "https://models.lantern.dev/§hex64§/small.pt",
}
%% java
class Order implements Serializable {
    private static final long serialVersionUID = §=-4862926644813433707L§;
}
%% java+
assertEquals("§hex32§", Digest.md5("abc"));
%% java+
UUID id = UUID.fromString("§uuid§");
%% c#
[assembly: Guid("§uuid§")]
%% c#
[assembly: InternalsVisibleTo("Lantern.Tests, PublicKey=0024000004800000940000000602§hex64§")]
%% text
Project("{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}") = "Lantern", "Lantern.csproj", "{§uuid§}"
EndProject
%% c++
// CRC of the table: §=0xEDB88320§
static const unsigned kPolynomial = 0xEDB88320;
%% c++
static const unsigned char kDigest[] = "§hex40§";
%% php+
$this->assertSame('§hex40§', sha1('lantern'));
%% php
<?php
return array('dependencies' => array('wp-element'), 'version' => '§hex32§');
%% javascript+
const icon = 'data:image/png;base64,iVBORw0KGgo§alnum64§';
%% typescript+
expect(hash('lantern')).toBe('§hex64§');
%% text
-----BEGIN CERTIFICATE-----
MIIDdzCCAl+gAwIBAgIEbXvQ§alnum24§
-----END CERTIFICATE-----
%% text
fileFormatVersion: 2
guid: §hex32§
MonoImporter:
  serializedVersion: 2
"""
