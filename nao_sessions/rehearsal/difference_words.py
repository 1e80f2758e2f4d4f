"""Differences between rehearsals of two versions, as sentences: what comes more or less often, and where.

Every kind of thing and of circumstances that is observed has its words here, in both languages.
"""

from __future__ import annotations

from collections.abc import Callable

from nao_sessions.core.text import Text
from nao_sessions.protocol.wording import HELPS, JUDGEMENTS, OUTCOMES, quote, same
from nao_sessions.rehearsal.comparison import Difference
from nao_sessions.rehearsal.observed import NOT_JUDGED, Words

Named = Callable[[str], Text]
"""Gives what a part of the protocol is called."""

_SENTENCE = Text(
    fr="{where}{what} : {now} des {now_of} séances, contre {before} des {before_of} d'avant",
    en="{where}{what}: in {now} of {now_of} sessions, in {before} of {before_of} before",
)
_AVERAGE = Text(
    fr="{what} : {now} en moyenne, contre {before} avant",
    en="{what}: {now} on average, {before} before",
)

_THINGS: dict[str, Text] = {
    "does": Text(fr="Nao {0} {1}", en="Nao {0} {1}"),
    "note": Text(fr="la note {0}", en="the note {0}"),
    "adult": Text(fr="l'adulte lit {0}", en="the adult reads {0}"),
    "shows": Text(fr="la tablette montre {0}", en="the board shows {0}"),
    "again": Text(fr="une {0}ᵉ fois : {1} {2} {3}", en="once more ({0}): {1} {2} {3}"),
    "to": Text(fr="mène à {0}", en="leads to {0}"),
    "done": Text(fr="finit {0}", en="ends {0}"),
    "exit": Text(fr="passe par {0}", en="goes by {0}"),
    "way": Text(fr="part par {0} vers {1}", en="leaves by {0} to {1}"),
    "help": Text(fr="dans {0}, aide {1} : {2}", en="in {0}, help {1}: {2}"),
    "offers": Text(fr="{0} est une réponse possible", en="{0} is a possible answer"),
    "answer": Text(fr="la réponse est {0}", en="the answer is {0}"),
    "judged": Text(fr="dans {0}, un essai est « {1} »", en="in {0}, a trial is '{1}'"),
    "in a row": Text(fr="dans {0}, {1} échecs de suite", en="in {0}, {1} failures in a row"),
    "asked": Text(fr="après {1} essais de {0}", en="after {1} trials of {0}"),
    "failed": Text(fr="après {1} échecs de suite dans {0}", en="after {1} failures in a row in {0}"),
    "set": Text(fr="{0} change de {1}", en="{0} changes by {1}"),
    "set at": Text(fr="dans {0}, {1} change de {2}", en="in {0}, {1} changes by {2}"),
    "visits": Text(fr="{0} est visitée {1} fois", en="{0} is visited {1} times"),
    "list": Text(fr="{0} a lieu", en="{0} takes place"),
    "data": Text(fr="{0} vaut {1} à la fin", en="{0} is {1} at the end"),
    "end": Text(fr="fin : {0}", en="end: {0}"),
    "error": Text(fr="erreur {0}", en="error {0}"),
    "slot": Text(fr="durée prévue {0} ms, permise {1} ms", en="{0} ms expected, {1} ms allowed"),
}

_WHERE: dict[str, Text] = {
    "session": Text(fr="", en=""),
    "step": Text(fr="dans {0}, ", en="in {0}, "),
    "exit": Text(fr="quand la séance passe par {0}, ", en="when the session goes by {0}, "),
    "asks": Text(fr="dans {0}, avec l'item « {1} », ", en="in {0}, with item '{1}', "),
    "changes": Text(fr="quand {1} change dans {0}, ", en="when {1} changes in {0}, "),
    "in": Text(fr="dans {0}, {1}, ", en="in {0}, {1}, "),
    "leaving": Text(fr="en quittant {0}, {1}, ", en="leaving {0}, {1}, "),
}

