"""Each rule takes out what it must, and leaves what comes close."""

import random
import time

import pytest

from llamita.corpus.languages.detection import language_of
from llamita.corpus.quality.judgment import judge
from llamita.corpus.quality.thresholds import Thresholds

CODE = '''"""Reads the settings of a program."""

import os


def home(name, default=None):
    """The folder of a program's settings."""
    # The variable wins over what the system says.
    found = os.environ.get(name.upper() + "_HOME", default)
    return os.path.expanduser(found or "~/.config/" + name)
'''
SCRIPT = """// Counts how often each word stands in a text.
export function count(words) {
  const seen = new Map();
  for (const word of words) {
    seen.set(word, (seen.get(word) || 0) + 1);
  }
  return seen;
}
"""
PROSE = """# Settings

This library reads the settings of a program from the folder that the system has for them. You can name
another folder in a variable, which is what tests do. When the folder is not there, it is made with the
rights of the user, and every file that is written to it can be read by that user only.
"""
PAGE = "<html><body><p>" + "A page with enough words to be read by a person. " * 4 + "</p></body></html>\n"


def rule(path, text, language=None):
    found = judge(path, text, language or language_of(path, text), Thresholds())
    return found.rule if found else None


def numbers(count, seed=0):
    drawn = random.Random(seed)
    return [drawn.randrange(10**6) for _ in range(count)]


