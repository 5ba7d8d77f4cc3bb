"""`llamita models convert`: a checkpoint in another form, for other software or for this one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from llamita.cli import options
from llamita.cli.terminal import TerminalProgress, messages, print_json, require
from llamita.errors import RequestError

if TYPE_CHECKING:
    from llamita.weights.checkpoint import Checkpoint
    from llamita.weights.forms import Form

Target = Annotated[
    Path, typer.Argument(metavar="TARGET", help="The file (GGUF) or folder to make; nothing may be there.")
]
To = Annotated[
    str | None,
    typer.Option(
        "--to", metavar="FORM", help="safetensors, gguf or meta; default: gguf where TARGET says so."
    ),
]
Dtype = Annotated[
    str | None,
    typer.Option("--dtype", metavar="TYPE", help="f32, f16 or bf16; default: every weight as it is."),
]
Shards = Annotated[
    int | None,
    typer.Option("--shards", metavar="N", help="Spread the weights over at most N files; gguf is one."),
]
Dialog = Annotated[
    str | None, typer.Option("--dialog", metavar="NAME", help="The form of its conversations.")
]


def convert(
    source: options.ModelArgument,
    target: Target,
    to: To = None,
    dtype: Dtype = None,
    shards: Shards = None,
    rope_base: options.RopeBase = None,
    adapter: options.Adapter = None,
    dialog: Dialog = None,
    as_json: options.Json = False,
) -> None:
    """Write a model in another form, read it again and compare.

    safetensors makes a folder as `transformers` loads it, gguf a file for llama.cpp, meta a folder like
    Meta's own. Weights are copied bit by bit unless --dtype says otherwise; quantized ones need it, but for
    gguf.
    """
    from llamita.assembly import find_checkpoint
    from llamita.weights.forms import FLOAT_FORMATS, as_floats, check_written, left_unsaid, write_checkpoint

    form = _form(target, to)
    known = ", ".join(FLOAT_FORMATS)
    require(dtype is None or dtype in FLOAT_FORMATS, f"no type named `{dtype}`: expected one of {known}")
    checkpoint = find_checkpoint(source, rope_base=rope_base, adapter=adapter, dialog=dialog)[1]
    converted = as_floats(checkpoint, None if dtype is None else FLOAT_FORMATS[dtype])
    progress = TerminalProgress()
    write_checkpoint(converted, target, form=form, num_files=shards, progress=progress)
    written = check_written(converted, target, progress=progress)
    if unsaid := left_unsaid(converted, written):
        messages().print(f"{target} cannot say all of it: {'; '.join(unsaid)}", markup=False)
    if as_json:
        print_json(_report(form, target, written))
        return
    messages().print(f"{source} is at {target}, as {form}; read again, it is the same", markup=False)


def _form(target: Path, to: str | None) -> Form:
    from llamita.weights.forms import FORMS

    if to is None and target.suffix.lower() == ".gguf":
        return "gguf"
    for form in FORMS:
        if to == form:
            return form
    if to is None:
        raise RequestError(
            f"cannot tell what `{target}` should be",
            hint="say `--to safetensors` or `--to meta`, or name a file that ends in .gguf",
        )
    raise RequestError(f"no form of checkpoint named `{to}`: expected one of {', '.join(FORMS)}")


def _report(form: Form, target: Path, written: Checkpoint) -> dict[str, Any]:
    from llamita.weights.digest import weights_digest

    files = sorted(target.iterdir()) if target.is_dir() else [target]
    return {
        "target": str(target),
        "form": form,
        "files": [{"name": file.name, "size_bytes": file.stat().st_size} for file in files],
        "formats": sorted({tensor.format.name for tensor in written.tensors.values()}),
        "weights_sha256": weights_digest(written),
    }
