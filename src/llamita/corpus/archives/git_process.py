"""Starts git so that a repository nobody trusts cannot make it run or fetch anything."""

from __future__ import annotations

import os
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final, cast

from llamita.errors import CorpusError, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SETTINGS: Final = (
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    # Whose the repository is does not matter, since nothing in it is run.
    "safe.directory=*",
)
_ENVIRONMENT: Final = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_MAX_MESSAGE_BYTES: Final = 2000


@dataclass(frozen=True, slots=True)
class Git:
    """A git that runs: what it is told, and what it answers."""

    stdin: IO[bytes]
    stdout: IO[bytes]


@contextmanager
def running_git(repository: Path, *arguments: str) -> Iterator[Git]:
    """Run git in a repository; it has ended when the block has.

    Args:
        repository: a clone on this machine; a folder inside a repository is none.
        arguments: of git.

    Raises:
        CorpusError: git is not installed; or, after a block that raised nothing, git failed.
    """
    settings = [word for setting in _SETTINGS for word in ("-c", setting)]
    with tempfile.TemporaryFile() as messages:
        try:
            process = subprocess.Popen(
                ["git", *settings, "-C", str(repository), *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=messages,
                env=_environment(repository),
            )
        except OSError as error:
            raise CorpusError(
                f"cannot start git to read `{repository}`: {error}",
                hint="install git, or leave the project out",
            ) from error
        # Popen's block waits for ever if git waits for us: an error, or a reader that stops early, kills git.
        with process:
            try:
                yield Git(cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout))
            except BaseException:
                process.kill()
                raise
        if process.returncode:
            messages.seek(0)
            said = messages.read(_MAX_MESSAGE_BYTES).decode(errors="replace").strip()
            last = said.splitlines()[-1] if said else f"exit status {process.returncode}"
            raise CorpusError(f"git cannot read `{repository}`: {shown(last)}")


def _environment(repository: Path) -> dict[str, str]:
    # A GIT_DIR that is set here would win over the repository that is asked for; without the ceiling a folder
    # that is none would stand for the repository around it.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {**kept, **_ENVIRONMENT, "GIT_CEILING_DIRECTORIES": str(repository.resolve().parent)}
