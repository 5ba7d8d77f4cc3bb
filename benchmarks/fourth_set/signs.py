"""What has an at sign and names no person."""

AT_SIGNS = r"""
%% python+
§=@functools.lru_cache§(maxsize=128)
def parse(text):
    return tuple(text.split(","))
%% python
class Circle:
    def __init__(self, radius):
        self._radius = radius

    §=@property§
    def radius(self):
        return self._radius
%% python
import pytest


§=@pytest.mark.parametrize§("value", [1, 2, 3])
def test_square(value):
    assert value * value >= value
%% python
import numpy as np

weights = np.zeros((3, 4))
output = §=inputs @ weights§ + bias
%% python+
EMAIL_PATTERN = re.compile(r"§=^[\w.+-]+@[\w-]+\.[\w.-]+$§")
%% python
class AccountTest(TestCase):
    def test_login(self):
        user = User.objects.create_user(email="§=user@example.com§")
        self.assertTrue(user.is_active)
%% java+
§=@Override§
public String toString() {
    return "service";
}
%% java+
§=@Autowired§
private CustomerRepository customers;
%% java
/**
 * Splits a line.
 *
 * §=@param line§ what to split, never null
 * @return the fields
 */
class Splitter {
}
%% java
/**
 * Returns the same as {§=@link Collection#size()§}.
 */
int count();
%% java
@RestController
§=@RequestMapping("/orders")§
class OrderController {
}
%% c++
/**
 * §=@brief§ Sorts the particles by cell.
 * @tparam T type of a coordinate
 */
template <typename T>
void sort_particles();
%% c++
// Keep in sync with §=hostkeys-00@openssh.com§ of the protocol extensions
constexpr const char* kExtension = "hostkeys";
%% c++
const char* kCiphers = "aes256-gcm@openssh.com,§=chacha20-poly1305@openssh.com§";
%% php
<?php
class ClockTest extends TestCase
{
    /**
     * §=@dataProvider provideHours§
     */
    public function testHour(int $hour): void
    {
    }
}
%% php+
$handle = §=@fopen§($path, 'rb');
%% php
§=@extends§('layouts.app')

@section('content')
  <h1>{{ $title }}</h1>
@endsection
%% typescript
import { Component } from "§=@angular/core§";
import { Observable } from "rxjs";
%% typescript
export class TreeNode {
  §=@Input()§ label = "";
  @Output() toggled = new EventEmitter<boolean>();
}
%% typescript+
import { Button } from "§=@/components/ui/button§";
%% typescript+
// §=@ts-expect-error§ the typings lack this overload
%% javascript
/**
 * §=@typedef§ {Object} Point
 * @property {number} x
 * @property {number} y
 */
%% javascript
const babel = require('§=@babel/core§');

module.exports = (source) => babel.transformSync(source).code;
%% javascript+
import confetti from 'https://cdn.jsdelivr.net/npm/§=canvas-confetti@1.6.0§/+esm';
%% json
{
  "devDependencies": {
    "§=@types/node§": "^20.11.5",
    "typescript": "^5.3.3"
  }
}
%% json
{
  "compilerOptions": {
    "baseUrl": ".",
    "paths": { "§=@app/*§": ["src/app/*"] }
  }
}
%% json
{
  "§=@context§": "https://schema.org",
  "@type": "SoftwareApplication",
  "name": "gridtools"
}
%% c#+
private const string Folder = §=@"C:\ProgramData\Exporter\out"§;
%% c#
§=@model Warehouse.Models.StockViewModel§

<h2>@Model.Title</h2>
%% shell+
for file in "§=$@§"; do echo "$file"; done
%% shell+
printf '%s\n' "§=${files[@]}§"
%% shell+
git clone §=git@github.com:gridtools/gridtools.git§
%% shell+
systemctl enable §=getty@tty1.service§
%% shell+
git reset --hard §=HEAD@{1}§
%% yaml
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: §=actions/checkout@v4§
      - run: make
%% yaml
- hosts: all
  tasks:
    - name: Clone
      git:
        repo: "§=git@gitlab.com:ostwerk/infra.git§"
        dest: /srv/infra
%% toml+
dependencies = ["gridtools-core §=@ git+https://github.com/gridtools/core.git@v1.2§"]
%% xml
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="item">
    <xsl:value-of select="§=@price§" />
  </xsl:template>
</xsl:stylesheet>
%% xml
<TextView
    android:id="§=@+id/title§"
    android:layout_width="match_parent"
    android:text="@string/title" />
%% markdown+
Send the report to §=security@example.org§ with the version you use.
%% html
<style>
  §=@media (max-width: 600px)§ {
    nav { display: none; }
  }
</style>
%% text
# owners of everything below
*       §=@kestrelsoft/platform-team§
"""
