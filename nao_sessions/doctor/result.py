"""What was found of one thing that was examined: facts, and findings with a remedy each.

A fact is what was measured; whether it is good enough is a finding. Nothing here examines anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nao_sessions.core.errors import Finding, Severity
from nao_sessions.text.messages import Text


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that was measured or read.

    ``key`` names it for programs (``rate_hz``: the unit stands in the name), ``value`` is what it is (None
    where it could not be told), ``label`` and ``shown`` say both to a person.
    """

    key: str
    value: float | str | bool | None
    label: Text
    shown: Text


@dataclass(frozen=True, slots=True)
class ExaminationResult:
    """One thing that was examined: a camera, a microphone, a disk, the network, Nao.

    ``kind`` and ``name`` are for programs (``camera``, ``room``), ``title`` is for people. A finding of
    severity *error* keeps a session from being recorded, a *warning* harms it, a *remark* is worth knowing.
    """

    kind: str
    name: str
    title: Text
    facts: Sequence[Fact] = ()
    findings: Sequence[Finding] = ()

    @property
    def worst(self) -> Severity | None:
        """Return the gravest severity that was found; None where all is well."""
        order: tuple[Severity, ...] = ("error", "warning", "remark")
        found = {finding.severity for finding in self.findings}
        return next((severity for severity in order if severity in found), None)
