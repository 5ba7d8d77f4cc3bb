"""Files cut short and memory used up: errors, never the end of the process."""

import os
import subprocess
import sys
import textwrap

import pytest

from llamita.engines.reference import ReferenceEngine
from llamita.errors import CheckpointError
from llamita.weights.gguf.reader import read_gguf
from tests.engines_under_test import needs_native
from tests.weights.gguf_files import write_tiny_gguf

pytestmark = needs_native


def cpu(checkpoint):
    from llamita.engines.cpu.engine import CpuEngine

    return CpuEngine(checkpoint, num_threads=2)


@pytest.mark.parametrize("make_engine", [cpu, ReferenceEngine])
@pytest.mark.parametrize("part", [0.0, 0.5, 0.99])
def test_a_file_that_is_cut_short_after_it_was_opened_is_an_error(tmp_path, make_engine, part):
    path = write_tiny_gguf(tmp_path / "tiny.gguf")
    checkpoint = read_gguf(path)
    os.truncate(path, int(part * path.stat().st_size))
    with pytest.raises(CheckpointError, match="cut short|fewer bytes"):
        make_engine(checkpoint)


def test_a_file_that_was_replaced_after_it_was_opened_is_read_as_it_was(tmp_path):
    path = write_tiny_gguf(tmp_path / "tiny.gguf")
    expected = cpu(read_gguf(path))
    checkpoint = read_gguf(path)
    write_tiny_gguf(tmp_path / "other.gguf", seed=1).replace(path)
    engine = cpu(checkpoint)
    for reader in (expected, engine):
        reader.extend(reader.new_cache(64), [7, 8, 9])
    assert (
        engine.extend(engine.new_cache(64), [7, 8, 9]).tobytes()
        == expected.extend(expected.new_cache(64), [7, 8, 9]).tobytes()
    )


def run_with_little_memory(script):
    """Run a script that may have 300 MB more than it has when it calls ``limit()``."""
    preamble = """
        import resource
        from pathlib import Path
        import numpy as np
        from llamita.engines.cpu.engine import CpuEngine
        from llamita.errors import CapacityError
        from tests.tiny import checkpoint_of, tiny_parameters, tiny_spec

        def limit():
            pages = int(Path("/proc/self/statm").read_text().split()[0])
            limit_bytes = pages * resource.getpagesize() + 300_000_000
            resource.setrlimit(resource.RLIMIT_AS, (limit_bytes, limit_bytes))
    """
    program = textwrap.dedent(preamble) + textwrap.dedent(script)
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits memory as Linux does")
def test_memory_used_up_by_a_cache_is_an_error_and_changes_nothing():
    done = run_with_little_memory("""
        spec = tiny_spec(num_layers=4, width=64, num_heads=8, num_kv_heads=8, head_width=128,
                         context_tokens=1_000_000)
        engine = CpuEngine(checkpoint_of(spec, tiny_parameters(spec)), num_threads=2)
        caches = [engine.new_cache(1_000_000) for _ in range(2)]
        for cache in caches:
            engine.extend(cache, [7] * 100, logits="none")
        expected = engine.extend(caches[0].fork(100), [8])
        limit()
        from llamita.engines.contract import Read
        try:
            # 16 KiB for each token and cache: 50,000 of them are 1.6 GB.
            engine.step([Read(cache, [7] * 50_000, "none") for cache in caches])
        except CapacityError as error:
            print(error)
        assert [cache.length_tokens for cache in caches] == [100, 100]
        assert np.array_equal(engine.extend(caches[0], [8]), expected)
        print("goes on")
    """)
    assert done.stdout.splitlines() == ["no memory to read 100000 tokens", "goes on"], done.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits memory as Linux does")
def test_threads_that_the_system_does_not_give_are_an_error():
    done = run_with_little_memory("""
        spec = tiny_spec()
        checkpoint = checkpoint_of(spec, tiny_parameters(spec))
        limit()
        try:
            # Each wants a stack of its own, of some megabytes.
            CpuEngine(checkpoint, num_threads=300)
        except CapacityError as error:
            print(error)
        print(CpuEngine(checkpoint, num_threads=1).num_threads)
    """)
    lines = done.stdout.splitlines()
    assert lines[0].startswith("the system gives no 300 threads: "), done.stderr
    assert lines[1:] == ["1"], done.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits memory as Linux does")
def test_memory_used_up_by_weights_is_an_error():
    done = run_with_little_memory("""
        spec = tiny_spec(width=2048, feed_forward_width=16_384, num_layers=3)
        checkpoint = checkpoint_of(spec, tiny_parameters(spec))
        limit()
        try:
            CpuEngine(checkpoint, num_threads=2)
        except CapacityError as error:
            print(error)
    """)
    assert done.stdout.startswith("no memory for the weights of `tiny`, at `layers."), done.stderr
