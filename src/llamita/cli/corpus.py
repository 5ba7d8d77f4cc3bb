"""`llamita corpus`: what models are trained on, from sources to shards, and why each file is in or out."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from llamita.cli import options
from llamita.cli.corpus_shown import print_entry, print_list, print_opted_out, print_summary
from llamita.cli.terminal import TerminalProgress, messages, print_json, print_line, require
from llamita.errors import CorpusError

if TYPE_CHECKING:
    from llamita.assembly.corpus import HowToBuild, RunnerName

app = typer.Typer(
    help="What models are trained on: every file with its source, its license, and why it is in or out.",
    no_args_is_help=True,
)

_RUNNERS: tuple[RunnerName, ...] = ("native", "ray", "numpy")

RecipeArgument = Annotated[
    str,
    typer.Argument(
        metavar="RECIPE", help="`starter`, `tiny`, or the path of a recipe, which ends in `.toml`."
    ),
]
Corpus = Annotated[
    str,
    typer.Option(
        "--corpus", metavar="NAME|PATH", help="The name of its recipe, or its folder; default: `starter`."
    ),
]
Cache = Annotated[
    Path | None,
    typer.Option("--cache", metavar="DIR", help="Keep downloads here; default: below the store's home."),
]


@app.command("build")
def build(
    recipe: RecipeArgument,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="The corpus' folder; default: below the store's home."),
    ] = None,
    workers: Annotated[
        int, typer.Option("--workers", metavar="N", help="Parts at a time; default: one for each core.")
    ] = 0,
    runner: Annotated[
        str,
        typer.Option(
            "--runner",
            metavar="NAME",
            help="`native` (processes here), `ray` (a cluster), or `numpy` (this process); moves no result.",
        ),
    ] = "native",
    ray_address: Annotated[
        str | None,
        typer.Option("--ray-address", metavar="HOST:PORT", help="The cluster; default: one on this machine."),
    ] = None,
    offline: Annotated[bool, typer.Option("--offline", help="Open no connection.")] = False,
    cache: Cache = None,
    as_json: options.Json = False,
) -> None:
    """Build a corpus. The same command goes on where it was interrupted, and does nothing twice."""
    from llamita.assembly.corpus import build_corpus

    how = _how(runner, workers, ray_address, offline=offline, cache=cache)
    folder, summary = build_corpus(
        recipe, out, how, downloads=TerminalProgress(), stages=TerminalProgress("items")
    )
    if as_json:
        print_json({"path": str(folder), **asdict(summary)})
        return
    print_summary(folder, summary)


@app.command("lock")
def lock(
    recipe: RecipeArgument,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Where to write it; default: beside the recipe's file."),
    ] = None,
    cache: Cache = None,
    as_json: options.Json = False,
) -> None:
    """Find what a recipe's projects come to today, and write versions and checksums down."""
    from llamita.assembly.corpus import write_lock

    path, locked = write_lock(recipe, out, cache, TerminalProgress())
    if as_json:
        print_json({"path": str(path), "digest": locked.digest, "artifacts": len(locked.artifacts)})
        return
    for missing in locked.missing:
        messages().print(f"{missing.project}: not from {missing.origin}: {missing.why}", markup=False)
    print_line(f"{len(locked.artifacts)} projects, {locked.download_bytes / 1e6:.1f} MB: {path}")


@app.command("fetch")
def fetch(recipe: RecipeArgument, cache: Cache = None, as_json: options.Json = False) -> None:
    """Download what a recipe's lock names, and check it; then `build --offline` needs no network."""
    from llamita.assembly.corpus import fetch_corpus

    folder, size_bytes = fetch_corpus(recipe, cache, TerminalProgress())
    if as_json:
        print_json({"path": str(folder), "size_bytes": size_bytes})
        return
    print_line(f"{size_bytes / 1e6:.1f} MB are in {folder}")


