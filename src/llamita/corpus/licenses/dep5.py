"""`debian/copyright` in its machine-readable form (DEP-5), and what it says when it is in none."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from debian_inspector.copyright import (
    CopyrightFilesParagraph,
    CopyrightHeaderParagraph,
    CopyrightLicenseParagraph,
    DebianCopyright,
)

from llamita.corpus.licenses.dep5_lines import FILE_CHARACTERS, as_meant, is_too_long
from llamita.corpus.licenses.expressions import is_choice, joined, normalized
from llamita.corpus.licenses.finding import (
    COPYRIGHTS_KEPT,
    NEAR_CHECKED_PROJECT,
    NEAR_FILE,
    NEAR_PROJECT,
    QUOTE_CHARACTERS,
    Claim,
    quoted,
)
from llamita.corpus.licenses.globs import Globs
from llamita.corpus.licenses.grants import expression_of, grants_in
from llamita.corpus.licenses.metadata_names import foreign_name
from llamita.corpus.licenses.names import spdx_of
from llamita.corpus.licenses.plain import plain_of
from llamita.corpus.licenses.texts import families_of, license_of_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

EVERYTHING = "*"

_DEBIAN = {
    "expat": "MIT",
    "boost": "BSL-1.0",
    "boost-1.0": "BSL-1.0",
    "bsl": "BSL-1.0",
    "bsl-1": "BSL-1.0",
    "bsl-1.0": "BSL-1.0",
    "zlib/libpng": "Zlib",
    "public-domain": "LicenseRef-public-domain",
    "perl": "Artistic-1.0-Perl OR GPL-1.0-or-later",
    "artistic": "Artistic-1.0-Perl",
    "python": "PSF-2.0",
    "permissive": None,
    "other": None,
    "custom": None,
    "none": None,
    "unknown": None,
    "bsd": None,
    "bsd-like": None,
    "bsd-style": None,
}
"""Short names that mean something else than elsewhere, or nothing by themselves."""
_EXCEPTION = re.compile(r"^(?P<license>.{1,80}?) with (?P<name>.{1,80}?)(?: exceptions?)?$", re.IGNORECASE)
_EXCEPTIONS = (
    ("autoconf", "Autoconf-exception-generic"),
    ("bison", "Bison-exception-2.2"),
    ("libtool", "Libtool-exception"),
    ("classpath", "Classpath-exception-2.0"),
    ("llvm", "LLVM-exception"),
    ("gcc", "GCC-exception-3.1"),
    ("font", "Font-exception-2.0"),
    ("openssl", "OpenSSL-exception"),
)
_QUOTES = "\"'`"
_SEPARATORS = re.compile(r"[,;]")
_FOREIGN_GLOB = re.compile(r"\{[^{}/]{0,200}\}|\[[^][/]{0,200}\]")
"""What a shell would match otherwise; in `debian/copyright` it means itself."""
_TARBALL = re.compile(r"^[\w.+-]{1,80}-\d[^/*?]{0,40}/(?=.)")
"""The folder that an archive unpacks to, which is no part of a path in the project."""
_NO_FIELD = re.compile(r"^(?=[A-Za-z0-9-]{100})", re.MULTILINE)
"""Where a line begins with a word longer than any field's name, over which the library would take forever."""
_COMMON = re.compile(r"/usr/share/common-licenses/([\w.-]{2,20})")


@dataclass(frozen=True, slots=True)
class Stanza:
    """What a paragraph says of the files it names."""

    claim: Claim
    copyrights: tuple[str, ...]
    packaging: bool
    """Whether it speaks only of what Debian added."""


