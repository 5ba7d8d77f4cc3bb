"""Statements that once went unheard: each is a way by which a file under other terms came in."""

from __future__ import annotations

import time

import pytest

from llamita.corpus.licenses.statements import statements_in
from tests.corpus.licenses.samples import APACHE_NOTICE, GPL_NOTICE, MIT, find, rule

ROOT = {"LICENSE": MIT}
CODE = "\nint x = 1;\nint y() { return x; }\n"

NAMED = (
    "ORACLE PROPRIETARY/CONFIDENTIAL. Use is subject to license terms.",
    "Proprietary and confidential",
    "@license http://www.gnu.org/copyleft/gpl.html GNU Public License",
    "http://www.gnu.org/copyleft/gpl.html",
    "https://www.gnu.org/licenses/lgpl-2.1.html",
    "http://opensource.org/licenses/gpl-license.php",
    "GNU Public License",
    "Licensed under the GNU license",
    "GPLed",
    "CC BY-SA 4.0",
    "CC-BY-SA-4.0",
    "CC BY-NC-ND",
    "MPL-2.0",
    "EPL-2.0",
    "CDDL-1.0",
    "EUPL-1.2",
    "OSL-3.0",
    "Version: MPL 1.1/GPL 2.0/LGPL 2.1",
    "under the BigScience OpenRAIL-M license",
    "ELv2",
    "BUSL 1.1",
    "RSALv2",
    "SSPL-1.0",
    "Llama 2 Community License Agreement",
    "Unity Companion License",
    "Licensed under CPOL",
    "LPPL",
    "LaTeX Project Public License",
    "free for non commercial use",
    "Free for educational use",
    "Commercial license required",
    "Licensed under the Eclipse Public Licence v1.0",  # codespell:ignore licence,Licence
    "under the terms of the GNU General Public Licence",  # codespell:ignore licence,Licence
    "Licensed under the Open Software Licence 3.0",  # codespell:ignore licence,Licence
    "Licensed under the Acme Source License",
    "@license Acme Internal License",
)
QUIET = (
    "for non-commercial use only",
    "MIT + Commons Clause",
    "This file may not be used to train AI models.",
    "MPL 2.0",
    "GPL.",
    "CC BY-SA",
    "ELv2",
)
OF_OTHERS = (
    "import matplotlib as mpl",
    "Uses boost::mpl and boost/mpl/list.hpp in places.",
    "The output is compatible with the GPL.",
    "Licensed under a BSD-style license that can be found in the LICENSE file.",
    "Licensed under the same license as the rest of the project.",
    "@license See LICENSE for details",
    "@license For the full copyright and license information, please view the LICENSE",
    "@license React v16",
    "Licensed under the NUnit license. You may obtain a copy of the license at http://nunit.org.",
    "This module is intended for educational purposes only.",
    APACHE_NOTICE + " Software distributed under the License is distributed on an AS IS basis.",
)


@pytest.mark.parametrize("words", NAMED)
def test_a_notice_over_a_permissive_project_takes_its_file_out(words: str) -> None:
    assert rule(find(ROOT, "a.c", f"/* Copyright (c) 2020 Acme Corp. {words} */{CODE}")) != "in"


@pytest.mark.parametrize("words", QUIET)
def test_terms_count_without_any_word_of_licenses(words: str) -> None:
    assert rule(find(ROOT, "a.c", f"/* {words} */{CODE}")) != "in"


@pytest.mark.parametrize("words", OF_OTHERS)
def test_words_on_something_else_leave_a_file_in(words: str) -> None:
    assert rule(find(ROOT, "a.c", f"/* {words} */{CODE}")) == "in"
    assert rule(find(ROOT, "a.c", f"/* Copyright (c) 2020 Acme Corp. {words} */{CODE}")) == "in"


def test_documentation_that_speaks_of_training_is_no_term() -> None:
    text = (
        "Values that were sampled before must not be used again while the model is trained: the network is "
        "generative, and each step draws anew from the prior that the caller gave to it at the beginning."
    )
    assert rule(find(ROOT, "a.c", f"/* {text} */{CODE}")) == "in"


NO_CHOICE = (
    "This file is under the GPL-3.0. Alternatively, you may buy a commercial license. "
    "Bundled jQuery is under the MIT license.",
    "Dual-licensed: src/ under the GPL-3.0 license; examples/ under the MIT license.",
    "The code is licensed under GPL-3.0. The documentation is licensed under the MIT license, or "
    "alternatively CC0.",
    "The core is GPL-3.0 licensed. The rest is under the MIT license. You may call us at your choice.",
)
CHOICE = (
    "Dual licensed under the MIT and GPL licenses.",
    "Licensed under either the GNU GPL version 2 or the MIT license at your option.",
    "Licensed under the GPL version 2. Alternatively, this file may be used under the MIT license.",
    "Licensed under the Apache License, Version 2.0 or the MIT license, at your option.",
)


@pytest.mark.parametrize("text", NO_CHOICE)
def test_a_license_of_another_part_is_no_choice(text: str) -> None:
    assert rule(find(ROOT, "a.c", f"/* {text} */{CODE}")) != "in"
    assert rule(find({"LICENSE": text})) != "in"


@pytest.mark.parametrize("text", CHOICE)
def test_a_choice_in_one_sentence_is_one(text: str) -> None:
    assert rule(find({}, "a.c", f"/* {text} */{CODE}")) == "in"
    assert rule(find({"LICENSE": text})) == "in"


