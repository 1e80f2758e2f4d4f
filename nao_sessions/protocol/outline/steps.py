"""A step in words, and its entries: a button, what the child does, a time.

Each entry with when it is taken, if not always, and where it leads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nao_sessions.protocol.expression import Expression
from nao_sessions.protocol.flow import Each, Entry, Level, Step, Use
from nao_sessions.protocol.outline.telling import Facts, OutlineFact, Telling, only_if
from nao_sessions.protocol.outline.trials import TrialsOutline, trials_outline
from nao_sessions.protocol.wording import ENDINGS, OUTCOMES, plain, quote
from nao_sessions.text.formats import joined
from nao_sessions.text.messages import EMPTY_TEXT, Text, msg, msgn

_PLACE = msg("place")
_START = msg("first step of the group")
_EACH = msg("for each")
_USE = msg("protocol used")
_NEXT = msg("next step")
_END = msg("end")
_ROUNDS = msgn("{n} round", "{n} rounds")


@dataclass(frozen=True, slots=True)
class StepOutline:
    """One step in words: ``facts`` by its fields, ``entries`` in the order of their priority."""

    step: Step
    facts: Facts
    trials: TrialsOutline | None
    entries: tuple[EntryOutline, ...]


def step_outline(telling: Telling, step: Step) -> StepOutline:
    """Return a step in words, written by *telling*."""
    trials = None if step.trials is None else trials_outline(telling, step.name, step.trials)
    return StepOutline(step, Facts(_step_facts(telling, step)), trials, level_outline(telling, step.level))


def _step_facts(telling: Telling, step: Step) -> Iterator[OutlineFact]:
    short = EMPTY_TEXT if step.parent is None else quote(step.parent.rpartition(".")[2])
    place = msg("outside all groups") if step.parent is None else msg("in {short}", short=short)
    yield OutlineFact("parent", _PLACE, place)
    if step.start is None:
        yield OutlineFact("start", _START, None)
    else:
        full = msg("The group begins with: {start}.", start=telling.step(step.start))
        yield OutlineFact("start", _START, quote(step.start.rpartition(".")[2]), full)
    yield OutlineFact("each", _EACH, None) if step.each is None else _each(telling, step.each)
    if step.use is None:
        yield OutlineFact("use", _USE, None)
    else:
        yield from _use(telling, step.use)
    if step.next:
        goes = telling.branches(step.next)
        first = msg("Once it is done") if step.children or step.trials is not None else msg("Then")
        yield OutlineFact("next", _NEXT, goes, joined([first, goes], " → "), _then(step))
    else:
        yield OutlineFact("next", _NEXT, None)
    yield OutlineFact("end", _END, None) if step.end is None else _end(telling, step, OUTCOMES[step.end])


def _each(telling: Telling, each: Each) -> OutlineFact:
    table = each.over.rpartition(":")[2]
    rounds = telling.number(each.rounds)
    over = msg("every child present") if each.children else quote(each.over)
    words = msg("{over}, rounds: {rounds}", over=over, rounds=rounds)
    whom = over if each.children else msg("every item of the table “{table}”", table=table)
    full = msg("Done for {whom}.", whom=whom)
    if each.rounds != 1:
        full = msg("Done for {whom}; rounds: {rounds}.", whom=whom, rounds=rounds)
    short = msg("for every child present")
    if not each.children:
        short = msg("for every line of “{table}”", table=table)
    return OutlineFact(
        "each", _EACH, words, full, joined([short, telling.counted(each.rounds, _ROUNDS)], " · ")
    )


def _use(telling: Telling, use: Use) -> Iterator[OutlineFact]:
    settings = [
        msg(
            "{name} = {told}",
            name=name.rpartition(":")[2],
            told=telling.compute(value) if isinstance(value, Expression) else plain(value),
        )
        for name, value in use.begin
    ]
    listed = joined(settings, ", ")
    full = msg("Protocol used: “{file}”.", file=use.file)
    words = msg("{file} ({listed})", file=use.file, listed=listed)
    yield OutlineFact("use", _USE, words, full, msg("protocol {file}", file=use.file))
    if settings:
        yield OutlineFact("use.begin", _USE, None, msg("It begins with: {listed}.", listed=listed))


def _then(step: Step) -> Text:
    """Return in a few words when the ``next`` of a step is taken."""
    if step.trials is not None:
        return msg("after the trials")
    if step.each is not None:
        return msg("after the last turn")
    return msg("then") if step.start is None else msg("at the end of the group")


def _end(telling: Telling, step: Step, outcome: Text) -> OutlineFact:
    assert step.end is not None
    if telling.protocol.used_by(step.name) is None:
        return OutlineFact("end", _END, outcome, msg("End: {word}.", word=outcome), outcome)
    brief = msg("outcome: {ending}", ending=ENDINGS[step.end])
    return OutlineFact("end", _END, outcome, msg("End of the protocol that is used."), brief)


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


def _facts(telling: Telling, entry: Entry) -> Iterator[OutlineFact]:
    silence = entry.kind == "silence"
    stimuli = telling.stimuli(entry.stimuli)
    brief = joined([telling.brief_stimulus(one) for one in entry.stimuli], " · ")
    yield OutlineFact("stimuli", ZONES["when"], stimuli, stimuli, brief if entry.stimuli else None)
    main = msg("main button")
    yield OutlineFact("main", main, plain(entry.main), main if entry.main else None)
    short = msg("cuts Nao short") if entry.cut else None
    yield OutlineFact("cut", msg("cuts short"), plain(entry.cut), short)
    if entry.wait is None:
        yield OutlineFact("wait", msg("wait"), None)
    else:
        length = telling.duration(entry.wait)
        full = msg("nothing for {length}", length=length)
        if silence:
            full = msg("nobody has done anything for {length}", length=length)
        brief = msg("nothing for {time}", time=length) if silence else length
        yield OutlineFact("wait", msg("wait"), length, full, brief)
    if entry.limit is None:
        yield OutlineFact("limit", msg("limit"), None)
    else:
        limit = telling.duration(entry.limit)
        full = msg("{limit} after the step began", limit=limit)
        yield OutlineFact("limit", msg("limit"), limit, full, msg("{time} since the entry", time=limit))
    yield only_if(telling, entry.condition)
    assigned = telling.assigned(entry.assignments) if entry.assignments else None
    yield OutlineFact("assignments", msg("values kept"), assigned, assigned)
    goes = telling.branches(entry.next) if entry.next else msg("what was under way")
    back = msg("the wait begins again") if silence else GOES_ON
    yield OutlineFact("next", msg("leads to"), goes, goes if entry.next else back)
