"""Account names of persons, marked as such by an `@`, a url, an author's field, a mention or a TODO."""

HANDLES = r"""
%% python+
# TODO(§login§): drop this once Python 2 support is gone

%% c+++
// TODO(§login§): handle overflow.

%% java+
// TODO(§login§): make this configurable

%% typescript+
// TODO(§login§): remove after the migration

%% c+++
// FIXME(§login§): this leaks when the parse fails

%% markdown
# Changelog

## 2.4.1

- Fix crash on empty input (#213) by @§handle§
- Drop Node 10

%% markdown
## 1.8.0

* Add `--quiet` flag (thanks @§handle§)
* Update dependencies

%% markdown
## What's Changed

* Bump minimist from 1.2.5 to 1.2.6 by @§handle§ in #482
* Fix typo in README

%% markdown
## [3.0.2] - 2019-04-11

### Fixed

- Memory leak in the watcher. Thanks, @§handle§!

%% markdown+
Created by [the author](https://github.com/§handle§).

%% markdown+
Maintained by @§handle§.

%% markdown+
Follow me on Twitter: @§login§

%% markdown+
Follow the author: https://twitter.com/§login§

%% markdown+
[![LinkedIn](https://img.shields.io/badge/LinkedIn-blue)](https://www.linkedin.com/in/§handle§)

%% text
Changes
=======

0.7 (2014-02-11)
----------------

- Fix Unicode paths on Windows (thanks to @§login§)
- Speed up the tokenizer

%% restructuredtext
1.3.0 (2020-06-01)
------------------

* Support type hints (#118, by @§handle§).
* Remove deprecated aliases.

%% restructuredtext
Changelog
=========

- |Fix| Handle empty folds. :pr:`1543` by :user:`§handle§`.

%% restructuredtext+
The author is on GitHub: https://github.com/§handle§

%% json
{
  "name": "deep-pick",
  "version": "2.0.0",
  "author": "§handle§",
  "license": "MIT"
}

%% json
{
  "name": "line-walker",
  "author": {
    "url": "https://github.com/§handle§"
  }
}

%% json
{
  "name": "color-steps",
  "repository": {
    "type": "git",
    "url": "git+https://github.com/§handle§/color-steps.git"
  }
}

%% json
{
  "name": "promise-once",
  "repository": "github:§handle§/promise-once"
}

%% python
from setuptools import setup

setup(
    name="wavetool",
    version="0.2",
    author="§handle§",
    py_modules=["wavetool"],
)

%% python
from setuptools import setup

setup(
    name="pytrie2",
    url="https://github.com/§handle§/pytrie2",
    packages=["pytrie2"],
)

%% python
'''Plots a histogram in the terminal.'''

__author__ = "§handle§"
__version__ = "1.0.2"

%% python+
# Adapted from https://gist.github.com/§handle§/5187e2b64f13

%% python
"author: @§handle§"

import sys

print(sys.version)

%% java
package com.example.game;

/**
 * Created by §login§ on 2016/8/14.
 */
public class Board {
}

%% java
package com.example.net;

/**
 * @author §login§
 * @since 1.4
 */
public interface Channel {
}

%% java
package org.example.io;

/**
 * Wraps a stream.
 *
 * @author §handle§
 */
class Wrapper {
}

%% php
<?php
/**
 * @author §camel_handle§ <https://example.org/>
 */
class Cart
{
}

%% php
<?php
/**
 * Plugin Name: Simple Gallery
 * Author URI: https://github.com/§handle§
 * License: GPL2
 */

%% javascript
/**
 * A tiny event bus.
 *
 * @author §handle§
 */
export class Bus {}

%% typescript
// Type definitions for tiny-bus 1.2
// Definitions by: <https://github.com/§handle§>
// Definitions: https://github.com/DefinitelyTyped/DefinitelyTyped

export function on(name: string): void;

%% yaml
github: §handle§

%% yaml
github: [§handle§]

%% yaml
version: 2
updates:
  - package-ecosystem: npm
    directory: /
    schedule:
      interval: weekly
    reviewers:
      - §handle§

%% yaml
name: Bug report
about: Create a report
labels: bug
assignees: §handle§

%% text
# Default owner
*       @§handle§

%% text
/docs/   @§handle§
/src/    @example/core

%% xml
<project>
  <developers>
    <developer>
      <id>§login§</id>
      <roles><role>developer</role></roles>
    </developer>
  </developers>
</project>

%% c#
/*
 * Created by SharpDevelop.
 * User: §login§
 * Date: 12.03.2010
 */
using System;
"""
