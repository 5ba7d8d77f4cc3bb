import pytest

from llamita.engines.cpu import machine, memory
from llamita.errors import RequestError


@pytest.fixture
def native():
    return pytest.importorskip("llamita.engines.cpu._native", reason="built without a compiler")


@pytest.fixture
def container(monkeypatch, tmp_path):
    """A machine of 8 GiB, 6 of them available, in a container whose files the test writes."""
    meminfo = f"MemTotal: {8 * 1024**2} kB\nMemAvailable: {6 * 1024**2} kB\n"
    (tmp_path / "meminfo").write_text(meminfo)
    monkeypatch.setattr(memory, "PROC", tmp_path)
    monkeypatch.setattr(memory, "CGROUP", tmp_path)
    return tmp_path


def test_a_machine_has_a_brand_cores_and_memory():
    found = machine.describe_machine()
    assert found.brand == found.brand.strip() != ""
    assert found.num_cores >= 1
    assert found.memory.total_bytes > 2**28


def test_the_native_extension_names_only_usable_features(native):
    features = native.machine()["features"]
    assert machine.describe_machine().features == tuple(k for k, usable in features.items() if usable)


def test_without_the_extension_the_machine_says_why(monkeypatch):
    monkeypatch.setattr(machine, "_MISSING_REASON", "built without a compiler")
    found = machine.describe_machine()
    assert (found.native_available, found.native_missing_reason) == (False, "built without a compiler")
    assert (found.features, found.brand != "") == ((), True)
    assert machine.measure_read_bandwidth(1) is None


@pytest.mark.usefixtures("native")
def test_memory_reads_at_a_plausible_speed():
    assert 1e8 < machine.measure_read_bandwidth(2, size_bytes=2**24, min_seconds=0.02) < 1e13


@pytest.mark.usefixtures("native")
def test_no_threads_are_refused_by_name_and_value():
    with pytest.raises(RequestError, match=r"^num_threads must be in \[1, 1024\], got 0$"):
        machine.measure_read_bandwidth(0)


def test_a_probe_that_would_measure_nothing_is_refused(native):
    with pytest.raises(ValueError, match=r"^size_bytes must be at least 8192 \(4096 per thread\), got 100$"):
        native.measure_read_bandwidth(2, 100, 0.1)


def test_a_machine_without_a_limit_has_what_the_kernel_says(container):
    (container / "memory.max").write_text("max\n")
    expected = memory.Memory(total_bytes=8 * 2**30, available_bytes=6 * 2**30)
    assert memory.describe_memory() == expected


def test_a_container_has_its_limit_and_gets_back_what_files_hold(container):
    (container / "memory.max").write_text(f"{4 * 2**30}\n")
    (container / "memory.current").write_text(f"{3 * 2**30}\n")
    (container / "memory.stat").write_text(f"anon 1\ninactive_file {2**30}\n")
    expected = memory.Memory(total_bytes=4 * 2**30, available_bytes=2 * 2**30)
    assert memory.describe_memory() == expected


@pytest.mark.usefixtures("native")
@pytest.mark.parametrize("kind", ["int8", "fma"])
def test_every_table_has_a_peak(kind):
    for table in (None, *machine.arithmetic_tables()):
        speed = machine.measure_peak_arithmetic(2, kind, kernel_table=table, min_seconds=0.01)
        assert speed is None or 1e6 < speed < 1e16


@pytest.mark.usefixtures("native")
def test_a_peak_of_what_is_not_there_is_refused():
    if not machine.arithmetic_tables():
        pytest.skip("this processor has no table with a peak")
    with pytest.raises(RequestError, match=r"^table must be one of \[.+\], got generic$"):
        machine.measure_peak_arithmetic(1, "int8", kernel_table="generic")
    with pytest.raises(RequestError, match=r"^kind must be one of \[int8, fma\], got int4$"):
        machine.measure_peak_arithmetic(1, "int4")


def test_without_the_extension_there_is_no_peak(monkeypatch):
    monkeypatch.setattr(machine, "_MISSING_REASON", "built without a compiler")
    assert machine.arithmetic_tables() == ()
    assert machine.measure_peak_arithmetic(1, "fma") is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [("50000 100000", 1), ("150000 100000", 2), ("max 100000", 8), ("900000 100000", 8)],
)
def test_a_container_has_no_more_cores_than_its_share_of_time(container, monkeypatch, written, expected):
    monkeypatch.setattr(machine.os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
    (container / "cpu.max").write_text(written + "\n")
    assert machine.count_cores() == expected
