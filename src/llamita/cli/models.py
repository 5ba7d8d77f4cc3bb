"""`llamita models`: what is in the model store."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from llamita.cli import options
from llamita.cli.terminal import TerminalProgress, messages, print_json, print_line
from llamita.errors import StoreError, UnsupportedByModel

if TYPE_CHECKING:
    from llamita.weights.checkpoint import Checkpoint
    from llamita.weights.store import ModelEntry

app = typer.Typer(help="The model store: list, pull, show, verify, remove.", no_args_is_help=True)

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="A name from `llamita models list`.")]
MEGABYTE = 1e6


@app.command("list")
def list_models(as_json: options.Json = False) -> None:
    """List the models that have a name, and which of them are here."""
    from llamita.assembly import open_store

    store = open_store()
    here = {model.name for model in store.installed()}
    entries = [store.entry(name) for name in store.names()]
    if as_json:
        rows = [
            {
                "name": entry.name,
                "installed": entry.name in here,
                "size_bytes": entry.size_bytes,
                "license": entry.license,
                "title": entry.title,
            }
            for entry in entries
        ]
        damaged = [{"name": model.name, "reason": model.reason} for model in store.damaged()]
        print_json({"home": str(store.home), "models": rows, "damaged": damaged})
        return
    for entry in entries:
        mark = "here" if entry.name in here else "-"
        size = f"{entry.size_bytes / MEGABYTE:.1f} MB"
        print_line(f"{entry.name:<28} {mark:<5} {size:>10}  {entry.license:<12} {entry.title}")
    for broken in store.damaged():
        messages().print(f"{broken.name} is damaged: {broken.reason}", markup=False)


@app.command("pull")
def pull(
    name: NameArgument,
    source: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="A .whl or .gguf that was fetched by hand."),
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Fetch a model into the store; its digest is checked."""
    from llamita.assembly import open_store

    installed = open_store().pull(name, progress=TerminalProgress(), source=source)
    if as_json:
        print_json(_plain(asdict(installed)))
        return
    messages().print(f"{name} is at {installed.path} ({installed.license})", markup=False)


@app.command("show")
def show(
    name_or_path: Annotated[
        str, typer.Argument(metavar="NAME|PATH", help="A name from `llamita models list`, or a GGUF file.")
    ],
    as_json: options.Json = False,
) -> None:
    """Print a model's card, license and numbers."""
    from llamita.assembly import find_checkpoint, open_store

    store = open_store()
    entry = store.entry(name_or_path) if name_or_path in store.names() else None
    is_here = entry is None or name_or_path in {model.name for model in store.installed()}
    checkpoint = find_checkpoint(name_or_path)[1] if is_here else None
    data = _card(entry, checkpoint)
    if as_json:
        print_json(data)
        return
    for key, value in data.items():
        if isinstance(value, dict):
            print_line(f"{key}:")
            for inner_key, inner_value in value.items():
                print_line(f"  {inner_key:<20} {inner_value}")
        else:
            print_line(f"{key:<16} {value}")


@app.command("verify")
def verify(name: NameArgument, as_json: options.Json = False) -> None:
    """Read a model's file again and compare it with its recorded digest."""
    from llamita.assembly import open_store

    result = open_store().verify(name, progress=TerminalProgress())
    if as_json and result.ok:
        print_json({"name": name, **_plain(asdict(result))})
    if not result.ok:
        raise StoreError(
            f"model `{name}` is damaged: its file has sha256 {result.actual_sha256}, "
            f"expected {result.expected_sha256}",
            hint=f"`llamita models remove {name}`, then `llamita models pull {name}`",
        )
    if not as_json:
        messages().print(f"{name} is intact: sha256 {result.actual_sha256}", markup=False)


@app.command("remove")
def remove(name: NameArgument, as_json: options.Json = False) -> None:
    """Delete a model from the store."""
    from llamita.assembly import open_store

    open_store().remove(name)
    if as_json:
        print_json({"name": name, "removed": True})
        return
    messages().print(f"removed {name}", markup=False)


def _card(entry: ModelEntry | None, checkpoint: Checkpoint | None) -> dict[str, Any]:
    """What is known about a model: from its registry entry, and from its file where that is here."""
    data: dict[str, Any] = {}
    if entry is not None:
        data |= {
            "name": entry.name,
            "title": entry.title,
            "license": f"{entry.license} <{entry.license_url}>",
            "homepage": entry.homepage,
            "source": f"{entry.package.requirement}, packaged by {entry.package.packaged_by}",
            "sha256": entry.sha256,
            "size_bytes": entry.size_bytes,
            "card": entry.card,
        }
    if checkpoint is None:
        return data | {"installed": False}
    vocabulary = checkpoint.vocabulary
    return data | {
        "installed": True,
        "path": str(checkpoint.path),
        "calls_itself": checkpoint.name,
        "stated_license": checkpoint.license,
        "formats": ", ".join(sorted({tensor.format.name for tensor in checkpoint.tensors.values()})),
        "spec": asdict(checkpoint.spec) | {"num_parameters": checkpoint.spec.num_parameters},
        "can_infill": vocabulary.infill is not None,
        "chat_format": _chat_format(vocabulary.chat_template),
    }


def _chat_format(template: str | None) -> str | None:
    """The name of the model's form of conversation; None where it has none that is known here."""
    from llamita.text import dialog_format

    try:
        return dialog_format(template).name
    except UnsupportedByModel:
        return None


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    return {key: str(value) if isinstance(value, Path) else value for key, value in data.items()}
