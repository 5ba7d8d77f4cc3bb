"""Texts of our own that a tokenizer can get wrong; the parity prompts are among them."""

from tests.parity.prompts import PROMPTS

TEXTS = (
    *PROMPTS,
    "",
    " ",
    "   leading and trailing   ",
    "\r\n\r\n\ttabs\tand\r\nlines\r",
    "x=1234567890.0987e-12+0xFF",
    "don't can't we'll I'm they've she'd it's 'S 'LL",
    "snake_case camelCase PascalCase SCREAMING_CASE kebab-case",
    "a\u00a0b\u2003c\u3000d",
    "Ωμέγα Привет שלום مرحبا नमस्ते 你好 こんにちは 안녕하세요",
    "👩‍👩‍👧‍👦 🇩🇪 é é ﬁ ½ ² ①",
    "<|im_start|>user\nhello<|im_end|>\n<|endoftext|><repo_name><file_sep>",
    "def f(a,b):return(a<<2)|~b&0b1010^c//d**e%f!=g@h",
    "\u0000\u0001\u007f\u0080\uffff",
    "word" * 50,
    "\n" * 17 + " " * 33 + "\t" * 9,
    "٣٤٥ ४५६ ⅷ Ⅻ 10²",
)
