"""`llamita models quantize`: a smaller model, and what that costs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import llamita
from llamita.cli import options
from llamita.cli.convert import Dialog
from llamita.cli.model_card import size_text
from llamita.cli.terminal import TerminalProgress, messages, print_json, print_line, read_text, require
from llamita.errors import CapacityError

if TYPE_CHECKING:
    from llamita.evaluation.perplexity import Perplexity
    from llamita.weights.blocks import BlockFormat
    from llamita.weights.checkpoint import Checkpoint
    from llamita.weights.quantize import RoundingError

DEFAULT_TOKENS = 4096
# More than the pieces of any text take on average: so many characters have that many tokens.
CHARACTERS_PER_TOKEN = 16

Format = Annotated[
    str,
    typer.Option(
        "--format", metavar="FORMAT", help="q8_0, q6_k, q5_k, q5_1, q5_0, q4_k, q4_1, q4_0, q3_k or q2_k."
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "-o", "--output", metavar="FILE", help="The GGUF file to make; default: NAME-FORMAT.gguf, here."
    ),
]
Text = Annotated[
    str | None,
    typer.Option(
        "--text", metavar="FILE", help="What to measure perplexity on; default: Llamita's own source."
    ),
]
Tokens = Annotated[
    int,
    typer.Option("--tokens", metavar="N", help=f"Measure on its first N tokens; default: {DEFAULT_TOKENS}."),
]
MeasuresPerplexity = Annotated[
    bool, typer.Option("--perplexity/--no-perplexity", help="Measure perplexity before and after.")
]
AllowRequantize = Annotated[
    bool,
    typer.Option("--allow-requantize", help="Take a model that is quantized already, though it loses twice."),
]


def quantize(
    source: options.ModelArgument,
    format_name: Format,
    output: Output = None,
    text: Text = None,
    tokens: Tokens = DEFAULT_TOKENS,
    measures_perplexity: MeasuresPerplexity = True,
    engine: options.Engine = None,
    threads: options.Threads = None,
    allow_requantize: AllowRequantize = False,
    rope_base: options.RopeBase = None,
    adapter: options.Adapter = None,
    dialog: Dialog = None,
    as_json: options.Json = False,
) -> None:
    """Write a model with smaller numbers, as a GGUF file, and say what that loses.

    Matrices get the format, norms stay f32. The output matrix gets q6_k at least; where rows do not fill the
    blocks of a format, the nearest one that they fill takes its place. For each matrix a row says how far its
    numbers moved: the root mean square relative to theirs, and the largest difference.
    """
    from llamita.assembly import find_checkpoint
    from llamita.assembly.engines import check_engine, default_engine
    from llamita.weights.forms import left_unsaid, read_checkpoint
    from llamita.weights.gguf.writer import write_gguf
    from llamita.weights.quantize import quantized, rounding_errors

    format = _format(format_name)
    engine = engine or default_engine()
    check_engine(engine, threads)
    sample = _Sample(_text(text), tokens, engine, threads) if measures_perplexity else None
    name, checkpoint = find_checkpoint(source, rope_base=rope_base, adapter=adapter, dialog=dialog)
    smaller = quantized(checkpoint, format, allow_requantize=allow_requantize, num_threads=threads)
    target = output or Path(f"{name}-{format_name}.gguf")
    require(not target.exists(), f"`{target}` exists already", hint="choose another name, or remove it first")

    before = sample and sample.perplexity(checkpoint, "before")
    progress = TerminalProgress()
    write_gguf(smaller, target, progress=progress)
    written = read_checkpoint(target)
    messages().print(f"the model is at {target}", markup=False)
    if unsaid := left_unsaid(checkpoint, written):
        messages().print(f"{target} cannot say all of it: {'; '.join(unsaid)}", markup=False)
    errors = rounding_errors(checkpoint, written, progress=progress, num_threads=threads)
    after = sample and sample.perplexity(written, "after")

    report = {
        "target": str(target),
        "format": format_name,
        "weights_bytes": {"before": _weights_bytes(checkpoint), "after": _weights_bytes(written)},
        "tensors": [_row(error) for error in errors],
        "perplexity": _change(engine, before, after) if before and after else None,
    }
    if as_json:
        print_json(report)
        return
    _print(report)


@dataclass(frozen=True, slots=True)
class _Sample:
    """A text to measure perplexity on, and with what."""

    text: str
    max_tokens: int
    engine: str
    num_threads: int | None

    def __post_init__(self) -> None:
        require(self.max_tokens > 1, f"perplexity needs 2 tokens or more, got {self.max_tokens}")

    def perplexity(self, checkpoint: Checkpoint, when: str) -> Perplexity:
        from llamita.assembly.engines import open_engine
        from llamita.evaluation.perplexity import DEFAULT_WINDOW_TOKENS, perplexity, windows
        from llamita.files.progress import adding_up, piece_of_work
        from llamita.text.tokenizer import Tokenizer

        vocabulary = checkpoint.vocabulary
        token_ids = Tokenizer(vocabulary).encode(self.text[: self.max_tokens * CHARACTERS_PER_TOKEN])
        pieces = list(
            windows(
                token_ids[: self.max_tokens],
                window_tokens=min(DEFAULT_WINDOW_TOKENS, checkpoint.spec.context_tokens),
                begin_id=vocabulary.begin_id if vocabulary.adds_begin else None,
            )
        )
        try:
            engine = open_engine(self.engine, checkpoint, self.num_threads)
        except CapacityError as error:
            raise CapacityError(
                f"perplexity cannot be measured: {error}", hint="`--no-perplexity` writes the file without it"
            ) from error
        progress = TerminalProgress(unit="tokens")
        with piece_of_work(progress, f"perplexity {when}", sum(piece.num_scored for piece in pieces)):
            return perplexity(engine, pieces, scored=adding_up(progress))


def _format(name: str) -> BlockFormat:
    from llamita.weights.forms import FLOAT_FORMATS
    from llamita.weights.quantize import QUANTIZED_FORMATS

    require(
        name in QUANTIZED_FORMATS,
        f"no quantized format named `{name}`: expected one of {', '.join(QUANTIZED_FORMATS)}",
        hint=f"`llamita models convert --dtype {name}` writes it" if name in FLOAT_FORMATS else None,
    )
    return QUANTIZED_FORMATS[name]


def _text(file: str | None) -> str:
    """The text of a file, or the source of this package: code that every user has."""
    if file is not None:
        return read_text(file)
    sources = sorted(Path(llamita.__file__).parent.rglob("*.py"))
    return "".join(source.read_text(encoding="utf-8") for source in sources)


def _weights_bytes(checkpoint: Checkpoint) -> int:
    return sum(tensor.size_bytes for tensor in checkpoint.tensors.values())


def _row(error: RoundingError) -> dict[str, Any]:
    return {
        "name": error.name,
        "from": error.source_format.name,
        "to": error.format.name,
        "relative_rms_error": error.relative_rms,
        "largest_error": error.largest,
    }


def _change(engine: str, before: Perplexity, after: Perplexity) -> dict[str, Any]:
    return {
        "engine": engine,
        "num_tokens": before.num_tokens,
        "before": before.value,
        "after": after.value,
        "relative_change": after.value / before.value - 1,
    }


def _print(report: dict[str, Any]) -> None:
    print_line(f"{'matrix':<28} {'from':<5} {'to':<5} {'rms error':>10} {'largest':>10}")
    for row in report["tensors"]:
        errors = f"{row['relative_rms_error']:>10.3%} {row['largest_error']:>10.3g}"
        print_line(f"{row['name']:<28} {row['from']:<5} {row['to']:<5} {errors}")
    counts = Counter(row["to"] for row in report["tensors"])
    print_line(f"formats: {', '.join(f'{count} {name}' for name, count in counts.most_common())}")
    sizes = report["weights_bytes"]
    print_line(f"weights: {size_text(sizes['before'])}, now {size_text(sizes['after'])}")
    if measured := report["perplexity"]:
        print_line(
            f"perplexity over {measured['num_tokens']:,} tokens: {measured['before']:.4f}, "
            f"now {measured['after']:.4f} ({measured['relative_change']:+.2%})"
        )
