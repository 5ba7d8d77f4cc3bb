"""Entries: names that stay: in copyright lines, of organizations, methods, places and things."""

from __future__ import annotations

ENTRIES = r'''
=== python
# Copyright (c) 2014 «=Ragnhild Sommerfelt»
# SPDX-License-Identifier: MIT
=== python
__author__ = "«=The Moorings developers»"
=== python
def distance(a: str, b: str) -> int:
    """«=Damerau-Levenshtein» distance of two words."""
=== python
author = «=book.author»
title = book.title
=== python
# Author: «=unknown»
# Found in the attic of the repository.
=== java
/*
 * Copyright 2011 «=Cornelius Abelard»
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 */
=== java
/**
 * @author «=Northfjord Software AS»
 */
final class Gate {
}
=== java
// «=Fowler-Noll-Vo» hash
hash ^= next;
hash *= PRIME;
=== java
Author author = authors.findByName(«=name»);
=== c++
// «=Newton-Raphson» step
x -= f(x) / df(x);
=== c++
/* Copyright (C) 2003-2009 «=Emmerich Vandermeer» and contributors. */
#pragma once
=== c++
/// @author «=Free Software Foundation, Inc.»
=== c
 * (C) Copyright 2007 «=Leontine Farquhar»
 * Released under the GPL v2.
=== php
 * @author    «=Pinecrest Software GmbH»
 * @copyright 2018 Pinecrest Software GmbH
=== php
$post->author = «=$request->input('author')»;
=== typescript
/**
 * @license
 * Copyright 2020 «=Fjordline LLC»
 */
=== typescript
interface Book { author: «=string»; title: string }
=== typescript
// Uses «=Douglas-Peucker» to thin the track.
const track = simplify(points, 0.5);
=== javascript
// @author «=Lumenforge team»
// @version 2
=== javascript
const cities = ['«=Santa Barbara»', 'Port Elizabeth', 'San Sebastian'];
=== c#
// Copyright (c) «=Torbjorn Ashworth». All rights reserved.
namespace Plotter;
=== xml
<Authors>«=Microsoft»</Authors>
=== shell
# Author: «=Debian GNU/Linux»
# Kept as the package ships it.
=== shell
git commit --amend --author="«=$NAME <$MAIL>»"
=== yaml
author: «=Hollowbrook Labs»
description: Checks the tide tables
=== yaml
maintainers:
  - name: «=bitnami»
=== markdown
## License

MIT, Copyright 2019 «=Philippa Rothwell»
=== markdown
We use the «=Floyd-Warshall» algorithm.
=== markdown
Author: «=[your name here]»
=== ini
[metadata]
author = «=Tide Table Project»
=== json
{
  "name": "gull",
  "author": "«=Tidalmesh Inc.»"
}
=== xml
<authors>«=Contoso Ltd»</authors>
=== sql
-- Author:      «=<Author,,Name>»
-- Create date: <Create Date,,>
=== text
      DO WHAT THE F*** YOU WANT TO PUBLIC LICENSE

 Copyright (C) 2004 «=Hephzibah Lockwood»
=== kotlin
val author: String = «=commit.author.displayName»
'''
