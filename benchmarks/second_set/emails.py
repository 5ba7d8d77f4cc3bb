"""Entries: mail addresses of persons."""

from __future__ import annotations

ENTRIES = r'''
=== python
setup(
    name="tidegauge",
    version="0.4.1",
    author_email="«email»",
    packages=find_packages(),
)
=== python
"""Reads the scale over RS-232.

Questions go to «email_short».
"""
=== python
__version__ = "1.9"
__email__ = "«email_free»"
__status__ = "Beta"
=== python
ADMINS = [("Night shift", "«email_low_line»")]
EMAIL_SUBJECT_PREFIX = "[berths] "
=== java
/**
 * Splits a route into legs.
 *
 * @author «email»
 * @since 3.2
 */
public class RouteSplitter {
}
=== java
void remind() {
    var mail = new SimpleMail("Inventory is due");
    mail.addTo("«email_first»");
    mailer.send(mail);
}
=== java properties
# Written by «email_short» for the harbor office
plugin.name=berths
plugin.version=7
=== c++
/// \file ring_buffer.hpp
/// \brief Lock-free ring buffer for one producer and one consumer.
/// \author «email»
#pragma once
=== c++
std::cerr << "internal error, please mail core.dump to «email_low_line»\n";
std::abort();
=== c
/*
 * gpio-sx1509.c - driver for a port expander
 *
 * Bug reports: <«email_short»>
 */
#include <linux/module.h>
=== c
MODULE_DESCRIPTION("Clock of the tide gauge");
MODULE_AUTHOR("«email_tag»");
MODULE_LICENSE("GPL");
=== php
<?php
/**
 * @package  Orchard
 * @author   «email»
 * @link     https://orchard.brackenhill.org
 */
=== php
if (!mail('«email_short»', 'New order', $body)) {
    error_log('no mail today');
}
=== typescript
/* eslint-disable no-bitwise */
// Taken over from «email» in 2019; ask before changing the polynomials.
export const crc16 = (data: Uint8Array): number => data.reduce(step, 0xffff);
=== typescript
export const SUPPORT_CONTACT = 'mailto:«email_first»';
export const SUPPORT_HOURS = [9, 17];
=== javascript
import React from 'react';

export const Footer = () => (
  <footer>Something broken? <a href="mailto:«email_free»">Tell me</a></footer>
);
=== json
{
  "name": "@lumenforge/spinner",
  "version": "2.0.3",
  "bugs": { "email": "«email»" },
  "license": "MIT"
}
=== json
{
  "name": "ferrolabs/slugger",
  "type": "library",
  "authors": [{ "email": "«email_short»", "role": "Developer" }]
}
=== c#
// <remarks>If the driver hangs, write to «email_low_line».</remarks>
public static class Plotter
{
    public static void Home() => Send("HM");
}
=== c#
[assembly: AssemblyMetadata("Maintainer", "«email_capital»")]
[assembly: AssemblyVersion("4.1.0.0")]
=== shell
#!/bin/sh
# Sends the log of the night.
MAILTO=«email»
mail -s "backup of $(date +%F)" "$MAILTO" < /var/log/backup.log
=== shell
git config --global user.email "«email_tag»"
git config --global pull.rebase true
=== shell
if ! make check; then
  tail -n 100 build.log | mutt -s "tests fail" -- «email_short»
fi
=== yaml
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: { name: letsencrypt }
spec:
  acme:
    email: «email»
    server: https://acme-v02.api.letsencrypt.org/directory
=== yaml
language: cpp
compiler: [gcc, clang]
notifications:
  email:
    recipients:
      - «email_free»
    on_success: never
=== markdown
# Plumbline

## Contact

Write to [me](mailto:«email») or open an issue.
=== markdown
Found a security hole? Please do not open an issue; mail «email_first» and wait a week.
=== restructuredtext
:Version: 0.12
:Contact: «email_low_line»
:License: BSD

Tidegauge
=========
=== ini
[metadata]
name = berthplan
author_email = «email_short»
license = Apache-2.0
=== ini
[alerts]
threshold = 85
to = «email»
subject = disk of %(host)s
=== toml
[package]
name = "sluice"
version = "0.3.0"
authors = ["«email_free»"]
edition = "2021"
=== dockerfile
FROM debian:bookworm-slim
LABEL maintainer="«email»"
RUN apt-get update && apt-get install -y --no-install-recommends tini
=== sql
INSERT INTO staff (id, login_mail, is_active)
VALUES (4, '«email_low_line»', TRUE);
=== xml
<developers>
  <developer>
    <email>«email»</email>
    <roles><role>maintainer</role></roles>
  </developer>
</developers>
=== kotlin
// Crashes land in the inbox of «email_short» until we have a tracker.
Thread.setDefaultUncaughtExceptionHandler { _, error -> Reporter.send(error) }
=== html
<address>
  Webmaster: <a href="#" onclick="return unveil(this)">«email_veiled»</a>
</address>
=== text
2019-03-04  «email_tag»

	* src/parse.y: Accept a comma after the last argument.
=== ruby
Gem::Specification.new do |s|
  s.name = 'moorings'
  s.version = '1.1.0'
  s.email = ['«email»']
end
'''
