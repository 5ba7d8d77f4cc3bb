"""Counts what the archives of one project unpack to, and stops them when it is too much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llamita.errors import CorpusError

if TYPE_CHECKING:
    from llamita.corpus.archives.member import ArchiveLimits


class Allowance:
    """What is left of the limits in one reading of a project."""

    def __init__(self, limits: ArchiveLimits, packed_bytes: int) -> None:
        """Start with all of it.

        Args:
            limits: of the project.
            packed_bytes: the sizes of its archives, together.
        """
        self.limits = limits
        self._packed_bytes = packed_bytes
        self._by_ratio = max(limits.always_unpacked_bytes, packed_bytes * limits.max_ratio)
        self._unpacked_bytes = 0
        self._num_members = 0

    def unpacked(self, size_bytes: int, archive: str) -> None:
        """Count bytes that came out of ``archive``, before or after they are read.

        Raises:
            CorpusError: they are more than the project may have.
        """
        self._unpacked_bytes += size_bytes
        limits = self.limits
        if self._unpacked_bytes > limits.max_unpacked_bytes:
            raise CorpusError(
                f"`{archive}` unpacks to more than {limits.max_unpacked_bytes} bytes",
                hint="if that is what it is, raise the limit of the recipe",
            )
        if self._unpacked_bytes > self._by_ratio:
            raise CorpusError(
                f"`{archive}` unpacks like a bomb: {self._packed_bytes} packed bytes became more than "
                f"{self._by_ratio}, the limit is {limits.max_ratio} for each"
            )

    def member(self, archive: str) -> None:
        """Count a member, of whatever form.

        Raises:
            CorpusError: they are more than the project may have.
        """
        self._num_members += 1
        if self._num_members > self.limits.max_members:
            raise CorpusError(f"`{archive}` has more than {self.limits.max_members} members")
