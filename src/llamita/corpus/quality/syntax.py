"""The rule about syntax errors, by tree-sitter's grammars; the last rule, since it costs most."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import tree_sitter_bash
import tree_sitter_c_sharp
import tree_sitter_cpp
import tree_sitter_java
import tree_sitter_javascript
import tree_sitter_php
import tree_sitter_python
import tree_sitter_typescript
from tree_sitter import Language as Grammar
from tree_sitter import Node, Parser

from llamita.corpus.document import Out

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from llamita.corpus.document import Language
    from llamita.corpus.quality.subject import Subject
    from llamita.corpus.quality.thresholds import Thresholds

_GRAMMARS: Final[Mapping[Language, Callable[[], object]]] = {
    "c#": tree_sitter_c_sharp.language,
    "c++": tree_sitter_cpp.language,
    "java": tree_sitter_java.language,
    "javascript": tree_sitter_javascript.language,
    "php": tree_sitter_php.language_php,
    "python": tree_sitter_python.language,
    "shell": tree_sitter_bash.language,
    "tsx": tree_sitter_typescript.language_tsx,
    "typescript": tree_sitter_typescript.language_typescript,
}
_MAX_STEPS: Final = 60_000
"""Nodes looked at in one tree; it bounds the time on text that is nothing but errors."""


@cache
def _parser(name: str) -> Parser:
    return Parser(Grammar(_GRAMMARS[name]()))


def syntax_errors(subject: Subject, limits: Thresholds) -> Out | None:
    """Code that its grammar cannot place.

    Headers are not parsed, since macros make them what no grammar of C++ knows. Python 2 counts as Python:
    the grammar knows its statements, and such files stay.
    """
    name = "tsx" if subject.name.endswith((".tsx", ".jsx")) else subject.language
    if name not in _GRAMMARS or len(subject.data) > limits.max_parsed_bytes or _is_header(subject):
        return None
    share = error_bytes(subject.data, name) / max(len(subject.data), 1)
    if share <= limits.max_syntax_error_share:
        return None
    return Out("syntax errors", f"{share:.3f} of the bytes, over {limits.max_syntax_error_share}")


def _is_header(subject: Subject) -> bool:
    return subject.language == "c++" and not subject.name.endswith((".cc", ".cpp", ".cxx", ".c++"))


def error_bytes(data: bytes, name: str) -> int:
    """How many bytes of a program stand in words that its grammar cannot place.

    A part that is whole inside one that is not counts as placed: a missing brace at the end costs little.

    Args:
        data: the program, in UTF-8.
        name: of its grammar; a language, or `tsx`.

    >>> error_bytes(b"x = (1, 2)", "python"), error_bytes(b"x = ) 1, 2 (", "python") > 0
    (0, True)
    """
    waiting = [_parser(name).parse(data).root_node]
    count = steps = 0
    while waiting and steps < _MAX_STEPS:
        node = waiting.pop()
        if not node.has_error:
            continue
        children = node.children
        steps += 1 + len(children)
        if node.is_error:
            count += _unplaced(node, children)
        waiting.extend(reversed(children))
    return count


def _unplaced(error: Node, children: list[Node]) -> int:
    """The bytes of an error that are in none of the parts that it has put together."""
    if not children:
        return error.end_byte - error.start_byte
    return sum(child.end_byte - child.start_byte for child in children if child.child_count == 0)
