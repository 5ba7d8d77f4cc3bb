from fractions import Fraction
from random import Random

import pytest

from llamita.corpus.mixture import KINDS, MixtureRecipe, Supply, mix
from llamita.errors import RequestError

PLENTY = {
    ("code", "python"): Supply(100, 850_000),
    ("docs", "markdown"): Supply(50, 1_000_000),
    ("prose", "text"): Supply(20, 3_000_000),
}


def portion(mixture, language):
    return next(portion for portion in mixture.portions if portion.language == language)


def test_with_plenty_of_everything_the_shares_are_code_llamas():
    mixture = mix(PLENTY, MixtureRecipe())
    assert [mixture.share_of(kind) for kind in KINDS] == [0.85, 0.08, 0.07]
    assert [portion.sampled_tokens for portion in mixture.portions] == [850_000, 80_000, 70_000]
    assert portion(mixture, "markdown").epochs == 0.08
    assert mixture.shortfalls == ()


def test_code_is_seen_as_often_as_asked():
    supplies = {**PLENTY, ("code", "java"): Supply(7, 123_457)}
    mixture = mix(supplies, MixtureRecipe(code_epochs=2.03))
    assert mixture.epochs_of("code") == pytest.approx(2.03, abs=1e-5)


def test_a_kind_that_is_too_scarce_keeps_max_epochs_and_is_reported():
    mixture = mix({**PLENTY, ("prose", "text"): Supply(2, 10_000)}, MixtureRecipe())
    assert portion(mixture, "text").epochs == 4
    kind, language = mixture.shortfalls
    assert (kind.kind, kind.language, kind.wanted_share) == ("prose", None, 0.07)
    assert kind.share == 40_000 / 970_000 == mixture.share_of("prose")
    assert (language.kind, language.language) == ("prose", "text")
    assert sum(portion.share for portion in mixture.portions) == pytest.approx(1)


def test_a_kind_that_is_missing_altogether_is_reported():
    supplies = {group: supply for group, supply in PLENTY.items() if group[0] != "prose"}
    mixture = mix(supplies, MixtureRecipe())
    assert [(short.kind, short.share) for short in mixture.shortfalls] == [("prose", 0.0)]


def test_a_weight_repeats_a_scarce_language_and_no_more_than_allowed():
    supplies = {**PLENTY, ("code", "shell"): Supply(5, 10_000)}
    twice = mix(supplies, MixtureRecipe(weights={"shell": 2.0}))
    assert 1.9 < portion(twice, "shell").epochs < 2
    assert portion(twice, "python").epochs < 1
    capped = mix(supplies, MixtureRecipe(weights={"shell": 100.0}))
    assert portion(capped, "shell").epochs == 4
    # What the shell could not give, Python made up for: the code is seen once as a whole.
    assert sum(one.sampled_tokens for one in capped.portions if one.kind == "code") == 860_000
    assert [(short.language, short.kind) for short in capped.shortfalls] == [("shell", "code")]


def test_the_exponent_levels_languages():
    supplies = {**PLENTY, ("code", "shell"): Supply(5, 10_000)}
    epochs = [
        portion(mix(supplies, MixtureRecipe(exponent=exponent)), "shell").epochs for exponent in (1, 0.7, 0.5)
    ]
    assert epochs == sorted(epochs)
    assert epochs[0] == 1
    assert epochs[1] == pytest.approx(86 * (1 / (1 + 85**0.7)), rel=1e-4)
    level = mix({**PLENTY, ("code", "java"): Supply(1, 400_000)}, MixtureRecipe(exponent=0))
    assert portion(level, "java").sampled_tokens == portion(level, "python").sampled_tokens == 625_000


def test_the_order_of_supplies_and_any_split_of_their_documents_changes_nothing():
    random = Random(5)
    supplies = {
        ("code", f"language {i}"): Supply(i, random.randrange(1, 10 ** random.randrange(1, 13)))
        for i in range(40)
    } | PLENTY
    shuffled = list(supplies.items())
    random.shuffle(shuffled)
    recipe = MixtureRecipe(exponent=0.37, weights={"language 3": 1.7}, code_epochs=1.3)
    assert mix(dict(shuffled), recipe) == mix(supplies, recipe)


@pytest.mark.parametrize("seed", range(20))
def test_no_mixture_breaks_its_rules(seed):
    random = Random(seed)
    supplies = {
        (random.choice(KINDS), f"language {i}"): Supply(1, random.randrange(1, 10 ** random.randrange(1, 10)))
        for i in range(12)
    } | {("code", "python"): Supply(1, 1000)}
    recipe = MixtureRecipe(
        exponent=random.randrange(101) / 100,
        code_epochs=random.choice([0.5, 1, 3.9, 7]),
        weights={"language 1": random.choice([0.01, 50.0])},
    )
    mixture = mix(supplies, recipe)
    for one in mixture.portions:
        assert one.sampled_tokens <= 4 * one.tokens
        assert one.epochs == one.sampled_tokens / one.tokens
    code = sum(one.tokens for one in mixture.portions if one.kind == "code")
    assert mixture.sampled_tokens <= Fraction(str(recipe.code_epochs)) * code / Fraction("0.85")
    is_short = any(short.language is None for short in mixture.shortfalls)
    if not is_short:
        assert mixture.share_of("code") == pytest.approx(0.85, rel=0.05, abs=20 / mixture.sampled_tokens)


def test_without_code_nothing_is_sampled_and_every_kind_falls_short():
    mixture = mix({("docs", "markdown"): Supply(1, 10), ("code", "c"): Supply(1, 0)}, MixtureRecipe())
    assert mixture.sampled_tokens == 0
    assert {mixture.share_of(kind) for kind in ("code", "docs", "prose")} == {0.0}
    assert [short.kind for short in mixture.shortfalls] == ["code", "docs", "prose"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"shares": {"code": 1.0}}, r"^each of code, docs, prose needs a share, got `code`$"),
        ({"shares": {"code": 0.8, "docs": 0.1, "prose": 0.2}}, r"^sum of shares must be 1, got"),
        ({"shares": {"code": 0.0, "docs": 0.5, "prose": 0.5}}, r"^share of code must be above"),
        ({"shares": {"code": 1.5, "docs": -0.5, "prose": 0.0}}, r"must be from 0 to 1, got 1\.5$"),
        ({"code_epochs": 0}, r"^code_epochs must be above 0, got 0$"),
        ({"max_epochs": float("nan")}, r"^max_epochs must be above 0, got nan$"),
        ({"exponent": 0.123}, r"^exponent must be from 0 to 1, in hundredths, got 0\.123$"),
        ({"exponent": 1.5}, r"^exponent must be from 0 to 1"),
        ({"weights": {"php": 0}}, r"^weight of `php` must be above 0, got 0$"),
    ],
)  # fmt: skip
def test_an_impossible_recipe_is_refused(changes, message):
    with pytest.raises(RequestError, match=message):
        MixtureRecipe(**changes)
