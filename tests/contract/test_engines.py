"""What every engine promises (llamita.engines.contract)."""

import itertools
import tracemalloc
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llamita.engines.contract import Cancelled, Read
from llamita.engines.reference import engine as reference_engine
from llamita.errors import CapacityError, RequestError
from tests.engines_under_test import ENGINES, LOGITS_FLOAT32
from tests.tiny import tiny_checkpoint

PROMPT = np.random.default_rng(7).integers(7, 200, 300).tolist()


@pytest.fixture(params=sorted(ENGINES), scope="module")
def make_engine(request):
    return ENGINES[request.param]


@pytest.fixture(scope="module")
def engine(make_engine):
    return make_engine(tiny_checkpoint())


def read_whole(engine, token_ids):
    return engine.extend(engine.new_cache(512), token_ids, logits="all")


def close(left, right):
    np.testing.assert_allclose(left, right, atol=LOGITS_FLOAT32, rtol=0)


@settings(max_examples=20, deadline=None)
@given(cuts=st.lists(st.integers(1, len(PROMPT) - 1), max_size=6, unique=True))
def test_trap_30_reading_a_prompt_in_pieces_gives_the_same_logits_as_at_once(engine, cuts):
    borders = [0, *sorted(cuts), len(PROMPT)]
    cache = engine.new_cache(512)
    parts = [engine.extend(cache, PROMPT[a:b], logits="all") for a, b in itertools.pairwise(borders)]
    close(np.concatenate(parts), read_whole(engine, PROMPT))


def test_trap_30_reading_token_by_token_gives_the_same_logits_as_at_once(engine):
    cache = engine.new_cache(512)
    rows = [engine.extend(cache, [token_id])[0] for token_id in PROMPT]
    close(np.stack(rows), read_whole(engine, PROMPT))


@pytest.mark.parametrize(("wanted", "num_rows"), [("last", 1), ("all", 5), ("none", 0)])
def test_logits_come_in_the_shape_that_was_asked_for(engine, wanted, num_rows):
    logits = engine.extend(engine.new_cache(8), PROMPT[:5], logits=wanted)
    assert logits.shape == (num_rows, engine.spec.vocabulary_size)
    assert logits.dtype == np.float32


def test_logits_of_the_last_token_are_the_last_row_of_all(engine):
    close(engine.extend(engine.new_cache(512), PROMPT)[0], read_whole(engine, PROMPT)[-1])


@settings(max_examples=20, deadline=None)
@given(length=st.integers(0, 299))
def test_what_is_truncated_is_forgotten(engine, length):
    cache = engine.new_cache(512)
    engine.extend(cache, PROMPT, logits="none")
    cache.truncate(length)
    assert cache.length_tokens == length
    close(engine.extend(cache, PROMPT[length:], logits="all"), read_whole(engine, PROMPT)[length:])


@settings(max_examples=20, deadline=None)
@given(length=st.integers(1, 290), seed=st.integers(0, 9))
def test_a_fork_shares_the_past_and_nothing_else(engine, length, seed):
    other = np.random.default_rng(seed).integers(7, 200, 40).tolist()
    cache = engine.new_cache(512)
    engine.extend(cache, PROMPT, logits="none")
    fork = cache.fork(length)
    in_fork = engine.extend(fork, other)
    close(in_fork, read_whole(engine, PROMPT[:length] + other)[-1:])
    close(engine.extend(cache, other), read_whole(engine, PROMPT + other)[-1:])


def test_a_fork_outlives_what_it_was_forked_from(engine):
    cache = engine.new_cache(512)
    engine.extend(cache, PROMPT, logits="none")
    fork = cache.fork(200)
    cache.truncate(0)
    engine.extend(cache, PROMPT[::-1], logits="none")
    close(engine.extend(fork, PROMPT[200:]), read_whole(engine, PROMPT)[-1:])


def test_forks_of_one_cache_can_be_used_in_several_threads_at_once(engine):
    cache = engine.new_cache(512)
    engine.extend(cache, PROMPT[:200], logits="none")
    others = [np.random.default_rng(seed).integers(7, 200, 90).tolist() for seed in range(4)]
    # Of the same length, so that all of them begin in the middle of the same page.
    forks = [cache.fork(195) for _ in others]
    with ThreadPoolExecutor(len(forks)) as pool:
        answers = list(pool.map(engine.extend, forks, others))
    for logits, other in zip(answers, others, strict=True):
        close(logits, read_whole(engine, PROMPT[:195] + other)[-1:])
    close(engine.extend(cache, PROMPT[200:]), read_whole(engine, PROMPT)[-1:])


def test_a_step_over_several_sequences_equals_one_after_the_other(engine):
    prompts = [PROMPT[:9], PROMPT[50:51], PROMPT[100:230]]
    caches = [engine.new_cache(512) for _ in prompts]
    reads = [Read(cache, ids, "all") for cache, ids in zip(caches, prompts, strict=True)]
    for logits, ids in zip(engine.step(reads), prompts, strict=True):
        close(logits, read_whole(engine, ids))


