"""Dotted numbers that are no machines, and numbers that are no telephones."""

DOTTED = r"""
%% c#
[assembly: AssemblyVersion("§=1.0.0.0§")]
%% c#
[assembly: AssemblyFileVersion("§=2.4.18.3§")]
%% c#
// Runtime Version:§=4.0.30319.42000§
namespace Lantern { }
%% xml
<PackageReference Include="Lantern.Core" Version="§=4.7.2.1§" />
%% xml
<bindingRedirect oldVersion="0.0.0.0-13.0.0.0" newVersion="§=13.0.0.0§" />
%% xml
<TargetPlatformVersion>§=10.0.17763.0§</TargetPlatformVersion>
%% xml
<dependency>
  <artifactId>lantern</artifactId>
  <version>§=5.3.20.1§</version>
</dependency>
%% python
__version__ = "§=1.2.0.4§"
%% python+
# works since Chrome §=96.0.4664.110§
%% python+
headers = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/§=80.0.3987.132§ Safari/537.36"}
%% python+
oid = x509.ObjectIdentifier("§=1.3.6.1.4.1.311§")
%% python+
OID = "§=2.5.29.17§"
%% text
lantern==§=0.9.1.2§
%% text
lantern-web (§=3.1.0.8-1§) unstable; urgency=low
%% markdown
## §=1.4.0.2§

- Fix the build
%% markdown
See section §=4.2.1.3§ of the specification.
%% markdown
#### §=2.1.3.1§ Errors of the parser
%% java+
// JLS §=15.12.2.5§ says which method is chosen
%% java+
static final String OID = "§=1.2.840.113549§";
%% java
/**
 * @since §=2.0.0.1§
 */
public class Fresh {}
%% c++
// See [temp.deduct] and §=14.8.2.5§ of the standard.
template <class T> void deduce(T);
%% c++
#define LANTERN_VERSION "§=3.2.14.1§"
%% c+++
if (version < Version("§=10.1.0.5§"))
    return -1;
%% php
<?php
define('LANTERN_VERSION', '§=1.7.6.4§');
%% php+
if (version_compare(PHP_VERSION, '§=7.4.0.1§') < 0) { return; }
%% javascript
/*! lantern - v§=1.11.4.2§ - built with care */
var a = 1;
%% javascript+
const ua = 'Mozilla/5.0 AppleWebKit/537.36 Chrome/§=91.0.4472.124§ Safari/537.36';
%% json
{
  "name": "lantern",
  "version": "§=4.3.2.1§"
}
%% json
{
  "manifest_version": 2,
  "version": "§=1.0.12.7§"
}
%% yaml
image: lantern/web:§=2.3.4.1§
%% yaml
version: §=1.2.3.4§-{build}
%% shell+
VERSION=§=5.1.0.3§
%% shell
pkgname=lantern
pkgver=§=8.4.1.2§
%% ini
sonar.projectVersion=§=1.0.0.1§
"""

NUMBERS = r"""
%% python+
created = §=1546300800§
%% python+
MAX_ITEMS = §=2147483647§
%% python+
assert isbn("§=978-3-16-148410-0§")
%% python+
pattern = re.compile(r"§=\d{3}-\d{3}-\d{4}§")
%% python+
when = datetime.strptime("§=2018-03-12 10:21:05§", "%Y-%m-%d %H:%M:%S")
%% python+
point = (§=52.520008, 13.404954§)
%% python+
# took §=1024 768 4096§ steps
%% python+
PI = §=3.14159265358979§
%% java+
long date = §=1483228800000L§;
%% java+
String card = "§=4111 1111 1111 1111§";
%% java+
int color = §=0xFF336699§;
%% java+
// bug §=8031502§: the loop may end early
%% java
/**
 * Since §=2003-2014§ this has been here.
 */
class Years {}
%% c#+
var id = §=1000200030§;
%% c#
// See KB article §=2533623§
class Note { }
%% c+++
static const unsigned table[] = {§=1013904223, 1664525§};
%% c+++
seed = seed * §=6364136223846793005§ULL + 1;
%% c++
/* $Id: ring.c 1234 §=2009-03-12 10:21:05§Z $ */
int ring;
%% php+
$this->assertEquals('§=1,234,567.89§', format(1234567.89));
%% php+
date_default_timezone_set('UTC'); $now = §=1420070400§;
%% javascript+
const size = '§=1920x1080§';
%% javascript+
const path = 'M§=12 2 245 330 150 20§z';
%% javascript+
setTimeout(run, §=86400000§);
%% typescript+
const date = '§=2020-01-15T08:30:00§';
%% typescript
/** Phone input. Format: §=(###) ###-####§ */
export type Phone = string;
%% html
<input type="tel" pattern="§=[0-9]{3}-[0-9]{3}-[0-9]{4}§">
%% html
<input type="tel" placeholder="§=(xxx) xxx-xxxx§">
%% html
<svg viewBox="§=0 0 1792 1792§"><path d="M0 0"/></svg>
%% sql
INSERT INTO orders (id, total) VALUES (§=1000000001, 2500§);
%% shell+
touch -t §=201803121021§ build/stamp
%% shell+
BUILD=§=20180312.1021§
%% markdown
DOI: §=10.1145/3297858.3304013§
%% markdown
| Run | Time |
| --- | --- |
| 1 | §=555 1024 3072§ |
%% yaml
runAsUser: §=1000650000§
%% json
{
  "id": §=3026418949§,
  "open": true
}
%% text
ISSN §=1532-4435§
"""
