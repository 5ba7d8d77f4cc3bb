"""The models that were published: their numbers, each with its source, to hold checkpoints against.

Nothing is looked up here to fill a gap in a checkpoint: a name is no evidence. A checkpoint is read as
it stands, and where it differs from what was published under its name or its shape, that is said.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from llamita.spec.model import ModelSpec

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_HEAD_WIDTH = 128
_PLAIN_VOCABULARY = 32_000
_INFILL_VOCABULARY = 32_016

# What a checkpoint may state differently without being another model: how positions are turned, how much
# of a text it takes, and its form of conversation. Files with one and the same embedding twice count as tied.
_NOT_SHAPE: Final = frozenset({"rope_base", "rope_scale", "context_tokens", "dialog", "tied_output"})


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishedModel:
    """One published model."""

    name: str
    """As the store calls it: ``codellama-7b-instruct``."""
    spec: ModelSpec
    infills: bool
    """Whether it was trained to fill in the middle."""
    num_shards: int | None
    """How many `consolidated.NN.pth` files Meta published it in; None where Meta did not."""
    sources: tuple[str, ...]
    """Where the numbers were published, as plain citations."""


def feed_forward_width(width: int, multiplier: float | None, multiple_of: int) -> int:
    """The width of the feed-forward block, as Meta's `params.json` describes it.

    Two thirds of four widths, times the multiplier, rounded up to a multiple; both steps before the last
    cut off what is no whole number.

    Args:
        width: of the residual stream.
        multiplier: `ffn_dim_multiplier`; None where the file has none.
        multiple_of: the key of that name.

    Source: `FeedForward` in meta-llama/codellama, `llama/model.py`.

    >>> feed_forward_width(8192, 1.3, 4096)
    28672
    """
    hidden = int(2 * (4 * width) / 3)
    if multiplier is not None:
        hidden = int(multiplier * hidden)
    return -(-hidden // multiple_of) * multiple_of


def differences(spec: ModelSpec, published: ModelSpec) -> list[str]:
    """What a checkpoint's numbers have that was not published so, one line for each.

    A checkpoint that does not tell its form of conversation does not differ in it.
    """
    found = []
    for field in fields(ModelSpec):
        has, expected = getattr(spec, field.name), getattr(published, field.name)
        if field.name == "dialog" and has is None:
            continue
        if has != expected:
            found.append(f"{field.name} is {_written(has)}, published {_written(expected)}")
    return found


def published_like(spec: ModelSpec) -> list[str]:
    """The names of the published models that have the same shape: layers, widths, heads, vocabulary."""
    shape = _shape(spec)
    return [name for name, model in PUBLISHED.items() if _shape(model.spec) == shape]


def _shape(spec: ModelSpec) -> tuple[float, ...]:
    return tuple(getattr(spec, field.name) for field in fields(ModelSpec) if field.name not in _NOT_SHAPE)


def _written(value: object) -> str:
    return f"{value:.15g}" if isinstance(value, float) else str(value)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Size:
    """What all models of a size share."""

    name: str
    num_layers: int
    width: int
    num_heads: int
    num_kv_heads: int
    multiplier: float | None
    multiple_of: int
    num_shards: int

    def spec(self, *, vocabulary: int, rope_base: float, context: int, dialog: str | None) -> ModelSpec:
        """The numbers of one model of this size."""
        return ModelSpec(
            num_layers=self.num_layers,
            width=self.width,
            num_heads=self.num_heads,
            num_kv_heads=self.num_kv_heads,
            head_width=_HEAD_WIDTH,
            feed_forward_width=feed_forward_width(self.width, self.multiplier, self.multiple_of),
            vocabulary_size=vocabulary,
            norm_epsilon=1e-5,
            rope_base=rope_base,
            context_tokens=context,
            tied_output=False,
            rope_scale=1.0,
            dialog=dialog,
        )


# fmt: off
_SIZES: Final = {
    size.name: size
    for size in (
        _Size(name="7b", num_layers=32, width=4096, num_heads=32, num_kv_heads=32,
              multiplier=None, multiple_of=256, num_shards=1),
        _Size(name="13b", num_layers=40, width=5120, num_heads=40, num_kv_heads=40,
              multiplier=None, multiple_of=256, num_shards=2),
        _Size(name="34b", num_layers=48, width=8192, num_heads=64, num_kv_heads=8,
              multiplier=None, multiple_of=256, num_shards=4),
        _Size(name="70b", num_layers=80, width=8192, num_heads=64, num_kv_heads=8,
              multiplier=1.3, multiple_of=4096, num_shards=8),
    )
}
# fmt: on

_SHAPES = "sizes: params.json as in tinygrad, examples/llama.py; config.json as in litgpt, config.py"
_LLAMA_2 = "arXiv:2307.09288, appendix A.2.1; meta-llama/llama, llama/model.py"
_CODE_LLAMA = "arXiv:2308.12950v3, sections 2.2 to 2.5; meta-llama/codellama, README.md and MODEL_CARD.md"
_VOCABULARIES = "vocabularies: epfLLM/Megatron-LLM pull request 51; 34B: ggml-org/llama.cpp issue 2766"
_LARGEST_BASES = "rope base and context of 70B: meta-llama/codellama issue 188"
_SMOLLM = "HuggingFaceTB/SmolLM2-135M-Instruct, config.json"

# Which sizes infill: those whose vocabulary has the tokens, but for two of 70B that were not trained to.
_INFILLING: Final = frozenset({"7b", "7b-instruct", "13b", "13b-instruct", "70b"})
# Not made for long contexts: their positions turn as those of Llama 2.
_SHORT_CONTEXT: Final = frozenset({"70b-python", "70b-instruct"})
_INSTRUCT_DIALOGS: Final = {"70b": "codellama-70b"}


def _code_llama(size: _Size, variant: str) -> PublishedModel:
    """Code Llama of a size; the variant is empty for the base model."""
    kind = f"{size.name}-{variant}" if variant else size.name
    is_short = kind in _SHORT_CONTEXT
    has_infill_pieces = kind in _INFILLING or size.name == "70b"
    return PublishedModel(
        name=f"codellama-{kind}",
        spec=size.spec(
            vocabulary=_INFILL_VOCABULARY if has_infill_pieces else _PLAIN_VOCABULARY,
            rope_base=10_000.0 if is_short else 1_000_000.0,
            context=4096 if is_short else 16_384,
            dialog=_INSTRUCT_DIALOGS.get(size.name, "llama-2") if variant == "instruct" else None,
        ),
        infills=kind in _INFILLING,
        num_shards=size.num_shards,
        sources=(_CODE_LLAMA, _SHAPES, _VOCABULARIES, *((_LARGEST_BASES,) if size.name == "70b" else ())),
    )


def _llama_2(size: _Size, variant: str) -> PublishedModel:
    """Llama 2 of a size; the variant is empty for the base model."""
    return PublishedModel(
        name=f"llama-2-{size.name}-{variant}" if variant else f"llama-2-{size.name}",
        spec=size.spec(
            vocabulary=_PLAIN_VOCABULARY,
            rope_base=10_000.0,
            context=4096,
            dialog="llama-2" if variant == "chat" else None,
        ),
        infills=False,
        num_shards=size.num_shards,
        sources=(_LLAMA_2, _SHAPES),
    )


def _smollm2_135m_instruct() -> PublishedModel:
    return PublishedModel(
        name="smollm2-135m-instruct",
        spec=ModelSpec(
            num_layers=30,
            width=576,
            num_heads=9,
            num_kv_heads=3,
            head_width=64,
            feed_forward_width=1536,
            vocabulary_size=49_152,
            norm_epsilon=1e-5,
            rope_base=100_000.0,
            context_tokens=8192,
            tied_output=True,
            rope_scale=1.0,
            dialog="smollm2",
        ),
        infills=False,
        num_shards=None,
        sources=(_SMOLLM,),
    )


def _all() -> Iterable[PublishedModel]:
    for variant in ("", "python", "instruct"):
        for name in ("7b", "13b", "34b", "70b"):
            yield _code_llama(_SIZES[name], variant)
    for variant in ("", "chat"):
        for name in ("7b", "13b", "70b"):
            yield _llama_2(_SIZES[name], variant)
    yield _smollm2_135m_instruct()


PUBLISHED: Final[Mapping[str, PublishedModel]] = MappingProxyType({model.name: model for model in _all()})
"""Every published model, by name."""
