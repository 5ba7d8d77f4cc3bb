import dataclasses
import json

import pytest

from llamita.corpus.lock import FORM, TOOLS, Artifact, Lock, LockedFile, Missing, read_lock, tool_versions
from llamita.errors import CorpusError, RequestError

FILE = LockedFile("pool/main/a/a_1.tar.gz", 3, "0" * 64)
ARTIFACT = Artifact("a", "debian-source", "a", "1:1.0+b~c-1", (FILE,))
LOCK = Lock(FORM, "r", "0" * 64, "", {"daft": "1"}, (ARTIFACT,), (Missing("b", "npm b", "answered 404"),))


def test_a_lock_is_read_as_it_was_written(tmp_path):
    LOCK.write(tmp_path / "lock.json")
    first = (tmp_path / "lock.json").read_bytes()
    again = read_lock(tmp_path / "lock.json")
    again.write(tmp_path / "lock.json")
    assert (again, again.digest, (tmp_path / "lock.json").read_bytes()) == (LOCK, LOCK.digest, first)


def test_its_digest_names_all_that_it_says():
    assert dataclasses.replace(LOCK, tools={"daft": "2"}).digest != LOCK.digest


@pytest.mark.parametrize(
    ("artifact", "purl"),
    [
        (ARTIFACT, "pkg:deb/debian/a@1:1.0%2Bb~c-1"),
        (Artifact("t", "npm", "@types/node", "26.6.6", (FILE,)), "pkg:npm/%40types/node@26.6.6"),
        (Artifact("d", "pypi-sdist", "My_Name", "5.2", (FILE,)), "pkg:pypi/my-name@5.2"),
        (Artifact("mine", "folder", "/home/me", "0123", (FILE,)), "pkg:generic/mine@0123"),
    ],
)
def test_an_artifact_has_an_address(artifact, purl):
    assert artifact.purl == purl


def changed(**changes):
    data = json.loads(json.dumps(dataclasses.asdict(LOCK)))
    for path, value in changes.items():
        *parents, last = path.split("__")
        place = data
        for name in parents:
            place = place[int(name) if name.isdigit() else name]
        place[last] = value
    return json.dumps(data)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "is not valid JSON"),
        (changed(extra=1), "`extra`"),
        (changed(form=FORM + 1), f"has form {FORM + 1}: expected form {FORM}"),
        (changed(artifacts__0__kind="ftp"), "an artifact of an unknown kind, `ftp`"),
        (changed(artifacts__0__files=[]), "project `a` has no file"),
        (changed(artifacts=[dataclasses.asdict(ARTIFACT)] * 2), "project `a` stands twice"),
        (changed(artifacts__0__files__0__sha256="0" * 63), "sha256"),
        (changed(artifacts__0__files__0__sha256="Z" * 64), "sha256"),
        (changed(artifacts__0__files__0__size_bytes=-1), "size_bytes"),
        *[
            (changed(artifacts__0__files__0__path=path), "a path that cannot be")
            for path in ("../a", "a/../../b", "/a", "a//b", "a\\b", "", "a/b\n", "c:d", "x" * 300, ".hidden")
        ],
    ],
)
def test_what_no_lock_can_hold_is_refused(tmp_path, text, message):
    (tmp_path / "lock.json").write_text(text, "utf-8")
    with pytest.raises(CorpusError) as error:
        read_lock(tmp_path / "lock.json")
    assert message in str(error.value)


def test_a_lock_that_is_not_there_is_made_by_a_command(tmp_path):
    with pytest.raises(CorpusError, match="cannot read the lock") as error:
        read_lock(tmp_path / "my own.lock.json")
    assert error.value.hint == f"`llamita corpus lock '{tmp_path}/my own.toml'` makes it"


@pytest.mark.parametrize("name", ["a\0b", "~nobody-of-this-name/a"])
def test_a_folder_that_cannot_be_is_refused(name, tmp_path):
    artifact = dataclasses.replace(ARTIFACT, kind="folder", name=name)
    with pytest.raises(RequestError, match="cannot be the path of a folder"):
        artifact.located(tmp_path)


def test_versions_of_all_tools_are_known_here():
    versions = tool_versions()
    assert sorted(versions) == sorted(TOOLS)
    assert "none" not in versions.values()
