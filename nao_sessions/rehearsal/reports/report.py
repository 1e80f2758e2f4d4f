"""The report of rehearsals: durations, outcomes, paths, coverage, trials, findings with the seed of each.

And the plain values of a protocol, which a person confirms. « Simulation. Ne dit rien des enfants réels. »
stands at its head, wherever it is shown.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import log
from typing import Any, NamedTuple

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import SEVERITIES, Place, Severity
from nao_sessions.protocol.checks.places import CONDITIONS, sites_of
from nao_sessions.protocol.checks.promises import broken_promises
from nao_sessions.protocol.checks.registry import CHECKS
from nao_sessions.protocol.computed import formula, path_name
from nao_sessions.protocol.flow import Await, Level, Protocol, Speech, Step
from nao_sessions.protocol.outline.trials import LABELS
from nao_sessions.protocol.part_names import PartNames
from nao_sessions.protocol.trials import Trials
from nao_sessions.protocol.wording import HELPS, duration, plain
from nao_sessions.rehearsal.exploration.explore import rounds
from nao_sessions.rehearsal.exploration.unreachable import unreachable
from nao_sessions.rehearsal.many import options_for
from nao_sessions.rehearsal.reports.coverage import PartCoverage, coverage, to_tell
from nao_sessions.rehearsal.reports.figures import MASTERED_AFTER, BlockReport, Spread, blocks_of
from nao_sessions.rehearsal.session import ENDLESS, STUCK, RehearsalPlan, RehearsalResult
from nao_sessions.text.messages import Text, msg, msgc, verbatim

# The plain values of a protocol: counts, delays, limits. Nothing promises them, so a person confirms each.
#
# A value that is computed is not listed: what it is computed from is. A condition that holds a number is.

_NUMBER = re.compile(r"(?<![\w.])\d")


class PlainValue(NamedTuple):
    """One plain value: where it stands, what it is about (a step, a setting), which value it is, how much."""

    place: Place
    about: Text
    name: Text
    value: Text

    def to_json(self) -> dict[str, Any]:
        """Return the value as JSON: its place, and a line in each language."""
        return {
            "place": str(self.place),
            "fr": f"{self.about.fr} : {self.name.fr} {self.value.fr}",
            "en": f"{self.about.en}: {self.name.en} {self.value.en}",
        }


def plain_values(protocol: Protocol) -> tuple[PlainValue, ...]:
    """Return the plain values of a protocol and of the files that it uses, in the order of the flow."""
    return tuple(dict.fromkeys(_values(protocol)))


def _values(protocol: Protocol) -> Iterator[PlainValue]:
    head = Place(protocol.sources[0].name)
    session = msg("session")
    for ms, name in (
        (protocol.expected_ms, msg("expected duration")),
        (protocol.limit_ms, msgc("the name of a duration", "limit")),
        (
            None if protocol.limit_ms is None else protocol.closing_ms,
            msg("closing at most, after the limit"),
        ),
    ):
        if ms is not None:
            yield PlainValue(head, session, name, duration(ms))
    for setting in protocol.settings:
        label = verbatim(setting.name) if setting.label is None else setting.label.as_written()
        about = msg("setting '{label}'", label=label)
        name = msg("default")
        if not isinstance(setting.default, str):
            yield PlainValue(head, about, name, plain(setting.default, setting.type))
        for bound, named in (
            (setting.minimum, msg("at least")),
            (setting.maximum, msg("at most")),
        ):
            if bound is not None:
                yield PlainValue(head, about, named, plain(bound, setting.type))
    names = PartNames(protocol)
    limits = defaultdict(list)
    for site in sites_of(protocol):
        if site.kind in CONDITIONS and site.expression is not None and _NUMBER.search(site.expression.source):
            limits[site.step].append((site.place, site.expression))
    for step in protocol.steps.values():
        yield from _of_step(protocol, names, step)
        for place, expression in limits[step.name]:
            value = formula(expression, lambda path: path_name(protocol, path, Speech.as_written))
            yield PlainValue(place, names.step(step.name), msg("condition"), value)
    yield from _waits(protocol.always, msg("everywhere"))


def _of_step(protocol: Protocol, names: PartNames, step: Step) -> Iterator[PlainValue]:
    about = names.step(step.name)
    if step.each is not None and isinstance(step.each.rounds, int) and step.each.rounds > 1:
        yield PlainValue(step.place, about, msg("rounds"), plain(step.each.rounds))
    if step.trials is not None:
        yield from _of_trials(step.trials, about)
    for block in step.blocks():
        for moment in protocol.blocks.get(block, ()):
            for act in moment.acts:
                if act.verb == "wait" and isinstance(act.argument, int):
                    name = msg("wait")
                    yield PlainValue(act.place, about, name, duration(act.argument))
                elif isinstance(act.argument, Await) and isinstance(act.argument.limit, int):
                    name = msg("wait at most")
                    yield PlainValue(act.place, about, name, duration(act.argument.limit))
    yield from _waits(step.level, about)


def _of_trials(trials: Trials, about: Text) -> Iterator[PlainValue]:
    adapt, give_up = trials.adapt, trials.give_up
    counts = [(getattr(trials, key), LABELS[key]) for key in ("count", "each_item")]
    if adapt is not None:
        counts += [
            (adapt.up, msg("right in a row to go up")),
            (adapt.down, msg("errors in a row to go down")),
            (adapt.stop_after, msg("reversals to end")),
        ]
    for count, name in counts:
        if isinstance(count, int):
            yield PlainValue(trials.place, about, name, plain(count))
    if give_up is not None:
        name = msg("errors in a row before giving up")
        yield PlainValue(give_up.place, about, name, plain(give_up.errors_in_row))
    for key in ("patience", "pause"):
        ms = getattr(trials, key)
        if isinstance(ms, int) and ms:
            yield PlainValue(trials.place, about, LABELS[key], duration(ms))
    for prompt in trials.prompts:
        if prompt.attempts > 1:
            name = msg("attempts with {help}", help=HELPS[prompt.help])
            yield PlainValue(prompt.place, about, name, plain(prompt.attempts))
        if isinstance(prompt.after, int):
            name = msg("silence before {help}", help=HELPS[prompt.help])
            yield PlainValue(prompt.place, about, name, duration(prompt.after))


def _waits(level: Level, about: Text) -> Iterator[PlainValue]:
    for entry in (*level.after, *level.silence):
        delay, limit = msg("delay"), msg("limit")
        for ms, name in ((entry.wait, delay), (entry.limit, limit)):
            if isinstance(ms, int):
                yield PlainValue(entry.place, about, name, duration(ms))


HEAD = msg("Simulation. Says nothing about real children.")
NOT_REACHED = "not_reached"
PROMISE = "promise"
SEARCH = "--until-covered --sessions 2000"
"""The options that look for a session which reaches what was not reached."""

MOST_PATHS = 10
LONGEST_PATH = 24
"""The most steps of a path that are shown."""


@dataclass(frozen=True, slots=True)
class PathCount:
    """A path through the steps: how many sessions took it, and the options that run the first again.

    ``steps`` are those of that first session, one after the other.
    """

    steps: tuple[str, ...]
    sessions: int
    again: str


@dataclass(frozen=True, slots=True)
class ReportFinding:
    """Something that a person should look at: what, in how many sessions, and the options that show it again.

    ``about`` names the part of the protocol that was never reached; ``again`` is empty where nothing shows a
    thing: what cannot be reached.
    """

    code: str
    text: Text
    sessions: int
    again: str = ""
    about: str = ""
    story: tuple[Text, ...] = ()
    """The events that lead there, where an exploration has found a way."""
    severity: Severity = "warning"
    place: str = ""
    """Where it stands in a file, and the check that reports it, too; "" where it was rehearsed."""
    hint: Text | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the finding as JSON values."""
        return {
            "code": self.code,
            "severity": self.severity,
            "place": self.place,
            "fr": self.text.fr,
            "en": self.text.en,
            "sessions": self.sessions,
            "again": self.again,
            "about": self.about,
            "story": [{"fr": line.fr, "en": line.en} for line in self.story],
        }


