import os

import pytest

from llamita.errors import ArtifactError, RequestError
from llamita.files import folder as folders
from llamita.files.folder import Folder, NotText, digest, folder_of, standard_library


@pytest.fixture
def hostile(tmp_path):
    """A folder with three good files among everything that may stand in one."""
    root = tmp_path / "given"
    (root / "sub" / "deep").mkdir(parents=True)
    (root / "b.py").write_bytes(b"b = 1\r\n")
    (root / "a.py").write_text("a = 'é'\n", encoding="utf-8")
    (root / "sub" / "deep" / "c.txt").write_text("c")
    (root / "empty.py").write_bytes(b"")
    (root / "zero.bin").write_bytes(b"text\0text")
    (root / "latin.txt").write_bytes(b"na\xefve")
    (root / "loop").symlink_to(root)
    (root / "sub" / "up.py").symlink_to(root / "a.py")
    (root / "broken.py").symlink_to(root / "nothing")
    (tmp_path / "secret.txt").write_text("outside")
    (root / "outside.txt").symlink_to(tmp_path / "secret.txt")
    os.mkfifo(root / "pipe.py")
    with (root / "huge.txt").open("wb") as file:
        file.write(b"h" * 100)
        file.truncate(2**40)
    return Folder(root, "given")


def test_a_hostile_folder_gives_its_text_files_in_order_and_counts_the_rest(hostile):
    assert dict(hostile.texts(max_bytes=50)) == {
        "a.py": "a = 'é'\n",
        "b.py": "b = 1\r\n",
        "huge.txt": "h" * 50,
        "sub/deep/c.txt": "c",
    }
    assert hostile.left_out == {"link": 4, "too small": 1, "no file": 1, "not text": 2}
    assert hostile.counts()["left out: link"] == 4


def test_of_a_huge_file_no_more_is_read_than_was_asked_for(hostile):
    assert hostile.read("huge.txt", 10) == "h" * 10


def test_a_character_that_is_cut_is_left_out(hostile):
    assert hostile.read("a.py", 6) == "a = '"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("zero.bin", "not text"),
        ("latin.txt", "not text"),
        ("gone.py", "unreadable"),
        ("outside.txt", "unreadable"),
        ("pipe.py", "no file"),
        ("sub", "unreadable"),
    ],
)
def test_what_is_no_text_is_told_apart(hostile, name, why):
    with pytest.raises(NotText) as caught:
        hostile.read(name, 100)
    assert caught.value.why == why


def test_a_seed_shuffles_files_the_same_way_each_time(tmp_path):
    for index in range(20):
        (tmp_path / f"{index:02}.txt").write_text(str(index))
    folder = Folder(tmp_path, "numbers")
    first, second, other = ([name for name, _ in folder.texts(max_bytes=9, seed=s)] for s in (1, 1, 2))
    assert first == second != other
    assert sorted(first) == folder.files()


def test_files_are_taken_by_suffix_and_size(hostile):
    chosen = Folder(hostile.path, "given", suffixes=(".py",), without=("sub",))
    assert chosen.files(min_bytes=8) == ["a.py"]
    assert chosen.files() == ["a.py", "b.py"]


def test_a_walk_that_finds_too_much_is_an_error(hostile, monkeypatch):
    monkeypatch.setattr(folders, "MAX_ENTRIES", 5)
    with pytest.raises(ArtifactError, match="holds more than 5 names"):
        hostile.files()


def test_no_folder_is_an_error(tmp_path):
    with pytest.raises(RequestError, match="option `folder` must name a folder, got `.*nowhere`"):
        folder_of({"folder": str(tmp_path / "nowhere")})
    with pytest.raises(ArtifactError, match="cannot read the folder"):
        Folder(tmp_path / "nowhere", "nowhere").files()


def test_without_a_folder_it_is_the_standard_library_and_nothing_that_others_installed():
    library = folder_of({})
    files = library.files()
    assert library.name == standard_library().name
    assert library.path == standard_library().path
    assert {"ast.py", "json/decoder.py", "tokenize.py"} <= set(files)
    assert not [name for name in files if "site-packages" in name or not name.endswith(".py")]


def test_a_digest_names_files_and_what_they_say():
    assert digest({"a": "1", "b": "2"}) == digest({"b": "2", "a": "1"})
    assert len({digest({"a": "1"}), digest({"a": "2"}), digest({"b": "1"}), digest({"a1": ""})}) == 4
