"""Makes small archives, honest and hostile ones, and reads them."""

from __future__ import annotations

import io
import subprocess
import tarfile
import zipfile

import pytest

from llamita.corpus.archives import ArchiveLimits, Member, members
from llamita.errors import CorpusError


def info(name, size=0, **fields):
    """What a tar says of a member."""
    made = tarfile.TarInfo(name)
    made.size = size
    for key, value in fields.items():
        setattr(made, key, value)
    return made


def tar_bytes(files, *, mode="w:gz", form=tarfile.PAX_FORMAT, more=()):
    """A tar of files by name, then of headers without data."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode=mode, format=form) as archive:
        for name, data in dict(files).items():
            archive.addfile(info(name, len(data)), io.BytesIO(data))
        for header in more:
            archive.addfile(header)
    return target.getvalue()


def make_tar(path, files, **options):
    path.write_bytes(tar_bytes(files, **options))
    return path


def make_zip(path, files, compression=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in dict(files).items():
            archive.writestr(name, data)
    return path


def raw_header(name, size, kind=b"0", *, size_field=None):
    """512 bytes with a right checksum and whatever else is asked for."""
    size_field = size_field if size_field is not None else b"%011o\0" % size
    start = name.ljust(100, b"\0") + b"0000644\0" + b"0000000\0" * 2 + size_field + b"0" * 11 + b"\0"
    block = start + b" " * 8 + kind + bytes(100) + b"ustar\x0000"
    block = block.ljust(512, b"\0")
    return block[:148] + b"%06o\0 " % sum(block) + block[156:]


def padded(data):
    """Data as it stands in a tar."""
    return data + bytes(-len(data) % 512)


END = bytes(1024)


def ar_bytes(parts):
    """A Debian package of these parts."""
    made = b"!<arch>\n"
    for name, data in parts.items():
        made += b"%-16s%-12d%-6d%-6d%-8s%-10d`\n" % (name.encode(), 0, 0, 0, b"100644", len(data))
        made += data + b"\n" * (len(data) % 2)
    return made


def read(kind, *paths, **limits) -> dict[str, Member]:
    """Members by path; each has its own."""
    listed = list(members(kind, paths, ArchiveLimits(**limits)))
    by_path = {member.path: member for member in listed}
    assert len(by_path) == len(listed)
    for member in listed:
        assert (member.data is None) == (member.why is not None)
        assert member.data is None or len(member.data) == member.size_bytes
    return by_path


def texts(kind, *paths, **limits):
    """What members hold, by path."""
    return {path: member.data for path, member in read(kind, *paths, **limits).items()}


def reasons(kind, *paths, **limits):
    """Why members have no data, by path."""
    return {path: member.why for path, member in read(kind, *paths, **limits).items() if member.why}


def refusal(kind, *paths, **limits):
    """Why an archive was refused."""
    with pytest.raises(CorpusError) as caught:
        read(kind, *paths, **limits)
    return str(caught.value)


def git(folder, *arguments):
    """Run git there, as nobody in particular; what it says."""
    environment = {
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_CONFIG_NOSYSTEM": "1",
        "PATH": "/usr/bin:/bin:/usr/local/bin",
        **{
            f"GIT_{who}_{what}": "a@b.invalid"
            for who in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")
        },
    }
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments], check=True, capture_output=True, text=True, env=environment
    )
    return done.stdout.strip()
