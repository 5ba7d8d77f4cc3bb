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


def _two_lines(*starts: str) -> re.Pattern[str]:
    """Any of these at the start of two lines, in upper or lower case."""
    line = r"^[ \t]{0,40}(?:" + "|".join(starts) + ")"
    return re.compile(line + r"[^\n]*(?:\n[^\n]*)*?\n" + line[1:], re.MULTILINE | re.IGNORECASE)


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
    r"#[ \t]*include[ \t]*(?:<[\w/]{2,60}>|[<\"][\w./+-]{1,120}\.(?:hh|hpp|hxx)[>\"])",
    r"(?:virtual|explicit|constexpr|friend|static_assert)\b",
    r"[^/*\n\"]{0,120}\b(?:\w{1,60}::~?\w|const[ \t]+\w{1,60}[ \t]?&[ \t]?\w)",
)
_PHP = re.compile(r"<\?(?:php\b|=)")
_PASCAL = _line(
    r"\{\$\w",
    r"(?:procedure|function)[ \t]+[\w.]+[ \t]*[(;:]",
    r"(?:unit|uses|interface|implementation)\b[^{}\n]*;?$",
    r"(?:var|const|type)[ \t]*$",
)
_OPERAND = r"[^\s,;]{1,60}(?:[ \t]{1,8}(?:ptr[ \t])?[^\s,;]{1,60})?"
_ASSEMBLY = _two_lines(
    r"[%.](?:end)?(?:macro|m|if(?:def|ndef)?)\b",
    r"[%.](?:global|globl|text|data|bss|section|equ|set|byte|word|long|quad|asciz?|p?align|balign|type|size|define)\b",
    r"[.@$?\w]{1,60}:?[ \t]+(?:equ|d[bwdq]|res[bwdq]|proc|endp|macro|segment)\b",
    rf"(?:[.@$\w]{{1,60}}:[ \t]+)?(?:mov\w{{0,4}}|v?mov[dau]\w{{0,4}}|add[lqs]?|adc|sub[lqs]?|sbb|lea[lq]?"
    rf"|ldr[bh]?|ldp|str[bh]?|stp|cmp[lq]?|test[lq]?|x?or[lq]?|eor|and[lq]?|bic|orr|shl|shr|sal|sar|lsl|lsr|v?p?xor|v?p?add[bwdq]|imul|mul)"
    rf"[ \t]+{_OPERAND},",
    r"(?:push|pop|inc|dec|neg|not|jmp|j[abglens]e?|jn[ezs]|loop|call|bl|blx|bx|svc)[lq]?"
    r"[ \t]+[%*#$\[]?[.@\w]{1,60}(?:\([^\s()]{1,40}\)|\])?[ \t]*(?:[;#@].*)?$",
    r"(?:retq?|leaveq?|nop|syscall|iret)[ \t]*(?:[;#@].*)?$",
)
_RESTRUCTURED_TEXT = re.compile(
    r"^[ \t]{0,20}\.\.[ \t]+(?:[a-zA-Z][\w:+-]{0,60}::|_[^\n:]{1,100}:|\|[^|\n]{1,60}\||-\*- rst)"
    r"|^[A-Za-z][^\n]{2,100}\n([=~^-])\1{3,120}[ \t]*$",
    re.MULTILINE,
)
_DIRECTIVE = re.compile(r"^\.\.[ \t]+[a-zA-Z][\w:+-]{0,60}::(?:[ \t]|$)", re.MULTILINE)
_SHELL_LINES = _line(
    r"(?:fi|done|esac)[ \t]*;?$", r"(?:export |local )?\w{1,60}=[\"']?\$[\w({]", r"if \[\[? "
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
_MARKUP = re.compile(r"\A[ \t\r\n]{0,20}<[!?a-zA-Z]")
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
_TEST_SCRIPT = _line(
    r"#!.*(?:perl|prove)", r"(?:use|package|require|no)[ \t]+[\w:']+.*;", r"(?:my|our)[ \t]*[($@%]"
)
_QUERY = _line(r"[^;\n]{0,200}[)\]\"*?+_] @[a-z]")
_SHELL = re.compile(r"\A#![^\n]{0,100}sh\b")
_ANYTHING = re.compile("")

_CHOICES: Final[Mapping[str, tuple[tuple[Language | None, re.Pattern[str]], ...]]] = {
    "as": (("actionscript", _line(r"(?:package|class|import|public|private|function)\b")), (None, _ANYTHING)),
    "asc": ((None, re.compile("-----BEGIN ")), ("asciidoc", _ANYTHING)),
    "bas": (("visual basic", _VISUAL_BASIC_CLASS), (None, _ANYTHING)),
    "cl": (("common lisp", re.compile(r"^\((?:def|in-package)", re.MULTILINE)), ("opencl", _ANYTHING)),
    "cls": (("visual basic", _VISUAL_BASIC_CLASS), ("tex", _TEX), (None, _ANYTHING)),
    "cs": (("smalltalk", _SMALLTALK), ("c#", _ANYTHING)),
    "d": (("makefile", _DEPENDENCIES), ("d", _ANYTHING)),
    "fs": (("glsl", _GLSL), ("forth", _FORTH), ("f#", _ANYTHING)),
    "h": (("objective-c", _OBJECTIVE_C), ("c++", _CPP), ("c", _ANYTHING)),
    "inc": (
        ("php", _PHP),
        ("xml", _MARKUP),
        ("restructuredtext", _RESTRUCTURED_TEXT),
        ("c++", _CPP),
        ("pascal", _PASCAL),
        ("assembly", _ASSEMBLY),
        ("shell", _SHELL_LINES),
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
    "scm": (("tree-sitter query", _QUERY), ("scheme", _ANYTHING)),
    "st": (("smalltalk", _SMALLTALK), (None, _ANYTHING)),
    "t": (("perl", _TEST_SCRIPT), ("shell", _SHELL), (None, _ANYTHING)),
    "ts": (("xml", _XML), ("typescript", _ANYTHING)),
    "txt": (("restructuredtext", _DIRECTIVE), ("text", _ANYTHING)),
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
