"""Plants programs of benchmarks in files, as they are or changed: for tests and for `recall.py`."""

from __future__ import annotations

import ast
import inspect
import json
import textwrap

from llamita.problems.syntax import parsed

HOST = inspect.getsource(textwrap)
"""A module of Python's own, in which programs are planted."""


def reformatted(program: str) -> str:
    """As a formatter would: other quotes, breaks and brackets, no comments, two blanks a level."""
    return _indented(ast.unparse(parsed(program)), "  ")


def joined(program: str) -> str:
    """Runs of simple statements on one line, indented with tabs."""
    lines: list[str] = []
    for line in ast.unparse(parsed(program)).splitlines():
        together = f"{lines[-1]}; {line.strip()}" if lines else line
        same = lines and _depth(lines[-1]) == _depth(line) and line.strip()
        lines[-1:] = (
            [together] if same and _parses("\n".join([*lines[:-1], together])) else [*lines[-1:], line]
        )
    return _indented("\n".join(lines), "\t")


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def bare(program: str) -> str:
    """Without docstrings and comments."""
    return ast.unparse(_Undocumented().visit(parsed(program)))


def redocumented(program: str) -> str:
    """With another docstring, and a comment behind every third line."""
    lines = ast.unparse(_Redocumented().visit(parsed(program))).splitlines()
    text = "\n".join(line + "  # as agreed" * (place % 3 == 1) for place, line in enumerate(lines))
    return text if _parses(text) else "\n".join(lines)


def renamed(program: str) -> str:
    """Every function and variable that the program binds has another name; words in docstrings stay."""
    tree = parsed(program)
    return ast.unparse(_Renamed(_bound(tree)).visit(tree))


def renamed_bare(program: str) -> str:
    """Renamed, without docstrings and comments."""
    return bare(renamed(program))


CHANGES = {
    "verbatim": str,
    "reformatted": reformatted,
    "joined lines": joined,
    "no docstrings": bare,
    "other docstrings and comments": redocumented,
    "renamed": renamed,
    "renamed, no docstrings": renamed_bare,
}


def in_module(program: str) -> str:
    """Between the functions of a module."""
    before, mark, after = HOST.partition("def dedent(")
    return f"{before}{program.strip()}\n\n\n{mark}{after}"


def in_markdown(program: str) -> str:
    """In a fence of a page."""
    return (
        f"# Answers\n\nIt's one that doesn't need much:\n\n```python\n{program.strip()}\n```\n\nThat's it.\n"
    )


def in_docstring(program: str) -> str:
    """As an example in a docstring."""
    program = program.replace('"""', "'''").replace("\\", "\\\\")
    shown = textwrap.indent(program.strip(), "    ")
    return f'def helper():\n    """Does as the following:\n\n{shown}\n    """\n    return None\n'


def with_windows_lines(program: str) -> str:
    """In a module whose lines end as on Windows."""
    return in_module(program).replace("\n", "\r\n")


def with_numbers(program: str) -> str:
    """With the numbers of lines before them."""
    return "".join(f"{number:4}  {line}\n" for number, line in enumerate(program.strip().splitlines(), 1))


def as_json(program: str) -> str:
    """As a string in JSON."""
    return json.dumps({"id": 3, "content": program})


PLACES = {
    "module": in_module,
    "markdown": in_markdown,
    "docstring": in_docstring,
    "windows lines": with_windows_lines,
    "line numbers": with_numbers,
    "json": as_json,
}


def _indented(text: str, step: str) -> str:
    """Other indentation where all lines are code; lines of a docstring move with it."""
    lines = []
    for line in text.splitlines():
        depth, rest = divmod(len(line) - len(line.lstrip(" ")), 4)
        lines.append(step * depth + " " * rest + line.lstrip(" "))
    changed = "\n".join(lines) + "\n"
    return changed if _parses(changed) else text


def _parses(text: str) -> bool:
    try:
        parsed(text)
    except SyntaxError:
        return False
    return True


class _Undocumented(ast.NodeTransformer):
    def visit_FunctionDef(self, node):
        self.generic_visit(node)
        if ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
        return node

    visit_ClassDef = visit_FunctionDef


class _Redocumented(_Undocumented):
    def visit_FunctionDef(self, node):
        super().visit_FunctionDef(node)
        node.body.insert(0, ast.Expr(ast.Constant("Another text than there was.")))
        return node


def _bound(tree: ast.AST) -> dict[str, str]:
    names: dict[str, None] = {}
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                names[name] = None
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                names[name] = None
    return {name: f"renamed_{place}" for place, name in enumerate(names) if not name.startswith("__")}


class _Renamed(ast.NodeTransformer):
    def __init__(self, names):
        self.names = names

    def visit_Name(self, node):
        node.id = self.names.get(node.id, node.id)
        return node

    def visit_arg(self, node):
        node.arg = self.names.get(node.arg, node.arg)
        return self.generic_visit(node)

    def visit_FunctionDef(self, node):
        node.name = self.names.get(node.name, node.name)
        return self.generic_visit(node)

    visit_ClassDef = visit_FunctionDef

    def visit_Global(self, node):
        node.names = [self.names.get(name, name) for name in node.names]
        return node

    visit_Nonlocal = visit_Global
