import shutil

import pytest

from llamita.corpus.checkpoints import Trained, note_checkpoint, trained_on
from llamita.corpus.naming import named
from llamita.corpus.opt_outs import OptOuts
from llamita.corpus.opting_out import opt_out
from llamita.corpus.places import Places, read_table
from llamita.corpus.record.manifest import Manifest
from llamita.corpus.shards.reader import Shards
from llamita.errors import CorpusError, RequestError
from llamita.files.progress import SilentProgress
from tests.corpus.building import SmallCorpus, write_folders


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("opt-out")
    write_folders(folder / "sources")
    corpus = SmallCorpus(folder / "sources", folder / "corpus")
    corpus.build()
    return corpus


@pytest.fixture
def corpus(whole, tmp_path):
    shutil.copytree(whole.root, tmp_path / "corpus")
    return SmallCorpus(whole.sources, tmp_path / "corpus")


def leave_out(corpus, query):
    plan = corpus.plan(OptOuts.read(Places(corpus.root).opt_out).with_more(query))
    return opt_out(plan, query, SilentProgress())


def addresses(corpus):
    shards = Shards.open(Places(corpus.root).shards)
    shards.verify()
    return {shards.document(n).address for n in range(len(shards)) if len(shards.tokens(n))}


def test_a_path_that_opts_out_is_in_no_shard_no_text_and_the_ledger_says_so(corpus):
    text = (corpus.sources / "alpha/src/own.py").read_text()
    entry = corpus.entry("alpha/src/own.py")
    result = leave_out(corpus, "alpha/src/own.py")
    assert result.documents == (entry.address,)
    assert result.id != result.id_before
    assert entry.address not in addresses(corpus)
    after = corpus.entry("alpha/src/own.py")
    assert (after.is_in, after.stage, after.rule) == (False, "opt-out", "opted out")
    for path in (corpus.root / "stages").rglob("*.parquet"):
        table = read_table(path)
        if "text" in table.column_names:
            assert text not in table["text"].to_pylist()


def test_a_package_that_opts_out_takes_the_copies_that_others_have_of_it_along(corpus):
    shared = corpus.entry("alpha/src/shared.py")
    result = leave_out(corpus, "beta")
    assert shared.address in result.documents
    assert corpus.entry("alpha/src/shared.py").evidence == "beta, as a copy"
    assert addresses(corpus) == {
        corpus.entry(path).address for path in ("alpha/src/own.py", "alpha/src/secret.py", "alpha/README.md")
    }


@pytest.mark.parametrize("digits", [64, 16])
def test_bytes_opt_out_by_their_digest_wherever_they_are(corpus, digits):
    entry = corpus.entry("alpha/src/shared.py")
    result = leave_out(corpus, entry.sha256[:digits])
    assert result.documents == (entry.address,)


def test_a_build_after_an_opt_out_changes_nothing_and_a_new_one_leaves_it_out_too(corpus, tmp_path):
    result = leave_out(corpus, "alpha/src/own.py")
    again = corpus.build(opt_outs=OptOuts.read(Places(corpus.root).opt_out))
    assert again.id == result.id
    other = SmallCorpus(corpus.sources, tmp_path / "new")
    other.build(opt_outs=OptOuts(("alpha/src/own.py",)))
    assert not other.entry("alpha/src/own.py").is_in
    assert addresses(other) == addresses(corpus)


def test_checkpoints_that_were_trained_before_are_named(corpus):
    places = Places(corpus.root)
    trained = Trained(checkpoint="runs/first", corpus_id="ab" * 32)
    note_checkpoint(places, trained)
    note_checkpoint(places, trained)
    assert trained_on(places) == [trained]
    assert leave_out(corpus, "alpha/src/own.py").checkpoints == (trained,)


def test_what_was_never_seen_cannot_opt_out_and_nothing_is_written(corpus):
    with pytest.raises(CorpusError, match="no file that was ever seen .* matches `pkg:pypi/other`"):
        leave_out(corpus, "pkg:pypi/other")
    assert not Places(corpus.root).opt_out.exists()


@pytest.mark.parametrize("query", ["", "  ", "abc123"])
def test_a_wish_that_could_mean_anything_is_refused(query):
    with pytest.raises(RequestError, match="cannot leave out"):
        OptOuts().with_more(query)


def test_all_may_opt_out_and_what_is_left_is_an_empty_corpus_with_a_record(corpus):
    for project in ("alpha", "beta"):
        result = leave_out(corpus, project)
    assert addresses(corpus) == set()
    assert Manifest.read(Places(corpus.root).manifest).corpus.id == result.id
    assert corpus.build(opt_outs=OptOuts.read(Places(corpus.root).opt_out)).id == result.id


def test_copies_say_nothing_any_more_either_and_nothing_of_who_wrote_them(corpus):
    survivor = corpus.entry("alpha/src/shared.py")
    text = (corpus.sources / "alpha/src/shared.py").read_text()
    leave_out(corpus, survivor.address)
    for path in (corpus.root / "stages").rglob("*.parquet"):
        table = read_table(path)
        if "text" in table.column_names:
            assert text not in table["text"].to_pylist()
    assert corpus.entry("alpha/src/shared.py").facts["license_quote"] is None


def test_a_project_whose_name_looks_like_a_digest_may_opt_out():
    assert OptOuts().with_more("abc", {"abc"}).asked == ("abc",)
    assert named("SWH:1:CNT:" + 40 * "A") == "swh:1:cnt:" + 40 * "a"
