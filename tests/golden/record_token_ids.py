"""Records what llama.cpp makes of our texts, with the default model's vocabulary.

Run where `xllamacpp` is installed beside this checkout: `python -m tests.golden.record_token_ids MODEL.gguf`.
"""

import json
import sys
import urllib.request
from pathlib import Path

from tests.golden.texts import TEXTS

TARGET = Path(__file__).with_name("token_ids.json")


def main(model: str) -> None:
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = model
    parameters.n_ctx = 512
    server = xllamacpp.Server(parameters)
    rows = []
    for text in TEXTS:
        body = json.dumps({"content": text, "add_special": False, "parse_special": False}).encode()
        request = urllib.request.Request(f"{server.listening_address}/tokenize", body)
        with urllib.request.urlopen(request) as response:
            rows.append({"text": text, "token_ids": json.loads(response.read())["tokens"]})
    TARGET.write_text(json.dumps(rows, ensure_ascii=True, indent=1) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
