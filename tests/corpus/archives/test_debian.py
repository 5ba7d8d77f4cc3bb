"""Debian packages: several tarballs become one tree, as dpkg makes it, patches not applied."""

import gzip
import tarfile

import pytest
import zstandard

from tests.corpus.archives.building import ar_bytes, info, make_tar, reasons, refusal, tar_bytes, texts

SOURCE, BINARY = "debian-source", "debian-binary"


def test_packaging_and_sources_become_one_tree(tmp_path):
    paths = [
        make_tar(tmp_path / "app_1.0.orig.tar.gz", {"app-1.0/main.c": b"1", "app-1.0/debian/rules": b"old"}),
        make_tar(
            tmp_path / "app_1.0-1.debian.tar.xz",
            {"debian/rules": b"new", "debian/copyright": b"c"},
            mode="w:xz",
        ),
        tmp_path / "app_1.0-1.dsc",
        tmp_path / "app_1.0.orig.tar.gz.asc",
    ]
    for path in paths[2:]:
        path.write_text("not read")
    assert texts(SOURCE, *paths) == {
        "debian/rules": b"new",
        "debian/copyright": b"c",
        "main.c": b"1",
        "debian/rules%2": None,
    }
    assert reasons(SOURCE, *paths) == {"debian/rules%2": "replaced"}


def test_components_replace_the_folder_of_their_name(tmp_path):
    paths = [
        make_tar(tmp_path / "app_1.0.orig.tar.gz", {"app/main.c": b"1", "app/types/old.ts": b"old"}),
        make_tar(
            tmp_path / "app_1.0.orig-types.tar.gz", {"types-2/index.d.ts": b"2", "types-2/a/b.ts": b"3"}
        ),
        make_tar(tmp_path / "app_1.0-1.debian.tar.gz", {"debian/copyright": b"c"}),
    ]
    assert texts(SOURCE, *paths) == {
        "debian/copyright": b"c",
        "types/index.d.ts": b"2",
        "types/a/b.ts": b"3",
        "main.c": b"1",
        "types/old.ts%2": None,
    }


def test_a_native_package_is_one_tarball(tmp_path):
    path = make_tar(tmp_path / "app_1.0.tar.bz2", {"app/a": b"1", "app/debian/copyright": b"c"}, mode="w:bz2")
    assert texts(SOURCE, path) == {"a": b"1", "debian/copyright": b"c"}


DIFF = b"""\
--- app-1.0.orig/main.c
+++ app-1.0/main.c
@@ -1,2 +1,2 @@
-int old;
+++ app-1.0/debian/trap
 }
--- app-1.0.orig/debian/copyright
+++ app-1.0/debian/copyright
@@ -0,0 +1,3 @@
+Files: *
+
+License: MIT
--- /dev/null
+++ app-1.0/debian/compat
@@ -0,0 +1 @@
+7
\\ No newline at end of file
--- app-1.0.orig/new.c
+++ app-1.0/new.c
@@ -0,0 +1,1 @@
+int x;
"""


def test_of_a_diff_the_new_files_below_debian_are_read(tmp_path):
    original = make_tar(tmp_path / "app_1.0.orig.tar.gz", {"app-1.0/main.c": b"int old;\n}\n"})
    diff = tmp_path / "app_1.0-1.diff.gz"
    diff.write_bytes(gzip.compress(DIFF))
    assert texts(SOURCE, original, diff) == {
        "debian/copyright": b"Files: *\n\nLicense: MIT\n",
        "debian/compat": b"7",
        "main.c": b"int old;\n}\n",
    }


@pytest.mark.parametrize("name", [b"debian/../../x", b"debian/a\\b"])
def test_a_path_of_a_diff_that_leads_out_comes_without_data(tmp_path, name):
    diff = tmp_path / "app_1.0-1.diff.gz"
    diff.write_bytes(gzip.compress(DIFF.replace(b"debian/compat", name)))
    assert list(reasons(SOURCE, diff).values()) == ["unsafe name"]


