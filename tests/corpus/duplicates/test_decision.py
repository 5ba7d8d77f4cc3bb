import time

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from llamita.corpus.duplicates.candidates import batches, groups_by_key
from llamita.corpus.duplicates.decision import jaccard, remove_near_duplicates
from llamita.corpus.duplicates.minhash import band_keys, signatures
from llamita.corpus.duplicates.ragged import Ragged
from llamita.corpus.duplicates.shingles import shingles_of_many
from tests.corpus.duplicates import oracle
from tests.corpus.duplicates.variants import changed, library_files

SETS = st.lists(st.sets(st.integers(0, 14), max_size=12), min_size=1, max_size=14)


def decided(sets, groups, *, threshold=0.7):
    """Rank -> (twin, similarity) of what goes."""
    shingles = Ragged.of([sorted(items) for items in sets], np.uint32)
    found = remove_near_duplicates(
        np.arange(len(sets)), shingles, Ragged.of(groups, np.int64), threshold=threshold
    )
    return as_dict(found)


def as_dict(found):
    pairs = zip(found.twins.tolist(), found.jaccards.tolist(), strict=True)
    return dict(zip(found.removed.tolist(), pairs, strict=True))


@given(st.sets(st.integers(0, 40)), st.sets(st.integers(0, 40)))
def test_similarity_is_symmetric_exact_and_one_for_the_same(ours, theirs):
    first, second = (np.array(sorted(items), np.uint32) for items in (ours, theirs))
    assert jaccard(first, second) == jaccard(second, first) == len(ours & theirs) / max(len(ours | theirs), 1)
    assert jaccard(first, first) == (1.0 if ours else 0.0)


def test_a_similarity_of_exactly_the_threshold_is_enough():
    assert decided([set(range(10)), set(range(7))], [[0, 1]]) == {1: (0, 0.7)}
    assert decided([set(range(100)), set(range(69))], [[0, 1]]) == {}


def test_nothing_goes_for_a_document_that_goes_itself():
    # Each is like its neighbors and unlike all others: a transitive closure would leave one of five.
    chain = [set(range(at * 3, at * 3 + 20)) for at in range(5)]
    assert jaccard_of(chain[0], chain[1]) >= 0.7 > jaccard_of(chain[0], chain[2])
    assert sorted(decided(chain, [[0, 1, 2, 3, 4]])) == [1, 3]


def jaccard_of(ours, theirs):
    return len(ours & theirs) / len(ours | theirs)


def test_the_twin_is_the_most_similar_that_stays_and_of_several_the_first():
    sets = [set(range(20)), set(range(4, 24)), set(range(2, 24))]
    assert jaccard_of(sets[0], sets[1]) < 0.7 < jaccard_of(sets[0], sets[2])
    assert decided(sets, [[0, 1, 2]]) == {2: (1, 20 / 22)}
    same = [
        set(range(20)) | {100, 101, 102, 103, 104},
        set(range(20)) | {200, 201, 202, 203, 204},
        set(range(20)),
    ]
    assert decided(same, [[0, 1, 2]]) == {2: (0, 0.8)}


def test_only_documents_of_one_group_are_compared():
    assert decided([{1, 2, 3}, {1, 2, 3}, {1, 2, 3}], [[0, 2], [1]]) == {2: (0, 1.0)}


def test_documents_without_shingles_stay():
    assert decided([set(), set(), {1}], [[0, 1, 2]]) == {}


def test_no_document_and_no_group_are_decided():
    assert decided([], []) == {}
    assert decided([{1, 2}], []) == {}


