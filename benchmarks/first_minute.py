"""A stranger's first minute: clean clone, new environment, the README's first command, an empty store."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.report import write_result

ROOT = Path(__file__).resolve().parents[1]
QUESTION = "Write me a function that outputs the Fibonacci sequence."


def main() -> None:
    """Time each step once, and weigh what was installed."""
    with tempfile.TemporaryDirectory() as folder:
        clone, home = Path(folder, "clone"), Path(folder, "home")
        environment = {
            key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "VIRTUAL_ENV"}
        }
        environment |= {"LLAMITA_HOME": str(home), "PATH": f"{clone}/.venv/bin:{os.environ['PATH']}"}
        timed(["git", "clone", "--quiet", str(ROOT), str(clone)], environment)
        venv_s, _ = timed([sys.executable, "-m", "venv", str(clone / ".venv")], environment)
        empty_bytes = size_bytes(clone / ".venv")
        install_s, _ = timed([str(clone / ".venv/bin/pip"), "install", "--quiet", str(clone)], environment)
        chat_s, answer = timed([str(clone / ".venv/bin/llamita"), "chat", QUESTION], environment)
        again_s, again = timed([str(clone / ".venv/bin/llamita"), "chat", QUESTION], environment)
        wheels = Path(folder, "wheels")
        pip_wheel = [str(clone / ".venv/bin/pip"), "wheel", "--quiet", "--wheel-dir", str(wheels), str(clone)]
        timed(pip_wheel, environment)
        write_result(
            "first_minute",
            {
                "make_environment_s": venv_s,
                "pip_install_s": install_s,
                "install_and_first_answer_s": install_s + chat_s,
                "first_chat_with_pull_s": chat_s,
                "second_chat_s": again_s,
                "answers_are_equal": answer == again,
                "wheels_bytes": sum(path.stat().st_size for path in wheels.iterdir()),
                "installed_bytes": size_bytes(clone / ".venv") - empty_bytes,
                "model_bytes": size_bytes(home),
                "answer": answer,
            },
        )


def timed(command: list[str], environment: dict[str, str]) -> tuple[float, str]:
    """Wall seconds of a command that must succeed, and its output."""
    started_s = time.perf_counter()
    process = subprocess.run(command, check=True, env=environment, stdout=subprocess.PIPE, text=True)
    return time.perf_counter() - started_s, process.stdout


def size_bytes(folder: Path) -> int:
    """What the files below a folder hold."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
