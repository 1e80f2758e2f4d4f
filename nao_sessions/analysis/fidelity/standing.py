"""What a block of trials had come to by each question and each judgement: its counts, and the first help.

Counted from the log alone, by the engine's own rules; what trials were is in their records.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nao_sessions.core.events import Event
from nao_sessions.engine.records import Fade, Tally, Trial
from nao_sessions.engine.scores import counted, faded
from nao_sessions.protocol.flow import Protocol


@dataclass(frozen=True, slots=True)
class Standing:
    """How a child and an item stood: the state of fading helps (``fade``), and the counts of this block.

    ``tally`` is None where several took part and it was nobody's turn: whose counts are meant is not known.
    """

    fade: Fade
    tally: Tally | None


def standings_of(events: Sequence[Event], protocol: Protocol) -> Mapping[int, Standing]:
    """Return how the block stood at each question, trial and later judgement, by the seq of that event."""
    start = events[0].data if events else {}
    alone = len(start.get("participants") or ()) <= 1
    known = {(one["step"], one["child"], one["item"]): Fade(**one) for one in _levels(start)}
    tallies: dict[tuple[str, str], Tally] = {}
    found: dict[int, Standing] = {}
    key, fade, tally = ("", "", ""), Fade("", "", ""), Tally()
    for event in events:
        data = event.data
        if event.dir != "out" or event.kind not in ("question", "trial", "rejudged"):
            continue
        if event.kind == "question":
            key = (str(data.get("step")), str(data.get("turn") or ""), str(data.get("item") or ""))
            fade, tally = known.get(key, Fade(*key)), tallies.get(key[:2], Tally())
            if data.get("number") == 1:  # a block begins; in turns its runs go on
                tally = tally.carried() if key[1] else Tally()
            tallies[key[:2]] = tally
        else:
            step = protocol.steps.get(str(data.get("step")))
            if step is not None and step.trials is not None:
                fields: dict[str, Any] = {name: data.get(name) for name in Trial._fields}
                trial = Trial(**{**fields, "prompts": data.get("prompts") or 0})
                # one that is judged again is counted anew from what was before it
                known[key] = faded(fade, step.trials.prompting, len(step.trials.prompts), trial)
                tallies[key[:2]] = counted(tally, trial)
        counts = tallies.get(key[:2]) if key[1] or alone else None
        found[event.seq] = Standing(known.get(key, fade), counts)
    return found


def _levels(start: Mapping[str, Any]) -> Sequence[dict[str, Any]]:
    """Return the help levels that a session took over from the one before, from its first line."""
    carried: Sequence[dict[str, Any]] = (start.get("levels") or {}).get("help", ())
    return carried