@given(SETS, st.randoms(use_true_random=False), st.sampled_from([0.4, 0.7, 1.0]))
def test_decisions_are_those_of_the_oracle_in_any_order(sets, draw, threshold):
    ranks = draw.sample(range(1000), len(sets))
    groups = [draw.sample(ranks, draw.randint(1, len(ranks))) for _ in range(draw.randint(0, 5))]
    expected = oracle.remove(dict(zip(ranks, sets, strict=True)), groups, threshold)
    for _ in range(2):
        order = draw.sample(range(len(sets)), len(sets))
        draw.shuffle(groups)
        shingles = Ragged.of([sorted(sets[at]) for at in order], np.uint32)
        shuffled = Ragged.of([draw.sample(group, len(group)) for group in groups], np.int64)
        found = remove_near_duplicates(
            np.array([ranks[at] for at in order]), shingles, shuffled, threshold=threshold
        )
        assert as_dict(found) == expected
        assert found.removed.tolist() == sorted(expected)
        assert not {twin for twin, _ in expected.values()} & set(expected)
        assert all(similarity >= threshold for _, similarity in expected.values())


def candidates_of(shingles):
    """Ranks and groups by the bands of the real pipeline."""
    some = np.flatnonzero(shingles.sizes())
    keys = band_keys(signatures(shingles.take(some)))
    return groups_by_key(keys.ravel(), np.repeat(some, keys.shape[1]))


def test_300_real_files_are_decided_as_by_brute_force_given_the_candidates():
    files = library_files(100)
    texts = [
        *files,
        *(changed(text, 0.02 + seed % 20 / 100, seed) for seed, text in enumerate(files)),
        *(changed(text, seed % 10 / 100, seed + 1000) for seed, text in enumerate(files)),
    ]
    shingles = shingles_of_many(texts)
    groups = candidates_of(shingles)
    found = remove_near_duplicates(np.arange(len(texts)), shingles, groups)
    slow = {rank: oracle.shingles(text) for rank, text in enumerate(texts)}
    as_lists = [groups[i].tolist() for i in range(len(groups))]
    assert as_dict(found) == oracle.remove(slow, as_lists, 0.7)
    assert 60 < len(found.removed) < 200


def test_of_all_pairs_at_0_85_and_above_nearly_all_are_candidates_and_no_pair_below_0_7_goes():
    files = library_files(100)
    copies = [
        changed(text, seed % 25 / 500, seed + 1000 * at) for at in range(3) for seed, text in enumerate(files)
    ]
    slow = [oracle.shingles(text) for text in (*files, *copies)]
    shingles = shingles_of_many([*files, *copies])
    groups = candidates_of(shingles)
    candidates = {(a, b) for i in range(len(groups)) for a in groups[i].tolist() for b in groups[i].tolist()}
    alike = [
        (a, b)
        for b in range(100)
        for a in range(100 + b, 400, 100)
        if oracle.jaccard(slow[a], slow[b]) >= 0.85
    ]
    assert len(alike) > 100
    assert sum(pair in candidates for pair in alike) >= 0.99 * len(alike)
    for rank, (twin, _) in as_dict(remove_near_duplicates(np.arange(400), shingles, groups)).items():
        assert oracle.jaccard(slow[rank], slow[twin]) >= 0.7


def test_batches_decided_apart_decide_the_same():
    files = library_files(60)
    texts = [*files, *(changed(text, 0.05, seed) for seed, text in enumerate(files))]
    shingles = shingles_of_many(texts)
    groups = candidates_of(shingles)
    whole = remove_near_duplicates(np.arange(len(texts)), shingles, groups)
    apart = {}
    parts = list(batches(groups, shingles.sizes(), max_shingles=20_000))
    for batch in parts:
        apart |= as_dict(remove_near_duplicates(batch.ranks, shingles.take(batch.ranks), batch.groups))
    assert len(parts) > 2
    assert apart == as_dict(whole)


def test_ten_thousand_look_alikes_in_one_group_take_seconds():
    draw = np.random.default_rng(3)
    template = np.arange(300, dtype=np.uint32)
    sets = [
        np.concatenate([template, 1000 + np.sort(draw.choice(10**6, 20, replace=False))])
        for _ in range(10_000)
    ]
    shingles = Ragged.of(sets, np.uint32)
    groups = Ragged.of([np.arange(10_000)] * 3, np.int64)
    begin = time.process_time()
    found = remove_near_duplicates(np.arange(10_000), shingles, groups)
    assert len(found.removed) == 9_999
    assert time.process_time() - begin < 10
