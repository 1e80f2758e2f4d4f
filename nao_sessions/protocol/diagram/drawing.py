"""Drawing a plan: groups, cards, ways out, lines."""

from __future__ import annotations

from nao_sessions.protocol.diagram.canvas import Canvas, arrow, rounded
from nao_sessions.protocol.diagram.layout.values import Band, Wire
from nao_sessions.protocol.diagram.measure import shortened, wrapped
from nao_sessions.protocol.diagram.plan import (
    FRAME,
    START,
    START_WORD,
    Level,
    Plan,
    come_from,
    end_word,
    mark_width,
    start_of,
)
from nao_sessions.protocol.diagram.sizes import (
    PAD,
    SMALL,
    TITLE,
    Line,
    Mark,
    SizedCard,
    WayRow,
    from_room,
    number_width,
)
from nao_sessions.protocol.diagram.style import ground
from nao_sessions.protocol.diagram.words import Words
from nao_sessions.protocol.flow import BACK, DONE
from nao_sessions.text.messages import msg

_GOES_ON = msg("{title} (continued)")
CORNER = 8

SECTION = 36
"""Height of the head of a group that is drawn apart."""


class Drawing:
    """Draws the parts of one plan on a canvas."""

    def __init__(self, plan: Plan, words: Words, canvas: Canvas) -> None:
        self._plan = plan
        self._words = words
        self._canvas = canvas

    def section(self, level: Level, number: int, x: int, y: int) -> None:
        """Draw one band of a group whose steps stand apart, in a frame with the group's number and title."""
        canvas, band, parent = self._canvas, level.bands[number], level.parent
        assert parent is not None, "only groups are drawn apart"
        wide, high = section_size(band)
        step = self._words.protocol.steps[parent]
        told = self._words.of(self._words.telling.step(step.name))
        if number:
            told = self._words.of(_GOES_ON, title=told)
        canvas.open("g", class_="group", data_section=parent)
        canvas.rect(x, y, wide, high, "box", CORNER)
        canvas.foot(x + 1, y + SECTION, wide - 2, high - SECTION - 1, CORNER - 1, fill=ground(level.depth))
        self._head(x, y, wide, SECTION)
        left = PAD + number_width(level.depth - 1)
        canvas.rect(x + PAD, y + 8, left - PAD, 20, "badge", 10)
        middle = f"{x + (PAD + left) / 2:g}"
        canvas.words("text", self._plan.numbers[parent], class_="number light", x=middle, y=y + 22)
        title = shortened(told, TITLE, wide - left - 8 - PAD, bold=True)
        canvas.words("text", title, class_="title", x=x + left + 8, y=y + 22)
        canvas.close("g")
        self.band(level, band.moved(x + FRAME, y + SECTION + FRAME))

    def band(self, level: Level, band: Band) -> None:
        """Draw one band: its lines, its marks, its cards and groups."""
        self._wires(band, level.depth)
        for name, (x, y) in band.places.items():
            if name in level.sized:
                self.card(level.sized[name], x, y, level.inner.get(name), level.depth)
            else:
                self._mark(level, name, x, y)

    def card(self, card: SizedCard, x: int, y: int, inside: Level | None, depth: int) -> None:
        """Draw a card; ``inside``: the level that a group frames."""
        canvas, kind, name = self._canvas, card.card.kind, card.card.name
        step = self._words.protocol.steps.get(name)
        numbered = name in self._plan.numbers
        own = {"data_step": name, "id": f"{canvas.prefix}-{name}"} if numbered else {"data_panel": name}
        canvas.open("g", class_=kind, **own)
        canvas.words("title", card.card.title if card.card.title == name else f"{card.card.title} ({name})")
        wide, high = card.width, card.height
        if step is not None and step.each is not None:
            # Several rounds: another sheet shows behind.
            canvas.put(
                "path",
                class_="behind",
                d=f"M{x + wide} {y + 8}H{x + wide + 5}V{y + high + 5}H{x + 8}V{y + high}",
            )
        canvas.rect(x, y, wide, high, "box", CORNER)
        if inside is not None:
            body = high - card.head - 1
            canvas.foot(x + 1, y + card.head, wide - 2, body, CORNER - 1, fill=ground(depth + 1))
        self._head(x, y, wide, card.head)
        if kind == "trials":
            canvas.put("path", class_="bar", d=f"M{x + 4} {y + CORNER}V{y + high - CORNER}")
        if numbered:
            self._badge(card, x, y, depth)
        self._written(card, x, y)
        if inside is not None:
            band = inside.bands[0]
            self.band(inside, band.moved(x + (wide - band.width) // 2, y + card.body_end))
        if card.ways:
            canvas.put("path", class_="rule", d=f"M{x + 1} {y + card.ways[0].top}H{x + wide - 1}")
        for row in card.ways:
            self._way(row, x, y, card)
        canvas.close("g")

    def _head(self, x: int, y: int, wide: int, high: int) -> None:
        """Draw the coloured head of a card: its upper corners are round."""
        top = f"M{x + 1} {y + high}V{y + CORNER}Q{x + 1} {y + 1} {x + CORNER} {y + 1}"
        end = f"H{x + wide - CORNER}Q{x + wide - 1} {y + 1} {x + wide - 1} {y + CORNER}V{y + high}Z"
        self._canvas.put("path", class_="head", d=top + end)

    def _badge(self, card: SizedCard, x: int, y: int, depth: int) -> None:
        wide = number_width(depth)
        self._canvas.rect(x + PAD, y + 8, wide, 20, "badge", 10)
        number = self._plan.numbers[card.card.name]
        self._canvas.words("text", number, class_="number light", x=f"{x + PAD + wide / 2:g}", y=y + 22)

    def _written(self, card: SizedCard, x: int, y: int) -> None:
        canvas = self._canvas
        sources = [self._plan.numbers[name] for name in self._plan.come_from.get(card.card.name, ())]
        told = wrapped(
            come_from(self._words, card.card.called_by, sources),
            SMALL,
            from_room(card.width),
            max(len(card.from_at), 1),
        )
        for text, baseline in zip(told, card.from_at, strict=False):
            canvas.words("text", text, class_="from", x=x + PAD, y=y + baseline)
        for rule in card.rules:
            canvas.put("path", class_="rule", d=f"M{x + PAD} {y + rule}H{x + card.width - PAD}")
        self._lines(card.lines, card.marks, x, y)

    def _lines(
        self, lines: tuple[Line, ...], marks: tuple[Mark, ...], x: int, y: int, light: str = ""
    ) -> None:
        for mark in marks:
            self._canvas.sign(x + mark.x, y + mark.y, mark.sign, f"sign{light}")
        for line in lines:
            self._canvas.words("text", line.text, class_=f"{line.style}{light}", x=x + line.x, y=y + line.y)

    def _way(self, row: WayRow, x: int, y: int, card: SizedCard) -> None:
        canvas, way = self._canvas, row.way
        canvas.open("g", class_=f"exit {way.kind}", data_exit=way.id, data_to=way.target or "")
        last = way.kind == "end"
        if last:
            canvas.foot(
                x + 1, y + row.top, card.width - 2, card.height - row.top - 1, CORNER - 1, class_="dark"
            )
        self._lines(row.lines, row.marks, x, y, " light" if last else "")
        if not last or way.target is not None:
            self._leads(row, x + card.width - PAD, y + row.middle)
        canvas.close("g")

    def _leads(self, row: WayRow, right: int, middle: int) -> None:
        """Draw where a way leads, at the end of its row."""
        way, canvas = row.way, self._canvas
        sign = {None: "again", BACK: "back", DONE: "done"}.get(way.target)
        if sign is not None:
            canvas.sign(right - 17, middle - 7, sign)
            return
        assert way.target is not None
        number = self._plan.numbers[way.target]
        drawn = way.id in self._plan.drawn
        canvas.open("a", href=f"#{canvas.prefix}-{way.target}")
        canvas.number(right, middle, number if drawn else f"→ {number}", "" if drawn else "dark")
        canvas.close("a")

    def _mark(self, level: Level, name: str, x: int, y: int) -> None:
        """Draw the mark of the start or the end of a level."""
        canvas, parent = self._canvas, level.parent
        if name == start_of(parent) and parent is not None:
            canvas.put("circle", class_="dark", cx=x + 8, cy=y + 8, r=8, data_mark=name)
            return
        word = START_WORD if parent is None else end_word(self._words.protocol.steps[parent])
        look = "dark" if parent is None else "chip"
        told = self._words.of(word)
        wide = mark_width(told)
        canvas.open("g", data_mark=name)
        canvas.rect(x, y, wide, START, look, START // 2)
        light = " light" if parent is None else ""
        if parent is not None:
            canvas.sign(x + 10, y + 6, "done")
        middle = x + wide / 2 + (8 if parent is not None else 0)
        canvas.words("text", told, class_=f"mark{light}", x=f"{middle:g}", y=y + 17)
        canvas.close("g")

    def _wires(self, band: Band, depth: int) -> None:
        """Draw the lines of a band; where two cross, the later one shows above the earlier one."""
        nets: dict[tuple[str, bool], list[Wire]] = {}
        for wire in band.wires:
            nets.setdefault((wire.target, wire.loop), []).append(wire)
        for (target, loop), wires in nets.items():
            look = "wire loop" if loop else "wire"
            self._canvas.open("g", data_net=target)
            for wire in wires:
                self._canvas.put("path", class_="halo", stroke=ground(depth), d=rounded(wire.points))
            for wire in wires:
                self._canvas.put(
                    "path", class_=look, d=rounded(wire.points, 5 if wire.arrives else 0),
                    data_exits=" ".join(wire.ports), data_from=wire.source, data_to=wire.target,
                )  # fmt: skip
            for wire in wires:
                if wire.arrives:
                    self._canvas.put("path", class_=look.replace("wire", "tip"), d=arrow(wire.points[-1]))
            self._canvas.close("g")


def section_size(band: Band) -> tuple[int, int]:
    """Return the width and the height of one band of a group that is drawn apart, in its frame."""
    return band.width + 2 * FRAME, band.height + SECTION + 2 * FRAME
