import hashlib

import pytest

from llamita.corpus.lock import LockedFile, Missing
from llamita.corpus.sources.locking import lock
from llamita.errors import CapacityError, CorpusError, FetchError
from tests.corpus.sources.recipes import recipe_of

SOURCE = b"a tarball" * 100
PACKAGING = b"packaging"


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def test_a_lock_names_packages_and_checksums_and_no_server(servant, registries, tmp_path, progress):
    servant.publish_debian(
        {"a": {"a_1.0.orig.tar.gz": SOURCE, "a_1.0-1.debian.tar.xz": PACKAGING, "a_1.0-1.dsc": b"dsc"}}
    )
    servant.publish_npm("@b/core", "2.0.0", b"npm")
    servant.publish_python("c-d", ("c_d-3.0.tar.gz", b"sdist"), ("c_d-3.0-py3-none-any.whl", b"wheel"))
    recipe = recipe_of(
        a='{ debian-source = "a" }',
        b='{ npm = "@b/core" }',
        c='{ pypi-sdist = "C.D", version = "3.0" }',
        d='{ pypi-wheel = "c-d", version = "3.0" }',
    )
    locked = lock(recipe, tmp_path / "cache", progress, registries)
    assert [(artifact.name, artifact.version, artifact.files) for artifact in locked.artifacts] == [
        (
            "a",
            "1.0-1",
            (
                LockedFile("pool/main/a/a_1.0-1.debian.tar.xz", len(PACKAGING), sha256(PACKAGING)),
                LockedFile("pool/main/a/a_1.0.orig.tar.gz", len(SOURCE), sha256(SOURCE)),
            ),
        ),
        ("@b/core", "2.0.0", (LockedFile("b-core-2.0.0.tgz", 3, sha256(b"npm")),)),
        ("C.D", "3.0", (LockedFile("c_d-3.0.tar.gz", 5, sha256(b"sdist")),)),
        ("c-d", "3.0", (LockedFile("c_d-3.0-py3-none-any.whl", 5, sha256(b"wheel")),)),
    ]
    assert locked.debian == "bookworm 12.9, Sat, 01 Jan 2026 00:00:00 UTC"
    locked.write(tmp_path / "lock.json")
    assert "127.0.0.1" not in (tmp_path / "lock.json").read_text("utf-8")


def test_two_locks_of_the_same_are_the_same_and_the_second_downloads_nothing_twice(
    servant, registries, tmp_path, progress
):
    servant.publish_debian({"a": {"a_1.0.orig.tar.gz": SOURCE}})
    recipe = recipe_of(a='{ debian-source = "a" }')
    locks = [lock(recipe, tmp_path / "cache", progress, registries) for _ in range(2)]
    assert locks[0] == locks[1]
    assert servant.asked["/debian/pool/main/a/a_1.0.orig.tar.gz"] == 1


def test_what_is_not_there_is_recorded_and_the_next_origin_taken(servant, registries, tmp_path, progress):
    servant.publish_debian({"a": {"a_1.0.orig.tar.gz": SOURCE}}, {"a-doc": b"deb"})
    del servant.pages["/debian/pool/main/a/a_1.0.orig.tar.gz"]
    recipe = recipe_of(a='{ debian-source = "a" }, { debian-binary = "a-doc" }', b='{ npm = "none" }')
    locked = lock(recipe, tmp_path / "cache", progress, registries)
    assert [(artifact.project, artifact.kind) for artifact in locked.artifacts] == [("a", "debian-binary")]
    assert locked.missing == (
        Missing("a", "debian-source a", "answered 404"),
        Missing("b", "npm none", "answered 404"),
    )
    assert "127.0.0.1" not in str(locked)
    assert len(progress.notes) == 2


