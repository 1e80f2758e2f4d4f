"""A story as an educator would enter it into the ledger."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from nao_sessions.privacy.ledger.rules import Means, Presence
from nao_sessions.privacy.ledger.values import (
    DecisionLine,
    DecisionOverLine,
    DisagreementLine,
    Holder,
    Line,
    PersonLine,
    PurposeLine,
    WordLine,
)
from tests.oracle_grounds.stories import TODAY, Somebody, Story

SESSION_DAY = datetime.date(2026, 11, 30)
_CAPACITIES = {
    "mother": "parent",
    "father": "parent",
    "guardian": "guardian",
    "delegate": "delegation",
    "service": "ase",
}
_ROLES = {"child": "child", "worker": "staff", "guest": "visitor"}
_WORDS = {"yes": "agrees", "told": "informed", "no": "refuses", "takes-back": "withdraws"}


def date_of(day: int) -> datetime.date:
    """Return the date of a story's day."""
    return SESSION_DAY + datetime.timedelta(days=day - TODAY)


def now_of(story: Story) -> datetime.datetime:
    """Return what the clock says when the session is to begin."""
    return datetime.datetime(2026, 11, 30, 10, tzinfo=datetime.UTC)


def newest_of(story: Story) -> datetime.datetime:
    """Return the latest time that the house knows of, which a clock that went back is behind."""
    return now_of(story) - datetime.timedelta(days=story.clock_days_off, hours=1)


def lines_of(story: Story) -> Iterator[Line]:
    """Yield the lines of the ledger in the order in which they are entered."""
    for want, chosen in story.wants.items():
        if chosen.chosen:
            reading = "one" if chosen.one_parent_films else "all"
            yield PurposeLine(want, chosen.basis, chosen.paper, reading)  # type: ignore[arg-type]
    for resolution in story.resolutions:
        yield DecisionLine(
            version=resolution.release,
            recorders=resolution.recorders,
            decided_by="D01",
            decided_on=date_of(resolution.day),
            until=date_of(resolution.last_day),
            opinion_on=date_of(resolution.day - 30),
            assessed_on=date_of(resolution.day - 60),
            paper="DEC-1",
            robot=resolution.machine,
            disk_vouched=resolution.answers_for_disk,
            favourable=True,
        )
        if resolution.taken_back is not None:
            yield DecisionOverLine("D01", date_of(resolution.taken_back))
    for one in story.everybody:
        if one.written_down:
            yield _declared(one)
            yield from _said(one)
            for _, begins in sorted(one.quarrels, key=lambda quarrel: quarrel[0]):
                yield DisagreementLine(one.code, begins)


def means_of(story: Story) -> Means:
    """Return what the session is recorded with."""
    return Means(story.release, story.machine, story.disk_locked)


def presence_of(story: Story) -> Presence:
    """Return who is there, and what the children said."""
    asked = SESSION_DAY if story.asked_today else SESSION_DAY - datetime.timedelta(days=1)
    return Presence(tuple(story.children), tuple(story.adults), story.today, asked)


def _declared(one: Somebody) -> PersonLine:
    if one.kind != "child":
        return PersonLine(one.code, _ROLES[one.kind])  # type: ignore[arg-type]
    assert one.eighteen_on is not None
    holders = tuple(
        Holder(who, _CAPACITIES[role])  # type: ignore[arg-type]
        for who, role in one.answering.items()
    )
    needs = 2 if one.seen is None else 1
    return PersonLine(one.code, "child", date_of(one.eighteen_on), holders, needs, one.seen)  # type: ignore[arg-type]


def _said(one: Somebody) -> Iterator[WordLine]:
    for said in sorted(one.said, key=lambda word: word.day):
        no = said.what in ("no", "takes-back")
        act = None if said.what == "takes-back" else "use" if said.about_using else "record"
        yield WordLine(
            one.code,
            said.who,
            _WORDS[said.what],  # type: ignore[arg-type]
            date_of(said.day),
            None if no else date_of(said.last_day),
            act,  # type: ignore[arg-type]
            said.recorders,
            said.wants,  # type: ignore[arg-type]
            "" if no else said.paper,
        )
