"""Digests, commit ids, UUIDs and checksums."""

HASHES = r"""
%% text
requests==2.31.0 \
    --hash=sha256:§sha256§
%% json
{
  "node_modules/left-pad": {
    "version": "1.3.0",
    "resolved": "https://registry.npmjs.org/left-pad/-/left-pad-1.3.0.tgz",
    "integrity": "§sri512§"
  }
}
%% text
left-pad@^1.3.0:
  version "1.3.0"
  resolved "https://registry.yarnpkg.com/left-pad/-/left-pad-1.3.0.tgz#§sha1§"
%% toml
[[package]]
name = "itoa"
version = "1.0.9"
source = "registry+https://github.com/rust-lang/crates.io-index"
checksum = "§sha256§"
%% text
github.com/pkg/errors v0.9.1 §go_sum§
github.com/pkg/errors v0.9.1/go.mod h1:bwawxfHBFNV+L2hUp1rHADufV3IMtnDRdf1r5NINEl0=
%% python+
# Regression introduced in §sha1§
%% python
revision = "§hex12§"
down_revision = None
branch_labels = None


def upgrade():
    pass
%% python
import hashlib


def test_digest():
    assert hashlib.md5(b"grid").hexdigest() == "§md5§"
%% python+
MODEL_SHA256 = "§sha256§"
%% python
maybe(
    http_archive,
    name = "zlib",
    sha256 = "§sha256§",
    strip_prefix = "zlib-1.2.13",
    urls = ["https://zlib.net/zlib-1.2.13.tar.gz"],
)
%% java
@Test
void digest() {
    assertEquals("§sha1§", Digests.sha1("grid"));
}
%% java+
private static final UUID NAMESPACE = UUID.fromString("§uuid§");
%% c++
// {§upper_guid§}
static const GUID kInterfaceId = {0};
%% c++
TEST(Md5, KnownAnswer) {
  EXPECT_EQ(md5(read("tile.bin")), "§md5§");
}
%% c++
constexpr uint32_t kCrcOfTable = 0x§hex8§;
%% php
<?php
return array(
    'root' => array(
        'name' => '__root__',
        'reference' => '§sha1§',
        'dev' => true,
    ),
);
%% php+
$expected = '§sha256§'; // sha256sum of the fixture
%% javascript
export default {
  '/assets/app.js': '/assets/app.§hex8§.js',
  '/assets/app.css': '/assets/app.css',
};
%% javascript+
const CONTRACT_ADDRESS = '§chain_address§';
%% javascript
self.__precacheManifest = [
  { revision: '§md5§', url: '/index.html' },
];
%% typescript
it("hashes the transaction", () => {
  expect(receipt.transactionHash).toBe("§chain_digest§");
});
%% typescript+
const avatarCid = "ipfs://§ipfs§";
%% c#
[assembly: ComVisible(false)]
[assembly: Guid("§uuid§")]
%% c#
[ComImport]
[InterfaceType(ComInterfaceType.InterfaceIsIUnknown)]
[Guid("§upper_guid§")]
internal interface IShellThing
{
}
%% text
Project("§braced_guid§") = "Warehouse", "Warehouse\Warehouse.csproj"
EndProject
%% shell+
echo "§sha256§  node.tar.xz" | sha256sum -c -
%% shell+
git cherry-pick §sha1§
%% shell
pkgname=gridtools
pkgver=0.9.2
md5sums=('§md5§')
%% yaml
- uses: actions/setup-node@§sha1§ # v4.0.2
  with:
    node-version: 20
%% yaml
containers:
  - name: web
    image: nginx@sha256:§sha256§
%% yaml
repos:
  - repo: https://github.com/psf/black
    rev: §sha1§
    hooks:
      - id: black
%% json+
"content-hash": "§md5§",
%% json
{
  "nodes": {
    "nixpkgs": {
      "locked": { "narHash": "§sri256§", "type": "github" }
    }
  }
}
%% ini
distributionBase=GRADLE_USER_HOME
distributionSha256Sum=§sha256§
distributionUrl=https\://services.gradle.org/distributions/gradle-8.5-bin.zip
%% xml
<component id="app" guid="§braced_guid§">
  <file source="app.exe" keyPath="yes" />
</component>
%% html
<script src="https://code.jquery.com/jquery-3.7.1.min.js" integrity="§sri384§"></script>
%% markdown+
* Speed up the reader ([§short_sha§](https://github.com/gridtools/gridtools/commit/¤sha1¤))
%% text
diff --git a/src/parse.c b/src/parse.c
index §short_sha§..¤short_sha¤ 100644
--- a/src/parse.c
+++ b/src/parse.c
"""
