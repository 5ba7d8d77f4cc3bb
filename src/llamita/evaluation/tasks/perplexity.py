"""Perplexity and bits per byte over the text files of a folder, by position.

Options: ``folder`` (Python's standard library), ``files`` (how many, 8), ``seed`` (which, 0), ``bytes`` (how
many of each are read from its start, 65536), ``min_bytes`` (shorter files are left out; 32768 of the standard
library, so that late positions are not measured on other files than early ones, and 1 of a given folder),
``window`` (tokens, the begin token among them: the model's context, 16384 at most) and ``stride`` (tokens
from one window's start to the next; as many as the window holds).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from llamita.errors import ProblemsError, RequestError
from llamita.evaluation.fitting import UNKNOWN_CONTEXT_TOKENS
from llamita.evaluation.options import whole
from llamita.evaluation.perplexity import windows
from llamita.evaluation.positions import Losses, losses_by_position
from llamita.evaluation.task import Measurement
from llamita.files.folder import NotText, digest, folder_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from llamita.assist import Model
    from llamita.evaluation.task import Builder, Setting
    from llamita.files.folder import Folder

_MAX_FILE_BYTES: Final = 2**26


def build(setting: Setting) -> Measurement:
    """Perplexity by position; see the module for its options.

    Raises:
        RequestError: an option cannot be honored.
        ProblemsError: the folder holds no text.
    """
    options = setting.options
    folder = folder_of(options)
    num_files = whole(options, "files", 8)
    max_bytes = whole(options, "bytes", 2**16, most=_MAX_FILE_BYTES)
    min_bytes = whole(options, "min_bytes", 1 if "folder" in options else 2**15)
    context_tokens = setting.context_tokens or UNKNOWN_CONTEXT_TOKENS
    window_tokens = whole(options, "window", min(context_tokens, UNKNOWN_CONTEXT_TOKENS), least=2)
    if setting.context_tokens is not None and window_tokens > setting.context_tokens:
        raise RequestError(
            f"option `window` must be at most the model's context of {setting.context_tokens} tokens, "
            f"got {window_tokens}"
        )
    stride_tokens = whole(options, "stride", 0, most=window_tokens)
    seed = whole(options, "seed", 0, least=0)
    texts: dict[str, str] = {}
    for name, text in folder.texts(max_bytes=max_bytes, min_bytes=min_bytes, seed=seed):
        texts[name] = text
        if len(texts) == num_files:
            break
    if not texts:
        raise ProblemsError(
            f"no text to measure in `{folder.path}`: left out {dict(folder.left_out)}",
            hint="name a folder of UTF-8 files with `--option folder=PATH`; `min_bytes` says how small",
        )

    def measure(model: Model, piece: str) -> Mapping[str, Any]:
        return _measure(model, folder, piece, max_bytes, (window_tokens, stride_tokens or None))

    return Measurement(
        name="perplexity",
        title="Perplexity and bits per byte, by position",
        pieces=tuple(sorted(texts)),
        measure=measure,
        summarize=summarize,
        settings={
            "source": folder.name,
            "sha256": digest(texts),
            "files": len(texts),
            "seed": seed,
            "bytes": max_bytes,
            "min_bytes": min_bytes,
            "window": window_tokens,
            "stride": stride_tokens or "as many tokens as a window holds",
            **folder.counts(),
        },
    )


def summarize(pieces: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """What all files say together.

    Returns:
        The keys of ``Losses.summary`` (``perplexity``, ``bits_per_byte``, ``num_tokens``, ``num_bytes``,
        ``positions``), ``num_files`` for those measured, and ``left_out`` with how many were not, by reason.
    """
    reasons = [piece["left_out"] for piece in pieces if piece["left_out"]]
    return {
        **Losses.from_json(pieces).summary(),
        "num_files": len(pieces) - len(reasons),
        "left_out": {why: reasons.count(why) for why in sorted(set(reasons))},
    }


def _measure(
    model: Model, folder: Folder, piece: str, max_bytes: int, cut: tuple[int, int | None]
) -> Mapping[str, Any]:
    """Losses of one file, and why there are none where there are none."""
    window_tokens, stride_tokens = cut
    begin_ids = model.tokenizer.begin_ids
    try:
        token_ids = model.tokenizer.encode(folder.read(piece, max_bytes))
    except NotText as error:
        return Losses().to_json() | {"left_out": error.why}
    except RequestError:
        return Losses().to_json() | {"left_out": "cannot be spelled"}
    room_tokens = window_tokens - len(begin_ids)
    cuts = windows(
        token_ids,
        window_tokens=window_tokens,
        stride_tokens=min(stride_tokens or room_tokens, room_tokens),
        begin_id=begin_ids[0] if begin_ids else None,
    )
    losses = losses_by_position(model, cuts)
    return losses.to_json() | {"left_out": None if losses.num_tokens else "too short"}


BUILDERS: Final[Mapping[str, Builder]] = {"perplexity": build}
"""Task name -> what makes it."""
