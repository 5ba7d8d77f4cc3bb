import dataclasses
import random
import time

import pytest
from sentencepiece import SentencePieceProcessor

from llamita.errors import TokenizerError
from llamita.text import PieceKind, sentencepiece_model
from llamita.text.code_llama_pieces import PUBLISHED_PIECES
from llamita.text.protobuf import bytes_field, float_field, read_fields, varint_field
from llamita.text.sentencepiece_model import read_sentencepiece_model, sentencepiece_model_bytes
from tests.fixtures import fixture
from tests.tiny import tiny_llama_vocabulary, tiny_vocabulary

TINY = tiny_llama_vocabulary(can_infill=True)
CONTENT = sentencepiece_model_bytes(TINY)
TRAINER, NORMALIZER, DENORMALIZER = 2, 3, 5


def read(folder, content):
    path = folder / "tokenizer.model"
    path.write_bytes(content)
    return read_sentencepiece_model(path)


def with_setting(part, field):
    """The tiny model with one more field in a part; the last one counts."""
    parts = {number: b"" for number in (TRAINER, NORMALIZER, DENORMALIZER)}
    pieces = [bytes_field(number, value) for number, value in read_fields(CONTENT) if number not in parts]
    parts |= {number: value for number, value in read_fields(CONTENT) if number in parts}
    parts[part] += field
    return b"".join([*pieces, *(bytes_field(number, value) for number, value in parts.items())])


@pytest.mark.parametrize("adds_space", [True, False])
def test_what_is_written_is_read_again_as_it_was(tmp_path, adds_space):
    vocabulary = tiny_llama_vocabulary(can_infill=True, adds_space=adds_space)
    back = read(tmp_path, sentencepiece_model_bytes(vocabulary))
    assert (list(back.pieces), list(back.kinds)) == (list(vocabulary.pieces), list(vocabulary.kinds))
    assert list(back.scores) == list(vocabulary.scores)
    names = [field.name for field in dataclasses.fields(back)]
    rest = [name for name in names if name not in ("pieces", "kinds", "scores")]
    assert [getattr(back, name) for name in rest] == [getattr(vocabulary, name) for name in rest]


def test_the_library_itself_reads_what_is_written_with_metas_kinds():
    library = SentencePieceProcessor(model_proto=CONTENT)
    ids = range(library.get_piece_size())
    assert [library.id_to_piece(token_id) for token_id in ids] == list(TINY.pieces)
    assert [library.get_score(token_id) for token_id in ids] == list(TINY.scores)
    assert not any(library.is_control(library.piece_to_id(piece)) for piece in PUBLISHED_PIECES)
    assert (library.is_unknown(0), library.is_control(1), library.is_byte(3)) == (True, True, True)
    # What the library writes again is what was written, but for settings left at their usual value.
    assert SentencePieceProcessor(model_proto=library.serialized_model_proto()).encode("def x") == (
        library.encode("def x")
    )


def test_a_real_model_is_read_in_a_moment():
    path = fixture("tokenizers", "llama2", "tokenizer.model")
    start_s = time.perf_counter()
    vocabulary = read_sentencepiece_model(path)
    assert time.perf_counter() - start_s < 1
    assert (len(vocabulary.pieces), vocabulary.infill, vocabulary.padding_id) == (32000, None, None)
    assert (vocabulary.adds_begin, vocabulary.adds_space) == (True, True)


def test_trap_18_a_model_without_a_space_in_front_is_read_as_one(tmp_path):
    assert not read(tmp_path, with_setting(NORMALIZER, varint_field(3, 0))).adds_space


def without_setting(part, setting):
    """The tiny model with one field fewer in a part: what counts then is SentencePiece's default."""
    content = dict(read_fields(CONTENT))[part]
    rest = [(number, value) for number, value in read_fields(content) if number != setting]
    written = b"".join(
        varint_field(number, value) if isinstance(value, int) else bytes_field(number, value)
        for number, value in rest
    )
    others = [bytes_field(number, value) for number, value in read_fields(CONTENT) if number != part]
    return b"".join([*others, bytes_field(part, written)])


def test_what_a_model_does_not_say_is_what_sentencepiece_takes_it_for(tmp_path):
    assert read(tmp_path, without_setting(NORMALIZER, 3)).adds_space
    assert read(tmp_path, without_setting(TRAINER, 43)).padding_id is None
    with pytest.raises(TokenizerError, match="`remove_extra_whitespaces` is not supported"):
        read(tmp_path, without_setting(NORMALIZER, 4))


def test_a_model_without_a_begin_token_starts_no_prompt_with_one(tmp_path):
    vocabulary = read(tmp_path, with_setting(TRAINER, varint_field(41, -1)))
    assert (vocabulary.begin_id, vocabulary.adds_begin) == (None, False)


