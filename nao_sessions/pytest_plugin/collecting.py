"""Protocols as pytest's files: which files are taken, and which tests each of them has.

Nothing is rehearsed here: a file that is only looked at costs no more than its check.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nao_sessions.core.errors import Finding, NaoSessionsError, Place
from nao_sessions.engine import Engine, State
from nao_sessions.protocol.expectation_loading import read_expectations
from nao_sessions.protocol.expectations import (
    ALL,
    Expectation,
    Expectations,
    ExpectedSettings,
    OnSimulator,
    Part,
    expectations_beside,
    is_expectations,
    protocol_beside,
)
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.loading import CheckedFile, examine
from nao_sessions.pytest_plugin import judging
from nao_sessions.pytest_plugin.judging import missed
from nao_sessions.pytest_plugin.runs import Rehearsals
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.log import read_log
from nao_sessions.rehearsal.people.behaviour import profile_names
from nao_sessions.rehearsal.reports.report import HEAD
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.text.languages import Language, user_language
from nao_sessions.text.messages import msg

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


# One session of a protocol on nao-simulator, over the real qi wire, with a scripted child.
#
# It is launched as any other, and its log is read afterwards. A session on the wire is never the same twice
# to the millisecond: no byte is expected of it.

# The tests of one protocol: its check, its rehearsals, what is expected of them, a session on the
# simulator.
#
# A failure reads as ``check`` does: a place, a sentence, a hint, and no traceback. What was measured by
# simulation says so at its head.

STARTS_WITHIN_S = 90.0
WITHOUT_LIMIT_S = 1800.0
"""How many session seconds a protocol without a limit may take."""


def played(rehearsals: Rehearsals, expected: OnSimulator, path: Path, speed: float) -> Iterator[Finding]:
    """Play a session on a simulator, and yield what is not as expected."""
    protocol = rehearsals.protocol
    here = Place(str(path))
    with tempfile.TemporaryDirectory(prefix="nao-") as place:
        try:
            folder = asyncio.run(_run(protocol, expected, speed, Path(place)))
        except TimeoutError:
            yield Finding("E304", here, msg("the session on the simulator does not end"))
            return
        except NaoSessionsError as error:
            yield Finding("E301", here, msg("the session on the simulator did not run"), error.sentence)
            return
        outcome, names = _read(folder, protocol)
    ends = {expected.outcome} if expected.outcome else {one.end for one in protocol.steps.values()} - {None}
    if outcome not in ends:
        listed = ", ".join(sorted(str(one) for one in ends))
        sentence = msg(
            "session on the simulator: expected end {listed}, measured {outcome}",
            listed=listed,
            outcome=outcome,
        )
        yield Finding("E302", expected.place or here, sentence)
    for part, bound in expected.least.items():
        wanted = rehearsals.parts[part]
        missing = [name for name in wanted if name not in names]
        yield from missed(part, bound, len(wanted), missing, "E303", 1)


async def _run(protocol: Protocol, expected: OnSimulator, speed: float, parent: Path) -> SessionFolder:
    """Run a session on a simulator; return its folder. Raises: NaoSessionsError; TimeoutError: too long."""
    from nao_sessions import launch  # here: without a simulator no test needs robots, which load for a second

    limit_s = WITHOUT_LIMIT_S if protocol.limit_ms is None else protocol.limit_ms / 1000
    names = Pseudonyms([f"P{number:02}" for number in range(1, max(1, protocol.participants_min) + 1)])
    plan = launch.plan_of(protocol, (), names.codes, 1, speed, names.hide)
    equipment = launch.Equipment(None, launch.UNFILMED, launch.OwnSimulator())
    launcher = launch.SessionLauncher(equipment, names)
    request = launch.NewSession(plan=plan, parent=parent, child=expected.child)
    async with asyncio.timeout(STARTS_WITHIN_S + 1.5 * limit_s / speed), AsyncExitStack() as stack:
        launched = await launcher.begin(request, stack)
        await launched.session.run()
    launched.session.close()
    return launched.session.begun.folder


def _read(folder: SessionFolder, protocol: Protocol) -> tuple[str, frozenset[str]]:
    """Return the outcome of a session and what it reached, by feeding its logged inputs to the engine."""
    reached: set[str] = set()
    engine, state = Engine(protocol).traced(reached.add), State()
    for event in read_log(folder.events).events:
        if event.dir == "in":
            state, _ = engine.step(state, event)
    return state.outcome, frozenset(reached)


class FindingsFailure(Exception):
    """When a test has findings: they are its failure."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(f"{len(findings)} findings")
        self.findings = tuple(findings)


