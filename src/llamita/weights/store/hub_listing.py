"""Asks the Hugging Face Hub what a repository holds of a model.

`huggingface_hub` knows the user's own settings (`HF_TOKEN` or a login, `HF_ENDPOINT`, `HF_HUB_OFFLINE`) and
the hub's. Its telemetry is switched off before it is loaded.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from llamita.errors import FetchError, StoreError
from llamita.files.http_download import Refused, require_safe
from llamita.weights.store.model_files import HUGGING_FACE_FILES, is_one_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from llamita.weights.store.entries import HubSource

_TIMEOUT_S = 30.0
_REASON_CHARACTERS = 300
_MAX_FILES = 1000
_MAX_BLOB_BYTES = 16 << 20  # the hub itself keeps no larger file without a sha256
_COMMIT = re.compile(r"[0-9a-f]{40}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, kw_only=True, slots=True)
class HubFile:
    """A file as the hub describes it."""

    name: str
    """Its name, plain: what lies in folders of the repository is no part of the model."""
    size_bytes: int
    """Its size."""
    sha256: str | None
    """Its checksum; stated for large files."""
    blob_id: str
    """What git calls it: for small files, all that is stated of their bytes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Listing:
    """What a commit of a repository holds of a model."""

    commit: str
    """Which commit, as 40 hexadecimal digits."""
    files: tuple[HubFile, ...]
    """What describes the model comes before its weights."""
    endpoint: str
    """The address of the hub."""
    token: str | None = field(repr=False)
    """Who the user is to the hub; None for nobody."""
    address_of: Callable[[HubFile], str] = field(repr=False)
    """Where a file is asked for."""


def look_up(source: HubSource, endpoint: str | None) -> Listing:
    """Ask the hub which files a model has at this moment.

    Args:
        source: the repository and the revision in it.
        endpoint: the address of the hub, if not the one that `huggingface_hub` has.

    Raises:
        StoreError: the hub cannot be reached or what it lists is no model; ``Refused`` where it answers that
            it will not tell.
    """
    os.environ.update({"HF_HUB_DISABLE_TELEMETRY": "1", "DO_NOT_TRACK": "1"})
    # Late: it takes 0.2 s, and only a pull from the hub needs it.
    from huggingface_hub import HfApi, get_token, hf_hub_url  # noqa: PLC0415
    from huggingface_hub.errors import HfHubHTTPError  # noqa: PLC0415

    api = HfApi(endpoint=endpoint)
    require_safe(api.endpoint)
    try:
        token = get_token()
        info = api.model_info(
            source.repository,
            revision=source.revision,
            files_metadata=True,
            timeout=_TIMEOUT_S,
            token=token or False,
        )
        commit, files = _commit_of(info.sha), _files_of(info.siblings)
    except HfHubHTTPError as error:
        status = error.response.status_code
        raise Refused(f"the hub answers {status} for `{source.repository}`", status=status) from error
    except FetchError:
        raise
    except json.JSONDecodeError as error:
        raise StoreError(
            "the hub answers with something else than a listing, as a login page would"
        ) from error
    # The library has changed what it speaks HTTP with, and so what it raises when nobody answers, twice; and
    # an answer that makes no sense ends in whatever its parts happen to raise.
    except Exception as error:
        reason = str(error).strip().partition("\n")[0][:_REASON_CHARACTERS] or type(error).__name__
        raise StoreError(f"cannot ask the hub: {reason[0].lower()}{reason[1:].rstrip('.')}") from error

    def address_of(file: HubFile) -> str:
        return hf_hub_url(source.repository, file.name, revision=commit, endpoint=api.endpoint)

    return Listing(commit=commit, files=files, endpoint=api.endpoint, token=token, address_of=address_of)


def _commit_of(stated: str | None) -> str:
    if stated is None or not _COMMIT.fullmatch(stated):
        raise StoreError("the hub states no commit")
    return stated


def _files_of(siblings: list[Any] | None) -> tuple[HubFile, ...]:
    siblings = siblings or []
    if len(siblings) > _MAX_FILES:
        raise StoreError(f"the hub lists {len(siblings)} files, more than {_MAX_FILES}")
    files = {
        sibling.rfilename: HubFile(
            name=sibling.rfilename,
            size_bytes=int(sibling.size),
            sha256=sibling.lfs.sha256 if sibling.lfs else None,
            blob_id=str(sibling.blob_id),
        )
        for sibling in siblings
        if is_one_of(sibling.rfilename, HUGGING_FACE_FILES)
    }
    for file in files.values():
        is_known = _SHA256.fullmatch(file.sha256) if file.sha256 else file.size_bytes <= _MAX_BLOB_BYTES
        if not is_known or file.size_bytes < 0:
            raise StoreError(f"the hub states no checksum for `{file.name}`")
    if "config.json" not in files or not any(name.endswith(".safetensors") for name in files):
        raise StoreError("the hub lists no `config.json`, or no `.safetensors` file")
    return tuple(sorted(files.values(), key=lambda file: (file.name.endswith(".safetensors"), file.name)))
