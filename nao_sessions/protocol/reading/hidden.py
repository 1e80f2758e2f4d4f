"""What nobody sees in a value and what changes it: spaces that YAML does not take for spaces, escapes."""

from __future__ import annotations

import re

from nao_sessions.core.errors import Place
from nao_sessions.protocol.findings import Findings
from nao_sessions.protocol.reading.nodes import Scalar
from nao_sessions.protocol.reading.source import CONTROL
from nao_sessions.text.messages import msg

# No-break, figure, narrow no-break and the other spaces that are not U+0020.
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
# Zero-width space and joiners, soft hyphen, word joiner, byte order mark.
_WITHOUT_WIDTH = "\u00ad\u200b-\u200f\u2060\ufeff"

HIDDEN = re.compile(f"[{_SPACES}{_WITHOUT_WIDTH}]")
ZERO_WIDTH = re.compile(f"[{_WITHOUT_WIDTH}]")
_AT_AN_EDGE = re.compile(f"^{HIDDEN.pattern}|{HIDDEN.pattern}$")
_KEY_LIKE = re.compile(rf"[a-z_]+[ {_SPACES}]*:(?=[{_SPACES}])")

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_HARMLESS_ESCAPES = frozenset('"\\/xuU\n\r')
"""Quotes, backslashes, a character by its number, a line that goes on; all others change what is written."""


def tells_invisible(node: Scalar, is_key: bool, findings: Findings) -> bool:
    """Report invisible spaces in a plain value (pasted from a word processor); return whether it has any."""
    text = node.text
    if text.isascii():
        return False
    after_key = _KEY_LIKE.match(text)
    inside_key = HIDDEN.search(text) if is_key else None
    matches = (ZERO_WIDTH.search(text), _AT_AN_EDGE.search(text), after_key, inside_key)
    places = [match.end() if match is after_key else match.start() for match in matches if match is not None]
    if not places:
        return False
    at = min(places)
    findings.add(
        "P112",
        node.place_at(at),
        msg("invisible space (U+{ord:04X}) that YAML does not take for a space", ord=ord(text[at])),
        msg("type an ordinary space; a sentence goes between double quotes"),
    )
    return True


def tell_escapes(node: Scalar, findings: Findings) -> None:
    """Report escapes in double quotes that would change a sentence; without one, a control character."""
    reported = False
    for match in _ESCAPE.finditer(node.raw):
        if match[1] not in _HARMLESS_ESCAPES:
            reported = True
            findings.add(
                "P131",
                _inside(node, match.start()),
                msg(
                    "'{match}' is not in the language: between quotes, \\ changes the letter that follows",
                    match=match[0],
                ),
                msg("write / instead; for a line break, write the text in a block: |"),
            )
    control = None if reported else CONTROL.search(node.text)
    if control is not None:
        findings.add(
            "P107",
            node.place_at(control.start()),
            msg("control character U+{ord:04X} in a text", ord=ord(control.group())),
            msg("delete it"),
        )


def _inside(node: Scalar, at: int) -> Place:
    """Return the place of a character in the source of a value."""
    before = node.raw[:at]
    line = before.count("\n")
    col = at - before.rfind("\n") if line else node.place.col + at
    return Place(node.place.file, node.place.line + line, col)
