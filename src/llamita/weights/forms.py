"""A checkpoint in whatever form it lies on disk: told by what is there, never by what it is called."""

from __future__ import annotations

import math
import re
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np

from llamita.errors import CheckpointError, RequestError, shown
from llamita.files.progress import ProgressSink, SilentProgress, adding_up, piece_of_work
from llamita.spec import parameter_shapes
from llamita.weights.blocks import BF16, F16, F32
from llamita.weights.gguf.header import MAGIC
from llamita.weights.gguf.reader import read_gguf
from llamita.weights.layout import converted
from llamita.weights.mapped_file import map_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from llamita.weights.blocks import BlockFormat
    from llamita.weights.checkpoint import Checkpoint

Form = Literal["safetensors", "gguf", "meta"]
"""What a checkpoint can be written as: a Hugging Face folder, a GGUF file, a folder like Meta's."""

FORMS: Final[tuple[Form, ...]] = get_args(Form)

FLOAT_FORMATS: Final[Mapping[str, BlockFormat]] = {"f32": F32, "f16": F16, "bf16": BF16}
"""What weights can be converted to, by the name that people give."""

_EXPECTED: Final = (
    "a GGUF file, or a folder with `config.json` and `*.safetensors`, or with `params.json` and "
    "`consolidated.*.pth`"
)
# What people point at within a folder, and what the folder would be.
_PARTS: Final = {
    ".safetensors": "a Hugging Face checkpoint",
    ".bin": "a Hugging Face checkpoint",
    ".pth": "a checkpoint of Meta's",
    ".pt": "a checkpoint of Meta's",
    ".json": "a checkpoint",
    ".model": "a checkpoint",
}
# Not an adapter's, nor Meta's; other `.bin` files, such as `training_args.bin`, hold no weights.
_HUGGING_FACE_WEIGHTS = re.compile(
    r"((?!adapter_|consolidated\.).*\.safetensors|pytorch_model.*\.bin)(\.index\.json)?"
)
_MAX_SHOWN_NAMES: Final = 6
# What not every form can say.
_UNCOMPARED: Final = ("context_tokens", "dialog")
_FLOAT32_PRECISION: Final = 2**-23


def read_checkpoint(path: Path, *, rope_base: float | None = None) -> Checkpoint:
    """Open a checkpoint: its description is read and checked, its numbers are only mapped.

    Args:
        path: a GGUF file; or a folder as on the Hugging Face Hub, as from Meta, with one GGUF file, or
            with a LoRA adapter whose base is on this disk.
        rope_base: the base of the rotary positions, for a checkpoint that does not state it or states a
            wrong one.

    Raises:
        CheckpointError: there is no checkpoint, or it is foreign, damaged, or of a model that is not
            supported.
        TokenizerError: its vocabulary is damaged or not supported.
        RequestError: ``rope_base`` is none.
    """
    if not path.is_dir():
        _refuse_parts(path)
        return read_gguf(path, rope_base=rope_base)
    names = _names_in(path)
    found = _forms_in(names)
    if len(found) > 1:
        raise CheckpointError(
            f"`{path}` holds two checkpoints, {' and '.join(found.values())}: expected one",
            hint="move one of them to a folder of its own",
        )
    if "safetensors" in found:
        from llamita.weights.hugging_face.reader import read_hugging_face  # noqa: PLC0415

        return read_hugging_face(path, rope_base=rope_base)
    if "meta" in found:
        from llamita.weights.meta.reader import read_meta  # noqa: PLC0415

        return read_meta(path, rope_base=rope_base)
    if "adapter_config.json" in names:
        return _read_adapter(path, rope_base)
    return read_gguf(_only_gguf(path, names), rope_base=rope_base)


def write_checkpoint(
    checkpoint: Checkpoint,
    target: Path,
    *,
    form: Form,
    num_files: int | None = None,
    progress: ProgressSink | None = None,
) -> None:
    """Write a checkpoint in another form; it is there whole or not at all.

    Args:
        checkpoint: the model, its weights in the formats they are to have (``as_floats``).
        target: the file or folder to make; nothing may be there yet.
        form: what to make.
        num_files: how many files the weights are spread over; None leaves it to the form. A GGUF is one.
        progress: is told how much is written.

    Raises:
        RequestError: ``target`` is taken, or the form cannot have so many files or these formats.
        CheckpointError: the model cannot be written in this form, or its numbers not in this format.
        CapacityError: the disk is full.
    """
    if num_files is not None and num_files < 1:
        raise RequestError(f"the number of files must be 1 or more, got {num_files}")
    if form != "gguf":
        _refuse_quantized(checkpoint, form)
    if form == "gguf":
        if num_files not in (None, 1):
            raise RequestError(f"a GGUF checkpoint is one file, got {num_files}")
        from llamita.weights.gguf.writer import write_gguf  # noqa: PLC0415

        write_gguf(checkpoint, target, progress=progress)
    elif form == "meta":
        from llamita.weights.meta.writer import write_meta  # noqa: PLC0415

        write_meta(checkpoint, target, num_shards=num_files or 1, progress=progress)
    else:
        _write_hugging_face(checkpoint, target, num_files, progress)


