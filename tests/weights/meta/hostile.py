"""Meta folders that mean harm: what was done to each, and a function that builds it.

Every payload that asks to run something asks for the file ``EXECUTED`` in its folder: where that exists
afterwards, something ran.
"""

from __future__ import annotations

import json
import os
import pickle
import random
import struct
import tempfile
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path

from llamita.weights.meta.writer import write_meta
from tests.weights.meta.hostile_pickles import BYTES, pickles, tensor_pickles
from tests.weights.meta.models import meta_checkpoint
from tests.weights.torch_files import (
    DEFLATED,
    IN_ZIP64,
    Entry,
    entries_of,
    tensor_pickle_of_one,
    write_archive,
)

Build = Callable[[Path], None]

SENTINEL = "EXECUTED"


@cache
def whole_files() -> dict[str, bytes]:
    """A folder that is fine, as bytes."""
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent, "tiny")
        write_meta(meta_checkpoint(), folder, num_shards=2)
        return {path.name: path.read_bytes() for path in folder.iterdir()}


def write_whole(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in whole_files().items():
        (folder / name).write_bytes(content)


def hostile_folders() -> Iterator[tuple[str, Build]]:
    """Every hostile folder: its name, and what builds it in a folder that does not exist yet."""
    for family in (
        _executing,
        _lying_pickles,
        _lying_archives,
        _odd_archives,
        _cut_files,
        _lying_params,
        _lying_files,
    ):
        yield from family()


def _with_shard(write: Callable[[Path, Path], None], folder: Path) -> None:
    """A whole folder whose first shard is written again; ``write`` gets the shard and the sentinel."""
    write_whole(folder)
    shard = folder / "consolidated.00.pth"
    shard.unlink()
    write(shard, folder / SENTINEL)


class _MakeSentinel:
    def __init__(self, sentinel: Path) -> None:
        self._sentinel = sentinel

    def __reduce__(self) -> tuple:
        return os.mkdir, (str(self._sentinel),)


def executing_pickle(sentinel: Path, protocol: int) -> bytes:
    """What `pickle.loads` would run."""
    return pickle.dumps({"tok_embeddings.weight": _MakeSentinel(sentinel)}, protocol)


def _executing() -> Iterator[tuple[str, Build]]:
    def dumped(protocol: int, shard: Path, sentinel: Path) -> None:
        write_archive(shard, entries_of(executing_pickle(sentinel, protocol), {}))

    def bare(protocol: int, shard: Path, sentinel: Path) -> None:
        shard.write_bytes(executing_pickle(sentinel, protocol))

    for protocol in range(6):
        yield f"os.mkdir pickled with protocol {protocol}", partial(_with_shard, partial(dumped, protocol))
        yield (
            f"os.mkdir pickled without archive, protocol {protocol}",
            partial(_with_shard, partial(bare, protocol)),
        )


def _lying_pickles() -> Iterator[tuple[str, Build]]:
    def written(make: Callable[[Path], bytes], shard: Path, sentinel: Path) -> None:
        write_archive(shard, entries_of(make(sentinel), {"0": BYTES}))

    for name, make in {**pickles(), **tensor_pickles()}.items():
        yield f"pickle with {name}", partial(_with_shard, partial(written, make))


NUMBERS_LIES: dict[str, dict] = {
    "deflated": {"central": {"method": DEFLATED}, "local": {"method": DEFLATED}},
    "a zip bomb": {"central": {"method": DEFLATED, "size": 2**31, "packed": 64}},
    "deflated by its own header only": {"local": {"method": DEFLATED}},
    "encrypted": {"central": {"flags": 1}},
    "encrypted by its own header only": {"local": {"flags": 1}},
    "another name in its own header": {"local": {"name": "archive/data/7"}},
    "another size in its own header": {"local": {"size": 7}},
    "no header": {"local": {"signature": b"PK\1\2"}},
    "a size beyond the file": {"central": {"size": 2**31}},
    "a size of 5 GiB": {"central": {"size": 5 << 30}},
    "a size in 64 bits that is not there": {"central": {"size": IN_ZIP64, "extra": b""}},
    "a size of 2^63": {"central": {"size": 2**63}},
    "one byte more": {"central": {"size": len(BYTES) + 1}},
    "one byte less": {"central": {"size": len(BYTES) - 1}},
    "its place at the first entry": {"central": {"offset": 0}},
    "its place beyond the file": {"central": {"offset": 2**31}},
    "its place at 2^64 - 1": {"central": {"offset": 2**64 - 1}},
    "another volume": {"central": {"disk": 1}},
    "a cut extra field": {"central": {"size": IN_ZIP64, "extra": struct.pack("<2H", 1, 8)}},
}


def _lying_archives() -> Iterator[tuple[str, Build]]:
    good = tensor_pickle_of_one()

    def one(index: int, shard: Path, _: Path, **lies) -> None:
        entries = entries_of(good, {"0": BYTES, "1": BYTES})
        kept = entries[index]
        entries[index] = Entry(kept.name, lies.pop("data", kept.data), **lies)
        write_archive(shard, entries)

    def ended(end: dict, shard: Path, _: Path) -> None:
        write_archive(shard, entries_of(good, {"0": BYTES}), end=end)

    for name, lie in NUMBERS_LIES.items():
        yield f"archive whose numbers have {name}", partial(_with_shard, partial(one, 2, **lie))
    yield "archive with big-endian numbers", partial(_with_shard, partial(one, 1, data=b"big"))
    yield "archive with an odd byte order", partial(_with_shard, partial(one, 1, data=b"little" * 9))
    for key, value in {
        "count": 1,
        "size": 2**31,
        "start": 7,
        "disk": 1,
        "comment": b"PK\5\6",
        "after": b"\0",
        "end64": 7,
    }.items():
        yield f"archive that ends with another {key}", partial(_with_shard, partial(ended, {key: value}))
    yield "archive with 65535 entries", partial(_with_shard, partial(ended, {"count": 65535}))
    yield "archive in 64 bits", partial(_with_shard, partial(ended, {"size": 2**40}))
    yield "archive in 64 bits far out", partial(_with_shard, partial(ended, {"start": 2**62, "end64": 2**62}))


def _odd_archives() -> Iterator[tuple[str, Build]]:
    good = tensor_pickle_of_one()

    def made_of(entries: list[Entry], shard: Path, _: Path) -> None:
        write_archive(shard, entries)

    whole = entries_of(good, {"0": BYTES})
    for name, entries in {
        "twice the same entry": [*whole, whole[2]],
        "two descriptions": [*whole, Entry("other/data.pkl", good)],
        "a description two folders deep": entries_of(good, {"0": BYTES}, root="a/b"),
        "no description": whole[1:],
        "no entries": [],
        "a program": [*whole, Entry("archive/constants.pkl", b"")],
        "no numbers": entries_of(good, {}),
        "numbers outside its folder": [*whole[:2], Entry("../archive/data/0", BYTES)],
        "a giant description": [Entry("archive/data.pkl", sparse_bytes=1 << 30), *whole[1:]],
    }.items():
        yield f"archive with {name}", partial(_with_shard, partial(made_of, entries))


def _cut_files() -> Iterator[tuple[str, Build]]:
    def cut(name: str, length_bytes: int, folder: Path) -> None:
        write_whole(folder)
        content = (folder / name).read_bytes()
        (folder / name).write_bytes(content[: length_bytes % (len(content) + 1)])

    for length_bytes in (0, 1, 4, 30, 1000, 20_000, -2, -23, -40, -200, -3000):
        yield f"shard cut to {length_bytes} bytes", partial(cut, "consolidated.01.pth", length_bytes)
    for length_bytes in (0, 1, 40, -5):
        yield f"params cut to {length_bytes} bytes", partial(cut, "params.json", length_bytes)
    for length_bytes in (0, 1, 1000):
        yield f"tokenizer cut to {length_bytes} bytes", partial(cut, "tokenizer.model", length_bytes)


def _lying_params() -> Iterator[tuple[str, Build]]:
    def changed(key: str, spelled: str, folder: Path) -> None:
        write_whole(folder)
        params = json.loads(whole_files()["params.json"])
        del params[key]
        content = json.dumps(params)[:-1] + f', "{key}": {spelled}}}'
        (folder / "params.json").write_text(content, encoding="utf-8")

    def replaced(content: bytes, folder: Path) -> None:
        write_whole(folder)
        (folder / "params.json").write_bytes(content)

    counts = ("0", "-1", "2147483648", str(10**30), "1" * 5000, "true", '"64"', "64.0", "[64]", "{}", "NaN")
    for key in ("dim", "n_layers", "n_heads"):
        for spelled in (*counts, "null"):
            yield f"params with {key} {spelled[:12]}", partial(changed, key, spelled)
    for key in ("n_kv_heads", "multiple_of"):
        for spelled in counts:
            yield f"params with {key} {spelled[:12]}", partial(changed, key, spelled)
    for key in ("norm_eps", "rope_theta"):
        for spelled in ("0", "-1", "NaN", "Infinity", "1e999", "true", '"1e-5"', "9" * 400):
            yield f"params with {key} {spelled[:12]}", partial(changed, key, spelled)
    for name, content in {
        "a list": b"[]",
        "nothing in it": b"{}",
        "other text": b"hello",
        "bytes": bytes(range(256)),
        "a deep nest": b"[" * 200_000,
        "many megabytes": b" " * (9 << 20),
        "a pickle": pickle.dumps({"dim": 64}),
        "a web page": b"<!doctype html>",
    }.items():
        yield f"params that are {name}", partial(replaced, content)


def _lying_files() -> Iterator[tuple[str, Build]]:
    def instead(name: str, make: Callable[[Path], object], folder: Path) -> None:
        write_whole(folder)
        (folder / name).unlink()
        make(folder / name)

    kinds: dict[str, Callable[[Path], object]] = {
        "missing": lambda _: None,
        "a folder": Path.mkdir,
        "noise": lambda path: path.write_bytes(random.Random(5).randbytes(4096)),
    }
    if os.name == "posix":
        kinds |= {
            "a pipe": os.mkfifo,
            "a link to itself": lambda path: path.symlink_to(path.name),
            "a link to nothing": lambda path: path.symlink_to("nothing"),
            "an endless device": lambda path: path.symlink_to("/dev/zero"),
        }
    for name in ("params.json", "consolidated.00.pth", "consolidated.01.pth", "tokenizer.model"):
        for what, make in kinds.items():
            yield f"{name} that is {what}", partial(instead, name, make)
    yield (
        "an old tokenizer of another model",
        partial(instead, "tokenizer.model", lambda path: path.write_bytes(b"IQ== 0\nIg== 1\n")),
    )
