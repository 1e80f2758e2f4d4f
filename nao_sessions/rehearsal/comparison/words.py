"""Differences between rehearsals of two versions, as sentences: what comes more or less often, and where.

Every kind of thing and of circumstances that is observed has its words here, in both languages.
"""

from __future__ import annotations

from collections.abc import Callable

from nao_sessions.protocol.wording import HELPS, JUDGEMENTS, OUTCOMES, quote
from nao_sessions.rehearsal.comparison.differences import Difference
from nao_sessions.rehearsal.reports.observations import NOT_JUDGED, Words
from nao_sessions.text.formats import number
from nao_sessions.text.messages import Text, msg, verbatim

Named = Callable[[str], Text]
"""Gives what a part of the protocol is called."""

_SENTENCE = msg("{what}: in {now} of {now_of} sessions, in {before} of {before_of} before")
_AVERAGE = msg("{what}: {now} on average, {before} before")

_THINGS: dict[str, Text] = {
    "does": msg("Nao {0} {1}"),
    "note": msg("the note {0}"),
    "adult": msg("the adult reads {0}"),
    "shows": msg("the board shows {0}"),
    "again": msg("once more ({0}): {1} {2} {3}"),
    "to": msg("leads to {0}"),
    "done": msg("ends {0}"),
    "exit": msg("goes by {0}"),
    "way": msg("leaves by {0} to {1}"),
    "help": msg("in {0}, help {1}: {2}"),
    "offers": msg("{0} is a possible answer"),
    "answer": msg("the answer is {0}"),
    "judged": msg("in {0}, a trial is '{1}'"),
    "in a row": msg("in {0}, {1} failures in a row"),
    "asked": msg("after {1} trials of {0}"),
    "failed": msg("after {1} failures in a row in {0}"),
    "set": msg("{0} changes by {1}"),
    "set at": msg("in {0}, {1} changes by {2}"),
    "visits": msg("{0} is visited {1} times"),
    "list": msg("{0} takes place"),
    "data": msg("{0} is {1} at the end"),
    "end": msg("end: {0}"),
    "error": msg("error {0}"),
    "slot": msg("{0} ms expected, {1} ms allowed"),
}

_WHERE: dict[str, Text] = {
    "session": msg("{what}"),
    "step": msg("in {0}, {what}"),
    "exit": msg("when the session goes by {0}, {what}"),
    "asks": msg("in {0}, with item '{1}', {what}"),
    "changes": msg("when {1} changes in {0}, {what}"),
    "in": msg("in {0}, {1}, {what}"),
    "leaving": msg("leaving {0}, {1}, {what}"),
}

_VALUES: dict[str, Text] = {
    "data": msg("with {0} = {1}"),
    "passed": msg("after {1} trials of {0} that were passed"),
    "correct": msg("after {1} trials of {0} correct without help"),
    "item": msg("with item '{0}'"),
}

_NUMBERS: dict[str, Text] = {
    "duration": msg("length of the session (s)"),
    "speech": msg("time that Nao speaks (s)"),
    "stay": msg("time spent in {0} (s)"),
    "trials": msg("trials of {0}"),
    "helps": msg("help a trial of {0}"),
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
    ("judged", 1): {**JUDGEMENTS, NOT_JUDGED: msg("not judged")},
    ("end", 0): dict(OUTCOMES),
    ("does", 0): {
        "say": msg("says"),
        "gesture": msg("makes the gesture"),
        "pose": msg("takes the pose"),
        "posture": msg("takes the posture"),
        "look": msg("looks at"),
        "eyes": msg("has its eyes"),
        "sound": msg("plays the sound"),
    },
}


def said(difference: Difference, named: Named) -> Text:
    """Say one difference."""
    if difference.circumstances[0] == "average":
        kind, _, step = difference.circumstances[1].partition(" ")
        return _AVERAGE.format(
            what=_filled(_NUMBERS[kind], "step", (step,), named),
            now=number(difference.now, 2),
            before=number(difference.before, 2),
        )
    return _SENTENCE.format(
        what=_where(difference.circumstances, named).format(
            what=_filled(_THINGS[difference.thing[0]], difference.thing[0], difference.thing[1:], named)
        ),
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
            told.append(_CALLED.get((kind, place), {}).get(word, verbatim(word)))
    return _fill(text, (*told, *(verbatim("") for _ in range(4 - len(told)))))


def _fill(text: Text, told: tuple[Text, ...]) -> Text:
    return text.format(**{str(place): one for place, one in enumerate(told)})


def _percent(share: float) -> Text:
    return msg("{percent}%", percent=number(100 * share, 1))
