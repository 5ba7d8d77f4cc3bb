"""Pickles that ask to run something, exhaust a reader, or lie about tensors; each by what it does."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from tests.weights.torch_files import (
    dictionary,
    name_of,
    number,
    pickle_of,
    storage,
    tensor,
    text,
    tuple_of,
)

BYTES = np.arange(16, dtype=np.float32).tobytes()
GOOD = tensor(storage("0", 16), (4, 4))

Make = Callable[[Path], bytes]

CALLED = (
    *("os.system", "posix.system", "nt.system", "os.popen", "subprocess.Popen", "subprocess.check_output"),
    *("builtins.eval", "builtins.exec", "builtins.__import__", "builtins.getattr", "__builtin__.eval"),
    *("importlib.import_module", "runpy.run_path", "pickle.loads", "shutil.rmtree", "webbrowser.open"),
    *("functools.partial", "operator.attrgetter", "codecs.decode", "collections.namedtuple", "pip.main"),
    *("torch.load", "torch.hub.load", "torch.jit.load", "torch.storage._load_from_bytes", "numpy.load"),
    *("torch._utils._rebuild_tensor", "torch._utils._rebuild_sparse_tensor", "torch.Tensor", "torch.device"),
    *(
        "torch._tensor._rebuild_from_type_v2",
        "torch._utils._rebuild_qtensor",
        "torch.serialization._get_layout",
    ),
    *(
        "collections.OrderedDict.fromkeys",
        "torch._utils._rebuild_tensor_v2.__globals__.get",
        "torch.QStorage",
    ),
)


def touching(sentinel: Path) -> bytes:
    return text(f"touch '{sentinel}'")


def pickles() -> Mapping[str, Make]:
    """Those that run something or exhaust whoever follows them."""
    return {**_calling(), **_by_opcode(), **_exhausting()}


def _calling() -> dict[str, Make]:
    def call(name: str, sentinel: Path) -> bytes:
        module, _, attribute = name.rpartition(".")
        called = name_of(module, attribute) + tuple_of(touching(sentinel)) + b"R"
        return pickle_of(dictionary({"norm.weight": GOOD, "output.weight": called}))

    def stacked(name: str, sentinel: Path) -> bytes:
        module, _, attribute = name.rpartition(".")
        called = text(module) + text(attribute) + b"\x93" + tuple_of(touching(sentinel)) + b"R"
        return pickle_of(dictionary({"output.weight": called}))

    return {f"a call of {name}": lambda sentinel, name=name: call(name, sentinel) for name in CALLED} | {
        f"a stacked call of {name}": lambda sentinel, name=name: stacked(name, sentinel)
        for name in CALLED[:8]
    }


def _by_opcode() -> dict[str, Make]:
    ordered = name_of("collections", "OrderedDict")
    system = b"posix\nsystem\n"
    fixed = {
        "a value of no use": b"I1\n.",
        "attributes of a dictionary": dictionary({}) + dictionary({"__class__": b"N"}) + b"b",
        "attributes of a tensor": dictionary({"a": GOOD + dictionary({"_metadata": b"N"}) + b"b"}),
        "a state that is a tuple": dictionary({}) + tuple_of(b"N", dictionary({})) + b"b",
        "an extension of one byte": b"\x82\x01",
        "an extension of two bytes": b"\x83\x01\x00",
        "an extension of four bytes": b"\x84\x01\x00\x00\x00",
        "a new object": ordered + b")\x81",
        "a new object with keywords": ordered + b")}\x92",
        "an ordered dictionary of items": ordered + tuple_of(tuple_of(tuple_of(text("a"), GOOD))) + b"R",
        "a call of a text": text("posix.system") + b")R",
        "a call of a number": number(1) + b")R",
        "a call of a tensor": GOOD + b")R",
        "a call without arguments": ordered + b"R",
        "a name made of numbers": number(1) + number(2) + b"\x93",
        "a stored text id": b"P0\n",
        "a buffer": b"\x97",
        "bytes": b"C\x01a",
        "a set": b"\x8f",
        "a list": b"]",
        "a float": b"G" + bytes(8),
        "a dictionary in a dictionary": dictionary({"a": dictionary({"b": GOOD})}),
        "a dictionary that holds itself": b"}q\x00" + text("a") + b"h\x00s",
        "a number as a key": b"}" + number(1) + GOOD + b"s",
        "a tuple as a key": b"}" + tuple_of(number(1)) + GOOD + b"s",
        "twice the same key": b"}(" + text("a") + GOOD + text("a") + GOOD + b"u",
        "an odd number of items": b"}(" + text("a") + b"u",
        "items for a tensor": GOOD + text("a") + text("b") + b"s",
        "a tensor alone": GOOD,
        "two values": dictionary({}) + dictionary({}),
        "no value": b"",
        "an open mark": b"(" + dictionary({}),
    }
    return {name: lambda _, body=body: pickle_of(body) for name, body in fixed.items()} | {
        "an instance": lambda sentinel: pickle_of(b"(" + touching(sentinel) + b"i" + system),
        "an object": lambda sentinel: pickle_of(b"(" + b"c" + system + touching(sentinel) + b"o"),
        "text before protocol 2": lambda sentinel: (
            b"cposix\nsystem\n(S\"touch '%s'\"\ntR." % str(sentinel).encode()
        ),
        "a call after the end": lambda sentinel: (
            pickle_of(dictionary({"a": GOOD}))
            + pickle_of(b"c" + system + tuple_of(touching(sentinel)) + b"R")
        ),
    }


def _exhausting() -> dict[str, Make]:
    raw = {
        "no end": b"\x80\x02}",
        "an unknown opcode": b"\x80\x02\xff.",
        "protocol 9": b"\x80\x09}.",
        "no bytes": b"",
        "too many opcodes": b"\x80\x02" + b"(" * 250_000 + b".",
        "deep tuples": b"\x80\x02)" + b"\x85" * 60_000 + b".",
        "tuples that double": b"\x80\x02)" + b"q\x00h\x00\x86" * 30_000 + b".",
        "a memo far out": b"\x80\x02}r" + struct.pack("<I", 2**32 - 1) + b"j\0\0\0\0.",
        "a value never remembered": b"\x80\x02h\x07.",
        "a remembered nothing": b"\x80\x02q\x00.",
        "a number of 16 megabytes": b"\x80\x02\x8b" + struct.pack("<I", 8 << 20) + b"\x7f" * (8 << 20) + b".",
        "a number of digits": b"\x80\x02L" + b"9" * 1_000_000 + b"L\n.",
        "a text of 2^31 bytes": b"\x80\x02X" + struct.pack("<I", 2**31) + b"a.",
        "a text of 2^63 bytes": b"\x80\x04\x8d" + struct.pack("<Q", 2**63) + b"a.",
        "a frame of 2^63 bytes": b"\x80\x04\x95" + struct.pack("<Q", 2**63) + b".",
        "a text that is no text": b"\x80\x02X\x02\0\0\0\xff\xfe.",
        "a name without end": b"\x80\x02ctorch",
    }
    empty = {
        f"an empty stack for {opcode!r}": b"\x80\x02" + opcode + b"."
        for opcode in (b"\x85", b"\x86", b"t", b"u", b"s", b"R", b"Q", b"b", b"\x93")
    }
    return {name: lambda _, content=content: content for name, content in (raw | empty).items()}


def tensor_pickles() -> dict[str, Make]:
    """Those that describe tensors that cannot be."""
    return {
        name: lambda _, made=made: pickle_of(dictionary({"norm.weight": GOOD, "output.weight": made}))
        for name, made in {**_wrong_places(), **_wrong_storages(), **_wrong_arguments()}.items()
    }


def _wrong_places() -> dict[str, bytes]:
    whole = storage("0", 16)
    return {
        "an offset beyond its numbers": tensor(whole, (4, 4), offset=1),
        "an offset of 2^62": tensor(whole, (1,), offset=2**62),
        "an offset of 2^400": tensor(whole, (1,), offset=2**400),
        "a negative offset": tensor(whole, (4,), offset=-1),
        "a shape beyond its numbers": tensor(whole, (17,)),
        "a shape of 2^40": tensor(whole, (2**40,)),
        "shapes whose product overflows": tensor(whole, (2**40, 2**40)),
        "a negative shape": tensor(whole, (-4, -4), (4, 1)),
        "a stride of 0": tensor(whole, (4, 4), (0, 1)),
        "2^40 copies of one number": tensor(whole, (2**40,), (0,)),
        "overlapping rows": tensor(whole, (4, 4), (3, 1)),
        "a negative stride": tensor(whole, (4,), (-1,)),
        "strides beyond its numbers": tensor(whole, (4, 4), (1000, 1)),
        "fewer strides than axes": tensor(whole, (4, 4), (4,)),
        "nine axes": tensor(whole, (1,) * 9),
    }


def _wrong_storages() -> dict[str, bytes]:
    kind = name_of("torch", "FloatStorage")
    return {
        "more numbers than there are": tensor(storage("0", 17), (4, 4)),
        "fewer numbers than there are": tensor(storage("0", 15), (3, 5)),
        "2^61 numbers": tensor(storage("0", 2**61), (4, 4)),
        "fewer than no numbers": tensor(storage("0", -16), (4, 4)),
        "numbers of another kind": tensor(storage("0", 16, kind="HalfStorage"), (4, 4)),
        "integers": tensor(storage("0", 16, kind="IntStorage"), (4, 4)),
        "a kind that does not exist": tensor(storage("0", 16, kind="Storage"), (4, 4)),
        "numbers that are not there": tensor(storage("7", 16), (4, 4)),
        "numbers above its folder": tensor(storage("../byteorder", 16), (4, 4)),
        "numbers without a name": tensor(storage("", 16), (4, 4)),
        "a storage of five texts": tensor(tuple_of(*[text("storage")] * 5) + b"Q", (4, 4)),
        "a storage of no parts": tensor(b")Q", (4, 4)),
        "a storage that is a text": tensor(text("0") + b"Q", (4, 4)),
        "a storage with a view": tensor(
            tuple_of(text("storage"), kind, text("0"), text("cpu"), number(16), b"N") + b"Q", (4, 4)
        ),
        "a storage that is a module": tensor(
            tuple_of(text("module"), kind, text("0"), text("cpu")) + b"Q", (4, 4)
        ),
        "a storage of true numbers": tensor(
            tuple_of(text("storage"), kind, text("0"), text("cpu"), b"\x88") + b"Q", (1,)
        ),
        "no storage": tensor(b"N", (4, 4)),
    }


def _wrong_arguments() -> dict[str, bytes]:
    whole, hooks = storage("0", 16), name_of("collections", "OrderedDict") + b")R"
    rebuild, plain = name_of("torch._utils", "_rebuild_tensor_v2"), (number(4),)
    return {
        "a shape of texts": rebuild
        + tuple_of(whole, number(0), tuple_of(text("4")), tuple_of(*plain), b"\x89", hooks)
        + b"R",
        "a shape that is a number": rebuild
        + tuple_of(whole, number(0), *plain, *plain, b"\x89", hooks)
        + b"R",
        "hooks": rebuild
        + tuple_of(whole, number(0), tuple_of(*plain), tuple_of(number(1)), b"\x89", dictionary({"a": b"N"}))
        + b"R",
        "too few arguments": rebuild + tuple_of(whole, number(0)) + b"R",
    }
