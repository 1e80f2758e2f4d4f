"""Planning a drawing: what is on each card, which groups stand where, which way has a line.

With the card of a block of trials: question, answers, helps in order, what follows, how many.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from nao_sessions.protocol.diagram.cards import (
    COLON,
    CardRow,
    DiagramCard,
    WayOut,
    block_rows,
    card_of,
    command_ways,
    done_of,
    drawn_target,
    first_words,
    level_ways,
)
from nao_sessions.protocol.diagram.layout.arrange import arrange, fold
from nao_sessions.protocol.diagram.layout.values import Box, LayerBand, Port
from nao_sessions.protocol.diagram.sizes import CARD, SMALL, SizedCard, sized
from nao_sessions.protocol.diagram.style import PRINTED_MM
from nao_sessions.protocol.diagram.style import width as text_width
from nao_sessions.protocol.diagram.words import DiagramWords
from nao_sessions.protocol.flow import BACK, DONE, Act, Speech, Step
from nao_sessions.protocol.outline import HelpOutline, TrialsOutline, level_outline, step_outline
from nao_sessions.protocol.trials import PASSED
from nao_sessions.protocol.wording import JUDGEMENTS
from nao_sessions.text.messages import Text, msg, msgn

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
class DiagramLevel:
    """The steps that stand beside each other: those of the protocol outside groups, or those of one group.

    ``sized`` holds every card of the level; ``inner`` the level inside each group that frames its steps here,
    of one band; ``apart`` the level of each group whose steps are drawn elsewhere; ``drawn`` the ids of the
    ways that have a line.
    """

    parent: str | None
    depth: int
    bands: tuple[LayerBand, ...]
    sized: Mapping[str, SizedCard]
    inner: Mapping[str, DiagramLevel]
    apart: Mapping[str, DiagramLevel]
    drawn: frozenset[str]

    def whole(self) -> Iterator[DiagramLevel]:
        """Yield the level and all levels below it, in reading order."""
        yield self
        for band in self.bands:
            for name in band.names:
                below = self.inner.get(name) or self.apart.get(name)
                if below is not None:
                    yield from below.whole()

    def sections(self) -> Iterator[DiagramLevel]:
        """Yield the levels that are drawn apart, in reading order."""
        for level in self.whole():
            for band in level.bands:
                yield from (level.apart[name] for name in band.names if name in level.apart)


@dataclass(frozen=True, slots=True)
class DiagramPlan:
    """A protocol as it will be drawn.

    ``numbers``: of every step, in the order of reading; ``come_from``: for each step, the steps whose ways
    lead to it without a line; ``always`` and ``commands``: the ways that hold everywhere.
    """

    root: DiagramLevel
    numbers: Mapping[str, str]
    drawn: frozenset[str]
    come_from: Mapping[str, tuple[str, ...]]
    always: tuple[WayOut, ...]
    commands: tuple[WayOut, ...]


def come_from(words: DiagramWords, called_by: Sequence[str], numbers: Sequence[str]) -> str:
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


ENDLESS = 10**9

Sources = dict[str, list[str]]
"""For each step, the steps from which a way leads to it that has no line."""

NARROWER = (1.0, 0.85, 0.7)
"""Shares of the width that boxes may take, tried in turn until their lines have room beside them too."""

_APART = msgn(
    "its {n} step is drawn apart, under the same number",
    "its {n} steps are drawn apart, under the same number",
)


def plan(words: DiagramWords) -> DiagramPlan:
    """Plan the drawing of a protocol."""
    planner = _Planner(words)
    root = planner.level(None, 0, ROOM_WIDTH, ROOM_HEIGHT)
    numbers: dict[str, str] = {}
    _number(root, "", numbers)
    drawn = frozenset(way for level in root.whole() for way in level.drawn)
    come_from: dict[str, list[str]] = {}
    for name in numbers:
        for way in planner.cards[name].ways:
            if way.target is not None and way.target not in (BACK, DONE) and way.id not in drawn:
                come_from.setdefault(way.target, []).append(name)
    return DiagramPlan(
        root,
        numbers,
        drawn,
        {name: tuple(dict.fromkeys(sources)) for name, sources in come_from.items()},
        planner.always,
        planner.commands,
    )


class _Planner:
    def __init__(self, words: DiagramWords) -> None:
        self._words = words
        steps = words.protocol.steps
        self.always = level_ways(level_outline(words.telling, words.protocol.always), words)
        self.commands = command_ways(words)
        called: dict[str, list[str]] = {}
        for way in (*self.commands, *self.always):
            if way.target is not None and way.target in steps:
                called.setdefault(way.target, []).append(way.label)
        self.cards: dict[str, DiagramCard] = {
            name: card_of(
                outline := step_outline(words.telling, step),
                words,
                trial_rows(outline.trials, words),
                tuple(dict.fromkeys(label for label in called.get(name, ()) if label)),
            )
            for name, step in steps.items()
        }
        self._from_inside: Sources = {}
        for name, card in self.cards.items():
            for way in card.ways:
                target = None if way.target is None else steps.get(way.target)
                if target is not None and target.parent != steps[name].parent:
                    self._from_inside.setdefault(target.name, []).append(name)

    def level(self, parent: str | None, depth: int, width: int, height: int) -> DiagramLevel:
        """Return the layout of a level of steps, with the inside of its groups laid out first.

        Args:
            parent: the group, or None: the protocol as a whole.
            depth: in how many groups the steps stand.
            width: what there is for a band, if its boxes keep to it.
            height: the same; without end, all is one band.
        """
        steps = self._words.protocol.steps
        names = [name for name, step in steps.items() if step.parent == parent]
        inner: dict[str, DiagramLevel] = {}
        apart: dict[str, DiagramLevel] = {}
        for name in names:
            if steps[name].start is None:
                continue
            room = width - 2 * FRAME - 2 * FRAME
            framed = self.level(name, depth + 1, room, ENDLESS)
            least = min(height, ROOM_HEIGHT) - 150
            if not framed.apart and framed.bands[0].width <= room and framed.bands[0].height <= least:
                inner[name] = framed
            else:
                apart[name] = self.level(name, depth + 1, ROOM_WIDTH - 2 * FRAME, ROOM_HEIGHT)
        cards = {name: self._sized(name, depth, inner, apart, self._from_inside) for name in names}
        boxes = self._boxes(parent, cards)
        last = None if parent is None or done_of(parent) not in boxes else done_of(parent)
        best: tuple[LayerBand, ...] = ()
        for narrower in NARROWER:
            folding = fold(boxes, start_of(parent), last, width=round(width * narrower), height=height)
            cut = folding.cut(boxes)
            sources = {name: list(inside) for name, inside in self._from_inside.items()}
            for box in boxes.values():
                for port in box.ports:
                    if port.id in cut:
                        sources.setdefault(port.target, []).append(box.name)
            resized = {name: self._sized(name, depth, inner, apart, sources) for name in names}
            bands = arrange(self._boxes(parent, resized), folding)
            if not best or _widest(bands) < _widest(best):
                best, cards = bands, resized
            if _widest(best) <= width:
                break
        first = boxes[start_of(parent)].ports[0].target
        bands = tuple(_begin_with(first, band) for band in best)
        drawn = frozenset(port for band in bands for wire in band.wires for port in wire.ports)
        return DiagramLevel(parent, depth, bands, cards, inner, apart, drawn - {start_of(parent)})

    def _sized(
        self,
        name: str,
        depth: int,
        inner: Mapping[str, DiagramLevel],
        apart: Mapping[str, DiagramLevel],
        sources: Sources,
    ) -> SizedCard:
        card = self.cards[name]
        # No step has its number yet: each is as wide here as the widest that its depth can have.
        numbers = [self._widest_number(source) for source in dict.fromkeys(sources.get(name, ()))]
        comes_from = come_from(self._words, card.called_by, numbers)
        if name not in inner:
            note = None if name not in apart else self._apart_row(apart[name])
            return sized(card, depth, comes_from=comes_from, apart=note)
        band = inner[name].bands[0]
        width = max(CARD, band.width + 2 * FRAME)
        return sized(card, depth, comes_from=comes_from, width=width + width % 2, inside=band.height + FRAME)

    def _widest_number(self, name: str) -> str:
        steps = self._words.protocol.steps
        parts = 1 + len(self._words.protocol.ancestors(name)) if name in steps else 1
        return ".".join(["0" * len(str(len(steps)))] * parts)

    def _apart_row(self, level: DiagramLevel) -> CardRow:
        return CardRow(self._words.of(_APART, n=len(level.sized)), "use", "small")

    def _boxes(self, parent: str | None, cards: Mapping[str, SizedCard]) -> dict[str, Box]:
        """Return the boxes of a level: the start, the steps in the file's order, the end of the group."""
        protocol = self._words.protocol
        first = protocol.start if parent is None else protocol.steps[parent].start
        assert first is not None, "a group has a start"
        start = start_of(parent)
        mark = (DOT, DOT) if parent is not None else (mark_width(self._words.of(START_WORD)), START)
        boxes = {start: Box(start, *mark, (Port(start, first, mark[1]),))}
        reached: set[str] = set()
        for name, card in cards.items():
            ports: list[Port] = []
            for row in card.ways:
                target = drawn_target(row.way, parent)
                if target is not None:
                    ports.append(Port(row.way.id, target, row.middle))
                    reached.add(target)
            boxes[name] = Box(name, card.width, card.height, tuple(ports))
        if parent is not None and done_of(parent) in reached:
            word = self._words.of(end_word(protocol.steps[parent]))
            boxes[done_of(parent)] = Box(done_of(parent), mark_width(word), START)
        return boxes


