"""What `llamita models list` and `show` say of a model: from its registry entry, and from its files."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from llamita.cli.terminal import print_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from llamita.assembly import MemoryNeed
    from llamita.spec import ModelSpec
    from llamita.weights.checkpoint import Checkpoint
    from llamita.weights.store import ModelEntry, ModelStore

GIGABYTE = 1e9
# Largest first; what is smaller than the last is said in it all the same.
UNITS = ((1e9, "GB"), (1e6, "MB"))
COLUMNS = ("float32", "float16", "q8_0", "q4_0")


def list_row(entry: ModelEntry, installed_bytes: int | None, available_bytes: int | None) -> dict[str, Any]:
    """One model of `list`.

    Args:
        entry: the model.
        installed_bytes: what its files take here; None if it is not here.
        available_bytes: how much memory there is; None where nobody knows.
    """
    return {
        "name": entry.name,
        "installed": installed_bytes is not None,
        "size_bytes": entry.size_bytes if installed_bytes is None else installed_bytes,
        "license": entry.license.identifier,
        "title": entry.title,
        "memory": _memory_of(_published_spec(entry.name), available_bytes),
    }


def print_table(rows: Sequence[Mapping[str, Any]], available_bytes: int | None) -> None:
    """Print the models of `list`, at most 80 characters wide."""
    from llamita.assembly import CACHE_TOKENS

    what = f"memory in GB, for weights and {CACHE_TOKENS:,} tokens"
    if available_bytes is not None:
        what += f"; + fits into the {available_bytes / GIGABYTE:.1f} GB available"
    print_line(what)
    heads = "".join(f"{name:>7} " for name in COLUMNS)
    print_line(f"{'name':<22}  {'here':<4} {'size':>8} {heads}".rstrip())
    for row in rows:
        needs = row["memory"] or {}
        cells = "".join(_cell(needs.get(name)) for name in COLUMNS)
        here = "here" if row["installed"] else "-"
        size = size_text(row["size_bytes"])
        print_line(f"{row['name']:<22}  {here:<4} {size:>8} {cells}".rstrip())


def size_text(size_bytes: int) -> str:
    """A size for people.

    >>> size_text(98_362_432), size_text(13_477_093_376)
    ('98.4 MB', '13.5 GB')
    """
    unit_bytes, unit = next((pair for pair in UNITS if size_bytes >= pair[0]), UNITS[-1])
    return f"{size_bytes / unit_bytes:.1f} {unit}"


def card(
    store: ModelStore, entry: ModelEntry | None, checkpoint: Checkpoint | None, available_bytes: int | None
) -> dict[str, Any]:
    """Everything that `show` says.

    Args:
        store: knows which licenses were accepted.
        entry: what the registry knows; None for a path.
        checkpoint: what the files say; None where they are not here.
        available_bytes: how much memory there is; None where nobody knows.
    """
    facts: dict[str, Any] = {}
    if entry is not None:
        facts |= {"name": entry.name, "title": entry.title, "installed": checkpoint is not None}
    if checkpoint is not None:
        facts["path"] = str(checkpoint.path)
    if entry is not None:
        facts |= _entry_facts(store, entry, available_bytes)
    if checkpoint is not None:
        facts |= _file_facts(entry, checkpoint, available_bytes)
    return facts


def print_card(facts: Mapping[str, Any]) -> None:
    """Print what ``card`` says, for people."""
    for key, value in facts.items():
        if isinstance(value, dict):
            print_line(f"{key}:")
            for inner_key, inner_value in value.items():
                print_line(f"  {inner_key:<20} {_for_people(inner_value)}")
        else:
            print_line(f"{key:<22} {_for_people(value)}")


def _for_people(value: object) -> object:
    """A need of memory as gigabytes, with whether it fits; yes, no or nothing in a word; else as it is."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, dict):
        return value
    fits = {True: "fits", False: "does not fit", None: "unknown whether it fits"}[value["fits"]]
    return f"{value['bytes'] / GIGABYTE:.1f} GB, {fits}"


