"""Starting is fast and silent: heavy libraries are imported late, and nothing goes out."""

import json
import os
import subprocess
import sys

import pytest

import llamita
from tests.fixtures import ROOT
from tests.weights.gguf_files import write_tiny_gguf

LOOK_AT_IMPORT = """
import json, sys
sockets = []
sys.addaudithook(lambda event, _: sockets.append(event) if event.startswith("socket.") else None)
import {module}
loaded = sorted({{"numpy", "torch", "typer"}} & set(sys.modules))
print(json.dumps({{"loaded": loaded, "sockets": sockets}}))
"""


def look_at_import(module: str) -> dict[str, list[str]]:
    """What importing this does in a fresh process; anything else printed breaks the JSON."""
    result = subprocess.run(
        [sys.executable, "-c", LOOK_AT_IMPORT.format(module=module)],
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stderr == ""
    return json.loads(result.stdout)


def test_importing_the_package_loads_no_heavy_library_and_opens_no_connection():
    assert look_at_import("llamita") == {"loaded": [], "sockets": []}


@pytest.mark.parametrize("library", ["numpy", "torch"])
def test_importing_the_command_line_leaves_arrays_for_later(library):
    assert library not in look_at_import("llamita.cli")["loaded"]


def test_the_verbs_leave_arrays_for_later_too():
    assert set(look_at_import("llamita.cli.main")["loaded"]) <= {"typer"}


def test_the_version_is_printed_before_anything_is_imported():
    program = (
        "import sys; sys.argv[1:] = ['--version']; from llamita.cli import run; run(); print(*sys.modules)"
    )
    output = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout
    version, _, modules = output.partition("\n")
    assert version == f"llamita {llamita.__version__}"
    assert {"numpy", "torch", "typer", "rich", "tokenizers"}.isdisjoint(modules.split())


def test_a_whole_answer_needs_no_torch(tmp_path):
    path = write_tiny_gguf(tmp_path / "tiny.gguf")
    program = (
        f"import sys, llamita; llamita.load({str(path)!r}).complete('x'); sys.exit('torch' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_importing_the_command_line_opens_no_connection():
    assert look_at_import("llamita.cli")["sockets"] == []
