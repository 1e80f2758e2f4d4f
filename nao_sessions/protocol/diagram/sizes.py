"""From what is written on a card to where each word stands on it, and so how large the card is.

Everything is measured from the card's upper left corner, in pixels; sizes are whole and widths are even.
"""

from __future__ import annotations

from dataclasses import dataclass

from nao_sessions.protocol.diagram.cards import CardRow, DiagramCard, WayOut
from nao_sessions.protocol.diagram.style import shortened, wrapped

CARD = 248
PAD = 12
SIGN = 14
GUTTER = 20
"""From the left of a sign to the left of its text."""
CHIP = 44
"""What is kept free at the end of a way for the number of the step that it leads to."""

TITLE, BODY, SMALL = 13.5, 12.0, 11.0
"""Sizes of text; nothing is smaller than 11 pixels."""
LINE = {TITLE: 18, BODY: 16, SMALL: 15}

MOST_LINES = 8
"""Lines of one text; what an author writes is a sentence or two, and a page of it would hide the steps."""

STYLES = {"said": BODY, "plain": BODY, "small": SMALL, "adult": BODY}


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text: where it begins, its baseline, its class in the style sheet."""

    x: int
    y: int
    text: str
    style: str


@dataclass(frozen=True, slots=True)
class SignMark:
    """A sign of 14 pixels, by its upper left corner."""

    x: int
    y: int
    sign: str


@dataclass(frozen=True, slots=True)
class WayRow:
    """A way out on its card: its words, where it stands (top, height), and where its line leaves (middle)."""

    way: WayOut
    top: int
    height: int
    middle: int
    lines: tuple[TextLine, ...]
    marks: tuple[SignMark, ...]


@dataclass(frozen=True, slots=True)
class SizedCard:
    """A card with everything in its place; ``head`` is the height of its coloured head.

    ``body_end`` is where a group's steps begin, and a step's ways out. ``from_at``: the baselines of the
    lines on where else the session comes here from.
    """

    card: DiagramCard
    width: int
    height: int
    head: int
    body_end: int
    lines: tuple[TextLine, ...]
    marks: tuple[SignMark, ...]
    rules: tuple[int, ...]
    ways: tuple[WayRow, ...]
    from_at: tuple[int, ...]


def number_width(depth: int) -> int:
    """Return the room for a step's number in pixels: ``3`` outside groups, ``3.12`` in one, and so on."""
    return 24 + 16 * depth


def sized(
    card: DiagramCard,
    depth: int,
    *,
    comes_from: str = "",
    width: int = CARD,
    inside: int = 0,
    apart: CardRow | None = None,
) -> SizedCard:
    """Return a card with its words set and its size known.

    Args:
        card: what is written.
        depth: in how many groups it stands; below 0: it has no number.
        comes_from: where the session comes from without an arrow, in words; or as wide a text.
        width: of the card.
        inside: the height of what stands between a group's head and its ways out.
        apart: the row on the card of a group whose steps are drawn elsewhere.
    """
    head, lines = _head(card, PAD if depth < 0 else PAD + number_width(depth) + 8, width)
    marks: list[SignMark] = []
    rules: list[int] = []
    y = head
    sources = wrapped(comes_from, SMALL, from_room(width), MOST_LINES)
    from_at = tuple(y + LINE[SMALL] * number for number in range(1, len(sources) + 1))
    y += LINE[SMALL] * len(sources) + 5 if sources else 0
    rows = card.rows if apart is None else (*card.rows, apart)
    y += 6 if rows else 0
    for row in rows:
        if row.ruled:
            y += 3
            rules.append(y)
            y += 4
        y = _set(row, y, min(width, 2 * CARD), lines, marks)
    y += 6 if rows else 4
    body_end = y
    ways: list[WayRow] = []
    y += inside
    for way in card.ways:
        ways.append(_way(way, y, width))
        y += ways[-1].height
    return SizedCard(card, width, y + (4 if ways else 0), head, body_end, tuple(lines), tuple(marks),
                 tuple(rules), tuple(ways), from_at)  # fmt: skip


def from_room(width: int) -> int:
    """Return the width of the lines on where the session comes from, in pixels, on a card of a width."""
    return min(width, 2 * CARD) - 2 * PAD


def _head(card: DiagramCard, x: int, width: int) -> tuple[int, list[TextLine]]:
    """Set the title of a card and, if different, the step's name in the file below it."""
    room = width - x - PAD
    titles = wrapped(card.title, TITLE, room, 3, bold=True) or (card.short_name,)
    lines: list[TextLine] = []
    y = 7
    for text in titles:
        y += LINE[TITLE]
        lines.append(TextLine(x, y - 4, text, "title"))
    if card.title != card.short_name:
        y += LINE[SMALL]
        lines.append(TextLine(x, y - 3, shortened(card.short_name, SMALL, room), "name"))
    return y + 7, lines


def _set(row: CardRow, y: int, width: int, lines: list[TextLine], marks: list[SignMark]) -> int:
    """Set one row of a card; return the y where the next row begins."""
    size = STYLES[row.style]
    step = LINE[size]
    x = PAD
    if row.sign is not None:
        marks.append(SignMark(x, y + (step - SIGN) // 2, row.sign))
        x += GUTTER
    end = width - PAD - len(row.end_signs) * (SIGN + 3)
    for number, sign in enumerate(row.end_signs):
        marks.append(SignMark(end + 3 + number * (SIGN + 3), y + (step - SIGN) // 2, sign))
    for text in wrapped(row.text, size, end - x, row.most):
        lines.append(TextLine(x, y + step - 4, text, row.style))
        y += step
    return y + 3


def _way(way: WayOut, top: int, width: int) -> WayRow:
    """Set one way out on a card: signs and label, then the condition, then what Nao says, in short."""
    marks: list[SignMark] = []
    lines: list[TextLine] = []
    x = PAD
    room = width - PAD - (0 if way.kind == "end" and way.target is None else CHIP)
    y = top + 4
    for sign in way.signs:
        marks.append(SignMark(x, y + 1, sign))
        x += SIGN + 3
    x = max(x + 3, PAD + GUTTER)
    style = "main" if way.main else "way"
    for text in wrapped(way.label, BODY, room - x, 3, bold=way.main):
        y += LINE[BODY]
        lines.append(TextLine(x, y - 4, text, style))
    middle = (top + 4 + y) // 2
    for words, look, most in ((way.condition, "if", MOST_LINES), (way.says, "small", 3)):
        for text in wrapped(words or "", SMALL, room - x, most):
            y += LINE[SMALL]
            lines.append(TextLine(x, y - 4, text, look))
    if not way.label:
        middle = top + 4 + LINE[SMALL] // 2
    y = max(y, top + 4 + LINE[BODY])
    return WayRow(way, top, y + 4 - top, middle, tuple(lines), tuple(marks))
