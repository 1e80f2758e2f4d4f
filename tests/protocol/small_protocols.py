"""Small protocols for tests: those of the checks' pages, and how a text is checked as a file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from nao_sessions.core.errors import Finding, Place
from nao_sessions.protocol import check
from nao_sessions.protocol.checks.pages.page import (
    COMMANDS,
    GOOD,
    HEAD,
    STEPS,
    changed,
    split_at_mark,
    with_do,
    with_head,
    with_steps,
    with_trials,
)
from nao_sessions.protocol.checks.subject import NOWHERE, Situation

__all__ = [
    "COMMANDS",
    "GOOD",
    "HEAD",
    "STEPS",
    "changed",
    "check_text",
    "place_of_mark",
    "with_do",
    "with_head",
    "with_steps",
    "with_trials",
]


def place_of_mark(text: str, file: str) -> tuple[str, Place]:
    """Take the mark out of a text, and give where it stood; without a mark, the file as a whole."""
    unmarked, line, col = split_at_mark(text)
    return unmarked, Place(file, line, col)


def check_text(
    text: str, folder: Path, files: Mapping[str, bytes] | None = None, situation: Situation = NOWHERE
) -> tuple[Finding, ...]:
    """Check a text as a file, with others beside it."""
    for name, content in (files or {}).items():
        beside = folder / name
        beside.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(content)
    path = folder / "essai.yaml"
    path.write_text(text, encoding="utf-8")
    return check(path, situation)
