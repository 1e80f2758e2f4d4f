"""The diagram as SVG: one file, no script, nothing fetched from anywhere, text that can be selected.

Bands and panels lie on pages of A4's shape, side by side while they fit, then on the next page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from nao_sessions.protocol.diagram.layout.values import LayerBand, Point, Wire
from nao_sessions.protocol.diagram.legend import PATHS, legend, panels
from nao_sessions.protocol.diagram.plan import (
    FOOT,
    FRAME,
    HEADING,
    MARGIN,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    ROOM_HEIGHT,
    ROOM_WIDTH,
    START,
    START_WORD,
    DiagramLevel,
    DiagramPlan,
    come_from,
    end_word,
    mark_width,
    plan,
    start_of,
)
from nao_sessions.protocol.diagram.sizes import (
    PAD,
    SMALL,
    TITLE,
    SignMark,
    SizedCard,
    TextLine,
    WayRow,
    from_room,
    number_width,
    sized,
)
from nao_sessions.protocol.diagram.style import PRINTED_MM, clean, ground, shortened, style, width, wrapped
from nao_sessions.protocol.diagram.words import DiagramWords
from nao_sessions.protocol.flow import BACK, DONE, Protocol
from nao_sessions.protocol.wording import STATUSES, duration
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import msg, msgn

CLASS = "nao-diagram"

_TITLE = msg("Diagram of the protocol “{title}”")
_STEPS = msgn("{n} step", "{n} steps")
_GROUPS = msgn("{n} of them a group", "{n} of them groups")
_VERSION = msg("version {v}")
_CHILDREN = msg("{few} to {n} children")
_UP_TO = msg("{n} children at most")
_SO_MANY = msgn("{n} child", "{n} children")
_EXPECTED = msg("expected duration: {time}")
_LIMIT = msg("{time} at most")
_BEGINS = msg("Begins with “{first}”.")
_ENDS = msg("Ends with: {ends}.")
_PAGE = msg("page {n} of {all}")


def svg(protocol: Protocol, language: Language, *, standalone: bool = True) -> str:
    """Return the drawing of a protocol as SVG.

    Args:
        protocol: what is drawn.
        language: of the drawing's own words; the author's are in it where the protocol has it.
        standalone: a file of its own, which prints on A4; else an element to put into a page.
    """
    words = DiagramWords(protocol, language)
    planned = plan(words)
    canvas = Canvas(f"d-{protocol.id}")
    drawing = Drawing(planned, words, canvas)
    aside = [sized(card, -1) for card in panels(planned.always, planned.commands, words)]
    aside.append(sized(legend(_signs(planned, aside), words, places=_has_places(planned)), -1))
    sections = [(level, number) for level in planned.root.sections() for number in range(len(level.bands))]
    columns = [(band.width, band.height) for band in planned.root.bands]
    columns += [section_size(level.bands[number]) for level, number in sections]
    pages = paged(columns, [(card.width, card.height) for card in aside])
    _heading(protocol, words, canvas, pages.width)
    places = iter(pages.bands)
    for band in planned.root.bands:
        drawing.band(planned.root, band.moved(*next(places)))
    for level, number in sections:
        drawing.section(level, number, *next(places))
    for card, (x, y) in zip(aside, pages.panels, strict=True):
        drawing.card(card, x, y, None, 0)
    _footings(pages, words, canvas)
    return _document(planned, words, canvas, pages, standalone=standalone)


def _signs(planned: DiagramPlan, aside: list[SizedCard]) -> set[str]:
    """Return the signs that the drawing will show, including those of lines."""
    levels = list(planned.root.whole())
    cards = [card for level in levels for card in level.sized.values()] + aside
    used = {mark.sign for card in cards for mark in card.marks}
    used |= {mark.sign for card in cards for row in card.ways for mark in row.marks}
    for card in cards:
        for row in card.ways:
            way = row.way
            if way.target is None:
                used |= set() if way.kind == "end" else {"again"}
            elif way.target in (BACK, DONE):
                used.add(way.target)
            else:
                used.add("number" if way.id in planned.drawn else "elsewhere")
    if any(wire.loop for level in levels for band in level.bands for wire in band.wires):
        used.add("loop")
    return used


def _has_places(planned: DiagramPlan) -> bool:
    cards = [card for level in planned.root.whole() for card in level.sized.values()]
    return any("‹" in line.text for card in cards for line in card.lines)


def _heading(protocol: Protocol, words: DiagramWords, canvas: Canvas, width: int) -> None:
    room = width - 2 * MARGIN
    canvas.words("text", shortened(words.speech(protocol.title), 20, room, bold=True), class_="heading",
                 x=MARGIN, y=MARGIN + 22)  # fmt: skip
    status = STATUSES.get(protocol.status)
    about = [protocol.id, words.of(_VERSION, v=protocol.version)]
    about += [] if status is None else [words.of(status)]
    few, many = protocol.participants_min, protocol.participants_max
    children = _SO_MANY if few == many or many == 1 else _CHILDREN if few else _UP_TO
    counted = [words.of(children, n=many, few=few)]
    if protocol.expected_ms is not None:
        counted.append(words.of(_EXPECTED, time=words.of(duration(protocol.expected_ms))))
    if protocol.limit_ms is not None:
        counted.append(words.of(_LIMIT, time=words.of(duration(protocol.limit_ms))))
    for number, parts in enumerate((about, counted)):
        canvas.words("text", shortened(" · ".join(parts), 12, room), class_="about", x=MARGIN,
                     y=MARGIN + 42 + 18 * number)  # fmt: skip


def _footings(pages: PageLayout, words: DiagramWords, canvas: Canvas) -> None:
    if pages.pages == 1:
        return
    for number in range(1, pages.pages + 1):
        bottom = number * pages.page_height
        text = words.of(_PAGE, n=number, all=pages.pages)
        canvas.words("text", text, class_="about", x=MARGIN, y=bottom - 14)
        if number < pages.pages:
            canvas.put("path", class_="cut", d=f"M0 {bottom}H{pages.width}")


def _document(
    planned: DiagramPlan, words: DiagramWords, canvas: Canvas, pages: PageLayout, *, standalone: bool
) -> str:
    prefix = escape(canvas.prefix)
    size = f'width="{pages.width}" height="{pages.height}" viewBox="0 0 {pages.width} {pages.height}"'
    paper = (pages.pages, _on_side(pages)) if standalone else None
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n' if standalone else "",
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{CLASS}" lang="{words.language}" {size}'
        ' preserveAspectRatio="xMidYMin meet"'
        f' role="graphics-document document" aria-labelledby="{prefix}-title {prefix}-desc">',
        f'<title id="{prefix}-title">{_escaped(_title(words))}</title>',
        f'<desc id="{prefix}-desc">{_escaped(_described(planned, words))}</desc>',
        f"<style>{style(CLASS, print_on=paper)}</style>",
        f"<defs>{canvas.symbols()}</defs>",
        f'<rect width="{pages.width}" height="{pages.height}" fill="#ffffff"/>',
        canvas.text(),
        "</svg>\n",
    ]
    return "".join(parts)


def _on_side(pages: PageLayout) -> bool:
    """Return whether a drawing of one page prints larger on A4 in landscape."""
    wide, high = PRINTED_MM
    upright = min(wide / pages.width, high / pages.page_height)
    return pages.pages == 1 and min(high / pages.width, wide / pages.page_height) > upright


def _title(words: DiagramWords) -> str:
    return words.of(_TITLE, title=words.speech(words.protocol.title))


def _described(planned: DiagramPlan, words: DiagramWords) -> str:
    """Return a few sentences on what the drawing shows, for people who do not see it."""
    groups = sum(step.start is not None for step in words.protocol.steps.values())
    count = words.of(_STEPS, n=len(planned.numbers))
    if groups:
        count += ", " + words.of(_GROUPS, n=groups)
    first = words.of(words.telling.step(words.protocol.start))
    ends = [
        words.of(words.telling.step(step.name))
        for step in words.protocol.steps.values()
        if step.end is not None and words.protocol.used_by(step.name) is None
    ]
    sentences = [f"{count}.", words.of(_BEGINS, first=first)]
    if ends:
        sentences.append(words.of(_ENDS, ends=", ".join(ends)))
    return " ".join(sentences)


def _escaped(text: str) -> str:
    return escape(clean(text), quote=False)


_GOES_ON = msg("{title} (continued)")
CORNER = 8

SECTION = 36
"""Height of the head of a group that is drawn apart."""


class Drawing:
    """Draws the parts of one plan on a canvas."""

    def __init__(self, plan: DiagramPlan, words: DiagramWords, canvas: Canvas) -> None:
        self._plan = plan
        self._words = words
        self._canvas = canvas

    def section(self, level: DiagramLevel, number: int, x: int, y: int) -> None:
        """Draw one band of a group whose steps stand apart, in a frame with the group's number and title."""
        canvas, band, parent = self._canvas, level.bands[number], level.parent
        assert parent is not None, "only groups are drawn apart"
        wide, high = section_size(band)
        step = self._words.protocol.steps[parent]
        heading = self._words.of(self._words.telling.step(step.name))
        if number:
            heading = self._words.of(_GOES_ON, title=heading)
        canvas.open("g", class_="group", data_section=parent)
        canvas.rect(x, y, wide, high, "box", CORNER)
        canvas.foot(x + 1, y + SECTION, wide - 2, high - SECTION - 1, CORNER - 1, fill=ground(level.depth))
        self._head(x, y, wide, SECTION)
        left = PAD + number_width(level.depth - 1)
        canvas.rect(x + PAD, y + 8, left - PAD, 20, "badge", 10)
        middle = f"{x + (PAD + left) / 2:g}"
        canvas.words("text", self._plan.numbers[parent], class_="number light", x=middle, y=y + 22)
        title = shortened(heading, TITLE, wide - left - 8 - PAD, bold=True)
        canvas.words("text", title, class_="title", x=x + left + 8, y=y + 22)
        canvas.close("g")
        self.band(level, band.moved(x + FRAME, y + SECTION + FRAME))

    def band(self, level: DiagramLevel, band: LayerBand) -> None:
        """Draw one band: its lines, its marks, its cards and groups."""
        self._wires(band, level.depth)
        for name, (x, y) in band.places.items():
            if name in level.sized:
                self.card(level.sized[name], x, y, level.inner.get(name), level.depth)
            else:
                self._mark(level, name, x, y)

    def card(self, card: SizedCard, x: int, y: int, inside: DiagramLevel | None, depth: int) -> None:
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
        """Draw the coloured head of a card, with round upper corners."""
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
        lines = wrapped(
            come_from(self._words, card.card.called_by, sources),
            SMALL,
            from_room(card.width),
            max(len(card.from_at), 1),
        )
        for text, baseline in zip(lines, card.from_at, strict=False):
            canvas.words("text", text, class_="from", x=x + PAD, y=y + baseline)
        for rule in card.rules:
            canvas.put("path", class_="rule", d=f"M{x + PAD} {y + rule}H{x + card.width - PAD}")
        self._lines(card.lines, card.marks, x, y)

    def _lines(
        self, lines: tuple[TextLine, ...], marks: tuple[SignMark, ...], x: int, y: int, light: str = ""
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
        """Draw the target of a way at the end of its row."""
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

    def _mark(self, level: DiagramLevel, name: str, x: int, y: int) -> None:
        """Draw the mark of the start or the end of a level."""
        canvas, parent = self._canvas, level.parent
        if name == start_of(parent) and parent is not None:
            canvas.put("circle", class_="dark", cx=x + 8, cy=y + 8, r=8, data_mark=name)
            return
        word = START_WORD if parent is None else end_word(self._words.protocol.steps[parent])
        look = "dark" if parent is None else "chip"
        text = self._words.of(word)
        wide = mark_width(text)
        canvas.open("g", data_mark=name)
        canvas.rect(x, y, wide, START, look, START // 2)
        light = " light" if parent is None else ""
        if parent is not None:
            canvas.sign(x + 10, y + 6, "done")
        middle = x + wide / 2 + (8 if parent is not None else 0)
        canvas.words("text", text, class_=f"mark{light}", x=f"{middle:g}", y=y + 17)
        canvas.close("g")

    def _wires(self, band: LayerBand, depth: int) -> None:
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


def section_size(band: LayerBand) -> tuple[int, int]:
    """Return (width, height) of one band of a group that is drawn apart, with its frame."""
    return band.width + 2 * FRAME, band.height + SECTION + 2 * FRAME


APART = 40
"""Pixels between two columns."""
SCALES = (1.0, 1.05, 1.1, 1.15)
"""How much larger pages may become if there are fewer for it: 12 pixels still print as 5.9 points."""
STACKED = 18
"""Pixels between two panels below each other."""


@dataclass(frozen=True, slots=True)
class PageLayout:
    """Where everything stands: bands and panels in their order, as (left, top) on one long sheet."""

    width: int
    height: int
    pages: int
    bands: tuple[tuple[int, int], ...]
    panels: tuple[tuple[int, int], ...]

    @property
    def page_height(self) -> int:
        """Return the height of one page, in pixels."""
        return self.height // self.pages


@dataclass(slots=True)
class _Column:
    page: int
    left: int
    top: int
    width: int
    bottom: int
    closed: bool = False
    """Whether another row of columns stands below it."""


def paged(bands: Sequence[tuple[int, int]], panels: Sequence[tuple[int, int]]) -> PageLayout:
    """Arrange bands and panels, each given as (width, height), on pages.

    A single page is as small as what is on it; several are all alike, and nothing is cut by a page's end.
    Pages keep A4's shape: a drawing that is too wide or too tall for one makes all of them larger, and so
    does one that needs a page less for it.
    """
    wide = max([ROOM_WIDTH, *(width for width, _ in bands)])
    tall = max([ROOM_HEIGHT, *(height for _, height in bands)])
    least = max((wide + 2 * MARGIN) / PAGE_WIDTH, (tall + 2 * MARGIN + HEADING + FOOT) / PAGE_HEIGHT, 1.0)
    tried = [_Packing(bands, panels, max(least, scale)) for scale in SCALES]
    fewest = min(tried, key=lambda packing: packing.pages)
    return fewest.paged()


class _Packing:
    """Bands and panels on pages of one size."""

    def __init__(
        self, bands: Sequence[tuple[int, int]], panels: Sequence[tuple[int, int]], scale: float
    ) -> None:
        self._width, self._height = round(PAGE_WIDTH * scale), round(PAGE_HEIGHT * scale)
        self._columns: list[_Column] = []
        self._bands = [self._beside(width, height) for width, height in bands]
        self._panels = [self._panel(width, height) for width, height in panels]

    @property
    def pages(self) -> int:
        """Return the number of pages that the bands and panels take."""
        return self._columns[-1].page + 1

    def paged(self) -> PageLayout:
        """Return the pages' size and the places of all bands and panels on them."""
        width, height = self._width, self._height
        if self.pages == 1:
            width = max(column.left + column.width for column in self._columns) + MARGIN
            height = max(column.bottom for column in self._columns) + MARGIN
        return PageLayout(
            width,
            height * self.pages,
            self.pages,
            tuple((x, y + page * height) for page, x, y in self._bands),
            tuple((x, y + page * height) for page, x, y in self._panels),
        )

    def _beside(self, width: int, height: int) -> tuple[int, int, int]:
        """Open a column to the right of the last one, or below all of its page, or on the next page."""
        if not self._columns:
            return self._column(0, MARGIN, _top(0), width, height)
        last = self._columns[-1]
        right, floor = self._width - MARGIN, self._height - MARGIN - FOOT
        left = self._free(last.page)
        if left + width <= right and last.top + height <= floor:
            return self._column(last.page, left, last.top, width, height)
        here = [column for column in self._columns if column.page == last.page]
        below = max(column.bottom for column in here) + APART
        if below + height <= floor and MARGIN + width <= right:
            for column in here:
                column.closed = True
            return self._column(last.page, MARGIN, below, width, height)
        return self._column(last.page + 1, MARGIN, _top(last.page + 1), width, height)

    def _column(self, page: int, left: int, top: int, width: int, height: int) -> tuple[int, int, int]:
        self._columns.append(_Column(page, left, top, width, top + height))
        self._columns.sort(key=lambda column: column.page)
        return page, left, top

    def _free(self, page: int) -> int:
        """Return the x where the next column of a page would begin, beside the columns of its lowest row."""
        return max(
            (
                column.left + column.width + APART
                for column in self._columns
                if column.page == page and not column.closed
            ),
            default=MARGIN,
        )

    def _panel(self, width: int, height: int) -> tuple[int, int, int]:
        """Place a panel on the first page with room, below a column or beside all; else on a new page."""
        floor = self._height - MARGIN - FOOT
        for page in range(self.pages):
            here = [column for column in self._columns if column.page == page and not column.closed]
            tallest = max(column.bottom for column in here)
            left, top = self._free(page), here[0].top
            beside = left + width <= self._width - MARGIN and top + height <= floor
            for limit in (tallest,) if beside else (tallest, floor):
                for column in here:
                    if column.width >= width and column.bottom + STACKED + height <= limit:
                        below = column.bottom + STACKED
                        column.bottom = below + height
                        return page, column.left, below
            if beside:
                return self._column(page, left, top, width, height)
        return self._beside(width, height)


def _top(page: int) -> int:
    return MARGIN + (HEADING if page == 0 else 0)


ROUND = 6
"""Radius of a line's corners, where the line is long enough."""

TIP = (4, 9)
"""Half the width and the length of an arrow's head."""


class Canvas:
    """An SVG text that grows element by element; what an author wrote is escaped here."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.signs: set[str] = set()
        self._parts: list[str] = []

    def open(self, element: str, **attributes: str | int) -> None:
        """Write the start tag of an element that holds others."""
        self._parts.append(f"<{element}{_attributes(attributes)}>")

    def close(self, element: str) -> None:
        """Write the end tag of an element."""
        self._parts.append(f"</{element}>")

    def put(self, element: str, **attributes: str | int) -> None:
        """Write an empty element."""
        self._parts.append(f"<{element}{_attributes(attributes)}/>")

    def words(self, element: str, text: str, **attributes: str | int) -> None:
        """Write an element that contains a text."""
        self._parts.append(
            f"<{element}{_attributes(attributes)}>{escape(clean(text), quote=False)}</{element}>"
        )

    def rect(self, x: int, y: int, wide: int, high: int, look: str, corner: int = 0) -> None:
        """Draw a rectangle from its upper left corner, in pixels; ``look`` is its class."""
        more = {"rx": corner} if corner else {}
        self.put("rect", class_=look, x=x, y=y, width=wide, height=high, **more)

    def foot(self, x: int, y: int, wide: int, high: int, corner: int, **look: str) -> None:
        """Draw a rectangle whose two lower corners are round, from its upper left corner, in pixels."""
        self.put(
            "path",
            d=f"M{x} {y}H{x + wide}V{y + high - corner}Q{x + wide} {y + high} {x + wide - corner} {y + high}"
            f"H{x + corner}Q{x} {y + high} {x} {y + high - corner}Z",
            **look,
        )

    def sign(self, x: int, y: int, name: str, look: str = "sign") -> None:
        """Draw the sign of a name in 14 pixels; chips with a number and dashes of a loop are signs too."""
        if name == "number":
            self.number(x + 15, y + 7, "3", "")
            return
        if name == "elsewhere":
            self.number(x + 15, y + 7, "→", "dark")
            return
        if name == "loop":
            self.put("path", class_="wire loop", d=f"M{x - 2} {y + 7}H{x + 16}")
            return
        self.signs.add(name)
        self.put("use", class_=look, href=f"#{self.prefix}-sign-{name}", x=x, y=y, width=14, height=14)

    def number(self, right: int, middle: int, text: str, look: str) -> int:
        """Draw a number in a chip whose right edge is at ``right``; return the chip's width in pixels."""
        wide = max(20, round(width(text, 11, bold=True)) + 10)
        self.rect(right - wide, middle - 8, wide, 16, f"chip {look}".strip(), 8)
        light = " light" if look == "dark" else ""
        self.words("text", text, class_=f"number{light}", x=f"{right - wide / 2:g}", y=middle + 4)
        return wide

    def text(self) -> str:
        """Return the SVG text written so far."""
        return "".join(self._parts)

    def symbols(self) -> str:
        """Return the SVG definitions of the signs that were used."""
        prefix = escape(self.prefix)
        return "".join(
            f'<symbol id="{prefix}-sign-{name}" viewBox="0 0 16 16"><path d="{path}"/></symbol>'
            for name, path in PATHS.items()
            if name in self.signs
        )


def _attributes(attributes: dict[str, str | int]) -> str:
    return "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(clean(str(value)))}"'
        for name, value in attributes.items()
    )


def rounded(points: Sequence[Point], end_short: int = 0) -> str:
    """Return a line as path data, its corners round; the last point is drawn ``end_short`` pixels early."""
    path = [f"M{points[0][0]} {points[0][1]}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        radius = min(ROUND, _away(before, corner) // 2, _away(corner, after) // 2)
        if radius < 2:
            path.append(f"L{corner[0]} {corner[1]}")
            continue
        first, last = _towards(corner, before, radius), _towards(corner, after, radius)
        path.append(f"L{first[0]} {first[1]}Q{corner[0]} {corner[1]} {last[0]} {last[1]}")
    end = _towards(points[-1], points[-2], min(end_short, _away(points[-2], points[-1])))
    path.append(f"L{end[0]} {end[1]}")
    return "".join(path)


def arrow(end: Point) -> str:
    """Return the head of an arrow that points down to ``end``, as path data."""
    half, long = TIP
    x, y = end
    return f"M{x} {y}L{x - half} {y - long}L{x + half} {y - long}Z"


def _away(one: Point, other: Point) -> int:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _towards(origin: Point, other: Point, pixels: int) -> Point:
    away = _away(origin, other)
    if away == 0:
        return origin
    return (
        origin[0] + (other[0] - origin[0]) * pixels // away,
        origin[1] + (other[1] - origin[1]) * pixels // away,
    )
