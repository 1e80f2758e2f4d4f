"""What a press was meant for: a short mark of all that makes a button mean what it means.

Two views with one mark can take each other's presses; what only moves (a sentence, a clock) is left out.
"""

from __future__ import annotations

import hashlib
import json

from nao_sessions.engine.values import View


def stamp_of(view: View, entered_ns: int | None) -> str:
    """Give the mark of a view; ``entered_ns`` is when its step was entered, since a step may come again."""
    trial = view.trial
    meant = (
        view.step,
        entered_ns,
        view.turn,
        view.paused_because,
        view.outcome,
        None if trial is None else (trial.number, trial.item, trial.helps, trial.proposed, trial.judged),
        None if trial is None else trial.correction,
    )
    return hashlib.sha256(json.dumps(meant, ensure_ascii=False).encode()).hexdigest()[:12]
