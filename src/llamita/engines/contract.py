"""What every engine promises; tests/contract holds all of them to it.

An engine reads tokens after a cache. Prefill is many tokens, decoding is one, verifying a draft is a
few; forgetting a rejected draft is ``truncate``. An engine knows token ids, never text; caches, never
requests.

Shape letters: T = tokens given now, V = vocabulary.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Literal, Protocol, Self, TypeAlias, TypeVar

from llamita.errors import CapacityError, RequestError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from llamita.spec import ModelSpec

# As text: whoever only asks what this machine has does not wait for NumPy.
Logits: TypeAlias = "NDArray[np.float32]"
Wanted = Literal["last", "all", "none"]
CancelCheck = Callable[[], bool]


class Cancelled(Exception):
    """Reading stopped because ``cancel`` said so; the cache holds what was read until then."""


class Cache(Protocol):
    """The keys and values of everything one sequence has read. It grows by pages as it is used.

    One thread at a time may use a cache. Several caches of one engine may be in use in several threads at
    once, also where they share pages.
    """

    @property
    def length_tokens(self) -> int:
        """How many tokens it holds."""

    @property
    def limit_tokens(self) -> int:
        """How many it may hold: a limit, not a reservation."""

    @property
    def key(self) -> str:
        """Names model, cache format, kernel table and engine version: equal keys and tokens, equal contents.

        The model's name is its ``model_digest``. That reads every weight, so it is worked out when first
        asked for.
        """

    @property
    def size_bytes(self) -> int:
        """Memory its pages take; a page that forks share counts fully in each of them."""

    def truncate(self, length_tokens: int) -> None:
        """Forget everything from position ``length_tokens`` on.

        Raises:
            RequestError: ``length_tokens`` is negative or more than it holds.
        """

    def fork(self, length_tokens: int) -> Self:
        """A new cache that starts with the first ``length_tokens`` tokens of this one, shared, not copied.

        What either reads later is its own.

        Raises:
            RequestError: ``length_tokens`` is negative or more than it holds.
        """

    def dump(self) -> NDArray[np.uint8]:
        """Everything it holds as flat bytes, for ``Engine.restore`` of an engine with an equal ``key``.

        The size follows from ``length_tokens`` alone; the layout is the engine's own affair.

        Raises:
            CapacityError: no memory for the copy.
        """


CacheT = TypeVar("CacheT", bound=Cache)


@dataclass(frozen=True, slots=True)
class Read(Generic[CacheT]):
    """One sequence's part of a step: read ``token_ids`` after ``cache``."""

    cache: CacheT
    token_ids: Sequence[int]
    logits: Wanted = "last"
    """Of which positions logits are wanted: the last, all T, or none."""


class Engine(Protocol[CacheT]):
    """A loaded model."""

    @property
    def name(self) -> str:
        """Which engine this is: ``reference``, ``cpu``, ``torch``."""

    @property
    def kernel_table(self) -> str:
        """Which arithmetic ran; results are comparable bit for bit only within one table."""

    @property
    def spec(self) -> ModelSpec:
        """The model, in numbers."""

    def new_cache(self, limit_tokens: int) -> CacheT:
        """An empty cache for one sequence of at most ``limit_tokens``.

        Raises:
            RequestError: the limit is not in [1, ``spec.context_tokens``].
            CapacityError: the memory cannot be had; may also come from a later ``extend``.
        """

    def restore(self, limit_tokens: int, length_tokens: int, data: NDArray[np.uint8]) -> CacheT:
        """A cache that holds what was dumped: it goes on exactly as the dumped one would.

        Only sizes can be checked here. Other numbers of the right size are taken as keys and values and
        give a wrong text, so whoever keeps dumps keeps the cache's ``key`` and a checksum with each.

        Args:
            limit_tokens: how many tokens the new cache may hold.
            length_tokens: how many tokens the dumped cache held.
            data: what ``Cache.dump`` returned; copied, not kept.

        Raises:
            RequestError: the limit is none for this model, the length is not in [0, limit], or the data
                is not as large as a dump of that length.
            CapacityError: the memory cannot be had.
        """

    def extend(
        self,
        cache: CacheT,
        token_ids: Sequence[int],
        *,
        logits: Wanted = "last",
        cancel: CancelCheck | None = None,
    ) -> Logits:
        """Read ``token_ids`` after what ``cache`` holds; the cache then holds them too.

        Args:
            cache: made by this engine.
            token_ids: T ids, at least one.
            logits: which rows to return.
            cancel: looked at within one step's time, also in the middle of a long prompt.

        Returns:
            Logits in float32: 1 x V for ``last``, T x V for ``all``, 0 x V for ``none``.

        Raises:
            RequestError: no ids, an id outside the vocabulary; the cache is unchanged.
            CapacityError: the cache's limit or the memory is reached; the cache is unchanged.
            Cancelled: ``cancel`` returned true; the cache holds a prefix of what was to be read.
        """

    def step(self, reads: Sequence[Read[CacheT]], *, cancel: CancelCheck | None = None) -> list[Logits]:
        """The same for several sequences at once, each with a cache of its own.

        Every read is checked before the first starts: a refused one leaves all caches unchanged.
        """


def check_read(spec: ModelSpec, read: Read[CacheT]) -> None:
    """Refuse a read that no engine could do, before anything is changed.

    Raises:
        RequestError: no ids, or an id outside the vocabulary.
        CapacityError: the cache's limit would be passed.
    """
    if not len(read.token_ids):
        raise RequestError("there is nothing to read: expected at least one token id")
    for token_id in read.token_ids:
        if not 0 <= token_id < spec.vocabulary_size:
            raise RequestError(f"token id {token_id} is not in [0, {spec.vocabulary_size - 1}]")
    wanted = read.cache.length_tokens + len(read.token_ids)
    if wanted > read.cache.limit_tokens:
        raise CapacityError(
            f"{wanted} tokens do not fit into a cache limited to {read.cache.limit_tokens}",
            hint="open the cache with a higher limit, or truncate it first",
        )


def check_reads(spec: ModelSpec, reads: Sequence[Read[CacheT]]) -> None:
    """Refuse a step if any of its reads cannot be done, or two of them share a cache."""
    if len({id(read.cache) for read in reads}) != len(reads):
        raise RequestError("two reads of one step share a cache: expected one cache for each sequence")
    for read in reads:
        check_read(spec, read)


def check_limit(spec: ModelSpec, limit_tokens: int) -> None:
    """Refuse a cache limit outside what the model was made for."""
    if not 1 <= limit_tokens <= spec.context_tokens:
        raise RequestError(f"cache limit must be in [1, {spec.context_tokens}] tokens, got {limit_tokens}")


def check_dump(
    spec: ModelSpec, limit_tokens: int, length_tokens: int, *, size_bytes: int, expected_bytes: int
) -> None:
    """Refuse to restore a cache from data whose size is not that of a dump of ``length_tokens``."""
    check_limit(spec, limit_tokens)
    if not 0 <= length_tokens <= limit_tokens:
        raise RequestError(f"length must be in [0, {limit_tokens}] tokens, got {length_tokens}")
    if size_bytes != expected_bytes:
        raise RequestError(
            f"{size_bytes} bytes are no dump of {length_tokens} tokens: expected {expected_bytes} bytes"
        )