def _widest(bands: Sequence[LayerBand]) -> int:
    return max(band.width for band in bands)


def _begin_with(first: str, band: LayerBand) -> LayerBand:
    """Return a band whose names begin with the first step, even if another stands beside the start mark."""
    return replace(band, names=tuple(sorted(band.names, key=lambda name: name != first)))


def _number(level: DiagramLevel, prefix: str, numbers: dict[str, str]) -> None:
    """Enter the number of each step in ``numbers``, in reading order: ``3``, ``3.12`` in a group."""
    count = 0
    for band in level.bands:
        for name in band.names:
            if name in level.sized:
                count += 1
                numbers[name] = f"{prefix}{count}"
                below = level.inner.get(name) or level.apart.get(name)
                if below is not None:
                    _number(below, f"{numbers[name]}.", numbers)


MOST_ANSWERS = 8

_MORE_ANSWERS = msgn("… and {n} more answer", "… and {n} more answers")


def trial_rows(outline: TrialsOutline | None, words: DiagramWords) -> tuple[CardRow, ...]:
    """Return rows that describe the trials of a step, in the order of a trial; none without trials."""
    if outline is None:
        return ()
    size = outline.facts.brief("count", "each_item", "deck", "order", "spread")
    rules = outline.facts.brief("correction", "pause", "end_on_success", "stop_when")
    return (
        CardRow(" · ".join(words.of(one) for one in size), "trials", "small", ruled=True),
        *_small(outline, words, "level", "adapt"),
        *block_rows(outline.trials.ask, words),
        *_answers(outline, words),
        *_small(outline, words, "right", "correct"),
        *_small(outline, words, "after", "patience"),
        *_helps(outline, words),
        *_feedback(outline, words),
        *(CardRow(words.of(rule), None, "small", ruled=not number) for number, rule in enumerate(rules)),
    )


