"""A tar is a stranger's file: it is read front to back, and what is odd about it is said."""

import bz2
import gzip
import io
import lzma
import tarfile
import zlib

import pytest
import zstandard

from tests.corpus.archives.building import (
    END,
    info,
    make_tar,
    padded,
    raw_header,
    read,
    reasons,
    refusal,
    tar_bytes,
    texts,
)

FILES = {"app-1.0/README": b"hello\n", "app-1.0/src/main.py": b"print(1)\n", "app-1.0/empty": b""}
PLAIN = {"README": b"hello\n", "src/main.py": b"print(1)\n", "empty": b""}
SDIST = "pypi-sdist"

PACKERS = {
    "nothing": bytes,
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "lzma": lambda data: lzma.compress(data, lzma.FORMAT_ALONE),
    "zstd": zstandard.compress,
}


@pytest.mark.parametrize("packer", PACKERS)
def test_a_tar_is_read_whatever_packed_it(tmp_path, packer):
    path = tmp_path / "app-1.0.tar.packed"
    path.write_bytes(PACKERS[packer](tar_bytes(FILES, mode="w")))
    assert texts(SDIST, path) == PLAIN


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_long_paths_are_read_in_every_format(tmp_path, form):
    folder = "a" * 60
    name = f"{folder}/{'b' * 80}/" + "c" * (60 if form == tarfile.USTAR_FORMAT else 250)
    path = make_tar(tmp_path / "a.tar.gz", {name: b"1", f"{folder}/x": b"2"}, form=form)
    assert texts(SDIST, path) == {name.removeprefix(f"{folder}/"): b"1", "x": b"2"}


def test_pieces_packed_one_after_the_other_are_one_archive(tmp_path):
    whole = tar_bytes(FILES, mode="w")
    path = tmp_path / "a.tar.xz"
    path.write_bytes(lzma.compress(whole[:700]) + bytes(8) + lzma.compress(whole[700:]))
    assert texts(SDIST, path) == PLAIN


def test_without_one_folder_around_everything_nothing_is_taken_off(tmp_path):
    files = {"include/a.h": b"1", "src/a.c": b"2"}
    assert texts(SDIST, make_tar(tmp_path / "a.tar.gz", files)) == files
    beside = {"app/a.c": b"1", "README": b"2"}
    assert texts(SDIST, make_tar(tmp_path / "b.tar.gz", beside)) == beside


def test_npm_tarballs_lose_their_folder_whatever_it_is_called(tmp_path):
    path = make_tar(tmp_path / "node-1.0.tgz", {"node/index.d.ts": b"1", "node/fs/promises.d.ts": b"2"})
    assert texts("npm", path) == {"index.d.ts": b"1", "fs/promises.d.ts": b"2"}


UNSAFE = {
    "../outside": "%2E%2E/outside",
    "app/../../etc/passwd": "app/%2E%2E/%2E%2E/etc/passwd",
    "/etc/passwd": "%2Fetc/passwd",
    "C:/windows": "C%3A/windows",
    "app\\..\\x": "app%5C..%5Cx",
    "app/a\nb": "app/a%0Ab",
    "app/\x1b[31m": "app/%1B[31m",
    "app/\u202egpj.exe": "app/%E2%80%AEgpj.exe",
    "..": "%2E%2E",
}


@pytest.mark.parametrize("name", UNSAFE)
def test_a_path_that_leads_out_or_hides_itself_comes_without_data(tmp_path, name):
    path = make_tar(tmp_path / "a.tar.gz", {"app/good": b"1", name: b"evil"})
    got = reasons(SDIST, path)
    assert list(got.values()) == ["unsafe name"]
    assert UNSAFE[name].removeprefix("app/") in next(iter(got))
    assert texts(SDIST, path)["good"] == b"1"


@pytest.mark.parametrize("name", [b"r\xe9sum\xe9", b"\xff\xfe", b""])
def test_a_name_that_is_not_utf8_or_nothing_comes_without_data(tmp_path, name):
    path = tmp_path / "a.tar"
    path.write_bytes(raw_header(name, 1) + padded(b"x") + raw_header(b"app/b", 1) + padded(b"y") + END)
    assert next(iter(read(SDIST, path).values())).why == "unsafe name"
    assert texts(SDIST, path)["b"] == b"y"


