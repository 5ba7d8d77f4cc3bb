"""License texts and notices for the tests; whole texts come from packages that the tests need anyway."""

from __future__ import annotations

from importlib.metadata import distribution

from llamita.corpus.document import SourceFile
from llamita.corpus.licenses import LicenseContext, LicenseFinding, Policy


def text_of(package: str, *names: str) -> str:
    """The license file of an installed package."""
    for name in names or ("LICENSE", "LICENSE.txt", "COPYING"):
        if text := distribution(package).read_text(f"licenses/{name}"):
            return text
    raise LookupError(f"`{package}` has no license file")


MIT = text_of("pytest")
APACHE = text_of("safetensors")
BSD_3 = text_of("licenseclassifier")
BSD_2 = text_of("pygments")
MPL = text_of("pathspec")
GPL_2 = text_of("codespell")

GPL_NOTICE = (
    "This program is free software; you can redistribute it and/or modify it under the terms of the GNU "
    "General Public License as published by the Free Software Foundation; either version 2 of the License, "
    "or (at your "
    "option) any later version."
)
LGPL_NOTICE = (
    "This library is free software; you can redistribute it and/or modify it under the terms of the GNU "
    "Lesser "
    "General Public License as published by the Free Software Foundation; version 2.1 of the License."
)
AGPL_NOTICE = "You may use this file under the terms of the GNU Affero General Public License, version 3."
MPL_NOTICE = "This Source Code Form is subject to the terms of the Mozilla Public License, v. 2.0."
APACHE_NOTICE = (
    'Licensed under the Apache License, Version 2.0 (the "License"); see the License for the limits.'
)
MIT_NOTICE = "Released under the MIT license."


def dep5(*stanzas: str) -> str:
    """A `debian/copyright` of the paragraphs given."""
    head = (
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: sample\n"
    )
    return "\n\n".join([head.rstrip(), *stanzas]) + "\n"


def files(patterns: str, license_name: str, owner: str = "2020 A. Person") -> str:
    """A `Files` paragraph."""
    return f"Files: {patterns}\nCopyright: {owner}\nLicense: {license_name}"


def project(texts: dict[str, str], stated: str | None = None) -> LicenseContext:
    """A project's context from its license files."""
    return LicenseContext.read([SourceFile(path, text) for path, text in texts.items()], stated=stated)


def find(texts: dict[str, str], path: str = "src/a.c", text: str = "int x;\n") -> LicenseFinding:
    """The license of one file in a project."""
    return project(texts).license_of(path, text)


def rule(finding: LicenseFinding, policy: str = "permissive") -> str:
    """The rule by which a file is out; `in` where it is not."""
    out = Policy(policy).judge(finding)  # type: ignore[arg-type]
    return out.rule if out else "in"