@pytest.mark.parametrize("lengths", list(itertools.product((1, 2, 7, 40), repeat=2)))
def test_trap_29_prompts_of_different_lengths_do_not_disturb_each_other(engine, lengths):
    prompts = [PROMPT[index : index + length] for index, length in enumerate(lengths)]
    caches = [engine.new_cache(64) for _ in prompts]
    greedy = [[], []]
    reads = [Read(cache, ids) for cache, ids in zip(caches, prompts, strict=True)]
    for _ in range(5):
        chosen = [int(np.argmax(logits[0])) for logits in engine.step(reads)]
        for answer, token_id in zip(greedy, chosen, strict=True):
            answer.append(token_id)
        reads = [Read(cache, [token_id]) for cache, token_id in zip(caches, chosen, strict=True)]
    for prompt, answer in zip(prompts, greedy, strict=True):
        whole = read_whole(engine, prompt + answer)
        assert np.argmax(whole[len(prompt) - 1 : -1], axis=1).tolist() == answer


def test_a_token_sees_nothing_of_what_follows_it(engine):
    changed = [*PROMPT[:100], *PROMPT[:200]]
    close(read_whole(engine, PROMPT)[:100], read_whole(engine, changed)[:100])


def test_two_reads_of_one_step_may_not_share_a_cache(engine):
    cache = engine.new_cache(8)
    with pytest.raises(RequestError, match="share a cache"):
        engine.step([Read(cache, [7]), Read(cache, [8])])


@pytest.mark.parametrize("token_ids", [[], [-1], [10_000]])
def test_trap_34_ids_that_do_not_exist_are_refused_and_change_nothing(engine, token_ids):
    cache = engine.new_cache(8)
    with pytest.raises(RequestError):
        engine.extend(cache, token_ids)
    assert cache.length_tokens == 0


def test_a_refused_read_leaves_the_other_caches_of_its_step_unchanged(engine):
    caches = [engine.new_cache(8), engine.new_cache(8)]
    with pytest.raises(RequestError):
        engine.step([Read(caches[0], [7]), Read(caches[1], [-1])])
    assert [cache.length_tokens for cache in caches] == [0, 0]


def test_a_cache_takes_its_limit_and_not_one_token_more(engine):
    cache = engine.new_cache(5)
    engine.extend(cache, PROMPT[:5])
    with pytest.raises(CapacityError, match=r"^6 tokens do not fit into a cache limited to 5$"):
        engine.extend(cache, [7])
    assert cache.length_tokens == 5


@pytest.mark.parametrize("limit", [0, -1, 513, 2**60])
def test_a_cache_limit_outside_the_context_is_refused(engine, limit):
    with pytest.raises(RequestError, match=rf"must be in \[1, 512\] tokens, got {limit}"):
        engine.new_cache(limit)


def allocated_bytes(act):
    tracemalloc.start()
    kept = act()
    size_bytes, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return kept, size_bytes


def test_a_limit_reserves_nothing_and_a_fork_copies_nothing():
    engine = ENGINES["reference"](tiny_checkpoint(context_tokens=2**20))
    cache, empty_bytes = allocated_bytes(lambda: engine.new_cache(2**20))
    _, read_bytes = allocated_bytes(lambda: engine.extend(cache, PROMPT, logits="none"))
    _, fork_bytes = allocated_bytes(lambda: cache.fork(300))
    assert empty_bytes < 10_000
    assert fork_bytes < 10_000 < read_bytes


@pytest.mark.parametrize("fails_at", [1, 2, 3])
def test_memory_that_runs_out_is_a_capacity_error_and_changes_nothing(monkeypatch, fails_at):
    # The cpu engine's own case is in tests/engines/cpu/test_memory_runs_out.py.
    engine = ENGINES["reference"](tiny_checkpoint())
    caches = [engine.new_cache(512), engine.new_cache(512)]
    for cache in caches:
        engine.extend(cache, PROMPT[:10], logits="none")
    calls = itertools.count(1)
    original = reference_engine.forward

    def forward(*arguments):
        if next(calls) == fails_at:
            raise MemoryError
        return original(*arguments)

    monkeypatch.setattr(reference_engine, "forward", forward)
    with pytest.raises(CapacityError, match="no memory to read 580 tokens"):
        engine.step([Read(cache, PROMPT[10:]) for cache in caches])
    assert [cache.length_tokens for cache in caches] == [10, 10]
    monkeypatch.undo()
    close(engine.extend(caches[0], PROMPT[10:]), read_whole(engine, PROMPT)[-1:])


@settings(max_examples=20, deadline=None)
@given(length=st.integers(0, 299))
def test_what_was_dumped_can_be_restored_and_goes_on_as_if_nothing_had_happened(engine, length):
    cache = engine.new_cache(512)
    engine.extend(cache, PROMPT, logits="none")
    data = cache.fork(length).dump()
    cache.truncate(length)
    restored = engine.restore(400, length, data)
    assert (restored.length_tokens, restored.limit_tokens) == (length, 400)
    assert restored.key == cache.key
    np.testing.assert_array_equal(restored.dump(), data)
    rest = engine.extend(restored, PROMPT[length:], logits="all")
    close(rest, engine.extend(cache, PROMPT[length:], logits="all"))
    close(rest, read_whole(engine, PROMPT)[length:])