@dataclass(slots=True)
class Dep5:
    """One `debian/copyright`."""

    stanzas: list[Stanza] = field(default_factory=list)
    globs: Globs = field(default_factory=Globs)
    doubtful: Globs = field(default_factory=Globs)
    """Patterns as somebody may have meant them, who wrote them in another form than Debian's."""

    def stanza_of(self, path: str) -> Stanza | None:
        """Give what is said of a file; None where nothing is.

        Where a later paragraph may be meant for the file, what both say holds.
        """
        number, meant = self.globs.find(path), self.doubtful.find(path)
        if meant is not None and (number is None or number < meant):
            return self._both(number, meant)
        return None if number is None else self.stanzas[number]

    def _both(self, number: int | None, meant: int) -> Stanza:
        """Join what a paragraph says of a file with one that may be meant for it."""
        stanza = self.stanzas[meant]
        expressions = [stanza.claim.expression]
        if number is not None:
            expressions.append(self.stanzas[number].claim.expression)
        known = [expression for expression in expressions if expression is not None]
        expression = joined("AND", known) if len(known) == len(expressions) else None
        return replace(stanza, claim=replace(stanza.claim, expression=expression))

    def of_all(self) -> Claim | None:
        """Give what holds for the project as a whole: everything said of any of its files.

        A binary package's files stand elsewhere than the paths of its source, so no more can be said.
        """
        claims = [stanza.claim for stanza in self.stanzas if not stanza.packaging]
        if not claims:
            return None
        known = [claim.expression for claim in claims if claim.expression is not None]
        expression = joined("AND", known) if len(known) == len(claims) else None
        return replace(claims[0], expression=expression, nearness=NEAR_CHECKED_PROJECT)


def read_dep5(path: str, text: str) -> Dep5:
    """Read a `debian/copyright`.

    Args:
        path: Where it stands in the project, for the evidence.
        text: Its text; in free form, it is one statement about everything.
    """
    dep5 = Dep5()
    if is_too_long(text) or not text.strip():
        said = "too long to be read" if text.strip() else "no text that can be read"
        return _of_everything(Claim(None, "dep-5", f"{path}:1", said, NEAR_CHECKED_PROJECT))
    text = _NO_FIELD.sub(" ", as_meant(text))
    paragraphs = DebianCopyright.from_text(text).paragraphs
    texts = _texts_by_name(paragraphs)
    for paragraph in paragraphs:
        if isinstance(paragraph, CopyrightFilesParagraph):
            _add(dep5, paragraph, texts, path)
    if not dep5.stanzas:
        header = next((each for each in paragraphs if isinstance(each, CopyrightHeaderParagraph)), None)
        name = (header.license.name or "").strip() if header else ""
        expression = _resolved(name, texts) if name else _free_form(text)
        quote = name or _first_license_line(text)
        return _of_everything(Claim(expression, "dep-5", f"{path}:1", quoted(quote), NEAR_PROJECT))
    return dep5


def joined_dep5(several: Sequence[Dep5]) -> Dep5:
    """Join what several packages say of files that may be in any of them: all of it holds for all."""
    return several[0] if len(several) == 1 else Dep5([stanza for each in several for stanza in each.stanzas])


def _of_everything(claim: Claim) -> Dep5:
    """Let one statement hold for every file."""
    dep5 = Dep5([Stanza(claim, (), packaging=False)])
    dep5.globs.add(EVERYTHING, 0)
    return dep5


def _add(dep5: Dep5, paragraph: CopyrightFilesParagraph, texts: Mapping[str, str], path: str) -> None:
    """Add one paragraph's statement and its patterns."""
    patterns = list(paragraph.files.values)
    name = (paragraph.license.name or "").strip()
    inline = paragraph.license.text or ""
    expression = _resolved(name, {**texts, name.lower(): inline} if inline.strip() else texts)
    line = paragraph.line_numbers_by_field.get(
        "license", paragraph.line_numbers_by_field.get("files", (1, 1))
    )[0]
    general = EVERYTHING in patterns
    claim = Claim(
        expression,
        "dep-5",
        f"{path}:{line}",
        quoted(f"Files: {' '.join(patterns)[: QUOTE_CHARACTERS // 2]}; License: {name}"),
        NEAR_CHECKED_PROJECT if general else NEAR_FILE,
    )
    owners = tuple(
        quoted(statement.dumps())
        for statement in paragraph.copyright.statements[:COPYRIGHTS_KEPT]
        if statement.dumps()
    )
    packaging = all(pattern.removeprefix("./").startswith("debian/") for pattern in patterns)
    for pattern in patterns:
        _add_pattern(dep5, pattern)
    dep5.stanzas.append(Stanza(claim, owners, packaging))


def _add_pattern(dep5: Dep5, pattern: str) -> None:
    """Add a pattern of the next paragraph, as it stands there and as it may be meant."""
    number = len(dep5.stanzas)
    for meant in dict.fromkeys((pattern, *_SEPARATORS.split(pattern))):
        unquoted = meant.strip(_QUOTES)
        if not unquoted:
            continue
        dep5.globs.add(unquoted, number)
        for wider in (_FOREIGN_GLOB.sub("*", unquoted), _TARBALL.sub("", unquoted.removeprefix("./"))):
            if wider != unquoted.removeprefix("./"):
                dep5.doubtful.add(wider, number)


