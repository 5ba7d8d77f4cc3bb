"""Digests, commits, checksums and UUIDs."""

from __future__ import annotations

HASHES = r"""
%% python+
EXPECTED_MD5 = "§hex 32§"
%% python+
self.assertEqual(digest, "§hex 40§")
%% python+
SHA256 = "§hex 64§"
%% python+
__revision__ = "§hex 40§"
%% python+
NAMESPACE = uuid.UUID("§uuid§")
%% python+
# The empty text: §=d41d8cd98f00b204e9800998ecf8427e§
%% text
requests==2.21.0 \
    --hash=sha256:§hex 64§
%% text
§hex 64§  rowpack-1.1.tar.gz
%% text
§hex 32§  usr/share/doc/rowpack/copyright
%% text
MD5 (rowpack-1.1.tar.gz) = §hex 32§
%% text
commit §hex 40§
Date:   Mon Mar 11 10:02:17 2019 +0100

    Fix the width of empty columns
%% text
diff --git a/rows.c b/rows.c
index §=8d1c4f2..e93b0a7§ 100644
--- a/rows.c
+++ b/rows.c
%% text
Checksums-Sha1:
 §hex 40§ 1843 rowpack_1.1-2.dsc
%% text
github.com/acme/rows v1.2.0 §h1§
%% json
{
  "tidy-tables": {
    "version": "2.1.0",
    "resolved": "https://registry.npmjs.org/tidy-tables/-/tidy-tables-2.1.0.tgz",
    "integrity": "§sha512 sri§"
  }
}
%% json
{
  "packages": [
    {
      "name": "acme/router",
      "version": "1.0.4",
      "source": {"type": "git", "reference": "§hex 40§"}
    }
  ]
}
%% json+
"content-hash": "§hex 32§",
%% json+
"gitHead": "§hex 40§",
%% json+
"_id": "§=5ce819935e539c343f141ece§",
%% yaml
tidy-tables@^2.0.0:
  version "2.1.0"
  resolved "https://registry.yarnpkg.com/tidy-tables/-/tidy-tables-2.1.0.tgz#§hex 40§"
%% yaml+
    image: acme/web@sha256:§hex 64§
%% yaml
repos:
  - repo: https://github.com/tidy-tables/hooks
    rev: §hex 40§
    hooks:
      - id: rows
%% toml
[[package]]
name = "rowpack"
version = "0.2.0"
checksum = "§hex 64§"
%% ini
[submodule "vendor/rows"]
path = vendor/rows
revision = §hex 40§
%% html
<link rel="stylesheet" href="/app.css" integrity="§sha384 sri§" crossorigin="anonymous">
%% html
<script src="/static/js/main.§=8f3ac21b§.chunk.js"></script>
%% shell+
echo "§hex 64§  rowpack.tar.gz" | sha256sum -c -
%% shell+
git checkout -q §hex 40§
%% shell+
pkgver=1.1; sha1sums=('§hex 40§')
%% dockerfile
FROM debian:buster
ENV PYTHON_SHA256 §hex 64§
RUN make install
%% java+
private static final String FINGERPRINT = "§=AF:3C:91:0E:55:D2:7B:46:18:C9:E0:6F:A4:2D:83:17:BC:58:90:1A§";
%% java
class DigestTest {
    void digests() {
        assertEquals("§hex 32§", Digest.md5("rows"));
    }
}
%% c++
// {§=6B29FC40-CA47-1067-B31D-00DD010662DA§}
static const int kVersion = 3;
%% c+++
static const char kBuildId[] = "§hex 40§";
%% c#
using System.Runtime.InteropServices;

[assembly: ComVisible(false)]
[assembly: Guid("§uuid§")]
%% php+
$this->assertSame('§hex 32§', md5($body));
%% javascript+
assert.equal(sha1('rows'), '§hex 40§');
%% typescript+
const rowId = '§uuid§';
"""