def test_a_dump_is_flat_bytes_whose_size_follows_from_the_length_alone(engine):
    cache, other = engine.new_cache(512), engine.new_cache(300)
    engine.extend(cache, PROMPT, logits="none")
    cache.truncate(140)
    engine.extend(other, PROMPT[:140], logits="none")
    data = cache.dump()
    assert data.dtype == np.uint8
    assert data.ndim == 1
    assert len(data) == len(other.dump()) > 0


def test_a_restored_cache_forks_and_keeps_no_hold_of_the_data(engine):
    cache = engine.new_cache(512)
    engine.extend(cache, PROMPT[:200], logits="none")
    data = cache.dump()
    restored = engine.restore(512, 200, data)
    data[:] = 0xFF
    fork = restored.fork(150)
    close(engine.extend(fork, PROMPT[150:]), read_whole(engine, PROMPT)[-1:])
    close(engine.extend(restored, PROMPT[200:]), read_whole(engine, PROMPT)[-1:])


def test_bytes_that_came_from_a_file_can_be_restored_wherever_they_lie(engine):
    cache = engine.new_cache(512)
    engine.extend(cache, PROMPT[:20], logits="none")
    data = b"x" + cache.dump().tobytes()
    unaligned = np.frombuffer(data, np.uint8)[1:]
    restored = engine.restore(512, 20, unaligned)
    close(engine.extend(restored, PROMPT[20:]), read_whole(engine, PROMPT)[-1:])


@pytest.mark.parametrize(
    ("limit", "length", "change", "message"),
    [
        (512, 10, -1, "no dump of 10 tokens: expected"),
        (512, 10, 1, "no dump of 10 tokens: expected"),
        (512, 200, 0, "no dump of 200 tokens: expected"),
        (512, 0, 0, "no dump of 0 tokens: expected 0 bytes"),
        (512, -1, 0, r"length must be in \[0, 512\] tokens, got -1"),
        (9, 10, 0, r"length must be in \[0, 9\] tokens, got 10"),
        (512, 2**60, 0, r"length must be in \[0, 512\] tokens, got 1152921504606846976"),
        (513, 10, 0, r"cache limit must be in \[1, 512\] tokens, got 513"),
    ],
)
def test_data_that_is_no_dump_of_that_length_is_not_restored(engine, limit, length, change, message):
    cache = engine.new_cache(512)
    engine.extend(cache, PROMPT[:10])
    data = np.resize(cache.dump(), len(cache.dump()) + change)
    with pytest.raises(RequestError, match=message):
        engine.restore(limit, length, data)


def test_a_cache_takes_the_more_memory_the_more_it_holds(engine):
    cache = engine.new_cache(512)
    assert cache.size_bytes == 0
    engine.extend(cache, PROMPT[:200], logits="none")
    held_bytes = cache.size_bytes
    assert held_bytes >= len(cache.dump())
    assert cache.fork(200).size_bytes == held_bytes
    engine.extend(cache, PROMPT[:200], logits="none")
    assert cache.size_bytes > held_bytes
    cache.truncate(0)
    assert cache.size_bytes == 0


@pytest.mark.parametrize("length", [9, 11])
def test_the_reference_tells_a_dump_of_one_token_more_or_less(length):
    # The cpu engine dumps whole pages of 64 tokens, so there a near length has the same size.
    engine = ENGINES["reference"](tiny_checkpoint())
    cache = engine.new_cache(512)
    engine.extend(cache, PROMPT[:10])
    with pytest.raises(RequestError, match=f"no dump of {length} tokens: expected"):
        engine.restore(512, length, cache.dump())


@pytest.mark.parametrize("length", [-1, 4])
def test_truncating_to_what_is_not_there_is_refused(engine, length):
    cache = engine.new_cache(8)
    engine.extend(cache, PROMPT[:3])
    with pytest.raises(RequestError, match=rf"\[0, 3\] tokens, got {length}"):
        cache.truncate(length)
    with pytest.raises(RequestError):
        cache.fork(length)


def test_a_cancelled_prompt_leaves_a_prefix_that_can_be_continued(engine):
    cache = engine.new_cache(512)
    answers = iter([False, True])
    with pytest.raises(Cancelled):
        engine.extend(cache, PROMPT, cancel=lambda: next(answers))
    done = cache.length_tokens
    assert 0 < done < len(PROMPT)
    close(engine.extend(cache, PROMPT[done:]), read_whole(engine, PROMPT)[-1:])


def test_cache_keys_tell_different_models_apart(make_engine, engine):
    others = [tiny_checkpoint(seed=1), tiny_checkpoint(rope_base=1e6), tiny_checkpoint(norm_epsilon=1e-6)]
    same = make_engine(tiny_checkpoint())
    assert engine.new_cache(8).key == same.new_cache(8).key
    for other in others:
        assert engine.new_cache(8).key != make_engine(other).new_cache(8).key
    assert engine.kernel_table in engine.new_cache(8).key
