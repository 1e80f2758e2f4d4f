"""The report of rehearsals as a page for a screen and for A4: what to look at first, then the figures.

It is whole in itself: no script, nothing to fetch. Its head says that nothing of it is about real children.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from textwrap import wrap
from typing import Any

from nao_sessions.core.errors import HINT
from nao_sessions.paper.page import Html, document, el, html, html_list, html_table
from nao_sessions.protocol.wording import JUDGEMENTS, plain
from nao_sessions.rehearsal.reports.figures import BlockReport
from nao_sessions.rehearsal.reports.report import (
    HEAD,
    NOT_REACHED,
    SEARCH,
    PathCount,
    Report,
    ReportFinding,
    gravity,
)
from nao_sessions.rehearsal.reports.words import (
    KINDS,
    NINE_OF_TEN,
    NONE,
    POLICIES,
    behaviours,
    judgements,
    lengths,
    numbers,
    only_path,
    outcome,
    path,
    seeds,
    severity,
    share_spoken,
    slot,
)
from nao_sessions.text.formats import joined
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg, msgc, verbatim

# The plots of a report as SVG: how long sessions last, how trials were judged. None without matplotlib.

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
_OTHER_BAR = ("#ffffff", "--")
"""Of a judgement that nobody has drawn."""
_SECONDS_BELOW = 180.0
"""A longest session below this is drawn in seconds."""


def plots(found: Report, language: Language) -> Html:
    """Return drawings of durations and judgements, side by side; empty without matplotlib."""
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
            _judged(axes[1], found, judged, language)
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
    axes.yaxis.get_major_locator().set_params(integer=True)
    _bare(axes)


def _judged(axes: Any, found: Report, blocks: Sequence[BlockReport], language: Language) -> None:
    """Draw the judgements of each block of trials as one bar of a hundred per cent, with the count beside."""
    names = [_folded(found.titles.get(one.step, verbatim(one.step)).in_language(language)) for one in blocks]
    names = names[::-1]
    left = [0.0] * len(names)
    for judgement in JUDGEMENTS:
        colour, hatch = _BARS.get(judgement, _OTHER_BAR)
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


def _folded(name: str) -> str:
    """Return a step's name on lines short enough to stand beside a bar."""
    return "\n".join(wrap(name, 26))


def _bare(axes: Any) -> None:
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def _without_prolog(svg: str) -> str:
    """Return the drawing alone, as it may stand inside a page."""
    return re.sub(r"^.*?(?=<svg)", "", svg, flags=re.DOTALL)


MOST_STEPS = 16
_STYLE = """
.simulation { border: 1.6pt solid #000; padding: 2mm 4mm; font-weight: 700; font-size: 12pt; }
figure { margin: 4mm 0; break-inside: avoid; }
svg { max-width: 100%; height: auto; display: block; }
code.command { display: block; margin: 0.6mm 0 1.6mm; padding: 0.8mm 2mm; background: #f2f2f2; }
table.paths td { vertical-align: top; }
table.paths td:first-child { width: 16mm; }
table.outcomes { width: auto; }
table.outcomes tbody th { width: auto; padding-right: 8mm; }
ol.story { margin: 0.6mm 0 0.6mm 5mm; font-size: 9pt; }
td code { overflow-wrap: break-word; }
h2 + h3 { margin-top: 2.5mm; }
.part { break-inside: avoid; }
"""


def report_page(found: Report, language: Language, *, title: str, protocol: str) -> str:
    """Return the report as an HTML page.

    Args:
        found: the report.
        language: of the page.
        title: of the protocol.
        protocol: its file, as a command names it.
    """
    return _Page(found, language, protocol).whole(title)


