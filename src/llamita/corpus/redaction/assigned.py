"""Secrets that a name gives away: what `password`, `api_key` or `client_secret` is set to.

A password is what a person may have chosen: six characters or more, of two sorts (letters, digits, other
marks). A key is drawn at random: 16 or more, letters and digits. Neither is what calls, formats or names
something, nor what plainly stands for any. Without quotes only files that need none, such as YAML and
shell, and comments count, or a random value.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from llamita.corpus.redaction.comments import Comments
from llamita.corpus.redaction.nearby import ascii_lowered, places
from llamita.corpus.redaction.passwords import is_passphrase, is_password, num_sorts
from llamita.corpus.redaction.randomness import entropy_bits, is_made_up, is_uuid, looks_random
from llamita.corpus.redaction.span import Span
from llamita.corpus.redaction.words import NO_SECRET_TAILS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llamita.corpus.document import Language

# What every name has, in lower case.
_MARKS: Final = (
    "pass", "pwd", "pswd", "secret", "token", "key", "auth", "credential", "heroku", "kennwort", "wachtwoord",
    "senha", "clave", "contrase", "salt", "psk", "identified", "pw",
)  # fmt: skip
# Those that are words of names by themselves.
_WHOLE_MARKS: Final = ("token", "secret", "credential")
# Behind a mark, what may part a name from a value; `auth` and `pw` end their words.
_AFTER: Final = re.compile(
    r"""(?:(?<!auth)(?<!pw)|(?![a-z]))[\w-]{0,48}+(?=[ \t\n"'`\]\[>=:,(*<\\?!{]|\.(?:isequalto|equals)\b)"""
)
# Words that `key` follows in such a name.
_KEY_WORDS: Final = (
    "api", "access", "auth", "private", "encrypt", "encryption", "decrypt", "decryption", "signing", "master",
    "account", "shared", "client", "consumer", "service", "application", "app", "license", "storage",
    "subscription", "instrumentation", "webhook", "deploy", "session", "admin", "hmac", "jwt", "bot", "write",
    "ingest", "rest", "maps", "server", "secret", "function", "functions", "host", "secure", "site",
    "recaptcha", "validation", "nonce", "logged_in", "stripe", "aws", "azure",
    "google", "twilio", "sendgrid", "mailgun", "algolia", "openai",
    "github", "gitlab", "datadog", "firebase", "pusher", "cookie", "crypt", "cipher", "aes",
)  # fmt: skip
# The longest word before `key`, and the longest tail of a name with what closes it.
_MAX_BEFORE, _MAX_AFTER = 18, 72
_NAME: Final = re.compile(
    r"""(?x)
    (?P<word> passw(?:or)?[dt] | passwd | passphrase | pass[_-]?phrase | passcode | pwd | pswd
      | (?<![a-z])(?:db|user|smtp|admin|root|mysql|ftp|mail|my|sudo|become|login|ssh|http|proxy|web|wifi
          |wlan|ap|sta|bind|require|(?:src|dest|trust|key|new|old|ca|cert|client|server)?(?:store|key)
          |new|old|cert|pfx
          |client|server|sql|pg|postgres|redis|rabbit|mqtt|wpa|zip|pdf|rpc|sender|email|imap|pop|svn|git|ldap
          |vnc|rdp|telnet|router|ansible)?pass(?![a-z])
      | (?<![a-z])(?:pw|psk|senha|clave)(?![a-z]) | kennwort | wachtwoord | contrase(?:n|ñ)a | masterauth
      | identified \s (?:with \s \w{1,32} \s)? by
      | secret | token | credentials?
      | (?:api|access|auth|private|encrypt(?:ion)?|decrypt(?:ion)?|signing|master|account|shared
          |client|consumer
        |service|application|app|license|storage|subscription|instrumentation|webhook|deploy|session
            |admin|hmac
        |jwt|bot|write|ingest|rest|maps|server|secret|functions?|host|secure|site|recaptcha|validation
            |nonce|logged_in|stripe|aws
        |azure|google|twilio|sendgrid|mailgun|algolia|openai|github|gitlab|datadog|firebase|pusher|cookie
        |crypt|cipher|aes) [_\-. ]? key
      | (?:auth|logged_in|nonce|password|secret|session|cookie|hash) [_-]? salt
      | (?<![a-z])salt(?![a-z]) | (?<=")authorization(?=") | (?<=')authorization(?=')
      | heroku (?:[_-]?\w{1,16})? | (?<![a-z])auth(?![a-z])
    )
    (?P<tail> [\w-]{0,32}) (?P<close> (?:["'`\]]{0,3}|\*\*) (?:>|</\w{1,32}>)?)
    """,
    re.ASCII,
)
# Between a name and its value: `=`, `:`, `=>`, `:=`, a comma of a call or a table, a type, `value="`.
_JOINT: Final = re.compile(
    r"""(?x)
    (?: :[-=?]? (?=[^\s}"'`]{4,128}\})
      | (?:(?<=[sdt])\s?=>?\s?[\[({]\s{0,8} | \[\w{0,8}\]\s?=\s?) (?=["'])
          | !? : \s? string \s? = \s? (?=["']) | \{ (?=["'])
      | \s?=\s?ConvertTo-SecureString\s{1,3}(?:-(?:String|AsPlainText|Force)\s{1,3}){0,3}(?=["'])
      | \s? , \s{0,4} [^()\n]{0,120}? \b default \s? = \s? (?=["'])
      | \s? \{ [^{}]{0,160}? \b default \s{0,8} = \s{0,4} (?=["'])
      | ["']?\)? \s? (?: \|\| | \?\? | \?: | \bor\b ) \s{1,4} (?=["'`])
      | \s? [=:] \s? (?:new\s)? (?=[A-Za-z][\w.]{0,48}+\() (?:[A-Za-z]\w{0,24}\.){0,3}
          (?:(?:Secure|Secret)?String(?:With\w{1,12})?|Secret(?:Str)?|[gG]etBytes|from(?:String)?|bytes|of|str
          |[a-z]?\d{0,2}[dD]ecode|Password) \(\s{0,16} (?=[bL$@]?["'])
      | \)?\.(?i:equals(?:ignorecase)?|isequalto) \(\s? (?=["'])
      | \s{0,3} (?: : \s? [\w<>.?\[\]|]{1,32} \s? (?:\|\s?\w{1,16}\s?)?
        = (?=\s{0,8}[$@\w]{0,2}\\?["'`]) | =>? | :=? | -> | \?=
        | == ) \s{0,8} (?: \*/ \s? )?
      | \s? , (?:\s{0,4} | [ ]{5,16}) (?=["']) | \s? \(\s? (?=["'])
      | \)\.(?:send_?[kK]eys|val|type|fill|value|set\w{0,12}|text) \s? [(=] \s? (?=["'])
      | \s{1,4} (?:android:)? (?i:value|default) \s? [=:] \s? | "?\s{1,4}(?:is|to)\s{1,4} | \s{1,4} (?=["'`])
      | (?<=>) \s{0,8} (?: <\w{1,16}> \s{0,4} )?
      | \s{1,4} )
    """
)
_QUOTED: Final = re.compile(
    r"""[fbruFBRU@$NL]{0,2}(?P<quote>\\?["'`])(?P<value>(?:(?!(?P=quote))[^\s\\]){4,512}+)(?P=quote)"""
)
# The phrases of 64 signs, spaces too, that installers of web sites draw.
_PHRASE: Final = re.compile(r"""'(?P<value>[^'\\\n]{60,68})'""")
_BARE: Final = re.compile(r"""(?P<value>[^\s"'`,;<>(){}\[\]&|=]{6,512}+={0,2})(?![\w(\[=])""")
# A whole line's value in files of settings, where `=`, `&` or `(` may be within.
_LINE: Final = re.compile(
    r"""[ \t]*(?P<value>[^\s"'`$<{\[(*&|>!@%,;][^\s"'`,;<>]{5,127})[ \t]*(?:[#;][^\n]*)?(?=\n|\Z)"""
)
_LINE_START: Final = re.compile(r"^\s{0,40}(?:-\s|export\s)?[\w.-]{0,60}$")
_LINE_LANGUAGES: Final = frozenset(
    {"ini", "yaml", "java properties", "properties", "dotenv", "editorconfig", "npm config", "git config"}
)
# What says how a value is written, and is none of it.
_PREFIX: Final = re.compile(r"(?:base64|hex):|\{(?:noop|plain|cleartext)\}")
_FINGERPRINT: Final = re.compile(r"(?i)^(?:sha-?\d{1,3}|md5)[:-]")
# A key of reCAPTCHA has five `A` in it, as what is made up has.
_CAPTCHA: Final = re.compile(r"^6L[\w-]{6}AAAAA[\w-]{27}$")
_BASE64: Final = re.compile(r"^[A-Za-z0-9+/_.~=%!*-]{12,512}$")
_PASSWORD_WORD: Final = re.compile(
    r"pass|^pwd$|^pswd$|^credentials?$|^pw$|^psk$|^senha$|^kennwort$|^wachtwoord$|^clave$|^contrase"
    r"|^identified"
)
# A prefix, a backslash and a quote.
_MAX_OPENING_CHARACTERS: Final = 4
_MAX_CONTEXT_CHARACTERS: Final = 160
_STRONG_SORTS: Final = 3
_MIN_STRONG_KEY_CHARACTERS: Final = 16
_MIN_PHRASE_BITS: Final = 4.4
# Before a password on the next line of a file with logins.
_LOGIN_LINE: Final = re.compile(r"\blogin\s{1,4}\S{1,64}\s{1,40}$")
_UUID_WORDS: Final = ("secret", "token", "password", "passwd", "credential", "credentials")
# Before a name that a space parts from its value: an option, an instruction, a login file.
_SPACED: Final = re.compile(
    r"(?:^|\s)--?[\w-]{0,32}$|^\s{0,8}(?:ENV|ARG|export)\s{1,4}\w{0,40}$|\blogin \S{1,64}\s{1,4}$"
)
# Before a name within a connection string, an address or a command.
_CONNECTION: Final = re.compile(
    r"(?i)[;?&]\s?[\w-]{0,32}$|:\d{2,5},[\w=,]{0,60}$|\$\{[\w.-]{0,60}$"
    r"|(?:server|data source|host|user(?: id)?|uid"
    r"|database)\s?=[^\n]{1,200};?\s?[\w-]{0,32}$"
    r"|(?:^|\s)--[\w-]{0,32}$|(?:^|\s)-[eD]\s?[\w.-]{0,40}$|_auth$|(?:^\s{0,80}|[\[(,]\s?)[\"'][A-Z_]{0,40}$"
)
# Before what is no secret: names of resources, their types (`"AWS::IAM::AccessKey"`), and pages of a list.
_NO_NAME: Final = re.compile(
    r"\barn:[\w:-]{1,80}:$|[\"']\w{1,32}::(?:\w{1,64}::)?\w{0,64}$|(?i:next|page|continuation"
    r"|pagination|public[_-]?key)[_-]?$"
)
_UNQUOTED_LANGUAGES: Final = frozenset(
    {
        None, "shell", "yaml", "ini", "dockerfile", "java properties", "properties", "dotenv", "text",
        "markdown", "restructuredtext", "toml", "batchfile", "makefile", "html", "xml", "editorconfig",
        "npm config", "git config", "nginx", "apacheconf", "hcl", "asciidoc",
    }
)  # fmt: skip


def find_assigned(text: str, language: Language | None, comments: Comments | None = None) -> Iterator[Span]:
    """Secrets beside a name that says so; not in order.

    Args:
        text: a whole file.
        language: what it is written in, or None.
        comments: where people speak in it; by default by its language.

    >>> text = 'password = "Tr0ub4dor&3"'
    >>> [text[span.start : span.stop] for span in find_assigned(text, "python")]
    ['Tr0ub4dor&3']
    """
    comments = comments or Comments(text, language)
    for name in _names(ascii_lowered(text)):
        if name["tail"].endswith(NO_SECRET_TAILS) and not name["tail"].endswith("_key_id"):
            continue
        span = _set_to(text, name, comments, language)
        if span and not _NO_NAME.search(comments.before(name.start())[-_MAX_CONTEXT_CHARACTERS:]):
            yield span


def _names(lowered: str) -> Iterator[re.Match[str]]:
    """Names that secrets go by, in order."""
    place = 0
    for start, stop in places(lowered, _MARKS):
        if lowered.startswith("key", start) and not _is_of_key(lowered, start):
            continue
        if start >= place and _AFTER.match(lowered, stop):
            if lowered.startswith(_WHOLE_MARKS, start):
                name = _NAME.match(lowered, start, stop + _MAX_AFTER)
            else:
                name = _NAME.search(lowered, max(place, start - _MAX_BEFORE), stop + _MAX_AFTER)
            if name:
                place = name.end()
                yield name


def _is_of_key(lowered: str, place: int) -> bool:
    """Whether `key` stands behind a word with which it names a secret."""
    gap = place > 0 and lowered[place - 1] in "_-. "
    return lowered.endswith(_KEY_WORDS, max(0, place - _MAX_BEFORE), place - gap)


def _set_to(text: str, name: re.Match[str], comments: Comments, language: Language | None) -> Span | None:
    """What a name is set to, where that is a secret."""
    joint = _JOINT.match(text, name.end())
    if joint is None:
        return None
    if name["word"] == "pass" and joint[0].isspace() and not text.startswith("_", name.start() - 1):
        return None
    beginning = text[joint.end() : joint.end() + _MAX_OPENING_CHARACTERS]
    phrase = _PHRASE.match(text, joint.end()) if beginning.startswith("'") else None
    if phrase and _is_phrase(phrase["value"]):
        return Span(*phrase.span("value"), "key", "assigned key")
    is_quoted = '"' in beginning or "'" in beginning or "`" in beginning
    value = _QUOTED.match(text, joint.end()) if is_quoted else None
    is_bare = value is None
    if value is None and _is_setting(name, joint, comments, language):
        value = _LINE.match(text, joint.end())
    value = value or _BARE.match(text, joint.end())
    if value is None:
        return None
    secret = value["value"].rstrip(".,") if is_bare else value["value"]
    prefix = _PREFIX.match(secret)
    secret = secret[prefix.end() :] if prefix else secret
    kind = _kind(secret, name["word"])
    needs_no_quotes = language in _UNQUOTED_LANGUAGES
    if kind is None or (is_bare and not _may_be_bare(name, joint, comments, needs_no_quotes=needs_no_quotes)):
        return None
    start = value.start("value") + (prefix.end() if prefix else 0)
    return Span(start, start + len(secret), kind, f"assigned {kind}")


def _is_setting(
    name: re.Match[str], joint: re.Match[str], comments: Comments, language: Language | None
) -> bool:
    """Whether a name begins a line of a file of settings, so that the rest of the line is its value."""
    return (
        language in _LINE_LANGUAGES
        and joint[0].strip() in ("=", ":")
        and "\n" not in joint[0]
        and _LINE_START.search(comments.before(name.start())) is not None
    )


def _kind(secret: str, word: str) -> str | None:
    """`key` or `password`, or None where a value is neither."""
    if _FINGERPRINT.match(secret):
        return None
    if _PASSWORD_WORD.search(word) and (is_password(secret) or is_passphrase(secret)):
        return "password"
    is_long = word == "secret" or len(secret) >= _MIN_STRONG_KEY_CHARACTERS
    is_strong = (
        word.endswith(("secret", "key", "salt")) and is_long and num_sorts(secret) >= _STRONG_SORTS
    ) and is_password(secret)
    return "key" if is_strong or _is_key(secret, word) else None


def _is_phrase(value: str) -> bool:
    """Whether so many signs are drawn at random, spaces among them."""
    return num_sorts(value) > _STRONG_SORTS and entropy_bits(value) >= _MIN_PHRASE_BITS


def _may_be_bare(
    name: re.Match[str], joint: re.Match[str], comments: Comments, *, needs_no_quotes: bool
) -> bool:
    """Whether a value may stand there without quotes."""
    before = comments.before(name.start())[-_MAX_CONTEXT_CHARACTERS:]
    if joint[0].isspace():
        if "\n" in joint[0]:
            return False
        if name["word"] in ("requirepass", "masterauth"):
            return not before.strip(" -") or before.endswith("--")
        return _SPACED.search(before) is not None or _follows_login(name, comments)
    if joint[0].strip(' "') in ("is", "to"):
        return comments.hold(name.start())
    return needs_no_quotes or _CONNECTION.search(before) is not None or comments.hold(name.start())


def _follows_login(name: re.Match[str], comments: Comments) -> bool:
    """Whether the line before has the login that the password is of."""
    return not comments.before(name.start()).strip() and comments.follows(name.start(), _LOGIN_LINE)


def _is_key(value: str, word: str) -> bool:
    if _CAPTCHA.match(value):
        return "secret" in word or "captcha" in word
    if is_uuid(value):
        return not is_made_up(value) and ("key" in word or word in _UUID_WORDS or word.startswith("heroku"))
    return _BASE64.match(value) is not None and looks_random(value, min_characters=12)
