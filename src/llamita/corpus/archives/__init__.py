"""Safe readers of what projects come in: members stream out; nothing is written, followed or executed.

``members`` reads archives: Debian source and binary packages, sdists, wheels and npm tarballs.
``folder_members``, ``commit_members``, ``distribution_members`` and ``standard_library_members`` read what is
on this machine. All give ``Member`` objects within ``ArchiveLimits``, and fail with a ``CorpusError`` alone.
"""

from llamita.corpus.archives.folders import folder_members, standard_library_members
from llamita.corpus.archives.git import commit_members
from llamita.corpus.archives.installed import distribution_members
from llamita.corpus.archives.member import ArchiveLimits, Member, Why
from llamita.corpus.archives.reading import ArchiveKind, members

__all__ = [
    "ArchiveKind",
    "ArchiveLimits",
    "Member",
    "Why",
    "commit_members",
    "distribution_members",
    "folder_members",
    "members",
    "standard_library_members",
]
