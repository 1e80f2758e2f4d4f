"""Protocols as pytest's files: which files are taken, and which tests each of them has.

Nothing is rehearsed here: a file that is only looked at costs no more than its check.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nao_sessions.core.errors import Finding
from nao_sessions.protocol.expectation_loading import read_expectations
from nao_sessions.protocol.expectations import (
    Expectations,
    ExpectedSettings,
    OnSimulator,
    expectations_beside,
    is_expectations,
    protocol_beside,
)
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.loading import CheckedFile, examine
from nao_sessions.pytest_plugin import judging
from nao_sessions.pytest_plugin.items import (
    CheckTest,
    ExpectTest,
    ProtocolTest,
    RehearsalTest,
    SimulatorTest,
    language,
)
from nao_sessions.pytest_plugin.runs import Rehearsals
from nao_sessions.pytest_plugin.telling import HEAD_PROPERTY, tell_summary
from nao_sessions.rehearsal.people.behaviour import profile_names
from nao_sessions.rehearsal.reports.report import HEAD

SUFFIXES = (".yaml", ".yml")
DEFAULT_SESSIONS = 20
"""Sessions of each behaviour where nothing else is asked for."""


class Protocols:
    """The part of the plugin that is there only where protocols are collected."""

    def __init__(self, config: pytest.Config, paths: tuple[Path, ...]) -> None:
        self._config = config
        self._paths = paths

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
        """Take a protocol that lies under one of the paths."""
        if file_path.suffix not in SUFFIXES or not any(file_path.is_relative_to(p) for p in self._paths):
            return None
        if not is_expectations(file_path):
            return ProtocolFile.from_parent(parent, path=file_path)
        if protocol_beside(file_path).is_file():
            return None  # its protocol asks for it
        return ExpectationsFile.from_parent(parent, path=file_path)

    def pytest_report_header(self) -> str:
        """Say at the head of the run that what follows is simulated."""
        return f"nao: {HEAD.in_language(language(self._config))}"

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        """Say the same at the head of the JUnit file."""
        from _pytest.junitxml import xml_key  # pytest has no other door to it outside a test

        xml = session.config.stash.get(xml_key, None)
        if xml is not None:
            xml.add_global_property(HEAD_PROPERTY, HEAD.in_language(language(self._config)))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say at the end what rehearsals reached, and what nobody reaches, with the reason."""
        reports = [one for kind in ("passed", "failed") for one in terminalreporter.getreports(kind)]
        tell_summary(terminalreporter, reports, HEAD.in_language(language(self._config)))


class ProtocolFile(pytest.File):
    """One protocol, or one series: its check, and its rehearsals where it can run."""

    def collect(self) -> Iterator[ProtocolTest]:
        """Yield the tests of this protocol."""
        examined = examine(self.path)
        yield CheckTest.from_parent(self, name="check", examined=examined)
        if examined.protocol is None:
            return
        expectations, wrong = self._expectations(examined.protocol)
        rehearsals = Rehearsals(examined.protocol, expectations)
        for group in expectations.groups:
            yield RehearsalTest.from_parent(
                self, name=f"rehearse[{group}]", rehearsals=rehearsals, group=group
            )
        if wrong:
            yield CheckTest.from_parent(self, name="expect", examined=CheckedFile(wrong, None))
        yield from self._expected(rehearsals)
        if self.config.getoption("nao_simulator"):
            on = expectations.simulator
            yield SimulatorTest.from_parent(
                self, name=f"simulator[{on.child}]", rehearsals=rehearsals, expected=on
            )

    def _expectations(self, protocol: Protocol) -> tuple[Expectations, tuple[Finding, ...]]:
        """Read what is expected; where nothing is, or it is wrong, every behaviour is rehearsed a little."""
        beside = expectations_beside(self.path)
        default = Expectations(
            sessions=DEFAULT_SESSIONS,
            seed=1,
            groups={name: (name,) for name in profile_names()},
            professional="confirms",
            settings=ExpectedSettings(),
            expected=(),
            coverage=None,
            simulator=OnSimulator(),
        )
        if not beside.is_file():
            return default, ()
        read = read_expectations(beside)
        if read.expectations is None:
            return default, read.findings
        wrong = tuple(
            replace(one, place=replace(one.place, file=str(beside)))
            for one in judging.unknown(read.expectations, protocol)
        )
        return (default, wrong) if wrong else (read.expectations, ())

    def _expected(self, rehearsals: Rehearsals) -> Iterator[ExpectTest]:
        asked = rehearsals.expectations

        def test(name: str, **rest: Any) -> ExpectTest:
            return ExpectTest.from_parent(self, name=f"expect[{name}]", rehearsals=rehearsals, **rest)

        for one in asked.expected:
            kinds = {"outcome": one.outcomes, "duration": one.lengths, "sentences": one.sentences}
            yield from (test(f"{one.name}.{kind}", expected=one, kind=kind) for kind in kinds if kinds[kind])
        for part in () if asked.coverage is None else asked.coverage.least:
            yield test(f"coverage.{part}", part=part)


class ExpectationsFile(pytest.File):
    """Expectations whose protocol is not there."""

    def collect(self) -> Iterator[ProtocolTest]:
        """Yield the one test that says so."""
        findings = read_expectations(self.path).findings
        yield CheckTest.from_parent(self, name="check", examined=CheckedFile(findings, None))
