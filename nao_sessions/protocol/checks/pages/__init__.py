"""The pages of the checks: what each finds, why that matters to a child or to Nao, what to do, an example.

Loaded only by who explains: checking a protocol does not read them. Every code of the registry has a page,
and every example trips its check and no other (a test holds both).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from nao_sessions.protocol.checks.pages import (
    boards,
    child,
    course,
    flow,
    meaning,
    people,
    promises,
    robot,
    series,
    writing,
)
from nao_sessions.protocol.checks.pages.page import Page

PAGES: Mapping[str, Page] = MappingProxyType(
    {
        one.code: one
        for module in (writing, meaning, series, boards, flow, course, promises, robot, child, people)
        for one in sorted(module.PAGES, key=lambda one: one.code)
    }
)
"""The page of each code, in the order of the codes."""

__all__ = ["PAGES", "Page"]
