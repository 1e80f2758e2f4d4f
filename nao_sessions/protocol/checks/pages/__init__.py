"""The pages of the checks: what each finds, why that matters to a child or to Nao, what to do, an example.

By module: ``writing`` P100 to P117, ``meaning`` P118 to P139, ``series`` P140 to P149, ``boards`` P150 to
P152, ``flow`` P201 to P220, ``course`` P221 to P240, ``promises`` P241 to P251, ``robot`` P3, ``child`` P4,
``people`` P5. ``page`` is what a page holds, and the small protocol that every example is made from. Titles
and severities stand in ``protocol/checks/registry``. Loaded only by who explains, not by a check of a
protocol. Every code has a page, and every example trips its check and no other (a test holds both).
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
from nao_sessions.protocol.checks.pages.page import CheckPage

PAGES: Mapping[str, CheckPage] = MappingProxyType(
    {
        one.code: one
        for module in (writing, meaning, series, boards, flow, course, promises, robot, child, people)
        for one in sorted(module.PAGES, key=lambda one: one.code)
    }
)
"""The page of each code, in the order of the codes."""

__all__ = ["PAGES", "CheckPage"]
