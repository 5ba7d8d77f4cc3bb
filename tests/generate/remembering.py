"""An engine whose caches hold the token ids themselves, so that a test can see what is in them."""

from __future__ import annotations

import numpy as np

from llamita.engines.contract import Read, check_dump, check_limit, check_reads
from llamita.errors import RequestError
from tests.tiny import tiny_spec

PAGE_TOKENS = 4
TOKEN_BYTES = 8
PAGE_BYTES = PAGE_TOKENS * TOKEN_BYTES


class RememberingCache:
    def __init__(self, limit_tokens, key, token_ids=()):
        self.limit_tokens = limit_tokens
        self.key = key
        self.token_ids = list(token_ids)

    @property
    def length_tokens(self):
        return len(self.token_ids)

    @property
    def size_bytes(self):
        return -(-self.length_tokens // PAGE_TOKENS) * PAGE_BYTES

    def truncate(self, length_tokens):
        self.token_ids = self.fork(length_tokens).token_ids

    def fork(self, length_tokens):
        if not 0 <= length_tokens <= self.length_tokens:
            raise RequestError(f"length must be in [0, {self.length_tokens}] tokens, got {length_tokens}")
        return RememberingCache(self.limit_tokens, self.key, self.token_ids[:length_tokens])

    def dump(self):
        return np.array(self.token_ids, np.int64).view(np.uint8)


class RememberingEngine:
    """Its logits say which ids it has read: the one that follows is the sum of them all."""

    name = "remembering"
    kernel_table = "exact"

    def __init__(self, key="model/ids/exact/remembering-1"):
        self.spec = tiny_spec()
        self.num_read = 0
        self._key = key

    def new_cache(self, limit_tokens):
        check_limit(self.spec, limit_tokens)
        return RememberingCache(limit_tokens, self._key)

    def restore(self, limit_tokens, length_tokens, data):
        expected_bytes = length_tokens * TOKEN_BYTES
        check_dump(
            self.spec, limit_tokens, length_tokens, size_bytes=data.nbytes, expected_bytes=expected_bytes
        )
        return RememberingCache(limit_tokens, self._key, np.frombuffer(data, np.int64).tolist())

    def extend(self, cache, token_ids, *, logits="last", **_options):
        check_reads(self.spec, [Read(cache, token_ids, logits)])
        self.num_read += len(token_ids)
        logits_TV = np.zeros((len(token_ids), self.spec.vocabulary_size), np.float32)
        for row_V, token_id in zip(logits_TV, token_ids, strict=True):
            cache.token_ids.append(token_id)
            row_V[sum(cache.token_ids) % self.spec.vocabulary_size] = 9.0
        return {"last": logits_TV[-1:], "all": logits_TV, "none": logits_TV[:0]}[logits]
