"""Which package index the user has configured, read from where `pip` and `uv` read it.

No index is built in here: without a configured one there is none, but for callers that name a usual one.
"""

from __future__ import annotations

import configparser
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from llamita.errors import FetchError

if TYPE_CHECKING:
    from collections.abc import Mapping

_URL_VARIABLES = ("PIP_INDEX_URL", "UV_DEFAULT_INDEX", "UV_INDEX_URL")
_OFFLINE_VARIABLES = ("PIP_NO_INDEX", "UV_OFFLINE", "UV_NO_INDEX")
_CERTIFICATE_VARIABLES = ("PIP_CERT", "SSL_CERT_FILE")
_FALSE_WORDS = frozenset({"", "0", "false", "no", "off"})


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """How to reach the configured index."""

    url: str
    """Address of the index, without a trailing slash; may carry a user name and a password."""
    certificates: Path | None
    """File with the certificate authorities to trust, where the user named one."""


def read_index_settings(environment: Mapping[str, str], *, usual_url: str = "") -> IndexSettings:
    """Read the index that `pip` or `uv` would ask.

    Args:
        environment: the variables of the process.
        usual_url: the index to ask where none is configured; empty: none.

    Raises:
        FetchError: no index is configured, or the user has switched indexes off.
    """
    for variable in _OFFLINE_VARIABLES:
        if environment.get(variable, "").strip().lower() not in _FALSE_WORDS:
            raise FetchError(f"skipped, because `{variable}` is set")
    file_settings = _read_files(environment)
    urls = [environment.get(variable, "") for variable in _URL_VARIABLES]
    certificates = [environment.get(variable, "") for variable in _CERTIFICATE_VARIABLES]
    url = _first([*urls, file_settings.get("index-url", ""), usual_url])
    certificate = _first([*certificates, file_settings.get("cert", "")])
    if url is None:
        raise FetchError("skipped, because no index is configured in the environment or in `pip.conf`")
    # `uv` allows a name before the address: NAME=https://...
    scheme_end = url.find("://")
    name_end = url.find("=", 0, max(scheme_end, 0))
    return IndexSettings(
        url=url[name_end + 1 :].rstrip("/"), certificates=Path(certificate) if certificate else None
    )


def _first(values: list[str]) -> str | None:
    return next((value.strip() for value in values if value.strip()), None)


def _read_files(environment: Mapping[str, str]) -> dict[str, str]:
    parser = configparser.RawConfigParser(strict=False)
    for path in _configuration_files(environment):
        try:
            parser.read(path, encoding="utf-8")
        except (configparser.Error, UnicodeDecodeError, OSError):
            # A file that `pip` could not read either is `pip`'s to complain about.
            continue
    return dict(parser["global"]) if parser.has_section("global") else {}


def _configuration_files(environment: Mapping[str, str]) -> list[Path]:
    """The files `pip` reads, least important first; ``PIP_CONFIG_FILE`` as the null device means none."""
    named = environment.get("PIP_CONFIG_FILE")
    if named == os.devnull:
        return []
    home = Path(environment.get("HOME") or environment.get("USERPROFILE") or Path.home())
    if sys.platform == "win32":
        application_data = Path(environment.get("APPDATA", home))
        shared = Path(environment.get("PROGRAMDATA", "C:/ProgramData"))
        files = [
            shared / "pip/pip.ini",
            home / "pip/pip.ini",
            application_data / "pip/pip.ini",
            Path(sys.prefix, "pip.ini"),
        ]
    else:
        configuration = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
        files = [
            Path("/etc/xdg/pip/pip.conf"),
            Path("/etc/pip.conf"),
            Path("/Library/Application Support/pip/pip.conf"),
            home / ".pip/pip.conf",
            configuration / "pip/pip.conf",
            home / "Library/Application Support/pip/pip.conf",
            Path(sys.prefix, "pip.conf"),
        ]
    return [*files, Path(named)] if named else files
