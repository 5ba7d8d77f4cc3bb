"""What an `@` stands in, or what looks like a person's account, and is none."""

AT_SIGNS = r"""
%% python
class Point:
    §=@property§
    def norm(self):
        return abs(self.x) + abs(self.y)

%% python
import pytest


§=@pytest.fixture§
def client(app):
    return app.test_client()

%% python
import functools


def traced(call):
    §=@functools.wraps§(call)
    def inner(*args):
        return call(*args)

    return inner

%% python
from dataclasses import dataclass


§=@dataclass§(frozen=True)
class Pair:
    left: int
    right: int

%% python
§=@app.route§("/health")
def health():
    return "ok"

%% python
from unittest import mock


§=@mock.patch§("pkg.client.get")
def test_get(get):
    get.return_value = 3

%% python
class Shape:
    §=@staticmethod§
    def unit():
        return Shape()

%% python+
weights = left §=@ right§

%% python+
# Send a report to §=user@example.com§ when done

%% python
def test_login(client):
    client.post("/login", {"email": "§=test@example.com§"})

%% java
package org.example;

class Task implements Runnable {
    §=@Override§
    public void run() {
    }
}

%% java
package org.example;

§=@SuppressWarnings§("unchecked")
class Bag {
}

%% java
package org.example;

import org.junit.Test;

public class AddTest {
    §=@Test§
    public void adds() {
    }
}

%% java
package org.example;

class Service {
    §=@Autowired§
    private Repository repository;
}

%% java
package org.example;

class Text {
    /**
     * §=@param§ line a line of text
     * @return its length
     */
    int length(String line) {
        return line.length();
    }
}

%% java
package org.example;

/**
 * Returns a {§=@link§ Map} of all entries.
 */
interface Table {
}

%% java
package org.example;

§=@Entity§
@Table(name = "orders")
public class Order {
}

%% javascript+
import { render } from '§=@testing-library§/react';

%% javascript
/**
 * §=@returns§ {Promise<void>} when all is written
 */
export async function flush() {}

%% javascript+
const core = require('§=@actions§/core');

%% typescript+
import { Component } from '§=@angular§/core';

%% typescript
§=@Component§({
  selector: 'app-root',
  template: '<p>{{ title }}</p>',
})
export class AppComponent {}

%% typescript
export class UserDto {
  §=@IsString§()
  name: string;
}

%% typescript
export class Panel {
  §=@Input§() title = '';
}

%% typescript+
// §=@ts-ignore§

%% json
{
  "devDependencies": {
    "§=@types/node§": "^14.0.0",
    "typescript": "^4.2.3"
  }
}

%% json
{
  "scripts": { "build": "rollup -c" },
  "dependencies": { "§=@babel/runtime§": "^7.12.5" }
}

%% json
{
  "§=@context§": "https://schema.org",
  "@type": "SoftwareApplication"
}

%% php
<?php

class MathTest
{
    /**
     * §=@dataProvider§ numbers
     */
    public function testAdd($a, $b)
    {
    }
}

%% php
<?php

/**
 * §=@ORM§\Entity
 */
class Product
{
}

%% php+
$lines = §=@file§('missing.txt');

%% c++
/**
 * §=@brief§ Adds two vectors.
 * @param a first
 */
void add(const float* a);

%% c#+
private const string Pattern = §=@"\d+"§;

%% html
<style>
§=@media§ screen and (max-width: 600px) {
  nav { display: none; }
}
</style>

%% html
<style>
§=@font-face§ {
  font-family: "Icons";
  src: url("icons.woff");
}
</style>

%% shell+
git clone §=git@github.com§:example/example.git

%% shell+
for arg in "§=$@§"; do echo "$arg"; done

%% yaml
steps:
  - uses: §=actions/checkout@v3§
  - run: make test

%% text
HostKeyAlgorithms ssh-ed25519,§=ecdsa-sha2-nistp256-cert-v01@openssh.com§

%% text
Ciphers §=chacha20-poly1305@openssh.com§,aes256-ctr

%% shell+
npm install -g §=typescript@4.9.5§

%% restructuredtext+
Write to ``§=name@example.org§`` to subscribe.
"""
