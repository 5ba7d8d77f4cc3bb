"""Dotted and long numbers that are neither addresses nor telephone numbers."""

DOTTED = r"""
%% python+
__version__ = "§=1.4.2.1§"

%% python
VERSION = (1, 11, 2)
RELEASE = "§=2.0.0.dev1§"

%% python+
# OID of sha256WithRSAEncryption: §=1.2.840.113549.1.1.11§

%% python
OID_COMMON_NAME = "§=2.5.4.3§"

%% python
PARIS = (§=48.8566, 2.3522§)

%% python+
# See RFC 7231, section §=6.5.1.1§

%% java+
private static final String VERSION = "§=3.2.1.4§";

%% java+
// JLS §=15.12.2.5§

%% java
package org.example;

/**
 * @since §=1.8.0.20§
 */
interface Stage {
}

%% c++
// [§=23.3.6.5§] vector modifiers

%% c++
#define FILE_VERSION "§=6.1.7601.17514§"

%% c#
[assembly: AssemblyVersion("§=1.0.0.0§")]

%% c#
[assembly: AssemblyFileVersion("§=2.3.0.1§")]

%% xml
<dependentAssembly>
  <bindingRedirect oldVersion="0.0.0.0-§=12.0.0.0§" newVersion="13.0.0.0" />
</dependentAssembly>

%% xml
<dependency>
  <artifactId>jaxb-api</artifactId>
  <version>§=2.2.12.1§</version>
</dependency>

%% xml
<PackageReference Include="Example.Core" Version="§=4.5.0.1§" />

%% xml
<PropertyGroup>
  <FileVersion>§=10.0.19041.1§</FileVersion>
</PropertyGroup>

%% json
{
  "name": "tiny",
  "version": "§=10.4.22§"
}

%% json
{
  "require": {
    "php": ">=7.1.3",
    "acme/http": "§=5.4.3.2§"
  }
}

%% json
{
  "type": "Point",
  "coordinates": [§=13.404954, 52.520008§]
}

%% toml
[tool.poetry.dependencies]
python = "^§=3.8.1§"

%% text
Django==§=3.2.18§
pytz==2022.7.1

%% text
Version §=4.10.3.1§ (2014-07-02)

- Fix build

%% markdown
# Changelog

## §=1.12.0.3§

- Fix docs

%% markdown
## Table of contents

- §=3.1.2.4§ Error handling

%% restructuredtext
Changes in §=0.9.8.1§
=====================

- Fixed the parser.

%% shell+
NODE_VERSION=§=16.14.2§

%% shell+
wget https://example.org/dist/gcc-§=4.8.5.2§.tar.gz

%% shell+
apt-get install -y libssl1.0.0=§=1.0.2.1§

%% yaml
matrix:
  node: [§=12.22.1§, 14.17.0]

%% yaml
image: registry.example.org/app:§=1.2.3.4§

%% javascript
const UA = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/§=96.0.4664.110§ Safari/537.36';

%% javascript
/*! library v§=3.4.1.1§ | MIT */
var x = 1;

%% php
<?php

define('PLUGIN_VERSION', '§=2.7.1.3§');
"""

NUMBERS = r"""
%% python+
CREATED_AT = §=1546300800§

%% python
def test_millis():
    assert to_iso(§=1325376000000§) == "2012-01-01T00:00:00Z"

%% python+
MASK = §=0xFFFFFFFF§

%% python+
SEED = §=1234567890§

%% python
MAX_INT = §=2147483647§

%% python
FACTORS = {"m": 1, "light_year": §=9460730472580800§}

%% python
PI = §=3.14159265358979323846§

%% python
def test_card(client):
    assert valid("§=4111111111111111§")

%% python+
isbn = "§=978-3-16-148410-0§"

%% python
GROUP_ID = §=7340192§

%% python+
DATE = "§=2019-03-24§"

%% java+
private static final long serialVersionUID = §=-6849794470754667710L§;

%% java+
private static final long serialVersionUID = §=3422685842342359823L§;

%% java+
private static final int MOD = §=1000000007§;

%% java+
private static final long EPOCH = §=1288834974657L§;

%% c++
const unsigned long long kFnvOffset = §=14695981039346656037§ULL;

%% c++
const unsigned kMultiplier = §=1664525§;

%% c++
static const double kTable[] = {§=0.70710678118654752440§, 0.5};

%% c++
// Lehmer generator
const int kModulus = §=2147483647§;

%% c#+
private const long TicksAtEpoch = §=621355968000000000§;

%% c#+
private const int SeedValue = §=1812433253§;

%% php+
$expires = §=1577836800§;

%% php
<?php

const PHP_BIG = §=9223372036854775807§;

%% javascript+
const MAX = §=9007199254740991§;

%% javascript
test('card', () => {
  expect(isCard('§=4242424242424242§')).toBe(true);
});

%% javascript+
const day = new Date(§=1420070400000§);

%% typescript+
const CACHE_TTL_MS = §=86400000§;

%% typescript+
const ERROR_CODE = §=1000023§;

%% json
{
  "id": §=284719305§,
  "created": 1514764800
}

%% json
{
  "timestamp": "§=2016-05-23T08:11:45.123Z§"
}

%% yaml
lock_id: §=20190412093015§

%% shell+
BUILD=§=20180312154512§

%% shell+
touch -t §=201501010000§.00 stamp

%% text
ISSN: §=0317-8471§

%% text
ORA-01017: invalid argument at position §=1048576§

%% xml
<string name="app_id">§=1084720391§</string>
"""
