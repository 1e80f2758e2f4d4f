"""What a command says of the latencies of a session: each with how far off it may be, and how that is known.

They are read as ``latencies.json`` has them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nao_sessions.core.events import Event
from nao_sessions.core.text import Language, Text
from nao_sessions.room.voice.latencies import once
from nao_sessions.room.voice.latency_words import latency_words, not_measured
from nao_sessions.session.interruptions import Interruption, interrupted_ns, read_interruptions
from nao_sessions.session.responses import is_answer

MOST_SHOWN = 8
"""Lines of a terminal; all of them stand in the JSON and in the replay."""


def latency_lines(
    answers: Sequence[Mapping[str, Any]], language: Language, events: Sequence[Event] = ()
) -> list[str]:
    """Give a line for each latency that counts, once, how many more there are, and how many do not count.

    ``events`` are the log's: a latency during which the session stood still does not count, nor the time of
    what answered nothing that was asked (a 'stop').
    """
    still = read_interruptions(events)
    beside = {one.seq for one in events if (one.dir, one.kind) == ("out", "response") and not is_answer(one)}
    timed = once(answers)
    every = [one for one in timed if one["seq"] not in beside]
    answers = [one for one in every if not _is_cut(one, still)]
    found = []
    for answer in answers[:MOST_SHOWN]:
        told = _ONE.format(seq=answer["seq"], took=latency_words(answer)).in_language(language)
        why = not_measured(answer, language)
        found.append(f"{told} ({why})" if why else told)
    if len(answers) > MOST_SHOWN:
        found.append(_MORE.format(count=len(answers) - MOST_SHOWN).in_language(language))
    if len(answers) < len(every):
        found.append(_CUT.format(count=len(every) - len(answers)).in_language(language))
    if len(every) < len(timed):
        found.append(_BESIDE.format(count=len(timed) - len(every)).in_language(language))
    return found


def _is_cut(answer: Mapping[str, Any], still: Sequence[Interruption]) -> bool:
    return bool(still) and interrupted_ns(still, int(answer["opened_ns"]), int(answer["answered_ns"])) > 0


_CUT = Text(
    fr="latences non comptées, coupées par une interruption : {count}",
    en="latencies that are not counted, since an interruption cut them: {count}",
)
_BESIDE = Text(
    fr="ce qui ne répond à rien de demandé (un « stop ») n'a pas de latence : {count}",
    en="what answers nothing that was asked (a 'stop') has no latency: {count}",
)
_ONE = Text(fr="latence (seq {seq})\u00a0: {took}", en="latency (seq {seq}): {took}")
_MORE = Text(fr="… et {count} autres latences (--json)", en="... and {count} more latencies (--json)")
