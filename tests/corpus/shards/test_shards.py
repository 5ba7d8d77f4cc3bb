import json

import numpy as np
import pytest

from llamita.corpus.shards.catalog import TokenizerNote
from llamita.corpus.shards.reader import Shards
from llamita.corpus.shards.writer import write_shards
from llamita.errors import CorpusError, RequestError
from tests.corpus.shards.sample import GROUPS, NOTE, contents, document, tokens, write


@pytest.fixture
def folder(tmp_path):
    return write(tmp_path / "shards")


def test_every_document_comes_back_by_its_number(folder):
    shards = Shards.open(folder)
    assert len(shards) == 30
    assert len(shards.catalog.shards) > 3
    for i in range(30):
        assert shards.tokens(i).tolist() == tokens(i).tolist()
        found, wanted = shards.document(i), document(i)
        assert (found.number, found.tokens, found.is_forgotten) == (i, len(tokens(i)), False)
        for name in ("address", "sha256", "kind", "language", "license"):
            assert getattr(found, name) == getattr(wanted, name)
    assert shards.num_tokens == sum(len(tokens(i)) for i in range(30)) == shards.lengths.sum()
    shards.verify()


def test_tokens_are_views_of_the_file_that_nobody_can_write(folder):
    found = Shards.open(folder).tokens(5)
    assert not found.flags.owndata
    assert not found.flags.writeable


def test_documents_are_grouped_by_kind_and_language(folder):
    groups = Shards.open(folder).groups
    assert {group: numbers.tolist() for group, numbers in groups.items()} == {
        group: list(range(i, 30, 3)) for i, group in enumerate(GROUPS)
    }


def test_a_text_is_found_by_its_hash(folder):
    shards = Shards.open(folder)
    assert shards.numbers_of(document(17).sha256) == [17]
    assert shards.numbers_of("0" * 64) == []


def test_the_same_documents_give_the_same_bytes(folder, tmp_path):
    assert contents(folder) == contents(write(tmp_path / "again"))


def test_a_large_vocabulary_takes_four_bytes_a_token(tmp_path):
    note = TokenizerNote("f" * 64, 70_000, 2)
    write_shards(tmp_path / "s", [(document(0), np.array([69_999, 2], np.uint32))], note, needed_bytes=1)
    shards = Shards.open(tmp_path / "s")
    assert shards.tokens(0).tolist() == [69_999, 2]
    assert shards.catalog.shards[0].tokens_file.size_bytes == 8


def test_a_document_larger_than_a_shard_has_one_of_its_own(tmp_path):
    shards = Shards.open(write(tmp_path / "s", shard_bytes=1))
    assert [shard.documents for shard in shards.catalog.shards] == [1] * 30


def test_no_documents_are_no_shards(tmp_path):
    shards = Shards.open(write(tmp_path / "s", num_documents=0))
    assert (len(shards), shards.num_tokens, dict(shards.groups)) == (0, 0, {})
    shards.verify()


def test_a_number_that_is_none_is_refused(folder):
    for number in (-1, 30):
        with pytest.raises(RequestError, match=rf"^no document {number} in `.*`: expected 0 to 29$"):
            Shards.open(folder).tokens(number)


@pytest.mark.parametrize(
    ("ids", "message"),
    [
        ([5, 6], r"is not closed: expected token 2 at its end$"),
        ([], r"is not closed"),
        ([300, 2], r"has token 300: expected ids below 300$"),
    ],
)
def test_a_document_that_is_wrong_leaves_no_folder(tmp_path, ids, message):
    with pytest.raises(CorpusError, match=message):
        write_shards(tmp_path / "s", [(document(0), np.array(ids, np.uint16))], NOTE, needed_bytes=1)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_cut_short_or_gone_is_named_with_both_sizes(folder):
    path = folder / "tokens-00001.bin"
    whole = path.read_bytes()
    path.write_bytes(whole[:-2])
    message = rf"tokens-00001.bin` is damaged: expected {len(whole)} bytes, got {len(whole) - 2}$"
    with pytest.raises(CorpusError, match=message):
        Shards.open(folder)
    path.unlink()
    with pytest.raises(CorpusError, match=r"tokens-00001.bin` is missing: `shards.json` names it$"):
        Shards.open(folder)


def test_a_changed_bit_is_found_in_an_index_at_once_and_in_tokens_when_asked(folder):
    for name in ("tokens-00002.bin", "index-00002.bin"):
        path = folder / name
        whole = path.read_bytes()
        path.write_bytes(whole[:20] + bytes([whole[20] ^ 1]) + whole[21:])
        with pytest.raises(CorpusError, match=rf"{name}` is damaged: expected sha256 [0-9a-f]{{64}}, got"):
            Shards.open(folder).verify()
        path.write_bytes(whole)
    Shards.open(folder).verify()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda c: c.update(format="other"), r"is of format `other`: expected `llamita-shards-1`$"),
        (lambda c: c.update(dtype="int8"), r"contradicts itself: expected `uint16` for a vocabulary of 300"),
        (lambda c: c.pop("groups"), r"has no key `groups`$"),
        (lambda c: c.update(extra=1), r"key `extra` in .* is unknown"),
        (lambda c: c["shards"][0].update(documents=True), r"`documents` of item 0 of .* a whole number"),
        (lambda c: c["shards"][0].update(tokens=-1), r"a whole number from 0, got `-1`$"),
        (lambda c: c["shards"][0].update(documents=99), r"disagree: expected 99 documents, got"),
        (lambda c: c["shards"][0]["tokens_file"].update(name="../x"), r"names a file outside its folder: "),
        (lambda c: c.update(licenses=["MIT"]), r"names license 1: expected numbers below 1$"),
    ],
)  # fmt: skip
def test_a_catalog_that_is_wrong_is_refused(folder, change, message):
    path = folder / "shards.json"
    catalog = json.loads(path.read_text())
    change(catalog)
    path.write_text(json.dumps(catalog))
    with pytest.raises(CorpusError, match=message):
        Shards.open(folder)


def test_what_is_not_json_or_no_shards_is_refused(folder):
    path = folder / "shards.json"
    for text, message in (
        ("{", "is not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        ('{"format":1,"format":2}', "stands there twice"),
        ("[]", "expected an object"),
    ):
        path.write_text(text)
        with pytest.raises(CorpusError, match=message):
            Shards.open(folder)
    path.unlink()
    with pytest.raises(CorpusError, match=r"^no file `"):
        Shards.open(folder)
