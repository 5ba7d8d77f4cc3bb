"""Excerpts of code that planted lines stand in: `§` is where, indented as there.

A name with a dash says which place in a file of the language it is: `java` among the members of a class,
`java-body` among the statements of a method, `java-head` above the class. `-file` stands alone.
"""

from __future__ import annotations

from benchmarks.planted_hosts_plain import PLAIN

_HOSTS = r'''
== python
import logging
import sys

logger = logging.getLogger(__name__)

§


def main(argv=None):
    args = parse(argv or sys.argv[1:])
    logger.info("starting with %s", args)
    return run(args)
== python
from collections import OrderedDict

§

DEFAULTS = OrderedDict(retries=3, timeout=30)
== python
#!/usr/bin/env python
from setuptools import find_packages
§

def read_lines(path):
    with open(path) as handle:
        return [line.rstrip() for line in handle]
== python-body
class Sender:
    def __init__(self, queue, limit=10):
        self.queue = queue
        self.limit = limit

    def send(self, message):
        §
        for attempt in range(self.limit):
            if self.queue.put(message, attempt):
                return True
        return False
== python-body
import requests


def fetch(session, page=1):
    """Fetch one page of results."""
    params = {"page": page, "per_page": 100}
    §
    return session.get("/v2/items", params=params).json()
== python-body
def merge(left, right):
    out = []
    §
    while left and right:
        out.append(left.pop(0) if left[0] <= right[0] else right.pop(0))
    return out + left + right
== python-head
§
import os
import re

WORDS = re.compile(r"\w+")


def count(text):
    return len(WORDS.findall(text))
== java
package com.acme.billing;

import java.util.List;

public class InvoiceService {
    private final InvoiceRepository repository;

    §

    public InvoiceService(InvoiceRepository repository) {
        this.repository = repository;
    }
}
== java
public final class Settings {

    §

    private Settings() {
    }
}
== java-body
    @Override
    public void onCreate(Bundle state) {
        super.onCreate(state);
        §
        setContentView(R.layout.activity_main);
    }
== java-body
public Node insert(Node root, int key) {
    if (root == null) {
        return new Node(key);
    }
    §
    root.next = insert(root.next, key);
    return root;
}
== java-head
package org.sample.graph;

import java.util.ArrayDeque;

§
public class BreadthFirst {
    private final ArrayDeque<Integer> open = new ArrayDeque<>();
}
== c++
#include <string>
#include <vector>

namespace net {

§

std::vector<std::string> split(const std::string& text, char at);

}  // namespace net
== c++-body
int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: " << argv[0] << " FILE\n";
    return 1;
  }
  §
  return run(argv[1]);
}
== c++-body
template <typename T>
void Ring<T>::push(T value) {
  §
  slots_[tail_++ % slots_.size()] = std::move(value);
}
== c++-head
§
#pragma once

#include <cstdint>

uint32_t checksum(const uint8_t* data, size_t size);
== php
<?php

namespace App\Service;

class Mailer
{
    §

    public function send(string $to, string $body): bool
    {
        return mail($to, 'Your order', $body);
    }
}
== php-body
<?php
require_once __DIR__ . '/vendor/autoload.php';

§

$app = new App($config ?? []);
$app->run();
== php-head
<?php
§
defined('ABSPATH') || exit;

function theme_setup()
{
    add_theme_support('title-tag');
}
== typescript
import { Injectable } from '@angular/core';

§

@Injectable()
export class ItemsService {
  private items: string[] = [];
}
== typescript
import path from "path";

§

export function resolve(name: string): string {
  return path.join(__dirname, name);
}
== typescript-body
export async function load(id: number): Promise<Item> {
  §
  const response = await fetch(`/api/items/${id}`);
  if (!response.ok) {
    throw new Error(response.statusText);
  }
  return response.json();
}
== javascript
const express = require('express');
const app = express();

§

app.get('/', (req, res) => res.send('ok'));
app.listen(3000);
== javascript
'use strict';

§

module.exports = function debounce(fn, wait) {
  let timer = null;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => fn(...args), wait);
  };
};
== javascript-body
$(function () {
  var table = $('#orders').DataTable();
  §
  table.on('draw', function () {
    $('.count').text(table.rows().count());
  });
});
== c#
using System;
using System.Collections.Generic;

namespace Acme.Orders
{
    public class OrderQueue
    {
        §

        private readonly Queue<Order> _orders = new Queue<Order>();
    }
}
== c#-body
public void ConfigureServices(IServiceCollection services)
{
    services.AddControllers();
    §
    services.AddHealthChecks();
}
== shell
#!/bin/bash
set -euo pipefail

§

for file in build/*.tar.gz; do
  echo "uploading $file"
done
== shell
#!/bin/sh
cd "$(dirname "$0")" || exit 1
§
exec ./server "$@"
'''


def _by_place() -> dict[str, list[str]]:
    places: dict[str, list[str]] = {}
    for block in (_HOSTS + PLAIN).strip().removeprefix("== ").split("\n== "):
        place, _, text = block.partition("\n")
        places.setdefault(place, []).append(text.rstrip("\n") + "\n")
    return places


HOSTS = _by_place()
"""Place -> the excerpts that have it."""
