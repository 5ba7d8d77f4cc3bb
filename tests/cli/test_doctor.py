import json

from llamita.assembly import KERNELS_VARIABLE, default_engine
from tests.cli.program import run
from tests.engines_under_test import needs_native


def test_doctor_says_what_is_here(tmp_path):
    findings = json.loads(run("doctor", "--json", LLAMITA_HOME=str(tmp_path)).stdout)
    assert findings["machine"]["cores"] >= 1
    assert findings["engine"]["in_use"] == default_engine()
    assert findings["store"] == {"home": str(tmp_path), "installed": "nothing yet"} | {
        "disk_free_gb": findings["store"]["disk_free_gb"]
    }
    assert any("llamita models pull" in line for line in findings["advice"])


@needs_native
def test_doctor_says_which_kernels_compute_and_who_chose_them():
    def kernels(**environment):
        return json.loads(run("doctor", "--json", **environment).stdout)["engine"]["kernels"]

    assert "the best of those that run here; also" in kernels()
    assert kernels(**{KERNELS_VARIABLE: "generic"}).startswith(
        f"generic, as {KERNELS_VARIABLE} says; without it"
    )
    assert kernels(**{KERNELS_VARIABLE: "sse9"}).startswith(
        f"`sse9`, as {KERNELS_VARIABLE} says, cannot run here:"
    )
