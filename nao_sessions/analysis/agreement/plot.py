"""A confusion matrix as a picture (SVG): the darker a cell, the more often; the diagonal is framed.

Shades are written as figures too, so that nothing is told by colour alone.
"""

from __future__ import annotations

from html import escape

from nao_sessions.analysis.agreement.report import Comparison
from nao_sessions.analysis.agreement.words import titles
from nao_sessions.analysis.schemes.model import Scheme
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import msg

_CELL_PX = 58
_LINE_PX = 18
_CHARACTER_PX = 7.4
_AXES = msg("rows {first}, columns {second}")


def confusion_svg(one: Comparison, scheme: Scheme, language: Language) -> str:
    """Return the confusion matrix of two coders as an SVG drawing; the comparison must have one."""
    names = titles(one, scheme, language)
    count = len(names)
    left = round(max(len(name) for name in names) * _CHARACTER_PX) + 16
    top = left + 34
    most = max([1, *(n for row in one.table for n in row)])
    size = count * _CELL_PX
    axes = _AXES.format(first=one.coders[0], second=one.coders[1]).in_language(language)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left + size + 24} {top + size + 24}" '
        f'width="{left + size + 24}" height="{top + size + 24}" role="img" '
        f'font-family="system-ui, sans-serif" font-size="13">',
        f"<title>{escape(one.stream)}</title>",
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        f'<text x="8" y="{_LINE_PX}" font-weight="600" fill="#20242b">{escape(one.stream)}</text>',
        f'<text x="8" y="{2 * _LINE_PX}" fill="#565c66">{escape(axes)}</text>',
    ]
    for number, name in enumerate(names):
        middle = top + number * _CELL_PX + _CELL_PX // 2 + 4
        across = left + number * _CELL_PX + _CELL_PX // 2
        parts.append(
            f'<text x="{left - 8}" y="{middle}" text-anchor="end" fill="#20242b">{escape(name)}</text>'
        )
        turned = f"translate({across + 4} {top - 8}) rotate(-60)"
        parts.append(f'<text transform="{turned}" fill="#20242b">{escape(name)}</text>')
    for i, row in enumerate(one.table):
        for j, n in enumerate(row):
            parts.append(_cell(left + j * _CELL_PX, top + i * _CELL_PX, n, most, agreed=i == j))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _cell(x: int, y: int, n: int, most: int, *, agreed: bool) -> str:
    share = (n / most) ** 0.5
    # from white to the accent colour; the figure turns white where the ground is dark
    red, green, blue = (round(255 + (end - 255) * share) for end in (11, 95, 107))
    ink = "#ffffff" if share > 0.75 else "#20242b"
    frame = ' stroke="#20242b" stroke-width="2"' if agreed else ' stroke="#d6d3cb"'
    return (
        f'<rect x="{x + 1}" y="{y + 1}" width="{_CELL_PX - 2}" height="{_CELL_PX - 2}" '
        f'fill="rgb({red},{green},{blue})"{frame}/>'
        f'<text x="{x + _CELL_PX // 2}" y="{y + _CELL_PX // 2 + 5}" text-anchor="middle" '
        f'fill="{ink}">{n}</text>'
    )
