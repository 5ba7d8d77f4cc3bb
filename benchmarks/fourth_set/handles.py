"""Account names of persons: mentions, profiles, marks of who wrote or owes a line, logins in paths."""

HANDLES = r"""
%% python+
# TODO(§initial_account§): drop this once every caller passes a timeout
%% python
#!/usr/bin/env python3
'''Scrape the daily menu.

Author: §nick§
'''
import requests
%% python+
# Fix by @§joined_account§, see #1482
%% python+
__author__ = "§nick§"
%% python
import pandas as pd

df = pd.read_csv("/home/§initial_account§/projects/churn/data/train.csv")
print(df.describe())
%% python
# https://github.com/§camel_nick§
# Sudoku solver with backtracking


def solve(board):
    return None
%% java
package net.school.game;

/**
 * The board of the game.
 *
 * @author §numbered_account§
 */
public class Board {
}
%% java
/**
 * Created by §nick§ on 2017/8/21.
 */
public class MainActivity extends AppCompatActivity {
}
%% java+
// FIXME(§initial_account§): this leaks the cursor on rotation
%% java
/*
 * To change this license header, choose License Headers in Project Properties.
 */
package payroll;

/**
 *
 * @author §camel_nick§
 */
public class Employee {
}
%% java+
// thanks to @§numbered_account§ for the report
%% c++
// TODO(§initial_account§): use std::span when we require C++20.
int sum(const int* first, int count);
%% c++
/*
  Author: §camel_nick§
  Problem: 1385C
*/
#include <bits/stdc++.h>
using namespace std;

int main() {}
%% c++
// Original idea: https://www.shadertoy.com/user/§nick§
vec3 palette(float t);
%% c++
/* $Id: queue.cc 2817 2008-11-19 14:02:11Z §initial_account§ $ */
#include "queue.h"
%% c++
/// @todo (@§joined_account§) handle the wrap-around of the counter
uint32_t elapsed(uint32_t since);
%% php
<?php
/**
 * Template tags of the theme
 *
 * @author §nick§
 * @link https://themes.fernwood.org
 */
%% php
<?php
/*
Plugin Name: Simple Redirects
Contributors: §numbered_account§
Tags: redirect, 301
Requires at least: 5.0
*/
%% php+
// workaround from https://github.com/§joined_account§
%% javascript
// ==UserScript==
// @name         Dark board
// @namespace    https://greasyfork.org/
// @version      0.4
// @author       §camel_nick§
// @match        https://lichess.org/*
// ==/UserScript==
(function () {})();
%% javascript+
// TODO @§initial_account§ remove after the migration
%% javascript
const contributors = [
  { login: '§nick§', contributions: 214 },
];
%% javascript
/*
 * grunt-sprites
 * https://twitter.com/§camel_nick§
 *
 * Licensed under the MIT license.
 */
%% json
{
  "name": "lazy-images",
  "version": "2.0.0",
  "author": "§nick§",
  "main": "index.js"
}
%% json
{
  "files": ["README.md"],
  "contributors": [
    {
      "login": "§joined_account§",
      "profile": "https://kestrelsoft.io",
      "contributions": ["code", "doc"]
    }
  ]
}
%% json
{
  "name": "colorcode",
  "author": { "name": "¤name¤", "url": "https://github.com/§joined_account§" }
}
%% typescript
// Type definitions for tiny-queue 1.2
// Definitions by: ¤name¤ <https://github.com/§joined_account§>
// Definitions: https://github.com/DefinitelyTyped/DefinitelyTyped

export function push(item: unknown): void;
%% typescript+
// HACK(§nick§): the SDK returns strings here
%% c#
using System.IO;

class Program
{
    static void Main()
    {
        var text = File.ReadAllText(@"C:\Users\§numbered_account§\Desktop\input.txt");
    }
}
%% c#+
// TODO §initial_account§ 2016-05-11: cache this
%% shell
#!/bin/bash
# install.sh - set up a fresh machine
# by §nick§, 2018

apt-get update
%% shell+
export ANDROID_HOME=/Users/§joined_account§/Library/Android/sdk
%% yaml
version: 2
updates:
  - package-ecosystem: npm
    directory: /
    schedule:
      interval: weekly
    reviewers:
      - "§joined_account§"
%% yaml
name: Bug report
description: Something does not work
labels: [bug]
assignees:
  - §nick§
%% yaml
title: Notes on compilers
url: https://notes.fernwood.org
twitter_username: §camel_nick§
github_username: ¤nick¤
theme: minima
%% markdown
## 2.3.1 (2021-04-12)

- Fix crash on empty input (thanks @§nick§!)
- Update dependencies
%% markdown+
Logo by https://dribbble.com/§nick§, icons by the team.
%% markdown+
Follow me on Twitter: @§numbered_account§
%% markdown
# Contributors

* [¤name¤](https://github.com/§joined_account§)
%% restructuredtext
Changelog
=========

1.4.0 (2018-03-02)
------------------

* Add support for Python 3.7. [§nick§]
%% text
# Each line is a file pattern followed by one or more owners.
/docs/      @§joined_account§
%% text
Play it in the browser or on the desktop.
Questions and high scores: u/§camel_nick§ on Reddit.
"""
