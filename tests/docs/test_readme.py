"""Every command in README.md is run, or is what CI itself runs."""

import re
import shlex
import shutil
import subprocess
import sys

import pytest

from tests.default_model import installed_default_model
from tests.fixtures import ROOT

README = (ROOT / "README.md").read_text()
LINES = README.splitlines()
GUIDES = sorted((ROOT / "docs" / "guides").glob("*.md"))
OUTSIDE_FENCES = re.sub(r"```.*?```", "", README, flags=re.DOTALL).splitlines()
INDENTED = [line.strip() for line in OUTSIDE_FENCES if line.startswith("    ")]
FIRST_MINUTE = [
    "python3 -m venv .venv && . .venv/bin/activate",
    'pip install . && llamita chat "Write me a function that outputs the Fibonacci sequence."',
    "pip install --editable '.[dev]' && just check",
]


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


SHELL_COMMANDS = [line for block in blocks("sh") for line in block.splitlines() if line]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "hello.py").write_text("def hello(name):\n    return")
    return tmp_path


def test_a_reader_meets_the_first_command_by_line_20_and_the_end_by_line_150():
    assert next(number for number, line in enumerate(LINES, 1) if line.startswith("    ")) <= 20
    assert len(LINES) <= 150


def test_the_indented_commands_are_those_of_the_first_minute():
    assert INDENTED == FIRST_MINUTE


@pytest.mark.parametrize("command", SHELL_COMMANDS)
def test_a_command_from_the_readme_works(command, folder):
    installed_default_model()
    runnable = command.replace("llamita ", f"{shlex.quote(sys.executable)} -m llamita ")
    process = subprocess.run(
        ["bash", "-o", "pipefail", "-c", runnable],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert process.returncode == 0, process.stderr
    assert process.stdout


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_the_commands_of_a_guide_work_one_after_the_other(guide, folder):
    blocks = re.findall(r"```sh\n(.*?)```", guide.read_text(), flags=re.DOTALL)
    assert blocks
    llamita = f'llamita() {{ {shlex.quote(sys.executable)} -m llamita "$@"; }}\n'
    for block in blocks:
        process = subprocess.run(
            ["bash", "-ec", llamita + block],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=200,
            check=False,
        )
        assert process.returncode == 0, process.stderr


@pytest.mark.parametrize("program", blocks("python"))
def test_a_program_from_the_readme_works(program, folder):
    installed_default_model()
    process = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )
    assert process.returncode == 0, process.stderr
    assert process.stdout


def test_ci_runs_the_second_command():
    ci = (ROOT / ".ci" / "run").read_text()
    assert "pip install --editable '.[dev]'" in ci
    assert "\njust check\n" in ci


@pytest.mark.slow
def test_the_first_command_works_in_a_new_environment(tmp_path):
    """A copy of what git tracks, a fresh virtual environment, the README's own words."""
    files = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    for name in filter(None, files.split("\0")):
        (tmp_path / "clone" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, tmp_path / "clone" / name)
    commands = "set -e\n" + "\n".join(FIRST_MINUTE[:2])
    process = subprocess.run(
        ["bash", "-c", commands],
        cwd=tmp_path / "clone",
        capture_output=True,
        text=True,
        timeout=580,
        check=False,
    )
    assert process.returncode == 0, process.stderr[-2000:]
    assert "def fibonacci" in process.stdout


def test_every_link_leads_to_a_file():
    pages = [ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md")] + list(
        ROOT.glob("docs/**/*.md")
    )
    for page in pages:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name} -> {target}"
