"""Things that merely bear the name of a secret or of a person's role."""

from __future__ import annotations

NAMED = r"""
%% python+
password_field = "§=id_password§"
%% python+
TOKEN_TYPES = ["§=NAME NUMBER STRING OP§"]
%% python+
token = §=self.tokens.pop(0)§
%% python+
primary_key = "§=customer_id§"
%% python+
author = §=models.ForeignKey(User, on_delete=models.CASCADE)§
%% python+
sort_key = lambda row: §=row.last_name§
%% python+
self.fields["password"].label = "§=Enter your password§"
%% python+
cache_key = "§=rows:by_customer:%s§"
%% python+
author = "§=The Rowpack Developers§"
%% python+
PASSWORD_HASHERS = ["§=django.contrib.auth.hashers.PBKDF2PasswordHasher§"]
%% java+
private static final String KEY_PASSWORD = "§=key_password_preference§";
%% java+
PasswordEncoder passwordEncoder = §=new BCryptPasswordEncoder()§;
%% java+
String token = §=scanner.nextToken()§;
%% java
/**
 * Keeps rows in memory.
 *
 * @author §=Acme Software Foundation§
 */
public class MemoryStore {
}
%% java properties
login.password=§=Password§
login.submit=Sign in
%% java properties
error.password.short=§=The password must have at least 8 characters.§
%% c+++
enum TokenKind { §=TOKEN_IDENTIFIER, TOKEN_NUMBER§ };
%% c+++
static const char* const kSecretName = "§=/run/secrets/rowpack§";
%% c++
struct Entry {
    char* key;    /* §=borrowed from the table§ */
    void* value;
};
%% php+
$keys = §=array_keys($rows)§;
%% php+
$rules = array('password' => '§=required|min:8|confirmed§');
%% php+
$lang['password'] = '§=Kennwort§';
%% php+
$token = §=$this->getToken($request)§;
%% javascript+
const secretKeyInput = document.querySelector('§=#secret-key-input§');
%% javascript+
element.addEventListener('keydown', (e) => { if (e.key === '§=ArrowDown§') next(); });
%% javascript+
const authToken = §=req.headers['x-auth-token']§;
%% typescript+
interface Login { user: string; password: §=string | undefined§ }
%% typescript+
const SECRET_ACTION = '§=settings/showSecrets§';
%% c#+
public string Password { §=get; set;§ }
%% shell+
read -r -s -p "§=Password: §" password
%% yaml
apiVersion: v1
kind: Pod
spec:
  volumes:
    - name: keys
      secret:
        secretName: §=web-tls-certificate§
%% yaml+
password_file: §=/etc/rowpack/password§
%% json+
"passwordPolicy": "§=strong-with-digits§",
%% json
{
  "name": "tidy-tables",
  "author": "§=Tidy Tables contributors§",
  "license": "MIT"
}
%% html
<form method="post">
  <label for="pw">Password</label>
  <input type="password" id="pw" name="§=user_password§" autocomplete="current-password">
</form>
%% xml
<resources>
    <string name="forgot_password">§=Forgot your password?§</string>
</resources>
"""
