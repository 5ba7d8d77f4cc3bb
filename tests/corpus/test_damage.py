"""A folder of a corpus that somebody or something has damaged, and folders that are none."""

import json
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from llamita.corpus.places import Places
from llamita.corpus.shards.reader import Shards
from llamita.errors import CorpusError, FetchError, RequestError
from tests.corpus.building import MIT, SmallCorpus

STAGES = ("files", "license", "quality", "exact", "near", "redact", "decontaminate", "opt-out", "tokens")


def damage_nothing(path):
    path.unlink()


def damage_cut(path):
    path.write_bytes(path.read_bytes()[:-20])


def damage_garbage(path):
    path.write_bytes(b"\xff\x00 garbage" * 40)


def damage_empty(path):
    path.write_bytes(b"")


def damage_flip(path):
    """A byte in the middle of the data."""
    data = bytearray(path.read_bytes())
    data[len(data) // 4] ^= 0x10
    path.write_bytes(data)


def damage_foreign(path):
    pq.write_table(pa.table({"other": [1, 2, 3]}), path)


DAMAGES = [damage_nothing, damage_cut, damage_garbage, damage_empty, damage_flip, damage_foreign]


def until_built(corpus):
    """Build, and do what the errors say, until it is built; gives the summary and the errors."""
    told = []
    for _ in range(5):
        try:
            return corpus.build(), told
        except CorpusError as error:
            told.append(error)
            assert error.hint.startswith("remove it and build again"), error.hint
            path = Path(str(error).split("`")[1])
            assert corpus.root in path.parents
            path.unlink()
    raise AssertionError(told)


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("stage", STAGES)
def test_a_damaged_table_is_made_again_or_named_and_the_id_stays(corpus, whole, stage, damage):
    damage(Places(corpus.root).part(stage, "alpha.0000"))
    summary, told = until_built(corpus)
    assert summary == whole.summary
    assert len(told) <= 1
    if damage is damage_nothing:
        assert told == []
    assert corpus.entry("alpha/src/own.py").is_in


def test_tables_that_are_all_right_and_of_another_part_are_refused(corpus):
    places = Places(corpus.root)
    shutil.copy(places.part("license", "gamma.0000"), places.part("license", "beta.0000"))
    with pytest.raises(
        CorpusError, match=r"`.*license/beta.0000.parquet` is the table of `license/gamma.0000`"
    ):
        corpus.build()


@pytest.mark.parametrize("stage", [*STAGES, "shards"])
@pytest.mark.parametrize("what", ["folder", "done.json", "started.json", "garbage", "list", "tables"])
def test_whatever_a_stage_has_lost_is_made_again(corpus, whole, stage, what):
    folder = corpus.root / "stages" / stage
    if what == "folder":
        shutil.rmtree(folder)
    elif what == "tables":
        for path in folder.glob("*.parquet"):
            path.unlink()
    elif what in {"garbage", "list"}:
        for name in ("done.json", "started.json"):
            (folder / name).write_text({"garbage": "{", "list": "[1]"}[what])
    else:
        (folder / what).unlink(missing_ok=True)
    assert corpus.build() == whole.summary
    assert corpus.entry("alpha/src/own.py").is_in


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"fingerprint": 5}', "\0\0\0"])
@pytest.mark.parametrize("name", ["projects/alpha.json", "built.json", "manifest.json", "recipe.lock.json"])
def test_a_damaged_json_file_is_made_again(corpus, whole, name, text):
    (corpus.root / name).write_text(text)
    assert corpus.build() == whole.summary
    assert Places(corpus.root).read_built()["parts"] == ["alpha.0000", "beta.0000", "gamma.0000"]


def test_a_project_whose_parts_are_no_list_is_read_again(corpus, whole):
    path = corpus.root / "projects/alpha.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "parts": 5}))
    assert corpus.build() == whole.summary


@pytest.mark.parametrize(
    "change",
    [{"parts": 5}, {"parts": [5]}, {"tools": []}, {"tools": {"a": 1}}, {"benchmarks": None}],
)
def test_notes_of_another_version_are_an_error_that_says_what_to_do(corpus, change):
    path = corpus.root / "built.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    with pytest.raises(CorpusError, match=r"built.json` is damaged, or of another version") as caught:
        corpus.ledger()
    assert "llamita corpus build" in caught.value.hint


@pytest.mark.parametrize("how", ["deleted", "flipped", "cut", "no catalog", "catalog"])
def test_damaged_shards_are_made_anew(corpus, whole, how):
    shards = corpus.root / "shards"
    tokens = next(shards.glob("tokens-*"))
    if how == "deleted":
        shutil.rmtree(shards)
    elif how == "flipped":
        damage_flip(tokens)
    elif how == "cut":
        damage_cut(tokens)
    elif how == "no catalog":
        (shards / "shards.json").unlink()
    else:
        (shards / "shards.json").write_text("{}")
    assert corpus.build() == whole.summary
    Shards.open(shards).verify()


def test_what_a_process_that_was_killed_has_left_is_removed_and_a_persons_files_are_not(corpus, whole):
    drafts = [".shards.7.part", "stages/files/.alpha.0000.parquet.0123abcd", ".card.md.89abcdef"]
    for name in drafts:
        (corpus.root / name).write_text("half")
    (corpus.root / ".git").mkdir()
    (corpus.root / ".gitignore").write_text("stages\n")
    assert corpus.build() == whole.summary
    assert sorted(path.name for path in corpus.root.rglob(".*")) == [".git", ".gitignore"]


def test_a_folder_of_somebody_else_is_left_alone(corpus, tmp_path):
    Places(corpus.root).require_free_for("small")
    Places(tmp_path / "new").require_free_for("small")
    with pytest.raises(RequestError, match="is the corpus of recipe `small`, not of `other`"):
        Places(corpus.root).require_free_for("other")
    (tmp_path / "mine/shards").mkdir(parents=True)
    with pytest.raises(RequestError, match="is no corpus, and holds `shards`"):
        Places(tmp_path / "mine").require_free_for("small")
    (tmp_path / "file").touch()
    with pytest.raises(FetchError, match="not a directory"):
        Places(tmp_path / "file").require_free_for("small")
    begun = tmp_path / "begun"
    begun.mkdir()
    (begun / "recipe.toml").touch()
    (begun / ".lock.json.01234567").touch()
    Places(begun).require_free_for("small")


def test_a_corpus_that_is_being_changed_is_not_finished(corpus, monkeypatch):
    shutil.rmtree(corpus.root / "stages/quality")
    monkeypatch.setattr("llamita.corpus.stages.quality.judge", lambda *_: pytest.fail("stop here"))
    with pytest.raises(pytest.fail.Exception):
        corpus.build()
    with pytest.raises(CorpusError, match="is not finished"):
        corpus.ledger()
    assert not Places(corpus.root).manifest.exists()


def test_a_new_license_is_seen_by_a_second_build_in_the_same_process(sources, tmp_path):
    shutil.copytree(sources, tmp_path / "sources")
    corpus = SmallCorpus(tmp_path / "sources", tmp_path / "corpus")
    corpus.build()
    assert corpus.entry("gamma/own.py").rule == "no license found"
    (tmp_path / "sources/gamma/LICENSE").write_text(MIT.format(who="gamma"))
    corpus.build()
    assert corpus.entry("gamma/own.py").is_in
