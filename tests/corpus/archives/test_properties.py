"""Laws of every archive: what went in comes out; damage is said in words, and no path leads out."""

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from llamita.corpus.archives import ArchiveLimits, members
from llamita.errors import CorpusError
from tests.corpus.archives.building import END, ar_bytes, make_zip, padded, raw_header, tar_bytes, texts

PARTS = st.text(string.ascii_letters + string.digits + "._- é世", min_size=1, max_size=60).filter(
    lambda part: part not in (".", "..")
)
TREES = st.dictionaries(
    st.lists(PARTS, min_size=1, max_size=4).map(lambda parts: "/".join(["top-1.0", *parts])),
    st.binary(max_size=1500),
    min_size=1,
    max_size=8,
)
QUICK = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
LIMITS = ArchiveLimits(always_unpacked_bytes=2_000_000, max_members=1000)

FILES = {f"top/{i}/{'n' * i}.py": bytes([i]) * (40 * i) for i in range(12)}
HEALTHY = {
    "pypi-sdist": {mode: tar_bytes(FILES, mode=mode) for mode in ("w", "w:gz", "w:bz2", "w:xz")},
    "debian-binary": {
        "deb": ar_bytes(
            {
                "debian-binary": b"2.0\n",
                "control.tar": tar_bytes({"./a": b""}, mode="w"),
                "data.tar.gz": tar_bytes(FILES),
            }
        )
    },
}


@QUICK
@given(TREES, st.sampled_from(["w", "w:gz", "w:bz2", "w:xz"]))
def test_what_went_into_a_tar_comes_out(tmp_path, tree, mode):
    path = tmp_path / "a.tar"
    path.write_bytes(tar_bytes(tree, mode=mode))
    assert texts("pypi-sdist", path) == {name.removeprefix("top-1.0/"): data for name, data in tree.items()}


@QUICK
@given(TREES)
def test_what_went_into_a_zip_file_comes_out(tmp_path, tree):
    assert texts("pypi-wheel", make_zip(tmp_path / "a.whl", tree)) == tree


def require_told_or_read(kind, path):
    """Nothing but a ``CorpusError``, and no path that leads out."""
    try:
        for member in members(kind, [path], LIMITS):
            parts = member.path.split("/")
            assert ".." not in parts and "" not in parts and "\\" not in member.path
            assert all(ord(character) >= 32 for character in member.path)
    except CorpusError as error:
        assert "`" in str(error) and "\n" not in str(error)


CHANGES = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=6)


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, made in HEALTHY.items() for name in made])
@QUICK
@given(CHANGES, st.floats(0.3, 1))
def test_damage_is_said_in_words_and_leads_nowhere(tmp_path, kind, name, changes, share):
    data = bytearray(HEALTHY[kind][name])
    for place, value in changes:
        data[int(place * len(data))] = value
    path = tmp_path / "a.packed"
    path.write_bytes(data[: int(len(data) * share)] if share < 0.6 else data)
    require_told_or_read(kind, path)


@QUICK
@given(CHANGES)
def test_a_damaged_zip_file_is_said_in_words_and_leads_nowhere(tmp_path, changes):
    path = make_zip(tmp_path / "a.whl", FILES)
    data = bytearray(path.read_bytes())
    for place, value in changes:
        data[int(place * len(data))] = value
    path.write_bytes(data)
    require_told_or_read("pypi-wheel", path)
    require_told_or_read("pypi-sdist", path)


@QUICK
@given(st.binary(max_size=2000), st.sampled_from(["pypi-sdist", "pypi-wheel", "npm", "debian-binary"]))
def test_any_bytes_are_told_or_read(tmp_path, data, kind):
    path = tmp_path / "a.packed"
    path.write_bytes(data)
    require_told_or_read(kind, path)


@QUICK
@given(st.binary(min_size=1, max_size=99).filter(lambda name: b"\0" not in name))
def test_any_name_becomes_a_path_that_leads_nowhere(tmp_path, name):
    path = tmp_path / "a.tar"
    path.write_bytes(raw_header(name, 1) + padded(b"1") + raw_header(b"other/x", 0) + END)
    require_told_or_read("pypi-sdist", path)
