"""Which form of dialog a model has: by name, or recognized in its vocabulary.

A checkpoint carries its form as a template program. We do not execute programs found in weights: a
template is compared with known ones, and the form it stands for is written in ``dialog_formats``. An
unknown template is an error that says so, not a guess.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from llamita.errors import RequestError
from llamita.text.code_llama_pieces import TURN_PIECE
from llamita.text.dialog_formats import ChatML, CodeLlama70B, DialogFormat, LlamaTwo
from llamita.text.templates import SMOLLM2_SYSTEM, dialog_of_template
from llamita.text.vocabulary import PieceKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from llamita.text.vocabulary import Vocabulary

_FORMATS: Final[Mapping[str, DialogFormat]] = {
    form.name: form
    for form in (
        LlamaTwo(),
        CodeLlama70B(),
        ChatML("chatml", default_system=None),
        ChatML("smollm2", default_system=SMOLLM2_SYSTEM),
    )
}

DIALOG_NAMES: Final = tuple(_FORMATS)


def dialog_format(name: str) -> DialogFormat:
    """The form of dialog called ``name``.

    Raises:
        RequestError: there is none.
    """
    form = _FORMATS.get(name)
    if form is None:
        known = ", ".join(f"`{known_name}`" for known_name in DIALOG_NAMES)
        raise RequestError(f"no form of dialog named `{name}`: expected one of {known}")
    return form


def recognized_dialog(vocabulary: Vocabulary) -> str | None:
    """The name of the form that a checkpoint's vocabulary tells, or None where it tells none.

    That is the form its template is known to stand for. Without a template, a control token ``<step>``
    tells Code Llama 70B Instruct, as it does in the reference; Meta's own files have nothing else.
    """
    if vocabulary.chat_template is not None:
        return dialog_of_template(vocabulary.chat_template)
    has_step = any(
        piece == TURN_PIECE and kind == PieceKind.CONTROL
        for piece, kind in zip(vocabulary.pieces, vocabulary.kinds, strict=True)
    )
    return CodeLlama70B.name if has_step else None