@pytest.mark.parametrize(
    ("part", "field", "message"),
    [
        (TRAINER, varint_field(3, 1), "`model_type` UNIGRAM is not supported: expected BPE"),
        (TRAINER, varint_field(3, 9), "`model_type` 9 is not supported"),
        (TRAINER, varint_field(24, 1), "`treat_whitespace_as_suffix` is not supported"),
        (TRAINER, varint_field(35, 0), "`byte_fallback` is False, but there are bytes"),
        (TRAINER, varint_field(41, 10**6), "`begin_id`: expected an id from 0 to"),
        (TRAINER, bytes_field(41, b"1"), "`trainer_spec.41` holds bytes, expected int"),
        (NORMALIZER, bytes_field(2, b"map"), "its normalizer .* changes text, which is not supported"),
        (NORMALIZER, varint_field(4, 1), "`remove_extra_whitespaces` is not supported"),
        (NORMALIZER, varint_field(5, 0), "`escape_whitespaces` is false, which is not supported"),
        (DENORMALIZER, bytes_field(2, b"map"), "its denormalizer .* changes text"),
    ],
)
def test_what_would_change_ids_is_refused_by_name(tmp_path, part, field, message):
    with pytest.raises(TokenizerError, match=message) as caught:
        read(tmp_path, with_setting(part, field))
    assert str(tmp_path) in str(caught.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "it holds no pieces"),
        (b"GGUF\x03\0\0\0", "expected wire type 0, 1, 2 or 5, got 7"),
        (b"\x0b", "expected wire type 0, 1, 2 or 5, got 3"),
        (b"\x0a\xff\xff\xff\xff\x0f", "field 1 takes 4294967295 bytes, 0 are left"),
        (b"\x02\x00", "field 0 takes"),
        (b"\x08" + b"\xff" * 11, "a number of more than 64 bits"),
        (b"\x08\xff", "ends within a number"),
        (bytes_field(1, bytes_field(1, b"\xff")), "piece 0 is not UTF-8"),
        (bytes_field(1, varint_field(1, 5)), "unexpected field 1 in piece 0"),
        (bytes_field(1, varint_field(4, 5)), "unexpected field 4 in piece 0"),
        (CONTENT + bytes_field(NORMALIZER, b""), "unexpected field 3 in the model"),
        (CONTENT + bytes_field(9, b""), "unexpected field 9 in the model"),
        (bytes_field(1, bytes_field(2, b"abc")), "a fraction of 3 bytes, expected 4"),
        (
            CONTENT + bytes_field(1, bytes_field(1, b"q") + varint_field(3, 99)),
            "expected numbers from 1 to 6, got 99",
        ),
        (CONTENT + bytes_field(1, bytes_field(1, b"x")), "expected each once, got `x` twice"),
        (CONTENT + bytes_field(1, b""), "at least one character each, got an empty one"),
        (varint_field(TRAINER, 1), "`part 2` holds int, expected bytes"),
    ],
)
def test_a_damaged_file_is_refused_and_named(tmp_path, content, message):
    with pytest.raises(TokenizerError, match=message) as caught:
        read(tmp_path, content)
    assert str(tmp_path) in str(caught.value)
    assert str(caught.value).isprintable()


def test_a_file_cut_short_anywhere_is_refused_or_read_as_a_vocabulary(tmp_path):
    for size in range(0, len(CONTENT), 97):
        with pytest.raises(TokenizerError, match="tokenizer.model"):
            read(tmp_path, CONTENT[:size])


def test_damaged_bytes_are_refused_or_read_as_a_consistent_vocabulary(tmp_path):
    drawn = random.Random(3)
    for _ in range(300):
        content = bytearray(CONTENT)
        content[drawn.randrange(len(content))] ^= 1 << drawn.randrange(8)
        try:
            vocabulary = read(tmp_path, bytes(content))
        except TokenizerError as error:
            assert str(error).isprintable()
        else:
            assert len(vocabulary.pieces) == len(vocabulary.scores) == len(TINY.pieces)


def test_a_file_or_a_vocabulary_beyond_all_measure_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(sentencepiece_model, "MAX_PIECES", 100)
    with pytest.raises(TokenizerError, match="expected at most 100 pieces, got more"):
        read(tmp_path, CONTENT)
    monkeypatch.setattr(sentencepiece_model, "MAX_FILE_BYTES", 1000)
    with pytest.raises(TokenizerError, match=f"expected at most 1000 bytes, got {len(CONTENT)}"):
        read(tmp_path, CONTENT)


def test_a_missing_file_and_a_folder_are_errors_that_name_them(tmp_path):
    with pytest.raises(TokenizerError, match="no tokenizer at"):
        read_sentencepiece_model(tmp_path / "tokenizer.model")
    with pytest.raises(TokenizerError, match="is a folder, a device or a pipe: expected a file"):
        read_sentencepiece_model(tmp_path)


def test_a_byte_level_vocabulary_is_no_sentencepiece_model():
    with pytest.raises(TokenizerError, match="byte-level vocabulary cannot be written"):
        sentencepiece_model_bytes(tiny_vocabulary())


def test_fields_are_written_as_they_are_read():
    message = varint_field(43, -1) + float_field(2, 1.5) + bytes_field(1000, b"x" * 300) + varint_field(1, 0)
    fields = [(43, 2**64 - 1), (2, b"\0\0\xc0?"), (1000, b"x" * 300), (1, 0)]
    assert list(read_fields(message)) == fields


def test_an_added_token_of_text_is_written_with_escaped_spaces():
    kinds = [*TINY.kinds[:-1], PieceKind.USER_DEFINED]
    vocabulary = dataclasses.replace(TINY, pieces=[*TINY.pieces[:-1], "<a b>"], kinds=kinds, infill=None)
    library = SentencePieceProcessor(model_proto=sentencepiece_model_bytes(vocabulary))
    assert len(TINY.pieces) - 1 in library.encode("x <a b>")
