"""Names that are no names of people behind the code, or of nobody."""

NAMED = r'''
%% python
"""Shortest paths with §=Dijkstra§'s algorithm."""
%% python+
# §=Floyd-Warshall§ is slower but simpler
%% python+
# uses the §=Newton-Raphson§ method
%% python+
user = User(first_name="§=John§", last_name="Doe")
%% python
class Book(Model):
    author = §=ForeignKey(User)§
%% python
__author__ = "§=The Lantern Developers§"
%% python
setup(name="lantern", author="§=Lantern Project Contributors§")
%% python+
city = "§=San Francisco§"
%% python+
# §=Alice§ sends a message to Bob
%% python
author = "§=Django Software Foundation§"
%% java
/**
 * @author §=Apache Software Foundation§
 */
class Base {}
%% java
/**
 * @author §=Spring Framework Team§
 */
class Bean {}
%% java
/**
 * @author §=Lantern Code Generator§
 */
class Made {}
%% java+
book.setTitle("§=Romeo and Juliet§");
%% java+
// §=Boyer-Moore§ search
%% c#
// Copyright (c) §=Microsoft Corporation§. All rights reserved.
using System;
%% c#
// <author>§=Visual Studio§</author>
class Made { }
%% c#
[assembly: AssemblyCompany("§=Lantern Software GmbH§")]
%% c++
// Copyright 2014 §=The Lantern Authors§. All rights reserved.
#pragma once
%% c++
/* The §=Fisher-Yates§ shuffle. */
void shuffle(int* items, int count);
%% c++
// §=Mersenne Twister§ from the standard library
#include <random>
%% php
<?php
/**
 * @author §=Lantern Team§
 */
class Base {}
%% php
<?php
/*
Plugin Name: Lantern
Author: §=WordPress.org§
*/
%% php
<?php
// This file is part of the §=Symfony§ package.
%% php+
$author = §=get_the_author()§;
%% javascript+
const author = §=post.author.name§;
%% javascript
/*!
 * Bootstrap v4.1.3
 * Licensed to §=The Bootstrap Authors§
 */
%% json
{
  "name": "lantern",
  "author": "§=Lantern Inc.§"
}
%% json
{
  "name": "azure-tool",
  "author": "§=Microsoft Corporation§"
}
%% typescript+
const font = '§=Helvetica Neue§';
%% typescript+
expect(greet('§=World§')).toBe('Hello World');
%% shell
#!/bin/sh
# Author: §=see the AUTHORS file§
%% markdown
Runs on §=Raspberry Pi§ and on Windows.
%% markdown
## §=Getting Started§

Thanks to everyone who helped.
%% xml
<license>
  <name>§=Apache License§, Version 2.0</name>
</license>
%% xml
<authors>§=Lantern contributors§</authors>
'''
