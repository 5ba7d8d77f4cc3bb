"""Entries: numbers that are nobody's telephone."""

from __future__ import annotations

ENTRIES = r"""
=== python
# ISBN «=978-3-16-148410-0», page 112
def gamma(x: float) -> float: ...
=== python
START = «=1583020800»  # 2020-03-01
STEP = 3600
=== python
PI_DIGITS = "«=3.14159265358979323846264338»"
=== python
assert slug(«=4155550123») == "4155550123"
=== python
PHONE_FORM = re.compile(r"«=\+?\d{1,3}[ -]?\(?\d{3}\)?[ -]?\d{3}-\d{4}»")
=== python
COLORS = {"sea": "#«=204060»", "sand": "#e0c080"}
=== java
private static final long MAX = «=9_007_199_254_740_991L»;
=== java
// CVE-«=2021-44228»: lookups stay off
System.setProperty("log4j2.formatMsgNoLookups", "true");
=== java
int phone = «=R.id.phone»;
EditText field = findViewById(phone);
=== java
@Size(min = 7, max = 15, message = "phone: «=7 to 15 digits»")
private String phone;
=== c++
std::mt19937 random(«=20130815»);
=== c++
constexpr double kEarth = «=6378137.0»;
=== c++
// Tested with gcc «=12.3.0-17» and clang 17.0.6
=== c
#define BAUD «=115200»
#define CRYSTAL_HZ 16000000
=== c
static const unsigned crc[] = { «=0x00000000, 0x77073096, 0xee0e612c» };
=== php
$order->number = '«=2017-004-118-23»';
=== php
'phone' => '«=required|regex:/^[0-9 +-]{7,20}$/»',
=== typescript
export const EPOCH = «=1420070400000»n;
=== typescript
const tel = '«=telephone»';
const widths = [320, 480, 768, 1024];
=== javascript
const mask = '«=(000) 000-0000»';
$('#phone').mask(mask);
=== javascript
map.setView([«=60.39299, 5.32415»], 13);
=== c#
var iban = "«=XX00 0000 0000 0000»";
=== c#
const int HResult = unchecked((int)«=0x80070005»);
=== shell
truncate -s «=1073741824» disk.img
=== shell
touch -t «=201912312359.59» stamp
=== yaml
cron: "«=17 3 * * 1-5»"
=== yaml
date: «=2021-08-19 14:32:07 +0200»
=== markdown
The article is doi:«=10.1000/182.4410.2023».
=== markdown
In an emergency dial «=112».
=== ini
[font]
charset = «=0020-007E 00A0-00FF»
=== json
{
  "timestamp": «=1612137600123»,
  "sequence": 448120
}
=== svg
<svg viewBox="0 0 24 24"><path d="«=M12 2 22 20 2 20 12 2 120 340»"/></svg>
=== sql
INSERT INTO articles (ean, weight) VALUES ('«=4006381333931»', 12);
=== xml
<dimen name="phone_width">«=360»dp</dimen>
=== kotlin
const val PHONE_LENGTH = «=10»
"""
