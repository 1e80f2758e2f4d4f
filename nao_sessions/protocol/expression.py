"""Expressions and templates of the protocol language: parsed, checked and compiled when a protocol is loaded.

No ``eval``: an expression is a closure over a white list of syntax, and reads values through a lookup only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from nao_sessions.core.errors import Place

Value = bool | int | float | str | tuple["Value", ...] | None
Path = tuple[str, ...]
Lookup = Callable[[Path], Value]


class ExpressionFailed(Exception):
    """When a compiled expression cannot be computed with the values at hand (a division by zero, say)."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression; ``type`` is what it gives: bool, number, text, list or any."""

    source: str
    place: Place
    type: str
    paths: tuple[Path, ...]
    evaluate: Callable[[Lookup], Value] = field(compare=False, repr=False)
    """Compute the value. Raises: ExpressionFailed."""


@dataclass(frozen=True, slots=True)
class Template:
    """A text with ``{path}`` places: text and paths in turn; ``{participant(s)}`` stays text."""

    source: str
    parts: tuple[str | Path, ...]

    def render(self, lookup: Lookup) -> str:
        """Return the text with its places filled. Raises: ExpressionFailed."""
        if len(self.parts) == 1 and isinstance(self.parts[0], str):
            return self.parts[0]  # most texts have no place: 0.1 µs instead of 0.8
        return "".join(part if isinstance(part, str) else spoken(lookup(part)) for part in self.parts)


def spoken(value: Value) -> str:
    """Return a value as a sentence says it: whole numbers without a point, at most six decimals.

    Yes and no are French and a decimal has a point, whatever the language: so Nao says it, and so it stands
    in logs; a change of it changes ``SEMANTICS``. For readers there is ``plain`` of ``protocol.wording``.
    """
    if isinstance(value, str):
        return value  # most values are
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float):
        written = f"{value:.6f}".rstrip("0").rstrip(".")
        return "0" if written == "-0" else written
    if isinstance(value, tuple):
        return ", ".join(spoken(item) for item in value)
    return "" if value is None else str(value)


def as_words(value: Value) -> tuple[str, ...]:
    """Return a value as words: those of a list, or one word; empty for None."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, tuple):
        return tuple(spoken(element) for element in value)
    return () if value is None else (spoken(value),)
