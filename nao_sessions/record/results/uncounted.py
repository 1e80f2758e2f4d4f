"""Why a latency does not count, in words: one table, of which the replay and the papers take theirs.

The reasons are those of :mod:`nao_sessions.record.results.counts`; some are told apart further here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from nao_sessions.core.events import Event
from nao_sessions.record.results.counts import ResponseUncounted, uncounted_responses, why_uncounted
from nao_sessions.record.results.interruptions import read_interruptions
from nao_sessions.record.results.responses import is_answer, responses_of_trials
from nao_sessions.record.results.trials import SessionTrial
from nao_sessions.text.messages import Text, msg, msgn

Remark = ResponseUncounted | Literal["entered", "out_of_turn", "beside", "untimed"]
"""Why a latency does not count, as the tables have it (``record/results/counts``). Some of ``not_own`` and
``not_final`` have other words: the adult entered the answer, another child answered, it came beside.
``untimed``: the log has no time for an answer that counts."""


class UncountedWords(NamedTuple):
    """The words for a reason: behind one latency, and as a sentence on ``n`` responses of a child.

    There is no sentence for what a child's papers do not count at all.
    """

    remark: Text
    sentence: Text | None = None


def remark_of(trial: SessionTrial) -> Remark | None:
    """Return why a trial's latency does not count; None where it counts, or where there is none."""
    why = why_uncounted(trial)
    return "entered" if why == "not_own" and trial.entered else why


def count_remarks(trials: Iterable[SessionTrial], remarks: Mapping[int, Remark]) -> Counter[Remark]:
    """Return how many trials have no latency that counts, by why; ``remarks`` are of :func:`remarks_of`."""
    whys = (remarks.get(one.seq) if one.untimed else remark_of(one) for one in trials)
    return Counter(why for why in whys if why is not None)


def remarks_of(events: Sequence[Event], trials: Sequence[SessionTrial]) -> Mapping[int, Remark]:
    """Return why latencies do not count, by the seqs of their responses and trials.

    A trial whose answer counts without a time of its own has the reason of the response that it rests on:
    that one was tried before the trial ended, and ended it not. It is ``untimed`` where no response has one.
    """
    found: dict[int, Remark] = dict(uncounted_responses(events, trials, read_interruptions(events)))
    for event in events:
        if found.get(event.seq) == "not_final" and not is_answer(event):
            found[event.seq] = "out_of_turn" if event.data.get("why") == "out_of_turn" else "beside"
    resting = responses_of_trials(events)
    for trial in trials:
        response, why = resting.get(trial.seq, -1), remark_of(trial)
        if trial.untimed:
            found[trial.seq] = found.get(response, "untimed")
        elif why is not None:
            found[trial.seq] = why
            if response in found:
                found[response] = why
    return found


UNCOUNTED: Mapping[Remark, UncountedWords] = {
    "repeated": UncountedWords(msg("not counted: a repetition for correction")),
    "void": UncountedWords(msg("not counted: the trial is not scored")),
    "no_answer": UncountedWords(msg("not counted: the trial was judged as no response, or refused")),
    "interrupted": UncountedWords(
        msg("not counted: the session stood still meanwhile"),
        msgn(
            "One response is not counted here: an interruption cut it.",
            "{n} responses are not counted here: an interruption cut them.",
        ),
    ),
    "away": UncountedWords(
        msg("not counted: the child was marked away meanwhile"),
        msgn(
            "The time of one response is not counted here: the child was marked away meanwhile.",
            "The times of {n} responses are not counted here: the child was marked away meanwhile.",
        ),
    ),
    "entered": UncountedWords(
        msg("not counted: that is the adult's press"),
        msgn(
            "One response is not counted here: the adult entered it.",
            "{n} responses are not counted here: the adult entered them.",
        ),
    ),
    "not_own": UncountedWords(
        msg("not counted: somebody else than the child answered"),
        msgn(
            "One response is not counted here: somebody else than the child gave it.",
            "{n} responses are not counted here: somebody else than the child gave them.",
        ),
    ),
    "nobody": UncountedWords(
        msg("not counted: nobody knows whose it is"),
        msgn(
            "One response is not counted here: nobody knows whose it is.",
            "{n} responses are not counted here: nobody knows whose they are.",
        ),
    ),
    "not_final": UncountedWords(
        msg("not the answer that ended the trial"),
        msgn(
            "One response is not counted here: it is not the answer that ended the trial.",
            "{n} responses are not counted here: they are not the answers that ended their trials.",
        ),
    ),
    "untimed": UncountedWords(
        msg("no time was measured"),
        msgn(
            "For one trial that counts as answered, no time was measured.",
            "For {n} trials that count as answered, no time was measured.",
        ),
    ),
    "out_of_turn": UncountedWords(msg("not counted: it was another child's turn")),
    "beside": UncountedWords(msg("not counted")),
    "no_question": UncountedWords(msg("not counted: it answers no trial's question")),
}
"""The words for each reason, in the order in which a paper tells them."""
