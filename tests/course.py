"""A session in a test's hands: every input, and the time it comes at, is the test's own."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import dedent
from typing import Any

from nao_sessions.core.events import Event
from nao_sessions.engine import Engine, State, View
from nao_sessions.protocol import load_files
from nao_sessions.protocol.flow import Protocol
from nao_sessions.record.journal import Journal

SECOND_NS = 1_000_000_000

HEAD = """\
protocol: 1
id: essai
version: "1.0.0"
title: "Essai"
language: fr
"""


def protocol_of(body: str) -> Protocol:
    """Load a protocol from the body of its file; the head is written here."""
    text = HEAD + dedent(body)
    return load_files({"essai.yaml": text.encode("utf-8")}, "essai.yaml")


class Course:
    """A session that goes on only when the test says so; times in seconds of session time."""

    def __init__(self, body: str | Protocol, *, begin: bool = True, **start: Any) -> None:
        protocol = protocol_of(body) if isinstance(body, str) else body
        self.lines: list[Event] = []
        self.journal = Journal(Engine(protocol), self._take)
        self.now_s = 0.0
        self.outputs: tuple[Event, ...] = ()
        self.give("start", {"settings": {}, "participants": ["P07"], "language": "fr", "seed": 1, **start})
        if begin:
            self.give("begin")

    def give(
        self, kind: str, data: dict[str, Any] | None = None, *, after_s: float = 0.0, by: str | None = None
    ) -> None:
        """Give an input some seconds later, made by a child whose code may be known."""
        self.now_s += after_s
        at = round(self.now_s * SECOND_NS)
        self.outputs = self.journal.feed(at, "test", kind, data or {}, participant=by)

    def touch(self, part: str = "head.front", *, after_s: float = 0.0) -> None:
        """A child touches."""
        self.give("touch", {"part": part, "pressed": True}, after_s=after_s)

    def word(self, word: str, *, after_s: float = 0.0) -> None:
        """A word is heard."""
        self.give("word", {"word": word, "confidence": 0.6}, after_s=after_s)

    def press(self, label: str, *, after_s: float = 0.0) -> None:
        """The professional presses a button that is on the screen."""
        button = next(b for b in self.view.buttons if b.label == label)
        self.give("button", {"id": button.id}, after_s=after_s)

    def command(self, name: str, *, after_s: float = 0.0, **data: str) -> None:
        """The professional gives a command."""
        self.give("command", {"name": name, **data}, after_s=after_s)

    def done(self, verb: str = "say", how: str = "finished", *, after_s: float = 1.0) -> None:
        """What the robot does by that verb ends."""
        action = self.doing[verb]
        self.give("done", {"action": action, "how": how}, after_s=after_s)

    def wait(self) -> None:
        """Let the time pass to the next deadline, and tell it."""
        deadline = self.journal.deadline
        assert deadline is not None
        self.now_s = max(self.now_s, deadline / SECOND_NS)
        self.give("timer")

    @property
    def state(self) -> State:
        """The state now."""
        return self.journal.state

    @property
    def view(self) -> View:
        """The view now."""
        return self.journal.view

    @property
    def doing(self) -> dict[str, str]:
        """What was asked of the robot and neither ended nor was cut: action by verb."""
        running: dict[str, str] = {}
        for line in self.lines:
            if line.kind == "do" and line.data["verb"] != "listen":
                running[line.data["id"]] = line.data["verb"]
            elif line.kind == "halt":
                for action in line.data["ids"]:
                    running.pop(action, None)
            elif line.kind == "done":
                running.pop(line.data["action"], None)
        return {verb: action for action, verb in running.items()}

    @property
    def said(self) -> list[str]:
        """Every sentence asked for, in order."""
        return [e.data["text"] for e in self.lines if e.kind == "do" and e.data["verb"] == "say"]

    def kinds(self) -> list[str]:
        """The kinds of the last input's outputs."""
        return [event.kind for event in self.outputs]

    def data(self, kind: str) -> dict[str, Any]:
        """The data of the last output of a kind, of the last input."""
        return dict(next(event.data for event in reversed(self.outputs) if event.kind == kind))

    def _take(self, events: Sequence[Event]) -> None:
        self.lines.extend(Event.from_line(event.to_line()) for event in events)