@pytest.mark.parametrize("end", [b"int old", b"+License", b"+7"])
def test_a_cut_diff_is_refused(tmp_path, end):
    diff = tmp_path / "app_1.0-1.diff.gz"
    diff.write_bytes(gzip.compress(DIFF[: DIFF.index(end)]))
    assert refusal(SOURCE, diff).endswith("its hunk is too short")
    diff.write_bytes(gzip.compress(DIFF)[:-20])
    assert "damaged after" in refusal(SOURCE, diff)


def test_a_diff_of_one_long_line_is_bounded(tmp_path):
    diff = tmp_path / "app_1.0-1.diff.gz"
    diff.write_bytes(gzip.compress(b"+++ a/debian/x\n@@ -0,0 +1 @@\n+" + b"a" * 6_000_000 + b"\n"))
    assert "damaged" in refusal(SOURCE, diff)


@pytest.mark.parametrize("name", ["a.zip", "app_1.0.orig.tar", "app.exe"])
def test_a_file_without_place_in_a_source_package_is_refused(tmp_path, name):
    (tmp_path / name).touch()
    assert refusal(SOURCE, tmp_path / name) == f"`{name}` is no file of a Debian source package"


def test_two_main_tarballs_are_refused(tmp_path):
    paths = [make_tar(tmp_path / name, {"a/b": b""}) for name in ("a_1.orig.tar.gz", "b_1.orig.tar.gz")]
    assert refusal(SOURCE, *paths).startswith("these are not the files of one Debian source package: ")


def test_limits_hold_for_all_tarballs_together(tmp_path):
    paths = [
        make_tar(tmp_path / f"app_1.0.orig{part}.tar.gz", {f"app/{i}": b"" for i in range(6)})
        for part in ("", "-one", "-two")
    ]
    assert len(texts(SOURCE, *paths, max_members=18)) == 18
    assert refusal(SOURCE, *paths, max_members=17) == "`app_1.0.orig.tar.gz` has more than 17 members"


@pytest.mark.parametrize("packer", [gzip.compress, zstandard.compress, bytes])
def test_a_binary_package_is_its_files_and_what_is_about_them(tmp_path, packer):
    link = info("./usr/share/doc/b", type=tarfile.SYMTYPE, linkname="a")
    data = packer(tar_bytes({"./usr/share/doc/a/copyright": b"c"}, mode="w", more=[link]))
    control = packer(tar_bytes({"./control": b"Package: a\n"}, mode="w"))
    path = tmp_path / "a_1_all.deb"
    path.write_bytes(ar_bytes({"debian-binary": b"2.0\n", "control.tar.x": control, "data.tar.x": data}))
    assert texts(BINARY, path) == {
        "DEBIAN/control": b"Package: a\n",
        "usr/share/doc/a/copyright": b"c",
        "usr/share/doc/b": None,
    }


def test_a_binary_package_without_files_is_refused(tmp_path):
    path = tmp_path / "a.deb"
    path.write_bytes(ar_bytes({"debian-binary": b"2.0\n", "control.tar": tar_bytes({}, mode="w")}))
    assert refusal(BINARY, path).endswith("it must hold a control.tar and a data.tar")


@pytest.mark.parametrize("parts", [b"", b"!<arch>\nx", b"!<arch>\n" + b"x" * 60])
def test_what_is_no_ar_file_is_refused(tmp_path, parts):
    path = tmp_path / "a.deb"
    path.write_bytes(parts)
    assert refusal(BINARY, path).startswith("`a.deb` is ")


def test_a_part_that_reaches_beyond_the_end_is_refused(tmp_path):
    path = tmp_path / "a.deb"
    path.write_bytes(ar_bytes({"debian-binary": b"2.0\n", "data.tar": bytes(2000)})[:-100])
    assert refusal(BINARY, path) == "`a.deb` is damaged at byte 72: no part of an `ar` file fits there"
