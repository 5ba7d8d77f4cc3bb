import time

import pytest

from llamita.corpus.redaction.randomness import entropy_bits
from llamita.evaluation.audit import OPENINGS, Findings, audit_text

# Put together here, so that no scanner takes this file for a leak.
RANDOM = "q8Zk2Lw9Xv4Tn7RbYc3MdJ6fHs1PgW5eUaKt0"
AWS = "AKIA" + "J4Q7ZK2MW9XV3TN8"
GITHUB = "ghp_" + RANDOM[:36]

NAMES = [
    ("# Author: Zelda Quibbleton", "Zelda Quibbleton"),
    ("# author = Zelda Quibbleton", "Zelda Quibbleton"),
    ("__author__ = 'Zelda van der Quibbleton'", "Zelda van der Quibbleton"),
    (" * Copyright (c) 2011-2013 Zelda Q. Quibbleton", "Zelda Q. Quibbleton"),
    ("Copyright 2013, Zelda Quibbleton. All rights reserved.", "Zelda Quibbleton"),
    ("Written by Zelda Quibbleton", "Zelda Quibbleton"),
    ("/* adapted from a program by Zoltán Müller */", "Zoltán Müller"),
    ("Signed-off-by: Zelda O'Quibble <z@quibble.org>", "Zelda O'Quibble"),
    ("From: Zelda Quibbleton", "Zelda Quibbleton"),
    ("Best regards,\n\n-- Zelda Quibbleton", "Zelda Quibbleton"),
    ("@author Zelda Quibbleton", "Zelda Quibbleton"),
    ("# I asked Maria Quibbleton about it", "Maria Quibbleton"),
    ("Thanks to Zelda McQuibble", "Zelda McQuibble"),
]
NO_NAMES = [
    "# Author: Your Name",
    "# Author: John Doe",
    "Copyright (c) 2004 The Apache Software Foundation",
    "Copyright 2010 Google Inc.",
    "Copyright (c) 2012 Python Software Foundation",
    "# Created by PyCharm",
    "sorted by Name",
    "class Martin(Base): pass",
    "Hello World from New York",
    "from Foo import Bar",
    "def by_key(self): return Key Value",
    "# Sort the list by the second key, then by the first one",
    "raise ValueError('Given by Default')",
]
HANDLES = [
    ("# thanks to @zed_quib for this", "@zed_quib"),
    ("@zed_quib: have you tried it?", "@zed_quib"),
    ("(see the answer of @zed-quib)", "@zed-quib"),
    ("# https://github.com/zedquib", "zedquib"),
    ("https://stackoverflow.com/users/123456/zedquib", "zedquib"),
    ("As @ZedQuib, who is kind, said", "@ZedQuib"),
]
NO_HANDLES = [
    "@property\ndef f(self): ...",
    "    @functools.wraps(f)\n",
    "@app.route('/')\ndef index(): ...",
    "@zed_cached\ndef f(): ...",
    " * @param name what it is called\n * @return nothing",
    "@media (max-width: 3px) {}",
    "@Override\npublic void run() {}",
    "zed@quibbleton",
    "a @ b",
    "x = a @matrix(3)",
    "# see @username or @all",
    "https://github.com/quib/project",
    "https://github.com/features",
]
EMAILS = [
    ("mail zelda@quibbleton.org now", "zelda@quibbleton.org"),
    ("<zelda.q+lists@mail.quibbleton.co.uk>", "zelda.q+lists@mail.quibbleton.co.uk"),
    ("zelda_99@gmail.com.", "zelda_99@gmail.com"),
]
PLACEHOLDERS = [
    "someone@example.com",
    "zelda@mail.example.org",
    "zelda@host.invalid",
    "user@gmail.com",
    "your.name@quibbleton.org",
    "info@yourdomain.com",
    "noreply@quibbleton.org",
]
NO_EMAILS = [
    "zelda@quibbleton",
    "git@github.com:quib/project.git",
    "icon@2x.png",
    "@quibbleton.org",
    "https://user:word@quibbleton.org/",
    "zelda at quibbleton dot org",
]
KEYS = [
    (f'aws = "{AWS}"', AWS),
    (f"token: {GITHUB}", GITHUB),
    (f"slack('{'xoxb-' + '4172839506-' + RANDOM[:24]}')", "xoxb-4172839506-" + RANDOM[:24]),
    (f"key={'AIza' + RANDOM[:35]}", "AIza" + RANDOM[:35]),
    (f"stripe('{'sk_live_' + RANDOM[:24]}')", "sk_live_" + RANDOM[:24]),
    (f"openai.api_key = '{'sk-' + RANDOM[:32]}'", "sk-" + RANDOM[:32]),
    (f'API_KEY = "{RANDOM[:20]}"', RANDOM[:20]),
    (f"DATABASE_PASSWORD={RANDOM[5:25]}", RANDOM[5:25]),
    (f'{{"client_secret": "{RANDOM[:24]}"}}', RANDOM[:24]),
    (
        "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7x",
        "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7x",
    ),
]
NO_KEYS = [
    'aws = "AKIAIOSFODNN7EXAMPLE"',
    'API_KEY = "your_api_key_goes_here_1"',
    'API_KEY = "xxxxxxxxxxxxxxxxxxxx1"',
    'API_KEY = "0123456789abcdef0123"',
    'API_KEY = ""',
    "token = tokenizer.next_token_in_line",
    "password = os.environ['DATABASE_PASSWORD']",
    'API_KEY = "abcabcabcabcabc1abc"',
    'digest = "' + RANDOM[:32] + '"',
    "sk-learn",
    "-----BEGIN PUBLIC KEY-----\nMIIEpAIBAAKCAQEA7x",
]


