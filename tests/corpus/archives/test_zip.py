"""A zip file is a stranger's file: its table of contents must be believable before a member is read."""

import struct
import zipfile
import zlib

import pytest

from tests.corpus.archives.building import make_zip, read, reasons, refusal, texts

WHEEL = "pypi-wheel"
FILES = {
    "app/__init__.py": b"x = 1\n" * 50,
    "app/empty.py": b"",
    "app-1.0.dist-info/METADATA": b"Name: app\n",
}


def patched(path, old, new, count=1):
    """The file with some bytes changed."""
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new, count))
    return path


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_wheel_is_read_under_its_own_names(tmp_path, compression):
    assert texts(WHEEL, make_zip(tmp_path / "app.whl", FILES, compression)) == FILES


def test_an_sdist_that_is_a_zip_file_loses_its_folder(tmp_path):
    path = make_zip(tmp_path / "app-1.0.zip", {"app-1.0/a.py": b"1", "app-1.0/b/c.py": b"2"})
    assert texts("pypi-sdist", path) == {"a.py": b"1", "b/c.py": b"2"}


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/../../x", "C:\\x", "a\\..\\x", "a\x07b", "a\u202eb"])
def test_a_path_that_leads_out_or_hides_itself_comes_without_data(tmp_path, name):
    path = make_zip(tmp_path / "a.whl", {"good": b"1", name: b"evil"})
    assert list(reasons(WHEEL, path).values()) == ["unsafe name"]
    assert not any(part == ".." for path in read(WHEEL, path) for part in path.split("/"))


def test_a_zero_byte_does_not_cut_a_name(tmp_path):
    path = patched(make_zip(tmp_path / "a.whl", {"a.pyXb": b"1"}), b"a.pyXb", b"a.py\0b", 2)
    assert reasons(WHEEL, path) == {"a.py%00b": "unsafe name"}


def test_names_in_utf8_without_a_flag_that_says_so_are_read(tmp_path):
    path = patched(make_zip(tmp_path / "a.whl", {"cafXX.py": b"1"}), b"XX", "é".encode(), 2)
    assert texts(WHEEL, path) == {"café.py": b"1"}


@pytest.mark.parametrize(("mode", "why"), [(0o120777, "link"), (0o020666, "no file"), (0o010666, "no file")])
def test_links_and_devices_come_without_data(tmp_path, mode, why):
    path = tmp_path / "a.whl"
    member = zipfile.ZipInfo("odd")
    member.external_attr = mode << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, "/etc/passwd")
    assert reasons(WHEEL, path) == {"odd": why}


def test_of_two_members_with_one_path_the_first_counts(tmp_path):
    path = tmp_path / "a.whl"
    with zipfile.ZipFile(path, "w") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("a", "1")
        archive.writestr("a", "2")
    assert texts(WHEEL, path) == {"a": b"1", "a%2": None}