@dataclass(frozen=True, slots=True)
class Report:
    """The report of many rehearsed sessions of one protocol."""

    protocol: str
    version: str
    sha256: str
    sessions: int
    seed: int
    profiles: tuple[str, ...]
    policies: tuple[str, ...]
    outcomes: Mapping[str, int]
    durations_s: tuple[float, ...]
    duration_s: Spread
    expected_s: float | None
    limit_s: float | None
    over_expected: int
    over_limit: int
    spoken_s: Spread
    coverage: tuple[PartCoverage, ...]
    blocks: tuple[BlockReport, ...]
    paths: tuple[PathCount, ...]
    rarest: PathCount | None
    findings: tuple[ReportFinding, ...]
    values: tuple[PlainValue, ...] = ()
    names: Mapping[str, Text] = field(default_factory=dict)
    """The names of the protocol's parts, in words."""
    titles: Mapping[str, Text] = field(default_factory=dict)
    """The titles of its steps, for where it is clear that they are steps."""
    reached_by: Mapping[str, str] = field(default_factory=dict)
    """After a search: what was reached late, with the options of the first session that did."""

    def to_json(self) -> dict[str, Any]:
        """Return the report as JSON values."""
        return {
            "head": {"fr": HEAD.fr, "en": HEAD.en},
            "protocol": {"id": self.protocol, "version": self.version, "sha256": self.sha256},
            "sessions": self.sessions,
            "seed": self.seed,
            "profiles": list(self.profiles),
            "policies": list(self.policies),
            "outcomes": dict(sorted(self.outcomes.items())),
            "duration_s": self.duration_s.to_json(),
            "expected_s": self.expected_s,
            "limit_s": self.limit_s,
            "over_expected": self.over_expected,
            "over_limit": self.over_limit,
            "spoken_s": self.spoken_s.to_json(),
            "coverage": {
                one.kind: {
                    "share": round(one.share, 4),
                    "counts": dict(one.counts),
                    "missing": list(one.missing),
                }
                for one in self.coverage
            },
            "trials": {block.step: block.to_json() for block in self.blocks},
            "paths": [_path(path) for path in self.paths],
            "rarest_path": None if self.rarest is None else _path(self.rarest),
            "reached_by": dict(self.reached_by),
            "findings": [one.to_json() for one in self.findings],
            "values": [one.to_json() for one in self.values],
        }


