import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from llamita.corpus.duplicates.decision import jaccard
from llamita.corpus.duplicates.hashing import constants
from llamita.corpus.duplicates.shingles import shingles, shingles_of_many
from tests.corpus.duplicates import oracle
from tests.corpus.duplicates.variants import changed, library_files

CODE = st.text(st.sampled_from("ab_1 Z.é\n(—ß"), max_size=60)


def test_the_hashes_of_a_text_are_fixed():
    # Shards and corpus ids depend on these: a change of one bit is a new version of the corpus.
    assert shingles("for i in range(10): print(i)").tolist() == [2114937594, 2254148808, 3651820337]


def test_a_text_of_fewer_than_five_words_has_no_shingle():
    assert [len(shingles(text)) for text in ("", "\n", "a b c d", "a.b.c.d()", "a b c d e")] == [
        0,
        0,
        0,
        0,
        1,
    ]


def test_case_layout_and_ascii_punctuation_make_no_difference():
    assert np.array_equal(shingles("if (A == b) return c + d;"), shingles("IF A\n\n== B: Return c\t- d"))


def test_the_order_of_words_makes_a_difference():
    words = ["alpha", "beta", "gamma", "delta", "epsilon"]
    orders = {int(shingles(" ".join(words[at:] + words[:at]))[0]) for at in range(5)} | {
        int(shingles(" ".join(words[::-1]))[0])
    }
    assert len(orders) == 6


def test_letters_beyond_ascii_are_parts_of_words():
    assert len(shingles("größe naïve 変数 переменная ok")) == 1
    assert not np.array_equal(shingles("größe b c d e"), shingles("gr e b c d e"))


def test_a_lone_surrogate_is_read():
    assert len(shingles("a b c d \ud800")) == 1


@given(st.lists(CODE, max_size=6))
def test_many_texts_have_the_shingles_that_each_has_alone(texts):
    together = shingles_of_many(texts)
    assert len(together) == len(texts)
    for found, text in zip((together[i] for i in range(len(texts))), texts, strict=True):
        assert found.tolist() == shingles(text).tolist()
        assert len(found) == len(oracle.shingles(text))


def test_a_word_longer_than_a_block_is_one_word():
    long = "a" * 200_000
    assert len(shingles(f"{long} b c d e")) == 1
    assert np.array_equal(shingles(f"x {long} b c d e"), shingles(f"x\n{long.upper()}.b.c.d.e"))
    assert not np.array_equal(shingles(f"{long} b c d e"), shingles(f"{long}a b c d e"))


def test_where_a_word_stands_makes_no_difference_to_its_hash():
    filler = "?" * 300_001
    assert np.array_equal(shingles(f"one two three{filler}four five"), shingles("one two three four five"))


def test_lines_of_a_megabyte_are_read_like_others():
    for text in ("(" * 1_000_000, " " * 1_000_000, "a" * 1_000_000):
        assert len(shingles(text)) == 0
    assert len(shingles("a " * 500_000)) == 1


def test_on_real_files_the_hashes_are_the_sets_of_real_words():
    files = library_files(60)
    texts = [*files, *(changed(text, 0.1, seed) for seed, text in enumerate(files))]
    fast = shingles_of_many(texts)
    slow = [oracle.shingles(text) for text in texts]
    assert fast.sizes().tolist() == [len(found) for found in slow]
    for ours in range(len(texts)):
        for theirs in range(ours, len(texts), 7):
            assert jaccard(fast[ours], fast[theirs]) == oracle.jaccard(slow[ours], slow[theirs])


def test_hashes_of_words_that_look_alike_do_not_collide():
    words = [f"{prefix}{number}" for prefix in ("a", "b", "aa", "ab", "ba", "x_") for number in range(20_000)]
    assert len(shingles(" ".join(words))) >= len(words) - 4 - 8


def test_constants_are_those_of_splitmix64():
    # The first numbers of Vigna's splitmix64.c for the state 1234567.
    assert constants(1234567, 3).tolist() == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
    ]
