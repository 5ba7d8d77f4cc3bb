"""Addresses of persons: in metadata, comments, trailers, configuration and data."""

EMAILS = r"""
%% python
from setuptools import setup

setup(
    name="gridtools",
    version="0.9.2",
    author="The gridtools developers",
    author_email="§email§",
    packages=["gridtools"],
)
%% python
# -*- coding: utf-8 -*-
#
# Original version by ¤name¤ <§email§>, 2014
#
# This program is free software; you can redistribute it and/or modify
# it under the terms of the GNU General Public License.

import os
%% python+
__email__ = "§work_email§"
%% python+
# Bug reports to §campus_email§
%% python+
ADMINS = [("¤name¤", "§email§")]
%% python
'''Convert shapefiles to GeoJSON.

@author: ¤name¤
@contact: §work_email§
'''
import json
%% java
/**
 * Parses lines of the bank's statement format.
 *
 * @author <a href="mailto:§email§">¤name¤</a>
 * @since 1.2
 */
public class StatementParser {
}
%% java
/*
 * Created by ¤name¤ (§work_email§) on 14/03/2016.
 */
package net.school.view;
%% java
class Seed {
    void load(UserRepository users) {
        User user = new User("admin");
        user.setEmail("§email§");
        users.save(user);
    }
}
%% xml
<project>
  <developers>
    <developer>
      <id>lead</id>
      <name>¤name¤</name>
      <email>§work_email§</email>
    </developer>
  </developers>
</project>
%% c++
// Numerical kernels, from the thesis of ¤middle_name¤ (§campus_email§)
//
// Redistribution and use in source and binary forms, with or without
// modification, are permitted provided that the following conditions are met:

#include <cmath>
%% c++
/*
 *  fft.cpp - radix-2 transform
 *
 *  Author: ¤name¤
 *  E-mail: §email§
 */
#include "fft.h"
%% c++
/// \file quadtree.h
/// \author ¤name¤ <§work_email§>
/// \date 2013-07-02
%% php
<?php
/**
 * This file is part of the Ledger package.
 *
 * @author ¤accented_name¤ <§work_email§>
 *
 * For the full copyright and license information, please view the LICENSE file.
 */
%% php
<?php
/*
Plugin Name: Gallery Grid
Author: ¤name¤
Author Email: §email§
Version: 1.4
*/
%% php+
$to = '§email§';
%% json
{
    "name": "ledger/ledger",
    "type": "library",
    "authors": [
        {
            "name": "¤name¤",
            "email": "§email§"
        }
    ]
}
%% json
{
  "name": "tiny-debounce",
  "version": "1.0.3",
  "author": "¤name¤ <§email§>",
  "license": "MIT"
}
%% json+
"bugs": { "email": "§plus_email§" },
%% javascript
/*!
 * jquery.stickytable.js v1.1
 * by ¤name¤ (§email§)
 * Licensed under MIT
 */
(function ($) {})(jQuery);
%% javascript+
const SUPPORT_CONTACT = 'mailto:§work_email§';
%% javascript
const users = [
  { id: 1, name: '¤name¤', email: '§email§', active: true },
];
%% typescript+
/** Questions: ask §work_email§ before changing the order of these. */
%% c#
// <copyright file="Parser.cs">
// Written by ¤name¤, §work_email§
// </copyright>
namespace Grammar
{
}
%% c#
var mail = new MailMessage { Subject = "Report of the day" };
mail.To.Add("§email§");
%% shell
#!/bin/bash
#
# backup.sh - rotate and upload backups
# Maintainer: ¤name¤ <§email§>

set -e
%% shell+
git config --global user.email "§plus_email§"
%% shell+
certbot certonly --webroot -w /var/www/html -d shop.fernwood.org --agree-tos -m §email§
%% shell+
mail -s "Nightly job failed on $(hostname)" §work_email§ < "$LOG"
%% yaml
language: cpp
compiler: gcc
script: make check
notifications:
  email:
    recipients:
      - §email§
%% yaml+
maintainers:
  - name: ¤name¤
    email: §work_email§
%% toml
[tool.poetry]
name = "gridtools"
version = "0.9.2"
authors = ["¤name¤ <§email§>"]
%% toml+
maintainers = [{ name = "¤accented_name¤", email = "§campus_email§" }]
%% ini
[metadata]
name = gridtools
author = ¤name¤
author-email = §work_email§
license = BSD
%% xml
<?xml version="1.0"?>
<package format="2">
  <name>lidar_driver</name>
  <version>0.3.1</version>
  <maintainer email="§work_email§">¤name¤</maintainer>
</package>
%% text
commit ¤sha1¤
Author: ¤name¤ <§email§>
Date:   Tue May 3 11:42:10 2016 +0200

    Fix off-by-one in the tokenizer
%% text
From: ¤name¤ <§number_email§>
Subject: [PATCH] net: drop the lock before sleeping

The lock was held over a call that may sleep.
%% markdown+
If something does not work, write to §email§ and attach the log.
%% markdown+
Maintained by ¤name¤ (§spelled_email§).
%% restructuredtext
=========
gridtools
=========

:Author: ¤name¤
:Contact: §campus_email§
:Date: 2012-02-14
"""
