"""Dotted numbers that are no address, and long numbers that are no telephone number."""

from __future__ import annotations

DOTTED = r"""
%% python+
__version__ = "§=1.4.0.2§"
%% python+
OID_SHA256 = "§=2.16.840.1.101.3.4.2.1§"
%% python+
install_requires = ["lxml>=§=4.6.3.1§"]
%% python+
# See section §=5.2.1.4§ of the standard.
%% python+
__version__ = "0.9.dev§=20180612.41§"
%% java+
private static final String COMMON_NAME = "§=2.5.4.3§";
%% java
/**
 * Tokens as in JLS §=3.10.5.2§.
 *
 * @version 1.2
 */
public interface Token {
}
%% xml
<project>
  <modelVersion>4.0.0</modelVersion>
  <dependencies>
    <dependency>
      <artifactId>store</artifactId>
      <version>§=4.1.94.2§</version>
    </dependency>
  </dependencies>
</project>
%% xml
<dependentAssembly>
  <assemblyIdentity name="Newtonsoft.Json" culture="neutral" />
  <bindingRedirect oldVersion="0.0.0.0-9.0.0.0" newVersion="§=13.0.0.0§" />
</dependentAssembly>
%% xml
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">
  <path d="M§=12.4.6.18.2.05§z"/>
</svg>
%% c#
using System.Reflection;

[assembly: AssemblyVersion("§=2.3.17.1§")]
%% c#+
private const string Chrome = "Chrome/§=91.0.4472.124§ Safari";
%% c++
#define ROWPACK_VERSION "§=3.12.4.1§"
#define ROWPACK_ABI 3
%% c
VS_VERSION_INFO VERSIONINFO
FILEVERSION §=1,0,6,2§
PRODUCTVERSION 1,0,6,2
%% c+++
const char* const kEcPublicKey = "§=1.2.840.10045.2.1§";
%% php+
define('ROWPACK_VERSION', '§=5.8.2.1§');
%% php+
$agent = 'Mozilla/5.0 (X11) AppleWebKit/537.36 Chrome/§=74.0.3729.169§';
%% javascript
/*!
 * carousel v§=1.0.3.7§
 * MIT License
 */
window.carousel = function () {};
%% javascript+
var map = new Map([§=48.8583, 2.2945§], 13);
%% typescript+
const snmp = { sysDescr: '§=1.3.6.1.2.1.1.1.0§' };
%% shell+
VERSION=§=2.6.32.27§
%% shell+
wget https://downloads.example.org/rowpack/§=7.0.11.3§/rowpack.zip
%% json+
"resolutions": { "electron": "§=11.4.3.12§" },
%% yaml+
    image: sonarqube:§=8.9.10.61524§
%% yaml+
location: { lat: §=52.520008§, lng: 13.404954 }
%% toml+
version = "§=2021.10.8.3§"
%% ini+
version = §=10.2.0.4§
%% text
1.0.8.2 -- 2014-05-06
§=1.0.8.1§ -- 2014-02-27
%% text
SNMPv2-MIB::sysUpTime
.§=1.3.6.1.4.1.8072.3.2.10§ = OID
%% text
4.3.2   Rows
§=4.3.2.1§ Empty rows
%% markdown+
Needs Xcode §=12.5.0.1§ or newer.
%% markdown
# Changelog

## §=3.2.0.1§ (2020-01-14)

- Faster
%% restructuredtext+
.. versionadded:: §=1.9.2.4§
%% java properties
distributionUrl=https\://services.gradle.org/distributions/gradle-§=6.8.3§-bin.zip
zipStorePath=wrapper/dists
"""

NUMBERS = r"""
%% python+
CARD = "§=4242424242424242§"
%% python+
created = datetime.fromtimestamp(§=1546300800§)
%% python+
LARGEST = §=9223372036854775807§
%% python+
isbn = "§=978-0-13-235088-4§"
%% python+
PI = §=3.14159265358979323846§
%% python+
order_id = "§=20190311-100217-0042§"
%% python
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("shop", "§=0007_auto_20180612_0941§")]
%% java+
private static final long serialVersionUID = §=-6849794470754667710L§;
%% java+
long millis = §=1325376000000L§;
%% java+
private static final int MAGIC = §=0x5bd1e995§;
%% java+
String account = pad("§=1234567890§");
%% c+++
static const uint64_t kPrime = §=1099511628211ULL§;
%% c+++
const double kLight = §=299792458.0§;
%% c+++
static const unsigned long table[] = {§=1664525UL, 1013904223UL§};
%% c++
/* Modified §=20160412 153045§ */
int version(void) { return 3; }
%% php+
$card = '§=5555555555554444§';
%% php+
$order = '§=2019-000418-77§';
%% php+
$since = §=1262304000§;
%% javascript+
const MAX_SAFE = §=9007199254740991§;
%% javascript+
setInterval(poll, §=86400000§);
%% javascript+
const colors = [§=0x1f77b4, 0xff7f0e§];
%% typescript+
const ean = '§=4006381333931§';
%% typescript+
const snowflakeEpoch = §=1288834974657§;
%% c#+
private const long Ticks = §=621355968000000000§;
%% shell+
touch -t §=201806120941.30§ rows.txt
%% shell+
size=$((§=1073741824§ / 2))
%% yaml+
issue: "§=2147483648§"
%% json+
"timestamp": §=1589286400123§,
%% json+
"sku": "§=8410-2231-0097§",
%% xml
<LinearLayout>
  <TextView id="@+id/row" width="§=1440.000000§" />
</LinearLayout>
%% text
ISSN §=1549-9596§
DOI 10.1000/182
%% text
0000000 2123 6962
0000010 §=4865 6c6c 6f2c 2077§
%% text+
RFC §=2822, 5321, 6531§ apply.
%% markdown+
[![DOI](https://zenodo.org/badge/DOI/§=10.5281/zenodo.3509134§.svg)](https://zenodo.org)
%% restructuredtext+
Closes bug `#1843920 <https://bugs.launchpad.net/bugs/§=1843920§>`_.
%% toml+
max_size_bytes = §=10_737_418_240§
"""