def test_a_zero_byte_in_a_pax_path_does_not_cut_it(tmp_path):
    path = make_tar(tmp_path / "a.tar.gz", {}, more=[info("x", pax_headers={"path": "a.py\0.exe"})])
    assert reasons(SDIST, path) == {"a.py%00.exe": "unsafe name"}


@pytest.mark.parametrize("target", ["main.py", "/etc/passwd", "../../../etc/passwd"])
@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE])
def test_links_are_recorded_and_not_followed(tmp_path, kind, target):
    link = info("app/link", type=kind, linkname=target)
    path = make_tar(tmp_path / "a.tar.gz", {"app/main.py": b"1"}, more=[link])
    assert reasons(SDIST, path) == {"link": "link"}


def test_a_file_below_a_link_is_a_file_of_the_archive_alone(tmp_path):
    link = info("app/out", type=tarfile.SYMTYPE, linkname="/tmp")
    path = tmp_path / "a.tar"
    path.write_bytes(link.tobuf() + raw_header(b"app/out/x", 1) + padded(b"1") + END)
    assert texts(SDIST, path) == {"out": None, "out/x": b"1"}


@pytest.mark.parametrize("kind", [tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE])
def test_devices_and_pipes_are_no_files(tmp_path, kind):
    path = make_tar(tmp_path / "a.tar.gz", {"app/x": b"1"}, more=[info("app/zero", type=kind)])
    assert reasons(SDIST, path) == {"zero": "no file"}


def test_of_two_files_with_one_path_the_first_counts(tmp_path):
    path = tmp_path / "a.tar"
    twice = [raw_header(b"app/a", 1) + padded(data) for data in (b"1", b"2", b"3")]
    path.write_bytes(b"".join(twice) + raw_header(b"app/A", 1) + padded(b"4") + END)
    assert texts(SDIST, path) == {"a": b"1", "a%2": None, "a%3": None, "A": b"4"}
    assert set(reasons(SDIST, path).values()) == {"duplicate"}


def test_a_member_over_the_limit_is_counted_and_never_in_memory(tmp_path):
    path = make_tar(tmp_path / "a.tar.gz", {"app/big": bytes(3_000_000), "app/small": b"1"})
    member = read(SDIST, path, max_member_bytes=10)["big"]
    assert (member.why, member.size_bytes) == ("too large", 3_000_000)
    assert texts(SDIST, path, max_member_bytes=10)["small"] == b"1"


def test_archives_inside_are_files(tmp_path):
    inner = tar_bytes(FILES)
    assert texts(SDIST, make_tar(tmp_path / "a.tar.gz", {"app/in.tar.gz": inner})) == {"in.tar.gz": inner}


def test_a_bomb_is_refused_by_its_size(tmp_path):
    path = make_tar(tmp_path / "a.tar.gz", {"app/zeros": bytes(2_000_000)})
    assert refusal(SDIST, path, max_unpacked_bytes=1_000_000) == (
        "`a.tar.gz` unpacks to more than 1000000 bytes"
    )


@pytest.mark.parametrize("packer", ["gzip", "bzip2", "xz", "zstd"])
def test_a_bomb_is_refused_by_its_ratio(tmp_path, packer):
    path = tmp_path / "a.tar"
    path.write_bytes(PACKERS[packer](tar_bytes({"app/zeros": bytes(4_000_000)}, mode="w")))
    assert refusal(SDIST, path, always_unpacked_bytes=100_000, max_ratio=50).startswith(
        f"`a.tar` unpacks like a bomb: {path.stat().st_size} packed bytes became more than 1"
    )


def test_a_bomb_after_the_end_is_refused_too(tmp_path):
    path = tmp_path / "a.tar.gz"
    path.write_bytes(gzip.compress(tar_bytes(FILES, mode="w") + bytes(4_000_000)))
    assert "unpacks to more than" in refusal(SDIST, path, max_unpacked_bytes=1_000_000)


def test_too_many_members_are_refused_folders_included(tmp_path):
    folders = [info(f"app/{i}", type=tarfile.DIRTYPE) for i in range(20)]
    path = make_tar(tmp_path / "a.tar.gz", FILES, more=folders)
    assert refusal(SDIST, path, max_members=10) == "`a.tar.gz` has more than 10 members"


