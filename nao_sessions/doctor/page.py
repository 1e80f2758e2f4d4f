"""The page of an examination, to print and to keep by the room's computer: what to do first, then every fact.

It is made from results; it examines nothing itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from nao_sessions.core.errors import HINT, SEVERITIES, Finding
from nao_sessions.doctor.output import findings_of, summary_of
from nao_sessions.doctor.result import ExaminationResult
from nao_sessions.paper.page import Html, document, el, html, html_table
from nao_sessions.text.formats import date
from nao_sessions.text.languages import Language, unbroken
from nao_sessions.text.messages import Text, msg

_TITLE = msg("The room, examined")
_TO_DO = msg("What is to be done")
_NOTHING = msg("Nothing: all that was examined is in order.")
_ORDER = tuple(SEVERITIES)

_STYLE = """
.found { break-inside: avoid; margin: 2mm 0 3mm; padding-left: 3mm; border-left: 0.6pt solid #999; }
.found.error { border-left: 2.6pt solid #000; } .found.warning { border-left: 1.4pt solid #000; }
.found p { margin: 0.4mm 0; } .found .label { font-weight: 600; }
section { break-inside: avoid; padding-top: 4mm; } section h2 { margin-top: 0; font-size: 11pt; }
.all { columns: 2; column-gap: 8mm; margin-top: 4mm; }
.all table { font-size: 8.6pt; } .all th, .all td { padding: 0.5mm 1mm; overflow-wrap: anywhere; }
.all table.facts tbody th { width: 36mm; }
@media screen and (max-width: 700px) { .all { columns: 1; } }
"""


def doctor_page(examined: Sequence[ExaminationResult], room: str, at: datetime, language: Language) -> str:
    """Return the results of the examination as an HTML page.

    Args:
        examined: in the order in which it is shown.
        room: the room file's name as the user typed it; empty where there is none.
        at: when it was examined, by this computer's clock and in its zone.
        language: of the page.
    """
    title = _TITLE.in_language(language)
    when = _when(at, language)
    found = sorted(findings_of(examined), key=lambda one: _ORDER.index(one.severity))
    titles = {id(finding): one.title for one in examined for finding in one.findings}
    body = html(
        el(
            "header",
            el("h1", title),
            el("p", " · ".join(filter(None, (room, when)))),
            el("p", summary_of(examined).in_language(language), class_="state"),
        ),
        el("h2", _TO_DO.in_language(language)),
        *(_finding(finding, titles[id(finding)], language) for finding in found),
        el("p", _NOTHING.in_language(language)) if not found else Html(""),
        el("div", *(_section(one, language) for one in examined), class_="all"),
    )
    return document(language, f"{title} — {when}", f"{title} {when}", body, _STYLE)


def _finding(finding: Finding, about: Text, language: Language) -> Html:
    label = SEVERITIES[finding.severity].in_language(language)
    hint = finding.hint
    return el(
        "div",
        el(
            "p",
            el("span", label, class_="label"),
            " · ",
            about.in_language(language),
            " · ",
            el("code", finding.code),
        ),
        el("p", unbroken(finding.sentence.in_language(language))),
        el("p", f"{HINT.in_language(language)} ", unbroken(hint.in_language(language)), class_="note")
        if hint is not None
        else Html(""),
        class_=f"found {finding.severity}",
    )


def _section(one: ExaminationResult, language: Language) -> Html:
    rows = [(fact.label.in_language(language), fact.shown.in_language(language)) for fact in one.facts]
    return el("section", el("h2", one.title.in_language(language)), html_table(rows, class_="facts"))


def _when(at: datetime, language: Language) -> str:
    return f"{date(at, language)}, {at:%H:%M}"