def test_encrypted_members_come_without_data(tmp_path):
    path = make_zip(tmp_path / "a.whl", {"a": b"1"}, zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    path.write_bytes(data)
    assert reasons(WHEEL, path) == {"a": "encrypted"}


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_compressions_that_no_index_has_come_without_data(tmp_path, compression):
    path = make_zip(tmp_path / "a.whl", {"a": b"1"}, compression)
    assert reasons(WHEEL, path) == {"a": "unknown compression"}


def test_a_member_over_the_limit_is_not_unpacked(tmp_path):
    path = make_zip(tmp_path / "a.whl", {"big": bytes(100_000), "small": b"1"})
    assert reasons(WHEEL, path, max_member_bytes=10) == {"big": "too large"}


def test_archives_inside_are_files(tmp_path):
    inner = make_zip(tmp_path / "in.zip", FILES).read_bytes()
    assert texts(WHEEL, make_zip(tmp_path / "a.whl", {"in.zip": inner})) == {"in.zip": inner}


def test_a_bomb_is_refused_before_anything_is_unpacked(tmp_path):
    path = make_zip(tmp_path / "a.whl", {f"{i}": bytes(1_000_000) for i in range(5)})
    assert refusal(WHEEL, path, max_unpacked_bytes=3_000_000) == "`a.whl` unpacks to more than 3000000 bytes"
    assert "like a bomb" in refusal(WHEEL, path, always_unpacked_bytes=100_000)


def test_too_many_members_are_refused_before_their_table_is_read(tmp_path):
    path = make_zip(tmp_path / "a.whl", {f"{i}": b"" for i in range(50)})
    assert refusal(WHEEL, path, max_members=49) == "`a.whl` has more than 49 members"


def test_members_that_share_bytes_are_refused(tmp_path):
    path = make_zip(tmp_path / "a.whl", {"a": b"1" * 100, "b": b"2" * 100}, zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    second = data.rindex(b"PK\1\2")
    data[second + 42 : second + 46] = struct.pack("<L", 0)
    path.write_bytes(data)
    assert refusal(WHEEL, path) == "`a.whl` has members that share bytes, from byte 0 on"


def test_a_member_that_reaches_over_the_next_is_refused(tmp_path):
    path = make_zip(tmp_path / "a.whl", {"a": b"1" * 100, "b": b"2" * 100}, zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    first = data.index(b"PK\1\2")
    data[first + 20 : first + 24] = struct.pack("<L", 200)
    path.write_bytes(data)
    assert "share bytes" in refusal(WHEEL, path)


@pytest.mark.parametrize("size", [99, 101, 3_000_000, 0])
def test_a_size_that_lies_is_refused(tmp_path, size):
    path = make_zip(tmp_path / "a.whl", {"a": b"1" * 100})
    data = bytearray(path.read_bytes())
    entry = data.index(b"PK\1\2")
    data[entry + 24 : entry + 28] = struct.pack("<L", size)
    path.write_bytes(data)
    assert "`a.whl`" in refusal(WHEEL, path)


def test_a_size_that_lies_with_a_checksum_to_match_gives_no_more_than_it_says(tmp_path):
    path = make_zip(tmp_path / "a.whl", {"a": b"1" * 1_000_000})
    data = bytearray(path.read_bytes())
    entry = data.index(b"PK\1\2")
    data[entry + 16 : entry + 20] = struct.pack("<L", zlib.crc32(b"1" * 10))
    data[entry + 24 : entry + 28] = struct.pack("<L", 10)
    path.write_bytes(data)
    assert texts(WHEEL, path) == {"a": b"1" * 10}


def test_a_zip64_size_that_lies_is_too_much(tmp_path):
    path = tmp_path / "a.whl"
    with zipfile.ZipFile(path, "w") as archive, archive.open("a", "w", force_zip64=True) as file:
        file.write(b"1" * 100)
    data = bytearray(path.read_bytes())
    entry = data.index(b"PK\1\2")
    extra = struct.pack("<HHQ", 1, 8, 1 << 60)
    end = data.index(b"PK\5\6")
    data[entry + 24 : entry + 28] = b"\xff" * 4
    data[entry + 30 : entry + 32] = struct.pack("<H", len(extra))
    size = struct.unpack_from("<L", data, end + 12)[0]
    data[end + 12 : end + 16] = struct.pack("<L", size + len(extra))
    data[end:end] = extra
    path.write_bytes(data)
    assert refusal(WHEEL, path) == "`a.whl` unpacks to more than 4000000000 bytes"


def test_a_wrong_checksum_is_refused_with_the_place(tmp_path):
    path = patched(make_zip(tmp_path / "a.whl", {"a": b"hello"}, zipfile.ZIP_STORED), b"hello", b"hallo")
    assert refusal(WHEEL, path) == "`a.whl` is damaged at the member of byte 0: bad crc-32 for file 'a'"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_a_cut_file_is_refused(tmp_path, share):
    path = make_zip(tmp_path / "a.whl", FILES)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    assert refusal(WHEEL, path).startswith("`a.whl` ")


def test_garbage_after_the_end_is_refused(tmp_path):
    path = make_zip(tmp_path / "a.whl", FILES)
    path.write_bytes(path.read_bytes() + b"garbage")
    assert refusal(WHEEL, path) == "`a.whl` holds more after its end"
