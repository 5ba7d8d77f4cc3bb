"""Entries: names of persons, behind author tags, in sign-offs and in metadata."""

from __future__ import annotations

ENTRIES = r'''
=== python
"""Solves the berth plan with a tabu search."""

__author__ = "«name»"
__version__ = "0.2"
=== python
#!/usr/bin/env python3
# -*- coding: utf-8 -*-
# Author: «accented»
# Created on Tue Mar  3 2015
import sys
=== python
setup(
    name="moorings",
    maintainer="«name»",
    url="https://moorings.brackenhill.org",
)
=== python
# Written by «initial», winter term 2018.
# Homework 4: shortest paths.
import heapq
=== python
project = "Plumbline"
author = "«particle»"
extensions = ["sphinx.ext.autodoc"]
=== java
/**
 * Reads shapefiles.
 *
 * @author «name»
 * @version 1.3
 */
public class ShapefileReader {
}
=== java
/*
 * Created by «initial» on 17/11/2016.
 */
package no.northfjord.timetable;
=== java
package de.ostwerk.labels;

/** @author «accented» */
interface Label {
    String text();
}
=== c++
/**
 * @file   spline.cpp
 * @author «two_first»
 * @brief  Cubic splines with clamped ends
 */
#include "spline.hpp"
=== c++
// Original algorithm by «name», ported from his Pascal program.
std::vector<Point> hull(std::vector<Point> points);
=== c++
//  timer.h
//  Metronome
//
//  Created by «name» on 2/9/14.
//
#pragma once
=== c
MODULE_AUTHOR("«initial»");
MODULE_DESCRIPTION("Driver for the SX1509 port expander");
MODULE_LICENSE("GPL v2");
=== c
/* Contributed by «particle».
   Handles denormals without a table. */
double next_up(double x);
=== php
<?php
/**
 * Seating plan.
 *
 * @package   Orchestra
 * @author    «name»
 * @license   MIT
 */
=== php
/*
Plugin Name: Tide Widget
Description: Shows when the water comes.
Version: 1.2
Author: «name»
*/
=== typescript
/**
 * Formats durations the way sailors say them.
 * @author «two_first»
 * @packageDocumentation
 */
export {};
=== typescript
// Maintainer: «name»
// Do not add dependencies here, this file is copied into the service worker.
export const VERSION = 4;
=== javascript
// ==UserScript==
// @name     Wider tables
// @author   «accented»
// @match    https://timetable.northfjord.no/*
// ==/UserScript==
=== json
{
  "name": "gull-cli",
  "version": "3.1.4",
  "author": "«name»",
  "bin": "gull.js"
}
=== json
{
  "title": "Tides of the northern harbors",
  "creators": [{ "name": "«name»", "affiliation": "Institute of Marine Data" }],
  "license": "CC-BY-4.0"
}
=== c#
// <author>«initial»</author>
// <date>2013-06-21</date>
namespace Plotter.Drivers
{
}
=== c#
/// <summary>Splits words at syllables.</summary>
/// <remarks>Written by «name» during the hackathon.</remarks>
public static class Hyphenator { }
=== shell
#!/bin/bash
#
# Author:      «name»
# Description: rotates the logs of the gate
# Usage:       rotate.sh DAYS
=== shell
cat <<'EOF' | git commit -F -
Make the parser accept empty sections

Signed-off-by: «accented»
EOF
=== yaml
title: Winter timetable
author: «name»
theme: jekyll-theme-minimal
=== yaml
cff-version: 1.2.0
message: Please cite this software.
title: Plumbline
authors:
  - name: «initial»
=== yaml
openapi: 3.0.3
info:
  title: Berths
  version: "7"
  contact:
    name: «name»
=== markdown
---
title: How we moved to trunk-based development
author: «particle»
date: 2022-08-30
---

It took three months.
=== markdown
## Credits

Icons drawn by «name».
=== restructuredtext
:Author: «name»
:Date: 2011-10-05
:Revision: 42

Sluice protocol
===============
=== ini
[General]
name=Contour labels
description=Places labels along contour lines
qgisMinimumVersion=3.0
author=«name»
=== toml
[project]
name = "gullwing"
version = "0.9"
authors = [{ name = "«two_first»" }]
=== xml
<package>
  <metadata>
    <id>Syllables</id>
    <version>2.1.0</version>
    <authors>«name»</authors>
  </metadata>
</package>
=== html
<head>
  <meta charset="utf-8">
  <meta name="author" content="«name»">
  <title>Tide calendar</title>
</head>
=== sql
-- Author:      «name»
-- Create date: 2017-04-11
-- Description: closes the books of a month
CREATE PROCEDURE dbo.CloseMonth @month date AS
=== diff
From 3c1e Mon Sep 17 00:00:00 2001
Subject: [PATCH] wifi: drop frames of unknown length

Reviewed-by: «name»
---
 drivers/net/sluice.c | 2 ++
=== text
Gate firmware
  Code: see the file list
  Reported-by: «initial»
  Fixed in 2.14
=== r
#' Tide heights
#'
#' @author «accented»
#' @export
tide <- function(t, parts) sum(parts$a * cos(parts$w * t + parts$p))
'''
