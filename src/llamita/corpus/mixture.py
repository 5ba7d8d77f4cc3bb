"""How often training sees what: Code Llama's Table 1, worked out for the tokens that are there.

A corpus has three kinds of documents: code, docs (natural language about code) and prose. Their shares are
shares of the tokens that training samples, not of those on disk; a kind that is scarce is seen for several
epochs, one that abounds for a fraction of one.

The rule. Code sets the total: its documents are seen ``code_epochs`` times, and they are ``shares["code"]``
of all samples. Within code, a language's part grows with its tokens to the power of ``exponent`` times its
weight: 1 leaves languages as they come, 0 gives each the same part. Nothing is seen more than
``max_epochs`` times: what a language cannot give, the other languages of its kind make up for; what a kind
cannot give is missing, shares are those of the smaller total, and both are listed as shortfalls.

All of it is exact arithmetic, and so the same to the last token on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import isfinite
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

from llamita.errors import RequestError, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from llamita.corpus.document import Language

Kind: TypeAlias = Literal["code", "docs", "prose"]
"""What a document is: code, natural language about code, or other natural language."""

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

CODE_LLAMA_SHARES: Final[Mapping[str, float]] = {"code": 0.85, "docs": 0.08, "prose": 0.07}
"""Table 1 of the Code Llama paper: shares of the samples of its 500 B tokens."""

Group: TypeAlias = "tuple[Kind, Language]"
"""Documents of a kind in a language, which are sampled alike."""

_MAX_DENOMINATOR: Final = 100
# Digits behind the binary point of a power; a share is then exact to far less than a token.
_POWER_BITS: Final = 64


@dataclass(frozen=True, slots=True)
class Supply:
    """What there is of a group."""

    documents: int
    tokens: int


@dataclass(frozen=True, kw_only=True, slots=True)
class MixtureRecipe:
    """What is asked of a mixture.

    Raises:
        RequestError: a number is out of its range, or a kind is unknown or has no share.
    """

    shares: Mapping[str, float] = field(default_factory=lambda: dict(CODE_LLAMA_SHARES))
    """Of all samples, for each kind; they add up to 1."""
    code_epochs: float = 1.0
    """How often the code is seen as a whole. Code Llama: 2.03; at that, a corpus of one gigabyte runs out of
    prose."""
    max_epochs: float = 4.0
    """How often any document is seen at the most; more repetition teaches a model little that is new."""
    exponent: float = 1.0
    """From 0 to 1, in hundredths: how far a language's part of the code follows its tokens."""
    weights: Mapping[Language, float] = field(default_factory=dict)
    """Factors on a language's part of the code; 1 where none is given."""

    def __post_init__(self) -> None:
        """Refuse what no mixture can be."""
        if sorted(self.shares) != sorted(KINDS):
            raise RequestError(
                f"each of {', '.join(KINDS)} needs a share, got {shown(', '.join(self.shares))}"
            )
        for name, share in self.shares.items():
            _require(isfinite(share) and 0 <= share <= 1, f"share of {name}", "from 0 to 1", share)
        total = sum(map(_exactly, self.shares.values()))
        _require(total == 1, "sum of shares", "1", float(total))
        _require(self.shares["code"] > 0, "share of code", "above 0", self.shares["code"])
        for name in ("code_epochs", "max_epochs"):
            value = getattr(self, name)
            _require(isfinite(value) and value > 0, name, "above 0", value)
        is_in_range = isfinite(self.exponent) and 0 <= self.exponent <= 1
        is_round = is_in_range and _exactly(self.exponent).denominator <= _MAX_DENOMINATOR
        _require(is_round, "exponent", "from 0 to 1, in hundredths", self.exponent)
        for language, weight in self.weights.items():
            _require(isfinite(weight) and weight > 0, f"weight of {shown(language)}", "above 0", weight)


@dataclass(frozen=True, kw_only=True, slots=True)
class Portion:
    """A group's place in the mixture."""

    kind: Kind
    language: Language
    documents: int
    tokens: int
    """On disk."""
    sampled_tokens: int
    """That training sees, repetitions included."""
    epochs: float
    """How often training sees each document, on average."""
    share: float
    """Of all samples, from 0 to 1."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Shortfall:
    """Where a mixture is not what was asked for, since there is too little of something."""

    kind: Kind
    language: Language | None
    """None where it is the kind as a whole."""
    wanted_share: float
    """Of all samples."""
    share: float
    """What it has of the samples that there are."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Mixture:
    """What training samples."""

    portions: tuple[Portion, ...]
    """By kind (code, docs, prose), then by language in alphabetical order."""
    shortfalls: tuple[Shortfall, ...]

    @property
    def sampled_tokens(self) -> int:
        """All that training sees."""
        return sum(portion.sampled_tokens for portion in self.portions)

    def share_of(self, kind: Kind) -> float:
        """A kind's share of all samples, from 0 to 1; 0 where nothing is sampled."""
        of_kind = sum(portion.sampled_tokens for portion in self.portions if portion.kind == kind)
        return of_kind / self.sampled_tokens if self.sampled_tokens else 0.0

    def epochs_of(self, kind: Kind) -> float:
        """How often the documents of a kind are seen on average; 0 where there are none."""
        portions = [portion for portion in self.portions if portion.kind == kind]
        tokens = sum(portion.tokens for portion in portions)
        return sum(portion.sampled_tokens for portion in portions) / tokens if tokens else 0.0