_VALUES: dict[str, Text] = {
    "data": Text(fr="avec {0} = {1}", en="with {0} = {1}"),
    "passed": Text(fr="après {1} essais réussis de {0}", en="after {1} trials of {0} that were passed"),
    "correct": Text(
        fr="après {1} essais de {0} réussis sans aide", en="after {1} unaided right trials of {0}"
    ),
    "item": Text(fr="avec l'item « {0} »", en="with item '{0}'"),
}

_NUMBERS: dict[str, Text] = {
    "duration": Text(fr="durée de la séance (s)", en="length of the session (s)"),
    "speech": Text(fr="temps de parole de Nao (s)", en="time that Nao speaks (s)"),
    "stay": Text(fr="temps passé dans {0} (s)", en="time spent in {0} (s)"),
    "trials": Text(fr="essais de {0}", en="trials of {0}"),
    "helps": Text(fr="aides par essai de {0}", en="help a trial of {0}"),
}

_PARTS = {
    "to": (0,), "done": (0,), "exit": (0,), "way": (0, 1), "help": (0,), "judged": (0,), "in a row": (0,),
    "asked": (0,), "failed": (0,), "set at": (0,), "visits": (0,), "list": (0,),
    "step": (0,), "asks": (0,), "changes": (0,), "in": (0,), "leaving": (0,), "passed": (0,), "correct": (0,),
}  # fmt: skip
"""Which words of a kind name a part of the protocol."""

_QUOTED = {"does": (1,), "note": (0,), "adult": (0,), "offers": (0,), "answer": (0,)}
_CALLED: dict[tuple[str, int], dict[str, Text]] = {
    ("help", 2): dict(HELPS),
    ("judged", 1): {**JUDGEMENTS, NOT_JUDGED: Text(fr="sans jugement", en="not judged")},
    ("end", 0): dict(OUTCOMES),
    ("does", 0): {
        "say": Text(fr="dit", en="says"),
        "gesture": Text(fr="fait le geste", en="makes the gesture"),
        "pose": Text(fr="prend la pose", en="takes the pose"),
        "posture": Text(fr="prend la posture", en="takes the posture"),
        "look": Text(fr="regarde", en="looks at"),
        "eyes": Text(fr="a les yeux", en="has its eyes"),
        "sound": Text(fr="joue le son", en="plays the sound"),
    },
}


def said(difference: Difference, named: Named) -> Text:
    """Say one difference."""
    if difference.circumstances[0] == "average":
        kind, _, step = difference.circumstances[1].partition(" ")
        return _AVERAGE.format(
            what=_filled(_NUMBERS[kind], "step", (step,), named),
            now=_number(difference.now),
            before=_number(difference.before),
        )
    return _SENTENCE.format(
        where=_where(difference.circumstances, named),
        what=_filled(_THINGS[difference.thing[0]], difference.thing[0], difference.thing[1:], named),
        now=_percent(difference.now),
        now_of=difference.now_of,
        before=_percent(difference.before),
        before_of=difference.before_of,
    )


def _where(circumstances: Words, named: Named) -> Text:
    kind, *rest = circumstances
    if kind not in ("in", "leaving"):
        return _filled(_WHERE[kind], kind, tuple(rest), named)
    step, value, *values = rest
    told = _filled(_VALUES[value], value, tuple(values), named)
    return _fill(_WHERE[kind], (named(step), told))


def _filled(text: Text, kind: str, words: Words, named: Named) -> Text:
    """Fill a text with words, each as it is called."""
    told = []
    for place, word in enumerate(words):
        if place in _PARTS.get(kind, ()):
            told.append(named(word))
        elif place in _QUOTED.get(kind, ()):
            told.append(quote(word))
        else:
            told.append(_CALLED.get((kind, place), {}).get(word, same(word)))
    return _fill(text, (*told, *(same("") for _ in range(4 - len(told)))))


def _fill(text: Text, told: tuple[Text, ...]) -> Text:
    return Text(fr=text.fr.format(*(one.fr for one in told)), en=text.en.format(*(one.en for one in told)))


def _percent(share: float) -> Text:
    percent = f"{100 * share:.1f}"
    return Text(fr=percent.replace(".", ",") + " %", en=f"{percent}%")


def _number(number: float) -> Text:
    text = f"{number:.2f}"
    return Text(fr=text.replace(".", ","), en=text)
