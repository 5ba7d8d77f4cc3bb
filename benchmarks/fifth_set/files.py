"""Excerpts of files of data and of prose with one line to plant in, by language."""

from __future__ import annotations

FILES: dict[str, tuple[str, ...]] = {
    "yaml": (
        """version: "3"

services:
  web:
    image: nginx:1.25
    ports:
      - "8080:80"
§
""",
        """# Settings of the service.
debug: false
workers: 4
§
log:
  level: info
  format: plain
""",
    ),
    "json": (
        """{
  "version": "2.1.0",
  "private": true,
  §
  "scripts": {
    "test": "mocha"
  }
}
""",
        """{
  "debug": false,
  "service": {
    §
    "timeout": 30
  }
}
""",
    ),
    "toml": (
        """[tool.black]
line-length = 100

[service]
§
workers = 4
""",
    ),
    "ini": (
        """[server]
port = 8080
workers = 4
§

[log]
level = info
""",
        """; Settings of the application
[main]
debug = false
§
timeout = 30
""",
    ),
    "xml": (
        """<?xml version="1.0" encoding="UTF-8"?>
<configuration>
  <property name="pool.size" value="8"/>
  §
  <property name="pool.timeout" value="30"/>
</configuration>
""",
    ),
    "markdown": (
        """# Tidy tables

A small library that lines up columns.

## Usage

    npm install tidy-tables

§

## License

MIT
""",
        """## Contents

- Install
- Configure
- Run

§

Run `make test` before you open a pull request.
""",
    ),
    "restructuredtext": (
        """Tidy tables
===========

A small library that lines up columns.

§

Install
-------

Run ``pip install tidy-tables``.
""",
        """Getting started
***************

.. contents::
   :local:

§

See also :doc:`configuration`.
""",
    ),
    "text": (
        """NOTES ON THE RELEASE
====================

The build needs a C compiler and make.

§

See INSTALL for the rest.
""",
        """Read this first.

§

More stands in the folder doc.
""",
    ),
}
