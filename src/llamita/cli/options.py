"""Flags that several verbs share, defined once."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from llamita.cli.terminal import JSON_FLAG, STDIN, read_text, require
from llamita.weights.store import DEFAULT_MODEL

if TYPE_CHECKING:
    from collections.abc import Callable

    from llamita import assist
    from llamita.spec import SamplingSpec

_NAME_OR_PATH = "A name from `llamita models list`, a GGUF file, or a folder."
Model = Annotated[str, typer.Option("--model", metavar="NAME|PATH", help=_NAME_OR_PATH)]
ModelArgument = Annotated[str, typer.Argument(metavar="NAME|PATH", help=_NAME_OR_PATH)]
Adapter = Annotated[
    Path | None,
    typer.Option("--adapter", metavar="FOLDER", help="Add a LoRA adapter, as PEFT keeps it, to the weights."),
]
RopeBase = Annotated[
    float | None,
    typer.Option(
        "--rope-base",
        metavar="X",
        help="Base of the rotary positions, where the file states none or a wrong one.",
    ),
]
Engine = Annotated[
    str | None,
    typer.Option(
        "--engine",
        metavar="NAME",
        help="What computes: `cpu` (native, the default) or `reference` (NumPy, float32, any machine).",
    ),
]
KvFormat = Annotated[
    str | None,
    typer.Option(
        "--kv-format",
        metavar="NAME",
        help="How what was read is kept: `f16` (the default) or `int8`, half the memory.",
    ),
]
Threads = Annotated[
    int | None, typer.Option("--threads", metavar="N", help="Threads to compute with; default: all cores.")
]
Json = Annotated[bool, typer.Option(JSON_FLAG, help="Print one JSON object on stdout.")]
Snapshots = Annotated[
    Path | None,
    typer.Option(
        "--snapshots", metavar="DIR", help="Keep what was read in DIR, and start from it next time."
    ),
]
MaxTokens = Annotated[
    int | None, typer.Option("--max-tokens", metavar="N", help="Stop after so many new tokens.")
]
Temperature = Annotated[
    float | None, typer.Option("--temperature", metavar="T", help="0 is greedy; higher is more varied.")
]
TopP = Annotated[
    float | None, typer.Option("--top-p", metavar="P", help="Draw from the likeliest tokens that make up P.")
]
TopK = Annotated[
    int | None, typer.Option("--top-k", metavar="K", help="Draw from the K likeliest tokens; 0: all.")
]
MinP = Annotated[
    float | None,
    typer.Option("--min-p", metavar="P", help="Drop tokens less likely than P times the likeliest."),
]
Repetition = Annotated[
    float | None,
    typer.Option("--repetition-penalty", metavar="X", help="Above 1: avoid what was said lately."),
]
Seed = Annotated[
    int | None, typer.Option("--seed", metavar="N", help="The same seed gives the same answer. Default: 0.")
]
Stop = Annotated[
    list[str] | None,
    typer.Option("--stop", metavar="TEXT", help="End the answer before TEXT; may be repeated."),
]
Prediction = Annotated[
    str | None,
    typer.Option(
        "--prediction",
        metavar="FILE",
        help="A text that the answer will mostly repeat, such as the file being edited: the same answer, "
        "sooner.",
    ),
]
DraftModel = Annotated[
    str | None,
    typer.Option(
        "--draft-model",
        metavar="NAME|PATH",
        help="A smaller model of the same vocabulary, which guesses ahead: the same answer, sooner.",
    ),
]
Speculate = Annotated[
    bool,
    typer.Option(
        "--speculate/--no-speculate", help="Guess ahead, also where the text repeats itself: the same answer."
    ),
]


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerFlags:
    """The flags of every verb that answers, in the order `--help` shows them."""

    model: Model = DEFAULT_MODEL
    adapter: Adapter = None
    rope_base: RopeBase = None
    engine: Engine = None
    threads: Threads = None
    kv_format: KvFormat = None
    snapshots: Snapshots = None
    max_tokens: MaxTokens = None
    temperature: Temperature = None
    top_p: TopP = None
    top_k: TopK = None
    min_p: MinP = None
    repetition_penalty: Repetition = None
    seed: Seed = None
    stop: Stop = None
    prediction: Prediction = None
    draft_model: DraftModel = None
    speculate: Speculate = True
    as_json: Json = False

    def ask(self, defaults: SamplingSpec) -> dict[str, Any]:
        """Keyword arguments for ``Model.complete`` and its kin: the verb's defaults and what was given.

        Raises:
            RequestError: a flag is outside its range; nothing was loaded for it, or even pulled.
            ArtifactError: the prediction cannot be read.
        """
        from llamita.spec import StoppingSpec

        names = ("temperature", "top_p", "top_k", "min_p", "repetition_penalty", "seed")
        given = {name: value for name in names if (value := getattr(self, name)) is not None}
        ask: dict[str, Any] = {"sampling": replace(defaults, **given), "stop": tuple(self.stop or ())}
        # Made only to be checked, before there is a model.
        StoppingSpec(max_tokens=self.max_tokens or 0, stop_texts=ask["stop"])
        if self.max_tokens is not None:
            ask["max_tokens"] = self.max_tokens
        if self.prediction is not None:
            require(self.prediction != STDIN, "`--prediction` needs a file, not stdin")
            ask["prediction"] = read_text(self.prediction)
        return ask | {"speculate": self.speculate}

    def load_model(self, *, dialog: str | None = None) -> assist.Model:
        """Load the model that was asked for; a known one that is not here yet is pulled, visibly.

        Args:
            dialog: the form of its conversations, where the user names it.
        """
        from llamita.assembly import load
        from llamita.cli.terminal import TerminalProgress

        return load(
            self.model,
            engine=self.engine,
            num_threads=self.threads,
            pull=True,
            progress=TerminalProgress(),
            dialog=dialog,
            rope_base=self.rope_base,
            adapter=self.adapter,
            draft_model=self.draft_model,
            snapshots=self.snapshots,
            kv_format=self.kv_format,
        )


def takes_answer_flags(verb: Callable[..., None]) -> Callable[..., None]:
    """Give a verb every flag of ``AnswerFlags``, which it receives together as ``flags``.

    typer makes flags of a function's parameters, so the verb is shown to it as a function that has its
    own parameters, but for ``flags``, and one for each field.
    """
    own = [p for p in signature(verb, eval_str=True).parameters.values() if p.name != "flags"]
    hints = get_type_hints(AnswerFlags, include_extras=True)
    shared = [
        Parameter(field.name, Parameter.KEYWORD_ONLY, default=field.default, annotation=hints[field.name])
        for field in fields(AnswerFlags)
    ]

    def with_flags(**given: Any) -> None:  # noqa: ANN401 - whatever the flags hold
        flags = AnswerFlags(
            **{field.name: given.pop(field.name, field.default) for field in fields(AnswerFlags)}
        )
        verb(**given, flags=flags)

    with_flags.__name__, with_flags.__doc__ = verb.__name__, verb.__doc__
    parameters = [*(p.replace(kind=Parameter.KEYWORD_ONLY) for p in own), *shared]
    with_flags.__signature__ = Signature(parameters)  # type: ignore[attr-defined]  # inspect's own protocol
    with_flags.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return with_flags
