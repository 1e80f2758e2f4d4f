"""Helps that the answer of a trial did not wait for: Nao was not heard giving one yet, or it came too late.

The engine counts a help from the moment at which it decides on it (language, *Trials*); Nao is heard later.
Found in the log, by Nao's word on when it began to speak; no judgement is changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from nao_sessions.core.events import Event
from nao_sessions.protocol.trials import REACTION_NS

_UNSEEN = frozenset({"say", "listen", "watch"})
"""What Nao does that shows nothing."""


@dataclass(slots=True)
class _Sounding:
    """A help that is given: the input that led to it, its first sentence, and when that was heard."""

    cause: int | None
    begun_ns: int
    sentence: str = ""
    heard_ns: int | None = None
    known: bool = True
    """Nothing of it was to be seen, and its first sentence is not over."""

    def hear(self, at_ns: int) -> None:
        """Take that Nao began to speak, at a session time."""
        if self.known and self.sentence and self.heard_ns is None and at_ns >= self.begun_ns:
            self.heard_ns = at_ns


def late_helps(events: Iterable[Event]) -> Mapping[int, int]:
    """Return how many helps of each trial the engine did not count for its answer, by the record's seq.

    They were decided within a reaction time before the answer, or after it.
    """
    found: Counter[int] = Counter()
    given = 0
    for event in events:
        match event.dir, event.kind:
            case "out", "question":
                given = 0
            case "out", "prompt":
                given += 1
            case "out", "trial":
                found[event.seq] = given - int(event.data.get("prompts") or 0)
                given = 0
            case _:
                pass
    return {seq: n for seq, n in found.items() if n > 0}


def unheard_helps(events: Iterable[Event]) -> Set[int]:
    """Return the seqs of the records of trials that passed before their last help could be reacted to."""
    found: set[int] = set()
    helps: list[_Sounding] = []
    for event in events:
        data = event.data
        match event.dir, event.kind:
            case "out", "question":
                helps = []
            case "out", "prompt":
                helps.append(_Sounding(event.cause, event.at))
            case "out", "trial":
                if _came_too_soon(data, helps):
                    found.add(event.seq)
                helps = []
            case "out", kind if helps and kind != "halt" and event.cause == helps[-1].cause:
                helps[-1].known &= data.get("verb") in _UNSEEN
                if data.get("verb") == "say":
                    helps[-1].sentence = helps[-1].sentence or str(data["id"])
            case "in", "speech" if helps and data.get("speaking"):
                helps[-1].hear(event.happened_ns)
            case "in", "done" if helps and data.get("action") == helps[-1].sentence:
                helps[-1].known = False
            case _:
                pass
    return found


def _came_too_soon(trial: Mapping[str, Any], helps: Sequence[_Sounding]) -> bool:
    opened, latency = trial.get("opened_at"), trial.get("latency_ns")
    counting = int(trial.get("prompts") or 0)
    heard_ns = helps[counting - 1].heard_ns if 0 < counting <= len(helps) else None
    if trial.get("judgement") != "prompted" or heard_ns is None:
        return False
    return isinstance(opened, int) and isinstance(latency, int) and opened + latency < heard_ns + REACTION_NS
