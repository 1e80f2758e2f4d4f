"""Finds the trial that *Finish after an easy trial* asks once more: it is none of those that are planned."""

from __future__ import annotations

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
