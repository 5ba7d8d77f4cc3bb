"""What the architecture tests look at: our files, and the functions in them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.fixtures import ROOT

Function = ast.FunctionDef | ast.AsyncFunctionDef
Documented = Function | ast.ClassDef


def python_files(*folders: str) -> list[Path]:
    """Every Python file below these folders of the repository."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


@cache
def tree_of(path: Path) -> ast.Module:
    """The file as a syntax tree; read once."""
    return ast.parse(path.read_text(encoding="utf-8"))


def place(path: Path, node: ast.AST | None = None) -> str:
    """Where it stands, as editors open it: ``src/llamita/errors.py:12``."""
    line = getattr(node, "lineno", 1)
    return f"{path.relative_to(ROOT).as_posix()}:{line}"


def functions(path: Path) -> Iterator[Function]:
    """Every function and method of the file, nested ones too."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, Function):
            yield node


def public_definitions(tree: ast.Module | ast.ClassDef) -> Iterator[Documented]:
    """Public classes, functions and methods; what a function defines inside is its own business."""
    for node in tree.body:
        if isinstance(node, Documented) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public_definitions(node)


def decorators(node: Documented) -> set[str]:
    """Names of the decorators, without their arguments: ``{"override", "name.setter"}``."""
    return {ast.unparse(decorator).partition("(")[0] for decorator in node.decorator_list}
