"""What is merely called password, token, secret, key or author; companies; copyright lines."""

NAMED = r"""
%% python
def login(username, password):
    password = §=password.strip()§
    return authenticate(username=username, password=password)
%% python
def parse(lexer):
    token = §=lexer.next_token()§
    while token.kind != "EOF":
        token = lexer.next_token()
%% python
class Book(models.Model):
    title = models.CharField(max_length=200)
    author = §=models.ForeignKey("Author", on_delete=models.CASCADE)§
%% python+
password = §=forms.CharField(widget=forms.PasswordInput)§
%% python+
tokenizer_name = "§=bert-base-uncased§"
%% python+
PRIMARY_KEY = "§=customer_id§"
%% python+
assert token.type == "§=IDENTIFIER§"
%% python
# Copyright (c) 2016 §name§
# Licensed under the MIT License.

import struct
%% java
/*
 * Copyright 2012-2019 the original author or authors.
 *
 * @author §=Kestrelsoft Engineering§
 */
package net.orderbook;
%% java+
private static final String KEY_USER_NAME = "§=user_name§";
%% java+
private static final String TOKEN_TYPE = "§=Bearer§";
%% java
public void setPassword(String password) {
    this.password = §=passwordEncoder.encode(password)§;
}
%% c++
// Copyright 2015 §=The Chromium Authors§. All rights reserved.
// Use of this source code is governed by a BSD-style license.
#include "base.h"
%% c++
Token next = §=tokens_[position_ + 1]§;
if (next.is(Token::Comma)) skip();
%% c++
settings.setValue("§=api_key§", edit->text());
%% php
<?php

return [
    'password' => '§=Passwords must be at least eight characters and match the confirmation.§',
    'reset' => 'Your password has been reset!',
];
%% php
<label for="password"><?= __('§=Password§') ?></label>
<input type="password" name="password" id="password" autocomplete="current-password">
%% php+
$token = §=csrf_token()§;
%% javascript
const { email, password } = §=req.body§;
const user = await User.findOne({ email });
%% javascript+
const passwordRegex = /§=^(?=.*[A-Z])(?=.*\d).{8,}$§/;
%% javascript
localStorage.setItem('§=access_token§', response.data.accessToken);
%% typescript
export interface Credentials {
  username: string;
  password: §=string§;
}
%% typescript+
export const PASSWORD_RESET_URL = "§=/account/password/reset§";
%% typescript
switch (token.kind) {
  case §=SyntaxKind.OpenBraceToken§:
    return parseBlock();
}
%% c#+
public string Password { §=get; set;§ }
%% c#
// <copyright file="Worker.cs" company="§=Ostwerk GmbH§">
// Copyright (c) Ostwerk GmbH. All rights reserved.
// </copyright>
%% shell+
read -r -s -p "§=Password: §" PASSWORD
%% shell+
TOKEN=$(§=cat /run/secrets/deploy_token§)
%% yaml
en:
  login:
    password: "§=Enter your password§"
    forgot: "Forgot it?"
%% yaml
tls:
  - hosts: [shop.example.com]
    secretName: §=shop-tls-certificate§
%% json
{ "title": "Login", "properties": { "password": { "type": "§=string§", "minLength": 8 } } }
%% json+
"author": "§=Fernwood Software Foundation§",
%% ini
[tls]
certfile = /etc/ssl/certs/server.crt
keyfile = §=/etc/ssl/private/server.key§
%% xml
<string name="error_invalid_password">§=This password is too short§</string>
%% markdown
## License

MIT, Copyright (c) 2018-2021 §accented_name§
%% html
<meta name="author" content="§=Brightloom Inc.§">
"""