@app.command("list")
def list_corpora(as_json: options.Json = False) -> None:
    """List the recipes that Llamita brings along, and the corpora that are here."""
    from llamita.assembly.corpus import corpora

    recipes, here = corpora()
    if as_json:
        print_json({"recipes": recipes, "corpora": here})
        return
    print_list(recipes, here)


@app.command("card")
def card(
    corpus: Corpus = "starter",
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write the card as one HTML page, too.")
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Print the data card of a corpus: mixture, languages, licenses, what was removed where."""
    from llamita.assembly.corpus import find_corpus, record_of

    folder = find_corpus(corpus)
    summary = record_of(folder)
    if html is not None:
        _copy(folder / "card.html", html)
    if as_json:
        print_json({"path": str(folder), **asdict(summary)})
        return
    print_line(_card(folder / "card.md").decode("utf-8", "replace").rstrip("\n"))


@app.command("show")
def show(
    query: Annotated[
        str,
        typer.Argument(metavar="PATH|HASH", help="A path or its end, an address, a SHA-256 or a SWHID."),
    ],
    corpus: Corpus = "starter",
    limit: Annotated[int, typer.Option("--limit", metavar="N", help="Show so many files at the most.")] = 10,
    as_json: options.Json = False,
) -> None:
    """Say why a file is in the corpus, or why not: stage, rule, evidence, license, copies."""
    from llamita.assembly.corpus import look_up

    require(limit > 0, f"--limit must be 1 or more, got {limit}")
    entries, copies = look_up(corpus, query, limit)
    if not entries:
        raise CorpusError(
            f"corpus `{corpus}` never saw `{query}`",
            hint="give a path as it stands in its project, or 8 digits of its SHA-256 or more",
        )
    shown = entries[:limit]
    if as_json:
        print_json(
            {
                "found": len(entries),
                "files": [{**entry.to_json(), "copies": copies[entry.address]} for entry in shown],
            }
        )
        return
    for entry in shown:
        print_entry(entry, copies[entry.address])
    if len(entries) > limit:
        print_line(f"... and {len(entries) - limit} more; --limit shows them")


@app.command("opt-out")
def opt_out(
    query: Annotated[
        str,
        typer.Argument(
            metavar="PACKAGE|PATH|HASH", help="`pkg:npm/zod`, `zod/src/index.ts`, a SHA-256 or a SWHID."
        ),
    ],
    corpus: Corpus = "starter",
    as_json: options.Json = False,
) -> None:
    """Leave a package, a file or its bytes out, with every copy: of shards, texts, and later builds."""
    from llamita.assembly.corpus import find_corpus, opt_out_of

    result = opt_out_of(find_corpus(corpus), query, TerminalProgress("items"))
    if as_json:
        print_json(asdict(result))
        return
    print_opted_out(result)


def _how(
    runner: str, workers: int, ray_address: str | None, *, offline: bool, cache: Path | None
) -> HowToBuild:
    from llamita.assembly.corpus import HowToBuild

    chosen = next((name for name in _RUNNERS if name == runner), None)
    if chosen is None:
        raise typer.BadParameter(
            f"expected one of {', '.join(_RUNNERS)}, got `{runner}`", param_hint="--runner"
        )
    require(workers >= 0, f"--workers must be 1 or more, got {workers}")
    require(ray_address is None or chosen == "ray", "--ray-address needs --runner ray")
    return HowToBuild(workers=workers, runner=chosen, ray_address=ray_address, offline=offline, cache=cache)


def _card(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CorpusError(
            f"cannot read `{path}`: {(error.strerror or str(error)).lower()}",
            hint="`llamita corpus build` writes the record anew",
        ) from error


def _copy(source: Path, target: Path) -> None:
    card_bytes = _card(source)
    try:
        target.write_bytes(card_bytes)
    except OSError as error:
        raise CorpusError(f"cannot write `{target}`: {error.strerror}") from error
