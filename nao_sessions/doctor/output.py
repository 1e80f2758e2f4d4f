"""What was examined, as lines for a terminal and as a record for programs.

The two hold the same facts and the same findings, in the same order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from nao_sessions.core.errors import SEVERITIES, Finding, Severity
from nao_sessions.doctor.result import ExaminationResult
from nao_sessions.text.formats import joined
from nao_sessions.text.languages import Language, unbroken
from nao_sessions.text.messages import Text, msg, msgn

FORMAT = 1
_COUNTED: dict[Severity, Text] = {
    "error": msgn("{n} error", "{n} errors"),
    "warning": msgn("{n} warning", "{n} warnings"),
    "remark": msgn("{n} remark", "{n} remarks"),
}


def findings_of(examined: Sequence[ExaminationResult]) -> list[Finding]:
    """Return the findings of all results, in order."""
    return [finding for result in examined for finding in result.findings]


def lines_of(examined: Sequence[ExaminationResult], language: Language) -> Iterator[str]:
    """Yield the results as lines for a terminal: each title, its facts, then its findings."""
    for result in examined:
        yield result.title.in_language(language)
        wide = max((len(fact.label.in_language(language)) for fact in result.facts), default=0)
        for fact in result.facts:
            yield f"  {fact.label.in_language(language):<{wide}}  {fact.shown.in_language(language)}"
        for finding in result.findings:
            label = SEVERITIES[finding.severity]
            yield from (f"  {line}" for line in unbroken(finding.render(language, label)).splitlines())
        yield ""


def record_of(examined: Sequence[ExaminationResult], language: Language) -> dict[str, Any]:
    """Return the results as JSON values for programs; an unknown fact is null."""
    return {
        "format": FORMAT,
        "examined": [
            {
                "kind": result.kind,
                "name": result.name,
                "worst": result.worst,
                "facts": {fact.key: fact.value for fact in result.facts},
                "findings": [_finding(finding, language) for finding in result.findings],
            }
            for result in examined
        ],
    }


def summary_of(examined: Sequence[ExaminationResult]) -> Text:
    """Return a sentence that counts the findings of each severity."""
    found = findings_of(examined)
    counts = {severity: sum(finding.severity == severity for finding in found) for severity in SEVERITIES}
    if not found:
        return msg("Nothing to report.")
    counted = [_COUNTED[severity].format(n=count) for severity, count in counts.items() if count]
    return msg("{counts}.", counts=joined(counted))


def _finding(finding: Finding, language: Language) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "place": str(finding.place),
        "sentence": finding.sentence.in_language(language),
        "hint": None if finding.hint is None else finding.hint.in_language(language),
    }