def _entry_facts(store: ModelStore, entry: ModelEntry, available_bytes: int | None) -> dict[str, Any]:
    from llamita.spec import PUBLISHED
    from llamita.weights.store import HubSource

    license = entry.license
    facts: dict[str, Any] = {
        "license": license.identifier,
        "license_url": license.url,
    }
    if license.needs_acceptance:
        accepted = store.acceptance(entry.name)
        facts |= {
            "use_policy": license.use_policy_url,
            "licensor": license.licensor,
            "license_accepted": accepted.accepted_at if accepted else False,
        }
    facts |= {"homepage": entry.homepage, "source": str(entry.source)}
    if isinstance(entry.source, HubSource):
        facts["size_bytes"] = entry.size_bytes
    else:
        facts |= {"sha256": entry.source.sha256, "size_bytes": entry.size_bytes}
    memory = _memory_of(_published_spec(entry.name), available_bytes)
    facts |= {"card": entry.card, "dialog": entry.dialog, "memory": memory}
    if published := PUBLISHED.get(entry.name):
        sources = "; ".join(published.sources)
        facts |= {"can_infill": published.infills, "spec": _numbers(published.spec), "spec_sources": sources}
    return facts


def _file_facts(
    entry: ModelEntry | None, checkpoint: Checkpoint, available_bytes: int | None
) -> dict[str, Any]:
    from llamita.spec import PUBLISHED, differences, published_like

    spec = checkpoint.spec
    facts = {
        "calls_itself": checkpoint.name,
        "stated_license": checkpoint.license,
        "formats": ", ".join(sorted({tensor.format.name for tensor in checkpoint.tensors.values()})),
        "spec": _numbers(spec),
        "can_infill": checkpoint.vocabulary.infill is not None,
        "dialog": spec.dialog,
        "memory": _memory_of(spec, available_bytes),
        "trained_on": _trained_on(checkpoint),
    }
    if entry is None:
        return facts | {"shape_of": ", ".join(published_like(spec)) or None}
    if entry.published is None:
        return facts
    found = differences(spec, PUBLISHED[entry.published].spec)
    return facts | {"differs_from_published": "; ".join(found) or "in nothing"}


def _trained_on(checkpoint: Checkpoint) -> dict[str, Any] | None:
    """The corpus that its manifest names, with the share and the epochs of each kind of documents."""
    from llamita.weights.training_record import training_record_of

    if checkpoint.corpus_manifest is None:
        return None
    record = training_record_of(checkpoint.corpus_manifest, f"the corpus manifest of `{checkpoint.path}`")
    return {
        "corpus": record.corpus_name,
        "corpus_id": record.corpus_id,
        "projects": record.num_projects,
        **{
            kind.kind: f"{kind.share:.1%} of samples, {kind.epochs:.2f} epochs, {kind.documents:,} documents"
            for kind in record.mixture
        },
    }


def _numbers(spec: ModelSpec) -> dict[str, Any]:
    return asdict(spec) | {"num_parameters": spec.num_parameters}


def _published_spec(name: str) -> ModelSpec | None:
    from llamita.spec import PUBLISHED

    return PUBLISHED[name].spec if name in PUBLISHED else None


def _memory_of(spec: ModelSpec | None, available_bytes: int | None) -> dict[str, Any] | None:
    from llamita.assembly import memory_needs

    if spec is None:
        return None
    needs: dict[str, MemoryNeed] = memory_needs(spec, available_bytes)
    return {precision: {"bytes": need.size_bytes, "fits": need.fits} for precision, need in needs.items()}


def _cell(need: Mapping[str, Any] | None) -> str:
    if need is None:
        return f"{'?':>7} "
    return f"{need['bytes'] / GIGABYTE:>7.1f}{'+' if need['fits'] else ' '}"
