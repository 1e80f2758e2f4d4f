"""Codes of participants: ``P07`` is a child's, ``V01`` that of a part which an adult plays in a rehearsal."""

from __future__ import annotations

import re

from nao_sessions.text.messages import Text, msg, verbatim

_CODE = re.compile(r"[A-Z]{1,3}[0-9]{2,4}")
_PART = re.compile(r"V[0-9]{2}")

PARTS = ("V01", "V02", "V03", "V04")
"""The parts that a rehearsal offers; its virtual child has the first one where nobody was chosen."""


def is_code(text: str) -> bool:
    """Return whether a text is a participant's code (``P07``), which no first name can be."""
    return _CODE.fullmatch(text) is not None


def is_part(code: str) -> bool:
    """Return whether a participant's code is a part that an adult plays (``V01``), which no child has."""
    return _PART.fullmatch(code) is not None


def code_words(code: str) -> Text:
    """Return a participant's code as pages write it; for a part in a rehearsal, "Part" and its number."""
    return msg("Part {number}", number=int(code[1:])) if is_part(code) else verbatim(code)
