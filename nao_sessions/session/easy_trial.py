"""Finds the trial that *Finish after an easy trial* asks once more: it is none of those that are planned.

It counts like any other, and what counts it says so beside: its item had been passed, so success is likelier.
"""

from __future__ import annotations

from collections.abc import Iterable

from nao_sessions.core.events import Event
from nao_sessions.engine.state import State


def has_easy_trial(state: State) -> bool:
    """Tell whether *Finish after an easy trial* would ask one now; else it leads to the end at once.

    As the engine decides it (``engine/blocks.end_with_an_easy_one``): where the block has passed an item.
    """
    block = state.block
    passes = block is not None and block.passed is not None and block.phase != "over"
    return passes and block is not None and block.step == state.step and not state.paused


class EasyTrial:
    """The easy trial of a session, as its log goes on; ``number`` is its question's, None without one."""

    def __init__(self) -> None:
        self.number: int | None = None
        self._comes = False

    def take(self, event: Event) -> None:
        """Take a line of the log."""
        match event.dir, event.kind:
            case "in", "command" if event.data.get("name") == "finish":
                self._comes = self._comes or event.data.get("after") == "easy_trial"
            case "out", "entered":
                self._comes, self.number = False, None
            case "out", "question":
                self.number = int(event.data["number"]) if self._comes else None
                self._comes = False


def easy_trials(events: Iterable[Event]) -> frozenset[int]:
    """Return the seqs of the lines of easy trials: of the question, and of the record where it has one."""
    easy = EasyTrial()
    found: set[int] = set()
    asked = False
    for event in events:
        easy.take(event)
        if event.dir == "out" and event.kind == "question":
            asked = easy.number is not None
        if asked and event.dir == "out" and event.kind in ("question", "trial"):
            found.add(event.seq)
    return frozenset(found)
