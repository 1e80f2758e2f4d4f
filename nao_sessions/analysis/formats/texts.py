"""The text of a table's bytes: UTF-8, UTF-16 with its mark, or Windows-1252, as French spreadsheets write it.

What is no text is refused; how a text was read is told where it was guessed. Its words are compared without
their case and their accents.
"""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Sequence

from nao_sessions.analysis.formats.table import Findings
from nao_sessions.core.errors import Place
from nao_sessions.text.messages import Text, msg

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decoded(content: bytes, file: str, findings: Findings) -> tuple[str, tuple[Text, ...]]:
    """Return the text, and what to tell of how it was read. Raises: TableRefused, when it is no text."""
    encoding = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), "utf-8")
    try:
        return _checked(content.decode(encoding), file, findings), ()
    except UnicodeDecodeError:
        try:
            return _checked(content.decode("cp1252"), file, findings), (_READ_AS,)
        except UnicodeDecodeError:
            raise findings.refuse("I101", Place(file), _NO_TEXT, _NO_TEXT_HINT) from None


def _checked(text: str, file: str, findings: Findings) -> str:
    if "\0" in text:
        raise findings.refuse("I101", Place(file), _NO_TEXT, _NO_TEXT_HINT)
    return text


def folded(text: str) -> str:
    """Return a text without case and accents, as words are compared."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return bare.casefold()


def left_out(names: Sequence[str]) -> tuple[Text, ...]:
    """Tell which columns or keys are not known, and are not kept."""
    if not names:
        return ()
    listed = ", ".join(dict.fromkeys(names))
    return (msg("Columns left out: {listed}.", listed=listed),)


HALF_CHARACTER = msg("here is half of a character, which no file can hold")
HALF_CHARACTER_HINT = msg("take this character out where the text was written, and save again")
_READ_AS = msg("The file is not UTF-8: read as Windows-1252. Check the accents.")
_NO_TEXT = msg("this file is no text")
_NO_TEXT_HINT = msg("a workbook is first saved as CSV (UTF-8)")
