"""A scripted child: it sees the view of a session alone, and acts by touch and word.

Pure: it says what it would do and after how long; whoever plays it has the hands.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Literal

from nao_sessions.engine.values import View

Manner = Literal["touch", "word", "silent"]

LATENCY_S = (0.8, 2.2)
"""Range of the time a scripted child takes to answer, in seconds: long enough to be seen on a video."""


@dataclass(frozen=True, slots=True)
class ChildAct:
    """What a child does, some seconds after it could: touch a part, say a word."""

    manner: Literal["touch", "word"]
    value: str
    after_s: float


class ScriptedChild:
    """A child that goes through a list of manners, one for each time that it is waited for."""

    def __init__(self, manners: tuple[Manner, ...], seed: int) -> None:
        self._manners = manners
        self._random = Random(f"{seed}/child")
        self._next = 0
        self._waiting = ""

    def see(self, view: View) -> ChildAct | None:
        """Look at the session; act when it begins to wait for something that a child can do."""
        can_act = view.activity == "waiting" and (view.hears_touch or view.hears_words)
        waiting = _waited_for(view) if can_act else ""
        if waiting == self._waiting:
            return None
        self._waiting = waiting
        if not waiting or not self._manners:
            return None
        manner = self._manners[self._next % len(self._manners)]
        self._next += 1
        return self._act(manner, view)

    def _act(self, manner: Manner, view: View) -> ChildAct | None:
        after_s = self._random.uniform(*LATENCY_S)
        if manner == "silent":
            return None
        if view.hears_words and (manner == "word" or not view.hears_touch):
            return ChildAct("word", view.hears_words[0], after_s)
        return ChildAct("touch", view.hears_touch[0], after_s)


def _waited_for(view: View) -> str:
    """Name what a child is waited for: a step, or within it a question and the help that was given."""
    trial = view.trial
    return view.step if trial is None else f"{view.step}/{trial.number}/{len(trial.helps)}"


PROFILES: dict[str, tuple[Manner, ...]] = {
    "demo": ("touch", "word", "silent", "word", "touch"),
    "silent": ("silent",),
    "touches": ("touch",),
}
"""The scripts that ``run --child`` knows by name."""
