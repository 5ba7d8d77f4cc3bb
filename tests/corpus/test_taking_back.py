"""What was left out stays out, whatever is made again; and comes back whole where the wish is taken back."""

import shutil

import pytest

from llamita.corpus.opt_outs import OptOuts
from llamita.corpus.opting_out import opt_out
from llamita.corpus.places import Places, read_table
from llamita.files.progress import SilentProgress


def wish(corpus, query):
    plan = corpus.plan(OptOuts.read(Places(corpus.root).opt_out).with_more(query))
    return opt_out(plan, query, SilentProgress())


def texts_of(corpus):
    tables = (read_table(path) for path in (corpus.root / "stages").rglob("*.parquet"))
    return [text for table in tables if "text" in table.column_names for text in table["text"].to_pylist()]


@pytest.mark.parametrize("stage", ["license", "quality", "near", "redact", "decontaminate"])
def test_a_stage_that_is_made_again_after_an_opt_out_reads_what_is_gone_again_and_forgets_it_again(
    corpus, stage
):
    own = (corpus.sources / "alpha/src/own.py").read_text()
    result = wish(corpus, "alpha/src/own.py")
    shutil.rmtree(corpus.root / "stages" / stage)
    opt_outs = OptOuts.read(Places(corpus.root).opt_out)
    assert corpus.build(opt_outs=opt_outs).id == result.id
    assert own not in texts_of(corpus)
    assert corpus.entry("alpha/src/own.py").rule == "opted out"


def test_files_that_are_read_again_after_an_opt_out_are_forgotten_again(corpus):
    own = (corpus.sources / "alpha/src/own.py").read_text()
    result = wish(corpus, "alpha/src/own.py")
    Places(corpus.root).part("files", "alpha.0000").unlink()
    assert corpus.build(opt_outs=OptOuts.read(Places(corpus.root).opt_out)).id == result.id
    assert own not in texts_of(corpus)


def test_a_wish_that_is_taken_back_brings_the_very_same_corpus_back(corpus, whole):
    # The secret's file: what was redacted once must be redacted again.
    wish(corpus, "alpha")
    Places(corpus.root).opt_out.unlink()
    again = corpus.build()
    assert again == whole.summary
    assert (corpus.root / "card.md").read_bytes() == (whole.root / "card.md").read_bytes()


def test_an_opt_out_of_a_build_that_another_version_made_leaves_nothing_of_it_for_done(corpus, monkeypatch):
    monkeypatch.setattr("llamita.corpus.plan.code_digest", lambda *_: "another version")
    result = wish(corpus, "alpha/src/own.py")
    assert result.documents
    stages = corpus.plan(OptOuts.read(Places(corpus.root).opt_out)).stages()
    assert not any(stages[name].is_done() for name in ("opt-out", "tokens", "shards"))


def test_two_wishes_for_one_file_both_find_it(corpus):
    assert wish(corpus, "alpha").files
    again = wish(corpus, "alpha/src/own.py")
    assert (again.files, again.documents) == (1, ())


def test_what_show_finds_by_any_name_opt_out_finds_by_the_same(corpus):
    entry = corpus.entry("alpha/src/own.py")
    package = entry.address.partition("#")[0]
    for query in ("alpha/src/own.py", entry.address, entry.sha256, entry.sha256.upper(), entry.swhid):
        assert corpus.ledger().find(query) == [entry]
        asked = OptOuts().with_more(query)
        assert list(asked.files(Places(corpus.root), ["alpha.0000"])) == [entry.address]
    whole = corpus.ledger().find("alpha")
    assert entry in whole
    for query in ("alpha", package, package.rpartition("@")[0]):
        assert corpus.ledger().find(query) == whole
        found = OptOuts().with_more(query).files(Places(corpus.root), ["alpha.0000"])
        assert list(found) == [one.address for one in whole]


def test_the_notes_of_a_corpus_say_which_wishes_it_has_met(corpus):
    places = Places(corpus.root)
    assert places.read_built()["opt_outs"] == []
    wish(corpus, "alpha/src/own.py")
    assert places.read_built()["opt_outs"] == ["alpha/src/own.py"]
