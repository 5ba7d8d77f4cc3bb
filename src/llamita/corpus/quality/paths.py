"""Rules that look at a file's path alone: what is no code, not the project's own, or there for tests."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from llamita.corpus.document import Out
from llamita.corpus.languages.table import words

if TYPE_CHECKING:
    from llamita.corpus.document import Language
    from llamita.corpus.quality.subject import Subject
    from llamita.corpus.quality.thresholds import Thresholds

_VENDOR_FOLDERS: Final = words(
    "node_modules bower_components jspm_packages web_modules"
    " _vendor _vendored vendored externals godeps carthage pods site-packages"
    " dist-packages .yarn .venv .git .svn .hg __pycache__ .tox .eggs"
)
_THIRD_PARTY = re.compile(r"(?:third|3rd)[-_]?party")
_BUILT_FOLDERS: Final = frozenset({"dist", "bundles", "umd", "amd"})
_BUILT_LANGUAGES: Final = frozenset({"javascript", "typescript", "css"})
_PACKAGE_LANGUAGES: Final = frozenset({"java", "kotlin", "scala", "groovy", "c#"})
"""Their folders are names of packages, where `vendor` is a word like any other."""

_VENDORED_NAME = re.compile(
    r"(?:jquery|bootstrap|angular|modernizr|prototype|mootools|zepto|underscore|backbone|require|ember|less|raphael"
    r"|html5shiv|respond|moment|d3|three|handlebars|mustache|knockout|dojo|yui|ckeditor|tinymce|codemirror"
    r"|highlight|prettify|mathjax|plotly|chart|lodash|vue|react|react-dom|swagger-ui)"
    r"(?:[._-](?:v?\d[\w.]{0,20}|slim|full|pack|core|ui|bundle|all|latest|effects|mobile|theme|min))*\.(?:js|css)"
)
_VENDORED_NAMES: Final = words(
    "aclocal.m4 libtool.m4 ltoptions.m4 ltsugar.m4 ltversion.m4 lt~obsolete.m4 ltmain.sh libtool config.guess"
    " config.sub install-sh depcomp ylwrap mkinstalldirs mdate-sh py-compile test-driver texinfo.tex gradlew"
    " gradlew.bat mvnw mvnw.cmd ez_setup.py distribute_setup.py versioneer.py get-pip.py catch.hpp"
    " waf waf-light yarn.cjs"
)
_MINIFIED_NAME = re.compile(r"[.-](?:min|pack|packed|bundle|prod|production)\.(?:m?js|cjs|css|html)\Z")

_FIXTURE_FOLDERS: Final = words(
    "fixtures fixture __fixtures__ testdata test-data test_data testfixtures test-fixtures test_fixtures"
    " __snapshots__ __mocks_data__ goldens golden baselines"
)
_FIXTURE_NAME = re.compile(
    r"\.(?:snap|golden|expected|out|expect)(?:\.\w{1,8})?\Z|\A(?:badsyntax|bad_coding)"
)

_TRANSLATION_FOLDERS: Final = words("locale locales i18n l10n translations translation lang langs nls")
_LANGUAGE_CODE = re.compile(r"[a-z]{2,3}(?:[_-](?:[a-z]{4}|[a-z]{2,3}|\d{3}))?(?:@[a-z]{1,10})?\Z")
_PACKAGING_TEXTS: Final = ("changelog", "copyright", "control", "watch", "rules", "compat", "todo", "news")


def no_language(subject: Subject, limits: Thresholds) -> Out | None:  # noqa: ARG001 - a rule's signature
    """Files whose language is not known."""
    return None if subject.language else Out("unknown language", "neither name, first line nor text tell")


def data_file(subject: Subject, limits: Thresholds) -> Out | None:  # noqa: ARG001 - a rule's signature
    """Values, settings, translations and changes."""
    return Out("data file", f"{subject.language} is data") if subject.kind == "data" else None


def vendored(subject: Subject, limits: Thresholds) -> Out | None:  # noqa: ARG001 - a rule's signature
    """Other people's code inside the project, and scripts that tools copy into every project.

    `dist` counts for what is built into it (JavaScript, TypeScript, CSS); `vendor` does not for languages
    whose folders are packages.
    """
    for folder in subject.folders:
        if _holds_others(folder, subject.language):
            return Out("vendored", f"folder `{folder}`")
        if folder in _BUILT_FOLDERS and subject.language in _BUILT_LANGUAGES:
            return Out("vendored", f"folder `{folder}`")
    if subject.name in _VENDORED_NAMES or _VENDORED_NAME.fullmatch(subject.name):
        return Out("vendored", f"file name `{subject.name}`")
    return None


def _holds_others(folder: str, language: Language) -> bool:
    if folder in ("vendor", "vendors"):
        return language not in _PACKAGE_LANGUAGES
    return folder in _VENDOR_FOLDERS or _THIRD_PARTY.fullmatch(folder) is not None


def minified_name(subject: Subject, limits: Thresholds) -> Out | None:  # noqa: ARG001 - a rule's signature
    """Scripts and styles that say in their name that they are packed."""
    found = _MINIFIED_NAME.search(subject.name)
    return Out("minified", f"file name ends in `{found[0]}`") if found else None


def packaging(subject: Subject, limits: Thresholds) -> Out | None:  # noqa: ARG001 - a rule's signature
    """What a distribution adds in its own top folder, but its documentation."""
    if not subject.folders or subject.folders[0] != "debian":
        return None
    stem = subject.name.partition(".")[0]
    if subject.kind == "docs" and stem not in _PACKAGING_TEXTS and "patches" not in subject.folders:
        return None
    return Out("packaging", "folder `debian`")


def test_fixture(subject: Subject, limits: Thresholds) -> Out | None:  # noqa: ARG001 - a rule's signature
    """What tests read or compare with."""
    for folder in subject.folders:
        if folder in _FIXTURE_FOLDERS:
            return Out("test fixture", f"folder `{folder}`")
    found = _FIXTURE_NAME.search(subject.name)
    return Out("test fixture", f"file name has `{found[0]}`") if found else None


def translation(subject: Subject, limits: Thresholds) -> Out | None:  # noqa: ARG001 - a rule's signature
    """Tables of words that are named after a natural language."""
    folder = subject.folders[-1] if subject.folders else ""
    if folder in _TRANSLATION_FOLDERS and _LANGUAGE_CODE.match(subject.name.partition(".")[0]):
        return Out("translation", f"`{folder}/{subject.name}`")
    return None
