"""Entries: handles of persons, in remarks and in links to their profiles."""

from __future__ import annotations

ENTRIES = r'''
=== python
def merge(left: Tree, right: Tree) -> Tree:
    # TODO(«short»): rebalance when one side is much deeper
    return Tree(left, right)
=== python
@lru_cache(maxsize=None)
def tariff(zone: str) -> Decimal:
    # FIXME(«numbered») zone "H" has two tariffs since May
    return TARIFFS[zone]
=== python
# Thanks to @«dashed» for the patch that made this fast.
_TABLE = bytes.maketrans(b"ACGT", b"TGCA")
=== python
"""Draws tide curves.

Idea and first version: https://github.com/«dashed»
"""
=== java
// TODO («short»): use the new cursor API once 5.0 is out
List<Row> rows = session.list(query);
=== java
/**
 * Caches tiles on disk.
 *
 * @author «short»
 */
final class DiskTiles implements Tiles {
}
=== java
int retries = 3; // XXX(«numbered»): three was a guess
long waitMillis = 250L;
=== c++
// TODO(«short»): Remove once the renderer handles premultiplied alpha.
pixel.r *= pixel.a;
pixel.g *= pixel.a;
=== c++
/* The trick with the sign bit is from @«numbered», see the discussion in the old tracker. */
inline int sign(int v) { return (v > 0) - (v < 0); }
=== c++
// NOTE(«short»): do not reorder, the DMA reads this struct as it lies in memory.
struct Frame {
    std::uint16_t length;
    std::uint16_t flags;
};
=== c
	/* FIXME(«short»): leaks when the second probe fails */
	priv->buf = kmalloc(len, GFP_KERNEL);
	if (!priv->buf)
		return -ENOMEM;
=== php
<?php
// @«dashed» please check that the rounding is right for JPY
$total = round($net * (1 + $rate), 2);
=== php
/**
 * Class Breadcrumbs
 * @author «camel»
 */
class Breadcrumbs
{
}
=== php
// TODO @«short»: drop this when PHP 7.2 is gone
if (!function_exists('array_key_first')) {
    require __DIR__ . '/polyfill.php';
}
=== typescript
export function debounce<T extends unknown[]>(f: (...a: T) => void, ms: number) {
  // TODO(«short»): cancel on unmount
  let timer: ReturnType<typeof setTimeout>;
  return (...a: T) => { clearTimeout(timer); timer = setTimeout(() => f(...a), ms); };
}
=== typescript
// Reviewed with @«dashed»: the cast is safe, the guard above has narrowed it already.
const leaf = node as LeafNode;
=== typescript
/** Based on https://gitlab.com/«dashed» and their talk about incremental parsing. */
export class Cursor {}
=== javascript
// HACK («numbered»): Safari fires the event twice
if (event.timeStamp === lastStamp) return;
lastStamp = event.timeStamp;
=== javascript
const footer = `Made by <a href="https://twitter.com/«camel»">me</a> in a small kitchen`;
document.querySelector('footer').innerHTML = footer;
=== javascript
/*!
 * jquery.tidy v1.3
 * by https://github.com/«dashed»
 */
(function ($) { $.fn.tidy = function () { return this; }; })(jQuery);
=== c#
// TODO(«short»): make async
var text = File.ReadAllText(path);
=== c#
/// <summary>Folds lines at 75 octets.</summary>
/// <remarks>cc @«camel», who wrote the unfolding.</remarks>
public static string Fold(string line) => Folder.Apply(line);
=== shell
#!/usr/bin/env bash
# TODO(«short»): stop when the lock is older than a day
exec 9>/run/lock/mirror && flock -n 9 || exit 0
=== shell
# shellcheck disable=SC2086
# @«numbered» says the quotes must stay away here
rsync -a $FLAGS "$SRC" "$DST"
=== yaml
# Ask @«dashed» before raising this: the license covers eight seats.
replicas: 8
strategy: { type: Recreate }
=== yaml
version: 2
updates:
  - package-ecosystem: npm
    directory: /
    schedule: { interval: weekly }
    reviewers:
      - "«dashed»"
=== markdown
# Changelog

## 1.4.0

- Faster start, thanks to @«dashed» (#212)
=== markdown
## Author

You find me on [LinkedIn](https://www.linkedin.com/in/«dashed») and in the canteen.
=== markdown
Translations: German by @«numbered», Dutch still wanted.
=== restructuredtext
0.8 (2021-02-14)
----------------

* Fix the leap second table. (Contributed by @«dashed».)
=== sql
-- TODO(«short»): an index on (station_id, taken_at) before this goes live
SELECT station_id, max(level) FROM readings GROUP BY station_id;
=== kotlin
// FIXME(«numbered»): crashes on Android 8 when the list is empty
val first = items.first()
=== go
// TODO(«short»): pass the context down.
func (s *Store) Flush() error { return s.db.Sync() }
=== rust
// Credit for the branchless version: https://www.reddit.com/user/«camel».
fn clamp(v: i32) -> i32 { v & !(v >> 31) }
=== text
/src/parser/   @«dashed»
'''
