"""Takes a model that the user has already: a Hugging Face folder, one of Meta's, or a GGUF file.

Its files are linked into the store where the file system can do that, so that they take no room twice, and
copied elsewhere. What is given is only read.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from llamita.errors import StoreError
from llamita.files.disk import copy_hashed, require_space, sha256_of
from llamita.files.progress import SilentProgress
from llamita.weights.store.errands import Errand, Supply
from llamita.weights.store.model_files import (
    HUGGING_FACE_FILES,
    META_FILES,
    PARAMS_FILE,
    TOKENIZER_FILE,
    is_one_of,
)
from llamita.weights.store.published import hold_to_published

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def supply_from_disk(errand: Errand, source: Path) -> Supply:
    """Bring a model from the user's own disk into the workshop.

    Args:
        errand: which model it is to be.
        source: the folder of its files, or its ``.gguf`` file.

    Raises:
        StoreError: ``source`` is not there, holds no model, or another one.
        CapacityError: its files must be copied, and there is no room.
        OSError: ``source`` cannot be read or the store cannot be written.
    """
    files = _files_of(source, errand)
    hold_to_published(source, errand.entry, errand.progress)
    folder = errand.workshop.model
    folder.mkdir(parents=True, exist_ok=True)
    unlinked = [name for name, file in files.items() if not _link(file, folder / name)]
    require_space(folder, sum(files[name].stat().st_size for name in unlinked))
    sha256s = {}
    for name, file in files.items():
        if name in unlinked:
            with file.open("rb") as stream:
                sha256s[name] = copy_hashed(stream, folder / name, file.stat().st_size, errand.progress)
        else:
            sha256s[name] = sha256_of(folder / name, errand.progress)
    # Again, and as it will be used: of a folder, the store takes only the files it knows.
    hold_to_published(errand.workshop.model_path(files), errand.entry, SilentProgress())
    kind = "folder" if source.is_dir() else "file"
    return Supply(origin=f"{kind} {source.resolve().name}", sha256s=sha256s)


def _link(file: Path, target: Path) -> bool:
    try:
        os.link(file, target)
    except OSError:
        # Another file system, or one without such links, or a file that this user may not link.
        return False
    return True


def _files_of(source: Path, errand: Errand) -> Mapping[str, Path]:
    """Name in the store -> file, with links followed."""
    if source.is_file() and source.suffix == ".gguf":
        return {f"{errand.entry.name}.gguf": source.resolve()}
    patterns = (*HUGGING_FACE_FILES, *META_FILES)
    # A pipe would keep its reader waiting, and a link that leads nowhere is no part of a model.
    paths = sorted(path for path in source.iterdir() if path.is_file()) if source.is_dir() else []
    if any(path.suffix in {".safetensors", ".pth"} for path in paths):
        files = {path.name: path.resolve() for path in paths if is_one_of(path.name, patterns)}
        # Meta's download of Llama 2 leaves one tokenizer beside the folders of all sizes.
        beside = source.resolve().parent / TOKENIZER_FILE
        if PARAMS_FILE in files and beside.is_file():
            files.setdefault(TOKENIZER_FILE, beside.resolve())
        return files
    has_pickles = any(path.suffix == ".bin" for path in paths)
    raise StoreError(
        f"cannot take `{errand.entry.name}` from `{source}`: "
        "expected a folder with `.safetensors` or `.pth` files, or a `.gguf` file",
        hint=f"`llamita models convert {source} NEW.gguf`, then `--from NEW.gguf`" if has_pickles else None,
    )
