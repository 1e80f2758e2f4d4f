"""Trials counted in words, for one and for several: « 1 essai », « 3 réussis avec aide »."""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.core import terms
from nao_sessions.core.text import Text
from nao_sessions.protocol.wording import joined
from nao_sessions.session.counts import UNJUDGED, TrialCounts

_OTHERS: Mapping[str, tuple[Text, Text]] = {
    "responses": (Text(fr="{n} réponse", en="{n} response"), Text(fr="{n} réponses", en="{n} responses")),
    "silences": (
        Text(fr="{n} question restée sans réponse", en="{n} question left unanswered"),
        Text(fr="{n} questions restées sans réponse", en="{n} questions left unanswered"),
    ),
    "questions": (Text(fr="{n} question", en="{n} question"), Text(fr="{n} questions", en="{n} questions")),
    "trials": (Text(fr="{n} essai", en="{n} trial"), Text(fr="{n} essais", en="{n} trials")),
    "others": (Text(fr="{n} autre", en="{n} other"), Text(fr="{n} autres", en="{n} others")),
    "interruptions": (
        Text(fr="{n} interruption", en="{n} interruption"),
        Text(fr="{n} interruptions", en="{n} interruptions"),
    ),
}
"""What is counted beside judgements; in French nought is one."""


def counted(what: str, n: int) -> Text:
    """Say how many: « 1 essai », « 3 essais »."""
    forms = terms.JUDGEMENTS[what].counted if what in terms.JUDGEMENTS else _OTHERS[what]
    assert forms is not None
    one, several = forms
    return Text(
        fr=(one if n < 2 else several).fr.format(n=n),
        en=(one if n == 1 else several).en.format(n=n),
    )


def told_counts(counts: TrialCounts) -> Text:
    """Say how many trials there were and how each was judged: « 3 essais : 2 réussis, 1 refus. »"""
    known = [(one if one in terms.JUDGEMENTS else "others", n) for one, n in counts.judged]
    each = [_with_errors(judgement, n, counts.errors_before_silence) for judgement, n in known]
    return _COUNTS.format(total=counted("trials", counts.total), each=joined(each, ", "))


def _with_errors(judgement: str, n: int, errors: int) -> Text:
    """Say how many had a judgement; of those with no response, how many had wrong answers first."""
    told = counted(judgement, n)
    if judgement != "no_response" or not errors:
        return told
    return joined([told, (_WITH_ERRORS if n == 1 else _WITH_ERRORS_OF).format(n=errors)], " ")


def unjudged(counts: TrialCounts) -> tuple[Text, ...]:
    """Say what each sort of trial without a judgement is, of those that there are."""
    return tuple(_UNJUDGED[one] for one in UNJUDGED if counts.by_judgement.get(one))


_UNJUDGED: Mapping[str, Text] = {
    "void": Text(
        fr="Non coté : l'essai a été interrompu ou écarté, il ne dit rien de l'enfant.",
        en="Not scored: the trial was cut short or set aside, it says nothing of the child.",
    ),
    "unscored": Text(
        fr="Sans jugement : rien n'y est juste ou faux, ou personne n'a confirmé la réponse.",
        en="Not judged: nothing in it is right or wrong, or nobody confirmed the answer.",
    ),
}
_WITH_ERRORS = Text(
    fr="(avec des réponses fausses avant la dernière aide)", en="(with wrong answers before the last help)"
)
_WITH_ERRORS_OF = Text(
    fr="(dont {n} avec des réponses fausses avant la dernière aide)",
    en="({n} of them with wrong answers before the last help)",
)
_COUNTS = Text(fr="{total} : {each}.", en="{total}: {each}.")
