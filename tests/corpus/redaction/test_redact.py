import argparse
import base64
import time
from pathlib import Path

import pytest

from llamita.corpus.redaction import redact

# Put together here, so that no scanner takes this file for a leak.
RANDOM = "q8Zk2Lw9Xv4Tn7RbYc3MdJ6fHs1PgW5eUaKt0" + "Bx4Np7Rm2Vd9"
HEX = "8f3b2c1d9e7a6054b1c8f7e2d3a49605"
WORD = "Tr0ub4dor" + "&3"
PHRASE = "gravel-tulip" + "-window-otter"
ARMOR = base64.b64encode(("-----BEGIN EC PRIVATE" + f" KEY-----\n{RANDOM}").encode()).decode()

SECRETS = [
    ("key", "python", "aws = '{}'", "AKIA" + "J4Q7ZK2MW9XV3TN8"),
    ("key", "ini", "aws_secret_access_key = {}", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzq81Kd9a"),
    ("key", "yaml", "token: {}", "ghp_" + RANDOM[:36]),
    ("key", "yaml", "token: {}", "glpat-" + RANDOM[:20]),
    ("key", "shell", "export SLACK={}", "xoxb-2394820394-2394820394-" + RANDOM[:24]),
    ("key", "java", 'url("https://hooks.slack.com/services/{}");', "T04B7Q2/B07XK31/" + RANDOM[:24]),
    ("key", "javascript", 'const key = "{}";', "AIza" + RANDOM[:35]),
    ("key", "python", 'stripe.key = "{}"', "sk_test_" + RANDOM[:24]),
    ("key", "python", 'openai.key = "{}"', "sk-proj-" + RANDOM[:40]),
    ("key", "ini", "//registry.npmjs.org/:_authToken={}", "npm_" + RANDOM[:36]),
    ("key", "python", "send('{}')", "SG." + RANDOM[:22] + "." + RANDOM[2:45]),
    ("key", "python", "bot('{}')", "712839405:AA" + RANDOM[:33]),
    ("key", "c#", 'auth("{}");', "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiJ6ZWxkYSJ9." + RANDOM[:43]),
    ("key", "markdown", "Authorization: Bearer {}", RANDOM[:32]),
    ("key", "yaml", "heroku_key: {}", "8f14e45f-ceea-467a-9af1-2b0b8e3f9f0e"),
    ("key", "xml", '<add key="ApiKey" value="{}" />', RANDOM[:24]),
    ("key", "c#", '"DefaultEndpointsProtocol=https;AccountKey={}"', RANDOM[:44] + RANDOM[:42] + "=="),
    ("password", "python", 'password = "{}"', WORD),
    ("password", "php", "define('DB_PASSWORD', '{}');", WORD),
    ("password", "java", 'config.setPassword("{}");', WORD),
    ("password", "typescript", 'const password: string = "{}";', WORD),
    ("password", "c#", 'var text = "Server=db;User Id=sa;Password={};";', WORD.replace("&", "!")),
    ("password", "yaml", "password: {}", "Summer2024!"),
    ("password", "dockerfile", "ENV DB_PASSWORD {}", "Zq8kd93xx"),
    ("password", "shell", "curl -u zelda:{} https://quibbleton.org", "Zq8kd93xx"),
    ("password", "python", "connect('postgres://zelda:{}@db.quibbleton.org/shop')", "Zq8kd93xx"),
    ("password", "python", 'smtp.login("zelda", "{}")', WORD),
    ("e-mail", "python", "# mail {} about it", "zelda@quibbleton.org"),
    ("e-mail", "text", "Copyright (c) 2011 Zelda Quibbleton <{}>", "zelda@quibbleton.org"),
    ("e-mail", "text", "write to {}", "zelda at quibbleton dot org"),
    ("e-mail", "c++", "//{}", "zelda [at] quibbleton [dot] org"),
    ("handle", "java", "// TODO({}): faster", "zquib"),
    ("handle", "python", "# FIXME {}: faster", "zquib"),
    ("handle", "python", "# cc @{} please", "zed_quib"),
    ("handle", "typescript", "// @{} can you look?", "zquib"),
    ("handle", "markdown", "Thanks to [@{}](https://quibbleton.org)", "zquib"),
    ("handle", "java", " * @author {}", "zquib"),
    ("handle", "c", "/* $Id: sort.c,v 1.5 2004/01/01 12:00:00 {} Exp $ */", "zquib"),
    ("handle", "markdown", "see https://github.com/{}", "zquib"),
    ("name", "java", " * @author {}", "Zelda Quibbleton"),
    ("name", "text", "Signed-off-by: {} <me@example.com>", "Zelda Q. Quibbleton"),
    ("name", "python", "__author__ = '{}'", "Zelda van der Quibbleton"),
    ("name", "json", '{{"author": {{"name": "{}"}}}}', "Zelda O'Quibble"),
    ("name", "c++", "/* contributed by {} */", "Zoltán Müller"),
    ("ip address", "python", 'host = "{}"', "52.14.33.7"),
    ("ip address", "shell", "{} at the head of a file", "93.184.216.34"),
    ("ip address", "ini", "listen = {}", "2a00:1450:4001:81b::200e"),
    ("phone", "text", "Tel: {}", "+49 30 90210-7734"),
    ("phone", "python", 'phone = "{}"', "415-555-2671"),
    ("password", "python", 'server.login(sender, "{}")  # of the mail server', WORD),
    ("password", "python", 'requests.get(url, auth=("zelda", "{}"))', WORD),
    ("password", "python", "smtp.login(\n    'zelda',\n    '{}',\n)", WORD),
    ("password", "c++", 'mysql_real_connect(conn, "localhost", "root", /*password=*/"{}", "shop");', WORD),
    ("password", "php", "$link = ftp_login($connection, 'zelda', '{}');", WORD),
    ("password", "java", 'store.load(in, "{}".toCharArray()); // keystore password', WORD),
    ("password", "javascript", "cy.get('#password').type('{}')", WORD),
    ("password", "sql", "ALTER USER 'shop'@'localhost' IDENTIFIED BY '{}';", WORD),
    ("password", "sql", "CREATE ROLE zelda LOGIN PASSWORD '{}';", WORD),
    ("password", "shell", "mysql -u root -p'{}' shop", WORD),
    ("password", "shell", "echo 'root:{}' | chpasswd", "Zq8kd93xx"),
    ("password", "shell", "sqlplus zelda/{}@db", "Zq8kd93xx"),
    ("password", "text", "machine quibbleton.org\n  login zelda\n  password {}\n", "Zq8kd93xx"),
    ("password", "text", "zelda:{}", "$apr1$dG3kq91x$aB3dE6gH9jK2mN5pQ8sT1."),
    ("password", "c", '#define WIFI_PASS "{}"', WORD),
    ("password", "xml", "<key>password</key>\n<string>{}</string>", "Zq8kd93xx"),
    ("password", "xml", '<Setting Name="Password" Value="{}" />', "Zq8kd93xx"),
    ("password", "markdown", "Log in as `zelda` with the password `{}`.", WORD),
    (
        "key",
        "php",
        "define('AUTH_SALT', '{}');",
        "k3|Zp &x[9Lq~v:Rt>7wB%cN$ 2mJ(yH;5dF<0sG*uX+8eA{4iO^6rT-1bV=PzQ@",
    ),
    ("handle", "markdown", "github_username: {}", "zquib"),
    ("handle", "html", '<meta name="twitter:creator" content="@{}">', "zquib"),
    ("handle", "html", '<a href="http://www.quibbleton.edu/~{}/">', "zquib"),
    ("handle", "python", "# FIXME {}: faster", "zed-quib2"),
    ("name", "javascript", "// @author           {}", "Zelda Quibbleton"),
    ("name", "java", ' * @author <a href="mailto:me@example.com">{}</a>', "Zelda Quibbleton"),
    ("name", "html", '<meta name="author" content="{}">', "Zelda Quibbleton"),
    ("name", "html", '<meta content="{}" name="author">', "Zelda Quibbleton"),
    ("name", "xml", "<developer>\n  <id>zq</id>\n  <name>{}</name>", "Zelda Quibbleton"),
    ("name", "toml", 'authors = [{{name = "{}", email = "me@example.com"}}]', "Zelda Quibbleton"),
    ("name", "text", "  - {} <me@example.com>", "Zelda Quibbleton"),
    ("ip address", "php", "if ($_SERVER['REMOTE_ADDR'] == '{}') {{}}", "23.71.206.226"),
    ("password", "yaml", "POSTGRES_PASSWORD: {}", PHRASE),
    ("password", "ini", 'psk="{}"', PHRASE),
    ("password", "typescript", "adminPassword: '{}',", PHRASE),
    ("password", "c++", 'mysql_real_connect(db, "localhost", "zelda", "{}", "shop");', PHRASE),
    ("password", "ini", "[mail]\npass = {}\n", "LhqTP9H=oZ2V_" + "Y3"),
    (
        "password",
        "shell",
        "keytool -importkeystore -srcstorepass {} -deststoretype PKCS12",
        "juniper" + "897",
    ),
    ("password", "shell", "PW=${{DB_PASSWORD:-{}}}", "Zq8kd93xx"),
    ("password", "php", "$p = getenv('DB_PASS') ?: '{}';", WORD),
    ("password", "java", 'String password = new String("{}");', WORD),
    ("password", "java", 'if (password.equals("{}")) {{', WORD),
    ("password", "c", 'mosquitto_username_pw_set(m, "zelda", "{}");', "bXSYQc5" + "FRx2AJm2"),
    ("password", "java", 'DriverManager.getConnection("jdbc:h2:mem", "SHOP", "{}")', WORD),
    ("password", "php", "new PDO('mysql:host=db', 'zelda', '{}');", WORD),
    ("password", "c++", 'WiFi.begin("boat", "{}");', "cobalt77lagoon"),
    ("key", "typescript", "const s = process.env.JWT_SECRET || '{}';", RANDOM[:20]),
    ("key", "c#", 'var key = Encoding.UTF8.GetBytes("{}");', RANDOM[:32]),
    ("key", "javascript", "jwt.sign({{ id }}, '{}')", RANDOM[:20]),
    ("key", "php", "hash_hmac('sha256', $data, '{}')", RANDOM[:20]),
    ("key", "java", 'new SecretKeySpec("{}".getBytes(), "AES")', RANDOM[:16]),
    ("private key", "json", '{{"kty": "EC", "x": "a", "d": "{}"}}', RANDOM[:43]),
    ("private key", "json", '{{"kty": "oct", "k": "{}"}}', RANDOM[:43]),
    ("private key", "xml", "<RSAKeyValue><Exponent>AQAB</Exponent><D>{}</D></RSAKeyValue>", RANDOM[:44]),
    ("private key", "python", 'load("{}")', "MIIEpAIBAAKCAQEA7x" + RANDOM),
    ("private key", "yaml", "tls.key: {}", ARMOR),
    ("e-mail", "html", "<a>{}</a>", "zelda [at] quibbleton [dot] org"),
    ("handle", "php", " * @author {}", "ZeldaQuibbleton"),
    ("handle", "java", " * Created by {} on 2019/3/4.", "zquib"),
    ("handle", "yaml", 'reviewers:\n  - "{}"\n', "zed-quib"),
    ("handle", "text", "Contributors: {}\nTags: a", "zquib"),
    ("handle", "restructuredtext", "(Contributed by @{}.)", "zed-quib"),
    ("handle", "c", "// https://www.reddit.com/user/{}.", "ZedQuib"),
    ("handle", "markdown", "on https://fosstodon.org/@{}", "zquib"),
    ("name", "c", 'MODULE_AUTHOR("{}");', "Zelda Q. Quibbleton"),
    ("name", "json", '"creators": [{{ "name": "{}" }}]', "Zelda Quibbleton"),
    ("name", "yaml", "authors:\n  - name: {}\n", "Zelda Quibbleton"),
    ("name", "yaml", "authors:\n  - family-names: {}\n", "Quibbleton"),
    ("name", "yaml", "contact:\n  name: {}\n", "Zelda Quibbleton"),
    ("name", "text", "Icons drawn by {}.", "Zelda Quibbleton"),
    ("name", "text", "Patch from {}.", "Zelda Quibbleton"),
    ("name", "javascript", "// @author {}", "\u5f20\u4e09\u4e30"),
    ("ip address", "python", 'ALLOWED_HOSTS = ["timetable.quibbleton.no", "{}"]', "77.80.63.54"),
    ("phone", "java", 'contact.setPhoneNumber("{}");', "982-438-7464"),
    ("phone", "php", "$card->addPhoneNumber('{}', 'WORK');", "+49 30 91840894"),
    ("iban", "text", "IBAN: {}", "DE89 3704 0044 0532 0130 00"),
    ("card number", "yaml", "card: {}", "4539 1488 0343 6467"),
    ("social security number", "yaml", "ssn: {}", "524-71-9034"),
    ("password", "python", "parser.add_argument('--password', default='{}')", WORD),
    ("password", "text", "db.quibbleton.org:5432:shop:zelda:{}", "Zq8kd93xx"),
    ("password", "sql", "INSERT INTO users (name, password) VALUES ('zelda', '{}');", "Zq8kd93xx"),
    ("password", "markdown", "Log in with `admin` / `{}`.", "Zq8kd93xx"),
    ("password", "c++", 'char pass[] = "{}";', WORD),
    ("password", "shell", "rabbitmqctl add_user zelda {}", "Zq8kd93xx"),
    ("password", "java", '@Value("${{db.password:{}}}")', "Zq8kd93xx"),
    ("password", "hcl", 'variable "db_password" {{\n  default = "{}"\n}}', WORD),
    ("key", "php", "'cookieValidationKey' => '{}',", RANDOM[:32]),
    ("key", "ini", "APP_KEY=base64:{}", RANDOM[:43] + "="),
    ("key", "python", "url = 'https://quibbleton.org/?q=a&appid={}'", HEX),
    ("key", "json", '{{"Jwt": {{"Key": "{}"}}}}', RANDOM[:32]),
    ("handle", "yaml", "github: [{}]", "zquib27"),
    ("handle", "yaml", "ko_fi: {}", "zquib"),
    ("handle", "python", "# Adapted from https://gist.github.com/{}/4f1d", "ZeldaQuib"),
    ("handle", "c#", "/// <summary>Created by {}, 2018-04-02.</summary>", "zquib"),
    ("handle", "json", '{{"name": "shop", "author": "{}"}}', "zeldaquibbleton"),
    ("handle", "json", '{{"author": {{"name": "{}"}}}}', "zquib27"),
    ("handle", "xml", "<developer>\n  <id>{}</id>", "zquib"),
    ("handle", "dockerfile", "MAINTAINER {}", "zquib"),
    ("handle", "text", "Patch by {}.", "zquib27"),
    ("handle", "restructuredtext", "by :user:`{}`", "zquib"),
    ("handle", "restructuredtext", "by `@{}`_", "zquib"),
    ("handle", "text", "*       @{}", "zquib"),
    ("handle", "text", "2012-02-03  {}  <me@example.com>", "zquib"),
    ("handle", "markdown", "Write to @{}@fosstodon.org.", "zquib"),
    ("handle", "sql", "-- changeset {}:1", "zquib"),
    ("handle", "javascript", "// see https://twitter.com/{}/status/1377183786949", "zquib"),
    ("name", "java", " * Created by IntelliJ IDEA.\n * User: {}\n * Date: 2/3/12", "Zelda Quibbleton"),
    ("name", "java", "// Author:\n//   {}\n", "Zelda Quibbleton"),
    ("name", "markdown", "## Author\n\n{}\n", "Zoltar Quibbleton"),
    (
        "name",
        "restructuredtext",
        "Credits\n=======\n\nLead\n----\n\nDevelopment Lead\n----\n\n* {}\n",
        "Zoltar Quib",
    ),
    ("name", "markdown", "## Credits\n\n* {}\n", "Julia Quibbleton"),
    ("name", "xml", '<owner name="{}" email="me@example.com"/>', "Zoltar Quibbleton"),
    ("name", "json", '{{"maintainers": [{{"email": "me@example.com", "name": "{}"}}]}}', "Zoltar Quibbleton"),
    ("name", "shell", 'git config user.name "{}"', "Zoltar Quibbleton"),
    ("name", "text", "* Fix a leak. ({})", "Julia Quibbleton"),
    ("name", "python", "# ask {} before", "Julia Quibbleton"),
    ("name", "markdown", "Created by [{}](https://quibbleton.org)", "Zoltar Quibbleton"),
    ("name", "c++", "// Author: me@example.com ({})", "Zoltar Quibbleton"),
    ("ip address", "yaml", 'extra_hosts:\n  - "build:{}"', "185.157.7.202"),
    ("phone", "python", "# call the data center at {} before a restart", "673-392-7386"),
    ("phone", "java", "// Support: {}", "985-234-7732"),
    ("phone", "html", "<p>Phone: <b>{}</b></p>", "985-234-7732"),
    ("phone", "html", '<a href="https://wa.me/{}">', "4915123456789"),
    ("phone", "xml", "<mobile>{}</mobile>", "9852347732"),
    ("phone", "shell", 'curl -d "To={}"', "+19852347732"),
    ("phone", "java", 'new Contact("Zed", "{}")', "985-234-7732"),
]

LOOK_ALIKES = [
    ("java", "@Override\npublic void run() {}"),
    ("java", "/**\n * @param name what\n * @author The Apache Software Foundation\n */"),
    ("python", "@property\ndef f(self): ...\n# decorated with @functools"),
    ("typescript", "// @ts-ignore\nimport type { A } from '@types/node';"),
    ("css", "@media (max-width: 3px) {}"),
    ("markdown", "npm install @angular/core lodash@4.17.21 and git@github.com:quib/project.git"),
    ("markdown", "write to user@example.com or you@yourdomain.com"),
    ("python", "c = a@b\nicon = 'foo@2x.png'"),
    ("python", f"commit = '{HEX}'\nsha256 = '{HEX * 2}'"),
    ("json", f'{{"integrity": "sha512-{RANDOM}{RANDOM[:36]}=="}}'),
    ("json", '{"id": "8f14e45f-ceea-467a-9af1-2b0b8e3f9f0e"}'),
    ("ini", "api_key = your_api_key_here\npassword = changeme"),
    ("shell", 'export TOKEN="${GITHUB_TOKEN}"\nPASSWORD=$1'),
    ("python", "aws = 'AKIAIOSFODNN7EXAMPLE'\ntoken = 'ghp_" + "x" * 36 + "'"),
    ("python", "password = getpass()\ntoken = next(tokens)\nsecret: str"),
    ("python", "password_field = 'password_1'\nTOKEN_TYPE = 'bearer'"),
    ("php", "$password = $_POST['password'];"),
    ("c#", '[assembly: AssemblyVersion("4.12.33.99")]'),
    ("text", "Version 6.0.1.2, OID 1.3.6.1, section 4.1.2.3"),
    (
        "python",
        "hosts = ['127.0.0.1', '10.0.0.1', '192.168.1.7', '192.0.2.1', '8.8.8.8', '::1', '2001:db8::1']",
    ),
    ("c++", "std::vector<a::b> x; dead::beef();"),
    ("text", "ISBN 978-3-16-148410-0, 2011-01-02 10:11:12, 1234567890"),
    ("text", "Copyright (c) 2011-2013 Zelda Quibbleton. All rights reserved."),
    ("text", "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A\n-----END PUBLIC KEY-----"),
    ("python", "# TODO(later): x\n# TODO(#123): y\n# FIXME: z\n# NOTE test: a"),
    ("text", "card 4539 1488 0343 6468, ssn 000-12-3456, IBAN DE88 3704 0044 0532 0130 00"),
    ("markdown", "https://github.com/quib/project and https://github.com/features"),
    ("text", "postgres://user:password@localhost/db"),
    ("text", "00:1a:2b:3c:4d:5e"),
    ("php", "$rules = ['password' => 'required|min:8|confirmed', 'password2' => 'min:8'];"),
    ("python", "connect('localhost', 'utf8mb4')\nsign_in('google', 'callback2')\nauth('bearer', 'oauth2')"),
    ("python", "# The password option.\nalgorithm = 'pbkdf2_sha256'"),
    ("typescript", "interface Login { password: string; token?: string }"),
    ("text", "Copyright (c) 2011 Zelda Quibbleton <me@example.com>,\n  2012 Zoe Quibbleton <me@example.com>"),
    ("text", "core==23.71.206.226 and see http://www.quibbleton.edu/~zquib/papers/graphs.pdf"),
    ("typescript", "// @ts-expect-error the typings lag behind"),
    ("python", "author = book.author\nauthor = name"),
    ("markdown", "The host key is `SHA256:" + RANDOM[:43] + "`."),
    ("yaml", "ca.crt: " + base64.b64encode(b"-----BEGIN CERTIFICATE-----\n" + RANDOM.encode()).decode()),
    ("json", '{"kty": "EC", "crv": "P-256", "x": "' + RANDOM[:43] + '"}'),
    ("typescript", "password: 'current-password-input-field'"),
    ("javascript", "jwt.verify(token, publicKey, 'RS256')\nhmac.new('sha256')"),
    ("shell", "curl https://api.github.com/user/repos"),
    ("python", "password = password.encode('latin1')\ntoken = Reader.from_pretrained('quib/Moe-8x7B-v0.1')"),
    ("python", 'PASSWORD_HASHERS = ["shop.hashers.MD5PasswordHasher"]'),
    ("python", "# created by default, found by maximizing it, handled by mark and sweep"),
    ("markdown", "## Contributors\n\n- Pull Requests\n- Bug Reports\n\n## Credits\n\n* Font Awesome\n"),
    ("json", '{"author": "Microsoft", "maintainers": [{"name": "bitnami"}]}'),
    ("yaml", "github:\n  enabled: true\nsocial:\n  twitter: enabled"),
    ("python", "# part number 985-234-7732, office 365 2019 2021\nx = +2147483647"),
    ("python", "cards = ['4111 1111 1111 1111', 'card 378282246310005', 'visa 4242424242424242']"),
    ("javascript", "// https://gist.github.com/4f1d2a3b4c5d6e7f8a9b https://codepen.io/pen/"),
    ("python", "url = 'https://quibbleton.org/?key=first_page_of_all_results'"),
    ("yaml", '- "version:185.157.7.202"'),
    ("python", "# TODO step2: x\n# FIXME utf8: y\n# Owner: Platform Engineering"),
]


@pytest.mark.parametrize(("kind", "language", "frame", "secret"), SECRETS)
def test_a_secret_goes_and_nothing_else(kind, language, frame, secret):
    text = frame.format(secret)
    redacted = redact(text, language)
    assert secret not in redacted.text
    (finding,) = redacted.findings
    start = text.index(secret)
    assert finding.kind == kind
    # A key of an issuer's form may go without the words that announce it.
    assert start <= finding.start < finding.stop == start + len(secret)
    assert redacted.text.startswith(text[:start])
    assert redacted.text.endswith(text[start + len(secret) :])


@pytest.mark.parametrize(("language", "text"), LOOK_ALIKES)
def test_a_look_alike_stays(language, text):
    assert redact(text, language).findings == ()
    assert redact(text, language).text == text


@pytest.mark.parametrize("language", [None, "python", "markdown"])
def test_to_redact_twice_is_to_redact_once(language):
    text = "\n".join(frame.format(secret) for _, _, frame, secret in SECRETS)
    once = redact(text, language)
    assert once.findings
    assert redact(once.text, language).findings == ()
    assert redact(once.text, language).text == once.text


def test_findings_say_where_in_the_original_and_never_what():
    text = "# TODO(zquib): mail zelda@quibbleton.org\nhost = '52.14.33.7'\n"
    findings = redact(text, "python").findings
    assert [text[finding.start : finding.stop] for finding in findings] == [
        "zquib",
        "zelda@quibbleton.org",
        "52.14.33.7",
    ]
    assert all(len(finding.digest) == 16 and int(finding.digest, 16) >= 0 for finding in findings)
    assert "quib" not in repr(findings)


def test_the_same_secret_has_the_same_digest_everywhere():
    first = redact("mail zelda@quibbleton.org", None).findings[0]
    second = redact("\n\n# ask zelda@quibbleton.org about it", "python").findings[0]
    other = redact("mail zoe@quibbleton.org", None).findings[0]
    assert first.digest == second.digest != other.digest


def test_what_another_finding_uncovers_far_from_the_first_one_goes_too():
    filling = "x = 1\n" * 2000
    once = f"# mail Zelda Quibbleton <zelda at quibbleton dot org>\n{filling}"
    text = once * 3
    redacted = redact(text, "python")
    assert "elda" not in redacted.text
    assert redacted.text.count(filling) == 3
    assert [text[finding.start : finding.stop] for finding in redacted.findings] == [
        "Zelda Quibbleton",
        "zelda at quibbleton dot org",
    ] * 3


def test_a_private_keys_lines_stay_lines():
    body = "\n".join(("MIIEpAIBAAKCAQEA7x" + RANDOM) for _ in range(3))
    text = f"a\n-----BEGIN RSA PRIVATE KEY-----\n{body}\n-----END RSA PRIVATE KEY-----\nb\n"
    redacted = redact(text, "text")
    assert [finding.kind for finding in redacted.findings] == ["private key"]
    assert redacted.text == text.replace("MIIEpAIBAAKCAQEA7x" + RANDOM, "REDACTED_KEY")


def test_a_private_key_within_a_programs_string_leaves_a_string():
    lines = ["-----BEGIN PRIVATE KEY-----\\n", "MIIEpAIBAAKCAQEA7xQ2\\n", "-----END PRIVATE KEY-----"]
    text = "key = " + " + \\\n    ".join(f'"{line}"' for line in lines) + "\n"
    redacted = redact(text, "python").text
    assert redacted == text.replace("MIIEpAIBAAKCAQEA7xQ2", "REDACTED_KEY")
    compile(redacted, "redacted", "exec")


@pytest.mark.parametrize(
    "piece",
    [
        "a", "(", " ", "@", "a@", "a.", "a@b.", "://", "://a@", "password", "password=", "token = ", "key",
        "Author:", "Author: A", "Aa ", "1.", "1.2.3.4 ", "1", "1 ", "+1 ", "2a00:", ":", "eyJ",
        "eyJa.", "-----BEGIN PRIVATE KEY-----", "TODO(a,", " at a dot ", "[at]", '","', "login('a','",
        "curl -u ", "Copyright 2010 ", '"""', "/*", "A1", "GB82 ", "card 4", "\n", "sk-", "xoxb-a-", "basic ",
        ".com/a", "Signed-off-by: ", "$Id: ", "login(a, \"abcdef\", ", "login(login, ",
        "MII", "MIIEpAIBAAKCAQEA", "kty\": \"oct\", ", "{\"kty\":\"EC\"",
        "<D>KeyValue", "hmac(", "jwt.sign(a, ",
        "/@a",
        "reviewers: [a, ", "password = a(", "://a/@",
    ],
)  # fmt: skip
def test_a_hostile_line_takes_no_longer_than_four_times_as_much_code(piece, code_cpu_s):
    text = (piece * (2**20 // len(piece) + 1))[: 2**20]
    # Whoever shares the processor may slow one run down, not three.
    assert any(cpu_s(text) < 4 * code_cpu_s for _ in range(3))


@pytest.mark.parametrize(
    "piece",
    [
        "by Aa Bb, ", "Aa Bb <a@b.c> ", "Aa Bb <a@b> ", "login(a, \"Ab1cdef\", ", "auth = a, 'b1cdef', ",
        "zed@quib.org ",
        "## Author\n", "## Authors\n* Aa Bb\n", "Authors:\n", "by zed27 ", "call 985-234-7732 ", "<author a",
        "authors: [{name: 'Aa Bb'}, ", "a <b@", "password, ",
        "# @zed ", "curl mysql login pass:a1b2c3", "52.14.33.7 ", "x_key: 'a b1' ", "Thanks to Aa Bb, ",
    ],
)  # fmt: skip
def test_a_line_full_of_findings_takes_as_long_as_it_is(piece):
    text = (piece * (2**17 // len(piece) + 1))[: 2**17]
    assert any(cpu_s(text) < 1 for _ in range(3))


@pytest.fixture(scope="module")
def code_cpu_s():
    """How long a megabyte of ordinary code takes on this machine: what is hostile grows by itself."""
    code = Path(argparse.__file__).read_text()
    text = (code * (2**20 // len(code) + 1))[: 2**20]
    return min(cpu_s(text) for _ in range(3))


def cpu_s(text):
    start = time.process_time()
    redact(text, "python")
    return time.process_time() - start