def language(config: pytest.Config) -> Language:
    """Return the language of the plugin's messages: that of ``--nao-lang``, else the user's."""
    asked: Language | None = config.getoption("nao_lang")
    return asked or user_language()


class ProtocolTest(pytest.Item):
    """A test of a protocol: what it finds is its failure. ``simulated``: it was measured by simulation."""

    simulated = True

    def findings(self) -> Iterable[Finding]:
        """Return what is wrong with the protocol."""
        raise NotImplementedError

    @property
    def shown(self) -> str:
        """Return the protocol's path as typed where pytest was started."""
        return self._shown(str(self.path))

    def runtest(self) -> None:
        """Run the test. Raises: FindingsFailure: the protocol has findings."""
        if self.simulated:
            self.user_properties.append((HEAD_PROPERTY, HEAD.in_language(language(self.config))))
        found = [replace(one, place=self._placed(one)) for one in self.findings()]
        if found:
            raise FindingsFailure(found)

    def _placed(self, finding: Finding) -> Place:
        name = finding.place.file
        path = name if os.sep in name else str(self.path.with_name(name))
        return replace(finding.place, file=self._shown(path))

    def _shown(self, path: str) -> str:
        here = self.config.invocation_params.dir
        return os.path.relpath(path, here) if Path(path).is_absolute() else path

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Return the findings as text; a bug of the program is shown as pytest shows it."""
        said = language(self.config)
        if isinstance(excinfo.value, FindingsFailure):
            return told(excinfo.value.findings, said, simulated=self.simulated)
        if isinstance(excinfo.value, NaoSessionsError):
            error = excinfo.value
            hint = "" if error.hint is None else "\n  " + error.hint.in_language(said)
            return f"{error.code} {error.sentence.in_language(said)}{hint}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Return the place and name of the test, without the protocol, which stands before it."""
        return self.path, None, self.name


class CheckTest(ProtocolTest):
    """What ``check`` finds; remarks fail nothing."""

    simulated = False

    def __init__(self, *, examined: CheckedFile, **rest: Any) -> None:
        super().__init__(**rest)
        self._examined = examined

    def findings(self) -> Iterable[Finding]:
        """Return the errors and warnings of the check."""
        return [one for one in self._examined.findings if one.severity != "remark"]


class RehearsalTest(ProtocolTest):
    """The sessions of one behaviour, or one group: none gets stuck, none goes on for ever, none fails."""

    def __init__(self, *, rehearsals: Rehearsals, group: str, **rest: Any) -> None:
        super().__init__(**rest)
        self._rehearsals = rehearsals
        self._group = group

    def findings(self) -> Iterable[Finding]:
        """Return what the rehearsals found; an expected longest duration takes the place of the limit's."""
        runs, asked = self._rehearsals.of(self._group), self._rehearsals.expectations.expected
        longest = any("longest" in one.lengths for one in asked if one.name in (ALL, self._group))
        found = judging.found_in(runs, self._rehearsals.protocol, self.shown)
        return [one for one in found if not (longest and one.code == judging.LATE)]


