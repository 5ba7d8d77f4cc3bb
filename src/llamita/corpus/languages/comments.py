"""Where the comments of a text stand, by the lexical rules of its language alone.

One regular expression for each family of languages matches strings and comments, whichever begins first, so
that `"http://"` holds no comment. Strings end with their line, where the language has no longer ones. A
regular expression of JavaScript, a here-document of a shell and other things that only a parser knows can
hide a comment or look like one; what asks here measures shares and widens searches, and lives with that.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from llamita.corpus.document import Language

# Quantifiers are possessive and an end may be missing: each text is read once, however it is made. Every
# branch begins with a plain character, for which the search then looks several times faster.
_DOUBLE = r'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"?'
_SINGLE = r"'[^'\\\n]*+(?:\\.[^'\\\n]*+)*+'?"
_RAW_SINGLE = r"'[^'\n]*+'?"
_CHARACTER = r"'(?:[^'\\\n]|\\[^'\n]{1,10}|\\')'"
_TEMPLATE = r"`[^`\\]*+(?:\\.[^`\\]*+)*+`?"
_TRIPLE_DOUBLE = r'"""[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*+(?:""")?'
_TRIPLE_SINGLE = r"'''[^'\\]*+(?:(?:\\.|'(?!''))[^'\\]*+)*+(?:''')?"
_SLASHES = r"//[^\n]*+"
_SLASH_STAR = r"/\*[^*]*+(?:\*(?!/)[^*]*+)*+(?:\*/)?"
_HASH = r"#[^\n]*+"
_WORD_HASH = r"#(?<![^\s;&|(`]#)[^\n]*+"
_DASHES = r"--[^\n]*+"
_PERCENT = r"%(?<!\\%)[^\n]*+"
_SEMICOLON = r";[^\n]*+"
_STAR_PARENTHESIS = r"\(\*[^*]*+(?:\*(?!\))[^*]*+)*+(?:\*\))?"
_MARKUP = r"<!--[^-]*+(?:-(?!->)[^-]*+)*+(?:-->)?"
_BRACKETED_HASH = r"<#[^#]*+(?:#(?!>)[^#]*+)*+(?:#>)?"
_BEGIN_END = r"=begin(?<![^\n]=begin)\b[^\n]*+(?:\n(?!=end)[^\n]*+)*+"
_LONG_DASHES = r"--\[\[[^\]]*+(?:\](?!\])[^\]]*+)*+(?:\]\])?"
_BRACE_DASH = r"\{-[^-]*+(?:-(?!\})[^-]*+)*+(?:-\})?"


def _family(*branches: str) -> re.Pattern[str]:
    return re.compile("|".join(branches), re.DOTALL)


_C = _family(_SLASHES, _SLASH_STAR, _DOUBLE, _CHARACTER)
_SCRIPT = _family(_SLASHES, _SLASH_STAR, _DOUBLE, _SINGLE, _TEMPLATE)
_PHP = _family(_SLASHES, _SLASH_STAR, r"#(?!\[)[^\n]*+", _DOUBLE, _SINGLE)
_PYTHON = _family(_HASH, _TRIPLE_DOUBLE, _TRIPLE_SINGLE, _DOUBLE, _SINGLE)
_SHELL = _family(_WORD_HASH, _DOUBLE, _RAW_SINGLE)
_RUBY = _family(_WORD_HASH, _BEGIN_END, _DOUBLE, _SINGLE)
_POWERSHELL = _family(_BRACKETED_HASH, _WORD_HASH, _DOUBLE, _RAW_SINGLE)
_SQL = _family(_DASHES, _SLASH_STAR, _DOUBLE, _RAW_SINGLE)
_LUA = _family(_LONG_DASHES, _DASHES, _DOUBLE, _SINGLE)
_HASKELL = _family(_BRACE_DASH, _DASHES, _DOUBLE, _CHARACTER)
_LISP = _family(_SEMICOLON, _DOUBLE)
_ASSEMBLY = _family(_SEMICOLON, _SLASHES, _SLASH_STAR, _WORD_HASH, _DOUBLE)
_TEX = _family(_PERCENT)
_ERLANG = _family(_PERCENT, _DOUBLE)
_ML = _family(_STAR_PARENTHESIS, _DOUBLE, _CHARACTER)
_PASCAL = _family(_STAR_PARENTHESIS, r"\{[^}]*+\}?", _SLASHES, _RAW_SINGLE)
_HTML = _family(_MARKUP)
_CSS = _family(_SLASH_STAR, _DOUBLE, _SINGLE)
_FORTRAN = _family(r"![^\n]*+", r"[cC*](?<![^\n].)[ \t*=-][^\n]*+", _DOUBLE, _RAW_SINGLE)
_BASIC = _family(r"'[^\n]*+", r'"[^"\n]*+"?')
_BATCH = _family(r"::(?<![^\n]::)[^\n]*+", r"[rR][eE][mM](?<![^\n@]...)\b[^\n]*+")
_M4 = _family(r"dnl(?<!\wdnl)\b[^\n]*+", _WORD_HASH)

_FAMILIES: Final[Mapping[re.Pattern[str], str]] = {
    _C: (
        "c,c++,java,c#,rust,swift,kotlin,scala,d,dart,cuda,glsl,objective-c,objective-c++,opencl,verilog"
        ",protocol buffer,thrift,zig,f#,actionscript,yacc,lex"
    ),
    _SCRIPT: "javascript,typescript,go,groovy,vue,svelte",
    _PHP: "php,hack",
    _PYTHON: "python,cython",
    _SHELL: (
        "shell,perl,raku,r,makefile,cmake,dockerfile,julia,tcl,awk,elixir,nim,meson,crystal,coffeescript,nix,yaml"
        ",toml,graphql,puppet"
    ),
    _RUBY: "ruby",
    _POWERSHELL: "powershell",
    _SQL: "sql",
    _LUA: "lua,ada,vhdl",
    _HASKELL: "haskell,elm",
    _LISP: "common lisp,emacs lisp,scheme,tree-sitter query,clojure,webassembly",
    _ASSEMBLY: "assembly",
    _TEX: "tex",
    _ERLANG: "erlang,prolog,matlab",
    _ML: "ocaml,standard ml,coq",
    _PASCAL: "pascal",
    _HTML: "html,xml,markdown,svg",
    _CSS: "css,scss,less,sass",
    _FORTRAN: "fortran",
    _BASIC: "visual basic",
    _BATCH: "batchfile",
    _M4: "m4",
}
_BY_LANGUAGE: Final = {
    language: pattern for pattern, languages in _FAMILIES.items() for language in languages.split(",")
}


def comments_of(text: str, language: Language) -> list[tuple[int, int]]:
    r"""Where the comments stand, with their marks; Python's documentation strings are comments.

    Returns:
        Beginnings and ends in characters, in order; none for a language whose comments are not known.

    >>> comments_of('x = "#no"  # yes\n', "python"), comments_of('f("//no"); /* yes */', "java")
    ([(11, 16)], [(11, 20)])
    """
    pattern = _BY_LANGUAGE.get(language)
    if pattern is None:
        return []
    if pattern is _PYTHON:
        spans = (match.span() for match in pattern.finditer(text))
        return [span for span in spans if text[span[0]] == "#" or _is_documentation(text, *span)]
    strings = '"' if pattern is _BASIC else "\"'`"
    return [match.span() for match in pattern.finditer(text) if text[match.start()] not in strings]


def _is_documentation(text: str, start: int, end: int) -> bool:
    """A string in three quotes that stands first in its line."""
    if end - start < len('""""""') or text[start : start + 3] not in ('"""', "'''"):
        return False
    return not text[text.rfind("\n", 0, start) + 1 : start].strip(" \trRuU\ufeff")
