"""Excerpts of settings, documents and smaller languages for planted lines, as in `planted_hosts`."""

PLAIN = r"""
== yaml
version: "3"
services:
  web:
    image: acme/web:latest
    ports:
      - "8080:80"
    environment:
      LOG_LEVEL: info
      §
== yaml-top
name: build
§
stages:
  - test
  - deploy
== markdown
# Orders

A small service that keeps orders.

## Getting started

§

Then open the page in your browser.
== markdown
## Notes

* The queue is emptied on restart.

§

## License

MIT
== restructuredtext
Usage
=====

Install it and import it::

    import orders

§

See also the changelog.
== ini
[server]
port = 8080
workers = 4
§

[log]
level = info
== dockerfile
FROM node:18-alpine
WORKDIR /app
COPY package.json .
§
RUN npm install --production
CMD ["node", "server.js"]
== sql
CREATE TABLE customers (
  id SERIAL PRIMARY KEY,
  name TEXT NOT NULL
);

§

CREATE INDEX customers_name ON customers (name);
== xml
<?xml version="1.0" encoding="UTF-8"?>
<configuration>
  <timeout>30</timeout>
  §
</configuration>
== html
<html>
<head><title>Shop</title></head>
<body>
  <h1>Welcome</h1>
  §
</body>
</html>
== json
{
  "name": "orders",
  "private": true,
  §
  "main": "index.js"
}
== css
body {
  margin: 0;
}

§

.footer { color: #666; }
== toml
[package]
name = "orders"
version = "0.4.1"
§

[dependencies]
== c
#include <stdio.h>

§

static int compare(const void *left, const void *right)
{
    return *(const int *)left - *(const int *)right;
}
== text
Orders
======

Keeps orders and counts them.

§

Report what does not work.
== go
package main

import "fmt"

§

func main() {
	fmt.Println("ready")
}
== ruby
require 'json'

§

def load(path)
  JSON.parse(File.read(path))
end
"""
