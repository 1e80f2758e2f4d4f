"""What each answer took: from the end of the question to the answer, how surely, and in which words.

Where ``latencies.json`` was not made the robot's own word stands, with the uncertainty that it has then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nao_sessions.core.clock import MILLISECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.room.voice.latencies import latencies_by_seq
from nao_sessions.room.voice.latency_words import latency_words
from nao_sessions.session.interruptions import Interruption, interrupted_ns, read_interruptions
from nao_sessions.text.messages import Text, msg


@dataclass(frozen=True, slots=True)
class Taken:
    """What one answer took: from when to when (session ns), how far off its beginning may be, in words.

    ``spread_ns`` is None where nobody knows; ``measured`` tells an end that was found in the sound.
    """

    from_ns: int
    to_ns: int
    spread_ns: int | None
    measured: bool
    words: Text


def taken_of(events: Sequence[Event], record: Mapping[str, Any]) -> dict[int, Taken]:
    """Give what each answer took, by the seq of its event.

    Args:
        events: the log.
        record: what was read of ``latencies.json``; without answers where it was not made.
    """
    still = read_interruptions(events)
    try:
        answers = latencies_by_seq(events, record)
    except (KeyError, TypeError, ValueError, AttributeError):  # a newer program may write other fields
        return {}
    return {seq: _taken(answer, still) for seq, answer in answers.items() if "answered_ns" in answer}


def _taken(answer: Mapping[str, Any], still: Sequence[Interruption]) -> Taken:
    answered_ns = int(answer["answered_ns"])
    from_ns = answered_ns - int(answer["latency_ns"])
    cut = interrupted_ns(still, from_ns, answered_ns) > 0
    spread_ms = answer.get("uncertainty_ms")
    return Taken(
        from_ns=from_ns,
        to_ns=answered_ns,
        spread_ns=None if spread_ms is None else round(float(spread_ms) * MILLISECOND_NS),
        measured=answer["method"] == "sound",
        words=_CUT if cut else latency_words(answer),
    )


_CUT = msg("not counted: the session stood still meanwhile")