TEXTS = {
    "not the license": "This is not the MIT license.",
    "made from it": "This license is based on the MIT license but forbids redistribution.",
    "use-based": "BigScience Open RAIL-M License\nUse-based restrictions. Permission is hereby granted, free "
    "of charge, to any person obtaining a copy",
    "use-based, by Apache": "CreativeML Open RAIL-M\nLicensed under Apache License 2.0 style terms.",
    "a community's": "LLAMA 2 COMMUNITY LICENSE AGREEMENT\nThe MIT license applies to nothing.",
    "parameters alone": "Change License: MIT License. Additional Use Grant: none. Production use prohibited.",
    "against some": MIT + "\nUse by employees of Acme is forbidden.\n",
    "behind the bound": MIT + "\n" + "one more line of a notice\n" * 9000 + GPL_NOTICE,
}


@pytest.mark.parametrize("case", TEXTS)
def test_a_license_file_with_a_known_name_in_it_is_not_that_license(case: str) -> None:
    assert rule(find({"LICENSE": TEXTS[case]})) != "in"


def test_a_font_beside_the_sources_does_not_decide_for_them() -> None:
    text = "Licensed under the MIT license. Sans (sans.ttf.woff2): under the SIL Open Font License 1.1."
    assert rule(find({"LICENSE": text})) == "in"
    assert rule(find({"LICENSE": "Licensed under the SIL Open Font License 1.1."})) != "in"


WRAPPED = "# it under the terms of the GNU General\n# Public License as published by A.\n"
LATER = {
    "a label": ("a.py", "import os\n# License: GPL v3\n"),
    "a label after a guard": ("a.php", "<?php\n\ndefined('X') or die;\n/* License: GPLv2 or later */\n"),
    "an opening": ("a.py", "from __future__ import annotations\n# Released under the GPLv3\nx = 1\n"),
    "an opening in a guard": (
        "a.h",
        "#ifndef A_H\n#define A_H\n/* Licensed under the GPL, version 2 */\nint a;\n",
    ),
    "an annotation": (
        "a.php",
        "<?php\nnamespace X;\n/**\n * @license http://www.gnu.org/copyleft/gpl.html GNU\n */\n",
    ),
    "a docstring": ("a.py", 'u"""Sums.\n\nLicense: GPL v3.\n"""\n'),
    "a raw docstring": ("a.py", 'R"""Sums.\n\nLicense: GPL v3.\n"""\n'),
    "a module's license": ("a.c", '#include <x.h>\nMODULE_LICENSE("GPL");\n'),
    "an annotated name": ("a.py", 'import os\n__license__: str = "GPL v3"\n'),
    "a name in brackets": ("a.py", 'import os\n__license__ = ("GPL v3")\n'),
    "a name nobody knows": ("a.py", 'import os\n__license__ = "Acme Corp Internal License"\n'),
    "a wrapped notice": ("a.py", "x = 1\n" * 2000 + WRAPPED),
    "a notice in capitals": ("a.py", "x = 1\n" * 2000 + "# GNU GENERAL PUBLIC LICENSE Version 3\n"),
    "a Mozilla notice": (
        "a.py",
        "x = 1\n" * 2000 + "# subject to the terms of the Mozilla Public License, v. 2.0.\n",
    ),
    "a notice in a docstring": ("a.py", "x = 1\n" * 2000 + f'"""\n{GPL_NOTICE}\n"""\n'.replace(". ", ".\n")),
    "the last of many tags": (
        "a.c",
        "// SPDX-License-Identifier: MIT\n" * 25 + "// SPDX-License-Identifier: GPL-3.0-only\n",
    ),
    "more tags than are read": (
        "a.c",
        "// SPDX-License-Identifier: MIT\n" * 205 + "// SPDX-License-Identifier: GPL-3.0-only\n",
    ),
    "an apostrophe before a tag": ("a.c", "int don; don't // SPDX-License-Identifier: GPL-3.0-only\n"),
}
IN_CODE = {
    "a license in a string": ("a.py", 'import os\ntext = "# License: GPL v3"\n'),
    "a list of names": ("a.py", "x = 1\n" * 2000 + 'names = ["GNU General Public License", "MIT"]\n'),
    "a test's text": ("a.py", "x = 1\n" * 2000 + 'text = """GNU General Public License"""\n'),
}


@pytest.mark.parametrize("case", LATER)
def test_a_statement_behind_the_first_code_is_heard(case: str) -> None:
    path, text = LATER[case]
    assert rule(find(ROOT, path, text)) != "in"


@pytest.mark.parametrize("case", IN_CODE)
def test_words_in_strings_are_not_statements(case: str) -> None:
    path, text = IN_CODE[case]
    assert rule(find(ROOT, path, text)) == "in"


@pytest.mark.parametrize(
    "text",
    [
        "general " * 120_000,
        "/* licensed under the " + "a " * 500_000,
        "/* mpl " + "(" * 1_000_000,
        "# License: " * 90_000,
        "alternatively, gpl. mit license " * 30_000,
        "u'''" + "a" * 1_000_000,
    ],
)
def test_long_lines_cost_little(text: str) -> None:
    start = time.process_time()
    statements_in("a.py", text)
    assert time.process_time() - start < 1.0
