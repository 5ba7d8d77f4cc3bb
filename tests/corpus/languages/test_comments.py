"""Where comments stand."""

import time

import pytest

from llamita.corpus.languages.comments import comments_of


@pytest.mark.parametrize(
    ("language", "text", "comments"),
    [
        ("python", 'u = "#no"  # yes\n', ["# yes"]),
        ("python", 'def f():\n    """doc"""\n    x = """no"""\n', ['"""doc"""']),
        ("python", "'''doc # in\n'''\n# c", ["'''doc # in\n'''", "# c"]),
        (
            "java",
            'f("http://no"); // yes\n/* and\n this */ char c = \'"\'; // end',
            ["// yes", "/* and\n this */", "// end"],
        ),
        ("javascript", "`// no ${x}` // yes", ["// yes"]),
        ("php", "#[Attribute]\n# yes\n", ["# yes"]),
        ("shell", "echo $# ${a#b} # yes\n", ["# yes"]),
        ("sql", "select '--no' -- yes", ["-- yes"]),
        ("html", "<p>a<!-- yes\n--></p>", ["<!-- yes\n-->"]),
        ("tex", "10\\% no % yes", ["% yes"]),
        ("c", "/* never ends", ["/* never ends"]),
        ("batchfile", "rem yes\necho :: no\n:: yes", ["rem yes", ":: yes"]),
        ("ruby", "=begin\nyes\n=end\n", ["=begin\nyes"]),
        ("visual basic", "x = \"'no\" ' yes", ["' yes"]),
        ("unknown", "# no", []),
    ],
)
def test_comments_are_found_and_strings_are_not(language, text, comments):
    assert [text[start:end] for start, end in comments_of(text, language)] == comments


HOSTILE = [
    "a",
    "(",
    " ",
    "/*",
    "*",
    '"',
    "'",
    "`",
    "\\",
    '"""',
    "#",
    "--[[",
    "<!--",
    "{-",
    "=begin\n",
    "(*",
    "rem",
    "\n",
]


@pytest.mark.parametrize("piece", HOSTILE, ids=repr)
@pytest.mark.parametrize(
    "language",
    ["python", "c", "javascript", "shell", "ruby", "lua", "haskell", "pascal", "html", "batchfile", "m4"],
)
def test_hostile_texts_are_read_in_time(language, piece):
    text = piece * (200_000 // len(piece))
    started = time.process_time()
    comments_of(text, language)
    assert time.process_time() - started < 1
