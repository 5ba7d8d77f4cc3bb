"""Folder: the text files below a folder that nobody vouches for, in an order that is always the same.

Links are not followed, so no walk goes around in circles or leaves the folder. Of a file no more is read than
was asked for. What is not text, or cannot be read, is counted and left out.
"""

from __future__ import annotations

import codecs
import hashlib
import os
import platform
import random
import stat
import sysconfig
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from llamita.errors import ArtifactError, RequestError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MAX_ENTRIES: Final = 1_000_000
"""How many names a walk looks at; more is an error and no guess."""

Why = Literal["link", "no file", "too small", "not text", "unreadable"]
"""Why a name below a folder is left out."""


class NotText(Exception):
    """A file that cannot be used as text."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


@dataclass(frozen=True, slots=True)
class Folder:
    """Text files below a folder."""

    path: Path
    name: str
    """What to call it in reports: its path, or `Python 3.11.7's standard library`."""
    suffixes: tuple[str, ...] = ()
    """How names of files must end; none takes any."""
    without: tuple[str, ...] = ()
    """Folders whose contents are left out, by name."""
    left_out: Counter[str] = field(default_factory=Counter)
    """How many names the last walk left out, by the reason; see ``Why``."""

    def files(self, min_bytes: int = 1) -> list[str]:
        """Paths of regular files relative to the folder, sorted, with `/` between.

        Args:
            min_bytes: smaller ones are left out.

        Raises:
            ArtifactError: there is no such folder, or it holds more than ``MAX_ENTRIES`` names.
        """
        self.left_out.clear()
        return sorted(self._walk(min_bytes))

    def texts(
        self, *, max_bytes: int, min_bytes: int = 1, seed: int | str | None = None
    ) -> Iterator[tuple[str, str]]:
        """Every text file: its relative path, and as much of it as ``max_bytes`` hold.

        Args:
            max_bytes: as in ``read``.
            min_bytes: as in ``files``.
            seed: shuffles the files; None keeps them sorted.
        """
        names = self.files(min_bytes)
        if seed is not None:
            random.Random(seed).shuffle(names)
        for name in names:
            try:
                yield name, self.read(name, max_bytes)
            except NotText as error:
                self.left_out[error.why] += 1

    def read(self, name: str, max_bytes: int) -> str:
        """The text of a file, line ends as they are.

        Args:
            name: from ``files``.
            max_bytes: more is not read; a character that is cut there is left out.

        Raises:
            NotText: it is not UTF-8, holds a zero byte, is no regular file, or cannot be read.
        """
        try:
            with open(self.path / name, "rb", opener=_open_itself) as file:
                if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                    raise NotText("no file")
                data = file.read(max_bytes)
        except (OSError, ValueError) as error:
            raise NotText("unreadable") from error
        if b"\0" in data:
            raise NotText("not text")
        try:
            return codecs.getincrementaldecoder("utf-8")().decode(data)
        except UnicodeDecodeError as error:
            raise NotText("not text") from error

    def counts(self) -> dict[str, str | int | float | bool | None]:
        """What was left out, for a task's settings."""
        return {f"left out: {why}": count for why, count in sorted(self.left_out.items()) if count}

    def _walk(self, min_bytes: int) -> Iterator[str]:
        folders, num_entries = [self.path], 0
        while folders:
            folder = folders.pop()
            try:
                entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
            except OSError as error:
                if folder == self.path:
                    raise ArtifactError(f"cannot read the folder `{folder}`: {error}") from error
                self.left_out["unreadable"] += 1
                continue
            num_entries += len(entries)
            if num_entries > MAX_ENTRIES:
                raise ArtifactError(
                    f"`{self.path}` holds more than {MAX_ENTRIES} names", hint="name a part of it"
                )
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders += [] if entry.name in self.without else [Path(entry.path)]
                elif entry.name.endswith(self.suffixes or ("",)) and self._is_taken(entry, min_bytes):
                    yield Path(entry.path).relative_to(self.path).as_posix()

    def _is_taken(self, entry: os.DirEntry[str], min_bytes: int) -> bool:
        why: Why | None = None
        try:
            if entry.is_symlink():
                why = "link"
            elif not entry.is_file(follow_symlinks=False):
                why = "no file"
            elif entry.stat(follow_symlinks=False).st_size < min_bytes:
                why = "too small"
            else:
                entry.name.encode()
        except (OSError, UnicodeEncodeError):
            why = "unreadable"
        if why is not None:
            self.left_out[why] += 1
        return why is None


def _open_itself(path: str, flags: int) -> int:
    # Neither a link nor a pipe that took the file's place since the walk is followed or waited for.
    return os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK)


def folder_of(options: Mapping[str, str]) -> Folder:
    """The folder that the option ``folder`` names; Python's own standard library where it names none.

    Raises:
        RequestError: it is no folder.
    """
    if "folder" not in options:
        return standard_library()
    try:
        path = Path(options["folder"]).expanduser()
        is_folder = path.is_dir()
    except (OSError, RuntimeError):
        is_folder = False
    if not is_folder:
        raise RequestError(f"option `folder` must name a folder, got `{options['folder']}`")
    return Folder(path, str(path))


def standard_library() -> Folder:
    """The sources of Python's standard library on this machine, without packages that others installed.

    Its tests, and the modules that it is built with and that hold data rather than code, are left out.
    """
    return Folder(
        Path(sysconfig.get_path("stdlib")),
        f"Python {platform.python_version()}'s standard library",
        suffixes=(".py",),
        without=("site-packages", "dist-packages", "test", "tests", "idle_test", "encodings", "__pycache__"),
    )


def digest(texts: Mapping[str, str]) -> str:
    """Names files and what they say: SHA-256 over paths and texts, in hexadecimal."""
    total = hashlib.sha256()
    for name in sorted(texts):
        for text in (name, texts[name]):
            data = text.encode()
            total.update(len(data).to_bytes(8, "little") + data)
    return total.hexdigest()
