"""The plots of a report as SVG: how long sessions last, how trials were judged. None without matplotlib."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

from nao_sessions.core.paper.html import Html
from nao_sessions.protocol.wording import JUDGEMENTS
from nao_sessions.rehearsal.figures import BlockReport
from nao_sessions.rehearsal.report import Report
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg, msgc

# Told apart without colour, too: by lightness and by hatching, since a report is printed in black.
_BARS: dict[str, tuple[str, str]] = {
    "correct": ("#1f4e79", ""),
    "prompted": ("#7fa8d1", ""),
    "incorrect": ("#ffffff", "////"),
    "no_response": ("#c8c8c8", ""),
    "refused": ("#ffffff", "...."),
    "void": ("#ffffff", ""),
    "unscored": ("#e6e6e6", "xx"),
}
_SECONDS_BELOW = 180.0
"""A longest session below this is drawn in seconds."""


def plots(found: Report, language: Language) -> Html:
    """Draw durations and judgements side by side."""
    try:
        from matplotlib import rc_context
        from matplotlib.figure import Figure
    except ImportError:
        return Html("")
    judged = [block for block in found.blocks if sum(block.judgements.values())]
    # Fixed ids and no date: the same report is the same page, to the byte.
    with rc_context({"svg.hashsalt": found.sha256, "font.size": 8, "hatch.linewidth": 0.6}):
        figure = Figure(figsize=(7.2, 2.6 + 0.18 * max(0, len(judged) - 4)), layout="constrained")
        axes = figure.subplots(1, 2 if judged else 1, squeeze=False)[0]
        _durations(axes[0], found, language)
        if judged:
            _judged(axes[1], judged, language)
        buffer = io.StringIO()
        figure.savefig(buffer, format="svg", metadata={"Date": None})
    return Html(_without_prolog(buffer.getvalue()))


def _durations(axes: Any, found: Report, language: Language) -> None:
    def say(text: Text) -> str:
        return text.in_language(language)

    longest = max([*found.durations_s, found.limit_s or 0.0])
    per, unit = (1.0, "s") if longest < _SECONDS_BELOW else (60.0, "min")
    axes.hist([value / per for value in found.durations_s], bins=24, color="#7fa8d1", edgecolor="#1f4e79")
    for seconds, name, style in (
        (found.expected_s, say(msg("expected")), ":"),
        (found.limit_s, say(msgc("feminine, of a duration", "limit")), "--"),
        (found.duration_s.p50, say(msg("median")), "-"),
    ):
        if seconds is not None:
            axes.axvline(seconds / per, color="#000", linestyle=style, linewidth=1, label=name)
    axes.legend(frameon=False, ncols=3, loc="lower center", bbox_to_anchor=(0.5, 1.0))
    axes.set_xlim(left=0)
    axes.set_xlabel(say(msg("length of a session ({unit})", unit=unit)))
    axes.set_ylabel(say(msg("sessions")))
    _bare(axes)


def _judged(axes: Any, blocks: Sequence[BlockReport], language: Language) -> None:
    """Draw the judgements of each block of trials as one bar of a hundred per cent, with the count beside."""
    names = [block.step for block in blocks][::-1]
    left = [0.0] * len(names)
    for judgement, (colour, hatch) in _BARS.items():
        counts = [float(block.judgements.get(judgement, 0)) for block in blocks][::-1]
        if not any(counts):
            continue
        totals = [float(sum(block.judgements.values())) for block in blocks][::-1]
        shares = [100 * count / total for count, total in zip(counts, totals, strict=True)]
        label = JUDGEMENTS[judgement].in_language(language)
        axes.barh(
            names, shares, left=left, color=colour, hatch=hatch, edgecolor="#333", linewidth=0.6, label=label
        )
        left = [before + share for before, share in zip(left, shares, strict=True)]
    axes.set_xlim(0, 100)
    axes.set_xlabel(msg("trials (%)").in_language(language))
    axes.legend(frameon=False, ncols=3, loc="lower center", bbox_to_anchor=(0.4, 1.0), handlelength=1.2)
    _bare(axes)


def _bare(axes: Any) -> None:
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def _without_prolog(svg: str) -> str:
    """Give the drawing alone, as it may stand inside a page."""
    return re.sub(r"^.*?(?=<svg)", "", svg, flags=re.DOTALL)
