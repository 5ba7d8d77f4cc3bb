"""Characters <-> token ids: vocabularies, infill and dialog prompts; no model, no NumPy.

``Tokenizer`` itself is imported from ``llamita.text.tokenizer``: it brings a library along.
"""

from llamita.text.dialog import DialogFormat, Message, dialog_format
from llamita.text.infill import FILL_MARKER, infill_ids, infill_prompt, split_at_marker
from llamita.text.stream import TextStream
from llamita.text.vocabulary import InfillIds, PieceKind, Vocabulary

__all__ = [
    "FILL_MARKER",
    "DialogFormat",
    "InfillIds",
    "Message",
    "PieceKind",
    "TextStream",
    "Vocabulary",
    "dialog_format",
    "infill_ids",
    "infill_prompt",
    "split_at_marker",
]
