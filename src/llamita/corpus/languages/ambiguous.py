"""Extensions that several languages share: the first language whose marks stand in the text.

Only the beginning of a text is read. Each pattern matches inside one line and starts at its beginning, so
that no text, however made, costs more than its length.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from llamita.corpus.document import Language

_READ_CHARACTERS: Final = 20_000


def _line(*starts: str) -> re.Pattern[str]:
    """Any of these at the start of a line."""
    return re.compile(r"^[ \t]{0,40}(?:" + "|".join(starts) + ")", re.MULTILINE)


_OBJECTIVE_C = _line(
    r"@(?:interface|implementation|protocol|end|class|property|import)\b", r"#[ \t]*import\b"
)
_CPP = _line(
    r"(?:inline )?namespace\b[^;=]{0,80}\{?$",
    r"template[ \t]*<",
    r"(?:class|struct)[ \t]+[\w: ]{1,120}[ \t]*:[ \t]*(?:public|private|protected)\b",
    r"class[ \t]+\w[\w: ]{0,120}[ \t]*[{;]?[ \t]*$",
    r"(?:public|private|protected)[ \t]*:",
    r"using[ \t]+(?:namespace[ \t]+)?[\w:]+[ \t]*[;=]",
    r"#[ \t]*include[ \t]*<(?:algorithm|array|atomic|c(?:assert|math|std\w+|string)|chrono|functional"
    r"|iostream|iterator|limits|list|map|memory|mutex|optional|ostream|s?stream|set|sstream|string|string_view|tuple"
    r"|type_traits|unordered_map|utility|variant|vector)>",
    r"(?:virtual|explicit|constexpr|friend|static_assert)\b",
    r"[^/*\n\"]{0,120}\bstd::\w",
)
_PHP = re.compile(r"<\?(?:php\b|=)")
_PASCAL = _line(
    r"\{\$\w",
    r"(?:procedure|function)[ \t]+[\w.]+[ \t]*[(;:]",
    r"(?:unit|uses|interface|implementation)\b[^{}\n]*;?$",
    r"(?:var|const|type)[ \t]*$",
)
_ASSEMBLY = _line(
    r"[%.](?:macro|endm|global|globl|text|data|section|equ|byte|word|long|p?align|if|endif|define|include)\b",
    r"[.\w$]{1,60}:[ \t]*(?:[;#@].*)?$",
    r"(?:mov|push|pop|add|sub|lea|ldr|str|jmp|call|ret|xor|cmp|v?movd)\w{0,4}[ \t]",
)
_C = _line(
    r"#[ \t]*(?:include|define|ifdef|ifndef|if|undef|pragma)\b",
    r"(?:static|extern|typedef|struct|enum|union|void|int|char|const|unsigned|/\*|//)",
    r"[\w][\w .*&<>:,\"'()-]{0,200}[;,{)][ \t]*(?:/[/*].*)?$",
)
_MATLAB = _line(r"function\b[^{;]*$", r"%", r"(?:end|endfunction|classdef)\b", r"\.\.\.[ \t]*$")
_PROLOG = _line(r":-[ \t]*\w", r"\w[\w(), \[\]|]{0,120}:-[ \t]*$", r"%.*prolog")
_PERL = _line(
    r"#!.*perl",
    r"(?:use|package|require|no)[ \t]+[\w:']+.*;",
    r"(?:my|our|local)[ \t]*[($@%]",
    r"sub\b",
    r"[$@%]\w",
)
_QMAKE = _line(
    r"(?:TEMPLATE|SOURCES|HEADERS|CONFIG|TARGET|QT|DEFINES|INCLUDEPATH|SUBDIRS|include)\b[ \t]*[+*-]?[=(]"
)
_XML = re.compile(r"\A[ \t\r\n]{0,20}<(?:\?xml|!DOCTYPE(?! html)|TS\b|[a-zA-Z:]{1,40}[ >\n])")
_SMALLTALK = _line(r"![\w .]+(?:class )?methodsFor: ", r"\w+ subclass: #", r"Class \{")
_MACHINE_DESCRIPTION = _line(r"\(define_(?:insn|expand|peephole|constants|attr|predicate)\b", r";;.*machine")
_DEPENDENCIES = _line(r"[\w./-]+\.l?o:[ \t]", r"[\w./$()-]+:[ \t].*\\$")
_COQ = _line(r"(?:Require|Theorem|Lemma|Proof|Definition|Inductive|Fixpoint)\b", r"\(\*")
_GLSL = _line(r"#version\b", r"(?:uniform|varying|precision|attribute)\b", r"void main\b")
_FORTH = _line(r": [^ ]+ ", r"\\ ")
_VISUAL_BASIC_CLASS = _line(
    r"VERSION [\d.]+ CLASS", r"Attribute VB_", r"(?:Public|Private) (?:Sub|Function)\b"
)
_TEX = re.compile(r"\\[a-zA-Z]{2,}|^%", re.MULTILINE)
_REBOL = re.compile(r"\bREBOL[ \t]*\[", re.IGNORECASE)
_XPM = re.compile(r"/\* XPM \*/")
_SHADER_PROJECT = re.compile(r"\A\s{0,20}<")
_MASON = _line(r"<[%&]")
_TEST_SCRIPT = _line(
    r"#!.*(?:perl|prove)", r"(?:use|package|require|no)[ \t]+[\w:']+.*;", r"(?:my|our)[ \t]*[($@%]"
)
_SHELL = re.compile(r"\A#![^\n]{0,100}sh\b")
_ANYTHING = re.compile("")

_CHOICES: Final[Mapping[str, tuple[tuple[Language | None, re.Pattern[str]], ...]]] = {
    "as": (("actionscript", _line(r"(?:package|class|import|public|private|function)\b")), (None, _ANYTHING)),
    "asc": ((None, re.compile("-----BEGIN ")), ("asciidoc", _ANYTHING)),
    "bas": (("visual basic", _VISUAL_BASIC_CLASS), (None, _ANYTHING)),
    "cl": (("common lisp", _line(r"[(;]")), ("c", _ANYTHING)),
    "cls": (("visual basic", _VISUAL_BASIC_CLASS), ("tex", _TEX), (None, _ANYTHING)),
    "cs": (("smalltalk", _SMALLTALK), ("c#", _ANYTHING)),
    "d": (("makefile", _DEPENDENCIES), ("d", _ANYTHING)),
    "fs": (("glsl", _GLSL), ("forth", _FORTH), ("f#", _ANYTHING)),
    "h": (("objective-c", _OBJECTIVE_C), ("c++", _CPP), ("c", _ANYTHING)),
    "inc": (
        ("php", _PHP),
        ("pascal", _PASCAL),
        ("assembly", _ASSEMBLY),
        ("c++", _CPP),
        ("c", _C),
        (None, _ANYTHING),
    ),
    "inl": (("c++", _CPP), ("c", _ANYTHING)),
    "l": (
        ("roff", _line(r"\.(?:TH|SH|Dd|\\\")")),
        ("common lisp", _line(r"\((?:def|in-package)")),
        ("lex", _ANYTHING),
    ),
    "lock": (("json", re.compile(r"\A\s{0,20}\{")), ("toml", _line(r"\[\[?\w")), ("yaml", _ANYTHING)),
    "m": (
        ("objective-c", _OBJECTIVE_C),
        ("mathematica", re.compile(r"\A\s{0,20}\(\*|^\w+\[.*\] *:=", re.MULTILINE)),
        ("matlab", _MATLAB),
        ("objective-c", _C),
        (None, _ANYTHING),
    ),
    "man": (("roff", _line(r"[.']")), ("text", _ANYTHING)),
    "md": (("lisp machine description", _MACHINE_DESCRIPTION), ("markdown", _ANYTHING)),
    "ml": (("standard ml", _line(r"(?:structure|signature|functor)\b.*=")), ("ocaml", _ANYTHING)),
    "mm": (("xml", _XML), ("objective-c++", _ANYTHING)),
    "php": (("hack", re.compile(r"\A<\?hh")), ("php", _ANYTHING)),
    "pl": (("perl", _PERL), ("prolog", _PROLOG), ("perl", _ANYTHING)),
    "pm": ((None, _XPM), ("perl", _ANYTHING)),
    "pp": (("pascal", _PASCAL), ("puppet", _ANYTHING)),
    "pro": (("qmake", _QMAKE), ("prolog", _PROLOG), (None, _ANYTHING)),
    "r": (("rebol", _REBOL), ("r", _ANYTHING)),
    "rs": (("xml", _XML), ("rust", _ANYTHING)),
    "st": (("smalltalk", _SMALLTALK), (None, _ANYTHING)),
    "t": (("perl", _TEST_SCRIPT), ("shell", _SHELL), (None, _ANYTHING)),
    "ts": (("xml", _XML), ("typescript", _ANYTHING)),
    "v": (("coq", _COQ), ("verilog", _ANYTHING)),
}


def choose(extension: str, text: str) -> tuple[Language | None] | None:
    """The language of a text whose extension says too little.

    Args:
        extension: in lower case, without its dot.
        text: the file's.

    Returns:
        The language in a tuple of one, where None means that the text is none we know; None where the
        extension is not one of several meanings.

    >>> choose("ts", "<?xml version='1.0'?><TS/>"), choose("ts", "let x = 1"), choose("py", "")
    (('xml',), ('typescript',), None)
    """
    choices = _CHOICES.get(extension)
    if choices is None:
        return None
    beginning = text[:_READ_CHARACTERS]
    return (next(language for language, marks in choices if marks.search(beginning)),)
