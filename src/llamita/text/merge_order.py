"""Merges <-> scores: two ways to say which pair of pieces is joined first.

A ``tokenizer.json`` lists pairs, the most important first. SentencePiece gives each piece a score, and
joins the pair that makes the piece with the highest one, the leftmost of several. Both say the same
where all pairs that make a piece stand there, next to one another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from llamita.errors import TokenizerError
from llamita.text.code_llama_pieces import PUBLISHED_PIECES
from llamita.text.vocabulary import PieceKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from llamita.text.vocabulary import Vocabulary

Pair = tuple[str, str]

# Every way to cut a piece in two is looked at; real vocabularies hold a tenth of this at most.
_MAX_PIECE_CHARACTERS: Final = 512
_MAX_CHARACTERS: Final = 4_000_000


def scores_of_merges(pieces: Sequence[str], kinds: Sequence[int], merges: Sequence[Pair]) -> list[float]:
    """A score for each piece, by which SentencePiece joins what these merges join.

    Pieces whose merges overlap share a score. Merges that make a control or added token count for
    nothing: such a token is cut out of a text before anything is joined. Code Llama's own pieces, which
    only Meta's reference joins, have the lowest scores, in their order.

    Raises:
        TokenizerError: no scores can say the same.
    """
    texts = _texts(pieces, kinds)
    added = {
        piece
        for piece, kind in zip(pieces, kinds, strict=True)
        if kind in (PieceKind.CONTROL, PieceKind.USER_DEFINED, PieceKind.UNKNOWN)
    }
    ranks: dict[str, dict[int, int]] = {}
    for rank, (left, right) in enumerate(merges):
        joined = left + right
        if joined in added:
            continue
        if not (left and right and left in texts and right in texts and joined in texts):
            raise _inexpressible(
                f"{left!r} and {right!r} are joined, and are not two texts that make a third"
            )
        ranks.setdefault(joined, {})[len(left)] = rank
    _check_complete(texts, ranks)
    scores = _scores_by_rank(ranks)
    lowest = -float(len(scores))
    scores |= {piece: lowest - 1 - index for index, piece in enumerate(PUBLISHED_PIECES)}
    return [scores.get(piece, lowest if piece in texts else 0.0) for piece in pieces]


def _scores_by_rank(ranks: Mapping[str, Mapping[int, int]]) -> dict[str, float]:
    """Descending whole numbers in the order of the ranks, one number for pieces that overlap."""
    scores: dict[str, float] = {}
    group, group_end = 0, -1
    for piece, places in sorted(ranks.items(), key=lambda item: min(item[1].values())):
        if min(places.values()) > group_end:
            group += 1
        group_end = max(group_end, *places.values())
        scores[piece] = -float(group)
    return scores


def _check_complete(texts: AbstractSet[str], ranks: Mapping[str, Mapping[int, int]]) -> None:
    """Hold that every way to make a piece is among the merges, since SentencePiece takes any."""
    _refuse_endless(texts)
    for piece in texts:
        if len(piece) == 1:
            continue
        stated = ranks.get(piece, {})
        for size in range(1, len(piece)):
            left, right = piece[:size], piece[size:]
            can_join = (left in texts or size == 1) and (right in texts or size == len(piece) - 1)
            if can_join and size not in stated:
                raise _inexpressible(f"{left!r} and {right!r} are not joined, though {piece!r} is a piece")


def _refuse_endless(texts: AbstractSet[str]) -> None:
    longest, total = max(map(len, texts), default=0), sum(map(len, texts))
    if longest > _MAX_PIECE_CHARACTERS or total > _MAX_CHARACTERS:
        raise TokenizerError(
            f"its pieces are no words: expected at most {_MAX_PIECE_CHARACTERS} characters in one and "
            f"{_MAX_CHARACTERS} in all, got {longest} and {total}"
        )


def _inexpressible(why: str) -> TokenizerError:
    return TokenizerError(
        f"its merges are none that SentencePiece could have: {why}",
        hint="use the model's `tokenizer.model` instead, if it has one",
    )


def merges_of_scores(vocabulary: Vocabulary) -> list[Pair]:
    """All pairs that make a piece of text, in the order in which SentencePiece joins them.

    Of pieces with equal scores, longer left sides come first: then what has grown keeps growing, as it
    does where the leftmost pair is joined first. Runs of spaces, which all share one score, need it.

    Raises:
        TokenizerError: its pieces are too long to be looked at.
    """
    texts = _texts(vocabulary.pieces, vocabulary.kinds)
    _refuse_endless(texts)
    ranked: list[tuple[float, int, int, Pair]] = []
    for piece, score in zip(vocabulary.pieces, vocabulary.scores, strict=True):
        if piece in texts:
            ranked += (
                (-score, -len(left), -len(right), (left, right)) for left, right in _pairs(piece, texts)
            )
    ranked.sort(key=lambda entry: entry[:3])
    return [pair for _, _, _, pair in ranked]


def _pairs(piece: str, texts: AbstractSet[str]) -> Iterator[Pair]:
    for size in range(1, len(piece)):
        left, right = piece[:size], piece[size:]
        if left in texts and right in texts:
            yield left, right


def _texts(pieces: Sequence[str], kinds: Sequence[int]) -> set[str]:
    return {piece for piece, kind in zip(pieces, kinds, strict=True) if kind == PieceKind.NORMAL}