def test_a_debian_source_without_its_packaging_is_taken_and_said(servant, registries, tmp_path, progress):
    servant.publish_debian({"a": {"a_1.0.orig.tar.gz": SOURCE, "a_1.0-1.debian.tar.xz": PACKAGING}})
    del servant.pages["/debian/pool/main/a/a_1.0-1.debian.tar.xz"]
    locked = lock(recipe_of(a='{ debian-source = "a" }'), tmp_path / "cache", progress, registries)
    assert [file.name for file in locked.artifacts[0].files] == ["a_1.0.orig.tar.gz"]
    (missing,) = locked.missing
    assert missing.origin == "debian-source a: pool/main/a/a_1.0-1.debian.tar.xz"


@pytest.mark.parametrize(
    ("origin", "why"),
    [
        ('{ npm = "b", version = "9" }', "the npm registry has no version `9` of `b` with a sha512"),
        (
            '{ pypi-sdist = "c", version = "9" }',
            "the Python index has no source distribution of `c` 9",
        ),
        ('{ debian-source = "a", version = "9" }', "Debian bookworm has no source package `a` 9"),
        ('{ installed = "no-such-distribution" }', "`no-such-distribution` is not installed"),
    ],
)
def test_a_version_that_is_not_there_is_missing(servant, registries, tmp_path, progress, origin, why):
    servant.publish_debian({"a": {"a_1.0.orig.tar.gz": SOURCE}})
    servant.publish_npm("b", "2.0.0", b"npm")
    servant.publish_python("c", ("c-1.tar.gz", b"sdist"))
    with pytest.raises(CorpusError) as error:
        lock(recipe_of(x=origin), tmp_path / "cache", progress, registries)
    assert str(error.value) == f"no project of recipe `test` could be had: {why}"


def test_a_file_that_is_not_what_its_registry_promised_is_not_locked(servant, registries, tmp_path, progress):
    path = servant.publish_npm("b", "2.0.0", b"npm")
    servant.pages[path] = b"mpn"
    servant.publish_python("b", ("b-2.tar.gz", b"sdist"))
    recipe = recipe_of(b='{ npm = "b" }, { pypi-sdist = "b", version = "2" }')
    locked = lock(recipe, tmp_path / "cache", progress, registries)
    assert locked.artifacts[0].kind == "pypi-sdist"
    assert locked.missing[0].why == "the npm registry sent another file for `b-2.0.0.tgz`: wrong sha512"
    assert not list((tmp_path / "cache" / "partial").iterdir())


def test_an_index_that_is_not_what_the_release_says_is_refused(servant, registries, tmp_path, progress):
    servant.publish_debian({"a": {"a_1.0.orig.tar.gz": SOURCE}})
    index = "/debian/dists/bookworm/main/source/Sources.xz"
    servant.pages[index] = servant.pages[index][:-1] + b"x"
    with pytest.raises(CorpusError, match="sent another file for `main/source/Sources.xz`"):
        lock(recipe_of(a='{ debian-source = "a" }'), tmp_path / "cache", progress, registries)


def test_a_registry_nobody_can_reach_is_an_error_and_not_missing(servant, tmp_path, progress):
    registries = servant.registries(tmp_path, npm_config_registry="http://127.0.0.1:9")
    with pytest.raises(FetchError, match=r"^cannot reach the npm registry: "):
        lock(recipe_of(b='{ npm = "b" }'), tmp_path / "cache", progress, registries)


def test_an_index_is_read_over_https_alone(servant, tmp_path, progress):
    registries = servant.registries(tmp_path, LLAMITA_DEBIAN_MIRROR="http://mirror.test/debian")
    with pytest.raises(FetchError, match="only `https` is used"):
        lock(recipe_of(a='{ debian-source = "a" }'), tmp_path / "cache", progress, registries)


def test_a_full_disk_is_said_and_nothing_half_is_kept(small_disk, servant, registries, progress):
    servant.publish_python("b", ("b-2.tar.gz", b"x" * (2 << 20)))
    with pytest.raises(CapacityError, match=r"^disk full: "):
        lock(recipe_of(b='{ pypi-sdist = "b", version = "2" }'), small_disk, progress, registries)
    assert [path.name for path in small_disk.rglob("*.tar.gz")] == []
