"""Where the license header of a file ends."""

from __future__ import annotations

import pytest

from llamita.corpus.licenses import license_header_end
from tests.corpus.licenses.samples import APACHE_NOTICE, MIT

CODE = {
    "c": "int x;\n",
    "python": "import os\n",
    "shell": "echo\n",
    "php": "namespace x;\n",
    "sql": "select 1;\n",
    "html": "<p>x</p>\n",
    "batchfile": "echo x\n",
    "restructuredtext": "Title\n=====\n",
    "text": "a b c\n",
    "vim script": "set x\n",
}
HEADS = [
    ("c", "/* Copyright 2020 A. Person */\n\n"),
    ("c", "// Copyright 2020 A. Person\n// All rights reserved.\n"),
    ("c", "/* -*- C -*- */\n/*\n * Copyright 2020 A. Person\n */\n"),
    ("c", "/*\n * Copyright 2020 A. Person\n */\n\n// SPDX-License-Identifier: MIT\n"),
    ("python", "#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\n# Copyright 2020 A. Person\n\n"),
    ("python", '"""A tool.\n\nCopyright 2020 A. Person\n"""\n\n'),
    ("shell", "#!/bin/sh\n#\n# Copyright 2020 A. Person\n"),
    ("php", "<?php\n/**\n * @license MIT\n */\n\n"),
    ("sql", "-- Copyright 2020 A. Person\n"),
    ("html", "<!DOCTYPE html>\n<!--\n  Copyright 2020 A. Person\n-->\n"),
    ("batchfile", "@echo off\nrem Copyright 2020 A. Person\n"),
    ("restructuredtext", ".. Copyright 2020 A. Person\n   and others\n\n"),
    ("text", "/*\n * Copyright 2020 A. Person\n */\n"),
    ("text", "# Copyright 2020 A. Person\n# and others\n\n"),
    ("text", "<!-- Copyright 2020 A. Person -->\n"),
    ("vim script", '" Copyright 2020 A. Person\n'),
    ("c", "/* vim: set sw=4: */\n\n/* Copyright 2020 A. Person */\n"),
    ("c", "#pragma once\n// clang-format off\n\n// Copyright 2020 A. Person\n"),
    ("html", '<?xml version="1.0"?>\n<!DOCTYPE html>\n<!-- Copyright 2020 A. Person -->\n'),
    ("c", f"/*\n{MIT}\n*/\n"),
    ("c", f"\ufeff// {APACHE_NOTICE}\n"),
]


@pytest.mark.parametrize(("language", "head"), HEADS)
def test_a_header_ends_where_the_code_begins(language: str, head: str) -> None:
    assert license_header_end(head + CODE[language], language) == len(head)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("c", "int x; // Copyright 2020\n"),
        ("c", "/* Adds two numbers. */\nint x;\n"),
        ("c", "#include <copyright.h>\n"),
        ("python", "x = 'Copyright 2020'\n"),
        ("python", '"""Says hello."""\n'),
        ("markdown", "# The license of x\n"),
        ("c", "// A list, for copying arrays.\nint x;\n"),
        ("c", ""),
    ],
)
def test_a_file_without_a_license_comment_has_no_header(language: str, text: str) -> None:
    assert license_header_end(text, language) == 0


def test_a_comment_about_the_code_after_the_header_is_kept() -> None:
    head = "// Copyright 2020 A. Person\n\n"
    assert license_header_end(head + "/* Adds two numbers. */\nint x;\n", "c") == len(head)
