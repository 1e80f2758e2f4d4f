"""What a page of a check holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from nao_sessions.protocol.checks.subject import NOWHERE, Situation
from nao_sessions.text.messages import Text


@dataclass(frozen=True, slots=True)
class Page:
    """One check, for people: what it finds, why that matters, what to do, and a protocol that trips it.

    ``example`` holds the mark before the reported place. ``files`` lie beside it; ``situation`` is where
    it is checked. ``shown``: whether a page prints the example (some hold signs that nobody sees, or are
    huge). ``loaded``: the check is met where a session loads the file, and not where it is checked.
    """

    code: str
    what: Text
    why: Text
    remedy: Text
    example: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    situation: Situation = NOWHERE
    shown: bool = True
    loaded: bool = False
