"""Identifiers and words that stand near secrets and handles, or look like them."""

IDENTIFIERS = r"""
%% python+
token = §=lexer.next_token()§
%% python+
# TODO: §=handle§ empty batches
%% python+
# TODO(§=#1234§): remove
%% python+
# FIXME: §=this§ is slow
%% python+
key = §="user:%d:last_seen_at"§ % user_id
%% python+
raise ImproperlyConfigured("§=The SECRET_KEY setting must not be empty.§")
%% python+
password_reset = §="registration/password_reset_form.html"§
%% python+
alphabet = "§=ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789§"
%% python
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "§=django.contrib.auth.password_validation.CommonPasswordValidator§"},
]
%% python+
headers["WWW-Authenticate"] = '§=Bearer realm="api"§'
%% java+
// TODO §=Auto-generated§ method stub
%% java+
// FIXME: §=should§ not be public
%% java+
static final String KEY = "§=org.lantern.store.cache.enabled§";
%% java+
String header = "§=X-Requested-With§";
%% java+
import_("§=AbstractSingletonProxyFactoryBean§");
%% java+
props.put("javax.net.ssl.keyStorePassword", §=keyStorePassword§);
%% c#+
var token = §=cancellationTokenSource.Token§;
%% c#+
var passwordHash = §=hasher.HashPassword(user, password)§;
%% c#+
services.AddSingleton<§=IPasswordHasher§, PasswordHasher>();
%% c+++
// TODO: §=optimize§ for short input
%% c+++
token = §=strtok(NULL, " ")§;
%% c++
#define §=LANTERN_KEY_MAX_LENGTH_IN_BYTES§ 64
%% php+
$key = §='lantern_cache_' . md5($name)§;
%% php+
// todo: §=refactor§
%% php+
$secret = §=$this->container->getParameter('secret')§;
%% javascript+
const key = §=Object.keys(items)[0]§;
%% javascript+
const TOKEN_TYPES = ['§=identifier§', 'number', 'string'];
%% javascript+
dispatch({ type: '§=USER_PASSWORD_RESET_REQUEST_SUCCESS§' });
%% javascript+
const { password } = §=req.body§;
%% typescript+
const secret: §=Secret§ = vault.read(path);
%% typescript+
constructor(private readonly tokenService: §=TokenService§) {}
%% yaml
env:
  - name: PASSWORD
    valueFrom:
      secretKeyRef:
        name: §=lantern-database-credentials§
        key: password
%% yaml
serviceAccountName: §=lantern-ingress-controller§
%% ini
security.token.header=§=X-Auth-Token§
%% css
.§=form-signin-password-confirmation§ { margin: 0; }
%% html
<input type="password" name="§=password_confirmation§" autocomplete="new-password">
%% markdown
See https://github.com/§=lantern/lantern/blob/main/CONTRIBUTING.md§ first.
%% shell+
ARN="§=arn:aws:s3:::lantern-build-artifacts§"
"""
