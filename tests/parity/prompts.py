"""Twenty prompts of our own: code in several languages, prose, and edges of the tokenizer."""

PROMPTS = (
    "def fibonacci(n):\n",
    "def is_prime(n: int) -> bool:\n    ",
    "class Stack:\n    def __init__(self):\n",
    "# Read a CSV file and print the sum of its second column\nimport csv\n",
    "public static int gcd(int a, int b) {\n",
    "#include <vector>\n#include <algorithm>\n\nint main() {\n",
    "function debounce(callback, waitMs) {\n",
    "<?php\nfunction slugify($title) {\n",
    "SELECT customer_id, COUNT(*) FROM orders",
    "#!/usr/bin/env bash\nset -euo pipefail\n\n",
    "public async Task<List<string>> ReadLinesAsync(string path)\n{\n",
    "The difference between a list and a tuple in Python is",
    "To reverse a linked list, first",
    "Once upon a time, in a small village by the sea,",
    "Water boils at 100 degrees because",
    "1, 1, 2, 3, 5, 8, 13,",
    "    \t  \n\n\n",
    "<|im_end|> is not a control token here. ",
    "naïve café 東京 🚀 — ",
    "x = [i ** 2 for i in range(",
)
