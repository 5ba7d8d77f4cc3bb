"""At signs that name no person."""

from __future__ import annotations

AT_SIGNS = r"""
%% python
import pytest


§=@pytest.mark.parametrize§("width", [1, 2, 80])
def test_a_table_is_as_wide_as_asked(width):
    assert len(line(width)) == width
%% python
class Row:
    §=@staticmethod§
    def empty():
        return Row()
%% python
from functools import lru_cache


§=@lru_cache(maxsize=None)§
def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)
%% python
from flask import Flask

app = Flask(__name__)


§=@app.route§("/rows/<int:number>")
def row(number):
    return str(number)
%% python+
product = left §=@ right§
%% python+
self.assertTrue(is_email("§=user@example.com§"))
%% python+
# Write to the list: §=rowpack-users@lists.example.org§
%% java
package org.acme.store;

public class MemoryStore implements Store {
    §=@Override§
    public String toString() {
        return "memory";
    }
}
%% java
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

§=@RestController§
public class Hello {
    @GetMapping("/")
    public String hello() {
        return "hello";
    }
}
%% java
/**
 * Counts rows.
 *
 * §=@param rows§ what to count
 * @return how many there are
 * @throws IllegalArgumentException if there is none
 */
int count(List<String> rows);
%% java+
§=@SuppressWarnings("unchecked")§
%% java
/**
 * Keeps rows.
 *
 * §={@link java.util.Map}§ is not enough here.
 */
public interface Rows {
}
%% java+
// at org.acme.store.MemoryStore§=@5e91993f§
%% c++
/**
 * §=@brief§ Encodes a buffer.
 * @param[in] size how long it is, in bytes
 */
int encode(int size);
%% c++
#import <Foundation/Foundation.h>

§=@interface RowStore§ : NSObject
@property (nonatomic, copy) NSString *title;
@end
%% c+++
NSString *title = §=@"Rows"§;
%% php
<?php

class Mailer
{
    /**
     * §=@var string[]§
     */
    private $queue = array();
}
%% php
<?php

class CartTest extends TestCase
{
    /**
     * §=@dataProvider provideCarts§
     */
    public function testTotal($cart)
    {
        $this->assertNotNull($cart->total());
    }
}
%% php+
$handle = §=@fopen§($path, 'r');
%% php
<?php
/**
 * §=@ORM\Entity§
 */
class Product
{
}
%% typescript
import { Component } from '@angular/core';

§=@Component§({ selector: 'app-rows', template: '<ul></ul>' })
export class Rows {
}
%% typescript
import { createStore } from '§=@reduxjs/toolkit§';

export const store = createStore();
%% typescript
// §=@ts-ignore§
import legacy from './legacy';

export default legacy;
%% javascript+
const { parse } = require('§=@babel/parser§');
%% javascript
/**
 * §=@typedef {Object} Row§
 * @property {string} title
 */

module.exports = {};
%% json
{
  "name": "tidy-tables",
  "devDependencies": {
    "§=@types/node§": "^12.0.0",
    "mocha": "^8.0.0"
  }
}
%% json+
"extends": "§=@tsconfig/node14/tsconfig.json§",
%% css
a { color: teal }

§=@media (max-width: 600px)§ {
  a { color: black }
}
%% css
§=@font-face§ {
  font-family: Rows;
  src: url(rows.woff2);
}
%% css
§=@import§ url("base.css");

body { margin: 0 }
%% shell+
git clone §=git@github.com:tidy-tables/tidy-tables.git§
%% shell+
npm install --save-dev §=tidy-tables@2.1.0§
%% shell+
for part in "§=${parts[@]}§"; do echo "$part"; done
%% shell+
docker pull acme/web§=@sha256:9f2c8a51d0e7c3b46a1f85d27e90b3c4d8a6f1e2b7c5093d4e8f6a1b2c3d4e5f§
%% yaml
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: §=actions/checkout@v3§
      - run: make test
%% text
Host *
    KexAlgorithms §=curve25519-sha256@libssh.org§
    Ciphers aes256-ctr
%% text
tidy-tables@2.1.0
└─┬ §=mocha@8.0.1§
  └── debug@4.1.1
%% text
all: rows
	§=@echo done§

rows: rows.c
	$(CC) -o $@ $<
%% ini
[Unit]
Description=Rows of %i
After=§=getty@tty1.service§
%% xml
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="row">
    <xsl:value-of select="§=@title§"/>
  </xsl:template>
</xsl:stylesheet>
%% markdown+
Questions? Write to [support](mailto:§=support@example.org§).
%% c#+
private const string Folder = §=@"C:\Program Files\Rows"§;
"""
