"""Entries: identifiers and words that speak of secrets and hold none."""

from __future__ import annotations

ENTRIES = r"""
=== python
token = «=tokenizer.next_token()»
while token.kind != "end":
    token = tokenizer.next_token()
=== python
password_hash = «=hash_password(form.password.data)»
user.password_hash = password_hash
=== python
PASSWORD_FIELD = "«=password_confirmation»"
=== python
api_key = «=request.headers.get("X-Api-Key")»
=== python
AUTH_PASSWORD_VALIDATORS = [{"NAME": "«=django.contrib.auth.password_validation.MinimumLengthValidator»"}]
=== java
private static final String TOKEN_HEADER = "«=X-CSRF-TOKEN»";
=== java
String secret = «=secrets.getOrDefault(tenant, defaults.secret())»;
=== java
PASSWORD_TOO_SHORT("«=error.password.tooShort»"),
PASSWORD_REUSED("error.password.reused");
=== java
@Column(name = "«=password_digest»")
private String password;
=== java properties
login.password.label=«=Password»
login.password.forgotten=Forgot your password?
=== c++
Token token{«=TokenKind::CloseBrace»};
tokens.push_back(token);
=== c++
const std::string key = "«=settings/window/geometry»";
=== c++
throw AuthError("«=password is wrong or the account is locked»");
=== php
$credentials = $request->only('email', '«=password»');
=== php
protected $hidden = ['password', '«=remember_token»', 'two_factor_secret'];
=== typescript
const primaryKey = '«=stationId»';
=== typescript
export const AUTH_TOKEN_KEY = '«=gull.auth.token»';
localStorage.removeItem(AUTH_TOKEN_KEY);
=== typescript
type Props = { secret: «=boolean»; token?: string };
=== typescript
<input type="«=password»" formControlName="password" autocomplete="current-password" />
=== javascript
const publicKey = «=await fetchPublicKey(issuer)»;
=== javascript
i18n.add('de', { password: '«=Kennwort»', username: 'Benutzer' });
=== c#
public string PasswordHash { get; set; } = «=string.Empty»;
=== c#
var key = «=$"{nameof(Tide)}:{station}:{day:yyyyMMdd}"»;
=== shell
token_file=«=/run/secrets/gull_token»
[ -r "$token_file" ] || exit 1
=== yaml
secretName: «=gull-portal-tls»
issuerRef: { name: letsencrypt-prod }
=== yaml
mutation:
  key: «=topology.kubernetes.io/zone»
  operator: In
=== markdown
The `token` field is a «=string of 40 hexadecimal digits».
=== ini
[auth]
token_lifetime = «=86400»
password_min_length = 12
=== sql
CREATE TABLE users (login text PRIMARY KEY, password «=varchar(255)» NOT NULL);
=== xml
<string name="password_hint">«=At least twelve signs»</string>
"""
