"""The conversion of a client's arguments into the declared types, with libqi's errors.

qi itself does not enforce the types of arguments in Python services, a real robot does.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Sequence
from typing import Any

from nao_simulator.errors import CallError
from nao_simulator.wire.signatures import Signature, split_types

INT32 = range(-(2**31), 2**31)
_NAMES = {
    "b": "Bool",
    "i": "Int32",
    "I": "UInt32",
    "l": "Int64",
    "f": "Float",
    "d": "Double",
    "s": "String",
    "m": "Value",
    "o": "Object",
    "v": "Void",
    "r": "Raw",
}


class _CannotConvertError(Exception):
    """A value that cannot be converted into the declared type; it never leaves this module."""


def float32(value: float) -> float:
    """Return a number rounded to the 32-bit floats of NAOqi; what is too large becomes infinite."""
    try:
        return float(struct.unpack("f", struct.pack("f", value))[0])
    except OverflowError:
        return math.copysign(math.inf, value)


def arguments(signature: Signature, values: Sequence[Any]) -> list[Any]:
    """Return all arguments of a call in their declared types.

    Raises:
        CallError: an argument cannot be converted; the text is libqi's.
    """
    converted: list[Any] = []
    for number, (kind, value) in enumerate(zip(signature.parameters, values, strict=True)):
        try:
            converted.append(_convert(kind, value))
        except _CannotConvertError:
            types = ",".join(type_name(kind) for kind in signature.parameters)
            raise CallError(
                f"Call argument number {number} conversion failure from {value_type_name(value)} to "
                f"{type_name(kind)}. Function signature: ({types})."
            ) from None
    return converted


def type_name(kind: str) -> str:
    """Return the name that libqi prints for a type."""
    if kind.startswith("["):
        return f"List<{type_name(kind[1:-1])}>"
    if kind.startswith("{"):
        return f"Map<{','.join(type_name(inner) for inner in split_types(kind[1:-1]))}>"
    return _NAMES.get(kind, kind)


def value_type_name(value: Any) -> str:
    """Return the name that libqi prints for the type of a value."""
    for kind, name in (
        (bool, "Bool"),
        (int, "Int64"),
        (float, "Double"),
        (str, "String"),
        (type(None), "Void"),
    ):
        if isinstance(value, kind):
            return name
    if isinstance(value, bytes | bytearray):
        return "Raw"
    if isinstance(value, list | tuple):
        return "List<Value>"
    return "Map<Value,Value>" if isinstance(value, dict) else "Object"


def alvalue(value: Any) -> Any:
    """Return a free value as NAOqi stores it: floats of 32 bits, tuples as lists."""
    if isinstance(value, float):
        return float32(value)
    if isinstance(value, list | tuple):
        return [alvalue(item) for item in value]
    if isinstance(value, dict):
        return {key: alvalue(item) for key, item in value.items()}
    return value


def _convert(kind: str, value: Any) -> Any:
    if kind in "mo":
        return value
    if kind == "s":
        if isinstance(value, bytes | bytearray):
            return bytes(value).decode("utf-8", "replace")
        return _of_type(value, str)
    if kind in "bilIfd":
        return _number(kind, value)
    if kind.startswith("["):
        return [_convert(kind[1:-1], item) for item in _of_type(value, list, tuple)]
    if kind.startswith("{"):
        key_kind, item_kind = split_types(kind[1:-1])
        return {
            _convert(key_kind, key): _convert(item_kind, item) for key, item in _of_type(value, dict).items()
        }
    raise _CannotConvertError


def _number(kind: str, value: Any) -> Any:
    number = _of_type(value, bool, int, float)
    if kind == "b":
        return bool(number)
    if not math.isfinite(number):  # no quantity of the robot is infinite or not a number
        raise _CannotConvertError
    if kind in "fd":
        return float32(number) if kind == "f" else float(number)
    whole = int(number)
    if kind == "i" and whole not in INT32:
        raise _CannotConvertError
    return whole


def _of_type(value: Any, *kinds: type) -> Any:
    if not isinstance(value, kinds):
        raise _CannotConvertError
    return value
