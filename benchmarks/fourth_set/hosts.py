r"""Excerpts in which lines are planted; `§` alone on a line is the place, and its indentation counts."""

from __future__ import annotations

HOSTS = {
    "python": (
        """import logging
import sys

logger = logging.getLogger(__name__)

§


def main(argv=None):
    logger.info("starting with %d arguments", len(argv or sys.argv))
    return 0
""",
        """from pathlib import Path

import yaml

CONFIG_DIR = Path(__file__).parent / "config"
§
DEFAULT_TIMEOUT = 30


def load(name):
    with open(CONFIG_DIR / f"{name}.yml") as stream:
        return yaml.safe_load(stream)
""",
        '''class Importer:
    """Reads rows and hands them on."""

    batch_size = 500
    §

    def run(self, rows):
        for start in range(0, len(rows), self.batch_size):
            yield rows[start : start + self.batch_size]
''',
    ),
    "java": (
        """package net.orderbook.core;

import java.util.List;

public class OrderService {

    private final OrderRepository orders;
    §

    public List<Order> open() {
        return orders.findByStatus(Status.OPEN);
    }
}
""",
        """public final class Startup {

    private static final int RETRIES = 3;

    §

    public static void main(String[] args) throws Exception {
        new Startup().run(args.length > 0 ? args[0] : "default");
    }
}
""",
    ),
    "c++": (
        """#include <string>
#include <vector>

namespace net {

§

class Session {
 public:
  explicit Session(int socket) : socket_(socket) {}

 private:
  int socket_;
};

}  // namespace net
""",
        """#include "scheduler.h"

void Scheduler::tick() {
  for (auto& task : tasks_) {
    if (task.due(now_)) task.run();
  }
}

§

void Scheduler::clear() { tasks_.clear(); }
""",
    ),
    "php": (
        """<?php

require_once __DIR__ . '/bootstrap.php';

§

$rows = $repository->findAll();
foreach ($rows as $row) {
    echo $row->title, PHP_EOL;
}
""",
        """<?php

namespace App\\Support;

§

function slug(string $title): string
{
    return strtolower(preg_replace('/[^a-z0-9]+/i', '-', $title));
}
""",
    ),
    "typescript": (
        """import { readFile } from "node:fs/promises";

export interface Options {
  retries: number;
  verbose?: boolean;
}

§

export async function load(path: string): Promise<string> {
  return readFile(path, "utf8");
}
""",
        """import { Injectable } from "@angular/core";

§

@Injectable({ providedIn: "root" })
export class CartService {
  private items: string[] = [];

  add(item: string): void {
    this.items.push(item);
  }
}
""",
    ),
    "javascript": (
        """const express = require('express');
const app = express();

§

app.get('/health', (req, res) => res.send('ok'));
app.listen(3000);
""",
        """"use strict";

module.exports = function (grunt) {
  §

  grunt.registerTask("default", ["lint", "build"]);
};
""",
        """import React from 'react';

§

export default function Badge({ label }) {
  return <span className="badge">{label}</span>;
}
""",
    ),
    "c#": (
        """using System;
using System.Threading.Tasks;

namespace Warehouse.Sync
{
    public class Worker
    {
        private int retries = 3;
        §

        public Task RunAsync() => Task.CompletedTask;
    }
}
""",
        """namespace Reports;

public sealed class Exporter
{
    §

    public string FileName(DateTime day) => $"report-{day:yyyyMMdd}.csv";
}
""",
    ),
    "shell": (
        """#!/usr/bin/env bash
set -euo pipefail

cd "$(dirname "$0")"
§

docker compose pull
docker compose up -d --remove-orphans
""",
        """#!/bin/sh
# Nightly job

LOG=/var/log/nightly.log
§
find /var/backups -mtime +14 -delete >> "$LOG" 2>&1
""",
    ),
    "yaml": (
        """version: "3"
services:
  web:
    image: nginx:1.25
    environment:
      TZ: UTC
      §
    ports:
      - "8080:80"
""",
        """name: inventory
debug: false
cache:
  backend: redis
  ttl: 300
§
logging:
  level: info
""",
    ),
    "json": (
        """{
  "name": "inventory-sync",
  "version": "2.4.1",
  "private": true,
  §
  "scripts": {
    "build": "tsc -p .",
    "test": "jest"
  }
}
""",
        """{
  "environment": "production",
  "logLevel": "warn",
  §
  "features": {
    "search": true,
    "export": false
  }
}
""",
    ),
    "toml": (
        """[project]
name = "gridtools"
version = "0.9.2"
requires-python = ">=3.9"
§

[tool.black]
line-length = 100
""",
    ),
    "ini": (
        """[server]
port = 8443
workers = 4
§

[logging]
level = INFO
""",
    ),
    "xml": (
        """<?xml version="1.0" encoding="utf-8"?>
<configuration>
  <startup mode="fast" />
  §
  <logging level="warn" />
</configuration>
""",
    ),
    "markdown": (
        """# gridtools

Small tools for rasters and grids.

## Notes

§

## License

MIT
""",
        """Installation
============

1. Clone the repository and run `make`.
2. Copy `settings.sample` to `settings`.

§

Run the tests with `make test`.
""",
    ),
    "restructuredtext": (
        """gridtools
=========

Usage
-----

§

Tests are run with ``tox``.
""",
    ),
}
"""Language -> excerpts."""
