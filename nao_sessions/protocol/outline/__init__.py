"""A protocol in words, as frozen values that sheet, diagram and comparison only render.

``facts``: one fact, with its two lengths of sentence. ``steps``: a step, with its ways on. ``entries``:
buttons, what the child does, times. ``trials``: a block of trials. ``moments``: what is done, in one line.
``telling``: sentences about single values; each page writes an author's words in its own way. ``items``: what
an expression is for the items of a table. A renderer chooses what it shows and where; how a thing is told,
and whether it is worth a sentence, stands nowhere else.
"""

from nao_sessions.protocol.outline.entries import EntryOutline, entry_outline, level_outline
from nao_sessions.protocol.outline.steps import StepOutline, step_outline
from nao_sessions.protocol.outline.telling import ActOutline, Fact, Facts, Telling
from nao_sessions.protocol.outline.trials import HelpOutline, TrialsOutline, trials_outline

__all__ = [
    "ActOutline",
    "EntryOutline",
    "Fact",
    "Facts",
    "HelpOutline",
    "StepOutline",
    "Telling",
    "TrialsOutline",
    "entry_outline",
    "level_outline",
    "step_outline",
    "trials_outline",
]
