"""The events of synthetic sessions: one as a protocol makes it, one of random touches, one very long.

Plain values; nothing is read or written.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.events import Direction, Event

PARTS = ("head.front", "head.middle", "head.rear", "hand.left", "hand.right", "foot.left", "foot.right")


def _event(at_s: float, direction: Direction, source: str, kind: str, **data: Any) -> Event:
    return Event(0, direction, round(at_s * SECOND_NS), source, kind, data)


def _do(at_s: float, action: str, verb: str, **data: Any) -> Event:
    return _event(at_s, "out", "engine", "do", id=action, verb=verb, **data)


def _done(at_s: float, action: str, how: str = "finished", **more: Any) -> Event:
    return _event(at_s, "in", "robot", "done", action=action, how=how, **more)


def _touch(at_s: float, part: str, pressed: bool, participant: str) -> Event:
    return _event(at_s, "in", "robot", "touch", part=part, pressed=pressed)._replace(participant=participant)


def _note(at_s: float, kind: str, **data: Any) -> Event:
    return _event(at_s, "note", "recorder", kind, **data)


def scripted_events() -> list[Event]:
    """Give the events of one short session, as a protocol makes them."""
    script = [
        _event(0.0, "in", "program", "start", seed=7),
        _note(0.3, "about", system="2.8.7", body="6.0.0")._replace(source="robot"),
        _note(1.05, "rolling", segment=1, name="room"),
        _event(1.6, "out", "engine", "entered", step="accueil", by="start"),
        _do(1.6, "a1", "posture", name="stand"),
        _done(3.4, "a1"),
        _do(3.41, "a2", "say", text="Bonjour {participant} ! On va jouer ensemble."),
        _do(3.41, "a3", "gesture", name="hello"),
        _done(6.2, "a2"),
        _done(7.4, "a3"),
        _event(7.41, "out", "engine", "entered", step="question", by="next"),
        _event(7.42, "out", "engine", "set", name="data.essai", value=1),
        _do(7.43, "a4", "eyes", colour="blue"),
        _done(7.6, "a4"),
        _do(7.61, "a5", "say", text="Regarde : est-ce que je suis content ou triste ?"),
        _do(7.61, "a6", "listen", words=["content", "triste"]),
        _done(10.4, "a5"),
        _touch(12.31, "head.front", True, "unknown"),
        _touch(12.74, "head.front", False, "unknown"),
        _event(13.2, "in", "robot", "word", word="content", confidence=0.62),
        _event(13.21, "out", "engine", "response", sense="word", value="content", why="taken"),
        _do(13.22, "a7", "say", text="Bravo !"),
        _do(13.22, "a8", "gesture", name="cheer"),
        _done(14.1, "a7"),
        _done(16.3, "a8", "failed", error="Animation does not exist"),
        _event(17.0, "in", "professional", "command", name="pause"),
        _event(17.0, "out", "engine", "paused", why="pause"),
        _event(17.0, "out", "engine", "adaptation", command="pause"),
        _event(19.5, "in", "professional", "command", name="resume"),
        _event(19.5, "out", "engine", "continued"),
        _note(21.1, "gap", segment=1),
        _touch(22.0, "hand.left", True, "P07"),
        _touch(22.4, "hand.left", False, "P07"),
        _note(23.1, "rolling", segment=2, name="room"),
        _event(24.0, "out", "engine", "adult", text="Guidez sa main vers la bonne image."),
        _event(27.5, "in", "timer", "timer", of="after"),
        _event(27.5, "out", "engine", "entered", step="bilan", by="after"),
        _do(27.51, "a9", "say", text="C'est fini pour aujourd'hui. Est-ce que tu veux encore jouer ?"),
        _done(31.0, "a9"),
        _event(33.3, "in", "professional", "button", id="bilan/buttons.1", label="Fini"),
        _event(33.31, "out", "engine", "entered", step="aurevoir", by="button"),
        _do(33.32, "a10", "say", text="Au revoir {participant} !"),
        _do(33.32, "a11", "gesture", name="bye"),
        _done(35.0, "a10"),
        _done(37.3, "a11"),
        _event(37.4, "in", "telescope", "sighted", moons=4),
        _event(40.0, "out", "engine", "note", text="P07 a souri."),
        _event(42.5, "out", "engine", "ended", outcome="completed"),
    ]
    return [event._replace(seq=seq) for seq, event in enumerate(script)]


def random_touches(count: int, between_s: tuple[float, float], seed: int) -> list[Event]:
    """Give touches at random times, in order, with seqs after those of the script."""
    draw = random.Random(seed)
    times = sorted(draw.uniform(*between_s) for _ in range(count))
    return [
        Event(
            seq=1_000 + n,
            dir="in",
            at=round(at_s * SECOND_NS),
            source="robot",
            kind="touch",
            data={"part": draw.choice(PARTS), "pressed": True},
            participant="P07",
        )
        for n, at_s in enumerate(times)
    ]


def merged(*lists: list[Event]) -> list[Event]:
    """Put events in the order of a log."""
    return sorted((event for events in lists for event in events), key=lambda event: event.at)


def long_session(count: int) -> Iterator[Event]:
    """Give very many events: a step each minute, sentences, touches, words."""
    action = 0
    for seq in range(count):
        at = seq * 360_000_000  # 10,000 events are one hour
        if seq % 170 == 0:
            yield Event(seq, "out", at, "engine", "entered", {"step": f"etape_{seq // 170}", "by": "next"})
        elif seq % 5 == 0:
            action += 1
            say = {
                "id": f"a{action}",
                "verb": "say",
                "text": f"Sentence {action}, which is about as long as most.",
            }
            yield Event(seq, "out", at, "engine", "do", say)
        elif seq % 5 == 3:
            yield Event(seq, "in", at, "robot", "done", {"action": f"a{action}", "how": "finished"})
        else:
            part = PARTS[seq % len(PARTS)]
            yield Event(seq, "in", at, "robot", "touch", {"part": part, "pressed": seq % 5 == 1})
