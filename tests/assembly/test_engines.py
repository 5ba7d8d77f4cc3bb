import dataclasses

import pytest

from llamita.assembly import describe_machine, engines
from llamita.errors import CapacityError, RequestError
from tests.engines_under_test import needs_native
from tests.tiny import tiny_checkpoint


def test_a_model_that_does_not_fit_into_memory_is_refused_before_it_is_read(monkeypatch):
    machine = describe_machine()
    memory = dataclasses.replace(machine.memory, available_bytes=1000)
    monkeypatch.setattr(engines, "describe_machine", lambda: dataclasses.replace(machine, memory=memory))
    with pytest.raises(
        CapacityError, match=r"^`tiny` needs 0\.0 GB of memory as float32, 0\.0 GB are available$"
    ):
        engines.open_engine("reference", tiny_checkpoint(), None)


@needs_native
def test_packed_weights_that_do_not_fit_are_refused_before_they_are_read(monkeypatch):
    machine = describe_machine()
    memory = dataclasses.replace(machine.memory, available_bytes=1000)
    monkeypatch.setattr(engines, "describe_machine", lambda: dataclasses.replace(machine, memory=memory))
    with pytest.raises(
        CapacityError, match=r"^`tiny` needs 0\.0 GB of memory for its weights, 0\.0 GB are available$"
    ):
        engines.open_engine("cpu", tiny_checkpoint(), None)


def test_without_the_extension_the_reference_serves_and_the_reason_is_told(monkeypatch):
    machine = dataclasses.replace(
        describe_machine(), native_available=False, native_missing_reason="built without a compiler"
    )
    monkeypatch.setattr(engines, "describe_machine", lambda: machine)
    assert engines.default_engine() == "reference"
    with pytest.raises(RequestError, match="the cpu engine is not here: built without a compiler"):
        engines.open_engine("cpu", tiny_checkpoint(), None)


@needs_native
def test_the_native_engine_is_the_default_and_the_environment_chooses_its_kernels(monkeypatch):
    assert engines.default_engine() == "cpu"
    for table in describe_machine().kernel_tables:
        monkeypatch.setenv(engines.KERNELS_VARIABLE, table)
        assert engines.open_engine("cpu", tiny_checkpoint(), 1).kernel_table == table
    monkeypatch.setenv(engines.KERNELS_VARIABLE, "sse9")
    with pytest.raises(RequestError, match="kernel table `sse9` cannot run here: expected one of"):
        engines.open_engine("cpu", tiny_checkpoint(), 1)


@pytest.mark.parametrize(
    ("name", "kv_format", "message"),
    [
        ("cpu", "q4", "no KV format named `q4`: expected one of f16, int8"),
        ("reference", "int8", "the reference engine keeps keys and values as float32, got KV format `int8`"),
    ],
)
def test_a_kv_format_that_an_engine_does_not_keep_is_refused(name, kv_format, message):
    with pytest.raises(RequestError, match=message):
        engines.check_engine(name, None, kv_format)


@pytest.mark.parametrize(("name", "num_threads"), [("gpu", None), ("reference", 0)])
def test_an_engine_or_number_of_threads_that_cannot_be_is_refused(name, num_threads):
    with pytest.raises(RequestError):
        engines.check_engine(name, num_threads)
