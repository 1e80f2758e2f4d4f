"""The lanes of the log on the timeline: one of each kind, and where several children took part one for each.

The log says whose an event is; what it says to be nobody's is kept apart, never given to a child.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nao_sessions.record.results.responses import named_afterwards
from nao_sessions.review.replay.narration import LANES, Lane
from nao_sessions.review.replay.reading import Recording
from nao_sessions.review.replay.words import LANE_NAMES, WORDS
from nao_sessions.text.languages import Language

_CHILD = LANES.index("child")
_CHILD_LOOKS = 6
"""So many children have a colour of their own; more take them in turn."""
_DIGITS = re.compile(r"(\d+)", re.ASCII)
_NOBODY = frozenset({"unknown", "professional", "second"})


@dataclass(frozen=True, slots=True)
class Lanes:
    """The lanes from top to bottom.

    ``children`` have a lane each, none where fewer than two took part; ``nobody``: whether there is a lane
    for what no child is known to have done.
    """

    children: tuple[str, ...] = ()
    nobody: bool = False

    def place(self, lane: Lane, child: str | None) -> int:
        """Return the place of a lane on the timeline, from 0; of the children's lanes, that of the child."""
        kind = LANES.index(lane)
        if not self.children or kind < _CHILD:
            return kind
        if kind > _CHILD:
            return kind + len(self.children) - 1 + self.nobody
        return _CHILD + (self.children.index(child) if child in self.children else len(self.children))

    def to_json(self, language: Language) -> dict[str, Any]:
        """Return the lanes' names, kinds (places in LANES) and looks (CSS classes) as JSON values."""
        names = [LANE_NAMES[lane].in_language(language) for lane in LANES]
        kinds = list(range(len(LANES)))
        looks = [f"lane-{kind}" for kind in kinds]
        if self.children:
            nobody = [WORDS["nobody"].in_language(language)] if self.nobody else []
            names[_CHILD : _CHILD + 1] = [*self.children, *nobody]
            kinds[_CHILD : _CHILD + 1] = [_CHILD] * (len(self.children) + len(nobody))
            looks[_CHILD : _CHILD + 1] = [
                *(f"child-{n % _CHILD_LOOKS + 1}" for n in range(len(self.children))),
                *("child-0" for _ in nobody),
            ]
        return {"lanes": names, "kinds": kinds, "looks": looks}


def lanes_of(recording: Recording, narrated: Sequence[tuple[Lane, str | None]]) -> Lanes:
    """Return the lanes of a session, from the lane and the child of each of its events."""
    codes = [str(code) for code in recording.facts.get("participants") or ()]
    whose = [child for lane, child in narrated if lane == "child"]
    children = tuple(sorted({*codes, *(child for child in whose if child is not None)}, key=code_order))
    return Lanes(children, None in whose) if len(children) > 1 else Lanes()


def code_order(code: str) -> tuple[object, ...]:
    """Return a sort key for codes: P9 comes before P10."""
    return tuple(
        (0, int(part), "") if part.isdigit() else (1, 0, part) for part in _DIGITS.split(code) if part
    )


def children_of(recording: Recording, *, corrected: bool = True) -> list[str | None]:
    """Return the code of the child that each event belongs to, in the events' order; None where not known.

    What follows from something that a child did is that child's: a response belongs to who touched, or to the
    author whom a person named afterwards (``corrected``). In an imported session the participants are those
    whose events it has.
    """
    codes = {str(code) for code in recording.facts.get("participants") or ()}
    codes = codes or {event.participant for event in recording.events if event.participant} - _NOBODY
    authors = named_afterwards(recording.responses) if corrected else {}
    found: dict[int, str | None] = {}
    for event in recording.events:
        if event.seq in authors and not event.data.get("child"):
            found[event.seq] = authors[event.seq] if authors[event.seq] in codes else None
            continue
        named = (event.participant, *(event.data.get(name) for name in ("child", "by", "participant")))
        own = next((str(code) for code in named if code in codes), None)
        found[event.seq] = own or (found.get(event.cause) if event.cause is not None else None)
    return [found[event.seq] for event in recording.events]
