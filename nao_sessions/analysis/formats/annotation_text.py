"""Texts of foreign files: how bytes are decoded, and how annotations and their modifiers stand as text.

What a format cannot hold of an annotation travels beside it as JSON. What the other program shows wins: an
annotation that was changed there comes back changed, one that was not comes back to the nanosecond.
"""

from __future__ import annotations

import codecs
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from nao_sessions.analysis.formats.table import TableFindings
from nao_sessions.core.bounded_json import decode_json
from nao_sessions.core.errors import Place
from nao_sessions.record.additions.annotations import Annotation, from_json, to_json
from nao_sessions.text.messages import Text, msg

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decoded(content: bytes, file: str, findings: TableFindings) -> tuple[str, tuple[Text, ...]]:
    """Return the text of a file, and a remark where its encoding was guessed.

    It is UTF-8, UTF-16 with its mark, or Windows-1252, as French spreadsheets write it.

    Raises: TableRefused, when it is no text.
    """
    encoding = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), "utf-8")
    try:
        return _checked(content.decode(encoding), file, findings), ()
    except UnicodeDecodeError:
        try:
            return _checked(content.decode("cp1252"), file, findings), (_READ_AS,)
        except UnicodeDecodeError:
            raise findings.refuse("I101", Place(file), _NO_TEXT, _NO_TEXT_HINT) from None


def _checked(text: str, file: str, findings: TableFindings) -> str:
    """Return the text. Raises: TableRefused, where it holds a zero byte, as no text does."""
    if "\0" in text:
        raise findings.refuse("I101", Place(file), _NO_TEXT, _NO_TEXT_HINT)
    return text


def folded(text: str) -> str:
    """Return a text without case and accents, as words are compared."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return bare.casefold()


def left_out(names: Sequence[str]) -> tuple[Text, ...]:
    """Return a remark on the columns or keys that are unknown and not kept; nothing where there are none."""
    if not names:
        return ()
    listed = ", ".join(dict.fromkeys(names))
    return (msg("Columns left out: {listed}.", listed=listed),)


HALF_CHARACTER = msg("here is half of a character, which no file can hold")
HALF_CHARACTER_HINT = msg("take this character out where the text was written, and save again")
_READ_AS = msg("The file is not UTF-8: read as Windows-1252. Check the accents.")
_NO_TEXT = msg("this file is no text")
_NO_TEXT_HINT = msg("a workbook is first saved as CSV (UTF-8)")


_IN_NAME, _IN_VALUE, _SPELT = re.compile(r"[\\|=]"), re.compile(r"[\\|]"), r"\\\g<0>"
_SPELT_NAME, _SPELT_VALUE = re.compile(r"\\([\\|=])"), re.compile(r"\\([\\|])")
_PARTS = re.compile(r"(?:\\[\\|=]|[^|])+")
_NAMED = re.compile(r"((?:\\[\\|=]|[^\\=]|\\(?![\\|=]))*)=(.*)", re.DOTALL)
"""A name up to its equals sign. Each character can be read in one way only: else the time that a text without
an equals sign takes doubles with each backslash."""


def to_keep(coded: Iterable[Annotation]) -> str:
    """Return annotations as one line of JSON, for a part of a file that the other program does not read."""
    return json.dumps([to_json(one) for one in coded], ensure_ascii=False, separators=(",", ":"))


def kept(text: str) -> tuple[Annotation, ...]:
    """Return the annotations from text made by :func:`to_keep`; none where the text is not valid."""
    try:
        return tuple(from_json(record) for record in decode_json(text))
    except (ValueError, KeyError, TypeError):
        return ()


def modifiers_shown(modifiers: Mapping[str, Any]) -> str:
    """Return modifiers in one cell: ``force=peu|main=gauche``.

    A bar that is no end of one has a backslash before it, and so has an equals sign of a name.
    """
    return "|".join(
        f"{_IN_NAME.sub(_SPELT, name)}={_IN_VALUE.sub(_SPELT, str(value))}"
        for name, value in modifiers.items()
    )


def modifiers_read(text: str) -> dict[str, str]:
    """Return the modifiers from a cell of :func:`modifiers_shown`; one without a name gets its place.

    Spaces around each are left out: around the whole cell they do not come back from ELAN.
    """
    found: dict[str, str] = {}
    for place, part in enumerate(_PARTS.findall(text), start=1):
        named = _NAMED.fullmatch(part)
        name = str(place) if named is None else _SPELT_NAME.sub(r"\1", named[1]).strip()
        found[name] = _SPELT_VALUE.sub(r"\1", part if named is None else named[2]).strip()
    return found
