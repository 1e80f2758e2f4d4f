"""What of a list of moments was carried out, act by act; where something cut it, what was due until then.

Nao goes through a list without a pause: what was still under way when something came is what came before the
first moment at which Nao did nothing and no wait of the list was left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from nao_sessions.annotation.fidelity.busy import TOLERANCE_NS, idle
from nao_sessions.annotation.fidelity.expected import BOARD_VERBS, Content, Expected
from nao_sessions.annotation.fidelity.verdicts import Verdict
from nao_sessions.core.events import Event

_ARGUMENTS = ("text", "file", "name", "colour")
"""Under which name the log has what an act said, played or did."""

LETS_BE = frozenset({"louder", "softer", "slower", "faster", "extend"})
"""Commands that leave what Nao does as it is."""

_PASSED = frozenset({"yes", "heard"})
"""How an adult says that the child's answer was the right one."""

Cut = Literal["answer", "adult", "interruption"]


@dataclass(frozen=True, slots=True)
class Carried:
    """What was made of a list: how many of its acts were due, how many were done, and what cut it."""

    verdict: Verdict
    planned: int
    done: int
    cut: Cut | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a log in which a list belongs.

    ``answering``: answers are open from its beginning. ``whole``: the list was gone through at least as far
    as where it opens answers. ``broken_off``: the trial was broken off where this ends. ``judged``: a
    judgement counts for the trial that has just ended, and cuts nothing.
    """

    events: Sequence[Event]
    answering: bool = False
    whole: bool = False
    broken_off: bool = False
    judged: bool = False


def carried(content: Content, window: Window, ends: Mapping[str, str]) -> Carried:
    """Compare what Nao was to do with what it did to its end, whatever it did besides.

    Args:
        content: what the list holds.
        window: where it belongs.
        ends: how each action ended, by its id.
    """
    expected = content.acts
    done = _matched(expected, [e for e in window.events if _was_done(e, ends)])
    if not expected:
        return Carried("unplanned", 0, 0)
    if len(done) == len(expected):
        return Carried("done", len(expected), len(done))
    cut = _cut(content, window)
    due = _due(content, window) if cut else set(range(len(expected)))
    if due - done:
        return Carried("partly" if done else "otherwise", len(due | done), len(done), cut)
    if cut == "answer":  # what was left was not due; where nothing was, there was nothing to do
        return Carried("done" if done else "unplanned", len(done), len(done), cut)
    return Carried("interrupted" if cut == "interruption" else "adapted", len(expected), len(done), cut)


def _due(content: Content, window: Window) -> set[int]:
    """Give the places of what was due of a list before something cut it."""
    expected = content.acts
    begun = _matched(expected, [e for e in window.events if _is_act(e)])
    # an act of which nothing more is known than its verb may be of what cut the list
    known = [place for place in begun if _is_known(expected[place])]
    reached = max(known, default=0)
    moment = expected[reached].moment if known else 0
    due = set(range(content.until_open if window.whole else 0))
    due |= {place for place, one in enumerate(expected) if one.moment < moment}
    # the board shows at once what is asked for before another act of its moment
    due |= {
        place
        for place, one in enumerate(expected[:reached])
        if one.moment == moment and one.verb in BOARD_VERBS
    }
    # and what a list begins with is asked for with the line that begins it
    return due | {place for place, one in enumerate(expected) if one.moment == 1 and place not in begun}


def _cut(content: Content, window: Window) -> Cut | None:
    """Tell what cut a list that was under way; None where it had come to its end."""
    reached = _under_way(window.events, content.waits_ns)
    if window.whole and content.until_open == len(content.acts):
        return None
    if window.broken_off and reached == len(window.events):
        return "interruption"
    answering, cut = window.answering, None
    for event in window.events[:reached]:
        answering = answering or (event.dir, event.kind) == ("out", "open")
        if answering and answers(event):
            return "answer"
        if cuts(event, judged=window.judged):
            cut = "adult"
    return "adult" if cut else None


def answers(event: Event) -> bool:
    """Tell whether a child's answer was taken up, by itself or by the adult's word."""
    if (event.dir, event.kind) == ("out", "response"):
        return event.data.get("why") == "decides"
    judges = (event.dir, event.kind, event.data.get("name")) == ("in", "command", "judge")
    return judges and (bool(event.data.get("answer")) or event.data.get("as") in _PASSED)


def cuts(event: Event, *, judged: bool = False) -> bool:
    """Tell whether an adult's command may cut what Nao does. ``judged``: the trial has its judgement."""
    name = event.data.get("name")
    return (
        (event.dir, event.kind) == ("in", "command")
        and name not in LETS_BE
        and not (judged and name == "judge")
    )


def _under_way(events: Sequence[Event], waits_ns: int | None) -> int:
    """Give the place of the first event before which Nao had done nothing, longer than its list waits."""
    if waits_ns is None:
        return len(events)
    return next((place for place, ns in idle(events) if ns > waits_ns + TOLERANCE_NS), len(events))


def _is_act(event: Event) -> bool:
    return event.dir == "out" and event.kind in ("do", "board")


def _was_done(event: Event, ends: Mapping[str, str]) -> bool:
    """Tell whether an event is an act that was done to its end; the board shows at once what it is given."""
    return _is_act(event) and (event.kind == "board" or ends.get(str(event.data.get("id"))) == "finished")


def _matched(expected: Sequence[Expected], acts: Iterable[Event]) -> set[int]:
    """Give the places of those that were expected and are there, each act for one of them."""
    left, found = list(acts), set()
    for place, one in enumerate(expected):
        act = next((event for event in left if _is(event, one)), None)
        if act is not None:
            left.remove(act)
            found.add(place)
    return found


def _is_known(one: Expected) -> bool:
    return one.what is not None or bool(one.board)


def _is(event: Event, one: Expected) -> bool:
    """Tell whether an act of the log is the one that was expected."""
    data = event.data
    if one.verb in BOARD_VERBS:
        marked = data.get("highlight")
        if event.kind != "board" or (marked is None) != (one.verb == "show"):
            return False
        return (one.what is None or marked == one.what) and all(
            _plain(data.get(name)) == value for name, value in one.board
        )
    if event.kind != "do" or data.get("verb") != one.verb:
        return False
    found = next((data[name] for name in _ARGUMENTS if name in data), None)
    return one.what is None or found == one.what


def _plain(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value
