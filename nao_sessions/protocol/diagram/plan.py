"""A plan: every card in its place, every group around its steps, every line routed, every step numbered.

A way that leads out of a group, or into another band, has no line: it names the number of the step that it
leads to. A group that is too large to stand among its siblings is drawn apart, and is a card among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from nao_sessions.protocol.diagram.layout.values import Band
from nao_sessions.protocol.diagram.measure import width as text_width
from nao_sessions.protocol.diagram.sizes import SMALL, SizedCard
from nao_sessions.protocol.diagram.style import PRINTED_MM
from nao_sessions.protocol.diagram.ways import Way
from nao_sessions.protocol.diagram.words import Words
from nao_sessions.protocol.flow import Step
from nao_sessions.text.messages import Text, msg

PAGE_WIDTH = 950
PAGE_HEIGHT = round(PAGE_WIDTH * PRINTED_MM[1] / PRINTED_MM[0])
"""The height of a page in pixels, in the shape of A4 without its margins; 12 px print as 6.8 points."""

MARGIN = 28
HEADING = 74
"""What the title takes at the top of the first page."""
FOOT = 24
"""What the number of the page takes at its bottom."""

ROOM_WIDTH, ROOM_HEIGHT = PAGE_WIDTH - 2 * MARGIN, PAGE_HEIGHT - 2 * MARGIN - HEADING - FOOT
"""What the first page leaves for the steps."""

FRAME = 14
"""Pixels between a group's frame and what is in it."""

START, DOT = 26, 16
"""Height of the marks with a word for the start and the end, and of the dot that a group begins with."""

START_WORD = msg("start")
_FROM = msg("comes from: {what}")
_END_OF_TURN = msg("end of the turn")
_END_OF_GROUP = msg("end of the group")


@dataclass(frozen=True, slots=True)
class Level:
    """The steps that stand beside each other: those of the protocol outside groups, or those of one group.

    ``sized`` holds every card of the level; ``inner`` the level inside each group that frames its steps here,
    of one band; ``apart`` the level of each group whose steps are drawn elsewhere; ``drawn`` the ids of the
    ways that have a line.
    """

    parent: str | None
    depth: int
    bands: tuple[Band, ...]
    sized: Mapping[str, SizedCard]
    inner: Mapping[str, Level]
    apart: Mapping[str, Level]
    drawn: frozenset[str]

    def whole(self) -> Iterator[Level]:
        """Yield the level and all levels below it, in reading order."""
        yield self
        for band in self.bands:
            for name in band.names:
                below = self.inner.get(name) or self.apart.get(name)
                if below is not None:
                    yield from below.whole()

    def sections(self) -> Iterator[Level]:
        """Yield the levels that are drawn apart, in reading order."""
        for level in self.whole():
            for band in level.bands:
                yield from (level.apart[name] for name in band.names if name in level.apart)


@dataclass(frozen=True, slots=True)
class Plan:
    """A protocol as it will be drawn.

    ``numbers``: of every step, in the order of reading; ``come_from``: for each step, the steps whose ways
    lead to it without a line; ``always`` and ``commands``: the ways that hold everywhere.
    """

    root: Level
    numbers: Mapping[str, str]
    drawn: frozenset[str]
    come_from: Mapping[str, tuple[str, ...]]
    always: tuple[Way, ...]
    commands: tuple[Way, ...]


def come_from(words: Words, called_by: Sequence[str], numbers: Sequence[str]) -> str:
    """Return the words for where a step is come from without an arrow; empty where arrows show all."""
    sources = " · ".join([*called_by, *numbers])
    return words.of(_FROM, what=sources) if sources else ""


def start_of(group: str | None) -> str:
    """Return the name of the mark before the first step of a group, or of the whole protocol."""
    return f"{group or ''}!start"


def mark_width(word: str) -> int:
    """Return the width of a mark with a word in it, in pixels."""
    wide = round(text_width(word, SMALL, bold=True)) + 36
    return wide + wide % 2


def end_word(group: Step) -> Text:
    """Return the word for the end of a group, or for the end of a turn in a group with turns."""
    return _END_OF_TURN if group.each is not None else _END_OF_GROUP