def test_a_path_over_the_limit_is_unsafe_and_is_cut(tmp_path):
    path = make_tar(tmp_path / "a.tar.gz", {"x/" * 20_000 + "y": b"1", "x/z": b"2"})
    (long,) = reasons(SDIST, path)
    assert len(long) <= 200


@pytest.mark.parametrize("kind", [b"x", b"L"])
def test_an_extended_header_over_the_limit_is_refused_unread(tmp_path, kind):
    path = tmp_path / "a.tar"
    path.write_bytes(raw_header(b"h", 8**10, kind) + END)
    assert refusal(SDIST, path) == (
        "`a.tar` is no tar at unpacked byte 0: an extended header has 1073741824 bytes, the limit is 65536"
    )


@pytest.mark.parametrize(
    "records", [b"1 1 1 1 1 1=x\n", b"99 path=x\n", b"11 path=ab", b"9" * 5000 + b" a=b\n", b"9 pathabc\n"]
)
def test_pax_records_of_another_form_are_refused(tmp_path, records):
    path = tmp_path / "a.tar"
    path.write_bytes(raw_header(b"h", len(records), b"x") + padded(records) + END)
    assert refusal(SDIST, path).endswith("a pax record is not of the form `LENGTH KEY=VALUE`")


@pytest.mark.parametrize("size", [b"-5", b"x", b"9" * 40])
def test_a_pax_size_that_is_none_is_refused(tmp_path, size):
    record = b" size=" + size + b"\n"
    record = str(len(record) + 2).encode() + record
    path = tmp_path / "a.tar"
    path.write_bytes(raw_header(b"h", len(record), b"x") + padded(record) + raw_header(b"a", 0) + END)
    assert "pax record" in refusal(SDIST, path)


@pytest.mark.parametrize(
    "field", [b"\xff" + b"\xff" * 11, b"-0000000001\0", b"9" * 11 + b"\0", b"\x80" + b"\xff" * 11]
)
def test_a_size_that_no_file_can_have_is_refused(tmp_path, field):
    path = tmp_path / "a.tar"
    path.write_bytes(raw_header(b"app/a", 0, size_field=field) + END)
    assert refusal(SDIST, path).startswith("`a.tar` is no tar at unpacked byte 0: a header")


def test_a_size_beyond_the_end_is_refused_with_the_place(tmp_path):
    path = tmp_path / "a.tar"
    path.write_bytes(raw_header(b"app/a", 10_000) + END)
    assert refusal(SDIST, path) == "`a.tar` ends at unpacked byte 1536, its member 9216 bytes later"


def test_a_sparse_file_comes_without_data_however_it_is_written(tmp_path):
    old = bytearray(raw_header(b"app/old", 512, b"S"))
    old[482] = 1
    old[148:156] = b"%06o\0 " % (sum(old) - sum(old[148:156]) + 8 * 32)
    more = bytearray(512)
    record = b"22 GNU.sparse.major=1\n"
    named = b" GNU.sparse.name=app/new\n"
    record += str(len(named) + 2).encode() + named
    path = tmp_path / "a.tar"
    path.write_bytes(
        bytes(old) + bytes(more) + padded(b"x" * 512)
        + raw_header(b"h", len(record), b"x") + padded(record)
        + raw_header(b"app/GNUSparse.0/new", 512) + bytes(512)
        + raw_header(b"app/after", 1) + padded(b"1") + END
    )  # fmt: skip
    assert texts(SDIST, path) == {"old": None, "new": None, "after": b"1"}
    assert set(reasons(SDIST, path).values()) == {"sparse"}


def test_a_sparse_map_without_end_is_refused(tmp_path):
    old = bytearray(raw_header(b"app/old", 512, b"S"))
    old[482] = 1
    old[148:156] = b"%06o\0 " % (sum(old) - sum(old[148:156]) + 8 * 32)
    path = tmp_path / "a.tar"
    path.write_bytes(bytes(old) + b"\1" * 512 * 10)
    assert refusal(SDIST, path) == "`a.tar` ends at unpacked byte 5632, its member 512 bytes later"


