import dataclasses

import pytest

from llamita.assembly import describe_machine, engines
from llamita.errors import CapacityError, RequestError
from tests.tiny import tiny_checkpoint


def test_a_model_that_does_not_fit_into_memory_is_refused_before_it_is_read(monkeypatch):
    machine = describe_machine()
    memory = dataclasses.replace(machine.memory, available_bytes=1000)
    monkeypatch.setattr(engines, "describe_machine", lambda: dataclasses.replace(machine, memory=memory))
    with pytest.raises(
        CapacityError, match=r"^`tiny` needs 0\.0 GB of memory as float32, 0\.0 GB are available$"
    ):
        engines.open_engine("reference", tiny_checkpoint(), None)


@pytest.mark.parametrize(("name", "num_threads"), [("gpu", None), ("reference", 0)])
def test_an_engine_or_number_of_threads_that_cannot_be_is_refused(name, num_threads):
    with pytest.raises(RequestError):
        engines.check_engine(name, num_threads)
