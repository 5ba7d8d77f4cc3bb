"""The comments that a file begins with, in any of the usual languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Style(NamedTuple):
    """How a family of languages writes comments."""

    lines: tuple[str, ...]
    """What a comment to the end of the line begins with, in lower case."""
    blocks: tuple[tuple[str, str], ...]
    """What a comment over several lines begins and ends with."""


class Block(NamedTuple):
    """A comment at the beginning of a file."""

    start: int
    """Its first character."""
    end: int
    """The character after it, line end included."""


_C = ("/*", "*/")
_XML = ("<!--", "-->")
_STYLES = {
    "c": Style(("//",), (_C,)),
    "php": Style(("//", "#"), (_C,)),
    "hash": Style(("#",), ()),
    "python": Style(("#",), (('"""', '"""'), ("'''", "'''"), ('r"""', '"""'))),
    "xml": Style((), (_XML,)),
    "css": Style((), (_C,)),
    "sql": Style(("--", "#"), (_C,)),
    "lua": Style(("--",), (("--[[", "]]"), ("{-", "-}"))),
    "batch": Style(("rem", "@rem", "::"), ()),
    "basic": Style(("'", "rem"), ()),
    "lisp": Style((";",), (("#|", "|#"),)),
    "tex": Style(("%",), ()),
    "ml": Style((), (("(*", "*)"),)),
    "vue": Style((), (_XML, _C)),
    "rst": Style((), ()),
    "powershell": Style(("#",), (("<#", "#>"),)),
    "m4": Style(("#", "dnl"), ()),
    "vim": Style(('"',), ()),
    "text": Style((), ()),
    "any": Style(("//", "#", "--", ";"), (_C, _XML, ('"""', '"""'))),
}
_LANGUAGES = {
    "c": "c c++ java javascript typescript tsx jsx c# go rust swift kotlin scala dart groovy objective-c "
    "objective-c++ "
    "d glsl hlsl cuda verilog systemverilog protobuf proto protocol_buffer zig less scss json json5 jsonc "
    "opencl solidity",
    "php": "php hack",
    "hash": "shell bash perl ruby r make makefile cmake yaml toml dockerfile elixir julia nim awk tcl "
    "starlark ini "
    "properties crystal coffeescript graphql gitignore just nix",
    "python": "python cython",
    "xml": "html xml svg markdown xslt xhtml mdx",
    "css": "css",
    "sql": "sql plsql plpgsql",
    "lua": "lua haskell ada vhdl elm",
    "batch": "batchfile batch",
    "basic": "visual_basic vba vb vbscript",
    "lisp": "lisp scheme clojure assembly asm emacs_lisp common_lisp racket llvm",
    "tex": "tex latex matlab erlang prolog postscript",
    "ml": "ocaml standard_ml pascal coq f#",
    "vue": "vue svelte astro",
    "rst": "restructuredtext",
    "powershell": "powershell",
    "m4": "m4 autoconf",
    "vim": "vim_script",
}
_OF_LANGUAGE = {name: style for style, names in _LANGUAGES.items() for name in names.split()}
_SUFFIXES = {
    "c": "c h cc cpp cxx c++ hpp hxx hh h++ inl ipp tpp tcc java js mjs cjs jsx ts tsx mts cts cs go rs "
    "swift kt kts "
    "scala dart groovy gradle m mm d glsl frag vert hlsl cu cuh v sv proto zig less scss json sol",
    "php": "php phtml php5 inc",
    "hash": "sh bash zsh ksh pl pm t rb r mk cmake yml yaml toml ex exs jl nim awk tcl bzl bazel cfg ini "
    "conf coffee",
    "python": "py pyi pyx pxd pyw",
    "xml": "html htm xml xsl xsd svg md markdown xhtml csproj props targets wsdl pom mdx config resx xaml",
    "css": "css",
    "sql": "sql",
    "lua": "lua hs adb ads vhd vhdl elm",
    "batch": "bat cmd",
    "basic": "vb bas vbs",
    "lisp": "lisp el scm clj cljs s asm ll rkt",
    "tex": "tex sty cls erl hrl ps",
    "ml": "ml mli pas fs fsi",
    "vue": "vue svelte astro",
    "rst": "rst",
    "powershell": "ps1 psm1 psd1",
    "m4": "m4 ac am",
    "text": "txt text csv tsv",
}
_OF_SUFFIX = {suffix: style for style, suffixes in _SUFFIXES.items() for suffix in suffixes.split()}

_PROLOGUE = re.compile(
    r"\ufeff|[ \t\r\n]+|#![^\n]{0,400}(?:\n|\Z)|<\?php\b|<\?(?:xml|hh)[^>]{0,300}\??>|<!DOCTYPE[^>]{0,300}>|"
    r"@echo off\b[^\n]{0,80}|['\"]use strict['\"];?|"
    r"declare\s{0,8}\(\s{0,8}strict_types\s{0,8}=\s{0,8}1\s{0,8}\)\s{0,8};|"
    r"<\?(?=\s)|#region[^\n]{0,100}|#pragma once",
    re.IGNORECASE,
)
_EXPLICIT_MARKUP = ".. "
_BLOCKS_READ = 40


def style_of_language(language: str) -> Style:
    """Give how a language, named as linguist does in lower case, writes comments."""
    return _STYLES[_OF_LANGUAGE.get(language.replace(" ", "_"), "any")]


def style_of_path(path: str) -> Style:
    """Give how the language that a file's name points to writes comments."""
    name = path.rpartition("/")[2].lower()
    return _STYLES[_OF_SUFFIX.get(name.rpartition(".")[2], "any")]


