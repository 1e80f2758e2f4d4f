"""First names that no code was given for: noticed in the texts of a foreign table, by the list of the checks.

A list notices many and not all: one in the name of a tier is refused, one in a coder's sentence reported.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import PurePath

from nao_sessions.analysis.formats.annotation_text import folded
from nao_sessions.analysis.formats.table import Findings, Row
from nao_sessions.protocol.checks.lexicon.names import FIRST_NAMES
from nao_sessions.text.messages import Text, msg

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")

Hide = Callable[[str], str]
"""A function that returns a text with codes in the place of the names that are known."""

_FOLDED = frozenset(map(folded, FIRST_NAMES))


def holds_first_name(text: str) -> bool:
    """Return whether a capitalised word of a text is a common first name, with or without its accents."""
    return any(word[0].isupper() and folded(word) in _FOLDED for word in _WORD.findall(text))


def file_as_written(file: str, hide: Hide) -> str:
    """Return a file's name as the log may have it: ``table`` and its ending, if it holds a first name."""
    hidden = hide(file)
    return f"table{PurePath(file).suffix}" if holds_first_name(hidden) else hidden


def check_tiers(rows: Sequence[Row], hide: Hide, findings: Findings) -> None:
    """Add a finding for each tier that has a first name; the name itself is not shown."""
    reported: set[str] = set()
    for row in rows:
        tier = row.fields.get("tier", "")
        if tier not in reported and holds_first_name(hide(tier)):
            reported.add(tier)
            findings.add("I118", row.subject_place or row.place, _TIER, _TIER_HINT)


def doubtful_lines(rows: Sequence[Row], hide: Hide) -> tuple[int, ...]:
    """Return the lines whose texts seem to hold a first name that no code was given for."""
    found = {
        row.place.line
        for row in rows
        if any(
            holds_first_name(hide(text)) for text in (row.code, row.comment, row.fields.get("modifiers", ""))
        )
    }
    return tuple(sorted(found))


def doubts(lines: Sequence[int]) -> list[Text]:
    """Return a remark on lines that may hold a first name, at most ten of them listed; none without lines."""
    if not lines:
        return []
    shown = ", ".join(map(str, lines[:10])) + ("…" if len(lines) > 10 else "")
    return [_DOUBT.format(lines=shown)]


_TIER = msg("this tier is called like a person")
_TIER_HINT = msg(
    "--names FILE (or -): a line 'P07=...' with this name; or give the tier another name in ELAN"
)
_DOUBT = msg("First names seem to be left, kept as they are: lines {lines}. Give them with --names.")
