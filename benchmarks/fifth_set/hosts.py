"""Excerpts of files with one line to plant in, by language. No secret and no person stands in them."""

from __future__ import annotations

from benchmarks.fifth_set.files import FILES

HOSTS: dict[str, tuple[str, ...]] = {
    "python": (
        '''"""Read the settings of the service."""

import logging
import os

log = logging.getLogger(__name__)

§

DEFAULT_TIMEOUT_S = 30


def base_folder() -> str:
    return os.environ.get("SERVICE_HOME", ".")
''',
        """import json
import unittest

from shop.client import Client


class TestClient(unittest.TestCase):
    def test_orders_are_listed(self):
        §
        client = Client(timeout=5)
        self.assertEqual(json.loads("[]"), client.orders())


if __name__ == "__main__":
    unittest.main()
""",
        """from collections import OrderedDict
import requests


class Fetcher(object):
    retries = 3
    §

    def get(self, path, **params):
        for _ in range(self.retries):
            reply = requests.get(self.base + path, params=params)
            if reply.ok:
                return reply.json(object_pairs_hook=OrderedDict)
        raise IOError("no reply for %s" % path)
""",
        """def normalize(rows, width=80):
    out = []
    for row in rows:
        row = row.rstrip()
        if len(row) > width:
            row = row[:width]
        §
        out.append(row)
    return out
""",
    ),
    "java": (
        """package org.acme.store;

import java.util.List;
import java.util.Objects;

public class StoreClient {
    private final int retries;
    §

    public StoreClient(int retries) {
        this.retries = retries;
    }

    public boolean isEmpty(List<String> items) {
        return Objects.requireNonNull(items).isEmpty();
    }
}
""",
        """package net.example.batch;

import org.junit.Test;
import static org.junit.Assert.assertEquals;

public class BatchTest {
    §

    @Test
    public void sumsUp() {
        assertEquals(6, Batch.sum(1, 2, 3));
    }
}
""",
        """package com.sample.web;

/** Holds what the filters share. */
public final class Context {
    private static final int BUFFER = 4096;

    §

    private Context() {}

    static int buffer() {
        return BUFFER;
    }
}
""",
    ),
    "c++": (
        """#include <string>
#include <vector>

namespace net {

§

int count(const std::vector<std::string>& parts) {
    return static_cast<int>(parts.size());
}

}  // namespace net
""",
        """#include "session.h"

#include <cassert>
#include <iostream>

void Session::open(int port) {
    assert(port > 0);
    §
    std::cout << "open on " << port << std::endl;
    connected_ = true;
}
""",
        """#ifndef CODEC_BUFFER_H
#define CODEC_BUFFER_H

#include <cstdint>

§

struct Buffer {
    uint8_t* data;
    uint32_t size;
};

#endif
""",
    ),
    "php": (
        """<?php

namespace App\\Service;

class Mailer
{
    private $transport;

    public function send(array $message)
    {
        §
        return $this->transport->push($message);
    }
}
""",
        """<?php
// Settings of the site.
error_reporting(E_ALL);
date_default_timezone_set('UTC');

§

$table_prefix = 'app_';
require_once dirname(__FILE__) . '/load.php';
""",
        """<?php

use PHPUnit\\Framework\\TestCase;

class CartTest extends TestCase
{
    public function testTotal()
    {
        $cart = new Cart();
        §
        $this->assertSame(0, $cart->total());
    }
}
""",
    ),
    "typescript": (
        """import { Injectable } from 'angular-core';

export interface Settings {
  url: string;
  retries: number;
}

§

export function merge(a: Settings, b: Partial<Settings>): Settings {
  return { ...a, ...b };
}
""",
        """import { readFileSync } from 'fs';

describe('parser', () => {
  it('reads an empty file', () => {
    §
    expect(parse('')).toEqual([]);
  });
});
""",
    ),
    "javascript": (
        """'use strict';

var http = require('http');
var util = require('util');

§

module.exports = function create(options) {
  options = util._extend({ port: 8080 }, options);
  return http.createServer().listen(options.port);
};
""",
        """const assert = require('assert');
const { encode } = require('../lib');

test('encodes an empty list', () => {
  §
  assert.strictEqual(encode([]), '');
});
""",
        """(function ($) {
  $.fn.carousel = function (speed) {
    var self = this;
    §
    return self.each(function () {
      $(this).fadeIn(speed || 400);
    });
  };
})(jQuery);
""",
    ),
    "c#": (
        """using System;
using System.Collections.Generic;

namespace Shop.Data
{
    public class Repository
    {
        private readonly List<string> _rows = new List<string>();
        §

        public int Count => _rows.Count;
    }
}
""",
        """using Xunit;

namespace Shop.Tests
{
    public class ParserTests
    {
        [Fact]
        public void ReadsNothing()
        {
            §
            Assert.Empty(Parser.Read(string.Empty));
        }
    }
}
""",
    ),
    "shell": (
        """#!/bin/bash
# Deploy the newest build.
set -euo pipefail

cd "$(dirname "$0")/.."
§

for folder in build dist; do
    mkdir -p "$folder"
done
""",
        """#!/bin/sh
# Usage: backup.sh FOLDER

folder=${1:-.}
[ -d "$folder" ] || exit 2
§
tar czf "backup-$(date +%F).tar.gz" "$folder"
""",
        """# Shared by the scripts of this folder.
log() { printf '%s\\n' "$*" >&2; }

§

require() {
    command -v "$1" >/dev/null || { log "missing: $1"; exit 1; }
}
""",
    ),
    **FILES,
}
