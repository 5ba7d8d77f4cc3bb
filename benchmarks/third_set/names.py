"""Names of people."""

NAMES = r'''
%% java
/**
 * A cursor over pages.
 *
 * @author §name§
 */
public class Cursor {}
%% java
/**
 * @author §middle§
 * @since 3.1
 */
public interface Store {}
%% java
/*
 * Created by IntelliJ IDEA.
 * User: §name§
 * Date: 12.03.2014
 */
class Scratch {}
%% java
/**
 * Created by §name§ on 24/08/2016.
 */
public class DetailFragment extends Fragment {}
%% python
"""Readers of lantern files."""

__author__ = "§name§"
__version__ = "0.4"
%% python
#!/usr/bin/env python
# -*- coding: utf-8 -*-
# Author: §name§
import sys
%% python
from setuptools import setup

setup(
    name="lantern",
    author="§name§",
    packages=["lantern"],
)
%% python
# docs/conf.py
project = "Lantern"
author = "§name§"
extensions = ["sphinx.ext.autodoc"]
%% python
"""Queues.

:author: §name§
"""
%% python
"""
Created on Mon Mar 12 10:21:05 2018

@author: §name§
"""
import numpy as np
%% python+
# Patch by §name§.
%% python+
# Thanks to §name§ for finding this.
%% python
# Authors: §name§
# License: BSD 3 clause
import numpy as np
%% php
<?php
/**
 * Renders pages.
 *
 * @author §name§
 * @license MIT
 */
%% php
<?php
/*
Plugin Name: Lantern Slider
Description: A small slider.
Author: §name§
Version: 1.0
*/
%% php
<?php
/**
 * Original version by §name§
 */
namespace Lantern;
%% javascript
/**
 * Debounce.
 *
 * @author §name§
 */
export default function debounce(fn) {}
%% javascript
// ==UserScript==
// @name         Lantern
// @version      0.2
// @author       §name§
// ==/UserScript==
%% json
{
  "name": "lantern-ui",
  "version": "1.0.0",
  "author": "§name§",
  "license": "MIT"
}
%% json
{
  "name": "lantern-cli",
  "author": {
    "name": "§name§"
  }
}
%% json
{
  "name": "lantern-core",
  "contributors": [
    "§name§"
  ]
}
%% json
{
  "name": "lantern/core",
  "authors": [
    { "name": "§name§", "role": "Developer" }
  ]
}
%% xml
<package>
  <metadata>
    <id>Lantern.Core</id>
    <authors>§name§</authors>
  </metadata>
</package>
%% xml
<developers>
  <developer>
    <name>§name§</name>
    <roles><role>lead</role></roles>
  </developer>
</developers>
%% xml
<changelog>
  <author>§name§</author>
  <version>1.2</version>
</changelog>
%% c#
// <author>§name§</author>
// <date>2015-02-11</date>
using System;
%% c#
//
// ReportJob.cs
//
// Author:
//   §name§
//
using System;
%% c#
/// <remarks>Written by §name§.</remarks>
public class Importer {}
%% c++
//===========================================
// Name        : ring.cpp
// Author      : §name§
// Version     : 1.0
//===========================================
#include <iostream>
%% c++
/**
 * @file   ring.h
 * @author §name§
 * @brief  Ring buffer
 */
#pragma once
%% c++
/* Written by §name§, 2009. */
#include <stdio.h>
%% c++
// Contributed by §name§.
#include <vector>
%% shell
#!/bin/bash
#
# Author: §name§
# Date:   2017-05-02
set -e
%% markdown
# Lantern

## Author

§name§
%% markdown
## Acknowledgments

Thanks to §name§ for the first parser.
%% text
Signed-off-by: §name§
%% text
Reviewed-by: §name§
%% typescript
/**
 * @author §name§
 */
export class Outline {}
%% restructuredtext
=======
Credits
=======

Development Lead
----------------

* §name§
%% toml
[package]
name = "lantern"
authors = [{ name = "§name§" }]
'''
