"""Trials and responses that were corrected after the session, in words: as they were, and as they stand now.

Both are told, always: what was judged in the room is never written over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from nao_sessions.protocol.wording import JUDGEMENTS
from nao_sessions.replay.reading import Recording
from nao_sessions.replay.telling import Told, worded
from nao_sessions.session.corrections import Correction
from nao_sessions.session.trials import read_trials
from nao_sessions.text.formats import SEMICOLON, joined
from nao_sessions.text.messages import Text, msg, verbatim

_BY: Mapping[str, Text] = {
    "professional": msg("an adult"),
    "unknown": msg("nobody knows"),
    "": msg("nobody knows"),
}


@dataclass(frozen=True, slots=True)
class Corrected:
    """What was corrected of one trial or response; ``label``: how it counts now, where it was judged anew."""

    words: Text
    label: Text | None

    def added_to(self, told: Told) -> Told:
        """Give its sentence with its correction behind it."""
        both = msg("{sentence} – {words}", sentence=told.sentence, words=self.words)
        return replace(told, sentence=both, label=self.label or told.label)


def corrected_words(recording: Recording) -> Mapping[int, Corrected]:
    """Give what was corrected, by the seq of the event of the trial or the response."""
    if not recording.corrections:
        return {}
    try:
        trials = read_trials(recording.events, recording.corrections)
    except (KeyError, TypeError, ValueError):  # a newer program may write other fields
        return {}
    found = {}
    for trial in trials:
        fields = {one.field: one for one in trial.corrections}
        parts = []
        now = worded(JUDGEMENTS, trial.judgement)
        if "judgement" in fields:
            words = msg("corrected after the session: {now} (judged in it: {then})")
            parts.append(words.format(now=now, then=worded(JUDGEMENTS, trial.in_session)))
        if "by" in fields:
            parts.append(_author(trial.by))
        if fields:
            joined = _joined(parts, trial.corrections)
            found[trial.seq] = Corrected(joined, now if "judgement" in fields else None)
    for response in recording.responses:
        if response.corrections:
            joined = _joined([_author(response.participant or response.by)], response.corrections)
            found[response.seq] = Corrected(joined, None)
    return found


def _author(by: str) -> Text:
    words = msg("who answered, told afterwards: {who}")
    return words.format(who=worded(_BY, by))


def _joined(parts: Sequence[Text], corrections: Sequence[Correction]) -> Text:
    whys = dict.fromkeys(one.why for one in corrections if one.why)
    every = [*parts, *(verbatim(f"« {why} »") for why in whys)]
    return joined(every)


def corrections_fact(recording: Recording) -> tuple[Text, Text]:
    """Say how many trials and responses were corrected: a label, and the words."""
    said = {one.seq for one in recording.responses if one.corrections}
    trials = len(corrected_words(recording).keys() - said)
    parts = []
    if trials or not said:
        parts.append(_TRIALS_CORRECTED[trials == 1].format(count=trials))
    if said:
        parts.append(_RESPONSES_NAMED[len(said) == 1].format(count=len(said)))
    words = joined(parts, SEMICOLON)
    return msg("Corrections"), words


_TRIALS_CORRECTED = (
    msg("{count} trials corrected after the session; the judgement of then is still shown"),
    msg("one trial corrected after the session; the judgement of then is still shown"),
)
_RESPONSES_NAMED = (
    msg("who gave {count} responses was said after the session"),
    msg("who gave one response was said after the session"),
)
