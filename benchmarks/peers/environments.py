"""Where the other programs are installed: a virtual environment each, under Llamita's cache folder.

Ours and `transformers` are the exceptions: they run in this environment, which has them (`dev` extra).
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from llamita.assembly import open_store

if TYPE_CHECKING:
    from collections.abc import Mapping


OURS = "ours"


@dataclass(frozen=True, kw_only=True, slots=True)
class Peer:
    """A program in the race."""

    module: str
    """What runs in the child process."""
    packages: tuple[str, ...] = ()
    """What pip installs into its environment; nothing: it runs in this one."""
    environment: Mapping[str, str] | None = None
    """Variables for building it."""
    max_depth_tokens: int = 8000
    """The deepest case it is timed at: filling a cache takes minutes where prefill is slow."""


# The source distribution of the bindings carries llama.cpp's source, which is then compiled for this
# processor, as its own documentation advises.
PEERS = {
    OURS: Peer(module="benchmarks.peers.ours"),
    "llama_cpp": Peer(
        module="benchmarks.peers.llama_cpp",
        packages=("--no-binary=llama-cpp-python", "llama-cpp-python==0.3.36"),
        environment={
            "CMAKE_ARGS": "-DGGML_NATIVE=ON -DCMAKE_BUILD_TYPE=Release -DLLAVA_BUILD=OFF",
            "CMAKE_BUILD_PARALLEL_LEVEL": str(os.cpu_count() or 1),
        },
    ),
    # One slot keeps one text, so each of its deep cases reads everything before it in every round.
    "xllamacpp": Peer(
        module="benchmarks.peers.xllamacpp_server", packages=("xllamacpp",), max_depth_tokens=2048
    ),
    "openvino": Peer(
        module="benchmarks.peers.openvino_pipeline", packages=("openvino-genai",), max_depth_tokens=2048
    ),
    "transformers": Peer(module="benchmarks.peers.transformers_model", max_depth_tokens=2048),
}
"""Name -> program. `llama_cpp` is built from source, `xllamacpp` is llama.cpp as others have built it."""


def python_of(name: str) -> Path | None:
    """The interpreter of a peer's environment, None where it was not set up."""
    if not PEERS[name].packages:
        return Path(sys.executable)
    python = _folder(name) / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    return python if (_folder(name) / "ready").exists() else None


def set_up(name: str) -> str | None:
    """Make a peer's environment where there is none; what went wrong, or None."""
    peer = PEERS[name]
    if python_of(name) is not None:
        return None
    folder = _folder(name)
    venv.create(folder, with_pip=True, clear=True)
    pip = folder / ("Scripts/pip.exe" if sys.platform == "win32" else "bin/pip")
    process = subprocess.run(
        [str(pip), "install", *peer.packages],
        env=os.environ | dict(peer.environment or {}),
        capture_output=True,
        text=True,
        check=False,
    )
    if process.returncode != 0:
        errors = [line for line in process.stderr.splitlines() if line.startswith("ERROR")]
        return errors[-1] if errors else f"pip ended with status {process.returncode}"
    (folder / "ready").touch()
    return None


def _folder(name: str) -> Path:
    return open_store().home / "peers" / name
