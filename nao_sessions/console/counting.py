"""Trials counted in words, for one and for several: « 1 essai », « 3 réussis avec aide »."""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.core.text import Text

COUNTED: Mapping[str, tuple[Text, Text]] = {
    "responses": (Text(fr="{n} réponse", en="{n} response"), Text(fr="{n} réponses", en="{n} responses")),
    "silences": (
        Text(fr="{n} question restée sans réponse", en="{n} question left unanswered"),
        Text(fr="{n} questions restées sans réponse", en="{n} questions left unanswered"),
    ),
    "trials": (Text(fr="{n} essai", en="{n} trial"), Text(fr="{n} essais", en="{n} trials")),
    "correct": (
        Text(fr="{n} réussi sans aide", en="{n} correct without help"),
        Text(fr="{n} réussis sans aide", en="{n} correct without help"),
    ),
    "prompted": (
        Text(fr="{n} réussi avec aide", en="{n} correct with help"),
        Text(fr="{n} réussis avec aide", en="{n} correct with help"),
    ),
    "incorrect": (
        Text(fr="{n} non réussi", en="{n} incorrect"),
        Text(fr="{n} non réussis", en="{n} incorrect"),
    ),
    "no_response": (
        Text(fr="{n} sans réponse", en="{n} without a response"),
        Text(fr="{n} sans réponse", en="{n} without a response"),
    ),
    "refused": (Text(fr="{n} refus", en="{n} refusal"), Text(fr="{n} refus", en="{n} refusals")),
    "void": (Text(fr="{n} non coté", en="{n} void"), Text(fr="{n} non cotés", en="{n} void")),
    "unscored": (
        Text(fr="{n} sans jugement", en="{n} not judged"),
        Text(fr="{n} sans jugement", en="{n} not judged"),
    ),
}
"""Counts in words, for one and for several; in French nought is one."""


def counted(what: str, n: int) -> Text:
    """Say how many: « 1 essai », « 3 essais »."""
    one, several = COUNTED[what]
    return Text(
        fr=(one if n < 2 else several).fr.format(n=n),
        en=(one if n == 1 else several).en.format(n=n),
    )
