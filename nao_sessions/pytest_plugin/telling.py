"""How findings and what was reached are written to the terminal and to JUnit's file.

« Simulation. Ne dit rien des enfants réels. » stands at the head of all that was measured by simulation.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from nao_sessions.core.errors import Finding
from nao_sessions.rehearsal.reports.report import HEAD
from nao_sessions.text.languages import Language

HEAD_PROPERTY = "simulation"
NOT_REACHED = "not reached"


def told(findings: Sequence[Finding], language: Language, *, simulated: bool) -> str:
    """Return findings as a person reads them, one a line; ``simulated``: with HEAD above them."""
    head = [HEAD.in_language(language)] if simulated else []
    return "\n".join([*head, *(one.render(language) for one in findings)])


def tell_summary(reporter: pytest.TerminalReporter, reports: Sequence[pytest.TestReport], head: str) -> None:
    """Write to the terminal what was reached of each protocol, and what nobody reaches, with the reason."""
    if not any(HEAD_PROPERTY in dict(report.user_properties) for report in reports):
        return
    reporter.section("nao", sep="=")
    reporter.line(head)
    for report in reports:
        for line in _lines(report):
            reporter.line(line)


def _lines(report: pytest.TestReport) -> list[str]:
    facts = [(name, str(value)) for name, value in report.user_properties]
    reached = dict(facts).get("reached")
    if reached is None:
        return []
    lines = [f"{report.nodeid}: {reached} ({dict(facts)['sessions']})"]
    return lines + [f"  {value}" for name, value in facts if name == NOT_REACHED]
