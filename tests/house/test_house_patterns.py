"""No regular expression of either program takes a time that doubles with each character of a text.

Held by trying: every expression of the source meets texts made to be slow for it. One second of computing is
no measure of speed here: an expression that doubles needs thousands of years for sixty repetitions.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import signal
from collections.abc import Iterator
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import pytest
from pattern_attacks import attacks

import nao_sessions
import nao_simulator

PUMPS = 60
BOUND_S = 1.0
"""Of computing, for one text."""
_CALLS = {"compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"}


class TooSlow(Exception):
    """When an expression is still at work after the bound."""


def _too_slow(number: int, frame: FrameType | None) -> None:
    raise TooSlow


def slow_texts(pattern: re.Pattern[Any], pumps: int = PUMPS) -> list[str]:
    """Return the first text that is too slow for a pattern, if there is one."""
    before = signal.signal(signal.SIGVTALRM, _too_slow)
    try:
        for text in attacks(pattern, pumps):
            subject = text if isinstance(pattern.pattern, str) else text.encode("latin-1", "replace")
            for look in (pattern.fullmatch, pattern.search):
                signal.setitimer(signal.ITIMER_VIRTUAL, BOUND_S)
                try:
                    look(subject)
                except TooSlow:
                    return [text]
                finally:
                    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    finally:
        signal.signal(signal.SIGVTALRM, before)
    return []


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def _patterns() -> dict[tuple[Any, int], tuple[str, re.Pattern[Any]]]:
    """Return each expression once: what modules hold, in lists and tuples too, and what is written inline."""
    found: dict[tuple[Any, int], tuple[str, re.Pattern[Any]]] = {}

    def take(where: str, value: object) -> None:
        if isinstance(value, re.Pattern):
            found.setdefault((value.pattern, value.flags), (where, value))
        elif isinstance(value, (tuple, list)):
            for one in value:
                take(where, one)
        elif isinstance(value, dict):
            take(where, list(value.values()))

    for module in (*_modules(nao_sessions), *_modules(nao_simulator)):
        for name, value in vars(module).items():
            take(f"{module.__name__}.{name}", value)
        tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and (node.func.value.id, node.func.attr in _CALLS) == ("re", True)
                and isinstance(node.args[0], ast.Constant)
            ):
                take(f"{module.__name__}:{node.lineno}", re.compile(node.args[0].value))
    return found


def test_no_expression_of_ours_doubles_its_time() -> None:
    patterns = _patterns()
    assert len(patterns) > 150
    slow = {where: texts for where, pattern in patterns.values() if (texts := slow_texts(pattern))}
    assert slow == {}


@pytest.mark.parametrize(
    "expression",
    [
        rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*|<!DOCTYPE[^>]*>\s*)*<svg[\s>]",  # was in boards/kinds.py
        r"((?:\\[\\|=]|[^=])*)=(.*)",  # was in export/kept.py
        r"(?:a+)+$",
        r"(\w+\s?)*;",
        r"(?:x|xy|yx)*!",
    ],
)
def test_an_expression_that_doubles_its_time_is_found(expression: str | bytes) -> None:
    assert slow_texts(re.compile(expression, re.DOTALL)) != []


def test_an_expression_that_takes_its_time_is_not_found() -> None:
    assert slow_texts(re.compile(r"\s*,\s*(\w+)\s*;")) == []
