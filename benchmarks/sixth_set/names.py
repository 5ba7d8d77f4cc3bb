"""Full names of persons behind tags, credits, trailers and metadata."""

NAMES = r"""
%% java
package org.example.model;

/**
 * A node of the tree.
 *
 * @author §name§
 */
public class Node {
}

%% java
package org.example.web;

import java.util.Map;

/**
 * @author §name§
 * @since 3.1
 */
public interface Resolver {
}

%% java
package com.example.batch;

/**
 * Created by §name§ on 03/11/15.
 */
public class Job {
}

%% java
/*
 * Copyright 2012 §name§
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 */
package org.example.cache;

%% php
<?php
/**
 * Sends mail over a socket.
 *
 * @author §name§ <support@example.org>
 */
class Mailer
{
}

%% php
<?php

namespace Acme\Router;

/**
 * Router
 *
 * @package Acme
 * @author  §name§
 * @license MIT
 */
class Router
{
}

%% php
<?php
/*
Plugin Name: Footer Notes
Version: 1.1
Author: §name§
License: GPLv2
*/

%% c++
/**
 * \file    filter.hpp
 * \brief   Median filter.
 * \author  §name§
 * \date    2009
 */
#pragma once

%% c++
/*!
 * @file  heap.cc
 * @author §name§
 * @brief Binary heap
 */
#include "heap.h"

%% c++
// Copyright (c) 2006, §name§
// All rights reserved.

#include <map>

%% c++
//
//  ViewController.cpp
//
//  Created by §name§ on 5/12/13.
//

#include "ViewController.h"

%% c++
// Author: §name§
//
// Tests for the arena allocator.

#include "arena.h"

%% python
from setuptools import setup

setup(
    name="spindle",
    version="1.0.0",
    author="§name§",
    author_email="support@example.org",
    packages=["spindle"],
)

%% python
from setuptools import find_packages, setup

setup(
    name='django-tinytags',
    author='§name§',
    packages=find_packages(),
)

%% python
#!/usr/bin/env python
# -*- coding: utf-8 -*-

__author__ = '§name§'
__version__ = '0.1'
__license__ = 'GPL'

%% python
# Author: §native_name§
# License: BSD 3 clause

import numpy as np

%% python
# Authors: §initial_name§
#
# License: BSD (3-clause)

from scipy import sparse

%% python
'''
Reads binary logs.

:author: §name§
'''

import struct

%% python
project = "tinyplot"
author = "§name§"
release = "0.4"

extensions = ["sphinx.ext.autodoc"]

%% toml
[project]
name = "gridwalk"
version = "0.5.0"
authors = [{ name = "§name§" }]

%% toml
[tool.poetry]
name = "parsnip"
version = "0.1.0"
authors = ["§name§ <support@example.org>"]

%% ini
[metadata]
name = tablekit
author = §name§
license = BSD

%% json
{
  "name": "tiny-debounce",
  "version": "1.1.0",
  "author": "§name§",
  "license": "MIT"
}

%% json
{
  "name": "grid-lines",
  "author": {
    "name": "§name§"
  }
}

%% json
{
  "name": "chart-ticks",
  "contributors": [
    "§name§ <support@example.org>"
  ]
}

%% json
{
  "name": "acme/calendar",
  "authors": [
    {
      "name": "§name§",
      "role": "Lead developer"
    }
  ]
}

%% xml
<project>
  <developers>
    <developer>
      <name>§name§</name>
      <timezone>+1</timezone>
    </developer>
  </developers>
</project>

%% xml
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>netstandard2.0</TargetFramework>
    <Authors>§name§</Authors>
  </PropertyGroup>
</Project>

%% text
AUTHORS
=======

* §name§ (maintainer)

%% text
Credits
-------

Written by §name§.

%% text
pathkit (0.3-1) unstable; urgency=low

  * Initial release.

 -- §name§ <support@example.org>  Mon, 14 Apr 2014 10:22:31 +0200

%% text
Package: libspool
Version: 1.2-3
Maintainer: §name§ <support@example.org>
Architecture: any

%% text
parser: accept trailing commas

Signed-off-by: §name§ <support@example.org>

%% text
2007-09-21  §name§  <support@example.org>

	* configure.ac: Check for strlcpy.

%% text
Changes in 2.1.3

- Fix segfault on empty files. Patch by §name§.
- Update the Makefile.

%% restructuredtext
Changelog
=========

0.9.1
-----

- Fix timezone handling (contributed by §name§)

%% restructuredtext
.. module:: sorter
   :synopsis: Sorts records.

.. moduleauthor:: §name§ <support@example.org>

%% javascript
/*!
 * sticky.js 1.0
 * @author §name§
 * @license MIT
 */
(function () {})();

%% markdown
---
title: Notes on parsing
author: §name§
date: 2017-03-02
---

Text follows.

%% html
<head>
  <meta charset="utf-8">
  <meta name="author" content="§name§">
</head>
"""
