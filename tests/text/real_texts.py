"""Snippets of real source code, roughened: what people have in their editors, and worse."""

import gzip
import json
import random
from functools import cache

from tests.fixtures import fixture

LANGUAGES = ("cpp", "cs", "java", "js", "php", "sh", "ts")
LOOKALIKES = (
    *(
        " <PRE>",
        "<PRE> ",
        " <SUF>",
        "<MID>",
        " <EOT>",
        "<EOT><EOT>",
        "▁<PRE>",
        " <SUF",
        " <M",
        " <Eq",
        "<step>",
    ),
    *("<s>", "</s>", "<unk>", "<0x0A>", "[INST]", " [/INST]", "<<SYS>>\n", "<FILL_ME>", "▁", "☺", "\ufffd"),
)
ODDITIES = (
    *(
        "\r\n",
        "\r",
        "\t",
        "\t\t",
        "\0",
        "\x1b[0m",
        "\u00a0",
        "\u3000",
        "\u200b",
        "\ufeff",
        "e\u0301",
        "é",
        "ß",
    ),
    *(
        "🦙",
        "👩‍👩‍👧",
        "生活的真谛是",
        "ปี",
        "עברית",
        "العربية",
        "हिन्दी",
        "한국어",
        "Ω≈ç√",
        "\U0001d518\U0001d52b",
        "\U0010ffff",
        "\u2028",
    ),
    *(
        " " * 3,
        " " * 17,
        " " * 33,
        "\n" * 4,
        "0123456789",
        "x" * 40,
        "-" * 30,
        '{"a": [1, null]}',
        "## *b* `c`\n",
    ),
)


@cache
def sources() -> tuple[str, ...]:
    """Programs in nine languages, prose, JSON and Markdown."""
    texts = [
        record["prompt"] + record["tests"]
        for language in LANGUAGES
        for record in _records(fixture("multipl-e", f"humaneval-{language}-reworded.jsonl"))
    ]
    texts += [record["code"] for record in _records(fixture("mbpp", "mbpp.jsonl"))]
    span_path = fixture("human-eval-infilling", "HumanEval-RandomSpanInfillingLight.jsonl.gz")
    with gzip.open(span_path, "rt", encoding="utf-8") as lines:
        texts += [json.loads(line)["prompt"] for line in lines]
    texts += [
        fixture(*parts).read_text(encoding="utf-8")
        for parts in (
            ("real-generations", "starcoder2-15b-instruct-humaneval.jsonl"),
            ("passkey", "passkey_examples.jsonl"),
            ("mbpp", "README.upstream.md"),
            ("tokenizers", "codellama", "CodeLlama-7b-hf.README.md"),
            ("tokenizers", "codellama", "CodeLlama-7b-hf.config.json"),
        )
    ]
    return tuple(texts)


def _records(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def random_texts(count: int, seed: int) -> list[str]:
    """Short cuts out of the sources, a third of them with something odd inside."""
    drawn = random.Random(seed)
    return [_random_text(drawn) for _ in range(count)]


def _random_text(drawn: random.Random) -> str:
    source = drawn.choice(sources())
    start = drawn.randrange(len(source))
    text = source[start : start + drawn.choice((0, 1, 5, 30, 120, 300))]
    chance = drawn.random()
    if chance < 0.15:
        text = text.replace("\n", "\r\n")
    if chance < 0.3:
        text = text.replace("    ", "\t") if drawn.random() < 0.5 else text
        for _ in range(drawn.randrange(1, 4)):
            place = drawn.randrange(len(text) + 1)
            text = text[:place] + drawn.choice((*LOOKALIKES, *ODDITIES)) + text[place:]
    elif chance < 0.35:
        text = "".join(chr(_random_code_point(drawn)) for _ in range(drawn.randrange(20)))
    return text


def _random_code_point(drawn: random.Random) -> int:
    code_point = drawn.randrange(drawn.choice((0x80, 0x250, 0x3100, 0xFFFF, 0x110000)))
    return 0x20 if 0xD800 <= code_point < 0xE000 else code_point