def _small(outline: TrialsOutline, words: DiagramWords, sign: str | None, key: str) -> list[CardRow]:
    return [CardRow(words.of(brief), sign, "small") for brief in outline.facts.brief(key)]


def _answers(outline: TrialsOutline, words: DiagramWords) -> list[CardRow]:
    rows: list[CardRow] = []
    for answer in outline.answers[:MOST_ANSWERS]:
        text = " · ".join(dict.fromkeys(words.of(one) for one in answer.brief))
        rows.append(CardRow(text, "answer", end_signs=answer.senses, ruled=not rows))
    if len(outline.answers) > MOST_ANSWERS:
        rows.append(CardRow(words.of(_MORE_ANSWERS, n=len(outline.answers) - MOST_ANSWERS), None, "small"))
    return rows


def _helps(outline: TrialsOutline, words: DiagramWords) -> list[CardRow]:
    rows = _small(outline, words, None, "prompting")
    for help_outline in outline.helps:
        rows.append(CardRow(_help(help_outline, words), "help"))
        adult = next((act for act in _acts(help_outline, words) if act.verb == "adult"), None)
        if adult is not None and isinstance(adult.argument, Speech):
            rows.append(CardRow(words.speech(adult.argument), "adult", "adult"))
    rows += _small(outline, words, None, "prompt_on")
    return [replace(row, ruled=not number) for number, row in enumerate(rows)]


def _help(outline: HelpOutline, words: DiagramWords) -> str:
    acts = [act for act in _acts(outline, words) if act.verb not in ("adult", "set", "note", "open")]
    done = " · ".join(words.of(words.telling.act(act).text) for act in acts)
    return words.of(outline.brief) + (words.of(COLON) + done if done else "")


def _acts(outline: HelpOutline, words: DiagramWords) -> list[Act]:
    return [act for moment in words.protocol.blocks.get(outline.prompt.block, ()) for act in moment.acts]


def _feedback(outline: TrialsOutline, words: DiagramWords) -> list[CardRow]:
    rows: list[CardRow] = []
    for key, block in outline.trials.feedback:
        heading = words.of(JUDGEMENTS[key]) if key in JUDGEMENTS else key
        sign = "right" if key in PASSED else {"no_response": "after"}.get(key, "answer")
        first = first_words(block, words)
        text = heading if first is None else f"{heading}{words.of(COLON)}{first}"
        rows.append(CardRow(text, sign, ruled=not rows))
    return rows
