"""Trials that were corrected after the session, in words: as they were judged then, and as they stand now.

Both are told, always: what was judged in the room is never written over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from nao_sessions.core.text import Text
from nao_sessions.protocol.wording import JUDGEMENTS
from nao_sessions.replay.reading import Recording
from nao_sessions.replay.telling import Told, same, worded
from nao_sessions.session.trials import read_trials

_BY: Mapping[str, Text] = {
    "professional": Text(fr="un adulte", en="an adult"),
    "unknown": Text(fr="on ne sait pas", en="nobody knows"),
    "": Text(fr="on ne sait pas", en="nobody knows"),
}


@dataclass(frozen=True, slots=True)
class Corrected:
    """What was corrected of one trial; ``label`` is how it counts now, where its judgement was corrected."""

    words: Text
    label: Text | None

    def added_to(self, told: Told) -> Told:
        """Give the trial's sentence with its correction behind it."""
        both = Text(fr=f"{told.sentence.fr} – {self.words.fr}", en=f"{told.sentence.en} – {self.words.en}")
        return replace(told, sentence=both, label=self.label or told.label)


def corrected_words(recording: Recording) -> Mapping[int, Corrected]:
    """Give what was corrected, by the seq of the trial's event."""
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
            words = Text(
                fr="corrigé après la séance : {now} (jugé en séance : {then})",
                en="corrected after the session: {now} (judged in it: {then})",
            )
            parts.append(words.format(now=now, then=worded(JUDGEMENTS, trial.in_session)))
        if "by" in fields:
            words = Text(
                fr="réponse attribuée après la séance : {who}", en="who answered, told afterwards: {who}"
            )
            parts.append(words.format(who=worded(_BY, trial.by)))
        whys = dict.fromkeys(one.why for one in trial.corrections if one.why)
        parts += [same(f"« {why} »") for why in whys]
        if fields:
            joined = Text(fr=", ".join(one.fr for one in parts), en=", ".join(one.en for one in parts))
            found[trial.seq] = Corrected(joined, now if "judgement" in fields else None)
    return found


def corrections_fact(recording: Recording) -> tuple[Text, Text]:
    """Say how many trials were corrected: a label, and the words."""
    count = len(corrected_words(recording))
    words = Text(
        fr="{count} essais corrigés après la séance ; le jugement d'alors reste montré",
        en="{count} trials corrected after the session; the judgement of then is still shown",
    )
    if count == 1:
        words = Text(
            fr="un essai corrigé après la séance ; le jugement d'alors reste montré",
            en="one trial corrected after the session; the judgement of then is still shown",
        )
    return Text(fr="Corrections", en="Corrections"), words.format(count=count)