def report(
    protocol: Protocol,
    plans: Sequence[RehearsalPlan],
    sessions: Sequence[RehearsalResult],
    *,
    mastered_after: int = MASTERED_AFTER,
) -> Report:
    """Return a report on rehearsed sessions. The same sessions give the same report.

    Args:
        protocol: the protocol.
        plans: the plan of each session.
        sessions: the result of each.
        mastered_after: trials in a row, right without help, that are mastery.
    """
    durations = [session.duration_ns / SECOND_NS for session in sessions]
    expected_s = None if protocol.expected_ms is None else protocol.expected_ms / 1000
    limit_s = None if protocol.limit_ms is None else protocol.limit_ms / 1000
    paths = _paths(plans, sessions)
    covered = coverage(protocol, sessions)
    names = PartNames(protocol)
    return Report(
        protocol=protocol.id,
        version=protocol.version,
        sha256=protocol.sources[0].sha256,
        sessions=len(sessions),
        seed=plans[0].seed if plans else 0,
        profiles=tuple(dict.fromkeys(one.id for plan in plans for one in plan.profiles)),
        policies=tuple(dict.fromkeys(plan.policy for plan in plans)),
        outcomes=Counter(session.outcome for session in sessions),
        durations_s=tuple(round(value, 1) for value in durations),
        duration_s=Spread.of(durations),
        expected_s=expected_s,
        limit_s=limit_s,
        over_expected=sum(expected_s is not None and value > expected_s for value in durations),
        over_limit=sum(limit_s is not None and value > limit_s for value in durations),
        spoken_s=Spread.of([session.spoken_ms / 1000 for session in sessions]),
        coverage=covered,
        blocks=blocks_of(protocol, sessions, mastered_after),
        paths=tuple(paths[:MOST_PATHS]),
        rarest=_rarest(paths),
        findings=tuple(_findings(protocol, plans, sessions, covered)),
        values=plain_values(protocol),
        names={name: names.of(name) for one in covered for name in one.counts},
        titles={step: names.title(step) for step in protocol.steps},
    )


def _paths(plans: Sequence[RehearsalPlan], sessions: Sequence[RehearsalResult]) -> list[PathCount]:
    """Return the paths, the most frequent first; of equal ones the one that came first.

    Paths that differ in nothing but how often a round came are one; its first session stands for it.
    """
    counts: Counter[tuple[str, ...]] = Counter()
    first: dict[tuple[str, ...], tuple[RehearsalPlan, tuple[str, ...]]] = {}
    for plan, session in zip(plans, sessions, strict=True):
        shape = tuple(step for steps, _ in rounds(session.path) for step in steps)
        counts[shape] += 1
        first.setdefault(shape, (plan, session.path))
    return [
        PathCount(first[shape][1], count, options_for(first[shape][0]))
        for shape, count in counts.most_common()
    ]


