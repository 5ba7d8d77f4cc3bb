"""E-mail addresses of persons, where packages hold them."""

from __future__ import annotations

EMAILS = r'''
%% python
from setuptools import find_packages, setup

setup(
    name="tidy-tables",
    version="0.4.2",
    author="The Tidy Tables team",
    author_email="§email§",
    packages=find_packages(),
    license="MIT",
)
%% python
from distutils.core import setup

setup(
    name='rowpack',
    version='1.1',
    maintainer='rowpack developers',
    maintainer_email='§email free§',
    py_modules=['rowpack'],
)
%% python
# -*- coding: utf-8 -*-
"""Readers of column files."""

__version__ = '1.3.0'
__email__ = '§email work§'
%% python+
# Bugs and wishes to §email§
%% python
#!/usr/bin/env python
# Copyright (c) 2014 <§email own§>
#
# Permission to use, copy, modify, and distribute this software for any purpose is granted.

import sys

print(sys.argv[1:])
%% python+
DEFAULT_FROM_EMAIL = "§email work§"
%% python
import responses


def test_a_user_is_read():
    user = {"id": 7, "email": "§email free§", "active": True}
    assert parse(user).active
%% text
Metadata-Version: 2.1
Name: rowpack
Version: 1.1
Summary: Packs rows.
Author-email: §email free§
License: BSD
Platform: UNKNOWN
%% json
{
  "name": "tidy-tables",
  "version": "2.1.0",
  "main": "index.js",
  "author": {
    "name": "Tidy Tables",
    "email": "§email free§"
  },
  "license": "MIT"
}
%% json
{
  "name": "left-align",
  "version": "0.0.7",
  "maintainers": [
    {"name": "npm-team", "email": "§email own§"}
  ],
  "license": "ISC"
}
%% json
{
  "name": "acme/router",
  "type": "library",
  "require": {"php": ">=7.1"},
  "support": {
    "email": "§email work§",
    "issues": "https://github.com/acme/router/issues"
  }
}
%% xml
<project>
  <modelVersion>4.0.0</modelVersion>
  <artifactId>store-client</artifactId>
  <developers>
    <developer>
      <email>§email work§</email>
      <organization>Acme</organization>
      <roles><role>lead</role></roles>
    </developer>
  </developers>
</project>
%% xml
<?xml version="1.0"?>
<package format="2">
  <name>arm_driver</name>
  <version>0.3.1</version>
  <description>Drives the arm.</description>
  <maintainer email="§email school§">Arm team</maintainer>
  <license>BSD</license>
</package>
%% toml
[package]
name = "rowpack"
version = "0.2.0"
authors = ["§email free§"]
edition = "2018"
%% toml
[project]
name = "tidy-tables"
version = "3.0.1"
authors = [{email = "§email plus§"}]
requires-python = ">=3.8"
%% ini
[metadata]
name = rowpack
version = 1.1
author = rowpack developers
author_email = §email school§
license = BSD
%% java
/**
 * Sends a batch of rows.
 *
 * @author §email§
 * @since 1.2
 */
public class Sender {
    private int sent;
}
%% java
/*
 * Store client
 * Questions: mailto:§email work§
 */
package org.acme.store;

class Version {
    static final String NUMBER = "1.4.0";
}
%% java+
private static final String RECIPIENT = "§email free§";
%% c++
/**
 * \file codec.h
 * \brief Encodes buffers.
 * \author §email school§
 */
#pragma once

int encode(const char* in, char* out);
%% c++
// Copyright 2016 §email upper§
// Distributed under the Boost Software License, Version 1.0.

#include <vector>

std::vector<int> primes(int limit);
%% c
/* This file is part of rowpack. Send patches to <§email own§>. */
#include <stdio.h>

int main(void)
{
    return puts("rowpack") < 0;
}
%% c
#include <linux/module.h>

MODULE_LICENSE("GPL");
MODULE_AUTHOR("§email work§");
MODULE_DESCRIPTION("Driver of the A7 sensor");
%% php
<?php
/**
 * Routes requests.
 *
 * @package Acme_Router
 * @author  <§email free§>
 * @license MIT
 */
class Router
{
}
%% php+
$to = '§email free§';
%% javascript
/*!
 * jQuery carousel plugin v1.0.3
 * Contact: §email§
 * Released under the MIT license
 */
(function ($) {
  $.fn.carousel = function () { return this; };
})(jQuery);
%% typescript+
const admin = { id: 1, email: '§email free§', roles: ['admin'] };
%% c#
using System.Reflection;

[assembly: AssemblyTitle("Shop.Data")]
[assembly: AssemblyMetadata("Contact", "§email work§")]
[assembly: AssemblyVersion("1.0.0.0")]
%% shell
#!/bin/sh
# Installs the agent.
# Maintainer: §email work§

set -e
install -m 755 agent /usr/local/bin/agent
%% shell+
git config user.email "§email§"
%% dockerfile
FROM alpine:3.12
LABEL maintainer="§email free§"
RUN apk add --no-cache nginx
CMD ["nginx", "-g", "daemon off;"]
%% yaml
language: python
python:
  - "3.6"
  - "3.7"
script: make test
notifications:
  email:
    recipients:
      - §email free§
    on_success: never
%% yaml
apiVersion: v1
name: web
version: 0.3.2
maintainers:
  - email: §email work§
%% text
Source: rowpack
Section: utils
Priority: optional
Maintainer: Rowpack Team <§email own§>
Build-Depends: debhelper (>= 9)
Standards-Version: 3.9.8
%% text
rowpack (1.1-2) unstable; urgency=medium

  * New upload without changes.

 -- Rowpack Team <§email§>  Mon, 11 Mar 2019 10:02:17 +0100
%% text
Contact
-------

Write to §email spelled§ with questions about the format.
%% text+
Bug reports go to §email at§ please.
%% markdown+
For security reports write to [the maintainer](mailto:§email free§).
%% markdown+
Report unacceptable behavior to the project lead at §email§.
%% restructuredtext
:Title: Tidy tables
:Version: 0.4
:Contact: §email own§
:Copyright: public domain

Lines up columns.
'''
