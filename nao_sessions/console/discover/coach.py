"""The coach of a scene: what to do next, worked out from the session's log alone.

A task is done when the log shows it, after the tasks before it; nothing here reads a clock or a file.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nao_sessions.core.events import Event
from nao_sessions.text.messages import Text


@dataclass(frozen=True, slots=True)
class LoggedEvidence:
    """A line of the log that shows a task to be done: what it is, and what its data hold at least."""

    dir: str
    kind: str
    data: Mapping[str, Any] = field(default_factory=dict)

    def shown_by(self, event: Event) -> bool:
        """Return whether a line of the log matches; where a value here is a tuple, any of it does."""
        if (event.dir, event.kind) != (self.dir, self.kind):
            return False
        return all(
            event.data.get(key) in wanted if isinstance(wanted, tuple) else event.data.get(key) == wanted
            for key, wanted in self.data.items()
        )


@dataclass(frozen=True, slots=True)
class KeptEvidence:
    """A fact beside the log that shows a task to be done: ``corrected``, ``memo`` or a task ticked off."""

    fact: str


@dataclass(frozen=True, slots=True)
class Part:
    """A button on the coach's strip: a press makes a child say a word, or else ticks the task off."""

    id: str
    label: Text
    word: Text | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: its sentence (``told``), what shows that it was done, perhaps a button for it."""

    told: Text
    until: LoggedEvidence | KeptEvidence
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """One scene: its number, the protocol that it plays, and its tasks in order."""

    number: int
    protocol: str
    title: Text
    gesture: Text
    minutes: int
    players: int
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody is: tasks that are ``done``, whether the session has ``ended``, what is next."""

    done: int
    ended: bool
    next: Task | None

    @property
    def complete(self) -> bool:
        """Return whether every task of the scene is done."""
        return self.next is None


def progress(scene: Scene, events: Sequence[Event], facts: Collection[str] = ()) -> Progress:
    """Return how far the log of a session shows somebody to be in its scene.

    Each line shows one task at most, and a task counts only after those before it.
    """
    done = 0
    for event in events:
        task = scene.tasks[done] if done < len(scene.tasks) else None
        if task is not None and isinstance(task.until, LoggedEvidence) and task.until.shown_by(event):
            done += 1
    while done < len(scene.tasks):
        until = scene.tasks[done].until
        if not isinstance(until, KeptEvidence) or until.fact not in facts:
            break
        done += 1
    ended = any(event.dir == "out" and event.kind == "ended" for event in events)
    return Progress(done, ended, scene.tasks[done] if done < len(scene.tasks) else None)