def mix(supplies: Mapping[Group, Supply], recipe: MixtureRecipe) -> Mixture:
    """Work out how often each group is seen.

    Args:
        supplies: what there is of each group; their order does not matter.
        recipe: what is asked for.

    Returns:
        What training samples; where there is no code, nothing of anything.
    """
    groups = sorted(
        (group for group, supply in supplies.items() if supply.tokens > 0),
        key=lambda group: (KINDS.index(group[0]), group[1]),
    )
    code_tokens = sum(supplies[group].tokens for group in groups if group[0] == "code")
    total = _exactly(recipe.code_epochs) * code_tokens / _exactly(recipe.shares["code"])
    wanted: dict[Group, Fraction] = {}
    given: dict[Group, Fraction] = {}
    for kind in KINDS:
        of_kind = [group for group in groups if group[0] == kind]
        parts = {group: _part(group, supplies[group], recipe) for group in of_kind}
        limits = {group: _exactly(recipe.max_epochs) * supplies[group].tokens for group in of_kind}
        amount = total * _exactly(recipe.shares[kind])
        sum_of_parts = sum(parts.values())
        wanted |= {group: amount * part / sum_of_parts for group, part in parts.items()}
        given |= _poured(amount, parts, limits)
    portions = _portions(groups, supplies, {group: int(given[group]) for group in groups})
    return Mixture(portions=portions, shortfalls=tuple(_shortfalls(portions, wanted, total, recipe)))


def _part(group: Group, supply: Supply, recipe: MixtureRecipe) -> Fraction:
    """How large a group's part of its kind is beside the others': a number without a unit."""
    kind, language = group
    if kind != "code":
        return Fraction(supply.tokens)
    weight = _exactly(recipe.weights.get(language, 1))
    return weight * _power(supply.tokens, _exactly(recipe.exponent))


def _poured(
    amount: Fraction, parts: Mapping[Group, Fraction], limits: Mapping[Group, Fraction]
) -> dict[Group, Fraction]:
    """Spread ``amount`` by ``parts``; what is beyond a group's limit goes to the rest, as far as it goes."""
    poured: dict[Group, Fraction] = {}
    open_groups = list(parts)
    while open_groups:
        sum_of_parts = sum(parts[group] for group in open_groups)
        full = [group for group in open_groups if amount * parts[group] >= limits[group] * sum_of_parts]
        if not full:
            return poured | {group: amount * parts[group] / sum_of_parts for group in open_groups}
        poured |= {group: limits[group] for group in full}
        amount -= sum(limits[group] for group in full)
        open_groups = [group for group in open_groups if group not in poured]
    return poured


def _portions(
    groups: list[Group], supplies: Mapping[Group, Supply], sampled: Mapping[Group, int]
) -> tuple[Portion, ...]:
    total = sum(sampled.values())
    return tuple(
        Portion(
            kind=group[0],
            language=group[1],
            documents=supplies[group].documents,
            tokens=supplies[group].tokens,
            sampled_tokens=sampled[group],
            epochs=sampled[group] / supplies[group].tokens,
            share=sampled[group] / total if total else 0.0,
        )
        for group in groups
    )


def _shortfalls(
    portions: tuple[Portion, ...], wanted: Mapping[Group, Fraction], total: Fraction, recipe: MixtureRecipe
) -> list[Shortfall]:
    """Kinds, then languages, that have less than a token short of what was asked of them."""
    found = []
    num_sampled = sum(portion.sampled_tokens for portion in portions)
    for kind in KINDS:
        of_kind = [portion for portion in portions if portion.kind == kind]
        sampled = sum(portion.sampled_tokens for portion in of_kind)
        # Rounding down takes less than a token from each group.
        if not total or total * _exactly(recipe.shares[kind]) - sampled > len(of_kind):
            share = sampled / num_sampled if num_sampled else 0.0
            found.append(Shortfall(kind=kind, language=None, wanted_share=recipe.shares[kind], share=share))
    for portion in portions:
        of_group = wanted[(portion.kind, portion.language)]
        if of_group - portion.sampled_tokens > 1:
            found.append(
                Shortfall(
                    kind=portion.kind,
                    language=portion.language,
                    wanted_share=float(of_group / total),
                    share=portion.share,
                )
            )
    return found


def _power(base: int, exponent: Fraction) -> Fraction:
    """``base ** exponent`` cut behind ``_POWER_BITS`` binary digits; a float's last bit is the machine's."""
    root = exponent.denominator
    return Fraction(_root(base**exponent.numerator << (_POWER_BITS * root), root), 1 << _POWER_BITS)


def _root(number: int, degree: int) -> int:
    """The largest whole number whose power of ``degree`` is not above ``number``.

    >>> _root(1000, 3), _root(999, 3)
    (10, 9)
    """
    # Newton's steps from above fall until they are there.
    guess = 1 << -(-number.bit_length() // degree)
    while True:
        lower = ((degree - 1) * guess + number // guess ** (degree - 1)) // degree
        if lower >= guess:
            return guess
        guess = lower


def _exactly(number: float) -> Fraction:
    """A decimal number as it was written: 0.85 is 85/100, which no float is."""
    return Fraction(str(number))


def _require(is_right: bool, name: str, expected: str, got: float) -> None:  # noqa: FBT001
    if not is_right:
        raise RequestError(f"{name} must be {expected}, got {got:g}")
