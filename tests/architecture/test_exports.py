import ast
import importlib
from pathlib import Path

import pytest

from tests.architecture.source import Documented, tree_of
from tests.fixtures import ROOT

SRC = ROOT / "src"


def declared(path: Path) -> list[str] | None:
    """The value of ``__all__``, None where the file has none."""
    for node in tree_of(path).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return ast.literal_eval(node.value)
    return None


def defined(path: Path) -> set[str]:
    """Public names defined at the file's top level; of those imported, ruff's F401 takes care."""
    names: set[str] = set()
    for node in tree_of(path).body:
        if isinstance(node, Documented):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return {name for name in names if not name.startswith("_")}


def constants_classes_functions(name: str) -> tuple[int, str]:
    """The order that ruff's RUF022 asks for."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2, name)


EXPORTING = [path for path in sorted(SRC.rglob("__init__.py")) if declared(path) is not None]


@pytest.mark.parametrize("path", EXPORTING, ids=lambda path: str(path.parent.relative_to(SRC)))
def test_a_package_exports_what_is_there(path):
    package = importlib.import_module(".".join(path.parent.relative_to(SRC).parts))
    names = declared(path)
    assert [name for name in names if not hasattr(package, name)] == []
    assert defined(path) - set(names) == set(), "public, but not in __all__"
    assert names == sorted(names, key=constants_classes_functions)
