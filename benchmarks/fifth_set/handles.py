"""Account names of persons, where packages hold them."""

from __future__ import annotations

HANDLES = r'''
%% python+
# TODO(§handle short§): drop this when Python 2 is gone
%% java+
// TODO(§handle short§): close the stream
%% c+++
// TODO(§handle short§): handle big-endian machines.
%% shell+
# FIXME(§handle short§): breaks on macOS
%% typescript+
// TODO(@§handle§): remove after the migration
%% python+
# Thanks to @§handle§ for the fix.
%% markdown
# Changelog

## 2.3.1

- Fix the width of empty columns, thanks to @§handle§
- Drop Node 8
%% markdown
## [1.4.0] - 2021-03-02

### Added

- Support for tabs (#214)
- Dark mode ([#219](https://github.com/tidy-tables/tidy-tables/pull/219) via @§handle§)
%% markdown+
Maintained by [@§handle§][author].
%% markdown+
[Follow me on Twitter](https://twitter.com/§handle word§)
%% markdown+
<a href="https://github.com/§handle§"><img src="https://img.shields.io/badge/author-profile-blue"></a>
%% markdown+
* The original author's page: https://github.com/§handle§
%% markdown+
- Swedish translation by @§handle§
%% restructuredtext
Changes
=======

1.2.0
-----

* Read files without an end of line (contributed by `@§handle§`)
* Faster tests
%% restructuredtext
Credits
-------

Development lead: https://github.com/§handle§
%% restructuredtext+
.. _author: https://bitbucket.org/§handle word§/
%% restructuredtext+
Thanks to GitHub user §handle§ for the patch.
%% text
AUTHORS
=======

Maintainer: github.com/§handle§
%% text
v0.9.4 / 2015-06-11
===================

  * fix double callback (@§handle§)
  * deps: debug 2.2.0
%% text
1.0.8
 - Fixed #31: crash on empty input (reported by @§handle§)
 - Updated the manual
%% text
* @acme/platform
docs/ @§handle§
%% json
{
  "name": "left-align",
  "version": "0.0.7",
  "author": "§handle§",
  "license": "MIT"
}
%% json
{
  "name": "tidy-tables",
  "version": "2.1.0",
  "author": {
    "url": "https://github.com/§handle§"
  },
  "license": "MIT"
}
%% json
{
  "name": "tidy-tables",
  "version": "2.1.0",
  "contributors": [
    {"login": "§handle§", "contributions": ["code", "doc"]}
  ]
}
%% json
{
  "_id": "left-align@0.0.7",
  "_npmUser": {
    "name": "§handle§"
  },
  "_shasum": null
}
%% yaml
version: 2
updates:
  - package-ecosystem: npm
    directory: /
    schedule:
      interval: weekly
    assignees:
      - §handle§
%% yaml
github: §handle§
custom: https://tidy-tables.dev/donate
%% yaml
patreon: §handle word§
open_collective: tidy-tables
%% yaml
cff-version: 1.2.0
title: Tidy tables
authors:
  - alias: §handle word§
%% python
"""Reads column files."""

__author__ = "§handle word§"
__version__ = "0.3"
%% python
from setuptools import setup

setup(
    name="rowpack",
    version="1.1",
    author="§handle word§",
    py_modules=["rowpack"],
)
%% python
# Inspired by a gist: https://gist.github.com/§handle§/1843

import struct


def pack(row):
    return struct.pack("<I", len(row))
%% java
package org.acme.store;

/**
 * Keeps rows in memory.
 *
 * @author §handle word§
 */
public class MemoryStore {
}
%% java
/**
 * Created by §handle word§ on 12/3/2016.
 */
public class LoginActivity extends Activity {
    private boolean ready;
}
%% c++
/**
 * @file   ring.hpp
 * @author §handle word§
 * @date   2018-04-12
 */
#pragma once

template <typename T>
struct Ring;
%% c#
// <author>§handle word§</author>
using System;

namespace Shop.Data
{
    public struct Row { }
}
%% c#
namespace Game.Ui
{
    /// <summary>
    /// Created by §handle word§, 2017-02-08.
    /// </summary>
    public class Menu
    {
    }
}
%% php
<?php
/**
 * Plugin Name: Tidy Tables
 * Plugin URI: https://tidy-tables.dev
 * Version: 1.0.2
 * Author: §handle word§
 * Author URI: https://tidy-tables.dev
 */
%% javascript
// ==UserScript==
// @name         Tidy tables
// @namespace    https://tidy-tables.dev
// @version      0.4
// @author       §handle word§
// @match        https://tidy-tables.dev/*
// ==/UserScript==

document.title = 'Tidy';
%% javascript+
// Adapted from https://codepen.io/§handle§/pen/aZrmQ
%% html
<footer>
  <p>Built with care.</p>
  <a class="twitter" href="https://twitter.com/§handle word§">Twitter</a>
  <a class="rss" href="/feed.xml">Feed</a>
</footer>
%% html
<!DOCTYPE html>
<html>
<head>
<meta name="twitter:card" content="summary">
<meta name="twitter:creator" content="@§handle word§">
<title>Tidy tables</title>
</head>
</html>
'''
