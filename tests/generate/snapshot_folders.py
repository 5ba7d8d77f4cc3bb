"""Folders of snapshots, as one process after another fills and reads them."""

from __future__ import annotations

import os
import time

import numpy as np

from llamita.generate import Snapshots
from llamita.generate.snapshot_file import snapshot_name
from tests.generate.remembering import RememberingEngine

PLENTY_BYTES = 2**30
TEXT = np.random.default_rng(5).integers(7, 200, 40).tolist()
KEY = RememberingEngine().new_cache(1).key
NAME = snapshot_name(KEY, np.array(TEXT))


def snapshots_in(folder, engine=None, limit_bytes=PLENTY_BYTES, limit_tokens=512):
    return Snapshots(
        folder, engine or RememberingEngine(), limit_tokens=limit_tokens, limit_bytes=limit_bytes
    )


def save(folder, token_ids, engine=None, **limits):
    """One request of one process."""
    engine = engine or RememberingEngine()
    cache = engine.new_cache(512)
    engine.extend(cache, token_ids, logits="none")
    snapshots_in(folder, engine, **limits).save(np.array(token_ids), cache)


def restore(folder, token_ids, engine=None, longer_than=0, **limits):
    """What another process finds: the ids in the cache, or None."""
    cache = snapshots_in(folder, engine, **limits).restore(np.array(token_ids), longer_than=longer_than)
    return None if cache is None else cache.token_ids


def files(folder):
    return sorted(path.name for path in folder.iterdir())


def only_file(folder):
    (path,) = folder.iterdir()
    return path


def with_age(path, age_s):
    os.utime(path, (time.time() - age_s,) * 2)
