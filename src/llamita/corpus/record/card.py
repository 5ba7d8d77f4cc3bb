"""The data card: what is in a corpus, where it is from, what was removed, and what it lacks.

``card_document`` says it once; `card.md` and `card.html` are two forms of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from llamita.corpus.record.numbers import count, epochs, percent, size
from llamita.corpus.record.plots import bars, waterfall
from llamita.corpus.record.table_one import KIND_NAMES, table_one
from llamita.pages.document import Column, Document, Note, Section, Table
from llamita.pages.html import html_of
from llamita.pages.markdown import markdown_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from llamita.corpus.record.summary import CorpusSummary, ProjectSummary, SecondChoice, Wanting
    from llamita.pages.document import Block

NO_FORUMS: Final = (
    "No forum data is in: no Stack Overflow, no Reddit, no mailing lists, no issues, pull requests or commit "
    "messages. There are three reasons.",
    "License: what people write on Stack Overflow is under CC BY-SA, which asks for attribution of every "
    "author, and a model that repeats a sentence gives none; most other forums grant no license at all.",
    "Persons: forum pages are full of the names and handles of people whom nobody asked.",
    "Harm that was seen: asked for code, Code Llama has made up a forum discussion between two users with "
    "the names of real accounts. A model that never read a forum has none to imitate.",
)
"""Why a corpus has no forum data; part of every data card."""

_GAPS: Final = (
    "Names of people stay where a license asks for them, in copyright lines, and may stay in running text: "
    "no model that finds names was used, since redaction is by rules.",
    "A license is what the project states with evidence per file. Where a project misstates its own license, "
    "so does this record.",
    "Documents come from packages, not from all of a host: code that was never packaged is missing, and so "
    "are the history of the code and the talk about it.",
    "Decontamination finds copies, reformatted copies and copies with renamed variables. It does not find a "
    "solution that was written anew.",
)
_SHARED_TEXTS: Final = (
    "Counted are texts, not problems: several problems may be about one program, and a benchmark may be made "
    "from another. Each text counts once, for the first benchmark in this table that has it. A benchmark of "
    "which nothing is left has no row: single-line infilling has the texts of HumanEval."
)
_MAX_BARS: Final = 14
_NUMBER: Final = "number"


def card_markdown(summary: CorpusSummary) -> str:
    """`card.md`; the same summary gives the same bytes."""
    return markdown_of(card_document(summary))


def card_html(summary: CorpusSummary) -> str:
    """`card.html`, which needs nothing beside itself; the same summary gives the same bytes."""
    return html_of(card_document(summary))


def card_document(summary: CorpusSummary) -> Document:
    """The data card, before it has a form."""
    return Document(
        f"Data card: {summary.name}",
        (
            Section("The corpus", _overview(summary)),
            Section("Mixture", table_one(summary)),
            Section("Languages", _languages(summary)),
            Section("Licenses", _licenses(summary)),
            Section("What was removed where", _removed(summary)),
            Section("Secrets and personal data", _redacted(summary)),
            Section("Benchmarks kept out", _benchmarks(summary)),
            Section("What is not in it", tuple(map(Note, (*NO_FORUMS, *_GAPS)))),
            Section("Sources", _sources(summary)),
            Section("Opt out", _opt_outs(summary)),
            Section("Build it again", _rebuild(summary)),
        ),
    )


def _overview(summary: CorpusSummary) -> tuple[Block, ...]:
    kept = sum(project.files_kept > 0 for project in summary.projects)
    seen = sum(project.files_seen for project in summary.projects)
    text = (
        f"{count(summary.documents)} documents, {size(summary.size_bytes)} of text, {count(summary.tokens)} "
        f"tokens, out of {count(seen)} files that were seen. They come from {count(kept)} projects, each "
        "named below with its license; every document has a source and a license with evidence on record, "
        "and every file that is not in has the reason. This card is generated from that record."
    )
    identity = Table(
        "What names it",
        (Column("Digest (sha256)"), Column("Value")),
        (
            ("Corpus id", summary.id),
            ("Recipe", summary.recipe_sha256),
            ("Lock file", summary.lock_sha256),
        ),
    )
    meaning = (
        f"Its id, {summary.short_id} for short, is a digest of the recipe, the lock file, the tools, the "
        "benchmarks, the opt-outs and the shards: who builds the same corpus gets the same id."
    )
    return (Note(text), *_warnings("To be looked at", summary.alarms), Note(meaning), identity)


def _languages(summary: CorpusSummary) -> tuple[Block, ...]:
    groups = sorted(summary.groups, key=lambda group: (-group.size_bytes, group.kind, group.language))
    total_bytes = summary.size_bytes or 1
    rows = [
        (
            f"{group.language} ({group.kind})",
            float(group.size_bytes),
            f"{size(group.size_bytes)}, {percent(group.size_bytes / total_bytes)}",
        )
        for group in groups
    ]
    description = "; ".join(f"{label}: {value}" for label, _, value in rows[:_MAX_BARS])
    figure = bars("Text by language", description, rows[:_MAX_BARS])
    table = Table(
        "Languages",
        (
            Column("Language"),
            Column("Kind"),
            Column("Documents", _NUMBER),
            Column("Text", _NUMBER),
            Column("Share of text", _NUMBER),
            Column("Tokens", _NUMBER),
            Column("Epochs", _NUMBER),
            Column("Share of samples", _NUMBER),
        ),
        tuple(
            (
                group.language,
                KIND_NAMES[group.kind],
                count(group.documents),
                size(group.size_bytes),
                percent(group.size_bytes / total_bytes),
                count(group.tokens),
                epochs(group.epochs),
                percent(group.share),
            )
            for group in groups
        ),
    )
    return (figure, table)


def _licenses(summary: CorpusSummary) -> tuple[Block, ...]:
    licenses = sorted(summary.licenses, key=lambda one: (-one.documents, one.license))
    total = sum(one.documents for one in licenses) or 1
    rows = [
        (one.license, float(one.documents), f"{count(one.documents)}, {percent(one.documents / total)}")
        for one in licenses
    ]
    description = "; ".join(f"{label}: {value} documents" for label, _, value in rows[:_MAX_BARS])
    table = Table(
        "Licenses",
        (
            Column("License (SPDX)"),
            Column("Documents", _NUMBER),
            Column("Share", _NUMBER),
            Column("Text", _NUMBER),
        ),
        tuple(
            (one.license, count(one.documents), percent(one.documents / total), size(one.size_bytes))
            for one in licenses
        ),
    )
    rule = (
        "A file is in only if its own license is known and permissive: unknown is out, and so is copyleft. "
        "What a license asks for in return stands in ACKNOWLEDGEMENTS.md and NOTICE.txt."
    )
    return (Note(rule), bars("Documents by license", description, rows[:_MAX_BARS]), table)


def _removed(summary: CorpusSummary) -> tuple[Block, ...]:
    stages = Table(
        "Stages",
        (
            Column("Stage"),
            Column("Files in", _NUMBER),
            Column("Removed", _NUMBER),
            Column("Share", _NUMBER),
            Column("Text in", _NUMBER),
            Column("Removed", _NUMBER),
        ),
        tuple(
            (
                stage.name,
                count(stage.files_in),
                count(stage.files_out),
                percent(stage.files_out / (stage.files_in or 1)),
                size(stage.bytes_in),
                size(stage.bytes_out),
            )
            for stage in summary.stages
        ),
    )
    rules = Table(
        "Files removed by each rule",
        (Column("Stage"), Column("Rule"), Column("Files", _NUMBER)),
        tuple(
            (stage.name, rule, count(files))
            for stage in summary.stages
            for rule, files in _most_first(stage.rules)
        ),
    )
    order = "A file that a stage removes is not looked at by later ones, so each is counted once."
    sizes = (
        "These sizes are of files as their sources have them. The corpus is "
        f"{size(summary.size_bytes)}: markup is taken out of pages, and secrets are written over."
    )
    return (Note(order), waterfall("Files through the stages", summary.stages), stages, Note(sizes), rules)


def _redacted(summary: CorpusSummary) -> tuple[Block, ...]:
    if not summary.redactions:
        return (Note("Nothing was found to write over."),)
    text = "Keys, passwords, e-mail addresses, handles and the like were written over before tokenization."
    rows = tuple((kind, count(places)) for kind, places in _most_first(summary.redactions))
    return (Note(text), Table("Places written over", (Column("Kind"), Column("Places", _NUMBER)), rows))


def _benchmarks(summary: CorpusSummary) -> tuple[Block, ...]:
    table = Table(
        "Benchmarks that were looked for",
        (
            Column("Benchmark"),
            Column("Texts that no benchmark above has", _NUMBER),
            Column("Files removed", _NUMBER),
        ),
        tuple((one.name, count(one.texts), count(one.files_removed)) for one in summary.benchmarks),
    )
    found: tuple[Block, ...] = (
        (Note(_SHARED_TEXTS), table)
        if summary.benchmarks
        else (Note("No benchmark was looked for.", "warning"),)
    )
    return (*found, *_warnings("Not looked for", summary.benchmarks_missing))


def _sources(summary: CorpusSummary) -> tuple[Block, ...]:
    projects = sorted(summary.projects, key=lambda one: (-one.bytes_kept, one.origin))
    table = Table(
        f"{count(len(projects))} projects, the largest part of the text first",
        (
            Column("Project"),
            Column("Version"),
            Column("Origin"),
            Column("Files kept of seen", _NUMBER),
            Column("Text kept", _NUMBER),
            Column("Tokens", _NUMBER),
            Column("Licenses"),
        ),
        tuple(map(_project_row, projects)),
        is_folded=True,
    )
    missing = _warnings("Could not be had, and is not in", summary.sources_missing)
    return (*missing, table, *_second_choices(summary.second_choices))


def _second_choices(choices: Sequence[SecondChoice]) -> tuple[Block, ...]:
    if not choices:
        return ()
    table = Table(
        f"Not from their first origin, or without a file of it: {count(len(choices))} of the projects above",
        (Column("Project"), Column("Could not be had"), Column("Why"), Column("Had from")),
        tuple((one.project, one.wanted, one.reason, one.had) for one in choices),
        is_folded=True,
    )
    return (table,)


def _project_row(project: ProjectSummary) -> tuple[str, ...]:
    return (
        project.name,
        project.version,
        project.origin,
        f"{count(project.files_kept)} of {count(project.files_seen)}",
        size(project.bytes_kept),
        count(project.tokens),
        ", ".join(license for license, _ in _most_first(project.licenses)) or "none kept",
    )


def _opt_outs(summary: CorpusSummary) -> tuple[Block, ...]:
    how = (
        "Whose work is in here can have it taken out: a package, a path or a text by its hash. It leaves the "
        "shards, stays out of every later build, and the checkpoints that were trained on it are listed."
    )
    command = Note("llamita corpus opt-out PACKAGE|PATH|HASH", "command")
    if not summary.opt_outs:
        return (Note(how), command, Note("So far nobody has asked."))
    rows = tuple((one.target, count(one.documents)) for one in summary.opt_outs)
    table = Table("Requests that were followed", (Column("What"), Column("Documents", _NUMBER)), rows)
    return (Note(how), command, table)


def _rebuild(summary: CorpusSummary) -> tuple[Block, ...]:
    text = (
        "The recipe and the lock file name every source by version and checksum. With the tools below, the "
        "result is the same to the byte on any machine and any number of workers. The command of a recipe of "
        "your own is given in the folder of this card."
    )
    tools = Table(
        "Tools", (Column("Tool"), Column("Version")), tuple(sorted(summary.tools.items())), is_folded=True
    )
    return (Note(text), Note(summary.rebuild_command, "command"), tools)


def _warnings(what: str, wanting: Sequence[Wanting]) -> list[Note]:
    return [Note(f"{what}: {one.name} ({one.reason})", "warning") for one in wanting]


def _most_first(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
