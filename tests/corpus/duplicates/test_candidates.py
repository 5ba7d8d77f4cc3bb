import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from llamita.corpus.duplicates.candidates import batches, components, groups_by_key
from llamita.corpus.duplicates.ragged import Ragged

GROUPS = st.lists(st.lists(st.integers(0, 30), unique=True, min_size=1, max_size=6), max_size=12)


def slow_components(groups):
    """Rank -> least rank of its component, by merging until nothing merges."""
    labels = {rank: rank for group in groups for rank in group}
    for _ in labels:
        for group in groups:
            least = min(labels[rank] for rank in group)
            labels |= dict.fromkeys(group, least)
    return labels


def test_groups_are_the_documents_of_each_key_that_several_have():
    keys = np.array([30, 10, 20, 10, 30, 30, 40], np.uint64)
    groups = groups_by_key(keys, np.array([5, 4, 3, 1, 2, 9, 7]))
    assert [groups[i].tolist() for i in range(len(groups))] == [[1, 4], [2, 5, 9]]


def test_groups_do_not_depend_on_the_order_of_keys():
    draw = np.random.default_rng(1)
    keys, ranks = draw.integers(0, 50, 300).astype(np.uint64), np.arange(300)
    order = draw.permutation(300)
    first, second = groups_by_key(keys, ranks), groups_by_key(keys[order], ranks[order])
    assert np.array_equal(first.values, second.values)
    assert np.array_equal(first.offsets, second.offsets)


def test_no_keys_have_no_groups():
    groups = groups_by_key(np.array([], np.uint64), np.array([], np.int64))
    assert len(groups) == 0
    assert len(components(groups)[0]) == 0
    assert list(batches(groups, np.array([], np.int64))) == []


@given(GROUPS)
def test_components_are_what_groups_connect(groups):
    ranks, labels = components(Ragged.of(groups, np.int64))
    assert dict(zip(ranks.tolist(), labels.tolist(), strict=True)) == slow_components(groups)


def test_a_chain_of_100_000_documents_is_one_component():
    order = np.random.default_rng(2).permutation(100_000)
    links = np.stack([order[:-1], order[1:]], axis=1)
    groups = Ragged(links.ravel(), np.arange(0, links.size + 1, 2))
    assert set(components(groups)[1].tolist()) == {0}


@given(GROUPS, st.integers(1, 60))
def test_batches_hold_every_group_once_and_whole_components(groups, max_shingles):
    sizes = np.full(31, 10)
    found = list(batches(Ragged.of(groups, np.int64), sizes, max_shingles=max_shingles))
    labels = slow_components(groups)
    assert sorted(rank for batch in found for rank in batch.ranks.tolist()) == sorted(labels)
    held = [batch.groups[i].tolist() for batch in found for i in range(len(batch.groups))]
    assert sorted(held) == sorted(groups)
    for batch in found:
        inside = {labels[rank] for rank in batch.ranks.tolist()}
        assert sorted(batch.ranks.tolist()) == sorted(rank for rank in labels if labels[rank] in inside)
        assert set(batch.groups.values.tolist()) == set(batch.ranks.tolist())
        assert len(inside) == 1 or sizes[batch.ranks].sum() <= max_shingles
