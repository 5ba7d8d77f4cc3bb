"""What is on this machine: folders, the standard library, installed distributions, git repositories."""

import base64
import hashlib
import os
import shutil
import sys

import pytest

from llamita.corpus.archives import (
    ArchiveLimits,
    commit_members,
    distribution_members,
    folder_members,
    standard_library_members,
)
from llamita.errors import CorpusError
from tests.corpus.archives.building import git


def read(found):
    return {member.path: member.data if member.why is None else member.why for member in found}


def test_a_folder_is_read_in_order_without_the_records_of_version_control(tmp_path):
    for name in ("b/x.py", "b/a/y.py", "a.py", ".git/config", "b/__pycache__/x.pyc"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    assert list(read(folder_members(tmp_path)).items()) == [
        ("a.py", b"a.py"),
        ("b/x.py", b"b/x.py"),
        ("b/a/y.py", b"b/a/y.py"),
    ]


def test_links_pipes_and_large_files_of_a_folder_come_without_data(tmp_path):
    (tmp_path / "outside").write_text("secret")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link").symlink_to(tmp_path / "outside")
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe")
    (folder / "big").write_bytes(bytes(100))
    (folder / "odd\n").write_text("1")
    assert read(folder_members(folder, ArchiveLimits(max_member_bytes=50))) == {
        "link": "link",
        "loop": "link",
        "pipe": "no file",
        "big": "too large",
        "odd%0A": "unsafe name",
    }


def test_a_folder_with_too_much_in_it_is_refused(tmp_path):
    for i in range(5):
        (tmp_path / str(i)).write_bytes(bytes(10))
    for limits in (ArchiveLimits(max_members=4), ArchiveLimits(max_unpacked_bytes=49)):
        with pytest.raises(CorpusError, match="more than 4"):
            list(folder_members(tmp_path, limits))


def test_a_missing_folder_is_refused(tmp_path):
    with pytest.raises(CorpusError, match="cannot read the folder"):
        list(folder_members(tmp_path / "none"))


def test_the_standard_library_has_its_modules_and_nobody_else_s():
    paths = [member.path for member in standard_library_members()]
    assert {"abc.py", "json/decoder.py"} <= set(paths)
    assert not any("site-packages" in path or path.endswith(".pyc") for path in paths)


def installed(folder, monkeypatch, record):
    (folder / "app").mkdir()
    (folder / "app/a.py").write_bytes(b"x = 1\n")
    (folder / "app-1.0.dist-info").mkdir()
    (folder / "app-1.0.dist-info/METADATA").write_text("Name: app\nVersion: 1.0\n")
    (folder / "app-1.0.dist-info/RECORD").write_text(record)
    monkeypatch.setattr(sys, "path", [str(folder)])


def test_of_an_installed_distribution_only_what_was_published_is_read(tmp_path, monkeypatch):
    right = "sha256=ZhzKwc2Dn6ZJhXmGt0nCvnHFYuYdwTCWBOH9rzQTlXc"
    record = [
        "../../../etc/passwd,,",
        f"app/a.py,{right},6",
        "app/b.py,,",
        "app/__pycache__/a.cpython-311.pyc,,",
        "app-1.0.dist-info/RECORD,,",
        "app-1.0.dist-info/METADATA,,",
    ]
    installed(tmp_path, monkeypatch, "\n".join(record))
    got = read(distribution_members("app"))
    assert got == {
        "%2E%2E/%2E%2E/%2E%2E/etc/passwd": "unsafe name",
        "app/a.py": "changed",
        "app/b.py": "missing",
        "app-1.0.dist-info/METADATA": b"Name: app\nVersion: 1.0\n",
    }


def test_an_installed_file_is_read_when_it_is_as_recorded(tmp_path, monkeypatch):
    digest = base64.urlsafe_b64encode(hashlib.sha256(b"x = 1\n").digest()).decode().rstrip("=")
    installed(tmp_path, monkeypatch, f"app/a.py,sha256={digest},6\n")
    assert read(distribution_members("app")) == {"app/a.py": b"x = 1\n"}


def test_a_distribution_that_is_not_there_is_refused():
    with pytest.raises(CorpusError, match="^no distribution `no-such-thing` is installed$"):
        list(distribution_members("no-such-thing"))


needs_git = pytest.mark.skipif(
    shutil.which("git") is None, reason="git is not installed: commits are not read"
)


@pytest.fixture
def repository(tmp_path):
    folder = tmp_path / "work"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    files = {
        "a.py": "x = 1\n",
        "src/é b.py": "y\r\n",
        "big": "0" * 5000,
        "model.bin": "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n",
        ".gitattributes": "a.py export-ignore\nsrc/* export-subst text\n*.bin filter=lfs\n",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(text.encode())
    (folder / "link").symlink_to("/etc/passwd")
    git(folder, "-c", "core.autocrlf=false", "add", "-A")
    git(folder, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},module")
    git(folder, "commit", "-q", "-m", "one")
    return folder


@needs_git
def test_a_commit_is_read_as_git_stores_it_whatever_its_attributes_say(repository):
    (repository / "a.py").write_text("changed since")
    got = read(
        commit_members(repository, git(repository, "rev-parse", "HEAD"), ArchiveLimits(max_member_bytes=4000))
    )
    assert got.pop(".gitattributes").startswith(b"a.py export-ignore")
    assert got == {
        "a.py": b"x = 1\n",
        "big": "too large",
        "link": "link",
        "model.bin": "git-lfs pointer",
        "module": "submodule",
        "src/é b.py": git(repository, "cat-file", "blob", "HEAD:src/é b.py").encode() + b"\n",
    }


@needs_git
def test_a_bare_clone_is_read_and_may_be_left_early(repository, tmp_path):
    commit = git(repository, "rev-parse", "HEAD")
    git(tmp_path, "clone", "-q", "--bare", "work", "bare")
    members = commit_members(tmp_path / "bare", commit)
    assert next(members).path == ".gitattributes"
    members.close()


@needs_git
def test_a_repository_cannot_make_git_run_its_commands(repository, tmp_path):
    trap = tmp_path / "trap"
    command = f"touch {trap}"
    commit = git(repository, "rev-parse", "HEAD")
    for setting in ("core.fsmonitor", "core.sshCommand", "core.pager", "filter.lfs.smudge", "core.askPass"):
        git(repository, "config", setting, command)
    git(repository, "config", "remote.evil.url", f"ext::sh -c '{command}'")
    git(repository, "config", "remote.evil.promisor", "true")
    git(repository, "config", "extensions.partialClone", "evil")
    git(repository, "config", "protocol.ext.allow", "always")
    blob = git(repository, "rev-parse", "HEAD:a.py")
    (repository / ".git/objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(CorpusError, match="^(the repository|git cannot read)"):
        list(commit_members(repository, commit))
    assert not trap.exists()


@needs_git
@pytest.mark.parametrize("commit", ["HEAD", "--help", "", "0" * 39, "0" * 40])
def test_what_is_no_commit_is_refused(repository, commit):
    with pytest.raises(CorpusError, match="is no full commit id|git cannot read"):
        list(commit_members(repository, commit))


@needs_git
def test_a_folder_inside_a_repository_is_no_repository(repository):
    with pytest.raises(CorpusError, match="git cannot read"):
        list(commit_members(repository / "src", git(repository, "rev-parse", "HEAD")))


@needs_git
def test_a_commit_with_too_many_files_is_refused(repository):
    with pytest.raises(CorpusError, match="more than 3 members"):
        list(commit_members(repository, git(repository, "rev-parse", "HEAD"), ArchiveLimits(max_members=3)))