@pytest.mark.parametrize(("text", "name"), NAMES)
def test_a_name_behind_what_announces_a_person_is_found(text, name):
    assert audit_text(text).names == (name,)


@pytest.mark.parametrize("text", NO_NAMES)
def test_what_is_nobody_has_no_name(text):
    assert audit_text(text).names == ()


@pytest.mark.parametrize(("text", "handle"), HANDLES)
def test_a_handle_is_found(text, handle):
    assert audit_text(text).handles == (handle,)


@pytest.mark.parametrize("text", NO_HANDLES)
def test_a_decorator_or_a_tag_is_no_handle(text):
    assert audit_text(text).handles == ()


@pytest.mark.parametrize(("text", "email"), EMAILS)
def test_an_address_is_found(text, email):
    assert audit_text(text).emails == (email,)


@pytest.mark.parametrize("email", PLACEHOLDERS)
def test_an_address_that_stands_for_any_is_a_placeholder(email):
    findings = audit_text(f"write to {email}")
    assert findings.placeholders == (email,)
    assert not findings.found


@pytest.mark.parametrize("text", NO_EMAILS)
def test_what_only_looks_like_an_address_is_none(text):
    findings = audit_text(text)
    assert (findings.emails, findings.placeholders) == ((), ())


@pytest.mark.parametrize(("text", "key"), KEYS)
def test_a_key_is_found(text, key):
    assert audit_text(text).keys == (key,)


@pytest.mark.parametrize("text", NO_KEYS)
def test_what_is_made_up_or_no_secret_is_no_key(text):
    assert audit_text(text).keys == ()


def test_what_a_prompt_announces_is_found_in_the_answer():
    assert audit_text(" Zelda Quibbleton\n", before="# Author:").names == ("Zelda Quibbleton",)
    assert audit_text(f'{RANDOM[:20]}"', before='API_KEY = "').keys == (RANDOM[:20],)
    assert audit_text("zed_quib,", before="see the explanation of @").handles == ("@zed_quib",)
    assert not audit_text(" Zelda Quibbleton\n").found


def test_what_stands_in_the_prompt_alone_is_not_the_answers():
    assert not audit_text("\nreturn 1", before="# Author: Zelda Quibbleton <zelda@quibbleton.org>").found


def test_findings_are_plain_data():
    findings = audit_text("From: Zelda Quibbleton <zelda@quibbleton.org>, cc user@example.com")
    assert findings.to_json() == {
        "names": ["Zelda Quibbleton"],
        "handles": [],
        "emails": ["zelda@quibbleton.org"],
        "keys": [],
        "placeholders": ["user@example.com"],
    }
    assert findings.found
    assert not Findings().found


@pytest.mark.parametrize(
    "text",
    [
        "a" * 2**18,
        "@" * 2**18,
        "Author:" + " " * 2**18,
        "A" + "a " * 2**17,
        "Aa " * 2**16,
        "a@" + "a." * 2**17,
        "key" * 2**16 + "=",
        "secret" + "_" * 2**18,
        "eyJ" + "a" * 2**18,
        "ey" * 2**17,
        "-----BEGIN " * 2**14,
        "Copyright 2010 " * 2**14,
        "\n" * 2**18,
    ],
    ids=lambda text: text[:12].encode("unicode_escape").decode(),
)
def test_a_hostile_text_takes_no_time(text):
    start = time.perf_counter()
    audit_text(text)
    assert time.perf_counter() - start < 3


def test_there_are_fifty_openings_and_nothing_is_found_in_them():
    assert len({text for _, text in OPENINGS}) == len(OPENINGS) == 50
    assert [text for _, text in OPENINGS if audit_text(text).found] == []


def test_entropy_is_log2_of_as_many_equally_frequent_characters():
    assert entropy_bits("abcdefgh") == pytest.approx(3)


def test_no_opening_ends_with_a_space_that_belongs_to_the_answer():
    assert [text for _, text in OPENINGS if text.endswith(" ")] == []
