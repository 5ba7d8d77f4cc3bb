import subprocess

import pytest

from llamita.corpus.archives.git import commit_members
from llamita.corpus.sources.fetching import fetch
from llamita.corpus.sources.locking import lock
from llamita.errors import CorpusError
from tests.corpus.sources.recipes import recipe_of


@pytest.fixture
def repository(tmp_path):
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    (folder / "a.py").write_text("print(1)\n", "utf-8")
    (folder / ".gitattributes").write_text("a.py export-ignore\n", "utf-8")
    commit(folder)
    return folder


def git(folder, *arguments):
    identity = ["-c", "user.name=a", "-c", "user.email=a@b.test", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        ["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def commit(folder):
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message=x")
    return git(folder, "rev-parse", "HEAD")


def test_a_revision_is_locked_as_its_commit_and_had_again_by_it(repository, registries, tmp_path, progress):
    first = git(repository, "rev-parse", "HEAD")
    locked = lock(recipe_of(a=f'{{ git = "{repository}" }}'), tmp_path / "one", progress, registries)
    (artifact,) = locked.artifacts
    assert (artifact.version, artifact.purl) == (first, f"pkg:generic/a@{first}")
    (repository / "a.py").write_text("print(2)\n", "utf-8")
    commit(repository)
    ((clone,),) = fetch(locked, tmp_path / "two", progress, registries=registries).values()
    texts = {member.path: member.data for member in commit_members(clone, first)}
    assert texts["a.py"] == b"print(1)\n"
    (repository / ".git").rename(tmp_path / "gone")
    assert fetch(locked, tmp_path / "two", progress, offline=True, registries=registries)


def test_a_repository_that_is_not_there_is_missing(registries, tmp_path, progress):
    recipe = recipe_of(a=f'{{ git = "{tmp_path}/none" }}')
    with pytest.raises(CorpusError, match=r"could be had: git cannot have "):
        lock(recipe, tmp_path / "cache", progress, registries)


def test_offline_a_commit_that_is_not_in_the_cache_is_named(repository, registries, tmp_path, progress):
    locked = lock(recipe_of(a=f'{{ git = "{repository}" }}'), tmp_path / "one", progress, registries)
    with pytest.raises(CorpusError, match=f"commit {locked.artifacts[0].version} of .* is not in the cache"):
        fetch(locked, tmp_path / "two", progress, offline=True, registries=registries)
