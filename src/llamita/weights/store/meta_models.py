"""Code Llama and Llama 2: Meta's models, as they lie on the Hugging Face Hub.

What the cards say of scores was measured and published by Meta: "Code Llama: Open Foundation Models for
Code", arXiv:2308.12950v3, table 2. Infilling, rope base and context: ``spec.named``.
"""

from __future__ import annotations

from typing import Final

from llamita.spec import PUBLISHED
from llamita.weights.store.entries import HubSource, License, ModelEntry

_BYTES_PER_NUMBER = 2  # float16 or bfloat16, in all of these repositories

_LLAMA_2_COMMUNITY = License(
    identifier="LicenseRef-Llama-2-Community",
    name="Llama 2 Community License Agreement",
    url="https://ai.meta.com/llama/license/",
    licensor="Meta Platforms, Inc., or in the EEA and Switzerland Meta Platforms Ireland Limited",
    use_policy_url="https://ai.meta.com/llama/use-policy/",
    needs_acceptance=True,
)

# Size and variant -> problems solved at the first try, in percent: HumanEval without examples, MBPP with
# three of them, both greedy.
_SCORES: Final[dict[str, tuple[float, float]]] = {
    "llama-2-7b": (12.2, 20.8),
    "llama-2-13b": (20.1, 27.6),
    "llama-2-70b": (30.5, 45.4),
    "codellama-7b": (33.5, 41.4),
    "codellama-13b": (36.0, 47.0),
    "codellama-34b": (48.8, 55.0),
    "codellama-70b": (53.0, 62.4),
    "codellama-7b-python": (38.4, 47.6),
    "codellama-13b-python": (43.3, 49.0),
    "codellama-34b-python": (53.7, 56.2),
    "codellama-70b-python": (57.3, 65.6),
    "codellama-7b-instruct": (34.8, 44.4),
    "codellama-13b-instruct": (42.7, 49.4),
    "codellama-34b-instruct": (41.5, 57.0),
    "codellama-70b-instruct": (67.8, 62.2),
}

_PURPOSES: Final = {
    "": (
        "It continues code in many languages, among them Python, C++, Java, PHP, TypeScript, C# and Bash; "
        "it was not made to converse."
    ),
    "python": (
        "It continues code, above all in Python, for which it was trained on 100 billion tokens more; "
        "it was not made to converse."
    ),
    "instruct": "It follows instructions and answers questions about code, best in English.",
}


def _code_llama(size: str, variant: str) -> ModelEntry:
    """Code Llama of a size; the variant is empty for the base model."""
    name = "-".join(filter(None, ("codellama", size, variant)))
    label = f" - {variant.capitalize()}" if variant else ""
    num_tokens = "one trillion" if size == "70b" else "500 billion"
    return _entry(
        name,
        title=f"Code Llama{label} {size.upper()}",
        repository=f"codellama/CodeLlama-{'-'.join(filter(None, (size, variant.capitalize(), 'hf')))}",
        is_gated=False,
        origin=f"Meta's Llama 2 {size.upper()}, trained on {num_tokens} tokens more, most of them public "
        f"code. {_PURPOSES[variant]}",
    )


def _llama_2(size: str, variant: str) -> ModelEntry:
    """Llama 2 of a size; the variant is empty for the base model."""
    name = "-".join(filter(None, ("llama-2", size, variant)))
    purpose = (
        "It converses, in English; code is not what it was made for."
        if variant
        else "It continues texts, most of them English; code is a small part of what it has read."
    )
    return _entry(
        name,
        title=f"Llama 2{' ' + variant.capitalize() if variant else ''} {size.upper()}",
        repository=f"meta-llama/{'-'.join(filter(None, ('Llama-2', size, variant, 'hf')))}",
        is_gated=True,
        origin=f"Meta's general model, trained on two trillion tokens of public text. {purpose}",
    )


def _entry(name: str, *, title: str, repository: str, is_gated: bool, origin: str) -> ModelEntry:
    published = PUBLISHED[name]
    source = HubSource(
        repository=repository,
        revision="main",
        size_bytes=_BYTES_PER_NUMBER * published.spec.num_parameters,
        is_gated=is_gated,
    )
    return ModelEntry(
        name=name,
        title=title,
        source=source,
        license=_LLAMA_2_COMMUNITY,
        homepage=source.page_url,
        card=" ".join(filter(None, (origin, _abilities(name), _scores(name)))),
        dialog=published.spec.dialog,
        published=name,
    )


def _abilities(name: str) -> str:
    published = PUBLISHED[name]
    infilling = "It infills." if published.infills else "It cannot infill."
    context_tokens = published.spec.context_tokens
    was_extended = context_tokens > PUBLISHED["llama-2-7b"].spec.context_tokens
    further = ", published as useful up to 100,000" if was_extended else ""
    return f"{infilling} Its context is {context_tokens:,} tokens{further}."


def _scores(name: str) -> str:
    if name not in _SCORES:
        return ""
    human_eval, mbpp = _SCORES[name]
    return f"As published, it solves {human_eval} % of HumanEval and {mbpp} % of MBPP (pass@1, greedy)."


META_MODELS: Final = (
    *(
        _code_llama(size, variant)
        for size in ("7b", "13b", "34b", "70b")
        for variant in ("", "python", "instruct")
    ),
    *(_llama_2(size, variant) for size in ("7b", "13b", "70b") for variant in ("", "chat")),
)
"""All 18 of them."""
