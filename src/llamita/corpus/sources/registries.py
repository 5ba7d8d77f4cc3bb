"""Registries: where this user's packages come from, read from where each registry's own program reads it."""

from __future__ import annotations

import base64
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from llamita.files.http_download import Client
from llamita.files.index_settings import read_index_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

DEBIAN_VARIABLE: Final = "LLAMITA_DEBIAN_MIRROR"
"""Names mirrors of Debian, one or more with spaces between: each file is asked for at one after the other."""

_DEBIAN: Final = "https://deb.debian.org/debian"
_PYPI: Final = "https://pypi.org/simple"
_NPM: Final = "https://registry.npmjs.org"
_NPM_VARIABLES: Final = ("npm_config_registry", "NPM_CONFIG_REGISTRY")
_NPM_SETTING: Final = re.compile(r"""\s*([^\s=;#][^\s=]*)\s*=\s*["']?([^\s"']+)["']?\s*""")


@dataclass(frozen=True, slots=True)
class Registries:
    """Where to ask; read from an environment, and so the same for all of a process."""

    environment: Mapping[str, str]

    @classmethod
    def of_this_user(cls) -> Registries:
        """As the process was started."""
        return cls(dict(os.environ))

    def debian_mirrors(self) -> list[str]:
        """Addresses of mirrors of Debian, in the order they are asked."""
        named = self.environment.get(DEBIAN_VARIABLE, "").split()
        return [address.rstrip("/") for address in named or [_DEBIAN]]

    def debian_client(self, *, for_index: bool = False) -> Client:
        """Whoever asks a mirror of Debian.

        Args:
            for_index: for the index itself, whose checksum nobody knows before: only over HTTPS.
        """
        return Client("the Debian mirror", certificates=self._certificates(), also_plain_http=not for_index)

    def python_index(self) -> tuple[Client, str]:
        """Whoever asks the index that `pip` asks, and its address.

        Raises:
            FetchError: the user has switched indexes off, or its certificates cannot be read.
        """
        settings = read_index_settings(self.environment, usual_url=_PYPI)
        client = Client("the Python index", certificates=settings.certificates)
        index = urlsplit(settings.url)
        if index.username:
            word = f"{unquote(index.username)}:{unquote(index.password or '')}"
            client.authorize(settings.url, "Basic " + base64.b64encode(word.encode()).decode())
        return client, settings.url

    def npm_registry(self) -> tuple[Client, str]:
        """Whoever asks the registry that `npm` asks, and its address.

        Raises:
            FetchError: its certificates cannot be read.
        """
        settings = self._npm_settings()
        named = [self.environment.get(variable, "").strip() for variable in _NPM_VARIABLES]
        address = next(filter(None, [*named, settings.get("registry", "")]), _NPM).rstrip("/")
        client = Client("the npm registry", certificates=self._certificates())
        if token := settings.get(f"//{address.partition('://')[2]}/:_authToken"):
            client.authorize(address, f"Bearer {token}")
        return client, address

    def _npm_settings(self) -> dict[str, str]:
        home = Path(self.environment.get("HOME") or Path.home())
        file = Path(self.environment.get("npm_config_userconfig") or home / ".npmrc")
        try:
            lines = file.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            # A file that `npm` could not read either is `npm`'s to complain about.
            return {}
        matches = [_NPM_SETTING.fullmatch(line) for line in lines]
        return {match[1]: self._expanded(match[2]) for match in matches if match}

    def _expanded(self, value: str) -> str:
        return re.sub(r"\$\{(\w{1,100})\}", lambda match: self.environment.get(match[1], ""), value)

    def _certificates(self) -> Path | None:
        file = self.environment.get("SSL_CERT_FILE", "").strip()
        return Path(file) if file else None
