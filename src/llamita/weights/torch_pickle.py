"""The pickle inside a torch file, read as plain data: it is never executed.

A pickle is a program for a stack machine that may call anything. This machine knows the few
instructions that torch writes for a dictionary of tensors and the few names these refer to; none of
them imports, calls or builds anything here. Every other instruction or name is an error that names it.

Source: opcodes as `pickletools` documents them; what torch writes, from files it wrote.
"""

from __future__ import annotations

import pickletools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from llamita.errors import CheckpointError, shown
from llamita.weights.mapped_file import DAMAGED_HINT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

# Under a hundred for each tensor of a model, and no model has more than a thousand in one file.
_MAX_OPCODES: Final = 200_000
_MAX_AXES: Final = 8
_PROTOCOLS: Final = range(2, 6)
_MAX_NUMBER: Final = 2**62

ORDERED_DICT: Final = "collections.OrderedDict"
TENSOR: Final = "torch._utils._rebuild_tensor_v2"
_PARAMETER: Final = "torch._utils._rebuild_parameter"
STORAGES: Final = ("torch.FloatStorage", "torch.HalfStorage", "torch.BFloat16Storage")
"""The kinds of numbers that are read, as torch names them."""

_ONLY_TENSORS_HINT: Final = (
    "save the model's state dict alone: `torch.save(model.state_dict(), file)`, without optimizer or settings"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class StorageRecord:
    """A flat run of numbers, which one or more tensors are views of."""

    kind: str
    """One of ``STORAGES``."""
    key: str
    """The archive's entry ``data/KEY`` holds it."""
    length_values: int


@dataclass(frozen=True, kw_only=True, slots=True)
class TensorRecord:
    """A tensor: which numbers of a storage, in which order. Not yet held against the storage's length."""

    storage: StorageRecord
    offset_values: int
    shape: tuple[int, ...]
    strides_values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Name:
    """Something the pickle refers to; only ever compared."""

    name: str


def read_pickle(data: bytes, path: Path) -> dict[str, TensorRecord]:
    """The tensors that a pickle describes, by name.

    Args:
        data: the whole pickle.
        path: the file it stands in, for errors.

    Raises:
        CheckpointError: it is damaged, holds anything but tensors by name, or asks to run something.
    """
    found = _Machine(path).run(data)
    if type(found) is not dict:
        raise CheckpointError(
            f"`{path}` holds {_kind_of(found)}: expected tensors by name", hint=_ONLY_TENSORS_HINT
        )
    for name, value in found.items():
        if not isinstance(value, TensorRecord):
            raise CheckpointError(
                f"entry {shown(name)} of `{path}` is {_kind_of(value)}: expected a tensor",
                hint=_ONLY_TENSORS_HINT,
            )
    return found


class _Machine:
    """Follows the opcodes over values that can do nothing: texts, numbers, tuples, dictionaries, records."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stack: list[object] = []
        self._outer_stacks: list[list[object]] = []
        self._memo: dict[int, object] = {}

    def run(self, data: bytes) -> object:
        """What is left on the stack at the end."""
        end_bytes = 0
        try:
            for count, (opcode, argument, position_bytes) in enumerate(pickletools.genops(data)):
                if count == _MAX_OPCODES:
                    raise self._damaged(f"at most {_MAX_OPCODES} opcodes", "more")
                follow = _FOLLOW.get(opcode.name)
                if follow is None:
                    raise CheckpointError(
                        f"refused `{self._path}`: its pickle uses the opcode `{opcode.name}`, which no "
                        "dictionary of tensors needs; nothing was run",
                        hint=_ONLY_TENSORS_HINT,
                    )
                follow(self, argument)
                end_bytes = (position_bytes or 0) + 1
        except ValueError as error:
            raise self._damaged("whole opcodes", "one that is cut or out of range") from error
        if len(self._stack) != 1 or self._outer_stacks or end_bytes != len(data):
            raise self._damaged("one value and nothing after it", "more, or none")
        return self._stack[0]

    def skip(self, _: object) -> None:
        """FRAME and STOP change nothing."""

    def protocol(self, version: int) -> None:
        if version not in _PROTOCOLS:
            raise self._damaged(f"a protocol from {_PROTOCOLS[0]} to {_PROTOCOLS[-1]}", f"{version}")

    def push(self, value: object) -> None:
        self._stack.append(value)

    def mark(self, _: object) -> None:
        self._outer_stacks.append(self._stack)
        self._stack = []

    def remember(self, index: int | None) -> None:
        """BINPUT and LONG_BINPUT name a place in the memo, MEMOIZE takes the next."""
        self._memo[len(self._memo) if index is None else index] = self._top()

    def recall(self, index: int) -> None:
        if index not in self._memo:
            raise self._damaged("a value that was remembered", f"number {index} of {len(self._memo)}")
        self.push(self._memo[index])

    def tuple_of(self, length: int) -> None:
        self.push(tuple(reversed([self._pop() for _ in range(length)])))

    def tuple_since_mark(self, _: object) -> None:
        self.push(tuple(self._since_mark()))

    def new_dictionary(self, _: object) -> None:
        self.push({})

    def set_item(self, _: object) -> None:
        value, key = self._pop(), self._pop()
        self._set_items([key, value])

    def set_items_since_mark(self, _: object) -> None:
        self._set_items(self._since_mark())

    def global_name(self, argument: str) -> None:
        self._push_name(argument.replace(" ", ".", 1))

    def stack_global_name(self, _: object) -> None:
        name, module = self._pop(), self._pop()
        if type(name) is not str or type(module) is not str:
            raise self._damaged("a name to refer to", f"{_kind_of(module)} and {_kind_of(name)}")
        self._push_name(f"{module}.{name}")

    def reduce(self, _: object) -> None:
        """The three calls that torch's files ask for, taken as descriptions."""
        arguments, function = self._pop(), self._pop()
        match function, arguments:
            case _Name(name=name), () if name == ORDERED_DICT:
                self.push({})
            case _Name(name=name), (TensorRecord() as tensor, bool(), {**hooks}) if (
                name == _PARAMETER and not hooks
            ):
                self.push(tensor)
            case _Name(name=name), (
                StorageRecord() as storage,
                offset,
                shape,
                strides,
                bool(),
                {**hooks},
            ) if name == TENSOR and not hooks:
                self.push(self._tensor(storage, offset, shape, strides))
            case _:
                called = shown(function.name) if isinstance(function, _Name) else _kind_of(function)
                raise self._damaged("a tensor as torch describes it", f"{called} with other arguments")

    def stored_elsewhere(self, _: object) -> None:
        """BINPERSID: what lies beside the pickle, which is always a storage."""
        match self._pop():
            case ("storage", _Name(name=kind), str(key), str(), int(length)) if (
                kind in STORAGES and self._is_count(length)
            ):
                self.push(StorageRecord(kind=kind, key=key, length_values=length))
            case other:
                raise self._damaged("a storage", f"{_kind_of(other)} of another form")

    def build(self, _: object) -> None:
        """A state dict of modules carries their versions as an attribute; nothing else may be set."""
        state, target = self._pop(), self._top()
        if type(target) is not dict or type(state) is not dict or set(state) - {"_metadata"}:
            raise self._damaged(
                "no attributes but a state dict's `_metadata`", f"others on {_kind_of(target)}"
            )

    def _tensor(self, storage: StorageRecord, offset: object, shape: object, strides: object) -> TensorRecord:
        match offset, shape, strides:
            case int(), tuple(), tuple() if len(shape) == len(strides) <= _MAX_AXES and all(
                self._is_count(number) for number in (offset, *shape, *strides)
            ):
                return TensorRecord(
                    storage=storage, offset_values=offset, shape=shape, strides_values=strides
                )
        raise self._damaged("offset, shape and strides of a tensor", "other values")

    def _push_name(self, name: str) -> None:
        if name not in (ORDERED_DICT, TENSOR, _PARAMETER, *STORAGES):
            if name.startswith("torch.") and name.endswith("Storage"):
                raise CheckpointError(
                    f"`{self._path}` holds tensors of {shown(name)}: expected {', '.join(STORAGES)}",
                    hint="convert them with `.float()`, `.half()` or `.bfloat16()` and save again",
                )
            raise CheckpointError(
                f"refused `{self._path}`: it asks to run {shown(name)}; nothing was run",
                hint=f"{_ONLY_TENSORS_HINT}; a file that asks for more may be an attack",
            )
        self.push(_Name(name))

    def _set_items(self, items: list[object]) -> None:
        target = self._top()
        if type(target) is not dict or len(items) % 2:
            raise self._damaged("items of a dictionary", f"{len(items)} values for {_kind_of(target)}")
        for key, value in zip(items[::2], items[1::2], strict=True):
            if type(key) is not str:
                raise self._damaged("names of tensors as keys", _kind_of(key))
            if key in target:
                raise self._damaged("names that differ", f"two tensors {shown(key)}")
            target[key] = value

    def _top(self) -> object:
        if not self._stack:
            raise self._damaged("a value on the stack", "none")
        return self._stack[-1]

    def _pop(self) -> object:
        value = self._top()
        self._stack.pop()
        return value

    def _since_mark(self) -> list[object]:
        if not self._outer_stacks:
            raise self._damaged("a mark on the stack", "none")
        items, self._stack = self._stack, self._outer_stacks.pop()
        return items

    def _is_count(self, value: object) -> bool:
        return type(value) is int and 0 <= value <= _MAX_NUMBER

    def _damaged(self, expected: str, got: str) -> CheckpointError:
        return CheckpointError(
            f"cannot read the pickle in `{self._path}`: expected {expected}, got {got}", hint=DAMAGED_HINT
        )


def _kind_of(value: object) -> str:
    """What a value is, without looking inside: it may be deep, or hold itself."""
    kinds = {bool: "a truth value", int: "a number", str: "a text", tuple: "a tuple", dict: "a dictionary"}
    records = {TensorRecord: "a tensor", StorageRecord: "a storage", _Name: "a name"}
    return (kinds | records).get(type(value), "nothing")


def _push_constant(value: object) -> Callable[[_Machine, Any], None]:
    return lambda machine, _: machine.push(value)


def _push_tuple_of(length: int) -> Callable[[_Machine, Any], None]:
    return lambda machine, _: machine.tuple_of(length)


_CONSTANTS: Final = {"NONE": None, "NEWTRUE": True, "NEWFALSE": False, "EMPTY_TUPLE": ()}
_FOLLOW: Final[Mapping[str, Callable[[_Machine, Any], None]]] = {
    "PROTO": _Machine.protocol,
    **dict.fromkeys(("FRAME", "STOP"), _Machine.skip),
    **dict.fromkeys(
        ("BININT", "BININT1", "BININT2", "LONG1", "BINUNICODE", "SHORT_BINUNICODE"), _Machine.push
    ),
    **{opcode: _push_constant(value) for opcode, value in _CONSTANTS.items()},
    "TUPLE1": _push_tuple_of(1),
    "TUPLE2": _push_tuple_of(2),
    "TUPLE3": _push_tuple_of(3),
    "TUPLE": _Machine.tuple_since_mark,
    "MARK": _Machine.mark,
    "EMPTY_DICT": _Machine.new_dictionary,
    "SETITEM": _Machine.set_item,
    "SETITEMS": _Machine.set_items_since_mark,
    **dict.fromkeys(("BINPUT", "LONG_BINPUT", "MEMOIZE"), _Machine.remember),
    **dict.fromkeys(("BINGET", "LONG_BINGET"), _Machine.recall),
    "GLOBAL": _Machine.global_name,
    "STACK_GLOBAL": _Machine.stack_global_name,
    "REDUCE": _Machine.reduce,
    "BINPERSID": _Machine.stored_elsewhere,
    "BUILD": _Machine.build,
}
