"""The reference engine's cache: keys and values in pages that forks share.

Shape letters: L = layers, K = 2 (keys and values), G = key/value heads, P = tokens of a page,
D = head width, T = tokens now.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from llamita.errors import CapacityError, RequestError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from llamita.spec import ModelSpec

# A page is the unit of memory: 128 tokens keep the waste of a short answer under a megabyte per
# hundred million parameters, and leave each matrix product large enough to be worth its call.
PAGE_TOKENS = 128


@dataclass(slots=True)
class Page:
    """Keys and values of ``PAGE_TOKENS`` positions in every layer."""

    key_LGPD: NDArray[np.float32]
    value_LGPD: NDArray[np.float32]
    is_shared: bool = False
    """Whether it was ever in two caches at once; neither writes into it then, but into a copy."""

    @property
    def size_bytes(self) -> int:
        """Memory it takes, however little of it is filled."""
        return self.key_LGPD.nbytes + self.value_LGPD.nbytes

    def copy(self) -> Page:
        """A page with the same contents that nobody shares."""
        return Page(self.key_LGPD.copy(), self.value_LGPD.copy())


class PagedCache:
    """What one sequence has read. Made by ``ReferenceEngine.new_cache``."""

    def __init__(self, spec: ModelSpec, limit_tokens: int, key: Callable[[], str]) -> None:
        self._spec = spec
        self._limit_tokens = limit_tokens
        self._key = key
        self._pages: list[Page] = []
        self._length_tokens = 0

    @property
    def length_tokens(self) -> int:
        """How many tokens it holds."""
        return self._length_tokens

    @property
    def limit_tokens(self) -> int:
        """How many tokens it may hold."""
        return self._limit_tokens

    @property
    def key(self) -> str:
        """What a snapshot of it would have to match; worked out when first asked for."""
        return self._key()

    @property
    def size_bytes(self) -> int:
        """Memory its pages take; a shared page counts fully."""
        return sum(page.size_bytes for page in self._pages)

    def truncate(self, length_tokens: int) -> None:
        """Forget everything from position ``length_tokens`` on, and give back pages no longer needed."""
        self._check_length(length_tokens)
        del self._pages[-(-length_tokens // PAGE_TOKENS) :]
        self._length_tokens = length_tokens

    def fork(self, length_tokens: int) -> Self:
        """A cache that shares the first ``length_tokens`` tokens; pages are copied when first written."""
        self._check_length(length_tokens)
        fork = type(self)(self._spec, self._limit_tokens, self._key)
        fork._pages = self._pages[: -(-length_tokens // PAGE_TOKENS)]
        for page in fork._pages:
            page.is_shared = True
        fork._length_tokens = length_tokens
        return fork

    def dump(self) -> NDArray[np.uint8]:
        """What it holds as flat bytes: for each layer its keys, then its values, both G x T x D.

        Raises:
            CapacityError: no memory for the copy.
        """
        length = self._length_tokens
        try:
            data_LKGTD = np.empty(dump_shape(self._spec, length), np.float32)
        except MemoryError as error:
            raise CapacityError(f"no memory to copy the keys and values of {length} tokens") from error
        for layer, (dumped_key_GTD, dumped_value_GTD) in enumerate(data_LKGTD):
            for position, key_GPD, value_GPD in self.read(layer, length):
                dumped_key_GTD[:, position] = key_GPD
                dumped_value_GTD[:, position] = value_GPD
        return data_LKGTD.reshape(-1).view(np.uint8)

    def fill(self, length_tokens: int, data: NDArray[np.uint8]) -> None:
        """Hold what a cache of ``length_tokens`` dumped, after nothing.

        Raises:
            MemoryError: the pages cannot be had.
        """
        self.reserve(length_tokens)
        data_LKGTD = np.frombuffer(data, np.float32).reshape(dump_shape(self._spec, length_tokens))
        for layer, (key_GTD, value_GTD) in enumerate(data_LKGTD):
            self.write(layer, key_GTD, value_GTD)
        self.advance(length_tokens)

    def reserve(self, num_tokens: int) -> None:
        """Have pages of our own for the next ``num_tokens`` positions; nothing is held yet.

        Raises:
            MemoryError: it cannot be had; what is held is unchanged.
        """
        last = self._length_tokens // PAGE_TOKENS
        if self._length_tokens % PAGE_TOKENS and self._pages[last].is_shared:
            self._pages[last] = self._pages[last].copy()
        while len(self._pages) * PAGE_TOKENS < self._length_tokens + num_tokens:
            self._pages.append(self._new_page())

    def write(self, layer: int, key_GTD: NDArray[np.float32], value_GTD: NDArray[np.float32]) -> None:
        """Put the keys and values of the T next positions of one layer into their pages."""
        first, num_tokens = self._length_tokens, key_GTD.shape[1]
        done = 0
        while done < num_tokens:
            page, offset = divmod(first + done, PAGE_TOKENS)
            count = min(PAGE_TOKENS - offset, num_tokens - done)
            here, there = slice(offset, offset + count), slice(done, done + count)
            self._pages[page].key_LGPD[layer, :, here] = key_GTD[:, there]
            self._pages[page].value_LGPD[layer, :, here] = value_GTD[:, there]
            done += count

    def advance(self, num_tokens: int) -> None:
        """Hold ``num_tokens`` more: every layer has written them."""
        self._length_tokens += num_tokens

    def read(
        self, layer: int, num_tokens: int
    ) -> Iterator[tuple[slice, NDArray[np.float32], NDArray[np.float32]]]:
        """The first ``num_tokens`` positions of one layer, page by page: positions, keys, values (GPD)."""
        for index in range(-(-num_tokens // PAGE_TOKENS)):
            start = index * PAGE_TOKENS
            stop = min(start + PAGE_TOKENS, num_tokens)
            page = self._pages[index]
            yield (
                slice(start, stop),
                page.key_LGPD[layer, :, : stop - start],
                page.value_LGPD[layer, :, : stop - start],
            )

    def _new_page(self) -> Page:
        spec = self._spec
        shape_LGPD = (spec.num_layers, spec.num_kv_heads, PAGE_TOKENS, spec.head_width)
        return Page(np.empty(shape_LGPD, np.float32), np.empty(shape_LGPD, np.float32))

    def _check_length(self, length_tokens: int) -> None:
        if not 0 <= length_tokens <= self._length_tokens:
            raise RequestError(f"length must be in [0, {self._length_tokens}] tokens, got {length_tokens}")


def dump_shape(spec: ModelSpec, length_tokens: int) -> tuple[int, int, int, int, int]:
    """L x K x G x T x D: the shape of the float32 numbers of a dump."""
    return (spec.num_layers, 2, spec.num_kv_heads, length_tokens, spec.head_width)
