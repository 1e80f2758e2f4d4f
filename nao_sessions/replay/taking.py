"""What each answer took: from the end of the question to the answer, how surely, and in which words.

Where ``latencies.json`` was not made the robot's own word stands, with the uncertainty that it has then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nao_sessions.core.clock import MILLISECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.room.voice.latencies import EndInSound, Why, told
from nao_sessions.room.voice.latency_words import latency_words
from nao_sessions.room.voice.questions import answers_of, sentences_of
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


def taken_of(events: Sequence[Event], answers: Sequence[Mapping[str, Any]]) -> dict[int, Taken]:
    """Give what each answer took, by the seq of its event.

    Args:
        events: the log.
        answers: those of ``latencies.json``; none where it was not made.
    """
    found = {}
    still = read_interruptions(events)
    for answer in answers or _by_the_robot(events):
        try:
            found[int(answer["seq"])] = _taken(answer, still)
        except (KeyError, TypeError, ValueError):  # a newer program may write other fields
            continue
    return found


def _by_the_robot(events: Sequence[Event]) -> Sequence[Mapping[str, Any]]:
    try:
        sentences = sentences_of(events)
        answers = answers_of(events, sentences)
    except (KeyError, TypeError, ValueError, AttributeError):
        return ()
    unheard: dict[str, EndInSound | Why] = {one.action: "no_recording" for one in sentences}
    found: Sequence[Mapping[str, Any]] = told(answers, sentences, unheard)["answers"]
    return found


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
