import pytest

from tests.fixtures import ROOT


@pytest.fixture(autouse=True)
def _workers_find_these_tests(monkeypatch):
    # They do not look into the current folder.
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
