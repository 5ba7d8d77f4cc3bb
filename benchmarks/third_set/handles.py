"""Handles of people on code hosts and elsewhere."""

HANDLES = r'''
%% python+
# TODO(§login§): raise the limit once the queue is bounded
%% python+
# TODO(§login§) remove after the next release
%% python+
# FIXME(§login§): this reads the whole file
%% python+
# XXX(§login§): not safe with threads
%% python+
# NOTE(§login§): keep in sync with the worker
%% java+
// TODO(§login§): cover the empty list
%% java+
// TODO §login§: move to the base class
%% c+++
// TODO(§login§): handle surrogate pairs.
%% c+++
// FIXME §login§: leaks on early return
%% c+++
/* HACK(§login§): the old compiler drops this */
%% typescript+
// TODO(§login§): Remove this once the router is typed.
%% javascript+
// TODO(@§handle§) drop support for old browsers
%% javascript+
// @§handle§ thinks this can go away
%% typescript+
// cc @§handle§ for review
%% java
/**
 * Counts open orders.
 *
 * @author §login§
 */
public class Counter {}
%% java
/**
 * Created by §login§ on 2016/8/24.
 */
public class MainActivity extends Activity {}
%% java
/**
 * @author §handle§
 * @date 2019/3/2 10:15
 * @version 1.0
 */
@Service
public class OrderService {}
%% php
<?php
/**
 * @author §handle§
 * @package Lantern
 */
class Loader {}
%% markdown
# Changelog

## 2.3.0

- Fix the order of hooks (#142) by @§handle§
- Drop Node 10
%% markdown
## 1.4.2 (2020-05-11)

* Allow empty lines. Thanks to @§handle§!
* Update dependencies
%% markdown
## What's changed

* Fix typo in docs by @§handle§ in https://github.com/lantern/lantern/pull/318
%% markdown
### Bug fixes

- [#88](https://github.com/lantern/lantern/pull/88) Escape quotes ([@§handle§][])
%% markdown
- Added `--quiet` (thanks @§handle§)
- Added `--color`
%% markdown
## Credits

Contributed by [the author of the parser](https://github.com/§handle§).
%% markdown
## Maintainers

- https://github.com/§handle§
%% markdown
Follow the author on [Twitter](https://twitter.com/§handle§) for updates.
%% markdown
Special thanks to @§handle§ for the logo.
%% text
Version 0.9.1
  * Fixed a crash on empty input (reported by @§handle§)
%% restructuredtext
1.2.0
-----

* Support for Python 3.9. Contributed by @§handle§.
%% yaml
# .github/FUNDING.yml
github: [§handle§]
%% yaml
version: 2
updates:
  - package-ecosystem: pip
    directory: /
    reviewers:
      - "§handle§"
%% text
# CODEOWNERS
/docs/ @§handle§
%% text
*.js    @§handle§
%% python
"""Small tools for queues.

Thanks to @§handle§ for the first version.
"""
%% python
# Adapted from https://gist.github.com/§handle§/4f1d
import itertools
%% php
<?php
/**
 * Fork of the old loader, see https://github.com/§handle§
 */
namespace Lantern;
%% c#+
// TODO (§login§): use the async overload
%% c#
/// <summary>Created by §login§, 2018-04-02.</summary>
public class Note {}
%% shell
#!/bin/bash
# deploy.sh
# Author: @§handle§
%% shell+
# by @§handle§, see the wiki
%% json
{
  "name": "lantern-ui",
  "author": "§handle§",
  "license": "MIT"
}
%% json
{
  "name": "lantern-theme",
  "author": {
    "url": "https://github.com/§handle§"
  }
}
'''
