import numpy as np
import pytest

from llamita.corpus.duplicates.minhash import band_keys, chance_of_a_shared_band, signatures
from llamita.corpus.duplicates.ragged import Ragged
from llamita.corpus.duplicates.shingles import shingles_of_many
from tests.corpus.duplicates.variants import library_files


def pairs(jaccard: float, *, count: int, size: int, seed: int) -> Ragged:
    """Twice as many random sets, two and two of exactly this similarity."""
    draw = np.random.default_rng(seed)
    sets = []
    for _ in range(count):
        shared = round(size * jaccard)
        items = draw.choice(2**32, size, replace=False).astype(np.uint32)
        ours, theirs = items[shared : (size + shared) // 2], items[(size + shared) // 2 :]
        sets += [np.sort(np.concatenate([items[:shared], own])) for own in (ours, theirs)]
    return Ragged.of(sets, np.uint32)


def test_signatures_are_the_least_values_of_every_permutation():
    shingles = shingles_of_many(library_files(8))
    fast = signatures(shingles, num_permutations=6, seed=9)
    assert fast.shape == (8, 6)
    terms, sums = (
        signatures(Ragged.of([[v]], np.uint32), num_permutations=6, seed=9)[0].tolist() for v in (0, 1)
    )
    factors = [(s - t) % 2**32 for s, t in zip(sums, terms, strict=True)]
    assert all(factor % 2 == 1 for factor in factors)
    for document in range(8):
        values = shingles[document].tolist()
        least = [min((a * v + b) % 2**32 for v in values) for a, b in zip(factors, terms, strict=True)]
        assert fast[document].tolist() == least


def test_signatures_do_not_depend_on_the_documents_beside_them():
    shingles = shingles_of_many(library_files(40))
    alone = np.concatenate([signatures(Ragged.of([shingles[i]], np.uint32)) for i in range(40)])
    assert np.array_equal(signatures(shingles), alone)


def test_documents_without_shingles_between_others_change_nothing():
    some = signatures(Ragged.of([[5, 9], [7]], np.uint32))
    with_none = signatures(Ragged.of([[], [5, 9], [], [7], []], np.uint32))
    assert np.array_equal(with_none[[1, 3]], some)
    assert (with_none[[0, 2, 4]] == 2**32 - 1).all()


def test_nothing_at_all_has_signatures_and_keys_of_that_shape():
    none = signatures(Ragged.of([], np.uint32))
    assert none.shape == (0, 256)
    assert band_keys(none).shape == (0, 25)


def test_the_signature_of_a_set_is_fixed():
    found = signatures(Ragged.of([[1, 2, 3]], np.uint32))
    assert found[0, :3].tolist() == [306040365, 559579879, 1623785209]
    assert band_keys(found)[0, :2].tolist() == [7887701791357641662, 17580828521483369574]


@pytest.mark.parametrize("jaccard", [0.5, 0.7, 0.85])
@pytest.mark.parametrize("size", [40, 400])
def test_equal_minima_and_shared_bands_follow_the_theory(jaccard, size):
    count = 1500
    found = signatures(pairs(jaccard, count=count, size=size, seed=size))
    equal = (found[::2] == found[1::2]).mean(axis=1)
    # Four standard errors; the permutations of one pair count as independent in both figures.
    assert abs(equal.mean() - jaccard) < 4 * np.sqrt(jaccard * (1 - jaccard) / 256 / count)
    assert equal.std() == pytest.approx(np.sqrt(jaccard * (1 - jaccard) / 256), rel=0.08)
    keys = band_keys(found)
    shared = (keys[::2] == keys[1::2]).any(axis=1).mean()
    chance = chance_of_a_shared_band(jaccard)
    assert abs(shared - chance) < 4 * np.sqrt(chance * (1 - chance) / count)


def test_keys_are_shared_band_by_band_only():
    found = np.zeros((2, 256), np.uint32)
    found[1, 10:] = np.arange(246)
    keys = band_keys(found)
    assert (keys[0] == keys[1]).tolist() == [True] + [False] * 24
    assert len(np.unique(keys[0])) == 25


def test_a_key_needs_all_ten_rows_in_their_order():
    found = np.arange(512, dtype=np.uint32).reshape(2, 256)
    found[1, :250] = found[0, :250]
    found[1, 0], found[1, 1] = found[0, 1], found[0, 0]
    found[1, 19] += 1
    assert (band_keys(found)[0] == band_keys(found)[1]).tolist() == [False] * 2 + [True] * 23
