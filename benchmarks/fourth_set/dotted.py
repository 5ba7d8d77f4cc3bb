"""Numbers with dots: versions, object identifiers, coordinates, sections, dates."""

DOTTED = r"""
%% python+
__version__ = "§=4.8.1.2§"
%% python+
COMMON_NAME = ObjectIdentifier("§=2.5.4.3§")
%% python+
# See RFC 7231, section §=6.5.1.12§
%% python
from pysnmp.hlapi import ObjectType, ObjectIdentity

uptime = ObjectType(ObjectIdentity("§=1.3.6.1.2.1.1.3.0§"))
%% python+
CENTER = (§=52.520008, 13.404954§)
%% python
headers = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/§=119.0.6045.105§ Safari/537.36",
}
%% python
install_requires = ["numpy>=1.21", "opencv-python==§=4.8.1.78§"]
%% java+
private static final String OID_SUBJECT_ALT_NAME = "§=2.5.29.17§";
%% java
/**
 * JLS §=15.12.2.5§: choosing the most specific method.
 */
class Resolver {
}
%% java
@Test
void compares() {
    assertTrue(new Version("§=10.2.0.4§").isAfter(new Version("10.2.0.3")));
}
%% c++
#define PRODUCT_VERSION "§=3.14.159.26§"
%% c++
// [dcl.init.list] §=9.4.5.3§ says which constructor is chosen
struct Widget {};
%% c++
static const double kIdentity[] = {§=1.0, 0.0, 0.0, 1.0§};
%% php+
define('PLUGIN_VERSION', '§=5.9.3.1§');
%% php
<?php
if (version_compare(PHP_VERSION, '§=8.1.0§', '<')) {
    exit('PHP 8.1 is needed');
}
%% javascript
/*! Highcharts JS v§=10.3.3.1§ (2023-01-20) */
(function () {})();
%% javascript+
const map = L.map('map').setView([§=48.137154, 11.576124§], 12);
%% javascript
test('compares', () => {
  expect(semver.coerce('v§=22.04.3.1§').major).toBe(22);
});
%% typescript+
export const BUILD = "§=2024.1.18.305§";
%% typescript
// WCAG §=1.4.11§ asks for a contrast of 3:1
export const outline = "2px solid #1a5fb4";
%% c#
[assembly: AssemblyVersion("§=1.0.0.0§")]
[assembly: AssemblyFileVersion("1.0.0.0")]
%% c#+
private static readonly Oid Sha256 = new Oid("§=2.16.840.1.101.3.4.2.1§");
%% xml
<bindingRedirect oldVersion="0.0.0.0-13.0.0.0" newVersion="§=13.0.0.0§" />
%% xml
<PackageReference Include="Serilog.Sinks.File" Version="§=5.0.0.1§" />
%% xml
<dependency>
  <groupId>org.hibernate</groupId>
  <artifactId>hibernate-core</artifactId>
  <version>§=5.6.15.Final§</version>
</dependency>
%% shell+
wget https://downloads.fernwood.org/tool/§=12.2.1.4§/tool-12.2.1.4.tar.gz
%% shell+
JAVA_VERSION=§=11.0.20.1§
%% yaml
dependencies:
  - cudatoolkit=§=11.3.1§
  - openssl=1.1.1.23
%% yaml+
app_version: "§=7.10.2.0§"
%% json
{
  "manifest_version": 3,
  "name": "Dark board",
  "version": "§=1.12.0.3§"
}
%% json
{ "type": "Point", "coordinates": [§=-122.419416, 37.774929§] }
%% ini+
schema = V§=2.1.3.4§__add_orders.sql
%% markdown
## §=3.2.1.4§ Rounding

Values are rounded half to even.
%% text
Version §=6.1.7601.17514§ (Windows 7 SP1) and later are known to work.
"""
