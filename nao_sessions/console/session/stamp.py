"""What a press was meant for: a short mark of all that makes a button mean what it means.

Two views with one mark can take each other's presses; what only moves (a sentence, a clock) is left out. Its
second part are the helps of the trial: a judgement is of the same question before a help and after.
"""

from __future__ import annotations

import hashlib
import json

from nao_sessions.engine.values import View


def stamp_of(view: View, entered_ns: int | None) -> str:
    """Return the mark of a view; ``entered_ns`` is when its step was entered, since a step may come again."""
    trial = view.trial
    meant = (
        view.step,
        entered_ns,
        view.turn,
        view.paused_because,
        view.outcome,
        None if trial is None else (trial.number, trial.item, trial.proposed, trial.judged),
        None if trial is None else trial.correction,
    )
    return f"{_mark(meant)}-{_mark(None if trial is None else trial.helps)}"


def is_same_question(stamp: str, other: str) -> bool:
    """Tell whether two marks differ in nothing but the helps that were given meanwhile."""
    return stamp.partition("-")[0] == other.partition("-")[0]


def _mark(meant: object) -> str:
    return hashlib.sha256(json.dumps(meant, ensure_ascii=False).encode()).hexdigest()[:12]