class ExpectTest(ProtocolTest):
    """One thing that is expected of sessions."""

    def __init__(
        self,
        *,
        rehearsals: Rehearsals,
        expected: Expectation | None = None,
        kind: str = "",
        part: Part | None = None,
        **rest: Any,
    ) -> None:
        super().__init__(**rest)
        self._rehearsals = rehearsals
        self._expected = expected
        self._kind = kind
        self._part = part

    def findings(self) -> Iterable[Finding]:
        """Return what differs from the expectations."""
        found = self._coverage() if self._expected is None else self._sessions(self._expected)
        beside = expectations_beside(self.path)
        return [replace(one, place=replace(one.place, file=str(beside))) for one in found]

    def _sessions(self, expected: Expectation) -> Iterable[Finding]:
        runs = judging.runs_of(expected, self._rehearsals)
        match self._kind:
            case "outcome":
                return judging.outcomes(expected, runs, self.shown)
            case "duration":
                return judging.lengths(expected, runs, self.shown)
            case _:
                return judging.sentences(expected, runs, self._rehearsals.protocol, self.shown)

    def _coverage(self) -> Iterable[Finding]:
        coverage, part = self._rehearsals.expectations.coverage, self._part
        assert coverage is not None
        assert part is not None
        found = list(judging.covered(part, coverage.least[part], coverage, self._rehearsals, self.shown))
        reached = {name for run in self._rehearsals.search for name in run.names}
        wanted, missing = self._rehearsals.share(part, reached)
        self.user_properties.append(("sessions", len(self._rehearsals.search)))
        self.user_properties.append(("reached", f"{wanted - len(missing)} / {wanted}"))
        for name, excepted in coverage.excepted.items():
            if name in self._rehearsals.parts[part]:
                self.user_properties.append((NOT_REACHED, f"{name}: {excepted.reason}"))
        return found


class SimulatorTest(ProtocolTest):
    """One session on nao-simulator, over the real wire: how it ends and what it reaches, never its bytes."""

    def __init__(self, *, rehearsals: Rehearsals, expected: OnSimulator, **rest: Any) -> None:
        super().__init__(**rest)
        self._rehearsals = rehearsals
        self._expected = expected

    def findings(self) -> Iterable[Finding]:
        """Yield what differs from the expectations in a session on a simulator."""
        speed: float = self.config.getoption("nao_speed")
        beside = str(expectations_beside(self.path))
        for one in played(self._rehearsals, self._expected, self.path, speed):
            yield replace(one, place=replace(one.place, file=beside)) if one.place.line else one


SUFFIXES = (".yaml", ".yml")
DEFAULT_SESSIONS = 20
"""How many sessions of each behaviour are rehearsed where nothing else is asked for."""


class Protocols:
    """The part of the plugin that is there only where protocols are collected."""

    def __init__(self, config: pytest.Config, paths: tuple[Path, ...]) -> None:
        self._config = config
        self._paths = paths

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
        """Return a collector for a protocol in one of the paths; None for any other file."""
        if file_path.suffix not in SUFFIXES or not any(file_path.is_relative_to(p) for p in self._paths):
            return None
        if not is_expectations(file_path):
            return ProtocolFile.from_parent(parent, path=file_path)
        if protocol_beside(file_path).is_file():
            return None  # its protocol asks for it
        return ExpectationsFile.from_parent(parent, path=file_path)

    def pytest_report_header(self) -> str:
        """Return the line at the head of the run that says that everything is simulated."""
        return f"nao: {HEAD.in_language(language(self._config))}"

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        """Write into the JUnit file that everything is simulated."""
        from _pytest.junitxml import xml_key  # pytest has no other door to it outside a test

        xml = session.config.stash.get(xml_key, None)
        if xml is not None:
            xml.add_global_property(HEAD_PROPERTY, HEAD.in_language(language(self._config)))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Write at the end what rehearsals reached, and what nothing reaches, with the reason."""
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
        """Return the expectations beside the protocol, else a few for every behaviour, and what is wrong."""
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
        """Yield the one test of an expectations file without a protocol, which fails."""
        findings = read_expectations(self.path).findings
        yield CheckTest.from_parent(self, name="check", examined=CheckedFile(findings, None))
