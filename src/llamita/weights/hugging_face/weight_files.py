"""Which files of a folder hold the weights, and the tensors they hold together.

An index says which file holds which tensor. It and its files have to agree: a tensor that one of them
does not know is a sign of mixed downloads, and loading the rest would give a model that runs and is wrong.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from llamita.errors import CheckpointError, shown
from llamita.weights.json_object import described, read_json_object
from llamita.weights.safetensors_file import read_safetensors_file
from llamita.weights.torch_file import read_torch_file

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from llamita.weights.checkpoint import StoredTensor

_READERS: Final[Mapping[str, Callable[[Path], dict[str, StoredTensor]]]] = {
    "model.safetensors": read_safetensors_file,
    "pytorch_model.bin": read_torch_file,
}
_INDEX_SUFFIX: Final = ".index.json"
# What file systems take.
_MAX_NAME_CHARACTERS: Final = 255

# Written by transformers before 4.32: the rotary frequencies, which follow from the base.
_FREQUENCIES = re.compile(r"model\.layers\.[0-9]+\.self_attn\.rotary_emb\.inv_freq")


def read_weight_files(folder: Path) -> dict[str, StoredTensor]:
    """Open all files of a folder that hold weights; safetensors before pickles, one file before several.

    Returns:
        The tensors by the files' names, the rotary frequencies of old files left out.

    Raises:
        CheckpointError: there are no such files, one is missing or damaged, or they contradict their index.
    """
    for name, read in _READERS.items():
        path, index_path = folder / name, folder / f"{name}{_INDEX_SUFFIX}"
        if path.exists() or index_path.exists():
            tensors = read(path) if path.exists() else _read_indexed(folder, index_path, read)
            return {name: tensor for name, tensor in tensors.items() if not _FREQUENCIES.fullmatch(name)}
    raise CheckpointError(
        f"`{folder}` holds no weights: expected "
        + ", or ".join(f"`{name}` or its `{_INDEX_SUFFIX}`" for name in _READERS)
    )


def _read_indexed(
    folder: Path, index_path: Path, read: Callable[[Path], dict[str, StoredTensor]]
) -> dict[str, StoredTensor]:
    files = _files_of_index(index_path)
    tensors: dict[str, StoredTensor] = {}
    for file in dict.fromkeys(files.values()):
        held = read(_shard(folder, file, index_path))
        named = {name for name in files if files[name] == file}
        if missing := sorted(named - set(held)):
            raise CheckpointError(
                f"tensor {shown(missing[0])} is missing from `{folder / file}`, "
                f"where `{index_path}` says it is"
            )
        unnamed = sorted(name for name in set(held) - named if not _FREQUENCIES.fullmatch(name))
        if unnamed:
            raise CheckpointError(
                f"`{folder / file}` holds tensor {shown(unnamed[0])}, of which `{index_path}` knows nothing",
                hint="the files are of different downloads: fetch them again",
            )
        tensors |= {name: held[name] for name in named}
    return tensors


def _files_of_index(path: Path) -> dict[str, str]:
    index = read_json_object(path, "the index of a model's weights")
    files = index.required("weight_map", dict)
    for name, file in files.items():
        if not isinstance(file, str) or not _is_plain_name(file):
            raise CheckpointError(
                f"cannot use `{path}`: expected tensor {shown(name)} in a file beside it, "
                f"got {described(file)}"
            )
    return files


def _is_plain_name(file: str) -> bool:
    """Whether it names a file in the same folder, on every system; the file itself may be a link."""
    return (
        0 < len(file) <= _MAX_NAME_CHARACTERS
        and file.isprintable()
        and file not in (".", "..")
        and not set(file) & set("/\\:")
    )


def _shard(folder: Path, file: str, index_path: Path) -> Path:
    if not (folder / file).exists():
        raise CheckpointError(
            f"`{file}` is missing from `{folder}`: `{index_path.name}` says it holds part of the weights",
            hint="fetch the rest of the model",
        )
    return folder / file
