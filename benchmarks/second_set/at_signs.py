"""Entries: at-signs that name no person."""

from __future__ import annotations

ENTRIES = r'''
=== python
class Berth:
    «=@cached_property»
    def length(self) -> float:
        return max(self.marks) - min(self.marks)
=== python
# Use «=@dataclass» with frozen=True here, the cache needs a hash.
class Key:
    pass
=== python
weights = (basis.T «=@» basis + ridge * np.eye(n)) @ target
=== python
"""Lists the tags.

«=@type» of a tag is checked late.
"""
=== java
«=@Transactional»(readOnly = true)
public Optional<Berth> find(long id) {
    return repository.findById(id);
}
=== java
/**
 * Moves the crane.
 *
 * «=@param» meters how far
 * @throws IllegalStateException when it is locked
 */
void move(double meters);
=== java
// Without «=@Nullable» the checker complains about the getter below.
private @Nullable Crane crane;
=== java
/** See {«=@link» Crane#lock()} before you call this. */
void unlock();
=== c++
/**
 * «=@brief» Rounds to the next power of two.
 * @tparam T unsigned
 */
template <class T> T next_power(T v);
=== c++
std::regex mail_form(R"([\w.]+«=@\w+»\.\w+)");
=== c++
// NOTE(«=C++20»): a concept would read better here.
template <typename T> void push(T&& value);
=== php
<?php
$size = «=@filesize»($path) ?: 0;
=== php
/**
 * «=@deprecated» since 2.1, use Tide::next()
 * @see Tide
 */
function next_tide() {}
=== php
@extends('layout')
«=@section»('content')
  <p>{{ $tide }}</p>
@endsection
=== typescript
import { Injectable } from '@angular/core';
import type { Tide } from '«=@fjord/models»';

@Injectable({ providedIn: 'root' })
export class TideService {}
=== typescript
// «=@ts-expect-error» the typings lag behind by one release
legacy.flush({ force: true });
=== typescript
import { Button } from '«=@/components/ui/button»';
=== javascript
/**
 * «=@typedef» {Object} Tide
 * @property {number} height
 */
=== javascript
const h = /* «=@__PURE__» */ createElement('hr');
=== json
{
  "devDependencies": {
    "«=@types/node»": "^20.11.0",
    "@vitest/ui": "^1.4.0"
  }
}
=== c#
var path = «=@"C:\Tides\cache"»;
Directory.CreateDirectory(path);
=== c#
public Tide Next(DateTime «=@event») => table.First(t => t.Time > @event);
=== shell
#!/bin/sh
for arg in "«=$@»"; do
  printf '%s\n' "$arg"
done
=== shell
files=(*.tide)
echo "${#files[«=@»]} files"
cp -- "${files[@]}" /srv/tides
=== shell
git diff "HEAD«=@{1}»" -- docs
npm install react@18.3.1
=== yaml
steps:
  - uses: actions/«=checkout@v4»
  - uses: astral-sh/setup-uv@v5
=== yaml
image: alpine«=@sha256:5f0c»
args: ["sleep", "60"]
=== markdown
Put `«=@media»` rules last, and `@import` first.
=== markdown
Log in with `ssh «=user@host»` and start the service `getty@tty1.service`.
=== makefile
tides.bin: tides.o
	«=@echo» "  LD $@"
	$(CC) -o $@ $<
=== sql
DECLARE «=@station» int = 4;
SELECT height FROM readings WHERE station_id = @station;
=== sql
SET «=@rank» := 0;
SELECT @rank := @rank + 1 AS place, name FROM berths ORDER BY length;
=== xml
<TextView
    android:layout_width="match_parent"
    android:text="«=@string/next_tide»" />
=== xml
<xsl:template match="tide">
  <xsl:value-of select="«=@height»"/>
</xsl:template>
=== kotlin
tides.forEach {
    if (it.height < 0) «=return@forEach»
    draw(it)
}
=== ruby
class Crane
  def lock
    «=@locked» = true
  end
end
=== vue
<template>
  <button «=@click»="next" @keyup.enter="next">Next tide</button>
</template>
=== css
«=@font-face» {
  font-family: Tide;
  src: url(tide.woff2);
}
=== powershell
$options = «=@{ Height = 3; Station = "Bergen" }»
Get-Tide @options
=== python
# TODO(«=#417»): use the tables of the new release
TABLES = "2019"
'''