def letters(count, alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"):
    drawn = random.Random(count)
    return "".join(drawn.choice(alphabet) for _ in range(count))


def words(count):
    drawn = random.Random(count)
    return " ".join("".join(drawn.choices("abcdefghijklmnopqrstuvwxyz", k=7)) for _ in range(count))


@pytest.mark.parametrize(
    ("path", "text"),
    [("a.py", CODE), ("a.js", SCRIPT), ("README.md", PROSE), ("docs/a.html", PROSE), ("web/a.html", PAGE)],
)
def test_plain_code_and_documentation_stay(path, text):
    assert rule(path, text) is None


@pytest.mark.parametrize(
    ("path", "out"),
    [
        ("data.bin", "unknown language"),
        ("package.json", "data file"),
        ("po/de.po", "data file"),
        ("Gemfile.lock", "data file"),
        ("node_modules/a/b.py", "vendored"),
        ("src/third_party/b.py", "vendored"),
        ("lib/3rd-party/b.py", "vendored"),
        ("pip/_vendor/b.py", "vendored"),
        ("static/vendor/b.py", "vendored"),
        ("js/jquery-3.6.0.js", "vendored"),
        ("dist/index.js", "vendored"),
        ("versioneer.py", "vendored"),
        ("build-aux/config.guess", "unknown language"),
        ("js/a.min.js", "minified"),
        ("debian/rules.py", "packaging"),
        ("debian/changelog", "packaging"),
        ("tests/fixtures/a.py", "test fixture"),
        ("pkg/testdata/a.go", "test fixture"),
        ("tests/badsyntax_a.py", "test fixture"),
        ("src/locale/de.py", "translation"),
        ("lang/pt_BR/pt_BR.php", None),
        ("i18n/zh-Hant.ts", "translation"),
        ("api/user_pb2.py", "generated"),
        ("api/user.pb.go", "generated"),
        ("Main.Designer.cs", "generated"),
        ("parsetab.py", "generated"),
        ("LICENSE.md", "license text"),
        ("AUTHORS", "license text"),
        ("LICENSES/MIT.txt", "license text"),
    ],
)
def test_a_path_takes_out_what_is_not_the_projects_own_code(path, out):
    text = PROSE if language_of(path, "") in ("markdown", "text") else SCRIPT + SCRIPT.replace("count", "sum")
    text = CODE if path.endswith(".py") else text
    assert rule(path, text) == out or (out is None and rule(path, text) not in ("translation", "vendored"))


@pytest.mark.parametrize(
    "path",
    [
        "vendors.py",
        "node/modules.py",
        "src/fixtures.py",
        "conf/locale/de/formats.py",
        "src/debian/control.py",
        "minify.py",
        "generate_pb2.py.py",
        "locale/__init__.py",
        "dist/build.py",
        "jquery_plugin.py",
    ],
)
def test_paths_that_come_close_stay(path):
    assert rule(path, CODE) is None


def test_vendor_is_a_word_like_any_other_in_a_language_of_packages():
    java = "package shop.vendor;\n\n/** Sells goods. */\npublic class Vendor {\n  private String name;\n}\n"
    assert rule("src/shop/vendor/Vendor.java", java) is None
    assert rule("shop/vendor/vendor.py", CODE) == "vendored"


def test_a_distributions_documentation_stays():
    assert rule("debian/README.md", PROSE) is None


@pytest.mark.parametrize(
    ("text", "out"),
    [
        ("", "empty"),
        ("\ufeff \r\n\t", "empty"),
        ("x = 1\n", "too small"),
        ("x = '" + words(20_000) + "'\n" * 1, "line too long"),
        ("\n".join(f"{w} = {w}" for w in words(130_000).split()), "too large"),
        ("\n" * 100_001 + CODE, "too many lines"),
        (CODE + "x = '" + "ab " * 400 + "'\n", "line too long"),
        ("\n".join("x = '" + words(14) + "'" for _ in range(30)), "mean line too long"),
        (CODE + "\0", "damaged text"),
        (CODE + "\ufffd" * 5, "damaged text"),
        (CODE + "# Ã¤ Ã¶ Ã¼ â€™\n", "damaged text"),
        ("+-<>[].,\n" * 60, "few letters and digits"),
        (CODE + "\n".join(f"# {n} +-*/ {n}" for n in numbers(90)), "few letters"),
        (CODE + "\n".join(" " * 24 + words(2) for _ in range(30)), "mostly blank"),
        (CODE + "\n".join(f"the_value_of_x = {n}" for n in numbers(90)), "many digits"),
        (CODE + "x = [\n" + "\n".join(f"  0x{letters(8, 'ABCDEF12')}UL," for _ in range(90)), "number lists"),
        (CODE + "x = '''" + "\n".join(letters(76) for _ in range(12)) + "'''", "encoded data"),
            ("x = find(1)\n" + "\n".join("# comment " + words(4) for _ in range(60)), "comments"),
        ("\n".join(f"{w} = {w}.{w}" for w in words(180).split()), "comments"),
        (CODE + "print('one line over and over')\n" * 60, "repetition"),
        ("x = ) ( def ] class ) lambda [ : ) ( 'a' ] { yield } )\n# what is this\n", "syntax errors"),
    ],
)  # fmt: skip
def test_each_rule_takes_out_what_it_is_for(text, out):
    assert rule("a.py", text) == out


@pytest.mark.parametrize(
    "text",
    [
        CODE * 2 + "x = '" + words(110) + "'\n",
        CODE + "# ä ö ü — 中文注释\n",
        CODE + "# €é\n" + "def f():\n    return 'Â'\n",
        CODE + "x = [" + ", ".join(str(n % 100) for n in numbers(40)) + "]\n",
        CODE * 3 + "KEY = '" + letters(200) + "'\n",
        CODE + "# " + words(40) + "\n",
        CODE.replace("#", "#" * 60),
        CODE.replace("\n", "\r\n"),
        "\ufeff" + CODE,
        "print 'Python 2 is history'\nexec 'x = 1' in {}\n"
        "try:\n    raise ValueError, 'x'\nexcept ValueError, e:\n    pass # ok\n",
        CODE + "def f(:\n",
    ],
)  # fmt: skip
def test_what_comes_close_stays(text):
    assert rule("a.py", text) is None


@pytest.mark.parametrize(
    ("path", "head"),
    [
        ("a.py", "# Generated by Django 4.2 on 2024-01-01 10:00\n"),
        ("a.py", "# This file is automatically generated.\n"),
        ("a.py", "#!/usr/bin/env python\n# -*- coding: utf-8 -*-\n# DO NOT EDIT THIS FILE!\n"),
        ("a.py", '"""Codec generated from \'MAPPINGS/8859-2.TXT\' with gencodec.py."""\n'),
        ("a.js", "/* parser generated by jison 0.4.18 */\n"),
        ("a.js", "// Code generated by protoc-gen-go. DO NOT EDIT.\n"),
        ("a.js", "/**\n * @generated SignedSource<<a>>\n */\n"),
        ("a.js", "/** License\n" + " * words\n" * 20 + " */\n// Autogenerated by Thrift Compiler (0.9)\n"),
        ("a.js", '"use strict";\nObject.defineProperty(exports, "__esModule", { value: true });\n'),
        ("a.cs", "//------\n// <auto-generated>\n//     A tool wrote this.\n"),
        ("a.cpp", "/****\n** Meta object code from reading C++ file 'a.h'\n**\n"),
        ("a.cpp", "/* A Bison parser, made by GNU Bison 3.5.  */\n"),
        ("a.java", "// $ANTLR 3.5.2 A.g 2015-01-01 10:00:00\n"),
        ("a.md", "This file was automatically generated by a tool.\n"),
        (
            "Makefile.in",
            "# Makefile.in generated by automake 1.16.3 from Makefile.am.\n# @configure_input@\n",
        ),
        ("configure", "#! /bin/sh\n# Guess values.\n# Generated by GNU Autoconf 2.71 for a 1.0.\n"),
        ("local.m4", "# generated automatically by aclocal 1.16.5 -*- Autoconf -*-\n"),
        ("config.h.in", "/* config.h.in.  Generated from configure.ac by autoheader.  */\n"),
        ("a.cmake", "# GENERATED! DO NOT MANUALLY EDIT THIS FILE.\n"),
        ("a.cpp", "/* ANSI-C code produced by gperf version 3.1 */\n"),
        ("a.cpp", "/* ----\n * This file was automatically generated by SWIG (http://www.swig.org).\n */\n"),
        ("a.cpp", "/* Generated by Cython 3.0.2 */\n"),
        ("a.java", "/* a.java */\n/* Generated By:JavaCC: Do not edit this line. A.java */\n"),
        ("a.cs", "// DO NOT MODIFY: This is autogenerated\n"),
        ("a.js", "// File generated from our OpenAPI spec by Stainless. See CONTRIBUTING.md for details.\n"),
        ("a.php", "<?php\n/* GENERATED file based on grammar/tokens.y */\n"),
        ("a.py", '"""\n    Names of functions.\n\n    Do not edit the FUNCTIONS list by hand.\n"""\n'),
        ("a.rst", ".. DO NOT EDIT, generated by generate_docs.py.\n"),
        (
            "README.md",
            "<!--" + "\n words" * 6 + "\n-->\n<!-- THIS FILE IS GENERATED BY A PLUGIN -->\n",
        ),
    ],
)
def test_what_says_that_it_was_generated_is_out(path, head):
    body = {"py": CODE, "md": PROSE, "rst": PROSE}.get(path.rpartition(".")[2], SCRIPT)
    assert rule(path, head + body) == "generated"


@pytest.mark.parametrize(
    ("path", "head"),
    [
        ("a.py", "# Range generated by paginators, e.g. [1, 2, 5].\n"),
        ("a.py", '"""Handles automatically generated keys."""\n'),
        ("a.py", "# Do not edit the list below without asking.\n"),
        ("a.js", "// Tokens that generate nothing are modified here.\n"),
        ("a.js", "// Instances of this class are generated by the compiler.\n"),
        (
            "a.js",
            "/**\n * Indicates if the column is auto-generated. By default is auto generated by name.\n */\n",
        ),
        ("a.js", "/**\n * Junction tables are tables generated by many-to-many relations.\n */\n"),
        ("a.js", "// The default is an auto-generated texture.\n// DO NOT CHANGE this without asking.\n"),
        ("a.js", "// A sanity check for the code generated by the compiler.\n"),
        ("a.js", "/* a.js is generated with */\n// ---- generated code ----\n"),
        ("a.js", "// decodes the blocks generated by block_builder.cc\n"),
        (
            "a.py",
            '"""Template.\n\nWARNING: DO NOT edit .pxi FILE directly, .pxi is generated from .pxi.in\n"""\n',
        ),
        ("a.rst", "Overview\n========\n\nText.\n\nThis page provides an auto-generated summary.\n\n"),
        (
            "a.md",
            "# Guide\n\n\n\n\n\nPages generated by the tool: do not edit them by hand.\n",
        ),
    ],
)
def test_what_speaks_of_generation_stays(path, head):
    body = {"py": CODE, "md": PROSE, "rst": PROSE}.get(path.rpartition(".")[2], SCRIPT)
    assert rule(path, head + body) is None


def test_scripts_that_tools_packed_are_out():
    assert rule("a.js", SCRIPT + "//# sourceMappingURL=a.js.map\n") == "generated"
    names = enumerate(words(60).split())
    packed = "".join(f"function {name}(a,b){{a+b}}var q{i}={name}(a,{name});\n" for i, name in names)
    assert rule("a.js", packed) == "minified"


LICENSE = "/*\n" + " * Licensed to the people under one or more agreements, with words.\n" * 14 + " */\n"


def documented(num_methods):
    written = "".join(
        "    /**\n" + "".join(f"     * {words(8 + line + method)}\n" for line in range(6)) + "     */\n"
        f"    int find{method}(String name);\n\n"
        for method in range(num_methods)
    )
    return LICENSE + "package shop;\n\npublic interface Shelf {\n" + written + "}\n"


def test_documented_interfaces_stay_however_much_they_say():
    assert rule("Shelf.java", documented(4)) is None


def test_little_beside_a_license_is_out():
    assert rule("Shelf.java", documented(1)) == "comments"
    assert rule("package-info.java", LICENSE + "package shop;\n") == "comments"


def test_code_that_is_commented_out_is_out_whatever_stands_beside_it():
    taken_out = "".join(f"//    int {name} = count({name}s, 1);\n" for name in words(80).split())
    assert rule("Shelf.java", documented(4) + taken_out) == "comments"


def test_stubs_need_no_comments():
    names = words(400).split()
    stub = "".join(f"def {a}({b}: {c}) -> {d}: ...\n" for a, b, c, d in zip(*[iter(names)] * 4, strict=True))
    assert len(stub) > Thresholds().min_commented_characters
    assert rule("a.pyi", stub) is None
    assert rule("a.py", stub) == "comments"


COMMITS = "".join(f"- {letters(7, 'abcdef')}1a fix the bug that was in it\n" for _ in range(12))
MARKUP = "".join(f"<div class='{word}'></div>\n" for word in words(90).split())
GRANT = "Permission is hereby granted, free of charge, to any person "


@pytest.mark.parametrize(
    ("path", "text", "out"),
    [
        ("README.md", "# Title\n\nThis is a short text about the program and its settings.\n", "few words"),
        ("docs/a.md", GRANT + PROSE, "license text"),
        ("CHANGES.md", COMMITS, "list of hashes"),
        ("docs/a.md", words(80), "not English prose"),
        ("docs/_modules/a.html", PROSE, "listing page"),
        ("docs/genindex.html", PROSE, "listing page"),
        ("web/a.html", MARKUP, "little visible text"),
        ("docs/a.md", PROSE + " ".join(["again and again"] * 200), "repetition"),
    ],
)  # fmt: skip
def test_documentation_has_rules_of_its_own(path, text, out):
    assert rule(path, text) == out


def test_documentation_may_have_long_lines():
    assert rule("docs/a.md", PROSE.replace("\n", " ") * 4 + words(200)) is None


def test_headers_and_long_files_are_not_parsed():
    macros = "MACRO ) ) (( ] = } words ) ] ;\n" * 3 + "// why it is so\n"
    assert rule("a.hpp", macros) is None
    assert rule("a.cpp", macros) == "syntax errors"
    long = CODE + "\n".join(f"{w} = {w}  # {w}" for w in words(14_000).split()) + "\n) ) ( class def ] " * 2
    assert len(long) > Thresholds().max_parsed_bytes
    assert rule("a.py", long) is None


def test_the_evidence_says_where_and_how_much():
    found = judge("a.py", CODE + "x" * 1234, "python", Thresholds())
    assert found.rule == "line too long"
    assert found.evidence == "line 11 has 1234 characters, over 1000"


HOSTILE = (
    *("a", "(", " ", "\t", "\n", "{", "0,", "0x00,", "\\u0041", "//", "/*", "'", '"', "<", "a.", "# "),
    *("do not edit ", "generated ", "a ", "\r", "\r\n", "é", "-"),
)


@pytest.mark.parametrize("name", ["a.py", "a.js", "a.cpp", "a.md", "a.html", "a.sh"])
def test_hostile_texts_are_judged_quickly_and_the_same(name):
    for piece in HOSTILE:
        for text in (piece * (1_000_000 // len(piece)), CODE + (piece * 900 + "\n") * 100):
            started = time.process_time()
            first = judge(name, text, language_of(name, text), Thresholds())
            assert time.process_time() - started < 1, piece
            assert first == judge(name, text[:], language_of(name, text), Thresholds())
