"""C++ floors: bindings -> model -> kernels -> formats, system; Python stays in bindings.

A public header ``include/llamita/NAME.h`` belongs to the floor that has ``NAME.cpp`` or ``NAME/``;
one that no floor implements (errors, plain types) lies below all of them.
"""

import re
from pathlib import Path

import pytest

from tests.fixtures import ROOT

MAY_INCLUDE = {
    "ground": set(),
    "system": {"ground"},
    "formats": {"ground"},
    "kernels": {"ground", "formats", "system"},
    "model": {"ground", "formats", "system", "kernels"},
    "bindings": {"ground", "formats", "system", "kernels", "model"},
    "tests": {"ground", "formats", "system", "kernels", "model"},
    "fuzz": {"ground", "formats", "system", "kernels", "model", "tests"},
}
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.MULTILINE)
PYTHON = re.compile(r"^(nanobind|pybind11)/|^Python\.h$")


def floor_of(path: Path, native: Path) -> str:
    parts = path.relative_to(native).parts
    if parts[0] != "include":
        return parts[0]
    owners = (
        f for f in MAY_INCLUDE if any((native / f / n).exists() for n in (f"{path.stem}.cpp", path.stem))
    )
    return next(owners, "ground")


def resolve(name: str, path: Path, native: Path) -> Path | None:
    """The file of ours that is included, None for a library's."""
    candidates = (folder / name for folder in (path.parent, native / "include", native))
    return next((found.resolve() for found in candidates if found.is_file()), None)


def violations(native: Path) -> list[str]:
    found = []
    for path in sorted([*native.rglob("*.cpp"), *native.rglob("*.h")]):
        floor = floor_of(path, native)
        for name in INCLUDE.findall(path.read_text(encoding="utf-8")):
            included = resolve(name, path, native)
            target = floor_of(included, native) if included else floor
            knows_python = PYTHON.match(name) and floor != "bindings"
            if knows_python or target not in {floor, *MAY_INCLUDE.get(floor, ())}:
                found.append(f"{path.relative_to(native).as_posix()} ({floor}) includes {name}")
    return found


def plant(native: Path, name: str, text: str) -> None:
    path = native / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_every_include_goes_down():
    assert violations(ROOT / "native") == []


def test_every_folder_is_a_floor():
    folders = {path.name for path in (ROOT / "native").iterdir() if path.is_dir()}
    assert folders - {"include", *MAY_INCLUDE} == set()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("kernels/avx2.cpp", '#include "llamita/cache.h"\n'),
        ("formats/q4.h", '#include "system/file.h"\n'),
        ("model/forward.cpp", "#include <nanobind/nanobind.h>\n"),
        ("include/llamita/error.h", '#  include "llamita/cache.h"\n'),
    ],
)
def test_an_include_that_goes_up_or_sideways_is_found(tmp_path, name, text):
    plant(tmp_path, "include/llamita/cache.h", "")
    plant(tmp_path, "model/cache.cpp", '#include "llamita/cache.h"\n')
    plant(tmp_path, "system/file.h", "")
    assert violations(tmp_path) == []
    plant(tmp_path, name, text)
    assert len(violations(tmp_path)) == 1
