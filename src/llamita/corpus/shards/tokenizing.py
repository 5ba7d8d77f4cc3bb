"""Texts -> token ids, each closed by the end token, by a tokenizer that any worker opens from a folder."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from llamita.corpus.document import Out
from llamita.corpus.shards.catalog import TokenizerNote, token_type
from llamita.errors import CorpusError, RequestError
from llamita.text.tokenizer import Tokenizer
from llamita.text.tokenizer_config import tokenizer_config
from llamita.text.tokenizer_files import read_tokenizer
from llamita.text.tokenizer_json import tokenizer_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import Any

    from numpy.typing import NDArray

    from llamita.text.vocabulary import Vocabulary

_NAMES = ("tokenizer.json", "tokenizer_config.json")


@dataclass(frozen=True, slots=True)
class CorpusTokenizer:
    """A tokenizer, and how shards name it."""

    tokenizer: Tokenizer
    note: TokenizerNote

    def tokenize(self, texts: Sequence[str]) -> list[NDArray[np.unsignedinteger] | Out]:
        """The tokens of each text, the end token last; or why it has none.

        A text that spells a control token stays text. No begin token is put in front: packing decides that.
        """
        return [self._tokens(text) for text in texts]

    def _tokens(self, text: str) -> NDArray[np.unsignedinteger] | Out:
        try:
            token_ids = self.tokenizer.encode(text)
        except RequestError as error:
            return Out("character without a token", str(error))
        token_ids.append(self.note.end_id)
        return np.array(token_ids, token_type(self.note.vocabulary_size))


def write_tokenizer(vocabulary: Vocabulary, folder: Path) -> None:
    """Write the files that ``open_tokenizer`` and ``tokenizers`` read, the same for the same vocabulary.

    Raises:
        OSError: ``folder`` is missing or cannot be written.
    """
    for name, values in zip(_NAMES, (tokenizer_json(vocabulary), tokenizer_config(vocabulary)), strict=True):
        (folder / name).write_text(_json(values), encoding="utf-8", newline="\n")


def open_tokenizer(folder: Path) -> CorpusTokenizer:
    """The tokenizer in a folder.

    Raises:
        TokenizerError: there is none, or it is damaged.
        CorpusError: it has no token to close a document with.
    """
    vocabulary = read_tokenizer(folder)
    if vocabulary.end_id is None:
        raise CorpusError(
            f"the tokenizer in `{folder}` has no end token: expected one to close each document with",
            hint="name it as `eos_token` in `tokenizer_config.json`",
        )
    note = TokenizerNote(
        sha256=tokenizer_digest(vocabulary),
        vocabulary_size=len(vocabulary.pieces),
        end_id=vocabulary.end_id,
    )
    return CorpusTokenizer(Tokenizer(vocabulary), note)


def tokenizer_digest(vocabulary: Vocabulary) -> str:
    """Names a vocabulary by what decides about tokens, whatever file it stood in: a sha256 in hexadecimal."""
    meaning = [tokenizer_json(vocabulary), vocabulary.end_id, vocabulary.adds_space, vocabulary.split]
    return hashlib.sha256(_json(meaning).encode()).hexdigest()


def _json(values: Any) -> str:  # noqa: ANN401
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"