def _rarest(paths: Sequence[PathCount]) -> PathCount | None:
    """Return the path that the fewest sessions took; of equal ones, the one of the rarest passages.

    A passage is as rare as few sessions make it; a path is as rare as the mean of its passages.
    """
    if not paths:
        return None
    made: Counter[tuple[str, str]] = Counter()
    for path in paths:
        for passage in set(pairwise(path.steps)):
            made[passage] += path.sessions

    def often(path: PathCount) -> tuple[int, float]:
        passages = list(pairwise(path.steps))
        logs = [log(made[passage]) for passage in passages]
        return path.sessions, sum(logs) / len(logs) if logs else log(path.sessions)

    return min(paths, key=often)


def _findings(
    protocol: Protocol,
    plans: Sequence[RehearsalPlan],
    sessions: Sequence[RehearsalResult],
    covered: Sequence[PartCoverage],
) -> Iterable[ReportFinding]:
    by_seed = {plan.seed: plan for plan in plans}

    def of(
        code: str, text: Text, those: Sequence[RehearsalResult], severity: Severity = "warning"
    ) -> Iterable[ReportFinding]:
        if those:
            again = options_for(by_seed[those[0].seed])
            yield ReportFinding(code, text, len(those), again, severity=severity)

    stuck = [session for session in sessions if session.outcome == STUCK]
    endless = [session for session in sessions if session.outcome == ENDLESS]
    yield from of("stuck", msg("the session waits for ever"), stuck, "error")
    text = msg("the session does not end")
    yield from of("endless", text, endless, "error")
    codes = sorted({code for session in sessions for code in session.errors})
    for code in codes:
        those = [session for session in sessions if code in session.errors]
        yield from of("error", msg("engine error: {code}", code=code), those)
    if protocol.limit_ms is not None:
        most_ns = (protocol.limit_ms + protocol.closing_ms) * 1_000_000
        late = [session for session in sessions if session.duration_ns >= most_ns]
        text = msg("the closing was not over in time after the limit")
        yield from of("late", text, late)
    names = PartNames(protocol)
    for promise, step in sorted(
        {(one.promise, one.step) for session in sessions for one in session.breaches}
    ):
        broken = [
            (session, one)
            for session in sessions
            for one in sorted(session.breaches)
            if (one.promise, one.step) == (promise, step)
        ]
        text = broken[0][1].in_words(names.step(step), names.step(broken[0][1].of_step or step))
        yield from of(PROMISE, text, list({session.seed: session for session, _ in broken}.values()))
    yield from _promises(protocol)
    yield from _not_reached(protocol, covered)


def _promises(protocol: Protocol) -> Iterable[ReportFinding]:
    """Yield a finding for each promise that the flow breaks by itself: the checks of ``check``."""
    for one in broken_promises(protocol):
        if one.code not in protocol.allowed or one.place.file != protocol.sources[0].name:
            yield ReportFinding(
                PROMISE, one.text, 0, severity=CHECKS[one.code].severity, place=f"{one.place}: {one.code}",
                hint=one.hint,
            )  # fmt: skip


def _not_reached(protocol: Protocol, covered: Sequence[PartCoverage]) -> Iterable[ReportFinding]:
    """Yield a finding for each part that no session reached: whether one could, by the protocol itself."""
    names, never = PartNames(protocol), unreachable(protocol)
    missing = msg("never reached: {name}")
    cannot = msg("cannot be reached: {name}; {why}")
    for name in to_tell(protocol, [name for one in covered for name in one.missing]):
        if name in never:
            text = cannot.format(name=names.of(name), why=never[name])
            yield ReportFinding("unreachable", text, 0, about=name)
        else:
            text = missing.format(name=names.of(name))
            yield ReportFinding(NOT_REACHED, text, 0, SEARCH, name, severity="remark")


def gravity(finding: ReportFinding) -> int:
    """Return the rank of a finding by severity; the gravest has the lowest."""
    return list(SEVERITIES).index(finding.severity)


def _path(path: PathCount) -> dict[str, Any]:
    found = rounds(path.steps)
    steps = [step for one, _ in found for step in one]
    return {
        "steps": steps[:LONGEST_PATH] + (["…"] if len(steps) > LONGEST_PATH else []),
        "repeated": [{"steps": list(one), "times": times} for one, times in found if times > 1],
        "sessions": path.sessions,
        "again": path.again,
    }
