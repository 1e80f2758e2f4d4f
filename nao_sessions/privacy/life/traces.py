"""The traces of a code in texts, names of files and JSON: found as a whole word, replaced or dropped.

``P07`` is found in ``board_P07.json`` and in *für P07,*; not in ``P071`` and not in ``XP07``.
"""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path
from typing import Any

from nao_sessions.core.bounded_json import decode_json

NOBODY = "X00"
"""What stands in the place of an erased code in texts that belong to no session."""
_JSON, _LINES = (".json", ".obf"), ".jsonl"
TEXTS = frozenset({*_JSON, _LINES, ".yaml", ".yml", ".md", ".txt", ".csv", ".tsv", ".eaf", ".boris", ".html"})
"""The endings of files that are text, and in which a code can be replaced."""


@functools.cache
def word_of(code: str) -> re.Pattern[str]:
    """Return the pattern that finds a code as a whole word; an underscore is no part of one."""
    return re.compile(rf"(?<![A-Za-z0-9]){re.escape(code)}(?![A-Za-z0-9])")


def has_code(content: bytes, code: str) -> bool:
    """Return whether a code stands in some bytes as a whole word, also where JSON writes it by numbers."""
    if code.encode() in content and word_of(code).search(content.decode("latin-1")):
        return True
    return b"\\u" in content and word_of(code).search(_unescaped(content)) is not None


def replaced(value: Any, code: str, by: str) -> Any:
    """Return a JSON value with a code replaced in every text and name of it; what has none is the same."""
    match value:
        case str():
            return word_of(code).sub(by, value)
        case list():
            return [replaced(one, code, by) for one in value]
        case dict():
            return {replaced(name, code, by): replaced(one, code, by) for name, one in value.items()}
    return value


def dropped(value: Any, code: str) -> Any:
    """Return a JSON value without all that is of a code.

    A name, an element of a list that holds the code as a text, or as a text of its own record, is left out;
    in any other text the code is replaced.
    """
    match value:
        case str():
            return word_of(code).sub(NOBODY, value)
        case list():
            return [dropped(one, code) for one in value if not _is_of(one, code)]
        case dict():
            return {
                name: dropped(one, code) for name, one in value.items() if word_of(code).search(name) is None
            }
    return value


def without(path: Path, content: bytes, code: str, by: str) -> bytes:
    """Return the content of a text file with a code replaced; lines without it stay byte for byte.

    Of JSON every text is read as it means; whatever cannot be read as JSON is replaced as it stands.
    """
    if path.suffix == _LINES:
        return b"".join(_line_without(line, code, by) for line in content.splitlines(keepends=True))
    if not has_code(content, code):
        return content
    if path.suffix in _JSON:
        try:
            record = replaced(json.loads(content), code, by)
        except (ValueError, RecursionError):
            return _plainly(content, code, by)
        return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
    return _plainly(content, code, by)


def _line_without(line: bytes, code: str, by: str) -> bytes:
    if not has_code(line, code):
        return line
    try:
        record = replaced(decode_json(line), code, by)
    except ValueError:
        return _plainly(line, code, by)
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8") + b"\n"


def _plainly(content: bytes, code: str, by: str) -> bytes:
    return word_of(code).sub(by, content.decode("latin-1")).encode("latin-1")


def _is_of(value: Any, code: str) -> bool:
    """Return whether an element of a list is about a code: a text that holds it, or a record with one."""
    if isinstance(value, dict):
        return any(isinstance(one, str) and word_of(code).search(one) for one in value.values())
    return isinstance(value, str) and word_of(code).search(value) is not None


def _unescaped(content: bytes) -> str:
    """Return bytes as text, characters that JSON wrote by their numbers as themselves."""
    return re.sub(r"\\u00([0-9a-fA-F]{2})", lambda one: chr(int(one[1], 16)), content.decode("latin-1"))
