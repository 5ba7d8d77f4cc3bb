"""What `llamita corpus` prints for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from llamita.cli.terminal import print_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from llamita.corpus.ledger import Entry
    from llamita.corpus.opting_out import OptedOut
    from llamita.corpus.record.summary import CorpusSummary

_SHOWN_COPIES = 5
_SHOWN_LANGUAGES = 12


def print_summary(folder: Path, summary: CorpusSummary) -> None:
    """What a build came to."""
    print_line(f"corpus {summary.name}, id {summary.short_id}, in {folder}")
    for stage in summary.stages:
        print_line(f"  {stage.name:<14} {stage.files_in:>9,} files in, {stage.files_out:>9,} out")
    print_line(
        f"{summary.documents:,} documents, {summary.size_bytes / 1e6:,.1f} MB, {summary.tokens:,} tokens; "
        f"training samples {summary.sampled_tokens:,}"
    )
    groups = sorted(summary.groups, key=lambda group: -group.tokens)
    for group in groups[:_SHOWN_LANGUAGES]:
        print_line(
            f"  {group.kind:<5} {group.language:<18} {group.documents:>8,} documents "
            f"{group.tokens:>12,} tokens {group.epochs:>5.2f} epochs {group.share:>6.1%}"
        )
    if len(groups) > _SHOWN_LANGUAGES:
        print_line(f"  ... and {len(groups) - _SHOWN_LANGUAGES} more groups")
    for alarm in summary.alarms:
        print_line(f"  look at {alarm.name}: {alarm.reason}")
    print_line(f"the record: {folder / 'card.md'}, card.html, ACKNOWLEDGEMENTS.md, NOTICE.txt, manifest.json")


def print_list(recipes: Sequence[str], here: Sequence[Mapping[str, Any]]) -> None:
    """Recipes and corpora."""
    print_line(f"recipes: {', '.join(recipes)}")
    for corpus in here:
        print_line(f"{corpus['name']:<16} {corpus['id'] or 'not finished':<18} {corpus['path']}")


def print_entry(entry: Entry, copies: Sequence[str]) -> None:
    """Why one file is in or out."""
    facts = entry.facts
    print_line(entry.address)
    if entry.is_in:
        print_line("  in")
    else:
        print_line(f"  out at {entry.stage}: {entry.rule} ({entry.evidence})")
    _print_license(facts)
    if facts["language"]:
        print_line(f"  language  {facts['language']} ({facts['kind'] or 'left out'})")
    if facts["twin"]:
        similarity = f", Jaccard {facts['jaccard']:.3f}" if facts["jaccard"] is not None else ""
        print_line(f"  copy of   {facts['twin']}{similarity}")
    for address in copies[:_SHOWN_COPIES]:
        print_line(f"  also in   {address}")
    if len(copies) > _SHOWN_COPIES:
        print_line(f"            ... and {len(copies) - _SHOWN_COPIES} more")
    for finding in facts["redactions"]:
        print_line(f"  redacted  {finding['kind']} in line {finding['line']} ({finding['rule']})")
    size = f"{entry.size_bytes:,} bytes" if entry.size_bytes is not None else "size unknown"
    print_line(f"  {size}, sha256 {entry.sha256 or 'not read'}, {entry.swhid or 'no SWHID'}")


def _print_license(facts: Mapping[str, Any]) -> None:
    """Under which license a file is, where that stands, and whose it is."""
    if facts["license"] or facts["license_quote"]:
        where = f", {facts['license_where']}" if facts["license_where"] else ""
        print_line(f"  license   {facts['license'] or 'unknown'} by {facts['license_source']}{where}")
        if facts["license_quote"]:
            print_line(f"            {facts['license_quote']}")
    for line in facts["license_conflicts"]:
        print_line(f"            but also {line}")
    for line in facts["copyrights"]:
        print_line(f"  copyright {line}")


def print_opted_out(result: OptedOut) -> None:
    """What a wish to be left out came to."""
    print_line(f"{result.files:,} files match; {len(result.documents):,} documents were in, and are gone")
    for address in result.documents[:_SHOWN_COPIES]:
        print_line(f"  {address}")
    if len(result.documents) > _SHOWN_COPIES:
        print_line(f"  ... and {len(result.documents) - _SHOWN_COPIES:,} more")
    print_line(f"written anew: {', '.join(result.shards) or 'no shard'}")
    print_line(f"the corpus' id was {result.id_before[:16]}, is {result.id[:16]}")
    if not result.checkpoints:
        print_line("no checkpoint is known to have been trained on it")
    for trained in result.checkpoints:
        print_line(f"trained on it: {trained.checkpoint} (corpus {trained.corpus_id[:16]})")
