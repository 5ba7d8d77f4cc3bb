"""Files and projects with the verdict that a careful person gives."""

from __future__ import annotations

import json

import pytest

from tests.corpus.licenses.samples import (
    AGPL_NOTICE,
    APACHE,
    APACHE_NOTICE,
    BSD_2,
    BSD_3,
    GPL_2,
    GPL_NOTICE,
    LGPL_NOTICE,
    MIT,
    MIT_NOTICE,
    MPL,
    MPL_NOTICE,
    dep5,
    files,
    find,
    rule,
)

NONE = "no license found"
NOT = "license not permitted"
DISAGREE = "licenses disagree"


def c(notice: str) -> str:
    return f"/*\n * Copyright (c) 2019 A. Person\n *\n * {notice}\n */\n#include <a.h>\nint x;\n"


HEADERS = {
    "nothing at all": ("int x;\n", NONE),
    "a copyright line alone": ("// Copyright 2020 A. Person. All rights reserved.\nint x;\n", NONE),
    "an SPDX tag": ("// SPDX-License-Identifier: MIT\nint x;\n", "in"),
    "an SPDX tag in a block": ("/* SPDX-License-Identifier: BSD-3-Clause */\nint x;\n", "in"),
    "an SPDX tag for a GPL": ("// SPDX-License-Identifier: GPL-2.0-only\n", NOT),
    "an SPDX choice": ("/* SPDX-License-Identifier: (GPL-2.0 OR MIT) */\n", "in"),
    "an SPDX sum": ("/* SPDX-License-Identifier: GPL-2.0 AND MIT */\n", NOT),
    "an SPDX exception": ("// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception\n", "in"),
    "a GPL with an exception": (
        "// SPDX-License-Identifier: GPL-2.0-only WITH Classpath-exception-2.0\n",
        NOT,
    ),
    "an SPDX tag nobody knows": ("// SPDX-License-Identifier: LicenseRef-Acme\n", NOT),
    "an SPDX tag that is none": ("// SPDX-License-Identifier: see below\n", NOT),
    "two SPDX tags that differ": (
        "// SPDX-License-Identifier: MIT\n// SPDX-License-Identifier: GPL-3.0-only\n",
        DISAGREE,
    ),
    "a GPL notice": (c(GPL_NOTICE), NOT),
    "an LGPL notice": (c(LGPL_NOTICE), NOT),
    "an AGPL notice": (c(AGPL_NOTICE), NOT),
    "an MPL notice": (c(MPL_NOTICE), NOT),
    "an Apache notice": (c(APACHE_NOTICE), "in"),
    "an MIT mention": (c(MIT_NOTICE), "in"),
    "the whole MIT text": (c(MIT), "in"),
    "the whole BSD text": (c(BSD_3), "in"),
    "a tag for MIT over a GPL notice": ("// SPDX-License-Identifier: MIT\n" + c(GPL_NOTICE), DISAGREE),
    "dual MIT and GPL": (c("Dual licensed under the MIT and GPL licenses."), "in"),
    "either GPL or MIT": (
        c("Licensed under either the GNU GPL version 2 or the MIT license at your option."),
        "in",
    ),
    "BSD, or alternatively a GPL": (
        c(BSD_3 + " Alternatively, it may be distributed under the terms of the GNU General Public License."),
        "in",
    ),
    "MIT and parts under a GPL": (
        c(MIT_NOTICE + " The parser is under the GNU General Public License."),
        NOT,
    ),
    "MIT with a GPL-compatible remark": (c(MIT_NOTICE + " This is a GPL-compatible license."), "in"),
    "GPL with the Autoconf exception": (
        "# "
        + GPL_NOTICE
        + "\n# As a special exception, you may distribute Autoconf output under other terms.\n",
        NOT,
    ),
    "GPL with the Bison exception": (
        c(GPL_NOTICE + " As a special exception, a Bison parser may be larger."),
        NOT,
    ),
    "same terms as Perl": (c("You may give this on under the same terms as Perl itself."), NOT),
    "public domain": (c("This file is in the public domain."), "in"),
    "not public domain": (c("This file is not in the public domain."), NONE),
    "Unlicense": (c("This is free and unencumbered software released into the public domain."), "in"),
    "Boost": (c("Distributed under the Boost Software License, Version 1.0."), "in"),
    "internal use of a function": (
        c(MIT_NOTICE + " For internal use only: do not call this from outside."),
        "in",
    ),
    "based on an MIT work": (c("This is based on tiny-crc, which is MIT licensed."), NONE),
    "based on a public domain work": (c("Based on TweetNaCl, which is in the public domain."), NONE),
    "Business Source": (c("Licensed under the Business Source License 1.1."), NOT),
    "Elastic": (c("Licensed under the Elastic License 2.0; see the terms."), NOT),
    "server side": (c("Licensed under the Server Side Public License, version 1."), NOT),
    "PolyForm": (c("Licensed under the PolyForm Noncommercial License 1.0.0."), NOT),
    "Commons Clause": (c(APACHE_NOTICE + ' "Commons Clause" License Condition v1.0 applies.'), NOT),
    "MIT for non-commercial use": (c(MIT_NOTICE + " For non-commercial use only."), NOT),
    "free for academic use": (c("Free for academic and research use only."), NOT),
    "no selling": (c("This code may not be sold."), NOT),
    "CC-BY": (
        c("This work is licensed under a Creative Commons Attribution 4.0 International License."),
        "in",
    ),
    "CC-BY-NC": (c("Licensed under Creative Commons Attribution-NonCommercial 4.0."), NOT),
    "CC-BY-ND": (c("Licensed under https://creativecommons.org/licenses/by-nd/4.0/ as it stands."), NOT),
    "CC-BY-SA": (c("Licensed under https://creativecommons.org/licenses/by-sa/4.0/ as it stands."), NOT),
    "good, not evil": (c(MIT_NOTICE + " The Software shall be used for Good, not Evil."), NOT),
    "proprietary": (
        c("Proprietary and confidential. Unauthorized copying of this file is strictly prohibited."),
        NOT,
    ),
    "unpublished": (c("This is UNPUBLISHED PROPRIETARY SOURCE CODE of Acme."), NOT),
    "confidential": (c("This file contains confidential information of Acme Inc."), NOT),
    "no copying": (c("This file may not be copied or used without permission."), NOT),
    "no machine learning": (c(MIT_NOTICE + " Use for training machine learning models is prohibited."), NOT),
    "no AI, the other way round": (c("MIT license. You may not use this code to train any AI system."), NOT),
    "no language models": (
        c(MIT_NOTICE + " This code must not be used as input for large language models."),
        NOT,
    ),
    "a JSDoc license": ("/**\n * @license MIT\n * @author A. Person\n */\nlet x\n", "in"),
    "a JSDoc license of React": ("/** @license React v16\n * " + MIT_NOTICE + "\n */\nlet x\n", "in"),
    "a minified file's license": ("/*! lib v1 | (c) A. Person | @license MIT */!function(){}()\n", "in"),
    "a minified file's GPL": ("/*! lib v1 | (c) A. Person | @license GPL-3.0 */!function(){}()\n", NOT),
    "license words in a string": ('s = "licensed under the GNU General Public License, copyright";\n', NONE),
    "a label": ("# Copyright 2020 A. Person\n# License: BSD 3-Clause\nx = 1\n", "in"),
    "a label for a GPL": ("# Copyright 2020 A. Person\n# License: GPLv3+\nx = 1\n", NOT),
}


