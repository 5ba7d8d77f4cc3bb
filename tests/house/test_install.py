"""Installing without a compiler succeeds, without the extension."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.fixtures import ROOT

SOURCES = ["CMakeLists.txt", "pyproject.toml", "README.md", "LICENSE", "native", "src"]


@pytest.fixture
def copy(tmp_path) -> Path:
    folder = tmp_path / "copy"
    folder.mkdir()
    leave = shutil.ignore_patterns("__pycache__", "*.so", "*.pyd")
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=leave)
        else:
            shutil.copy(source, folder / name)
    return folder


def failing_program(folder: Path) -> str:
    """A compiler that always fails, on every platform."""
    program = folder / ("fails.bat" if os.name == "nt" else "fails")
    program.write_text("exit /b 1\n" if os.name == "nt" else "#!/bin/sh\nexit 1\n", encoding="ascii")
    program.chmod(0o755)
    return str(program)


@pytest.mark.slow
def test_a_failing_compiler_leaves_a_wheel_without_the_extension(copy, tmp_path):
    compiler = failing_program(tmp_path)
    pip_wheel = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run(
        [*pip_wheel, "--wheel-dir", str(tmp_path / "wheels"), str(copy)],
        env=os.environ | {"CC": compiler, "CXX": compiler},
        check=True,
    )
    (wheel,) = (tmp_path / "wheels").glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert wheel.name.endswith("-py3-none-any.whl")
    assert "llamita/engines/cpu/machine.py" in names
    assert [name for name in names if "_native" in name and not name.endswith(".pyi")] == []
