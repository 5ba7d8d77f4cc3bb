"""Which licenses have been accepted here: ``HOME/licenses.json``, one acceptance for each.

A license that needs acceptance is accepted by a person who says so (`--accept-license`), never by this
program, and is then remembered for all models under it.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from llamita.errors import RequestError, StoreError
from llamita.files.disk import replace_durably

if TYPE_CHECKING:
    from pathlib import Path

    from llamita.weights.store.entries import License, ModelEntry


@dataclass(frozen=True, kw_only=True, slots=True)
class Acceptance:
    """That somebody has accepted a license."""

    url: str
    """Where the text of the license stood."""
    use_policy_url: str | None
    """Where the acceptable-use policy stood that is a part of it."""
    accepted_at: str
    """When: ISO 8601, UTC, to the second."""


def acceptance_of(license: License, file: Path) -> Acceptance | None:
    """Look up whether somebody has accepted a license.

    Raises:
        StoreError: the file cannot be read or is not one that ``accept`` writes.
    """
    return _read(file).get(license.identifier)


def accept(license: License, file: Path) -> Acceptance:
    """Remember that somebody has accepted a license; once is enough.

    Raises:
        StoreError: the file is not one that this function writes.
        OSError: the disk refuses.
    """
    accepted = _read(file)
    if license.identifier not in accepted:
        accepted[license.identifier] = Acceptance(
            url=license.url,
            use_policy_url=license.use_policy_url,
            accepted_at=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        file.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps({name: asdict(acceptance) for name, acceptance in accepted.items()}, indent=2)
        replace_durably(file, text + "\n")
    return accepted[license.identifier]


def not_accepted(entry: ModelEntry) -> RequestError:
    """Build the error for a model whose license nobody has accepted here."""
    return RequestError(
        "\n  ".join(
            [
                f"`{entry.name}` is not pulled before its license is accepted:",
                f"model: {entry.title}, {entry.homepage}",
                f"license: {entry.license.name}, {entry.license.url}",
                f"acceptable-use policy: {entry.license.use_policy_url or 'none'}",
                f"licensor: {entry.license.licensor}",
            ]
        ),
        hint=f"read them; if you accept them: `llamita models pull {entry.name} --accept-license`",
    )


def _read(file: Path) -> dict[str, Acceptance]:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        accepted = {identifier: Acceptance(**acceptance) for identifier, acceptance in content.items()}
        for acceptance in accepted.values():
            datetime.fromisoformat(acceptance.accepted_at)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise StoreError(f"cannot read `{file}`: {str(error.strerror).lower()}") from error
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise StoreError(
            f"`{file}` is damaged: it does not say which licenses were accepted",
            hint="delete it, and accept the licenses you want again with `--accept-license`",
        ) from error
    else:
        return accepted