@pytest.mark.parametrize("case", HEADERS)
def test_a_file_alone_has_the_verdict_of_its_own_words(case: str) -> None:
    text, verdict = HEADERS[case]
    path = "src/a.py" if text.startswith("#") or case.startswith("license words") else "src/a.c"
    assert rule(find({}, path, text)) == verdict


def npm(stated: object) -> dict[str, str]:
    return {"package.json": json.dumps({"name": "x", "license": stated})}


PROJECTS = {
    "MIT": ({"LICENSE": MIT}, "src/a.c", "int x;", "in"),
    "GPL": ({"COPYING": GPL_2}, "src/a.c", "int x;", NOT),
    "Apache": ({"LICENSE.txt": APACHE}, "src/a.c", "int x;", "in"),
    "a bundled GPL file": ({"LICENSE": MIT}, "src/gpl.c", c(GPL_NOTICE), DISAGREE),
    "a bundled GPL tag": ({"LICENSE": MIT}, "a.c", "// SPDX-License-Identifier: GPL-2.0\n", DISAGREE),
    "an MIT file in a GPL project": ({"COPYING": GPL_2}, "src/a.c", c(MIT), "in"),
    "a rights line under an MIT project": (
        {"LICENSE": MIT},
        "a.c",
        "// Copyright 2020 A. All rights reserved.\n",
        "in",
    ),
    "a vendored GPL folder": ({"LICENSE": MIT, "vendor/x/COPYING": GPL_2}, "vendor/x/y/a.c", "int x;", NOT),
    "beside a vendored GPL folder": (
        {"LICENSE": MIT, "vendor/x/COPYING": GPL_2},
        "vendor/xy/a.c",
        "int x;",
        "in",
    ),
    "a vendored MIT folder in a GPL": ({"COPYING": GPL_2, "lib/x/LICENSE": MIT}, "lib/x/a.c", "int x;", "in"),
    "an unknown vendored license": (
        {"LICENSE": MIT, "lib/x/LICENSE": "Ask Sam."},
        "lib/x/a.c",
        "int x;",
        NONE,
    ),
    "MIT and metadata for a GPL": ({"LICENSE": MIT, **npm("GPL-3.0")}, "a.js", "x", DISAGREE),
    "metadata alone": (npm("MIT"), "a.js", "x", "in"),
    "metadata for a GPL": (npm("GPL-3.0-or-later"), "a.js", "x", NOT),
    "metadata for a choice": (npm("(MIT OR GPL-3.0-or-later)"), "a.js", "x", "in"),
    "UNLICENSED": (npm("UNLICENSED"), "a.js", "x", NOT),
    "Unlicense": (npm("Unlicense"), "a.js", "x", "in"),
    "see the license": ({**npm("SEE LICENSE IN LICENSE"), "LICENSE": MIT}, "a.js", "x", "in"),
    "MIT metadata with a GPL file": (npm("MIT"), "a.js", c(GPL_NOTICE), DISAGREE),
    "two license files": ({"LICENSE-MIT": MIT, "LICENSE-APACHE": APACHE}, "a.rs", "x", "in"),
    "two license files, one GPL": ({"LICENSE.MIT": MIT, "COPYING": GPL_2}, "a.c", "x", NOT),
    "a choice explained by metadata": (
        {"LICENSE.MIT": MIT, "LICENSE.GPL": GPL_2, **npm("(MIT OR GPL-2.0)")},
        "a.js",
        "x",
        "in",
    ),
    "a pointer to one of two": (
        {"LICENSE": BSD_3, "COPYING": GPL_2},
        "a.c",
        "// Copyright 2020 A. Person\n// Use is governed by a license that is in the LICENSE file.\n",
        "in",
    ),
    "a pointer to the GPL of two": (
        {"LICENSE": BSD_3, "COPYING": GPL_2},
        "a.c",
        "// Copyright A. See COPYING.\n",
        NOT,
    ),
    "Commons Clause in the license": (
        {"LICENSE": '"Commons Clause" License Condition v1.0\n\nNo right to Sell the Software.\n\n' + APACHE},
        "a.c",
        "x",
        NOT,
    ),
    "no AI in the license": (
        {"LICENSE": MIT + "\nUse for training AI models is not permitted.\n"},
        "a.c",
        "x",
        NOT,
    ),
    "no commerce in the license": ({"LICENSE": MIT + "\nCommercial use is prohibited.\n"}, "a.c", "x", NOT),
    "MPL": ({"LICENSE": MPL}, "a.c", "x", NOT),
    "a README that speaks of the GPL": (
        {"LICENSE": MIT},
        "README.md",
        "# X\n\nUnlike other tools, X needs no GPL code. It reads the GNU General Public License aloud.\n",
        "in",
    ),
    "a README under a GPL": (
        {},
        "README.md",
        "# X\n\nThis program is licensed under the GNU GPL v3.\n",
        NONE,
    ),
    "a README that is GPL in MIT": (
        {"LICENSE": MIT},
        "README.md",
        "# X\n\nThis document is licensed under the GNU General Public License v3.\n",
        DISAGREE,
    ),
    "a GPL notice in the middle": (
        {"LICENSE": MIT},
        "all.c",
        "int x;\n" * 2000 + "/*\n * under the terms of the GNU General Public License\n */\n",
        DISAGREE,
    ),
    "a GPL list in the middle": (
        {"LICENSE": MIT},
        "list.js",
        "x()\n" * 2000 + 'const all = ["GNU General Public License", "MIT"]\n',
        "in",
    ),
    "__license__": ({"LICENSE": MIT}, "a.py", '"""Doc."""\nimport a\n__license__ = "GPL v3"\n', DISAGREE),
    "a page about licenses": (
        {"LICENSE": MIT, "docs/license.rst": "License\n=======\n\nSam chose.\n"},
        "docs/a.rst",
        "x",
        "in",
    ),
    "third parties": ({"LICENSE": MIT, "THIRD-PARTY-LICENSES.txt": GPL_2}, "a.c", "x", "in"),
    "code named license": ({"LICENSE": MIT, "src/license.py": GPL_2}, "src/a.py", "x", "in"),
    "a wheel": ({"x-1.dist-info/licenses/LICENSE": BSD_2}, "x/a.py", "x", "in"),
    "a wheel's vendored license": (
        {"x-1.dist-info/licenses/LICENSE": MIT, "x-1.dist-info/licenses/x/_v/COPYING": GPL_2},
        "x/_v/a.py",
        "x",
        NOT,
    ),
}


