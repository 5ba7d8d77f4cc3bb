"""Runs a program that fetches, shows how far it is, and leaves no program behind.

Programs tell nothing that could be read reliably, so progress is the size of the largest file they write.
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from llamita.errors import LlamitaError, StoreError
from llamita.files.disk import disk_full, file_sizes_bytes
from llamita.files.progress import ProgressSink, piece_of_work

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from llamita.weights.store.places import Workshop

_POLL_S = 0.1
_TERMINATE_S = 3.0
_REASON_CHARACTERS = 300
_DISK_FULL_WORDS = ("no space left", "disk quota exceeded", "not enough space on the disk")

_DIE_WITH_PARENT = """
import ctypes, os, sys
ctypes.CDLL(None).prctl(1, 9)
if os.getppid() != int(sys.argv[1]):
    sys.exit("the program that asked for this is gone")
os.execvp(sys.argv[2], sys.argv[2:])
"""


def run_child(
    command: list[str],
    workshop: Workshop,
    environment: Mapping[str, str],
    progress: ProgressSink,
    *,
    label: str,
    total_bytes: int,
) -> None:
    """Run a program to its end; interrupted, end it too.

    Args:
        command: the program and its arguments.
        workshop: the child's temporary files go here; the largest file here counts as progress.
        environment: what the child sees, but for the temporary folder.
        progress: told every 0.1 s how much there is.
        label: what progress calls this.
        total_bytes: how much will have been written at the end.

    Raises:
        StoreError: the program cannot be started or fails; the message is the program's own last word.
        CapacityError: the program fails because the disk is full.
    """
    workshop.temporary.mkdir(parents=True, exist_ok=True)
    place = str(workshop.temporary)
    with piece_of_work(progress, label, total_bytes):
        try:
            child = subprocess.Popen(
                _with_parent_bound(command),
                stdin=subprocess.DEVNULL,
                # A pipe, not a file: on a full disk its last words are the ones that count.
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env={**environment, "TMPDIR": place, "TMP": place, "TEMP": place},
            )
        except OSError as error:
            raise StoreError(f"cannot start `{command[0]}`: {str(error.strerror).lower()}") from error
        with child:
            try:
                output = _watch(child, workshop.folder, progress, total_bytes)
            finally:
                _end(child)
    if child.returncode != 0:
        raise _failure(output, child.returncode, workshop.folder, total_bytes)


def _with_parent_bound(command: list[str]) -> list[str]:
    """Let the child die with this process, even by SIGKILL, where the system can do that (Linux).

    A small interpreter asks for it and then becomes the program; a ``preexec_fn`` would do the same but is
    not safe beside threads.
    """
    if sys.platform != "linux" or not sys.executable:
        return command
    return [sys.executable, "-I", "-S", "-c", _DIE_WITH_PARENT, str(os.getpid()), *command]


def _watch(child: subprocess.Popen[bytes], folder: Path, progress: ProgressSink, total_bytes: int) -> str:
    while True:
        try:
            output, _ = child.communicate(timeout=_POLL_S)
        except subprocess.TimeoutExpired:
            # Not the sum: `pip` writes a download twice at once, for its cache and for its caller.
            progress.advance_to(min(max(file_sizes_bytes(folder), default=0), total_bytes))
        else:
            return output.decode("utf-8", errors="replace")


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(_TERMINATE_S)
        except subprocess.TimeoutExpired:
            child.kill()


def _failure(output: str, exit_status: int, folder: Path, needed_bytes: int) -> LlamitaError:
    if any(sign in output.lower() for sign in _DISK_FULL_WORDS):
        return disk_full(folder, needed_bytes)
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    # A line that ends in a colon only announces a traceback.
    errors = [line for line in lines if line.lower().startswith("error") and not line.endswith(":")]
    words = (errors or lines or [f"exit status {exit_status}"])[-1]
    return StoreError(words[:_REASON_CHARACTERS].rstrip("."))
