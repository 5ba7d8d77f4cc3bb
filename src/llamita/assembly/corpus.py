"""Building a corpus: a recipe's name -> sources, stages, shards and the record, with what this machine has.

What needs the `corpus` extra is imported here late, so that its absence is said in words.
"""

from __future__ import annotations

import importlib
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from llamita.assembly.source import find_checkpoint, open_store
from llamita.errors import CorpusError, RequestError
from llamita.files.disk import disk_failures_in_words, replace_durably
from llamita.files.progress import ProgressSink, SilentProgress

if TYPE_CHECKING:
    from llamita.corpus.ledger import Entry
    from llamita.corpus.lock import Lock
    from llamita.corpus.opt_outs import OptOuts
    from llamita.corpus.opting_out import OptedOut
    from llamita.corpus.places import Places
    from llamita.corpus.plan import Plan
    from llamita.corpus.recipe import Recipe
    from llamita.corpus.record.summary import CorpusSummary
    from llamita.corpus.runner.contract import Runner
    from llamita.text.vocabulary import Vocabulary

RunnerName = Literal["native", "ray", "numpy"]
"""Where the work is done: processes of this machine, a Ray cluster, this process alone."""

_EXTRA = (
    "daft",
    "debian_inspector",
    "license_expression",
    "licenseclassifier",
    "pyarrow",
    "tree_sitter",
    "zstandard",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HowToBuild:
    """What a person chooses about a build that must not change its result."""

    workers: int = 0
    """How many parts at a time; 0: as many as there are processors."""
    runner: RunnerName = "native"
    ray_address: str | None = None
    offline: bool = False
    cache: Path | None = None
    """Where downloads are kept."""


def require_corpus_extra() -> None:
    """Make sure that what a corpus is built with is installed.

    Raises:
        RequestError: it is not.
    """
    for module in _EXTRA:
        try:
            importlib.import_module(module)
        except ImportError as error:
            raise RequestError(
                f"a corpus needs `{module}`, which is not installed", hint="`pip install 'llamita[corpus]'`"
            ) from error


def corpora_folder() -> Path:
    """Where corpora are kept: below the store's home."""
    return open_store().home / "corpora"


def find_corpus(name_or_path: str) -> Path:
    """The folder of a corpus.

    Args:
        name_or_path: what its recipe is called, or a path with a separator.
    """
    is_path = "/" in name_or_path or os.sep in name_or_path or name_or_path in {".", ".."}
    return Path(name_or_path).expanduser() if is_path else corpora_folder() / name_or_path


def build_corpus(
    recipe_name: str,
    out: Path | None,
    how: HowToBuild,
    *,
    downloads: ProgressSink | None = None,
    stages: ProgressSink | None = None,
) -> tuple[Path, CorpusSummary]:
    """Build a corpus, or go on with one; one that is whole is looked over and left as it is.

    Args:
        recipe_name: of a recipe that Llamita brings along, or the path of a `.toml` file.
        out: the folder of the corpus; below the store's home where it is None.
        how: what does not change the result.
        downloads: told about them, in bytes.
        stages: told about them, in parts.

    Returns:
        The folder, and the summary of what is in it.

    Raises:
        LlamitaError: the recipe is wrong, a source is damaged or cannot be had, the disk is full.
    """
    require_corpus_extra()
    from llamita.corpus.build import Build
    from llamita.corpus.places import Places
    from llamita.corpus.recipe import find_recipe

    downloads = downloads or SilentProgress()
    recipe = find_recipe(recipe_name)
    places = Places(out or corpora_folder() / recipe.name)
    places.require_free_for(recipe.name)
    _require_outside(recipe, places.root, "--out")
    lock = _lock_of(recipe, recipe_name, how.cache, downloads)
    runner = _runner(how)
    vocabulary = _vocabulary_of(recipe, how, downloads)
    plan = _plan(places, recipe, lock, vocabulary, how, downloads)
    with places.held():
        _keep_origin(places, recipe_name, recipe, lock, vocabulary)
    return places.root, Build(plan, runner, stages or SilentProgress()).run()


def _lock_of(recipe: Recipe, name_or_path: str, cache: Path | None, progress: ProgressSink) -> Lock:
    """The lock of a recipe; of one whose sources are all on this machine it is made now."""
    from llamita.corpus.lock import lock_file, read_lock
    from llamita.corpus.recipe import recipe_file
    from llamita.corpus.sources.locking import lock

    _require_outside(recipe, download_cache(cache), "--cache")
    if recipe.is_local:
        return lock(recipe, download_cache(cache), progress)
    found = read_lock(lock_file(recipe_file(name_or_path)))
    found.require_for(recipe, name_or_path)
    return found


def _require_outside(recipe: Recipe, folder: Path, option: str) -> None:
    """Make sure that nothing is written into what is read: the recipe would be of other files each time."""
    for source in recipe.folders:
        if folder.resolve().is_relative_to(source):
            raise RequestError(
                f"`{folder}` lies inside `{source}`, which recipe `{recipe.name}` reads",
                hint=f"name a folder outside of it with `{option}`",
            )


def write_lock(
    name_or_path: str, out: Path | None, cache: Path | None, progress: ProgressSink
) -> tuple[Path, Lock]:
    """Find what a recipe comes to now, and write it down.

    Args:
        name_or_path: of the recipe.
        out: where to write it; beside the recipe's file where it is None.
        cache: where downloads are kept.
        progress: told about downloads.

    Raises:
        RequestError: the recipe is wrong, or all of it lies on this machine.
        FetchError: an index cannot be had.
    """
    require_corpus_extra()
    from llamita.corpus.lock import lock_file
    from llamita.corpus.recipe import find_recipe, recipe_file
    from llamita.corpus.sources.locking import lock

    recipe = find_recipe(name_or_path)
    if recipe.is_local:
        raise RequestError(
            f"recipe `{recipe.name}` needs no lock: its sources are on this machine",
            hint=f"`llamita corpus build {name_or_path}`",
        )
    place = out or lock_file(recipe_file(name_or_path))
    _require_outside(recipe, download_cache(cache), "--cache")
    locked = lock(recipe, download_cache(cache), progress)
    locked.write(place)
    return place, locked


def fetch_corpus(name_or_path: str, cache: Path | None, progress: ProgressSink) -> tuple[Path, int]:
    """Download what a recipe's lock names.

    Returns:
        Where it is, and how many bytes it has.

    Raises:
        RequestError: there is no such recipe, or it is wrong.
        CorpusError: its lock is missing or for other sources.
        FetchError: something cannot be had.
    """
    require_corpus_extra()
    from llamita.corpus.recipe import find_recipe
    from llamita.corpus.sources.fetching import fetch

    recipe = find_recipe(name_or_path)
    locked = _lock_of(recipe, name_or_path, cache, progress)
    folder = download_cache(cache)
    fetch(locked.located(recipe.start), folder, progress)
    return folder, locked.download_bytes


def corpora() -> tuple[list[str], list[dict[str, str | None]]]:
    """Recipes that Llamita brings along; and the corpora that are here: name, id where finished, path."""
    require_corpus_extra()
    from llamita.corpus.recipe import built_in_recipes
    from llamita.corpus.record.manifest import Manifest

    here: list[dict[str, str | None]] = []
    folder = corpora_folder()
    for place in sorted(folder.iterdir()) if folder.is_dir() else ():
        if (place / "recipe.toml").exists():
            try:
                identity = Manifest.read(place / "manifest.json").corpus.short_id
            except CorpusError:
                identity = None
            here.append({"name": place.name, "id": identity, "path": str(place)})
    return built_in_recipes(), here


def look_up(name_or_path: str, query: str, limit: int) -> tuple[list[Entry], dict[str, list[str]]]:
    """What the ledger of a corpus says of the files that match, and the copies of the first ones.

    Args:
        name_or_path: of the corpus.
        query: see ``Ledger.find``.
        limit: of how many files copies are looked for.
    """
    require_corpus_extra()
    from llamita.corpus.ledger import Ledger
    from llamita.corpus.places import Places

    ledger = Ledger.open(Places(find_corpus(name_or_path)))
    entries = ledger.find(query)
    return entries, {entry.address: ledger.copies_of(entry) for entry in entries[:limit]}


def download_cache(asked: Path | None) -> Path:
    """Where downloads are kept."""
    return asked or corpora_folder() / ".downloads"


def all_opt_outs(places: Places) -> OptOuts:
    """What is to be left out of this corpus: what was asked of it, and of any corpus on this machine."""
    from llamita.corpus.opt_outs import OptOuts

    mine, of_all = OptOuts.read(places.opt_out), OptOuts.read(corpora_folder() / "opt-out.json")
    return OptOuts(tuple(sorted({*mine.asked, *of_all.asked})))


def opt_out_of(folder: Path, query: str, progress: ProgressSink | None = None) -> OptedOut:
    """Leave something out of a corpus that was built, at once: its texts, its tokens, its record.

    Args:
        folder: of the corpus.
        query: a package, a path inside a project, or a digest; see ``OptOuts``.
        progress: told about the stages.

    Raises:
        RequestError: ``query`` could mean anything.
        CorpusError: there is no corpus, or it is not finished.
    """
    require_corpus_extra()
    from llamita.corpus.opting_out import opt_out
    from llamita.corpus.places import Places

    places = Places(folder)
    plan = _plan_of(places, all_opt_outs(places))
    plan = replace(plan, opt_outs=plan.opt_outs.with_more(query, plan.recipe.project_names))
    return opt_out(plan, query.strip(), progress or SilentProgress())


def record_of(folder: Path) -> CorpusSummary:
    """What the record of a corpus says; nothing is written.

    Raises:
        CorpusError: there is no corpus, it is not finished, or its manifest is damaged.
    """
    require_corpus_extra()
    from llamita.corpus.opt_outs import OptOuts
    from llamita.corpus.places import Places
    from llamita.corpus.record.manifest import Manifest

    places = Places(folder)
    built = places.read_built()
    if not set(OptOuts.read(places.opt_out).asked) <= set(built["opt_outs"]):
        raise CorpusError(
            f"an opt-out of the corpus in `{folder}` is not finished",
            hint="ask for it again, or `llamita corpus build`",
        )
    return Manifest.read(places.manifest).corpus


def _keep_origin(
    places: Places, recipe_name: str, recipe: Recipe, lock: Lock, vocabulary: Vocabulary
) -> None:
    """Put recipe, lock and tokenizer into the corpus' folder, as they were read."""
    from llamita.corpus.recipe import recipe_file, write_start
    from llamita.corpus.shards.tokenizing import write_tokenizer

    lock.write(places.lock)
    with disk_failures_in_words(places.root, 0):
        replace_durably(places.recipe, recipe_file(recipe_name).read_text("utf-8"))
        write_start(recipe, places.recipe)
        places.tokenizer.mkdir(exist_ok=True)
        write_tokenizer(vocabulary, places.tokenizer)


def _plan_of(places: Places, opt_outs: OptOuts) -> Plan:
    """The plan by which a corpus was built, as its folder tells it."""
    from llamita.corpus.decontamination.benchmarks import BENCHMARKS_FILE, Benchmarks
    from llamita.corpus.lock import read_lock
    from llamita.corpus.plan import Plan
    from llamita.corpus.quality.thresholds import Thresholds
    from llamita.corpus.recipe import read_recipe

    built = places.read_built()
    recipe = read_recipe(places.recipe)
    return Plan(
        places=places,
        recipe=recipe,
        lock=read_lock(places.lock, hint="`llamita corpus build` writes it anew"),
        tools=built["tools"],
        archives={},
        thresholds=Thresholds.from_mapping(recipe.quality),
        benchmarks=Benchmarks.load(BENCHMARKS_FILE),
        tokenizer_sha256=built["tokenizer_sha256"],
        opt_outs=opt_outs,
    )


def _vocabulary_of(recipe: Recipe, how: HowToBuild, progress: ProgressSink) -> Vocabulary:
    vocabulary = find_checkpoint(recipe.tokenizer, pull=not how.offline, progress=progress)[1].vocabulary
    if vocabulary.end_id is None:
        raise CorpusError(f"the tokenizer of `{recipe.tokenizer}` has no end token")
    return vocabulary


def _plan(
    places: Places,
    recipe: Recipe,
    lock: Lock,
    vocabulary: Vocabulary,
    how: HowToBuild,
    progress: ProgressSink,
) -> Plan:
    from llamita.corpus.decontamination.benchmarks import BENCHMARKS_FILE, Benchmarks
    from llamita.corpus.lock import tool_versions
    from llamita.corpus.plan import Plan
    from llamita.corpus.quality.thresholds import Thresholds
    from llamita.corpus.shards.tokenizing import tokenizer_digest
    from llamita.corpus.sources.fetching import fetch

    thresholds = Thresholds.from_mapping(recipe.quality)
    located = lock.located(recipe.start)
    archives = fetch(located, download_cache(how.cache), progress, offline=how.offline)
    return Plan(
        places=places,
        recipe=recipe,
        lock=lock,
        tools=tool_versions(),
        archives=archives,
        thresholds=thresholds,
        benchmarks=Benchmarks.load(BENCHMARKS_FILE),
        tokenizer_sha256=tokenizer_digest(vocabulary),
        opt_outs=all_opt_outs(places),
    )


def _runner(how: HowToBuild) -> Runner:
    if how.runner == "numpy":
        from llamita.corpus.runner.plain import PlainRunner

        return PlainRunner()
    from llamita.corpus.runner.daft_runner import DaftRunner
    from llamita.engines.cpu.machine import count_cores

    workers = how.workers or count_cores()
    return DaftRunner(how.runner, workers, address=how.ray_address)