def as_floats(checkpoint: Checkpoint, format: BlockFormat | None) -> Checkpoint:
    """The same model with every weight in this format; None leaves each as it is."""
    if format is None:
        return checkpoint
    tensors = {name: converted(tensor, format) for name, tensor in checkpoint.tensors.items()}
    return replace(checkpoint, tensors=tensors)


def check_written(
    checkpoint: Checkpoint, target: Path, *, progress: ProgressSink | None = None
) -> Checkpoint:
    """Open what ``write_checkpoint`` wrote and hold it, bit by bit, against what it was made from.

    The context and the form of dialogs are left out: not every form can say them.

    Returns:
        What was written.

    Raises:
        CheckpointError: it cannot be opened, or is not the same.
    """
    sink = progress or SilentProgress()
    written = read_checkpoint(target)
    if wrong := [*_spec_differences(checkpoint, written), *_token_differences(checkpoint, written)]:
        raise CheckpointError(f"`{target}` was written, but reads otherwise: {'; '.join(wrong)}")
    total_bytes = sum(tensor.size_bytes for tensor in written.tensors.values())
    with piece_of_work(sink, f"comparing {target.name}", total_bytes):
        compared = adding_up(sink)
        for name, tensor in written.tensors.items():
            if not np.array_equal(tensor.data, converted(checkpoint.tensors[name], tensor.format).data):
                raise CheckpointError(f"`{target}` was written, but its `{name}` reads otherwise")
            compared(tensor.size_bytes)
    return written


def left_unsaid(checkpoint: Checkpoint, written: Checkpoint) -> list[str]:
    """What ``check_written`` leaves out and the files do not say as it was, one line for each."""
    return [
        f"{name} is {getattr(written.spec, name)}, was {getattr(checkpoint.spec, name)}"
        for name in _UNCOMPARED
        if getattr(written.spec, name) != getattr(checkpoint.spec, name)
    ]


def _spec_differences(checkpoint: Checkpoint, written: Checkpoint) -> list[str]:
    source, target = asdict(checkpoint.spec), asdict(written.spec)
    # GGUF keeps fractions as float32.
    return [
        f"{name} is {target[name]}, expected {source[name]}"
        for name in source
        if name not in _UNCOMPARED
        and not math.isclose(source[name], target[name], rel_tol=_FLOAT32_PRECISION)
    ]


def _token_differences(checkpoint: Checkpoint, written: Checkpoint) -> list[str]:
    names = ("begin_id", "end_id", "adds_begin", "adds_space", "infill")
    differing = [
        f"{name} is {getattr(written.vocabulary, name)}, expected {getattr(checkpoint.vocabulary, name)}"
        for name in names
        if getattr(written.vocabulary, name) != getattr(checkpoint.vocabulary, name)
    ]
    if tuple(written.vocabulary.pieces) != tuple(checkpoint.vocabulary.pieces):
        differing.append("its vocabulary has other pieces")
    if written.corpus_manifest != checkpoint.corpus_manifest:
        differing.append("its corpus manifest is another one")
    return differing


def _write_hugging_face(
    checkpoint: Checkpoint, target: Path, num_files: int | None, progress: ProgressSink | None
) -> None:
    from llamita.weights.hugging_face.writer import write_hugging_face  # noqa: PLC0415

    if num_files is None:
        write_hugging_face(checkpoint, target, progress=progress)
        return
    sizes_bytes = [checkpoint.tensors[name].size_bytes for name in parameter_shapes(checkpoint.spec)]
    limit_bytes = most_even_file_bytes(sizes_bytes, num_files)
    write_hugging_face(checkpoint, target, max_file_bytes=limit_bytes, progress=progress)