@pytest.mark.parametrize("case", PROJECTS)
def test_a_file_in_a_project_has_the_verdict_of_the_nearest_words(case: str) -> None:
    texts, path, text, verdict = PROJECTS[case]
    assert rule(find(texts, path, text)) == verdict


D = "debian/copyright"
DEBIAN = {
    "all MIT": (dep5(files("*", "Expat")), "src/a.c", "int x;", "in"),
    "all GPL": (dep5(files("*", "GPL-2+")), "src/a.c", "int x;", NOT),
    "a GPL folder": (dep5(files("*", "Expat"), files("src/gpl/*", "GPL-2+")), "src/gpl/a.c", "x", NOT),
    "beside it": (dep5(files("*", "Expat"), files("src/gpl/*", "GPL-2+")), "src/a.c", "x", "in"),
    "the last that matches": (dep5(files("src/*", "GPL-2+"), files("*", "Expat")), "src/a.c", "x", "in"),
    "a star within": (dep5(files("*", "Expat"), files("src/*/x?.c", "GPL-3")), "src/a/b/x1.c", "x", NOT),
    "a choice": (dep5(files("*", "GPL-2+ or Artistic-2.0 or Expat")), "a.c", "x", "in"),
    "a choice without a side": (dep5(files("*", "GPL-2+ or Artistic")), "a.c", "x", NOT),
    "a sum": (dep5(files("*", "Expat and BSD-3-clause")), "a.c", "x", "in"),
    "a sum with a GPL": (dep5(files("*", "Expat and GPL-2")), "a.c", "x", NOT),
    "a comma before and": (dep5(files("*", "GPL-2+ or Expat, and BSD-3-clause")), "a.c", "x", "in"),
    "a comma before and a GPL": (dep5(files("*", "ISC or Expat, and GPL-2+")), "a.c", "x", NOT),
    "with an exception": (dep5(files("*", "GPL-2+ with Autoconf exception")), "a.c", "x", NOT),
    "a name of its own": (
        dep5(files("*", "Sam"), "License: Sam\n" + "\n".join(f" {line or '.'}" for line in MIT.splitlines())),
        "a.c",
        "x",
        "in",
    ),
    "a name without a text": (dep5(files("*", "Sam")), "a.c", "x", NONE),
    "public domain": (dep5(files("*", "public-domain\n Nobody claims it.")), "a.c", "x", "in"),
    "MIT by folder, GPL by notice": (dep5(files("*", "Expat")), "a.c", c(GPL_NOTICE), DISAGREE),
    "MIT by path, GPL by notice": (dep5(files("a.c", "Expat")), "a.c", c(GPL_NOTICE), DISAGREE),
    "GPL by path, MIT by notice": (dep5(files("a.c", "GPL-2")), "a.c", c(MIT_NOTICE), NOT),
    "packaging under a GPL": (
        dep5(files("*", "Expat"), files("debian/*", "GPL-2+")),
        "debian/rules",
        "x",
        NOT,
    ),
    "BSD with no commerce": (
        dep5(files("*", "BSD-3-clause\n Redistribution for non-commercial purposes only.")),
        "a.c",
        "x",
        NOT,
    ),
}


