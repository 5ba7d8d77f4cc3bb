"""Numbers that call nobody: ids, times, constants, sizes, book and card numbers for tests."""

NUMBERS = r"""
%% python+
CREATED_AT = §=1612137600§
%% python+
SEED = §=20190817§
%% python
def test_isbn():
    assert is_isbn("§=978-3-16-148410-0§")
%% python+
PI = §=3.14159265358979323846§
%% python
MERSENNE = {
    "w": 32,
    "n": 624,
    "f": §=1812433253§,
}
%% python+
# https://stackoverflow.com/questions/§=11227809§/why-is-sorting-faster
%% python
def test_luhn():
    assert luhn("§=4242 4242 4242 4242§")
%% java+
private static final long serialVersionUID = §=-6849794470754667710L§;
%% java+
private static final long DAY_MS = §=86400000L§;
%% java
@Test
void formats() {
    assertEquals("§=1,234,567.89§", Numbers.format(1234567.89));
}
%% java
class Payments {
    static final String TEST_CARD = "§=4111111111111111§";
}
%% c++
constexpr std::uint64_t kFnvOffset = §=14695981039346656037ull§;
%% c++
constexpr long long kMod = §=1000000007§;
%% c++
// Fast inverse square root
i = §=0x5f3759df§ - (i >> 1);
%% c++
static const float kernel[] = {0.0545f, §=0.2442f, 0.4026f§, 0.2442f, 0.0545f};
%% c++
// ¤hex8¤: gap between primes after §=2147483647§
using u64 = unsigned long long;
%% php+
$expires = §=1735689599§;
%% php
<?php
// Order numbers are year, month, day and a counter: §=20231114-000482§
final class OrderNumber
{
}
%% javascript+
const GUILD_ID = '§snowflake§';
%% javascript
// JIRA PAY-§=20418§: round half to even
module.exports = round;
%% javascript
const fixture = { id: 9007199254, updated: '§=2021-06-30T11:45:02.318Z§', total: 199.9 };
%% typescript+
export const MAX_SAFE = §=9007199254740991§;
%% typescript
expect(format(1234567, "de")).toBe("§=1.234.567§");
%% c#+
private const ulong Prime = §=1099511628211UL§;
%% c#
[InlineData("§=5555555555554444§", CardBrand.Mastercard)]
public void Detects(string number, CardBrand brand) { }
%% shell+
TIMESTAMP=§=1583020800§
%% shell+
dd if=/dev/zero of=/swapfile bs=1024 count=§=4194304§
%% yaml+
launch_date: §=2022-09-15 08:30:00§
%% yaml
- id: "§=1647294832105§"
  alias: Lights on at sunset
  trigger: []
%% json
{ "id": §=3849201745§, "stargazers_count": 512, "size": 20480 }
%% json+
"buildNumber": "§=20210914103022§",
%% xml
<book>
  <title>Grids and rasters</title>
  <isbn>§=0-306-40615-2§</isbn>
</book>
%% xml
<svg viewBox="0 0 24 24"><path d="M12 2§=L15.09 8.26 22 9.27 17 14.14§ 18.18 21.02z"/></svg>
%% ini+
max_upload_bytes = §=2147483648§
%% markdown+
Cite the archive as doi:§=10.5281/zenodo.3509134§.
%% text
sku,ean,stock
A-118,§=4006381333931§,37
"""
