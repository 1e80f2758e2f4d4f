"""Colours and the style sheet of the drawing.

Calm, and told apart without colour too: kinds of card by their frame, loops by their dashes. Text has a
contrast of 7 to 1 at least against what it stands on (a test computes it).
"""

from __future__ import annotations

from nao_sessions.protocol.diagram.measure import FONTS

INK = "#1c2733"
SOFT = "#44515f"
LINE_COLOUR = "#33475b"
LOOP_COLOUR = "#8a3b12"
WHITE = "#ffffff"
HEADS = {"step": "#e4eef7", "trials": "#ece6f6", "group": "#dde5ec", "end": "#e6e9ec"}
EDGES = {"step": "#4d6f8f", "trials": "#6b5095", "group": "#6c7b8a", "end": "#1c2733"}
GROUNDS = ("#ffffff", "#f5f8fa", "#ecf1f5")
"""Behind the steps: the page, a group, a group in a group; then in turn."""


def ground(depth: int) -> str:
    """Return the background colour of a level at a depth of groups."""
    return GROUNDS[0] if depth == 0 else GROUNDS[1 + (depth - 1) % 2]


PRINTED_MM = (190, 277)
"""What A4 leaves within margins of 10 mm, upright."""


def style(name: str, *, print_on: tuple[int, bool] | None) -> str:
    """Return the style sheet of drawings of one class.

    Args:
        name: the class of the drawing.
        print_on: how many pages of A4 it prints on, and whether these lie on their side; None: no file of its
            own, so the page that it stands in decides.
    """
    rules = {
        "": f"font-family:{FONTS};fill:{INK}",
        "text": f"fill:{INK};stroke:none",
        ".title": "font-size:13.5px;font-weight:bold",
        ".name": f"font-size:11px;fill:{SOFT}",
        ".said, & .plain, & .way": "font-size:12px",
        ".main": "font-size:12px;font-weight:bold",
        ".adult": "font-size:12px;font-style:italic",
        ".small, & .from": f"font-size:11px;fill:{SOFT}",
        ".if": f"font-size:11px;font-style:italic;fill:{SOFT}",
        ".number": "font-size:11px;font-weight:bold;text-anchor:middle",
        ".light": f"fill:{WHITE}",
        ".heading": "font-size:20px;font-weight:bold",
        ".about": f"font-size:12px;fill:{SOFT}",
        ".mark": "font-size:11px;font-weight:bold;text-anchor:middle",
        ".box": f"fill:{WHITE};stroke-width:1.4",
        ".behind": f"fill:{WHITE};stroke:{EDGES['group']};stroke-width:1",
        ".bar": "stroke-width:1.4;fill:none",
        ".rule": "stroke:#c3ccd5;stroke-width:1;fill:none",
        ".sign": f"fill:none;stroke:{LINE_COLOUR};stroke-width:1.5;stroke-linecap:round",
        ".sign.light": f"stroke:{WHITE};fill:none",
        ".chip": f"fill:{WHITE};stroke:{LINE_COLOUR};stroke-width:1.2",
        ".dark": f"fill:{LINE_COLOUR};stroke:{LINE_COLOUR}",
        ".halo": "fill:none;stroke-width:6",
        ".wire": f"fill:none;stroke:{LINE_COLOUR};stroke-width:1.7",
        ".wire.loop": f"stroke:{LOOP_COLOUR};stroke-dasharray:7 4",
        ".tip": f"fill:{LINE_COLOUR}",
        ".tip.loop": f"fill:{WHITE};stroke:{LOOP_COLOUR};stroke-width:1.6;stroke-linejoin:round",
        ".cut": f"stroke:{SOFT};stroke-width:1;stroke-dasharray:2 5;fill:none",
    }
    for kind, colour in EDGES.items():
        rules[f".{kind} > .box, & .{kind} > .bar"] = f"stroke:{colour}"
        rules[f".{kind} > .head"] = f"fill:{HEADS[kind]}"
        rules[f".{kind} > .badge"] = f"fill:{colour}"
    rules[".end > .box"] = f"stroke:{EDGES['end']};stroke-width:2.2"
    written = [_rule(name, selector, declared) for selector, declared in rules.items()]
    if print_on is not None:
        pages, on_side = print_on
        wide, high = reversed(PRINTED_MM) if on_side else PRINTED_MM
        # A hair less than the page, so that no printer opens an empty one behind the last.
        size = f"width:{wide}mm;height:{high * pages - 0.2:g}mm"
        written.append(f"@page{{size:A4 {'landscape' if on_side else 'portrait'};margin:10mm}}")
        written.append(f"@media print{{.{name}{{{size}}}.{name} .cut{{display:none}}}}")
    return "".join(written)


def _rule(name: str, selector: str, declared: str) -> str:
    if not selector:
        return f".{name}{{{declared}}}"
    own = f".{name} {selector}".replace("&", f".{name}")
    return f"{own}{{{declared}}}"
