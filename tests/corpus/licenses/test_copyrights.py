import time

import pytest

from llamita.corpus.licenses.statements import copyrights_in

LAW = """
See the NOTICE file distributed with this work for additional information regarding
copyright ownership. The ASF licenses this file to You
copyright owner. For the purposes of this definition, "submitted"
Copyright License. Subject to the terms and conditions of
copyright law, and, to the extent such
Copyright may also cover the Data depending on the jurisdiction
(c) You must retain, in the Source form of any Derivative Works
Copyright: This document has been placed in the public domain
THE COPYRIGHT HOLDERS AND CONTRIBUTORS
the above copyright notice, copyright the world over
"""


def test_what_licenses_say_of_copyright_is_no_copyright_line():
    assert copyrights_in(LAW) == []
    assert copyrights_in("\n".join(f" * {line}" for line in LAW.splitlines())) == []


@pytest.mark.parametrize(
    ("comment", "line"),
    [
        ("// Copyright The containerd Authors\n", "Copyright The containerd Authors"),
        ("# Copyright Contributors to x\n", "Copyright Contributors to x"),
        ("Copyright by the contributors\n", "Copyright by the contributors"),
        ("// Copyright David Abrahams 2003.\n", "Copyright David Abrahams 2003"),
        ("// (C) Copyright Kevlin Henney 2000", "(C) Copyright Kevlin Henney 2000"),
        ("; © Somebody", "© Somebody"),
        ("<b>Copyright&nbsp;&copy; 2002 Philip Craig</b><br>", "Copyright © 2002 Philip Craig"),
        (" * @copyright Copyright (c) Ben <b@example.org>\n", "Copyright (c) Ben <b@example.org>"),
        ("<!-- Copyright 2019 Foo <a@example.org> -->", "Copyright 2019 Foo <a@example.org>"),
        ('of copyright, i.e., "Copyright (c) 2001 PSF; All" are retained', "Copyright (c) 2001 PSF; All"),
    ],
)
def test_a_mark_a_year_or_a_name_makes_a_copyright_line(comment, line):
    assert copyrights_in(comment) == [line]


@pytest.mark.parametrize(
    ("comment", "line"),
    [
        (
            "# Copyright (c) 2001, 2002,\n# 2003, 2004 Foundation;\n# All Rights",
            "Copyright (c) 2001, 2002, 2003, 2004 Foundation",
        ),
        ("Copyright (c) 2001,\n the authors\n", "Copyright (c) 2001, the authors"),
        ("Copyright 1991 Centrum,\nThe Netherlands.\n", "Copyright 1991 Centrum, The Netherlands"),
        ("Copyright © G M,\nreleased without warranty", "Copyright © G M"),
        ("Copyright 2020 G M,\n", "Copyright 2020 G M"),
        ("Copyright 2020 G M,\n:License: BSD\n", "Copyright 2020 G M"),
    ],
)  # fmt: skip
def test_a_line_that_ends_with_a_comma_goes_on_in_the_next(comment, line):
    assert copyrights_in(comment) == [line]


def test_two_lines_of_owners_stay_two():
    assert copyrights_in("Copyright 2020 A,\nCopyright 2021 B\n") == ["Copyright 2020 A", "Copyright 2021 B"]


@pytest.mark.parametrize(
    "line", ["a", "(", " ", "/", "\n", "©", "copyright ", "Copyright\n", "(c)", "copyright 2001,\n", "/\n"]
)
def test_a_megabyte_of_anything_is_read_at_once(line):
    started_s = time.perf_counter()
    copyrights_in(line * (1_000_000 // len(line)))
    assert time.perf_counter() - started_s < 2
