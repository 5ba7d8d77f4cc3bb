import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.fixtures import ROOT


def test_every_import_keeps_the_floors(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    status = lint_imports(config_filename=".importlinter", no_cache=True)
    if status != EXIT_STATUS_SUCCESS:
        pytest.fail(capsys.readouterr().out, pytrace=False)
