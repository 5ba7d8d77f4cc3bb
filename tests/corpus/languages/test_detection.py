"""What a file is written in."""

import time

import pytest

from llamita.corpus.languages.detection import language_of
from llamita.corpus.languages.kinds import kind_of
from llamita.corpus.languages.table import CODE, DATA, DOCS, EDITOR_MODES, EXTENSIONS, INTERPRETERS, NAMES


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("a/b.py", "python"),
        ("A.JAVA", "java"),
        ("x.d.ts", "typescript"),
        ("x.tsx", "typescript"),
        ("lib/x.php", "php"),
        ("x.cs", "c#"),
        ("CMakeLists.txt", "cmake"),
        ("docker/Dockerfile.alpine", "dockerfile"),
        ("Makefile", "makefile"),
        ("Makefile.am", "makefile"),
        ("README", "text"),
        ("README.debian", "text"),
        ("docs/a.rst", "restructuredtext"),
        ("setup.py.in", "python"),
        ("run.sh.tmpl", "shell"),
        ("yarn.lock", "yaml"),
        ("x.unknown", None),
        ("noextension", None),
    ],
)
def test_a_name_or_an_extension_tells_the_language(path, language):
    assert language_of(path, "") == language


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [
        ("a.h", '#ifdef __cplusplus\nextern "C" {\n#endif\nint f(void);\n', "c"),
        ("a.h", "/* class of\n class A of devices */\nint f(void);\n", "c"),
        ("a.h", "#pragma once\nnamespace a {\nint f();\n}\n", "c++"),
        ("a.h", "class Window : public Widget {\n};\n", "c++"),
        ("a.h", "#import <Foundation/Foundation.h>\n@interface A : NSObject\n@end\n", "objective-c"),
        ("a.ts", "export const a = <T>(x: T) => x;\n", "typescript"),
        ("a.ts", '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n<TS version="2.1">\n', "xml"),
        ("a.inc", "<?php\necho 1;\n", "php"),
        ("a.inc", "{$ifdef FPC}\nprocedure A(b: Integer);\n", "pascal"),
        ("a.inc", "%macro PUSH 1\n    mov eax, 1\n%endmacro\n", "assembly"),
        ("a.inc", "#include <stdio.h>\nstatic int a;\n", "c"),
        ("a.inc", "these are words\n", None),
        ("a.inc", "namespace a {\nint f() {\n again:\n  return add(struct_of(x), y);\n}\n}\n", "c++"),
        ("a.inc", "class A {\n public:\n  subset of;\n};\n", "c++"),
        ("a.inc", "// Clocks.\nstatic int now() {\n  return timespec::of(0);\n}\n", "c++"),
        ("a.inc", ".. -*- rst -*-\n\nGroups\n======\n\nstring values, subject to call\n", "restructuredtext"),
        ("a.inc", "Logging\n~~~~~~~\n\nThe interface\n\nadd it, call it.\n", "restructuredtext"),
        ("a.inc", "int f(int x)\n{\nagain:\n    return g(x, 1);\n}\nstruct a b;\n", "c"),
        ("a.inc", "again:\n    movq %rdi, %rax\n    addq $8, %rax\n    ret\n", "assembly"),
        ("a.inc", "Start:\n    ldr r0, [r1]\n    bx lr\n", "assembly"),
        ("a.inc", "COLUMNS equ 80\nmessage db 'hello', 0\n", "assembly"),
        ("a.inc", "add foo, to the list\n", None),
        ("a.inc", "call()\n{\n  a=$1\n  expr $a\n}\n", "shell"),
        ("a.inc", "<!-- who -->\n<project name='a'/>\n", "xml"),
        ("a.cl", "// (c)\n__kernel void add(__global float* a\n  (int b)) {\n;\n}\n", "opencl"),
        ("a.cl", ";; lists\n(defun f (x) x)\n", "common lisp"),
        ("a.scm", "(define (f x) `(a ,@x))\n", "scheme"),
        ("a.scm", '; names\n(identifier) @variable\n["if" "else"] @keyword\n', "tree-sitter query"),
        ("a.txt", "Models\n======\n\n.. module:: models\n", "restructuredtext"),
        ("a.txt", "Models ... and .. module: more\n", "text"),
        ("CMakeLists.txt", ".. note::\n", "cmake"),
        ("a.h", '#include "a/b.h"\n\nvoid f(const Slice& a);\n', "c++"),
        ("a.h", "#include <cstdint>\nvoid f(int a);\n", "c++"),
        ("a.h", "#include <stdio.h>\n/* as in A::b */\nint f(const int a, int b);\n", "c"),
        ("a.m", "@implementation A\n- (void)b {}\n@end\n", "objective-c"),
        ("a.m", "% plots\nfunction y = f(x)\ny = x;\nend\n", "matlab"),
        ("a.pl", "use strict;\nmy $a = 1;\n", "perl"),
        ("a.pl", ":- module(a, [b/1]).\nb(X) :- c(X).\n", "prolog"),
        ("a.cs", "namespace A { class B {} }\n", "c#"),
        ("a.cs", "!Object methodsFor: 'x'!\n", "smalltalk"),
        ("a.md", "# Title\n", "markdown"),
        ("a.md", '(define_insn "add" [])\n', "lisp machine description"),
        ("config.h.in", "#undef HAVE_X\n", "c"),
        ("a.d", "a.o: a.c \\\n b.h\n", "makefile"),
        ("a.rs", "<?xml version='1.0'?>", "xml"),
        ("vector", "// Vectors -*- C++ -*-\n", "c++"),
        ("run", "#!/usr/bin/env python3.11\n", "python"),
        ("run", "#!/usr/bin/env -S FOO=1 bash -e\n", "shell"),
        ("run", "#! /bin/sh\n", "shell"),
        ("run", "#!/usr/local/bin/node\n", "javascript"),
        ("run", "\ufeff<?php echo 1;", "php"),
        ("run", "<!DOCTYPE HTML><html>", "html"),
        ("run", "python is a word", None),
    ],
)
def test_the_text_tells_what_the_name_does_not(name, text, language):
    assert language_of(name, text) == language


