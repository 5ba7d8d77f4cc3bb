"""Llamita: Code Llama, open and whole.

>>> import llamita
>>> model = llamita.load("smollm2-135m-instruct")  # doctest: +SKIP
>>> model.complete("def fibonacci(n):").text  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from llamita import version

if TYPE_CHECKING:
    from llamita.assembly import load
    from llamita.assist import Answer, Model
    from llamita.spec import SamplingSpec

__version__ = version.VERSION

__all__ = ["Answer", "Model", "SamplingSpec", "__version__", "load"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    # Late, so that `import llamita` costs nothing: each name brings NumPy and the engines along.
    if name == "load":
        from llamita.assembly import load  # noqa: PLC0415

        return load
    if name in {"Answer", "Model"}:
        from llamita import assist  # noqa: PLC0415

        return getattr(assist, name)
    if name == "SamplingSpec":
        from llamita.spec import SamplingSpec  # noqa: PLC0415

        return SamplingSpec
    raise AttributeError(f"module `llamita` has no attribute `{name}`")
