"""A check as a page explains it: what it finds, why that matters, what to do, an example.

The words are those of the check's own page (``nao-sessions check --explain``).
"""

from __future__ import annotations

from dataclasses import dataclass

from nao_sessions.console.texts.words import SEVERITIES
from nao_sessions.protocol.checks.pages import PAGES
from nao_sessions.protocol.checks.pages.small import split_at_mark
from nao_sessions.protocol.checks.registry import CHECKS, FAMILIES
from nao_sessions.text.languages import Language, typeset


@dataclass(frozen=True, slots=True)
class Explained:
    """One check; ``example`` are lines, ``marked`` counts from 1 the one that it tells, 0: none."""

    code: str
    title: str
    family: str
    weight: str
    what: str
    why: str
    remedy: str
    example: tuple[str, ...]
    marked: int


def explained(code: str, language: Language) -> Explained | None:
    """Give a check for its page; None where there is none of that code."""
    check, page = CHECKS.get(code), PAGES.get(code)
    if check is None or page is None:
        return None
    text, line, _ = split_at_mark(page.example)
    return Explained(
        code=code,
        title=typeset(check.title.in_language(language), language),
        family=typeset(FAMILIES[check.family].in_language(language), language),
        weight=SEVERITIES[check.severity].in_language(language),
        what=typeset(page.what.in_language(language), language),
        why=typeset(page.why.in_language(language), language),
        remedy=typeset(page.remedy.in_language(language), language),
        example=tuple(text.rstrip("\n").split("\n")) if page.shown else (),
        marked=line,
    )
