"""A small corpus' summary, with something in every place; names in it are hostile to Markdown and HTML."""

from __future__ import annotations

from llamita.corpus.record.summary import (
    BenchmarkSummary,
    CorpusSummary,
    GroupSummary,
    LicenseSummary,
    OptOutSummary,
    ProjectSummary,
    SecondChoice,
    StageSummary,
    Wanting,
)

HOSTILE = "<script>alert(1)</script>|`x`[y](z)\u202e"


def project(name: str, **changes) -> ProjectSummary:
    values = {
        "name": name,
        "version": "1.2.3",
        "origin": f"pkg:pypi/{name}@1.2.3",
        "homepage": f"https://{name}.example.org",
        "licenses": {"MIT": 7, "Apache-2.0": 2},
        "copyright_lines": (
            f"Copyright (c) 2019 The {name} authors",
            f"Copyright (c) 2019 The {name} authors",
        ),
        "files_seen": 12,
        "files_kept": 9,
        "bytes_kept": 40_000,
        "tokens": 12_000,
    }
    return ProjectSummary(**(values | changes))


def group(kind: str, language: str, size_bytes: int, epochs: float = 1.0) -> GroupSummary:
    tokens = size_bytes // 3
    return GroupSummary(
        kind=kind,
        language=language,
        documents=size_bytes // 4000,
        size_bytes=size_bytes,
        tokens=tokens,
        sampled_tokens=int(tokens * epochs),
        epochs=epochs,
        share=0.1,
    )


GROUPS = (
    group("code", "java", 380_000_000),
    group("code", "c++", 290_000_000),
    group("code", "python", 240_000_000),
    group("code", "c#", 150_000_000),
    group("code", "typescript", 110_000_000),
    group("code", "php", 84_000_000),
    group("code", "javascript", 30_000_000),
    group("code", "shell", 12_000_000, 4.0),
    group("docs", "markdown", 70_000_000, 1.39),
    group("docs", "restructuredtext", 22_000_000, 1.39),
    group("prose", "text", 25_000_000, 3.9),
)
STAGES = tuple(
    StageSummary(
        name=name, files_in=files_in, files_out=sum(rules.values()), rules=rules, bytes_in=9000 * files_in,
        bytes_out=9000 * sum(rules.values()),
    )
    for name, files_in, rules in (
        ("license", 151_204, {"no license": 9_000, "not permissive": 4_204}),
        ("quality", 138_000, {"generated": 8_000, "line too long": 3_000, "data file": 10_000}),
        ("exact duplicates", 117_000, {"same text": 17_000}),
        ("near duplicates", 100_000, {"near duplicate": 22_000}),
        ("redaction", 78_000, {}),
        ("decontamination", 78_000, {"10-gram": 41}),
    )
)  # fmt: skip


def summary(**changes) -> CorpusSummary:
    values = {
        "name": "starter",
        "id": "0123456789abcdef" * 4,
        "rebuild_command": "llamita corpus build starter",
        "recipe_sha256": "a" * 64,
        "lock_sha256": "b" * 64,
        "tools": {"daft": "0.7.26", "tree-sitter-python": "0.25.0"},
        "groups": GROUPS,
        "licenses": (
            LicenseSummary(license="MIT", documents=41_000, size_bytes=420_000_000),
            LicenseSummary(license="Apache-2.0", documents=30_500, size_bytes=600_000_000),
            LicenseSummary(license="BSD-3-Clause", documents=6_400, size_bytes=90_000_000),
        ),
        "stages": STAGES,
        "projects": (project("zod"), project("abseil"), project("gone", files_kept=0), project(HOSTILE)),
        "redactions": {"e-mail address": 812, "private key": 3},
        "benchmarks": (BenchmarkSummary(name="humaneval", texts=164, files_removed=2, sha256="c" * 64),),
        "benchmarks_missing": (Wanting(name="livecodebench", reason="its problems are not at hand"),),
        "sources_missing": (Wanting(name="pkg:deb/debian/jq@1.6", reason="404 at every origin"),),
        "second_choices": (
            SecondChoice(
                project="bats",
                wanted="debian-source bats: bats_1.debian.tar.xz",
                reason="answered 404",
                had="debian-binary: bats_1.deb",
            ),
        ),
        "shortfalls": (Wanting(name="prose", reason="5.1 % of samples after 4 epochs instead of 7.0 %"),),
        "alarms": (Wanting(name="mono", reason="near-deduplication removed 93 % of its files"),),
        "opt_outs": (OptOutSummary(target="pkg:npm/left-pad", documents=4),),
    }
    return CorpusSummary(**(values | changes))
