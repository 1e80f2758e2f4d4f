"""What was judged and marked while the session ran, as the annotations of a coder of its own.

A view of the log: read only, and never written into a coder's file.
"""

from __future__ import annotations

from collections.abc import Sequence

from nao_sessions.core.events import Event
from nao_sessions.record.additions.annotations import Annotation
from nao_sessions.record.results.interruptions import at_death
from nao_sessions.record.results.responses import PROFESSIONAL
from nao_sessions.record.results.trials import UNSCORED, read_trials

SCHEME = "live"
MARK = "mark"
_NO_WAY = (None, "", PROFESSIONAL)
_JUDGED_OR_MARKED = frozenset({"trial", "mark"})


def live_annotations(events: Sequence[Event]) -> tuple[Annotation, ...]:
    """Return a point for each judgement of a trial, and for each mark that an adult set.

    A judgement stands where the answer was given, or where the trial ended without one; of a trial that was
    judged again in the session, or only later, the last judgement counts, as in the table of trials; what was
    corrected afterwards is not live. The means is the one by which the answer came; where an adult said it
    for the child, nobody knows which. Of no response there is none: what was tried before did not count.
    """
    judged = {trial.seq: trial.in_session for trial in read_trials(events)}
    found: dict[str, Annotation] = {}
    for event in at_death(events):
        if event.kind not in _JUDGED_OR_MARKED:
            continue
        at = event.at if event.t is None else event.t
        data = event.data
        match event.dir, event.kind:
            case "out", "trial" if judged[event.seq] != UNSCORED:
                opened, latency = data.get("opened_at"), data.get("latency_ns")
                answered = opened + latency if isinstance(opened, int) and isinstance(latency, int) else at
                came = judged[event.seq] != "no_response" and data.get("way") not in _NO_WAY
                name = f"trial{event.seq}"
                found[name] = Annotation(
                    id=name,
                    scheme=SCHEME,
                    behaviour=judged[event.seq],
                    start_ns=answered,
                    modifiers={"by": str(data["way"])} if came else {},
                    subject=str(data.get("child") or ""),
                    comment=str(data.get("item") or ""),
                )
            case "note", "mark":
                name = f"mark{event.seq}"
                found[name] = Annotation(
                    name, SCHEME, MARK, at, comment=str(data.get("label") or data.get("text") or "")
                )
    return tuple(sorted(found.values(), key=lambda one: (one.start_ns, one.id)))
