"""What a session came to, read from its log alone: for the end of a run, and for `info`.

Counts and durations only; nothing here judges a child.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from nao_sessions.core.clock import MILLISECOND_NS, SECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.record.additions.corrections import RecordCorrection
from nao_sessions.record.results.counts import Latency, bounds, count_child, latency_of, uncounted_latencies
from nao_sessions.record.results.interruptions import read_interruptions
from nao_sessions.record.results.responses import ACTED_ON
from nao_sessions.record.results.trials import SessionTrial, read_trials


@dataclass(frozen=True, slots=True)
class Summary:
    """A session in numbers. Latencies run from the end of Nao's sentence to the response, in milliseconds.

    ``sentences`` and ``gestures`` were said and made to their end; ``cut`` and ``failed`` count, by verb,
    what was begun and did not come to its end, and what Nao could not do at all.
    Latencies are those of responses that
    :func:`~nao_sessions.record.results.counts.uncounted_latencies` leaves in.
    """

    outcome: str
    duration_s: float
    steps: tuple[str, ...]
    sentences: int
    gestures: int
    cut: Mapping[str, int]
    failed: Mapping[str, int]
    responses: int
    responses_kept: int
    silences: int
    latencies: tuple[Latency, ...]
    buttons: int
    adaptations: tuple[str, ...]
    errors: tuple[str, ...]

    @property
    def latencies_ms(self) -> tuple[int, ...]:
        """Return the latencies in whole milliseconds, rounded down."""
        return tuple(one.ns // MILLISECOND_NS for one in self.latencies)

    def to_json(self) -> dict[str, Any]:
        """Return the summary as JSON values."""
        return {
            "outcome": self.outcome,
            "duration_s": round(self.duration_s, 1),
            "steps": list(self.steps),
            "sentences": self.sentences,
            "gestures": self.gestures,
            "cut": dict(self.cut),
            "failed": dict(self.failed),
            "responses": self.responses,
            "responses_kept": self.responses_kept,
            "silences": self.silences,
            "latencies_ms": list(self.latencies_ms),
            "latency_median_ms": round(median(self.latencies_ms)) if self.latencies_ms else None,
            "buttons": self.buttons,
            "adaptations": list(self.adaptations),
            "errors": list(self.errors),
        }


def summarise(
    events: Sequence[Event],
    corrections: Sequence[RecordCorrection] = (),
    measured: Mapping[int, Mapping[str, Any]] | None = None,
    robot_ms: float | None = None,
) -> Summary:
    """Return a summary of a session, with later corrections taken into account.

    ``measured`` are the latencies of ``latencies.json`` by the seq of their line; else they are the log's,
    and the robot's word in it may be ``robot_ms`` from the end of its sentence.

    ``silences`` counts the times that a step which waited for a child went on by itself.
    """
    by_seq = {event.seq: event for event in events}
    left_out = uncounted_latencies(events, read_trials(events, corrections), read_interruptions(events))
    began_ns, ended_ns = bounds(events)
    outs = [event for event in events if event.dir == "out"]
    responses = [event for event in outs if event.kind == "response"]
    taken = [event for event in responses if event.data["why"] in ACTED_ON]
    verbs = {str(event.data["id"]): str(event.data["verb"]) for event in outs if event.kind == "do"}
    how = _endings(events)
    by_ending = Counter((how.get(action, ""), verb) for action, verb in verbs.items())
    entered = [event for event in outs if event.kind == "entered"]
    ended = [event for event in outs if event.kind == "ended"]
    return Summary(
        outcome=str(ended[-1].data["outcome"]) if ended else "",
        duration_s=(ended_ns - began_ns) / SECOND_NS,
        steps=tuple(str(event.data["step"]) for event in entered),
        sentences=by_ending["finished", "say"],
        gestures=by_ending["finished", "gesture"],
        cut={verb: count for (ending, verb), count in sorted(by_ending.items()) if ending == "stopped"},
        failed={verb: count for (ending, verb), count in sorted(by_ending.items()) if ending == "failed"},
        responses=len(taken),
        responses_kept=len(responses) - len(taken),
        silences=sum(
            "/after." in str(event.data["by"]) and by_seq[event.cause or 0].kind in ("timer", "done")
            for event in entered
        ),
        latencies=tuple(
            latency_of(logged_ns, (measured or {}).get(event.seq), robot_ms, helped=False)
            for event in responses
            if isinstance(logged_ns := event.data.get("latency_ns"), int) and event.seq not in left_out
        ),
        buttons=sum(event.dir == "in" and event.kind == "button" for event in events),
        adaptations=tuple(str(event.data["command"]) for event in outs if event.kind == "adaptation"),
        errors=tuple(str(event.data["code"]) for event in outs if event.kind == "error"),
    )


def latencies_of_child(
    trials: Sequence[SessionTrial],
    events: Sequence[Event],
    measured: Mapping[int, Mapping[str, Any]],
    robot_ms: float | None = None,
    *,
    alone: bool,
) -> tuple[Latency, ...]:
    """Return a child's latencies that count: those of its *trials*, else of responses where it is *alone*."""
    if trials or not alone:
        return count_child(trials, measured, robot_ms).latencies
    return summarise(events, measured=measured, robot_ms=robot_ms).latencies


def _endings(events: Sequence[Event]) -> Mapping[str, str]:
    """Return how each action ended: as the robot said, or ``stopped`` where the engine cut it before that.

    What was lost with the robot or the program is cut as well: nobody knows how much of it was said.
    """
    found: dict[str, str] = {}
    for event in events:
        if (event.dir, event.kind) == ("out", "halt"):
            found |= dict.fromkeys(map(str, event.data["ids"]), "stopped")
        elif (event.dir, event.kind) == ("in", "done"):
            how = str(event.data.get("how"))
            found.setdefault(str(event.data.get("action")), "stopped" if how == "lost" else how)
    return found
