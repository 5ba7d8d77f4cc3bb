import json
import shutil

import pytest

from llamita.corpus.places import Places, read_table
from llamita.corpus.record.manifest import Manifest
from llamita.corpus.runner.daft_runner import DaftRunner
from llamita.corpus.shards.reader import Shards
from llamita.corpus.shards.tokenizing import open_tokenizer
from llamita.errors import CorpusError
from tests.corpus.building import KEY, SmallCorpus, write_folders

EXPECTED = {
    "alpha/src/own.py": None,
    "alpha/src/shared.py": None,
    "alpha/src/near.py": None,
    "alpha/src/secret.py": None,
    "alpha/README.md": None,
    "beta/own.py": None,
    "alpha/logo.png": "binary",
    "alpha/src/gpl.py": "licenses disagree",
    "alpha/src/generated.py": "generated",
    "alpha/data.json": "data",
    "beta/copied.py": "exact duplicate",
    "beta/nearly.py": "near duplicate",
    "gamma/own.py": "no license found",
}


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sources")
    write_folders(folder)
    return folder


@pytest.fixture(scope="module")
def built(sources, tmp_path_factory):
    corpus = SmallCorpus(sources, tmp_path_factory.mktemp("corpora") / "small")
    corpus.summary = corpus.build()
    return corpus


@pytest.mark.parametrize(("path", "rule"), EXPECTED.items())
def test_the_ledger_says_of_each_file_why_it_is_in_or_out(built, path, rule):
    entry = built.entry(path)
    assert (entry.is_in, entry.rule) == (rule is None, rule), entry


def test_a_license_comes_with_the_place_where_it_stands(built):
    facts = built.entry("alpha/src/own.py").facts
    assert (facts["license"], facts["license_where"].partition(":")[0]) == ("MIT", "LICENSE")
    assert any("The alpha authors" in line for line in facts["copyrights"])
    assert built.entry("alpha/src/gpl.py").facts["license_where"] == "src/gpl.py:1"


def test_a_duplicate_names_its_twin_and_the_twin_its_copies(built):
    copied, shared = built.entry("beta/copied.py"), built.entry("alpha/src/shared.py")
    assert copied.facts["twin"] == shared.address
    assert built.ledger().copies_of(shared) == [copied.address]
    nearly = built.entry("beta/nearly.py")
    assert nearly.facts["twin"] == built.entry("alpha/src/near.py").address
    assert 0.7 <= nearly.facts["jaccard"] < 1


def test_shards_hold_what_is_in_and_nothing_else(built):
    places = Places(built.root)
    shards, tokenizer = Shards.open(places.shards), open_tokenizer(places.tokenizer).tokenizer
    shards.verify()
    documents = {shards.document(number).address: number for number in range(len(shards))}
    wanted = {path for path, rule in EXPECTED.items() if rule is None}
    assert documents.keys() == {built.entry(path).address for path in wanted}
    number = documents[built.entry("alpha/src/own.py").address]
    text = (built.sources / "alpha/src/own.py").read_text()
    assert tokenizer.decode(shards.tokens(number)[:-1].tolist()) == text
    assert built.summary.tokens == shards.num_tokens


def test_a_secret_is_in_no_shard_and_its_kind_is_in_the_ledger(built):
    places = Places(built.root)
    shards, tokenizer = Shards.open(places.shards), open_tokenizer(places.tokenizer).tokenizer
    entry = built.entry("alpha/src/secret.py")
    number = next(n for n in range(len(shards)) if shards.document(n).address == entry.address)
    assert KEY not in tokenizer.decode(shards.tokens(number)[:-1].tolist())
    assert [(one["kind"], one["line"]) for one in entry.facts["redactions"]] == [("key", 1)]
    assert KEY not in json.dumps(entry.to_json())


def test_the_record_names_every_project_that_is_in_and_counts_as_the_ledger_does(built):
    places = Places(built.root)
    manifest = Manifest.read(places.manifest)
    assert manifest.corpus == built.summary
    thanks = (built.root / "ACKNOWLEDGEMENTS.md").read_text()
    assert "alpha" in thanks
    assert "beta" in thanks
    assert "gamma" not in thanks
    assert "The alpha authors" in (built.root / "NOTICE.txt").read_text()
    assert built.summary.documents == sum(rule is None for rule in EXPECTED.values())
    removed = {rule: n for stage in built.summary.stages for rule, n in stage.rules.items()}
    assert removed["exact duplicate"] == 1
    assert removed["near duplicate"] == 1
    assert manifest.holds(built.entry("alpha/src/own.py").sha256)
    assert not manifest.holds(built.entry("alpha/src/gpl.py").sha256)


@pytest.mark.parametrize("workers", [1, 2])
def test_workers_of_daft_make_the_same_corpus_to_the_byte(built, sources, tmp_path, workers):
    other = SmallCorpus(sources, tmp_path / "other")
    assert other.build(DaftRunner("native", workers=workers)) == built.summary
    for path in sorted((built.root / "shards").iterdir()):
        assert (tmp_path / "other/shards" / path.name).read_bytes() == path.read_bytes()
    for name in ("manifest.json", "card.md", "card.html", "ACKNOWLEDGEMENTS.md", "NOTICE.txt"):
        assert (tmp_path / "other" / name).read_bytes() == (built.root / name).read_bytes()


def test_a_second_build_reads_no_archive_and_gives_the_same_id(built, monkeypatch):
    files_task = "llamita.corpus.stages.files.FilesTask.__call__"
    monkeypatch.setattr(files_task, lambda *_: pytest.fail("read again"))
    monkeypatch.setattr("llamita.corpus.build.run_parts", lambda *_: pytest.fail("made again"))
    assert built.build() == built.summary


@pytest.mark.parametrize("stage", ["files", "license", "quality", "exact", "near", "redact", "tokens"])
def test_a_stage_that_was_cut_short_is_finished_and_gives_the_same_id(built, tmp_path, stage):
    folder = tmp_path / "cut"
    shutil.copytree(built.root, folder)
    other = SmallCorpus(built.sources, folder)
    (folder / "stages" / stage / "done.json").unlink()
    next((folder / "stages" / stage).glob("*.parquet")).unlink()
    (folder / "stages/shards/done.json").unlink()
    (folder / "stages" / stage / ".half.parquet.0123abcd").write_bytes(b"PAR1 and no more")
    assert other.build() == built.summary


def test_a_file_that_changed_is_read_again_and_moves_the_id(sources, tmp_path):
    mine = tmp_path / "sources"
    shutil.copytree(sources, mine)
    corpus = SmallCorpus(mine, tmp_path / "corpus")
    before = corpus.build()
    (mine / "beta/own.py").write_text("def added(one, two):\n    return one - two\n" * 20)
    after = corpus.build()
    assert after.id != before.id


def test_two_builds_at_once_in_one_folder_are_refused(built):
    places = Places(built.root)
    with places.held(), pytest.raises(CorpusError, match="another process works in"):
        built.build()


def test_a_damaged_table_is_an_error_that_names_it(built, tmp_path):
    folder = tmp_path / "damaged"
    shutil.copytree(built.root, folder)
    path = next((folder / "stages/license").glob("*.parquet"))
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(CorpusError, match=rf"cannot read `{path}`"):
        SmallCorpus(built.sources, folder).ledger().find("own.py")


def test_the_evidence_of_a_table_is_never_a_secret(built):
    for path in (built.root / "stages").rglob("*.parquet"):
        table = read_table(path)
        for name in {"evidence", "license_quote", "findings"} & set(table.column_names):
            assert KEY not in str(table[name].to_pylist())
