"""Which file names, extensions and interpreters belong to which language.

The languages are those that Code Llama's authors name (facebookresearch/codellama#53) and what else projects
in those languages hold. An extension that several languages share stands with the most frequent one;
`corpus.languages.ambiguous` then reads the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from llamita.corpus.document import Language

_CODE_EXTENSIONS: Final[Mapping[Language, str]] = {
    "actionscript": "as",
    "ada": "adb ads",
    "assembly": "asm s nasm",
    "awk": "awk gawk mawk",
    "batchfile": "bat cmd",
    "c": "c h",
    "c#": "cs csx cake",
    "c++": "cc cpp cxx c++ hh hpp hxx h++ ipp tpp txx inl tcc cppm ixx",
    "clojure": "clj cljs cljc",
    "cmake": "cmake",
    "coffeescript": "coffee",
    "common lisp": "lisp lsp cl asd",
    "crystal": "cr",
    "css": "css",
    "cuda": "cu cuh",
    "cython": "pyx pxd pxi",
    "d": "d",
    "dart": "dart",
    "dockerfile": "dockerfile containerfile",
    "elixir": "ex exs",
    "elm": "elm",
    "emacs lisp": "el",
    "erlang": "erl hrl",
    "f#": "fs fsi fsx",
    "fortran": "f for f77 f90 f95 f03 f08 ftn",
    "glsl": "glsl vert frag",
    "go": "go",
    "graphql": "graphql gql",
    "groovy": "groovy gradle gvy",
    "haskell": "hs lhs",
    "html": "html htm xhtml",
    "java": "java",
    "javascript": "js mjs cjs jsx es6",
    "julia": "jl",
    "kotlin": "kt kts",
    "less": "less",
    "lex": "l lex flex",
    "lua": "lua",
    "m4": "m4 ac",
    "makefile": "mk mak make am",
    "matlab": "",
    "meson": "",
    "nim": "nim",
    "nix": "nix",
    "objective-c": "m",
    "objective-c++": "mm",
    "ocaml": "ml mli",
    "pascal": "pas dpr lpr",
    "perl": "pl pm t",
    "php": "php php3 php4 php5 phtml",
    "powershell": "ps1 psm1",
    "prolog": "pro prolog",
    "protocol buffer": "proto",
    "python": "py pyi pyw py3",
    "r": "r",
    "raku": "raku rakumod",
    "ruby": "rb rake gemspec ru",
    "rust": "rs",
    "sass": "sass",
    "scala": "scala sbt",
    "scheme": "scm ss rkt",
    "scss": "scss",
    "shell": "sh bash zsh ksh bats",
    "smalltalk": "st",
    "sql": "sql psql pgsql",
    "svelte": "svelte",
    "swift": "swift",
    "tcl": "tcl tk",
    "tex": "tex ltx sty cls dtx",
    "thrift": "thrift",
    "typescript": "ts tsx mts cts",
    "verilog": "v sv svh",
    "vhdl": "vhd vhdl",
    "vim script": "vim",
    "visual basic": "vb bas vbs frm",
    "vue": "vue",
    "webassembly": "wat",
    "yacc": "y yy",
    "zig": "zig",
}

_DOCS_EXTENSIONS: Final[Mapping[Language, str]] = {
    "asciidoc": "adoc asciidoc asc",
    "markdown": "md markdown mdown mkd mdx",
    "org": "org",
    "pod": "pod",
    "restructuredtext": "rst rest",
    "roff": "roff man mdoc",
    "texinfo": "texi texinfo",
    "text": "txt text",
}

_DATA_EXTENSIONS: Final[Mapping[Language, str]] = {
    "csv": "csv tsv",
    "diff": "diff patch",
    "gettext": "po pot",
    "ini": "ini cfg conf editorconfig",
    "java properties": "properties",
    "json": "json json5 jsonc jsonl geojson webmanifest map lock",
    "jupyter notebook": "ipynb",
    "pem": "pem crt cer csr key",
    "svg": "svg",
    "toml": "toml",
    "xml": (
        "xml xsd xsl xslt dtd rng wsdl plist ui qrc xaml resx csproj vbproj vcxproj fsproj props targets"
        " nuspec config rdf atom rss xlf xliff xmi tld jelly storyboard xib axml docbook dbk kml gpx"
    ),
    "yaml": "yaml yml",
}

_NAMES: Final[Mapping[Language, str]] = {
    "cmake": "cmakelists.txt",
    "dockerfile": "dockerfile containerfile",
    "groovy": "jenkinsfile",
    "ini": ".editorconfig .gitconfig .npmrc setup.cfg .coveragerc .flake8 .pylintrc",
    "json": ".babelrc .eslintrc .prettierrc .jshintrc composer.lock pipfile.lock flake.lock",
    "m4": "configure.in aclocal.m4",
    "makefile": "makefile gnumakefile kbuild rules.mak",
    "meson": "meson.build meson_options.txt meson.options",
    "perl": "makefile.pl build.pl cpanfile",
    "python": "sconstruct sconscript wscript",
    "ruby": "rakefile gemfile guardfile vagrantfile podfile capfile fastfile",
    "shell": ".bashrc .bash_profile .bash_aliases .profile .zshrc .zprofile .zshenv pkgbuild",
    "text": (
        "readme read.me changelog changes news history authors contributors install todo thanks credits"
        " hacking contributing copying license copyright notice faq manifest about bugs maintainers"
        " upgrading release release-notes"
    ),
    "toml": "cargo.lock poetry.lock uv.lock pipfile pdm.lock",
    "vim script": ".vimrc _vimrc vimrc",
    "yaml": "yarn.lock",
}

_INTERPRETERS: Final[Mapping[Language, str]] = {
    "awk": "awk gawk mawk nawk",
    "elixir": "elixir",
    "erlang": "escript",
    "groovy": "groovy",
    "haskell": "runhaskell runghc stack",
    "javascript": "node nodejs bun",
    "julia": "julia",
    "lua": "lua luajit texlua",
    "makefile": "make gmake",
    "perl": "perl",
    "php": "php",
    "powershell": "pwsh powershell",
    "python": "python pypy jython ipython sage",
    "r": "rscript",
    "ruby": "ruby jruby rbx macruby",
    "scala": "scala amm",
    "scheme": "guile racket chibi-scheme gosh",
    "shell": "sh bash dash ash zsh ksh mksh rc bats busybox",
    "swift": "swift",
    "tcl": "tclsh wish expect",
    "typescript": "deno ts-node tsx",
}

_EDITOR_MODES: Final[Mapping[Language, str]] = {
    "c#": "csharp",
    "c++": "c++ cpp",
    "emacs lisp": "emacs-lisp",
    "fortran": "f90",
    "javascript": "js js2",
    "makefile": "makefile-gmake gnumakefile",
    "objective-c": "objc",
    "perl": "cperl",
    "restructuredtext": "rst",
    "shell": "shell-script",
}


def words(text: str) -> frozenset[str]:
    """The words of a text; it keeps long sets short to read."""
    return frozenset(text.split())


def _keyed(rows: Mapping[Language, str]) -> dict[str, Language]:
    return {word: language for language, row in rows.items() for word in row.split()}


CODE: Final = frozenset(_CODE_EXTENSIONS)
"""Languages that people write programs and pages in."""

DOCS: Final = frozenset(_DOCS_EXTENSIONS)
"""Languages that people write natural language in."""

DATA: Final = frozenset(_DATA_EXTENSIONS)
"""Languages that hold values, settings, translations or changes."""

EXTENSIONS: Final = _keyed(_CODE_EXTENSIONS) | _keyed(_DOCS_EXTENSIONS) | _keyed(_DATA_EXTENSIONS)
"""From an extension in lower case, without its dot."""

NAMES: Final = _keyed(_NAMES)
"""From a whole file name in lower case."""

INTERPRETERS: Final = _keyed(_INTERPRETERS)
"""From the program that a first line `#!` names, in lower case, without its version."""

EDITOR_MODES: Final = {language: language for language in CODE} | _keyed(_EDITOR_MODES)
"""From the mode that a first line asks of an editor: `-*- C++ -*-`, in lower case."""
