"""Full names of persons behind tags, in credits, trailers, headers and metadata."""

from __future__ import annotations

NAMES = r'''
%% java
package org.acme.store;

/**
 * Keeps rows on disk.
 *
 * @author §name§
 * @version 1.2
 */
public class DiskStore {
}
%% java
/*
 * FileName: Token.java
 * Author:   §name§
 * Date:     2015/3/2
 * Description: what the scanner hands over
 */
package net.sample.json;

public interface Token {
}
%% java
/**
 * Created by §name§ on 14/09/2015.
 */
public class MainActivity extends Activity {
    private int count;
}
%% xml
<project>
  <modelVersion>4.0.0</modelVersion>
  <artifactId>store-client</artifactId>
  <developers>
    <developer>
      <id>lead</id>
      <name>§name§</name>
      <roles><role>developer</role></roles>
    </developer>
  </developers>
</project>
%% xml
<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2010/07/nuspec.xsd">
  <metadata>
    <id>Shop.Data</id>
    <version>1.0.3</version>
    <authors>§name§</authors>
    <description>Access to the shop's data.</description>
  </metadata>
</package>
%% xml
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>netstandard2.0</TargetFramework>
    <Authors>§name ascii§</Authors>
    <PackageTags>tables</PackageTags>
  </PropertyGroup>
</Project>
%% python
from setuptools import setup

setup(
    name="rowpack",
    version="1.1",
    author="§name§",
    py_modules=["rowpack"],
)
%% python
# -*- coding: utf-8 -*-
"""Readers of column files."""

__author__ = '§name§'
__version__ = '1.3.0'
__license__ = 'BSD'
%% python
"""Solves small linear systems.

:author: §name§
:license: BSD-3-Clause
"""

import math
%% python
# Author: §name initial§
# License: BSD 3 clause

import os
%% python
project = 'Tidy tables'
author = '§name§'
release = '0.4'
extensions = ['sphinx.ext.autodoc']
%% python
"""Module docstring.

Original author: §name ascii§
"""

from __future__ import print_function
%% json
{
  "name": "left-align",
  "version": "0.0.7",
  "author": "§name§",
  "license": "ISC"
}
%% json
{
  "name": "tidy-tables",
  "version": "2.1.0",
  "author": {
    "name": "§name§"
  },
  "license": "MIT"
}
%% json
{
  "name": "tidy-tables",
  "contributors": [
    "§name§"
  ],
  "main": "lib/index.js"
}
%% json
{
  "name": "acme/router",
  "authors": [
    {
      "name": "§name§",
      "role": "Developer"
    }
  ],
  "require": {"php": ">=5.6"}
}
%% toml
[project]
name = "rowpack"
version = "1.1"
authors = [{name = "§name§"}]
%% ini
[metadata]
name = rowpack
author = §name ascii§
license = MIT
%% yaml
name: tidy_tables
version: 0.2.1
author: §name§
environment:
  sdk: ">=2.1.0 <3.0.0"
%% yaml
cff-version: 1.2.0
message: Please cite this software.
authors:
  - name: "§name comma§"
title: Tidy tables
%% text
Package: tidytables
Version: 0.2.1
Title: Line Up Columns
Author: §name§
License: GPL-2
%% text
rowpack (1.1-2) unstable; urgency=medium

  * Rebuild against the new library.

 -- §name§ <team+rowpack@tracker.debian.org>  Mon, 11 Mar 2019 10:02:17 +0100
%% text
AUTHORS
=======

Lead developer: §name§

See the log for everybody else.
%% text
Read rows lazily

The reader held the whole file.

Signed-off-by: §name§
%% text
Fix the width of empty columns

Closes #214.

Co-authored-by: §name§
%% text
Changes of version 2.4

  * Added a Swedish translation (thanks to §name§)
  * Fixed a crash with empty input
%% text
msgid ""
msgstr ""
"Project-Id-Version: rowpack 1.1\n"
"Last-Translator: §name§\n"
"Language: eo\n"
%% restructuredtext
1.2.0 (2017-05-30)
------------------

* Read files without an end of line. Patch by §name§.
* Faster tests.
%% restructuredtext
Tidy tables
===========

:Author: §name§
:Date: 2016-11-02

Lines up columns.
%% markdown+
Created and maintained by §name§.
%% markdown
# Credits

- Design: §name§
- Fonts: the Open Font project
%% markdown
---
layout: post
title: Tables without pain
author: §name§
---

Columns should line up.
%% c++
/**
 * \file ring.hpp
 * \author §name§
 * \date 2018-04-12
 */
#pragma once

template <typename T>
struct Ring;
%% c++
//
// ring.ipp - the ring's inline functions
//
// Contributed by §name initial§
//

#include <cstddef>
%% c
/*
 * Driver of the A7 sensor
 *
 * Written by §name§, 2010
 */
#include <linux/module.h>

MODULE_LICENSE("GPL");
%% c
#include <linux/module.h>

MODULE_AUTHOR("§name ascii§");
MODULE_LICENSE("GPL v2");
%% php
<?php
/**
 * Routes requests.
 *
 * @package Acme_Router
 * @author  §name§
 * @license MIT
 */
class Router
{
}
%% javascript
/*!
 * carousel v1.0.3 by §name§
 * MIT License
 */
window.carousel = function () {};
%% c#
// <copyright file="Row.cs" company="Shop">
// Author: §name§
// </copyright>
namespace Shop.Data
{
    public struct Row { }
}
%% python
# 作者: §name native§
# 日期: 2018-06-12

import numpy as np
'''