@pytest.mark.parametrize("packer", ["gzip", "bzip2", "xz", "zstd", "nothing"])
@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_cut_archive_is_refused(tmp_path, packer, share):
    packed = PACKERS[packer](tar_bytes({"app/a": bytes(range(256)) * 40}, mode="w"))
    packed = packed[: int(len(packed) * share)] if packer != "nothing" else packed[: int(10_752 * share)]
    path = tmp_path / "a.tar"
    path.write_bytes(packed)
    assert refusal(SDIST, path).startswith("`a.tar` ")


def test_a_tar_without_its_end_is_refused(tmp_path):
    path = tmp_path / "a.tar"
    path.write_bytes(raw_header(b"app/a", 1) + padded(b"1"))
    assert refusal(SDIST, path) == "`a.tar` is damaged at unpacked byte 1024: the file ends inside a header"


def test_a_wrong_checksum_of_the_packed_data_is_refused(tmp_path):
    packed = bytearray(tar_bytes(FILES))
    packed[-8] ^= 1
    path = tmp_path / "a.tar.gz"
    path.write_bytes(packed)
    assert "damaged after" in refusal(SDIST, path)


@pytest.mark.parametrize("packer", ["gzip", "bzip2", "xz", "zstd"])
def test_garbage_after_the_packed_data_is_refused(tmp_path, packer):
    path = tmp_path / "a.tar"
    path.write_bytes(PACKERS[packer](tar_bytes(FILES, mode="w")) + b"garbage")
    assert "damaged after" in refusal(SDIST, path)


def test_files_after_the_end_of_the_tar_are_refused(tmp_path):
    path = tmp_path / "a.tar.gz"
    path.write_bytes(gzip.compress(tar_bytes(FILES, mode="w") * 2))
    assert refusal(SDIST, path).startswith("`a.tar.gz` holds more after its end")


def test_an_xz_file_that_asks_for_gigabytes_is_refused(tmp_path):
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 20}]
    packed = bytearray(lzma.compress(tar_bytes(FILES, mode="w"), filters=filters))
    # The block header: its size, flags, the filter's id, the size of its properties, the dictionary's size.
    packed[16] = 40  # 4 GiB - 1
    size = (packed[12] + 1) * 4
    packed[12 + size - 4 : 12 + size] = zlib.crc32(packed[12 : 12 + size - 4]).to_bytes(4, "little")
    path = tmp_path / "a.tar.xz"
    path.write_bytes(packed)
    assert "memory" in refusal(SDIST, path)


@pytest.mark.parametrize(
    "data", [b"", b"x", b"no tar at all" * 100, b"\x1f\x8b", b"BZh9", b"\xfd7zXZ\0", b"PK"]
)
def test_what_is_no_archive_is_refused(tmp_path, data):
    path = tmp_path / "a.tar"
    path.write_bytes(data)
    assert refusal(SDIST, path).startswith("`a.tar` ")


def test_a_missing_archive_is_refused(tmp_path):
    assert refusal(SDIST, tmp_path / "none.tar.gz").startswith("an archive cannot be read: ")


def test_one_kind_of_archive_is_one_file(tmp_path):
    paths = [make_tar(tmp_path / name, FILES) for name in ("a.tgz", "b.tgz")]
    assert refusal("npm", *paths) == "`npm` is one archive, got 2"


@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_a_long_name_that_its_header_cuts_behind_a_slash_is_still_a_file_s(tmp_path, form):
    name = "d" * 99 + "/file.py"
    path = make_tar(tmp_path / "a.tar.gz", {name: b"1", "beside": b""}, form=form)
    assert texts(SDIST, path) == {name: b"1", "beside": b""}


def test_headers_are_read_as_tarfile_reads_them(tmp_path):
    long = {"app/" + "d" * n + "/" + "é" * n: b"x" * n for n in (1, 60, 99, 100, 120)}
    for form in (tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
        data = tar_bytes(long, mode="w", form=form)
        path = tmp_path / "a.tar"
        path.write_bytes(data)
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            expected = {m.name.removeprefix("app/"): archive.extractfile(m).read() for m in archive}
        assert texts(SDIST, path) == expected