@pytest.mark.parametrize("case", DEBIAN)
def test_a_debian_package_has_the_verdict_of_its_copyright_file(case: str) -> None:
    text, path, source, verdict = DEBIAN[case]
    assert rule(find({D: text}, path, source)) == verdict


@pytest.mark.parametrize("case", ["GPL by folder", "GPL in the file"])
def test_a_binary_package_is_taken_as_a_whole(case: str) -> None:
    copyright_file = dep5(files("*", "Expat"), files("tools/*", "GPL-3"), files("debian/*", "GPL-2"))
    texts = {"usr/share/doc/libx-dev/copyright": copyright_file}
    text = "int x;" if case == "GPL by folder" else c(GPL_NOTICE)
    assert rule(find(texts, "usr/include/x.h", text)) != "in"
    assert rule(find(texts, "usr/include/x.h", c(MIT_NOTICE))) == "in"


def test_what_is_out_for_one_policy_is_in_for_a_wider_one() -> None:
    assert rule(find({"LICENSE": MPL}), "weak copyleft") == "in"
    assert rule(find({"COPYING": GPL_2}), "weak copyleft") == NOT
    assert rule(find({"COPYING": GPL_2}), "any osi") == "in"


@pytest.mark.parametrize("policy", ["weak copyleft", "any osi"])
@pytest.mark.parametrize(
    "case", ["CC-BY-NC", "Business Source", "no machine learning", "nothing at all", "proprietary"]
)
def test_no_policy_lets_in_what_restricts_a_use(case: str, policy: str) -> None:
    assert rule(find({}, "a.c", HEADERS[case][0]), policy) != "in"