def test_every_language_is_code_docs_or_data():
    tables = (EXTENSIONS, NAMES, INTERPRETERS, EDITOR_MODES)
    assert {language for table in tables for language in table.values()} <= CODE | DOCS | DATA
    assert not CODE & DOCS
    assert not CODE & DATA
    assert not DOCS & DATA


def test_every_language_that_code_llama_names_is_known():
    names = (
        "assembly batchfile c++ c c# cmake css dockerfile fortran go haskell html java javascript julia lua"
        " makefile markdown perl php powershell python ruby rust scala shell sql tex"
    )
    assert {*names.split(), "visual basic"} <= CODE | DOCS


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("src/a.py", "code"),
        ("README.md", "docs"),
        ("docs/api/index.html", "docs"),
        ("site/index.html", "code"),
        ("src/org/a/package.html", "docs"),
        ("src/org/a/packages.html", "code"),
        ("MANIFEST.in", "data"),
        ("META-INF/MANIFEST.MF", "data"),
        ("requirements.txt", "data"),
        ("notes.txt", "docs"),
        ("package.json", "data"),
        ("icon.svg", "data"),
        ("de.po", "data"),
        ("ci.yml", "data"),
    ],
)
def test_a_file_is_code_docs_or_data(path, kind):
    assert kind_of(language_of(path, ""), path) == kind


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        "(" * 1_000_000,
        " " * 1_000_000,
        "-*- " * 250_000,
        "#!" * 500_000,
        "a:" * 500_000,
        "\n.. " * 250_000,
        "a \n" * 300_000,
        "mov a " * 160_000,
    ],
)
def test_hostile_texts_are_told_quickly(text):
    started = time.process_time()
    for name in ("a.h", "a.inc", "a.m", "a.pl", "a.pp", "a.t", "a.d", "a.cls", "a.cl", "a.scm", "a.txt", "x"):
        language_of(name, text)
    assert time.process_time() - started < 1
