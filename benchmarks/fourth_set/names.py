"""Full names of persons: tags, credits, trailers, changelogs, headers, metadata, data."""

NAMES = r'''
%% python
"""
Helpers for reading raster files.

:author: §name§
:organization: Fernwood Institute
"""
import numpy as np
%% python+
__author__ = "§name§"
%% python
# -*- coding: utf-8 -*-
"""
Created on Wed Nov 13 10:22:41 2019

@author: §name§
"""
import matplotlib.pyplot as plt
%% python
# Authors: §name§
#          ¤accented_name¤
# License: BSD 3 clause

from .base import Estimator
%% python
# conf.py
project = "gridtools"
author = "§middle_name§"
release = "0.9.2"
extensions = ["sphinx.ext.autodoc"]
%% python+
# Algorithm suggested by §name§ on the mailing list
%% java
package net.library;

/**
 * A node of the tree.
 *
 * @author §name§
 * @version 1.0
 */
public class Node<T> {
}
%% java
//
//  Created by §name§ on 21.05.2018.
//
package net.view;

class Toolbar {
}
%% java
/**
 * Reads rows of the register.
 *
 * @author §double_name§
 * @author ¤chinese_name¤
 */
public interface RowReader {
}
%% java+
// Contributed by §name§
%% java
/*
 * Checked-in by:  §name§
 * Last change:    2012-09-03
 */
package net.register;
%% c++
/*
 * matrix.h
 *
 *  Created on: Mar 12, 2015
 *      Author: §name§
 */
#ifndef MATRIX_H_
#define MATRIX_H_
#endif
%% c++
// Name: §name§
// Course: CS 161
// Assignment 4: linked list
#include <iostream>

int main() { return 0; }
%% c++
/// @file   kdtree.hpp
/// @author §accented_name§
/// @brief  Nearest neighbors in low dimensions
%% c++
//  ViewController.mm
//  Notes
//
//  Created by §name§ on 8/2/14.
//
#import "ViewController.h"
%% c++
// Written by §middle_name§ in 1998, adapted for floats by ¤name¤.
float lerp(float a, float b, float t);
%% php
<?php
/**
 * Class for resizing images
 *
 * @package    Gallery
 * @author     §name§
 * @link       https://gallery.fernwood.org
 */
class Resizer
{
}
%% php
<?php
/**
 * @author §accented_name§ <team@example.com>
 */
final class Clock
{
}
%% php
<?php
/*
Theme Name: Quiet
Author: §name§
Version: 1.1
*/
%% javascript
/**
 * @fileoverview Rule to forbid empty loops
 * @author §name§
 */
"use strict";
%% javascript
/*!
 * Parallax v0.3.2
 * Developed by §name§
 */
(function () {})();
%% javascript+
const members = [{ name: '§name§', role: 'Backend developer' }];
%% typescript
// Type definitions for tape-measure 3.1
// Project: https://tape.fernwood.org
// Definitions by: §name§ <https://fernwood.org>

export function measure(text: string): number;
%% typescript+
/** Ported from the Delphi version by §name§. */
%% c#
/*
 * User: §name§
 * Date: 3/9/2012
 * Time: 4:27 PM
 */
using System;
%% c#
/// <summary>Reads and writes the ledger.</summary>
/// <author>§name§</author>
public class Ledger
{
}
%% c#
//-----------------------------------------------------------------------
// <summary>
//   Author: §double_name§
//   Helper for throttled events
// </summary>
//-----------------------------------------------------------------------
namespace Events { }
%% shell
#!/bin/bash
# Script:  rotate.sh
# Author:  §name§
# Purpose: rotate logs that logrotate does not know

set -u
%% shell+
git config user.name "§name§"
%% yaml
title: Reading rasters
date: 2017-05-02
author: §name§
tags: [python, gis]
%% yaml+
maintainer: "§name§"
%% json
{
  "name": "range-slider",
  "version": "0.2.0",
  "author": "§name§",
  "license": "ISC"
}
%% json+
"contributors": ["§name§", "¤name¤"],
%% json
{
  "id": "tilecache",
  "title": "Tile Cache",
  "maintainer": { "name": "§name§", "role": "lead" }
}
%% toml
[package]
name = "tilecache"
version = "0.3.0"
authors = ["§name§ <dev@example.com>"]
edition = "2021"
%% xml
<project>
  <artifactId>ledger</artifactId>
  <developers>
    <developer>
      <name>§name§</name>
      <organization>Ostwerk GmbH</organization>
    </developer>
  </developers>
</project>
%% text
Fix overflow in the length of a record

The length was an int and is now a size_t.

Reviewed-by: §name§ <review@example.org>
%% markdown
# Credits

- §name§ - original idea and first version
- the translators on Weblate
%% restructuredtext
=======
Authors
=======

Development lead
----------------

* §name§
%% text
2009-06-17  §name§

	* src/parse.c (parse_line): Accept a trailing comma.
	* NEWS: Mention it.
'''
