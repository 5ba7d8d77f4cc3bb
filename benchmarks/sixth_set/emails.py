"""E-mail addresses of persons."""

EMAILS = r"""
%% python
from setuptools import find_packages, setup

setup(
    name="tinyqueue",
    version="0.3.1",
    author_email="§email§",
    packages=find_packages(),
)

%% python
from distutils.core import setup

setup(name='pyconv',
      version='1.0',
      author_email='§email§',
      license='BSD',
      py_modules=['pyconv'])

%% python
'''Tools for sparse grids.'''

__version__ = "0.9"
__email__ = "§email§"

%% python+
# Contact: §email§

%% python
# -*- coding: utf-8 -*-
#
# Author: <§email§>
# License: BSD 3 clause

import numpy as np

%% python
maintainer_email = '§own_email§'

%% toml
[project]
name = "fastgeo"
version = "1.2.0"
authors = [{ email = "§email§" }]

%% ini
[metadata]
name = oslash
version = 2.1
author_email = §email§
license = MIT

%% json
{
  "name": "left-justify",
  "version": "1.0.4",
  "author": {
    "email": "§email§"
  },
  "license": "MIT"
}

%% json
{
  "name": "tiny-emitter-x",
  "main": "index.js",
  "author": "§email§",
  "license": "ISC"
}

%% json
{
  "name": "acme/feed-reader",
  "type": "library",
  "authors": [
    {
      "email": "§email§",
      "role": "Developer"
    }
  ]
}

%% json
{
  "name": "x-table",
  "bugs": {
    "email": "§email§"
  }
}

%% xml
<project>
  <modelVersion>4.0.0</modelVersion>
  <developers>
    <developer>
      <email>§email§</email>
    </developer>
  </developers>
</project>

%% xml
<package>
  <maintainer email="§email§">maintainer</maintainer>
  <license>BSD</license>
</package>

%% java
package org.example.parser;

/**
 * Reads one record at a time.
 *
 * @author §email§
 */
public class RecordReader {
}

%% java
/*
 * Please send bug reports to §email§
 */
package net.example.chart;

class Axis {
}

%% java
package org.example.util;

/**
 * @author <a href="mailto:§email§">the author</a>
 * @version 1.2
 */
public final class Strings {
}

%% php
<?php
/**
 * Pagination helper
 *
 * @author  <§email§>
 * @license http://www.opensource.org/licenses/mit-license.php MIT
 */
class Pager
{
}

%% php
<?php
/*
 * @author §email§
 * @since 1.0
 */

namespace App;

%% c++
// Written by <§email§>
// Distributed under the Boost Software License, Version 1.0.

#include <vector>

%% c++
/**
 * @file   matrix.cpp
 * @author §email§
 * @date   2011-03-14
 */

#include "matrix.h"

%% c++
/*
 * This code is in the public domain.
 * Questions and patches: §email§
 */

#include <stdio.h>

%% javascript
/*!
 * jquery.scrolly v1.1
 * Contact: §email§
 * Licensed under MIT
 */
(function ($) {})(jQuery);

%% javascript+
// author: §email§

%% typescript+
// Questions: §email§

%% c#
// ----------------------------------------
// Author: §email§
// Created: 2013-05-02
// ----------------------------------------
using System;

%% shell
#!/bin/bash
# Author: §email§
# Purpose: nightly dump of all tables

pg_dumpall > dump.sql

%% shell+
git config user.email "§email§"

%% shell+
ssh-keygen -t rsa -b 4096 -C "§email§"

%% yaml
language: java
notifications:
  email:
    - §email§

%% yaml
maintainers:
  - email: §email§

%% yaml+
author_email: §email§

%% markdown+
If you find a bug, write to me: §email§

%% markdown
# Contributor Covenant Code of Conduct

## Enforcement

Instances of abusive behavior may be reported by contacting the maintainer at <§email§>.

%% markdown+
For questions, contact [me](mailto:§email§).

%% restructuredtext
=========
pysampler
=========

:Contact: §email§
:License: MIT

A sampler.

%% text
Metadata-Version: 1.1
Name: pyrange
Version: 0.4.2
Author-email: §email§
License: UNKNOWN

%% text
commit message

Fix the race in the pool.

Signed-off-by: <§email§>

%% html
<footer>
  <p>Questions? <a href="mailto:§email§">Write to the author</a></p>
</footer>

%% text
# German translation.
msgid ""
msgstr ""
"Last-Translator: <§email§>\n"
"Language: de\n"
"Content-Type: text/plain; charset=UTF-8\n"
"""
