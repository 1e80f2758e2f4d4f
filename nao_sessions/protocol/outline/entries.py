"""An entry in words: a button, what the child does, a time; only when it is taken, and where it leads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nao_sessions.protocol.flow import Entry, Level
from nao_sessions.protocol.outline.moments import only_if
from nao_sessions.protocol.outline.telling import Fact, Facts, Telling
from nao_sessions.protocol.wording import plain
from nao_sessions.text.formats import joined
from nao_sessions.text.messages import Text, msg

GOES_ON = msg("back to what was under way")
ZONES = {
    "buttons": msg("the adult's button"),
    "when": msg("the child's act"),
    "after": msg("delay"),
    "silence": msg("silence"),
}
"""What an entry is called, by the zone where it stands."""

_TIME = msg("Time")
_WHO = {
    "button": msg("The adult, button"),
    "when": msg("The child"),
    "after": _TIME,
    "silence": _TIME,
}


@dataclass(frozen=True, slots=True)
class EntryOutline:
    """One entry in words.

    Attributes:
        entry: The entry itself.
        who: Who acts for it to be taken.
        cause: What brings it about, in one piece.
        signs: Its pictograms.
        facts: By the entry's fields.
    """

    entry: Entry
    who: Text
    cause: Text
    signs: tuple[str, ...]
    facts: Facts


def level_outline(telling: Telling, level: Level) -> tuple[EntryOutline, ...]:
    """Return the entries of a level in words, in the order of their priority."""
    return tuple(entry_outline(telling, entry) for entry in level.entries())


def entry_outline(telling: Telling, entry: Entry) -> EntryOutline:
    """Return an entry in words, written by *telling*."""
    if entry.label is not None:
        cause = telling.quoted(entry.label)
    else:
        times = [telling.duration(one) for one in (entry.wait, entry.limit) if one is not None]
        trigger = telling.stimuli(entry.stimuli) if entry.stimuli else joined(times, ", ")
        cause = msg("({told})", told=trigger)
    signs = tuple(one.sense for one in entry.stimuli) if entry.kind == "when" else (entry.kind,)
    return EntryOutline(entry, _WHO[entry.kind], cause, signs, Facts(_facts(telling, entry)))


def _facts(telling: Telling, entry: Entry) -> Iterator[Fact]:
    silence = entry.kind == "silence"
    stimuli = telling.stimuli(entry.stimuli)
    brief = joined([telling.brief_stimulus(one) for one in entry.stimuli], " · ")
    yield Fact("stimuli", ZONES["when"], stimuli, stimuli, brief if entry.stimuli else None)
    main = msg("main button")
    yield Fact("main", main, plain(entry.main), main if entry.main else None)
    short = msg("cuts Nao short") if entry.cut else None
    yield Fact("cut", msg("cuts short"), plain(entry.cut), short)
    if entry.wait is None:
        yield Fact("wait", msg("wait"), None)
    else:
        length = telling.duration(entry.wait)
        full = msg("nothing for {length}", length=length)
        if silence:
            full = msg("nobody has done anything for {length}", length=length)
        brief = msg("nothing for {time}", time=length) if silence else length
        yield Fact("wait", msg("wait"), length, full, brief)
    if entry.limit is None:
        yield Fact("limit", msg("limit"), None)
    else:
        limit = telling.duration(entry.limit)
        full = msg("{limit} after the step began", limit=limit)
        yield Fact("limit", msg("limit"), limit, full, msg("{time} since the entry", time=limit))
    yield only_if(telling, entry.condition)
    assigned = telling.assigned(entry.assignments) if entry.assignments else None
    yield Fact("assignments", msg("values kept"), assigned, assigned)
    goes = telling.branches(entry.next) if entry.next else msg("what was under way")
    back = msg("the wait begins again") if silence else GOES_ON
    yield Fact("next", msg("leads to"), goes, goes if entry.next else back)
