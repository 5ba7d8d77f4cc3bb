import platform

import pytest

from llamita.corpus.sources.fetching import fetch
from llamita.corpus.sources.locking import lock
from llamita.errors import CorpusError
from tests.corpus.sources.recipes import recipe_of


def test_what_lies_on_this_machine_is_locked_and_checked_without_a_connection(tmp_path, progress):
    folder = tmp_path / "code"
    folder.mkdir()
    (folder / "a.py").write_text("print(1)\n", "utf-8")
    recipe = recipe_of(
        code=f'{{ folder = "{folder}" }}', python="{ python = true }", pytest='{ installed = "pytest" }'
    )
    assert recipe.is_local
    locked = lock(recipe, tmp_path / "cache", progress)
    code, python, installed = locked.artifacts
    assert code.purl == f"pkg:generic/code@{code.files[0].sha256[:16]}"
    assert python.purl == f"pkg:generic/python@{platform.python_version()}"
    assert installed.purl == f"pkg:pypi/pytest@{pytest.__version__}"
    assert fetch(locked, tmp_path / "cache", progress, offline=True) == {
        "code": (),
        "python": (),
        "pytest": (),
    }
    (folder / "a.py").write_text("print(2)\n", "utf-8")
    with pytest.raises(CorpusError, match="project `code` has changed"):
        fetch(locked, tmp_path / "cache", progress, offline=True)


def test_a_folder_that_is_empty_or_not_there_is_missing(tmp_path, progress):
    (tmp_path / "empty").mkdir()
    for name in ("empty", "none"):
        with pytest.raises(CorpusError, match="no project of recipe `test` could be had"):
            lock(recipe_of(a=f'{{ folder = "{tmp_path}/{name}" }}'), tmp_path / "cache", progress)