def _texts_by_name(paragraphs: list[object]) -> dict[str, str]:
    """Collect the texts of the licenses that stand-alone paragraphs and others give, by short name."""
    texts: dict[str, str] = {}
    for paragraph in paragraphs:
        if isinstance(paragraph, CopyrightLicenseParagraph | CopyrightFilesParagraph):
            name = (paragraph.license.name or "").strip().lower()
            if name and (paragraph.license.text or "").strip():
                texts.setdefault(name, paragraph.license.text)
    return texts


def _resolved(name: str, texts: Mapping[str, str]) -> str | None:
    """Read a `License` field's first line: short names with `and`, `or`, `with` and commas between."""
    parts = re.split(r",\s{0,4}and\s", name)
    if len(parts) > 1:
        return _together("AND", parts, texts)
    for operator, words in (("OR", r",?\s(?:or|and/or)\s|\s?\|\s?"), ("AND", r"\sand\s|\s?&\s?|,\s")):
        parts = re.split(words, name, flags=re.IGNORECASE)
        if len(parts) > 1:
            return _together(operator, parts, texts)
    return _short_name(name.strip(), texts)


def _together(operator: str, names: list[str], texts: Mapping[str, str]) -> str | None:
    """Join short names; nothing is known where one of them is not."""
    expressions = [_resolved(name.strip(" ()"), texts) for name in names if name.strip(" ()")]
    known = [expression for expression in expressions if expression is not None]
    if operator == "OR" and known:
        return joined("OR", known)
    return joined("AND", known) if known and len(known) == len(expressions) else None


def _short_name(name: str, texts: Mapping[str, str]) -> str | None:
    """Name one license: by Debian's short names, by its exception, by its text."""
    lowered = name.lower()
    expression = _DEBIAN[lowered] if lowered in _DEBIAN else _foreign_name(name)
    if expression is None and (found := _EXCEPTION.match(name)):
        expression = _with_exception(found, texts)
    text = texts.get(lowered, "")
    if expression is None:
        return license_of_text(f"{name}\n{text}") if text.strip() else None
    added = _added_to(expression, text) if _may_be_added_to(expression) else None
    return joined("AND", [expression, added]) if added else expression


def _foreign_name(name: str) -> str | None:
    """Name one license; what stands between slashes holds together, since nothing offers a choice."""
    expression = foreign_name(name)
    if expression is None or "/" not in name or not is_choice(expression):
        return expression
    sides = [foreign_name(side.strip()) for side in name.split("/")]
    known = [side for side in sides if side is not None]
    return joined("AND", known) if known and len(known) == len(sides) else None


def _added_to(expression: str, text: str) -> str | None:
    """Give what the text of a short license speaks of besides it."""
    plain = plain_of(text, 0, len(text)).lower
    spoken = expression_of(grants_in(plain), plain)
    if spoken is None or families_of([spoken]) <= families_of([expression]):
        return None
    if is_choice(spoken) and families_of([expression]) <= families_of([spoken]):
        return None
    return spoken


def _may_be_added_to(expression: str) -> bool:
    """Whether terms in the text of a license would be additions: longer ones forbid some by themselves."""
    return expression.startswith(("MIT", "BSD", "ISC", "Zlib", "BSL", "LicenseRef-public"))


def _with_exception(found: re.Match[str], texts: Mapping[str, str]) -> str | None:
    """Read `GPL-2+ with Autoconf exception`."""
    expression = _short_name(found["license"], texts)
    named = (spdx for word, spdx in _EXCEPTIONS if word in found["name"].lower())
    exception = next(named, None)
    if expression is None or exception is None:
        return None
    return normalized(f"{expression} WITH {exception}") or expression


def _free_form(text: str) -> str | None:
    """Read a copyright file that is no more than prose."""
    spoken = license_of_text(text)
    pointed = (spdx_of(name.rstrip(".")) for name in _COMMON.findall(text[:FILE_CHARACTERS]))
    parts = [each for each in (spoken, *pointed) if each is not None]
    return joined("AND", parts) if parts else None


def _first_license_line(text: str) -> str:
    """Give the first line that speaks of a license."""
    return next(_license_lines(text), "")


def _license_lines(text: str) -> Iterator[str]:
    return (
        line
        for line in text[:FILE_CHARACTERS].splitlines()
        if re.search(r"licen[sc]e|permission|domain", line, re.I)
    )
