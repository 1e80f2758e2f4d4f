"""A protocol in words, as frozen values that sheet, diagram and comparison only lay out.

A fact has its label, its value, a sentence for paper and a few words for a card; ``telling`` has what a fact
is, and the sentences about moments, acts, answers, durations and other single values. ``steps`` tells steps,
groups, buttons and reactions, ``trials`` blocks of trials and their helps. A renderer chooses what it shows
and where; how a thing is put into words, and whether it is worth a sentence, stands nowhere else.
"""

from nao_sessions.protocol.outline.steps import (
    EntryOutline,
    StepOutline,
    entry_outline,
    level_outline,
    step_outline,
)
from nao_sessions.protocol.outline.telling import ActOutline, Facts, OutlineFact, Telling
from nao_sessions.protocol.outline.trials import HelpOutline, TrialsOutline, trials_outline

__all__ = [
    "ActOutline",
    "EntryOutline",
    "Facts",
    "HelpOutline",
    "OutlineFact",
    "StepOutline",
    "Telling",
    "TrialsOutline",
    "entry_outline",
    "level_outline",
    "step_outline",
    "trials_outline",
]
