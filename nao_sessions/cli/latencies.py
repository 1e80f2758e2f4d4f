"""The lines of a command on the latencies of a session (how long answers took), each with its uncertainty.

They are read as ``latencies.json`` has them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from nao_sessions.core.events import Event
from nao_sessions.record.additions.corrections import Correction
from nao_sessions.record.results.counts import LoggedUncounted, uncounted_latencies
from nao_sessions.record.results.interruptions import read_interruptions
from nao_sessions.record.results.trials import read_trials
from nao_sessions.room.voice.latencies import once
from nao_sessions.room.voice.latency_words import latency_words, not_measured
from nao_sessions.room.voice.questions import answers_of
from nao_sessions.text.formats import joined
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg, msgn

MOST_SHOWN = 8
"""How many latencies a terminal shows; all of them stand in the JSON and in the replay."""


def latency_lines(
    answers: Sequence[Mapping[str, Any]],
    language: Language,
    events: Sequence[Event] = (),
    corrections: Sequence[Correction] = (),
) -> list[str]:
    """Return a line for each latency that counts, up to a limit, and a line on those that do not count.

    ``answers`` are those of ``latencies.json``; what does not count, and how many those are, is worked out
    from the log's ``events`` and what was corrected afterwards, as for tables and methods.
    """
    trials = read_trials(events, corrections)
    left_out = uncounted_latencies(events, trials, read_interruptions(events))
    counting = [one for one in once(answers) if one["seq"] not in left_out]
    found = []
    for answer in counting[:MOST_SHOWN]:
        line = _ONE.format(seq=answer["seq"], took=latency_words(answer)).in_language(language)
        why = not_measured(answer, language)
        found.append(f"{line} ({why})" if why else line)
    if len(counting) > MOST_SHOWN:
        found.append(_MORE.format(n=len(counting) - MOST_SHOWN).in_language(language))
    logged = [asdict(one) for one in answers_of(events, ())]
    whys = Counter(left_out[one["seq"]] for one in once(logged) if one["seq"] in left_out)
    if whys:
        each = joined([words.format(n=whys[why]) for why, words in _WHY.items() if whys[why]], " · ")
        found.append(_LEFT_OUT.format(count=whys.total(), each=each).in_language(language))
    return found


_LEFT_OUT = msg("latencies not counted: {count} ({each})")
_WHY: Mapping[LoggedUncounted, Text] = {
    "no_question": msg("in answer to no trial's question, a 'stop' for instance: {n}"),
    "beside": msg("after the answer that counted, or out of turn: {n}"),
    "interrupted": msg("cut by an interruption: {n}"),
    "not_own": msg("given or entered by somebody else: {n}"),
    "no_answer": msg("of trials judged as no response, or refused: {n}"),
    "void": msg("of trials that are not scored: {n}"),
    "repeated": msg("of repetitions for correction: {n}"),
}
_ONE = msg("latency (seq {seq}): {took}")
_MORE = msgn("... and {n} more latency (--json)", "... and {n} more latencies (--json)")
