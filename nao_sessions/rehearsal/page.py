"""The report of rehearsals as a page: tables, and plots where matplotlib is installed."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from nao_sessions.core.paper.document import document
from nao_sessions.core.paper.html import Html, el, html, lines, table
from nao_sessions.core.text import Language, Text
from nao_sessions.rehearsal.report import HEAD, Report, Spread

_KINDS = {
    "steps": Text(fr="étapes", en="steps"),
    "exits": Text(fr="passages", en="transitions"),
    "prompts": Text(fr="aides", en="prompts"),
    "feedback": Text(fr="retours", en="feedback"),
    "moments": Text(fr="listes de moments", en="lists of moments"),
}
_WARNING = """
.simulation { border: 1.6pt solid #000; padding: 2mm 4mm; font-weight: 700; font-size: 12pt; }
svg { max-width: 100%; height: auto; }
"""


def report_page(found: Report, language: Language, *, title: str) -> str:
    """Give the report as HTML, for a screen and for A4."""

    def say(fr: str, en: str) -> str:
        return Text(fr=fr, en=en).in_language(language)

    facts = [
        (say("Séances", "Sessions"), f"{found.sessions} ({say('graine', 'seed')} {found.seed}…)"),
        (say("Comportements", "Behaviours"), ", ".join(found.profiles)),
        (say("Professionnel·le", "Professional"), ", ".join(found.policies)),
        (say("Durée (p5, p50, p95)", "Duration (p5, p50, p95)"), _minutes(found.duration_s)),
        (say("Durée prévue, permise", "Expected, limit"), _planned(found)),
        (say("Nao parle (p5, p50, p95)", "Nao speaks (p5, p50, p95)"), _minutes(found.spoken_s)),
    ]
    body = html(
        el(
            "header",
            el("p", say("Répétition", "Rehearsal"), class_="kind"),
            el("h1", title),
            el("p", f"{found.protocol} {found.version}"),
            el("p", HEAD.in_language(language), class_="simulation"),
        ),
        table(facts, class_="facts"),
        _plots(found, language),
        el("h2", say("Comment elles ont fini", "How they ended")),
        table([(name, str(count)) for name, count in sorted(found.outcomes.items())], class_="facts"),
        el("h2", say("Ce qui a été atteint", "What was reached")),
        table(
            [
                (
                    _KINDS[one.kind].in_language(language),
                    f"{len(one.counts) - len(one.missing)} / {len(one.counts)}",
                    ", ".join(one.missing),
                )
                for one in found.coverage
            ],
            [say("Sorte", "Kind"), say("Atteints", "Reached"), say("Jamais", "Never")],
        ),
        _trials(found, language),
        el("h2", say("Les chemins", "Paths")),
        table(
            [
                (str(path.sessions), " → ".join(path.steps[:16]), el("code", path.again))
                for path in found.paths
            ],
            [say("Séances", "Sessions"), say("Étapes", "Steps"), say("Pour la refaire", "To run it again")],
            class_="wide",
        ),
        el("h2", say("À regarder", "To look at")),
        lines([f"{one.text.in_language(language)} ({one.sessions}) {one.again}" for one in found.findings])
        or el("p", say("Rien.", "Nothing.")),
    )
    name = f"{say('Répétition', 'Rehearsal')} : {title}"
    return document(language, name, HEAD.in_language(language), body, _WARNING)


def _trials(found: Report, language: Language) -> Html:
    if not found.blocks:
        return Html("")

    def say(fr: str, en: str) -> str:
        return Text(fr=fr, en=en).in_language(language)

    rows = [
        (
            el("code", block.step),
            ", ".join(f"{name} {count}" for name, count in sorted(block.judgements.items())),
            f"{block.trials.p5:g} / {block.trials.p50:g} / {block.trials.p95:g}",
            f"{block.prompts:.2f}",
            f"{block.latency_s.p5:g} / {block.latency_s.p50:g} / {block.latency_s.p95:g} s",
        )
        for block in found.blocks
    ]
    heads = [
        say("Étape", "Step"),
        say("Jugements", "Judgements"),
        say("Essais par séance", "Trials a session"),
        say("Aides par essai", "Prompts a trial"),
        say("Latence", "Latency"),
    ]
    return html(el("h2", say("Les essais", "Trials")), table(rows, heads, class_="wide"))


def _planned(found: Report) -> str:
    return ", ".join("—" if value is None else _clock(value) for value in (found.expected_s, found.limit_s))


def _minutes(spread: Spread) -> str:
    return " / ".join(_clock(value) for value in (spread.p5, spread.p50, spread.p95))


def _clock(seconds: float) -> str:
    return f"{int(seconds // 60)} min {int(seconds % 60):02} s"


def _plots(found: Report, language: Language) -> Html:
    """Draw durations and judgements; nothing where matplotlib is not installed."""
    try:
        from matplotlib.figure import Figure
    except ImportError:
        return Html("")
    figure = Figure(figsize=(7.2, 2.6), layout="constrained")
    left, right = figure.subplots(1, 2)
    left.hist([value / 60 for value in found.durations_s], bins=24, color="#3b6ea5")
    if found.limit_s is not None:
        left.axvline(found.limit_s / 60, color="#000", linestyle="--")
    left.set_xlabel(Text(fr="durée (min)", en="duration (min)").in_language(language))
    left.set_ylabel(Text(fr="séances", en="sessions").in_language(language))
    _bars(right, found)
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None})
    svg = buffer.getvalue()
    return el("figure", Html(_without_prolog(svg)))


def _bars(axes: object, found: Report) -> None:
    """Draw the judgements of each block of trials as stacked bars."""
    names = sorted({name for block in found.blocks for name in block.judgements})
    steps: Sequence[str] = [block.step.rsplit(".", 1)[-1] for block in found.blocks]
    bottoms = [0.0] * len(steps)
    greys = ("#3b6ea5", "#8fb3d9", "#c9a227", "#9a9a9a", "#5b5b5b", "#d9d9d9", "#b07aa1")
    for name, colour in zip(names, greys, strict=False):
        values = [float(block.judgements.get(name, 0)) for block in found.blocks]
        axes.bar(steps, values, bottom=bottoms, label=name, color=colour)  # type: ignore[attr-defined]
        bottoms = [bottom + value for bottom, value in zip(bottoms, values, strict=True)]
    if names:
        axes.legend(fontsize=7)  # type: ignore[attr-defined]


def _without_prolog(svg: str) -> str:
    """Give the drawing alone, as it may stand inside a page."""
    return re.sub(r"^.*?(?=<svg)", "", svg, flags=re.DOTALL)
