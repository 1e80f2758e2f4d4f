"""The trial that *Finish after an easy trial* asks once more: it is none of those that are planned.

It counts like any other, and what counts it says so beside: its item had been passed, so success is likelier.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from nao_sessions.core.events import Event

if TYPE_CHECKING:
    from nao_sessions.engine.state import State


def has_easy_trial(state: State) -> bool:
    """Return whether *Finish after an easy trial* would ask a trial now; else it ends the session at once.

    As the engine decides it (``engine/blocks.end_with_an_easy_one``): where the block of the present step is
    not over and has passed an item, and the session is not paused.
    """
    block = state.block
    passes = block is not None and block.passed is not None and block.phase != "over"
    return passes and block is not None and block.step == state.step and not state.paused


class EasyTrial:
    """The easy trial of a session, followed line by line; ``number`` is its question's, None without one.

    ``press`` is the line of the command that it came of. Its block may be interrupted before it comes: one
    that is gone on with numbers its questions on, one that is begun anew asks no easy trial.
    """

    def __init__(self) -> None:
        self.number: int | None = None
        self.press: int | None = None
        self._last: tuple[str, int] | None = None
        self._wished: tuple[int, str, int] | None = None
        """The command, and the step and the number of the question before it."""

    def take(self, event: Event) -> None:
        """Update the state by one line of the log."""
        match event.dir, event.kind:
            case "in", "command" if event.data.get("name") == "finish":
                if event.data.get("after") == "easy_trial" and self._last and self._wished is None:
                    self._wished = event.seq, *self._last
            case "out", "question":
                self._ask(event.seq, str(event.data.get("step")), int(event.data["number"]))
            case "out", _:
                if event.kind == "entered":
                    self.number = self.press = None
                if self._wished is not None and event.cause == self._wished[0]:
                    self._wished = None  # what follows the press itself is the end

    def _ask(self, seq: int, step: str, number: int) -> None:
        self.number = self.press = None
        self._last = step, number
        if self._wished is not None and self._wished[1] == step:
            press, _, before = self._wished
            if number > before:
                self.number, self.press = number, press
            self._wished = None


def easy_trials(events: Iterable[Event]) -> frozenset[int]:
    """Return the seqs of the lines of easy trials: their questions, and their records where they have one."""
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


def easy_presses(events: Iterable[Event]) -> frozenset[int]:
    """Return the seqs of the commands to finish after an easy trial that led to one."""
    easy = EasyTrial()
    found = set()
    for event in events:
        easy.take(event)
        if easy.press is not None:
            found.add(easy.press)
    return frozenset(found)
