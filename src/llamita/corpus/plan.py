"""Plan: what one build of a corpus works on, and the stages that follow from it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from llamita.corpus.stages.aligned import (
    DECONTAMINATE,
    EXACT,
    FILES,
    LICENSE,
    NEAR,
    OPT_OUT,
    QUALITY,
    REDACT,
    TOKENS,
)
from llamita.corpus.stages.stage import Stage, code_digest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from llamita.corpus.decontamination.benchmarks import Benchmarks
    from llamita.corpus.lock import Artifact, Lock
    from llamita.corpus.opt_outs import OptOuts
    from llamita.corpus.places import Places
    from llamita.corpus.quality.thresholds import Thresholds
    from llamita.corpus.recipe import Recipe

SHARDS = "shards"

_CODE: Mapping[str, tuple[str, ...]] = {
    FILES: ("archives", "stages.files", "stages.reading"),
    LICENSE: ("licenses", "stages.license"),
    QUALITY: ("languages", "quality", "stages.quality"),
    EXACT: ("stages.exact",),
    NEAR: ("duplicates", "licenses.comments", "licenses.header", "licenses.stripping", "stages.near"),
    REDACT: ("redaction", "stages.redact"),
    DECONTAMINATE: ("decontamination", "stages.decontaminate"),
    OPT_OUT: ("stages.opt_out",),
    TOKENS: ("shards", "stages.tokens"),
    SHARDS: ("shards",),
}
"""What each stage's result depends on, beside what it is told."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What one build works on."""

    places: Places
    recipe: Recipe
    lock: Lock
    tools: Mapping[str, str]
    """Versions of what decides beside our own code, as installed here."""
    archives: Mapping[str, tuple[Path, ...]]
    """Where what was downloaded lies, by project."""
    thresholds: Thresholds
    benchmarks: Benchmarks
    """Whose problems are to be in no file."""
    tokenizer_sha256: str
    opt_outs: OptOuts

    @property
    def artifacts(self) -> dict[str, Artifact]:
        """What each project came to, in the order of the recipe; without those that could not be had."""
        had = {artifact.project: artifact for artifact in self.lock.artifacts}
        return {project.name: had[project.name] for project in self.recipe.projects if project.name in had}

    def parts(self) -> list[str]:
        """The parts of a corpus that was built, in the order of the recipe."""
        listed: list[str] = self.places.read_built()["parts"]
        return listed

    def stages(self) -> dict[str, Stage]:
        """The stages, each of which names all that came before it."""
        near = asdict(self.recipe.near_duplicates)
        own: dict[str, dict[str, Any]] = {
            FILES: {"projects": [self.project_fingerprint(name) for name in self.artifacts]},
            LICENSE: {"policy": self.recipe.license_policy, "recipe": self.recipe.name},
            QUALITY: {
                "thresholds": asdict(self.thresholds),
                "kinds": {project.name: project.kind for project in self.recipe.projects},
            },
            EXACT: {},
            NEAR: near,
            REDACT: {},
            DECONTAMINATE: {"benchmarks": self.benchmarks.digest},
            OPT_OUT: {"opt_outs": self.opt_outs.digest},
            TOKENS: {"tokenizer": self.tokenizer_sha256},
            SHARDS: {},
        }
        stages: dict[str, Stage] = {}
        before = _digest({"tools": dict(self.tools)})
        for name, values in own.items():
            code = code_digest(*_CODE[name])
            stages[name] = Stage(self.places, name, {"before": before, "code": code, **values})
            before = stages[name].fingerprint
        return stages

    def project_fingerprint(self, name: str) -> str:
        """Names all that the parts of a project depend on."""
        project = self.recipe.project(name)
        artifact = self.artifacts[name]
        asked = {"include": project.include.texts, "exclude": project.exclude.texts}
        license_stated = asdict(project.license) if project.license else None
        return _digest(
            {
                "artifact": asdict(artifact),
                "asked": {**asked, "max_bytes": project.max_bytes, "license": license_stated},
                "code": code_digest(*_CODE[FILES]),
            }
        )


def _digest(data: Any) -> str:  # noqa: ANN401 - what JSON can say
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()
