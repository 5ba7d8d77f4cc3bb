"""Python programs without docstrings, and with other names."""

from __future__ import annotations

import ast

from llamita.problems.syntax import parsed


def bare(program: str) -> str:
    """A program without docstrings and comments; empty where it is not Python."""
    try:
        tree = parsed(program)
    except SyntaxError:
        return ""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node) is not None:
            node.body[:1] = [] if len(node.body) > 1 else [ast.Pass()]
    return ast.unparse(tree)


def renamed(program: str) -> str:
    r"""A program whose own functions and variables have new names; empty where it is not Python.

    Names of arguments stay where a function of others is called with them, such as `key` of `sorted`.

    >>> renamed("def top(list, key): return max(list, key=key)")
    'def name_0(name_1, name_2):\n    return max(name_1, key=name_2)'
    """
    try:
        tree = parsed(program)
    except SyntaxError:
        return ""
    bound = [name for node in ast.walk(tree) if (name := _bound(node)) is not None]
    names = {name: f"name_{place}" for place, name in enumerate(dict.fromkeys(bound))}
    for node in ast.walk(tree):
        _rename(node, names)
    return ast.unparse(tree)


def _bound(node: ast.AST) -> str | None:
    """The name that a function, class, argument or assignment gives."""
    match node:
        case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
            return name
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return name
    return None


def _rename(node: ast.AST, names: dict[str, str]) -> None:
    match node:
        case ast.Name(id=name):
            node.id = names.get(name, name)
        case ast.arg(arg=name):
            node.arg = names.get(name, name)
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            node.name = names.get(name, name)
        case ast.Global(names=own) | ast.Nonlocal(names=own):
            node.names = [names.get(name, name) for name in own]
