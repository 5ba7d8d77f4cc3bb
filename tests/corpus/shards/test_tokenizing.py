import numpy as np
import pytest

from llamita.corpus.document import Out
from llamita.corpus.shards.part_tokens import PartTokens, assemble, write_part_tokens
from llamita.corpus.shards.reader import Shards
from llamita.corpus.shards.tokenizing import open_tokenizer, tokenizer_digest, write_tokenizer
from llamita.errors import CorpusError, RequestError
from llamita.text.tokenizer import Tokenizer
from tests.corpus.shards.sample import document
from tests.tiny import llama_vocabulary, tiny_vocabulary


@pytest.fixture
def tokenizer(tmp_path):
    folder = tmp_path / "tokenizer"
    folder.mkdir()
    write_tokenizer(tiny_vocabulary(), folder)
    return open_tokenizer(folder)


def test_a_tokenizer_comes_back_from_its_folder_as_it_was(tokenizer):
    vocabulary = tiny_vocabulary()
    assert tokenizer.note.sha256 == tokenizer_digest(vocabulary)
    assert (tokenizer.note.end_id, tokenizer.note.vocabulary_size) == (2, len(vocabulary.pieces))
    text = "def re the 10 é\n"
    assert tokenizer.tokenize([text])[0].tolist() == [*Tokenizer(vocabulary).encode(text), 2]


def test_a_digest_tells_vocabularies_apart():
    vocabularies = (tiny_vocabulary(), tiny_vocabulary(missing=b"\x05"), llama_vocabulary(["the"]))
    assert len({tokenizer_digest(vocabulary) for vocabulary in vocabularies}) == 3


def test_a_text_that_spells_a_control_token_stays_text_and_only_the_end_closes_it(tokenizer):
    ids = tokenizer.tokenize(["<|endoftext|><EOT>"])[0].tolist()
    assert ids[-1] == 2
    assert min(ids[:-1]) > 6
    assert tokenizer.tokenizer.decode(ids) == "<|endoftext|><EOT>"


def test_an_empty_text_is_its_end(tokenizer):
    assert tokenizer.tokenize([""])[0].tolist() == [2]


def test_a_text_that_cannot_be_spelled_is_out_with_the_place(tokenizer):
    fine, bad = tokenizer.tokenize(["fine", "ab\x04"])
    assert isinstance(fine, np.ndarray)
    assert bad == Out(
        "character without a token",
        "character 3 of the text is '\\x04' (U+0004), which this model's vocabulary cannot spell",
    )


def test_parts_become_shards_row_by_row(tokenizer, tmp_path):
    texts = ["one", "two", "three", "four"]
    rows = tokenizer.tokenize(texts)
    write_part_tokens(tmp_path / "a", [rows[0], None, rows[1]])
    write_part_tokens(tmp_path / "b", [rows[2], rows[3]])
    write_part_tokens(tmp_path / "none", [])
    parts = [
        (tmp_path / "a", [document(0), None, document(1)]),
        (tmp_path / "none", []),
        # Tokens that lie there of a file that a later stage has taken out.
        (tmp_path / "b", [None, document(3)]),
    ]
    assemble(tmp_path / "shards", parts, tokenizer.note, needed_bytes=1)
    shards = Shards.open(tmp_path / "shards")
    assert [tokenizer.tokenizer.decode(shards.tokens(i).tolist()) for i in range(len(shards))] == [
        "one", "two", "four",
    ]  # fmt: skip
    assert shards.document(2).sha256 == document(3).sha256


def test_a_file_of_tokens_says_how_long_each_row_is(tokenizer, tmp_path):
    path = tmp_path / "a"
    row = tokenizer.tokenize(["some"])[0]
    write_part_tokens(path, [None, row, None])
    part = PartTokens(path)
    assert part.lengths.tolist() == [0, len(row), 0]
    assert part.tokens(1).tolist() == row.tolist()
    assert len(part) == 3
    with pytest.raises(RequestError, match=r"exists already$"):
        write_part_tokens(path, [])


def test_a_file_of_tokens_that_is_damaged_foreign_or_of_another_part_is_refused(tokenizer, tmp_path):
    path = tmp_path / "a"
    write_part_tokens(path, tokenizer.tokenize(["some", "text"]))
    with pytest.raises(CorpusError, match=r"is of another part: expected 1 rows, got 2$"):
        assemble(tmp_path / "s", [(path, [document(0)])], tokenizer.note, needed_bytes=1)
    assert not (tmp_path / "s").exists()
    whole = path.read_bytes()
    for raw, message in (
        (whole[:-2], r"is damaged: expected \d+ tokens of 2 bytes, got \d+ bytes$"),
        (whole[:40], r"is damaged: expected 48 bytes or more, got 40$"),
        (b"PK" + whole, r"does not hold the tokens of a part"),
        (b"", r"^cannot read"),
    ):
        path.write_bytes(raw)
        with pytest.raises(CorpusError, match=message):
            PartTokens(path)
