"""No regular expression of either program takes a time that doubles with each character of a text, or that
grows with the square of its length.

Held by trying: every expression of the source meets texts made to be slow for it, by the methods that its
module calls. The bounds are no measure of speed: an expression that doubles needs thousands of years for
sixty repetitions, and one that grows with the square takes a longer text out of all proportion.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import pytest

import nao_sessions
import nao_simulator
from nao_sessions.protocol.building.grammar import LONGEST
from nao_sessions.protocol.reading.yaml_traps import WIDEST_LINE
from tests.house.pattern_attacks import attacks

PUMPS = 60
BOUND_S = 1.0
"""Of computing, for one text."""
SHORT, LONG = 1_000, 16_000
"""Repetitions in a text that is looked at first, and in the one that decides where the first took long."""
SUSPECT_S = 0.000_2
"""Of computing: for the short text a plain expression takes 0.05 ms, one that grows with the square 0.5."""
SLOW_S = 0.05
"""Of computing: a thousand times as long as a plain expression takes for the short text is answer enough."""
SQUARE = 64
"""Sixteen times the text takes a plain expression sixteen times as long, and 256 times one that grows with
the square."""

BOUNDED = {
    # of an expression between quotes: longer ones are refused before (P134)
    "nao_sessions.protocol.building.grammar._STRINGS": LONGEST,
    "nao_sessions.protocol.computed._TOKEN": LONGEST,
    # of a line that YAML refused: more is not looked at
    "nao_sessions.protocol.reading.yaml_traps._QUOTED": WIDEST_LINE,
}
"""Expressions that meet texts of so many characters at most, and who sees to it."""

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
        inside = (one for one in tree.body if isinstance(one, (ast.FunctionDef, ast.ClassDef)))
        for node in (node for one in inside for node in ast.walk(one)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and (node.func.value.id, node.func.attr in _CALLS) == ("re", True)
                and isinstance(node.args[0], ast.Constant)
            ):
                take(f"{module.__name__}:{node.lineno}", re.compile(node.args[0].value))
    return found


def _methods() -> dict[str, set[str]]:
    """Return by which methods each expression of a module is called there, by its whole name."""
    found: dict[str, set[str]] = {}
    for module in (*_modules(nao_sessions), *_modules(nao_simulator)):
        for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in _CALLS:
                found.setdefault(f"{module.__name__}.{node.value.id}", set()).add(node.attr)
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                # written inline: `re.search("...", text)`, `re.compile("...").match(text)`
                called = {node.func.attr} & (_CALLS - {"compile"})
                found.setdefault(f"{module.__name__}:{node.lineno}", set()).update(called)
    return found


def _computing_s(look: Callable[[Any], object], subject: Any) -> float:
    """Return how long a look takes this thread, in seconds of computing."""
    begun = time.thread_time()
    look(subject)
    return time.thread_time() - begun


def _takes_longer(look: Callable[[Any], object], subject: Any, most_s: float) -> bool:
    """Return whether a look takes longer each of three times: beside other work any one may."""
    for _ in range(3):
        signal.setitimer(signal.ITIMER_VIRTUAL, most_s)
        try:
            # The alarm counts by the kernel's ticks, and comes late beside other work.
            if _computing_s(look, subject) <= most_s:
                return False
        except TooSlow:
            pass
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return True


def squares(pattern: re.Pattern[Any], methods: set[str], most: int | None = None) -> str:
    """Return the beginning of a text for which a pattern's time grows with its square, else ""."""
    looks = [
        getattr(pattern, name)
        for name in ("fullmatch", "match", "search")
        if name in methods or (name == "search" and methods - {"fullmatch", "match"})
    ]

    def subject(text: str) -> Any:
        cut = text if most is None else text[:most]
        return cut if isinstance(pattern.pattern, str) else cut.encode("latin-1", "replace")

    before = signal.signal(signal.SIGVTALRM, _too_slow)
    try:
        for short, long in zip(attacks(pattern, SHORT), attacks(pattern, LONG), strict=True):
            for look in looks:
                took_s = _computing_s(look, subject(short))
                if took_s < SUSPECT_S:
                    continue
                took_s = min(took_s, *(_computing_s(look, subject(short)) for _ in range(2)))
                if took_s > SLOW_S:
                    return short[:30]
                if _takes_longer(look, subject(long), SQUARE * took_s):
                    return long[:30]
    finally:
        signal.signal(signal.SIGVTALRM, before)
    return ""


@pytest.mark.long
def test_no_expression_of_ours_grows_with_the_square_of_a_text() -> None:
    methods = _methods()
    slow = {
        where: text
        for where, pattern in _patterns().values()
        if (text := squares(pattern, methods.get(where) or {"fullmatch", "search"}, BOUNDED.get(where)))
    }
    assert slow == {}


@pytest.mark.long
def test_no_expression_of_ours_doubles_its_time() -> None:
    patterns = _patterns()
    assert len(patterns) > 150
    slow = {where: texts for where, pattern in patterns.values() if (texts := slow_texts(pattern))}
    assert slow == {}


@pytest.mark.parametrize(
    "expression",
    [
        rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*|<!DOCTYPE[^>]*>\s*)*<svg[\s>]",  # was in boards/media.py
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


@pytest.mark.parametrize(
    ("expression", "method"),
    [
        (r"[.!?…]+(?=[\s»”\"]+\w)", "findall"),  # was in timing/speech.py
        (r"([^=]+?)\s*=\s*(.*)", "fullmatch"),  # was in boards/pla/reading.py
        (r"«\s*([^»]+?)\s*»", "findall"),  # was in checks/promises/endings.py
        (r" \(.*\)", "sub"),
    ],
)
def test_an_expression_that_grows_with_the_square_is_found(expression: str, method: str) -> None:
    assert squares(re.compile(expression, re.DOTALL), {method}) != ""


def test_an_expression_of_which_the_text_is_short_is_not_found() -> None:
    assert squares(re.compile(r" \(.*\)"), {"sub"}, most=200) == ""
