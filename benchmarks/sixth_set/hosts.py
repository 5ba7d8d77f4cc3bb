"""Excerpts of files: language -> texts with one line `§` in which an entry is planted."""

HOSTS = {
    "python": (
        '''import logging
import os

log = logging.getLogger(__name__)
§


def read_lines(path):
    """Yield the stripped lines of a file."""
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            yield line.strip()
''',
        """from collections import OrderedDict

DEFAULT_TIMEOUT = 30
MAX_RETRIES = 5
§


class Registry(OrderedDict):
    def register(self, name, item):
        if name in self:
            raise KeyError(name)
        self[name] = item
""",
        """def clamp(value, low, high):
    return max(low, min(value, high))


def main(argv=None):
    args = parser().parse_args(argv)
    §
    return run(args)
""",
    ),
    "java": (
        """package org.example.queue;

import java.util.ArrayDeque;
import java.util.Deque;

public class WorkQueue {
    private final Deque<Runnable> tasks = new ArrayDeque<>();

    §

    public void push(Runnable task) {
        tasks.addLast(task);
    }

    public boolean isEmpty() {
        return tasks.isEmpty();
    }
}
""",
        """package com.example.store;

import java.util.List;

public final class OrderService {
    private static final int PAGE_SIZE = 50;
    §

    public List<Order> page(int number) {
        return repository.find(number * PAGE_SIZE, PAGE_SIZE);
    }
}
""",
    ),
    "c++": (
        """#include <string>
#include <vector>

namespace codec {

§
std::vector<std::string> split(const std::string& line, char at) {
    std::vector<std::string> parts(1);
    for (char c : line) {
        if (c == at) parts.emplace_back();
        else parts.back() += c;
    }
    return parts;
}

}  // namespace codec
""",
        """#pragma once

#include <cstdint>

§
struct Header {
    std::uint32_t magic;
    std::uint16_t width;
    std::uint16_t height;
};
""",
    ),
    "php": (
        """<?php

require_once __DIR__ . '/vendor/autoload.php';

error_reporting(E_ALL);
§

$app = new Application();
$app->run();
""",
        """<?php

namespace App\\Http;

use Psr\\Log\\LoggerInterface;

§

function render(string $template, array $data): string
{
    extract($data);
    ob_start();
    include $template;
    return ob_get_clean();
}
""",
    ),
    "typescript": (
        """import { Injectable } from 'framework';
import { readFileSync } from 'fs';

§

export function parseRow(row: string): string[] {
  return row.split(',').map((cell) => cell.trim());
}
""",
        """export interface Options {
  retries: number;
  verbose?: boolean;
}

export async function start(options: Options): Promise<void> {
  §
  await connect(options.retries);
}
""",
    ),
    "javascript": (
        """'use strict';

const path = require('path');
const express = require('express');

const app = express();
§

app.get('/', (req, res) => res.sendFile(path.join(__dirname, 'index.html')));

module.exports = app;
""",
        """const assert = require('assert');

function debounce(call, wait) {
  let timer = null;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => call(...args), wait);
  };
}

§

module.exports = { debounce };
""",
    ),
    "c#": (
        """using System;
using System.Collections.Generic;

namespace Example.Billing
{
    public class InvoiceBuilder
    {
        private readonly List<decimal> lines = new List<decimal>();
        §

        public void Add(decimal amount)
        {
            lines.Add(amount);
        }
    }
}
""",
        """using System.Linq;

namespace Example.Text
{
    public static class Words
    {
        §

        public static int Count(string text)
        {
            return text.Split(' ').Count(word => word.Length > 0);
        }
    }
}
""",
    ),
    "shell": (
        """#!/bin/bash
set -euo pipefail

cd "$(dirname "$0")"
mkdir -p build

§

cmake -S . -B build
cmake --build build -j4
""",
        """#!/bin/sh
usage() {
    echo "usage: $0 [-v] target" >&2
    exit 1
}

[ $# -ge 1 ] || usage
§

tar czf "dist/$1.tar.gz" "$1"
""",
    ),
    "yaml": (
        """name: service
debug: false
workers: 4
§
logging:
  level: info
  format: json
""",
        """---
# defaults, override per stage
timeout: 30
retries: 3
§
features:
  - search
  - export
""",
    ),
    "ini": (
        """; general settings
[main]
debug = false
workers = 4
§
loglevel = info
""",
        """[app]
name = inventory
locale = en_US
§
cache_ttl = 300
""",
    ),
    "markdown": (
        """# Getting started

Install the package and run the tests:

    make install
    make test

§

## License

MIT
""",
        """## Usage

Clone the repository, then build it with `make`.

§

See the documentation for the full list of options.
""",
    ),
    "restructuredtext": (
        """Getting started
===============

Install the package with pip, then import it.

§

Contents
--------

.. toctree::
   :maxdepth: 2
""",
    ),
}
"""Language -> excerpts."""
