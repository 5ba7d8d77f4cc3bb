"""`llamita bench cpu`: what is timed, and beside which limits."""

import json

import pytest

from llamita.assembly import bench_cases, bench_cpu
from llamita.assembly.bench_cases import (
    Case,
    Timer,
    Work,
    bytes_read,
    cases_within,
    matrix_operations,
)
from llamita.engines.reference import ReferenceEngine
from llamita.errors import RequestError
from llamita.spec import parameter_shapes
from tests.cli.program import run
from tests.tiny import tiny_checkpoint, tiny_spec
from tests.weights.gguf_files import write_tiny_gguf

LIMITS = {
    "read_one_thread_bytes_per_s",
    "read_bytes_per_s",
    "int8_operations_per_s",
    "fma_operations_per_s",
}
FIGURE = {
    "name",
    "depth_tokens",
    "num_tokens",
    "tokens_per_s",
    "reached",
    "runs_tokens_per_s",
    "runs_reached",
}
PREFILL = Case(name="prefill_8", kind="prefill", depth_tokens=0, num_tokens=8)
DECODE = Case(name="decode_4_at_16", kind="decode", depth_tokens=16, num_tokens=4)


@pytest.fixture
def small_probes(monkeypatch):
    monkeypatch.setattr(bench_cpu, "PROBE_BYTES", 1 << 16)
    monkeypatch.setattr(bench_cpu, "PROBE_SECONDS", 0.001)


def test_the_keys_are_stable(tmp_path):
    path = write_tiny_gguf(tmp_path / "tiny.gguf")
    command = ("bench", "cpu", "--model", path, "--engine", "reference", "--rounds", "2", "--threads", "1")
    process = run(*command, "--json")
    assert process.returncode == 0, process.stderr
    result = json.loads(process.stdout)
    assert set(result) == {"model", "engine", "kernel_table", "threads", "machine", "limits", "figures"}
    assert (result["model"], result["engine"], result["threads"]) == ("tiny", "reference", 1)
    assert set(result["machine"]) == {"processor", "instruction_sets"}
    assert set(result["limits"]) == LIMITS
    assert [set(figure) for figure in result["figures"]] == [FIGURE] * len(result["figures"])
    assert [len(figure["runs_tokens_per_s"]) for figure in result["figures"]] == [2] * len(result["figures"])
    assert "round 2 of 2" in process.stderr


def test_a_person_gets_a_table(tmp_path):
    path = write_tiny_gguf(tmp_path / "tiny.gguf")
    process = run("bench", "cpu", "--model", path, "--engine", "reference", "--rounds", "1")
    assert process.returncode == 0, process.stderr
    assert "write 128" in process.stdout
    assert "GB/s" in process.stdout


def test_no_rounds_are_refused(tmp_path):
    path = write_tiny_gguf(tmp_path / "tiny.gguf")
    process = run("bench", "cpu", "--model", path, "--engine", "reference", "--rounds", "0")
    assert process.returncode == 2
    assert "rounds must be 1 or more, got 0" in process.stderr


def test_cases_fit_into_the_context():
    assert [case.name for case in cases_within(8192)] == [case.name for case in bench_cases.CASES]
    assert [case.name for case in cases_within(512)] == ["prefill_512", "decode_128"]
    assert cases_within(100) == ()


def test_a_context_too_short_for_every_case_is_refused():
    with pytest.raises(RequestError, match=r"^the model's context of 100 tokens is too short"):
        bench_cpu.measure_speed(ReferenceEngine(tiny_checkpoint(context_tokens=100)))


@pytest.mark.parametrize("case", [PREFILL, DECODE])
def test_every_run_times_the_same_tokens_at_the_same_depth(case):
    engine = ReferenceEngine(tiny_checkpoint())
    lengths = []
    extend = engine.extend

    def watched(cache, token_ids, **options):
        lengths.append((cache.length_tokens, len(token_ids)))
        return extend(cache, token_ids, **options)

    engine.extend = watched
    timer = Timer(engine, case)
    lengths.clear()
    assert timer.seconds() > 0
    first = list(lengths)
    lengths.clear()
    assert timer.seconds() > 0
    assert lengths == first
    assert first[0][0] == case.depth_tokens
    assert sum(count for _, count in first) == case.num_tokens + (case.kind == "decode")


def test_a_prefill_multiplies_with_every_matrix_of_the_layers_and_once_with_the_output():
    spec = tiny_spec()
    layers = sum(
        shape[0] * shape[1] for name, shape in parameter_shapes(spec).items() if "." in name and shape[1:]
    )
    assert matrix_operations(PREFILL, spec) == 2 * (8 * layers + spec.vocabulary_size * spec.width)


def test_a_decode_reads_all_weights_and_all_tokens_before_each():
    # The token timed first stands behind 16 of the prompt and the one that began.
    lengths = [17, 18, 19, 20]
    expected = sum(1000 + 10 * length for length in lengths)
    assert bytes_read(DECODE, 1000, 10) == pytest.approx(expected)


@pytest.mark.usefixtures("small_probes")
def test_an_engine_that_says_what_it_reads_is_compared_with_the_limit(monkeypatch):
    pytest.importorskip("llamita.engines.cpu._native", reason="built without a compiler")
    engine = ReferenceEngine(tiny_checkpoint())
    monkeypatch.setattr(ReferenceEngine, "weight_bytes", 10_000, raising=False)
    work = Work.of_engine(engine)
    assert work.weight_bytes == 10_000
    speed = bench_cpu.measure_speed(engine, num_threads=1, num_rounds=1)
    figure = speed.figures[1]
    bytes_per_s = work.of(figure.case) * figure.tokens_per_s[0] / figure.case.num_tokens
    assert figure.reached[0] == pytest.approx(bytes_per_s / speed.limits.read_bytes_per_s)
