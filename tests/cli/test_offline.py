"""Verbs other than `pull` in a network namespace with nothing in it, not even loopback."""

import subprocess

import pytest

from tests.cli.program import LLAMITA
from tests.default_model import installed_default_model

NO_NETWORK = ["unshare", "--net", "--map-root-user"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["chat", "Say hello.", "--max-tokens", "3"],
        ["complete", "-", "--max-tokens", "3"],
        ["models", "list"],
        ["models", "pull", "smollm2-135m-instruct"],
        ["models", "verify", "smollm2-135m-instruct"],
        ["doctor"],
    ],
    ids=" ".join,
)
def test_a_verb_works_without_any_network_once_the_model_is_here(arguments):
    installed_default_model()
    if subprocess.run([*NO_NETWORK, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this system allows no network namespaces")
    command = [*NO_NETWORK, *LLAMITA, *arguments]
    process = subprocess.run(command, input=b"def f(", capture_output=True, check=False, timeout=60)
    assert process.returncode == 0, process.stderr
