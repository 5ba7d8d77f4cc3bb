"""Characters <-> token ids: vocabularies, infill and dialog prompts; no model, no NumPy.

``Tokenizer`` itself is imported from ``llamita.text.tokenizer``: it brings a library along.
"""

from llamita.text.dialog import DIALOG_NAMES, dialog_format, recognized_dialog
from llamita.text.dialog_formats import DialogFormat
from llamita.text.infill import FILL_MARKER, InfillOrder, infill_ids, infill_prompt, split_at_marker
from llamita.text.message import Message, Role
from llamita.text.stream import TextStream
from llamita.text.templates import template_of
from llamita.text.vocabulary import InfillIds, PieceKind, Vocabulary

__all__ = [
    "DIALOG_NAMES",
    "FILL_MARKER",
    "DialogFormat",
    "InfillIds",
    "InfillOrder",
    "Message",
    "PieceKind",
    "Role",
    "TextStream",
    "Vocabulary",
    "dialog_format",
    "infill_ids",
    "infill_prompt",
    "recognized_dialog",
    "split_at_marker",
    "template_of",
]
