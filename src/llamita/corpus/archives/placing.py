"""From names in archives to paths in a project: the release's folder off, the place of the archive before."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from llamita.corpus.archives.member import Member
from llamita.corpus.archives.names import escaped, path_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from llamita.corpus.archives.member import Entry, Why


class Placing:
    """Gives the members of one project their paths; of several with one path the first has it.

    An archive that is unpacked to disk would leave the last. A reader that goes front to back cannot know of
    it, and whoever repeats a path in a release has two files of one address either way.
    """

    def __init__(self, max_path_bytes: int) -> None:
        self._max_path_bytes = max_path_bytes
        self._paths: set[str] = set()
        self._num_repeats: Counter[str] = Counter()

    def members(
        self, entries: Iterable[Entry], *, top: str = "", below: str = "", elsewhere: Iterable[str] = ()
    ) -> Iterator[Member]:
        """The members of one archive.

        Args:
            entries: what it holds.
            top: the folder to take off, with `/` at its end, or nothing.
            below: the folder to put before, with `/` at its end, or nothing.
            elsewhere: folders, with `/` at their ends, that another archive of the project has instead.
        """
        replaced = tuple(elsewhere)
        for entry in entries:
            path = path_of(entry.name, self._max_path_bytes)
            why = entry.why
            if path is None:
                path, why = escaped(entry.name), "unsafe name"
            path = below + path.removeprefix(top)
            if path.startswith(replaced):
                why = "replaced"
            elif path in self._paths:
                why = why or "duplicate"
            yield Member(self._own(path, why), entry.data if why is None else None, entry.size_bytes, why)

    def _own(self, path: str, why: Why | None) -> str:
        # What is replaced must not take the path of what replaces it, whichever comes first.
        own = path
        while own in self._paths or (why == "replaced" and own == path):
            self._num_repeats[path] += 1
            own = f"{path}%{self._num_repeats[path] + 1}"
        self._paths.add(own)
        return own


def top_folder(entries: Iterable[Entry], max_path_bytes: int) -> str:
    """The folder that everything with a safe name is in, with `/` at its end; nothing if there is none.

    Releases are packed with a folder around them, mostly `NAME-VERSION/`; dpkg and pip take it off by this
    rule.
    """
    top = None
    for entry in entries:
        path = path_of(entry.name, max_path_bytes)
        if path is None:
            continue
        first, slash, _ = path.partition("/")
        if not slash or top not in (None, first):
            return ""
        top = first
    return "" if top is None else f"{top}/"