class _Page:
    def __init__(self, found: Report, language: Language, protocol: str) -> None:
        self._found = found
        self._language = language
        self._command = f"nao-sessions rehearse {protocol}"

    def whole(self, title: str) -> str:
        kind = self._say(msg("Rehearsal"))
        drawn = plots(self._found, self._language)
        body = html(
            el(
                "header",
                el("p", kind, class_="kind"),
                el("h1", title),
                el("p", f"{self._found.protocol} {self._found.version}"),
                el("p", HEAD.in_language(self._language), class_="simulation"),
            ),
            self._facts(),
            el("figure", drawn) if drawn else "",
            self._look_at(),
            self._ends(),
            self._trials(),
            self._paths(),
            self._reached(),
            self._values(),
        )
        between = " : " if self._language == "fr" else ": "
        foot = HEAD.in_language(self._language)
        return document(self._language, f"{kind}{between}{title}", foot, body, _STYLE)

    def _facts(self) -> Html:
        found = self._found
        people = joined([POLICIES[name] for name in found.policies], ", ")
        rows: Sequence[tuple[str, Text]] = [
            (self._say(msg("Sessions")), seeds(found)),
            (
                self._say(msg("Simulated children")),
                behaviours(found.profiles),
            ),
            (self._say(msg("Simulated adult")), people),
            (self._say(msg("Length")), lengths(found.duration_s)),
            (self._say(msg("Slot")), slot(found)),
            (self._say(msg("Nao speaks")), share_spoken(found)),
        ]
        facts = html_table([(name, text.in_language(self._language)) for name, text in rows], class_="facts")
        return html(facts, el("p", self._say(NINE_OF_TEN), class_="note"))

    def _look_at(self) -> Html:
        wrong = sorted((one for one in self._found.findings if not one.about), key=gravity)
        findings = html_list([self._finding(one) for one in wrong]) or el("p", self._say(msg("Nothing.")))
        return html(el("h2", self._say(msg("To look at"))), findings)

    def _ends(self) -> Html:
        counts = sorted(self._found.outcomes.items(), key=lambda pair: (-pair[1], pair[0]))
        rows = [
            (self._say(outcome(name)), str(count), self._percent(count, self._found.sessions))
            for name, count in counts
        ]
        title = self._say(msg("How the sessions ended"))
        return el("div", el("h2", title), html_table(rows, class_="outcomes"), class_="part")

    def _trials(self) -> Html:
        if not self._found.blocks:
            return Html("")
        rows = []
        for block in self._found.blocks:
            mastery = block.mastery
            rows.append(
                (
                    self._say(self._found.names.get(block.step, verbatim(block.step))),
                    self._say(judgements(block.judgements)),
                    self._say(numbers(block.trials)),
                    self._say(plain(round(block.prompts, 2))),
                    self._say(numbers(block.latency_s)) + " s",
                    "—"
                    if mastery is None
                    else f"{self._say(numbers(mastery.trials) if mastery.mastered else NONE)} "
                    f"({mastery.mastered}/{mastery.learners})",
                )
            )
        heads = [
            self._say(msg("Step")),
            self._say(msg("Judgements")),
            self._say(msg("Trials a session")),
            self._say(msg("Prompts a trial")),
            self._say(msg("Latency")),
            self._say(msg("Trials to mastery")),
        ]
        rows_needed = next((b.mastery.in_a_row for b in self._found.blocks if b.mastery is not None), None)
        note = ""
        if rows_needed is not None:
            note = self._say(
                msg(
                    "Mastery: {rows_needed} trials in a row that were right without help; in brackets, "
                    "how "
                    "often it came, of how many children and sessions.",
                    rows_needed=rows_needed,
                ),
            )
        return html(
            el("h2", self._say(msgc("a heading, with an article", "Trials"))),
            html_table(rows, heads, class_="wide"),
            el("p", note, class_="note") if note else "",
        )

    def _paths(self) -> Html:
        found = self._found
        heads = [
            self._say(msg("Sessions")),
            self._say(msg("Steps, and how to run them again")),
        ]
        counts = [one.sessions for one in (*found.paths, found.rarest) if one is not None]
        even = len(set(counts)) == 1
        rarest = None if even else found.rarest
        shown = [(str(one.sessions), self._path(one)) for one in found.paths if one != rarest]
        parts = [el("h2", self._say(msg("Paths")))]
        if only_path(found):
            words = self._say(msg("One path, taken by all sessions."))
            return html(*parts, el("p", words), self._path(found.paths[0]))
        if rarest is not None:
            parts += [
                el("h3", self._say(msg("The rarest"))),
                html_table([(str(rarest.sessions), self._path(rarest))], heads, class_="wide paths"),
            ]
        parts += [
            el("h3", self._say(msg("All equally frequent") if even else msg("The most frequent"))),
            html_table(shown, heads, class_="wide paths"),
        ]
        return html(*parts)

    def _path(self, one: PathCount) -> Html:
        return html(path(one.steps, self._found.titles, MOST_STEPS, self._language), self._run(one.again))

    def _reached(self) -> Html:
        found = self._found
        rows = []
        for one in found.coverage:
            reached, all_ = len(one.counts) - len(one.missing), len(one.counts)
            if all_:
                name = self._say(KINDS[one.kind]).capitalize()
                rows.append((name, f"{reached} / {all_}", self._percent(reached, all_)))
        parts = [
            el("h2", self._say(msg("What was reached"))),
            html_table(rows, class_="outcomes"),
        ]
        if found.reached_by:
            late = [
                html(self._say(found.names.get(name, verbatim(name))), self._run(again))
                for name, again in found.reached_by.items()
            ]
            parts += [
                el("h3", self._say(msg("Found by the search"))),
                html_list(late),
            ]
        missing = [one for one in found.findings if one.about]
        if missing:
            parts.append(el("h3", self._say(msg("Never reached"))))
            parts.append(html_list([self._finding(one) for one in missing]))
            if any(one.again == SEARCH for one in missing):
                looking = self._say(msg("To look for a seed that leads there:"))
                parts.append(el("p", looking, self._run(SEARCH)))
        return html(*parts)

    def _finding(self, one: ReportFinding) -> Html:
        times = f"{one.sessions} × " if one.sessions else ""
        story = html_list(
            [line.in_language(self._language) for line in one.story], ordered=True, class_="story"
        )
        shared = one.code == NOT_REACHED and one.again == SEARCH
        again = self._run(one.again) if one.again and not shared else Html("")
        grave = Html("") if one.about else el("strong", f"{self._say(severity(one)).capitalize()}. ")
        place = el("p", el("code", one.place), class_="place") if one.place else Html("")
        hint = (
            el("p", f"{self._say(HINT)} {self._say(one.hint)}", class_="note")
            if one.hint is not None
            else Html("")
        )
        return html(grave, times + self._say(one.text), place, hint, story, again)

    def _values(self) -> Html:
        """Return the table of values that nothing can check: a person confirms each."""
        if not self._found.values:
            return Html("")
        rows = [
            (self._say(one.about), self._say(one.name), self._say(one.value), el("code", str(one.place)))
            for one in self._found.values
        ]
        heads = [
            self._say(msg("Where")),
            self._say(msg("What it is")),
            self._say(msg("Value")),
            self._say(msg("Line")),
        ]
        note = self._say(
            msg("Nothing tells whether these numbers are right: read them again, one by one."),
        )
        return html(
            el("h2", self._say(msg("Values to confirm"))),
            el("p", note, class_="note"),
            html_table(rows, heads, class_="wide"),
        )

    def _run(self, options: str) -> Html:
        return el("code", f"{self._command} {options}", class_="command")

    def _percent(self, part: int, whole: int) -> str:
        share = f"{100 * part / whole:.0f}" if whole else "0"
        return f"{share}\u00a0%" if self._language == "fr" else f"{share}%"

    def _say(self, text: Text) -> str:
        return text.in_language(self._language)
