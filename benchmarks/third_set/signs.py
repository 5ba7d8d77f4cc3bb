"""Signs of at that are no address and no handle."""

AT_SIGNS = r"""
%% python
§=@property§
def size(self):
    return len(self.items)
%% python
§=@pytest.mark.parametrize§("value", [1, 2])
def test_value(value):
    assert value
%% python
§=@app.route§("/items/<int:item_id>")
def item(item_id):
    return items[item_id]
%% python
class Reader:
    §=@staticmethod§
    def read(path):
        return open(path).read()
%% python
§=@functools.lru_cache(maxsize=None)§
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
%% python+
weights = §=hidden @ matrix§ + bias
%% python
§=@dataclass§
class Point:
    x: int
    y: int
%% java
public class Reader {
    §=@Override§
    public String toString() { return "reader"; }
}
%% java
§=@RestController§
public class Items {}
%% java
class Store {
    §=@Autowired§
    private Clock clock;
}
%% java
/**
 * Reads a line.
 *
 * §=@param buffer§ where it goes
 * @return whether there was one
 */
boolean read(char[] buffer);
%% java
/**
 * @deprecated use {§=@link Reader#next()§} instead
 */
class Old {}
%% java
§=@SuppressWarnings§("unchecked")
class Cast {}
%% java
class ReaderTest {
    §=@Test§
    public void reads() {}
}
%% php
<?php
/**
 * §=@var string§
 */
$name = '';
%% php
<?php
/**
 * §=@ORM\Column§(type="string", length=255)
 */
private $title;
%% php+
$handle = §=@fopen§($path, 'r');
%% php
<?php
/**
 * @param array $rows
 * §=@throws RuntimeException§
 */
function load($rows) {}
%% php
@extends('layouts.app')
§=@section('content')§
<h1>Items</h1>
@endsection
%% javascript
/**
 * §=@returns§ {string} the joined path
 */
function join(parts) {}
%% javascript+
import { debounce } from '§=@lantern/utils§';
%% javascript+
const core = require("§=@babel/core§");
%% json
{
  "devDependencies": {
    "§=@types/node§": "^18.0.0"
  }
}
%% typescript
§=@Component§({ selector: 'app-root', template: '' })
export class AppComponent {}
%% typescript
export class Row {
  §=@Input()§ label = '';
}
%% typescript+
// §=@ts-ignore§
%% typescript
/** §=@internal§ */
export const version = 3;
%% c#
public class Paths
{
    public const string Root = §=@"C:\lantern\data"§;
}
%% c#
<ul>
§=@foreach§ (var item in Model.Items) { <li>@item.Name</li> }
</ul>
%% c#+
command.Parameters.AddWithValue("§=@orderId§", id);
%% c++
/**
 * §=@brief§ Reads the next sign.
 */
int next();
%% c++
/// §=@tparam T§ what the ring holds
template <class T> class Ring;
%% shell+
for arg in "§=$@§"; do echo "$arg"; done
%% shell+
for name in "${§=names[@]§}"; do echo "$name"; done
%% shell+
git clone §=git@github.com§:lantern/lantern.git
%% shell+
npm install --save-dev §=webpack@4.46.0§
%% yaml
steps:
  - uses: §=actions/checkout@v4§
%% css
§=@media (max-width: 600px)§ {
  .menu { display: none; }
}
%% css
§=@import§ url("base.css");
%% makefile
clean:
	§=@echo§ cleaning
	rm -rf build
%% xml
<xsl:value-of select="item/§=@id§"/>
%% markdown
Install it with `npm i §=lantern-cli@latest§`.
"""
