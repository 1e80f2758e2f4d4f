"""The diagram as SVG: one file, no script, nothing fetched from anywhere, text that can be selected."""

from __future__ import annotations

from html import escape

from nao_sessions.protocol.diagram.canvas import Canvas
from nao_sessions.protocol.diagram.drawing import Drawing, section_size
from nao_sessions.protocol.diagram.legend import legend, panels
from nao_sessions.protocol.diagram.measure import clean, shortened
from nao_sessions.protocol.diagram.pages import PageLayout, paged
from nao_sessions.protocol.diagram.plan import MARGIN, Plan
from nao_sessions.protocol.diagram.planner import plan
from nao_sessions.protocol.diagram.sizes import SizedCard, sized
from nao_sessions.protocol.diagram.style import PRINTED_MM, style
from nao_sessions.protocol.diagram.words import Words
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
    """Draw a protocol as SVG.

    Args:
        protocol: what is drawn.
        language: of the drawing's own words; the author's are in it where the protocol has it.
        standalone: a file of its own, which prints on A4; else an element to put into a page.
    """
    words = Words(protocol, language)
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


def _signs(planned: Plan, aside: list[SizedCard]) -> set[str]:
    """Return the signs that the drawing will show, those of lines included."""
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


def _has_places(planned: Plan) -> bool:
    cards = [card for level in planned.root.whole() for card in level.sized.values()]
    return any("‹" in line.text for card in cards for line in card.lines)


def _heading(protocol: Protocol, words: Words, canvas: Canvas, width: int) -> None:
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


def _footings(pages: PageLayout, words: Words, canvas: Canvas) -> None:
    if pages.pages == 1:
        return
    for number in range(1, pages.pages + 1):
        bottom = number * pages.page_height
        told = words.of(_PAGE, n=number, all=pages.pages)
        canvas.words("text", told, class_="about", x=MARGIN, y=bottom - 14)
        if number < pages.pages:
            canvas.put("path", class_="cut", d=f"M0 {bottom}H{pages.width}")


def _document(planned: Plan, words: Words, canvas: Canvas, pages: PageLayout, *, standalone: bool) -> str:
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
    """Tell whether a page prints larger on A4 that lies on its side."""
    wide, high = PRINTED_MM
    upright = min(wide / pages.width, high / pages.page_height)
    return pages.pages == 1 and min(high / pages.width, wide / pages.page_height) > upright


def _title(words: Words) -> str:
    return words.of(_TITLE, title=words.speech(words.protocol.title))


def _described(planned: Plan, words: Words) -> str:
    """Say in a few sentences what the drawing shows, for who does not see it."""
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
    told = [f"{count}.", words.of(_BEGINS, first=first)]
    if ends:
        told.append(words.of(_ENDS, ends=", ".join(ends)))
    return " ".join(told)


def _escaped(text: str) -> str:
    return escape(clean(text), quote=False)
