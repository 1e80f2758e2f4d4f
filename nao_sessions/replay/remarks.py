"""What the tables say of an answer beside its time, in words: why its latency is none of those that count.

Which latencies count, and why others do not, is known to ``session/counts.py`` alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from nao_sessions.core.events import Event
from nao_sessions.session.corrections import Correction
from nao_sessions.session.counts import ResponseUncounted, uncounted_responses, why_uncounted
from nao_sessions.session.interruptions import read_interruptions
from nao_sessions.session.responses import is_answer
from nao_sessions.session.trials import read_trials
from nao_sessions.text.messages import Text, msg

Remark = ResponseUncounted | Literal["entered", "out_of_turn", "beside"]
"""As the tables have it; ``not_own`` and ``not_final`` are told apart further: the adult entered the answer,
another child answered, it came beside the answers."""


def remarks_of(events: Sequence[Event], corrections: Sequence[Correction]) -> Mapping[int, Remark]:
    """Return why latencies are not counted, by the seqs of their responses and trials."""
    trials = read_trials(events, corrections)
    found: dict[int, Remark] = dict(uncounted_responses(events, trials, read_interruptions(events)))
    for event in events:
        if found.get(event.seq) == "not_final" and not is_answer(event):
            found[event.seq] = "out_of_turn" if event.data.get("why") == "out_of_turn" else "beside"
    for trial in trials:
        if (why := why_uncounted(trial)) is not None:
            found[trial.seq] = "entered" if why == "not_own" and trial.entered else why
    return found


REMARKS: Mapping[Remark, Text] = {
    "repeated": msg("not counted: a repetition for correction"),
    "void": msg("not counted: the trial is not scored"),
    "no_answer": msg("not counted: the trial was judged as no response, or refused"),
    "not_own": msg("not counted: somebody else than the child answered"),
    "entered": msg("not counted: that is the adult's press"),
    "interrupted": msg("not counted: the session stood still meanwhile"),
    "not_final": msg("not the answer that ended the trial"),
    "out_of_turn": msg("not counted: it was another child's turn"),
    "beside": msg("not counted"),
    "no_question": msg("not counted: it answers no trial's question"),
}
