"""Code compiled for one instruction set stays in its file.

Of equal functions in several files the linker keeps any one. Were such a function among those compiled
for AVX-512, every processor would run it.
"""

import re
import shutil
import subprocess

import pytest

from tests.fixtures import ROOT

# Of the package, and of `just native`.
LIBRARIES = [
    library
    for build in ("cp*", "check")
    for library in sorted(ROOT.glob(f"build/{build}/libllamita_kernels.a"))
]
TABLE = re.compile(r"^(?P<file>avx\w*|neon)\.cpp\.o(bj)?:$")
SYMBOL = re.compile(r"^[0-9a-f]* *(?P<kind>\S) (?P<name>.+)$")


def shared_functions(listing: str) -> list[str]:
    """What `nm` lists as a function others may call, but for each table's own: ``avx2_kernels()``."""
    found, file = [], None
    for line in listing.splitlines():
        if line.endswith(":"):
            table = TABLE.match(line)
            file = table and table["file"]
        elif file and (symbol := SYMBOL.match(line)) and symbol["kind"] in "TWu":
            own = symbol["kind"] == "T" and symbol["name"] == f"llamita::{file}_kernels()"
            found += [] if own else [f"{file}: {symbol['name']}"]
    return found


@pytest.mark.parametrize("library", LIBRARIES, ids=lambda path: path.parent.name)
def test_no_function_leaves_the_file_of_its_instruction_set(library):
    nm = shutil.which("nm") or shutil.which("llvm-nm")
    if nm is None:
        pytest.skip("no nm; Debian: `apt-get install binutils`")
    command = [nm, "--demangle", "--defined-only", str(library)]
    listing = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert "llamita::generic_kernels()" in listing
    assert shared_functions(listing) == []


def test_a_function_that_leaves_is_found():
    listing = """
avx2.cpp.o:
0000000000000000 T llamita::avx2_kernels()
0000000000000000 W llamita::Layout::scale_bytes() const
0000000000000000 t llamita::(anonymous namespace)::rounded()
0000000000000000 V typeinfo for float

generic.cpp.o:
0000000000000000 W std::vector<float>::~vector()
"""
    assert shared_functions(listing) == ["avx2: llamita::Layout::scale_bytes() const"]