def _read_adapter(folder: Path, rope_base: float | None) -> Checkpoint:
    """A LoRA adapter merged into the base that it names, where that is a checkpoint on this disk."""
    from llamita.weights.adapter import base_of, with_adapter  # noqa: PLC0415

    base = Path(base_of(folder))
    if not _is_there(base) or _is_there(base / "adapter_config.json"):
        raise CheckpointError(
            f"`{folder}` is a LoRA adapter for {shown(str(base))}, which is no checkpoint on this disk",
            hint=f"load the model that it belongs to, with `--adapter {folder}`",
        )
    return with_adapter(read_checkpoint(base, rope_base=rope_base), folder)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name too long, or with a zero byte in it: no name at all
        return False


def _names_in(folder: Path) -> frozenset[str]:
    try:
        return frozenset(entry.name for entry in folder.iterdir())
    except OSError as error:
        raise CheckpointError(f"cannot open `{folder}`: {(error.strerror or str(error)).lower()}") from error


def _forms_in(names: frozenset[str]) -> dict[str, str]:
    """The checkpoints of several files that a folder holds, by form, with what shows each.

    A GGUF file beside them does not count: it can be named itself.
    """
    found = {}
    weights = sorted(name for name in names if _HUGGING_FACE_WEIGHTS.fullmatch(name))
    shards = sorted(name for name in names if name.startswith("consolidated.") and name.endswith(".pth"))
    if "config.json" in names and weights:
        found["safetensors"] = f"`config.json` with `{weights[0]}`"
    if "params.json" in names and shards:
        found["meta"] = f"`params.json` with `{shards[0]}`"
    if found and "adapter_config.json" in names:
        found["adapter"] = "a LoRA adapter, `adapter_config.json`"
    return found


def _refuse_parts(path: Path) -> None:
    """Refuse a file that is no GGUF, with the folder it lies in where that may be the checkpoint."""
    if path.suffix.lower() == ".gguf":
        return
    beginning = map_file(path, _EXPECTED)[: len(MAGIC)]
    if beginning == MAGIC:
        return
    if whole := _PARTS.get(path.suffix.lower()):
        raise CheckpointError(
            f"`{path}` is one file of {whole}: expected the folder with all of them",
            hint=f"give the folder: `{path.absolute().parent}`",
        )
    raise CheckpointError(f"`{path}` is no checkpoint: expected {_EXPECTED}, got a file of another kind")


def _only_gguf(folder: Path, names: frozenset[str]) -> Path:
    found = sorted(name for name in names if name.lower().endswith(".gguf"))
    if len(found) == 1:
        return folder / found[0]
    if found:
        raise CheckpointError(
            f"`{folder}` holds {len(found)} GGUF files: expected one checkpoint",
            hint=f"give one of the files: {_listed(found)}",
        )
    there = _listed(sorted(names)) if names else "nothing"
    is_cache = {"blobs", "snapshots"} <= names
    raise CheckpointError(
        f"`{folder}` holds no checkpoint: expected {_EXPECTED}, got {there}",
        hint=f"a cache of the Hub has it in a folder of `{folder / 'snapshots'}`" if is_cache else None,
    )


def _listed(names: Sequence[str]) -> str:
    cut = [*map(shown, names[:_MAX_SHOWN_NAMES]), *(["..."] if len(names) > _MAX_SHOWN_NAMES else [])]
    return ", ".join(cut)


def _refuse_quantized(checkpoint: Checkpoint, form: Form) -> None:
    for tensor in checkpoint.tensors.values():
        if tensor.format.block_length_values > 1:
            raise RequestError(
                f"`{tensor.name}` of `{checkpoint.path}` is quantized ({tensor.format.name}): "
                f"a {form} checkpoint holds plain numbers",
                hint="say what to convert it to, such as `--dtype bf16`",
            )


def most_even_file_bytes(sizes_bytes: Sequence[int], num_files: int) -> int:
    """The smallest limit on a file's size with which tensors, taken in order, fill at most so many files.

    >>> most_even_file_bytes([4, 4, 1, 1, 4], 3)
    5
    """
    low, high = max(sizes_bytes), sum(sizes_bytes)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if _num_files(sizes_bytes, middle) <= num_files else (middle + 1, high)
    return low


def _num_files(sizes_bytes: Sequence[int], max_file_bytes: int) -> int:
    num_files, filled_bytes = 1, 0
    for size_bytes in sizes_bytes:
        if filled_bytes + size_bytes > max_file_bytes:
            num_files, filled_bytes = num_files + 1, 0
        filled_bytes += size_bytes
    return num_files
