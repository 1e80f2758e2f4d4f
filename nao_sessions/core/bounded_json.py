"""JSON that comes from outside: decoded within bounds, so that whatever is read can be counted and written.

What the standard library takes beyond the standard, or cannot take, is refused as what is no JSON.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

from nao_sessions.core.json_places import MOST_DEPTH, check_characters


def decode_json(content: bytes | str) -> Any:
    """Return the value of a JSON text.

    Raises:
        ValueError: it is no UTF-8 or no JSON; it is nested more deeply than MOST_DEPTH; a number in it is not
            finite, or a whole one has more than 64 bits; a text in it holds half of a character.
    """
    text = content.decode("utf-8") if isinstance(content, bytes) else content
    try:
        value = _DECODER.decode(text)
    except RecursionError:
        raise ValueError(_TOO_DEEP) from None
    if text.count("[") + text.count("{") > MOST_DEPTH:
        _check_depth(value, MOST_DEPTH)
    if _HALF.search(text) is not None:
        check_characters(text)
    return value


def is_plain(line: str) -> bool:
    """Return whether a line of JSON is too flat to be nested too deeply, and holds no half of a character.

    Of a line of which this is not true :func:`decode_json` knows.
    """
    return line.count("[") + line.count("{") <= MOST_DEPTH and "\\u" not in line


def finite(digits: str) -> float:
    """Return the number in some digits. Raises: ValueError, where it is not finite."""
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("a number that is not finite")
    return number


def _check_depth(value: object, left: int) -> None:
    """Raise ValueError where a value is nested more deeply than that."""
    if not isinstance(value, dict | list):
        return
    if not left:
        raise ValueError(_TOO_DEEP)
    for one in value.values() if isinstance(value, dict) else value:
        _check_depth(one, left - 1)


def _whole(digits: str) -> int:
    number = int(digits) if len(digits) <= _MOST_DIGITS else 2**63
    if not -(2**63) <= number < 2**63:
        raise ValueError("a whole number of more than 64 bits")
    return number


_DECODER = json.JSONDecoder(parse_int=_whole, parse_float=finite, parse_constant=finite)
_MOST_DIGITS = 20
"""Of a number of 64 bits, with its sign."""
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_TOO_DEEP = "nested too deeply"