def leading_comments(text: str, style: Style, limit: int) -> Iterator[Block]:
    """Give the comments before the first code of a file, from its beginning.

    Args:
        text: The file.
        style: How its language writes comments.
        limit: How far to read, in characters; a comment that begins before is given whole.
    """
    position = 0
    for _ in range(_BLOCKS_READ):
        while found := _PROLOGUE.match(text, position):
            position = found.end()
        if position >= min(limit, len(text)):
            return
        end = _comment_end(text, position, style)
        if end == position:
            return
        yield Block(position, end)
        position = end


def _comment_end(text: str, start: int, style: Style) -> int:
    """Give where the comment that begins at `start` ends; `start` where none begins there."""
    for opening, closing in style.blocks:
        if text.startswith(opening, start):
            end = text.find(closing, start + len(opening))
            return len(text) if end < 0 else _line_end(text, end + len(closing))
    if style is _STYLES["rst"]:
        return _markup_end(text, start)
    end = start
    while _is_comment_line(text, end, style.lines):
        end = text.find("\n", end) + 1 or len(text)
    return end


def _is_comment_line(text: str, start: int, marks: tuple[str, ...]) -> bool:
    """Whether the line at `start` is a comment to its end."""
    line = text[start : start + 40].lstrip(" \t").lower()
    for mark in marks:
        if line.startswith(mark):
            return not mark[-1].isalpha() or not line[len(mark) : len(mark) + 1].isalnum()
    return False


def _markup_end(text: str, start: int) -> int:
    """Give where an explicit block of reStructuredText, with its indented lines, ends."""
    if not text.startswith(_EXPLICIT_MARKUP, start) and not text.startswith("..\n", start):
        return start
    if "::" in text[start : start + 60].split("\n", 1)[0]:
        return start
    end = text.find("\n", start) + 1 or len(text)
    while end < len(text) and text[end] in " \t\n":
        end = text.find("\n", end) + 1 or len(text)
    return end


def _line_end(text: str, position: int) -> int:
    """Take the rest of a line in where nothing but spaces stands in it."""
    end = text.find("\n", position, position + 80)
    if end < 0 or text[position:end].strip():
        return position
    return end + 1


def is_code_suffix(name: str) -> bool:
    """Whether a file's name ends like that of source code: `license.py` is no license."""
    style = _OF_SUFFIX.get(name.lower().rpartition(".")[2]) if "." in name else None
    return style not in (None, "text", "rst", "tex") and not name.lower().endswith(
        (".md", ".markdown", ".html", ".htm")
    )
