"""E-mail addresses of people."""

EMAILS = r'''
%% python
from setuptools import setup

setup(
    name="lantern",
    version="0.3.1",
    author="The Lantern team",
    author_email="§free§",
    license="MIT",
)
%% python
__version__ = "1.4.0"
__author_email__ = "§work§"
%% python
"""Reads lantern files.

Contact: §free§
"""
%% python
# -*- coding: utf-8 -*-
# Bugs and patches: <§work§>
import os
%% python+
ADMINS = (("Webmaster", "§work§"),)
%% python+
msg["To"] = "§free§"
%% python
class Migration:
    """Old exports.

    :author: core team <§work§>
    """
%% toml
[tool.poetry]
name = "lantern"
version = "0.1.0"
authors = ["Lantern developers <§free§>"]
%% json
{
  "name": "lantern-cli",
  "version": "2.0.1",
  "author": {
    "email": "§free§"
  }
}
%% json
{
  "name": "lantern-ui",
  "author": "§work§",
  "license": "ISC"
}
%% json
{
  "name": "lantern/mail",
  "type": "library",
  "authors": [
    {
      "name": "Lantern",
      "email": "§work§"
    }
  ]
}
%% json
{
  "name": "lantern-ui",
  "bugs": {
    "url": "https://github.com/lantern/ui/issues",
    "email": "§work§"
  }
}
%% xml
<developers>
  <developer>
    <id>lead</id>
    <email>§free§</email>
  </developer>
</developers>
%% java
/**
 * Splits lines.
 *
 * @author <a href="mailto:§work§">the maintainer</a>
 */
public class Splitter {}
%% java
/*
 * Questions about this class go to §work§.
 */
package org.lantern.text;
%% java
/**
 * @author §free§
 * @since 1.2
 */
public interface Reader {}
%% java+
mail.setFrom("§work§");
%% c#
// -----------------------------------------
// File: ReportJob.cs
// E-mail: §free§
// -----------------------------------------
using System;
%% c#+
message.To.Add(new MailAddress("§work§"));
%% c++
/*
 * ring.h - a ring buffer
 *
 * Email: §free§
 */
#pragma once
%% c++
// Report bugs to §work§
#include <cstdio>
%% c+++
// Patch by §free§: do not read past the end.
%% php
<?php
/**
 * Mail queue.
 *
 * @author Lantern <§work§>
 * @license MIT
 */
%% php
<?php
/*
Plugin Name: Lantern Slider
Version: 1.0.2
Author Email: §free§
*/
%% php+
$to = '§free§';
%% javascript
/*!
 * lantern.js v1.2.0
 * (c) Lantern contributors, §free§
 * Released under the MIT license
 */
(function () {})();
%% javascript+
const support = 'mailto:§work§';
%% javascript+
// see the thread with §work§ about the order of events
%% typescript
/**
 * Lazy lists.
 * @author <§free§>
 */
export class Lazy {}
%% typescript+
const admin = { email: '§work§', role: 'admin' };
%% shell
#!/bin/sh
# backup.sh - nightly copy
# maintainer: §work§
set -e
%% shell+
git config --global user.email "§free§"
%% shell+
mail -s "backup done" §work§ < backup.log
%% shell
# Maintainer: Lantern packagers <§free§>
pkgname=lantern
pkgver=1.3
pkgrel=1
%% markdown
## Contact

Questions? Write to §free§ or open an issue.
%% markdown
# Security policy

Report a vulnerability to [§work§](https://lantern.dev/security).
%% markdown
Signed-off-by: <§work§>
%% html
<footer>
  <p>Problems? <a href="mailto:§work§">Write to us</a></p>
</footer>
%% yaml
language: java
notifications:
  email:
    recipients:
      - §free§
%% dockerfile
FROM debian:bookworm
LABEL maintainer="§free§"
RUN apt-get update
'''
