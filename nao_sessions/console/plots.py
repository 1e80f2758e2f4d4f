"""Plots as SVG, drawn by pure functions: how trials went, how long answers took, which level was reached.

Every plot has a title and a description in words; nothing is shown by colour alone (hatching, words), and the
page sets the same figures in a table beside it. Colours are those of ``plots.css``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nao_sessions.paper.page import Html, el, html
from nao_sessions.record.results.counts import COUNT_LABELS, COUNTED, TrialCounts
from nao_sessions.text.formats import decimal
from nao_sessions.text.languages import Language, typeset
from nao_sessions.text.messages import msg

DRAWN = COUNTED
"""The judgements that are drawn, from below upwards: all, so that a plot shows every trial."""

_WIDTH, _HEIGHT = 480, 260
_BAR_WIDTH = 640
_LEFT, _RIGHT, _TOP, _BOTTOM = 54, 10, 28, 42
_COLUMN_MOST = 48
_MOST_TICKS = 6
_LINE = 18
_HATCHINGS: Mapping[str, Sequence[Html]] = {
    "correct": (),
    "prompted": (el("path", d="M-2 8L8 -2M0 14L14 0", class_="plot-hatch-light"),),
    "incorrect": (),
    "no_response": (el("circle", cx="4", cy="4", r="1.3", class_="plot-mark"),),
    "refused": (el("path", d="M0 0L8 8M8 0L0 8", class_="plot-hatch"),),
    "void": (),
    "unscored": (),
    "by_other": (el("path", d="M4 0V8", class_="plot-mark-line"),),
    "by_nobody": (el("path", d="M4 1V3M4 5V7", class_="plot-mark-line"),),
}
"""What lies over the colour of each judgement: oblique lines, dots, crosses."""
_OTHER_HATCHING = (el("path", d="M0 4H8", class_="plot-mark-line"),)
"""Over a judgement that nobody has drawn, which has the colour of ``plot-other``."""


@dataclass(frozen=True, slots=True)
class PlotColumn:
    """One session of a stacked plot: its label, of one line or two, and its trials by judgement."""

    label: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Range:
    """One session of a plot of times or levels: least, middle, most; None where there is nothing."""

    label: str
    least: float | None
    middle: float | None
    most: float | None


def judgement_bar(counts: Mapping[str, int], name: str, title: str, language: Language) -> Html:
    """Return a child's session drawn as a single bar with a legend; empty where nothing was judged.

    ``name`` makes the ids of several drawings on a page different.
    """
    total = TrialCounts(counts).total
    if not TrialCounts(counts).scored:
        return Html("")
    height = 46
    pieces: list[str] = []
    x = 1.0  # a stroke's half on either side stays inside
    for one in DRAWN:
        width = (_BAR_WIDTH - 2) * counts.get(one, 0) / total
        if width:
            pieces += _filled(one, name, x, 4, width, height - 8)
            if width > 26:
                pieces.append(_label(str(counts[one]), x + width / 2, height / 2 + 6, f"plot-in-{one}"))
        x += width
    said = _said_counts(counts, language)
    drawn = _svg(name, title, said, (_BAR_WIDTH, height), [_patterns(name), *pieces])
    return html(drawn, legend([one for one in DRAWN if counts.get(one)], name, language))


def judgement_columns(
    columns: Sequence[PlotColumn], name: str, title: str, language: Language, phases: Sequence[str] = ()
) -> Html:
    """Return sessions drawn beside each other, each a column of trials by judgement.

    ``phases`` names the phase of each session; where it changes a line is drawn.
    """
    top = _nice(max((sum(one.counts.get(j, 0) for j in DRAWN) for one in columns), default=1))
    pieces: list[str] = [_patterns(name), *_frame(top, language), *_phases(phases)]
    for place, column in enumerate(columns):
        x, width = _place(place, len(columns))
        y = float(_HEIGHT - _BOTTOM)
        for one in DRAWN:
            height = _span() * column.counts.get(one, 0) / top
            if height:
                y -= height
                pieces += _filled(one, name, x - width / 2, y, width, height)
        pieces.append(_tick(column.label, x, place, len(columns)))
    said = ". ".join(
        f"{_said_label(column.label)}: {_said_counts(column.counts, language)}" for column in columns
    )
    used = [one for one in DRAWN if any(column.counts.get(one) for column in columns)]
    drawn = _svg(name, title, typeset(said, language), (_WIDTH, _HEIGHT), pieces)
    return html(drawn, legend(used, name, language))


def ranges(
    points: Sequence[Range], name: str, title: str, unit: str, language: Language, phases: Sequence[str] = ()
) -> Html:
    """Return the values of sessions drawn: a dot for the middle one, a line from the least to the greatest.

    ``phases`` as in :func:`judgement_columns`; dots are joined within one alone, and not past a session that
    has none.
    """
    most = max((point.most for point in points if point.most is not None), default=1.0)
    top = _nice(most)
    pieces: list[str] = [*_frame(top, language, unit), *_phases(phases)]
    dots: list[tuple[float, float]] = []
    lines: list[list[tuple[float, float]]] = [[]]
    for place, point in enumerate(points):
        x, _ = _place(place, len(points))
        pieces.append(_tick(point.label, x, place, len(points)))
        if place and place < len(phases) and phases[place] != phases[place - 1]:
            lines.append([])
        if point.middle is None:
            lines.append([])
            continue
        if point.least is not None and point.most is not None and point.most > point.least:
            y1, y2 = _y(point.least, top), _y(point.most, top)
            pieces.append(el("line", x1=_n(x), x2=_n(x), y1=_n(y1), y2=_n(y2), class_="plot-range"))
        dots.append((x, _y(point.middle, top)))
        lines[-1].append(dots[-1])
    for line in lines:
        if len(line) > 1:
            path = " ".join(f"{_n(x)},{_n(y)}" for x, y in line)
            pieces.append(el("polyline", points=path, class_="plot-line"))
    pieces += [el("circle", cx=_n(x), cy=_n(y), r="6", class_="plot-dot") for x, y in dots]
    said = ". ".join(
        f"{_said_label(point.label)}: {number(point.middle, language)} {unit}".strip()
        for point in points
        if point.middle is not None
    )
    return _svg(name, title, typeset(said, language), (_WIDTH, _HEIGHT), pieces)


def legend(judgements: Sequence[str], name: str, language: Language) -> Html:
    """Return a legend that says which judgement each filling stands for."""
    items = [
        el(
            "li",
            el(
                "svg",
                *_filled(one, name, 1, 1, 16, 16),
                class_="plot-key",
                viewBox="0 0 18 18",
                aria_hidden="true",
            ),
            _word(one, language),
        )
        for one in judgements
    ]
    return el("ul", *items, class_="plot-legend") if items else Html("")


def number(value: float, language: Language) -> str:
    """Return a number with at most one decimal, as the language writes it."""
    return decimal(f"{value:.1f}".removesuffix(".0"), language)


def _word(judgement: str, language: Language) -> str:
    return COUNT_LABELS[judgement].in_language(language)


def _said_counts(counts: Mapping[str, int], language: Language) -> str:
    said = ", ".join(f"{_word(one, language)} {counts[one]}" for one in DRAWN if counts.get(one))
    return said or _NOTHING.in_language(language)


def _svg(name: str, title: str, said: str, size: tuple[int, int], pieces: Sequence[str]) -> Html:
    return el(
        "svg",
        el("title", title, id=f"{name}-title"),
        el("desc", said, id=f"{name}-desc"),
        *pieces,
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
        viewBox=f"0 0 {size[0]} {size[1]}",
        class_="plot",
    )


def _patterns(name: str) -> Html:
    """Return the SVG definitions of the hatchings."""
    return el(
        "defs",
        *(
            el(
                "pattern",
                *hatching,
                id=f"{name}-{one}",
                patternUnits="userSpaceOnUse",
                width="8",
                height="8",
            )
            for one in DRAWN
            if (hatching := _HATCHINGS.get(one, _OTHER_HATCHING))
        ),
    )


def _filled(judgement: str, name: str, x: float, y: float, width: float, height: float) -> list[Html]:
    place = {"x": _n(x), "y": _n(y), "width": _n(width), "height": _n(height)}
    drawn = judgement.replace("_", "-") if judgement in _HATCHINGS else "other"
    filled = [el("rect", **place, class_=f"plot-{drawn}")]
    if _HATCHINGS.get(judgement, _OTHER_HATCHING):
        filled.append(el("rect", **place, fill=f"url(#{name}-{judgement})", class_="plot-over"))
    return filled


def _frame(top: float, language: Language, unit: str = "") -> list[Html]:
    """Return the base line and four grid lines with their values; without a unit, at whole numbers alone."""
    lines = []
    for part in range(5):
        value = top * part / 4
        if not unit and value != int(value):
            continue
        y = _y(value, top)
        kind = "plot-ground" if part == 0 else "plot-grid"
        lines.append(el("line", x1=_n(_LEFT), x2=_n(_WIDTH - _RIGHT), y1=_n(y), y2=_n(y), class_=kind))
        text = f"{number(value, language)}\u00a0{unit}".strip()
        lines.append(el("text", text, x=_n(_LEFT - 6), y=_n(y + 5), text_anchor="end", class_="plot-text"))
    return lines


def _phases(phases: Sequence[str]) -> list[Html]:
    """Return the name of each phase above its first session, with a line between phases."""
    drawn: list[Html] = []
    for place, phase in enumerate(phases):
        if place and phases[place - 1] == phase:
            continue
        x = _place(place, len(phases))[0] - (_WIDTH - _LEFT - _RIGHT) / len(phases) / 2
        if place:
            y1, y2 = _n(4), _n(_HEIGHT - _BOTTOM)
            drawn.append(el("line", x1=_n(x), x2=_n(x), y1=y1, y2=y2, class_="plot-phase"))
        drawn.append(el("text", phase, x=_n(x + 5), y="17", class_="plot-text plot-phase-name"))
    return drawn


def _place(place: int, count: int) -> tuple[float, float]:
    """Return the x of the middle of a session, and the width that its column may have."""
    room = (_WIDTH - _LEFT - _RIGHT) / max(1, count)
    return _LEFT + room * (place + 0.5), min(_COLUMN_MOST, room * 0.68)


def _tick(label: str, x: float, place: int, count: int) -> Html:
    """Return the label of a session on the axis; empty for most of them where there are many."""
    every = -(-count // _MOST_TICKS)
    if (count - 1 - place) % every:
        return Html("")
    y = _HEIGHT - _BOTTOM + 20
    return html(*(_label(line, x, y + _LINE * n, "plot-text") for n, line in enumerate(label.split("\n"))))


def _said_label(label: str) -> str:
    return label.replace("\n", "\u00a0")


def _label(text: str, x: float, y: float, kind: str) -> Html:
    return el("text", text, x=_n(x), y=_n(y), text_anchor="middle", class_=kind)


def _span() -> int:
    return _HEIGHT - _TOP - _BOTTOM


def _y(value: float, top: float) -> float:
    return _HEIGHT - _BOTTOM - _span() * value / top


def _nice(most: float) -> float:
    """Return a round number at or above the greatest value, that four divides; above 800 the value itself."""
    for step in (4, 8, 12, 16, 20, 24, 32, 40, 60, 80, 100, 120, 160, 200, 240, 300, 400, 600, 800):
        if most <= step:
            return float(step)
    return most


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


_NOTHING = msg("no trial judged")
