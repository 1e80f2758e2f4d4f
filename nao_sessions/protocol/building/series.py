"""From the keys of a series to its values: protocols found and loaded, phases in order, orders possible.

What is wrong is reported, and something harmless stands in its place, as in protocols.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import cast

from nao_sessions.core.errors import Place, ProtocolRefused, UsageError
from nao_sessions.protocol.building.base import Building
from nao_sessions.protocol.building.scope import TYPES
from nao_sessions.protocol.building.settings import setting_values
from nao_sessions.protocol.expression import Path
from nao_sessions.protocol.findings import Findings, did_you_mean, quoted
from nao_sessions.protocol.flow import About, Approval, Protocol, SourceFile, Speech
from nao_sessions.protocol.keys.series import (
    DAYS,
    CounterbalancingKeys,
    MasteryKeys,
    MeasureKeys,
    PhaseKeys,
    PlannedKeys,
    SeriesKeys,
)
from nao_sessions.protocol.reading.nodes import Fields, Scalar
from nao_sessions.protocol.reading.scalars import Texts, parse_integer, parse_number, wrong_type
from nao_sessions.protocol.series import (
    Counterbalancing,
    Mastery,
    Measure,
    Phase,
    PhaseKind,
    PlannedProtocol,
    Series,
    is_participant_code,
    orders_needed,
)
from nao_sessions.protocol.trials import RESULT_FIELDS
from nao_sessions.text.messages import Text, msg

# What has to hold in a series beyond its keys: phases in order, squares that come out, values.


def check_square(
    keys: CounterbalancingKeys,
    how: Counterbalancing,
    phase: PhaseKeys,
    sessions: Mapping[str, int],
    findings: Findings,
) -> None:
    """Report a counterbalancing that is impossible, or that does not come out even."""
    size = len(phase.protocols)
    if size < 2:
        findings.add(
            "P144",
            keys.place,
            msg("one protocol only: there is no order to counterbalance"),
            msg("write order: listed"),
        )
        return
    if phase.each_session == "one":
        uneven = [code for code, count in sessions.items() if count % size]
        if uneven:
            findings.add(
                "P144",
                phase.at("sessions"),
                msg(
                    "{sessions} sessions for {size} protocols: {uneven} does not play each equally often",
                    sessions=sessions[uneven[0]],
                    size=size,
                    uneven=uneven[0],
                ),
                msg("a multiple of {size}", size=size),
            )
    needed = orders_needed(how, size)
    playing = sum(1 for count in sessions.values() if count)
    if playing % needed:
        findings.add(
            "P145",
            keys.place,
            msg(
                "{playing} children for {needed} orders: some orders are used more than others",
                playing=playing,
                needed=needed,
            ),
            msg("a multiple of {needed} children", needed=needed),
        )


def check_phase_order(keys: Sequence[PhaseKeys], phases: Sequence[Phase], findings: Findings) -> None:
    """Report phases that come in an order which makes no comparison."""
    kinds = [phase.kind for phase in phases]
    intervention = kinds.index("intervention") if "intervention" in kinds else len(kinds)
    for number, kind in enumerate(kinds):
        if kind == "baseline" and intervention < number and "baseline" not in kinds[:intervention]:
            _tell_order(
                findings,
                keys[number],
                msg("the baseline comes before the first intervention"),
            )
            return
        if kind == "follow_up" and intervention > number:
            _tell_order(
                findings,
                keys[number],
                msg("a follow-up comes after an intervention"),
            )
            return
        if kind in ("baseline", "intervention") and "follow_up" in kinds[:number]:
            _tell_order(
                findings,
                keys[number],
                msg("after a follow-up only probes and follow-ups come"),
            )
            return


def _tell_order(findings: Findings, keys: PhaseKeys, sentence: Text) -> None:
    hint = msg("for example: baseline, intervention, follow_up")
    findings.add("P142", keys.at("kind"), sentence, hint)


def check_mastery(
    keys: SeriesKeys,
    phases: Sequence[Phase],
    measures: Sequence[Measure],
    protocols: Mapping[str, Protocol],
    findings: Findings,
) -> None:
    """Report a mastery criterion whose measure is unknown, not a number, or missing in the protocols."""
    known = {measure.name: measure for measure in measures}
    for phase in phases:
        written = keys.phases[phase.name].mastery
        if phase.mastery is None or written is None or written.measure.empty:
            continue
        measure = known.get(phase.mastery.measure)
        if measure is None:
            findings.add(
                "P146",
                written.measure.place,
                msg("unknown measure '{measure}'", measure=quoted(phase.mastery.measure)),
                did_you_mean(phase.mastery.measure, known) or msg("declare it in measures:"),
            )
            continue
        if not any(has_value(protocol, measure.value) for protocol in protocols.values()):
            continue  # reported where the measure stands
        for planned in phase.protocols:
            protocol = protocols.get(planned.file)
            if protocol is None or _is_number(protocol, measure.value):
                continue
            has = has_value(protocol, measure.value)
            findings.add(
                "P146",
                written.measure.place,
                msg("the measure '{name}' is not a number", name=measure.name)
                if has
                else msg(
                    "'{file}' does not give the measure '{name}'",
                    file=quoted(planned.file),
                    name=measure.name,
                ),
            )
            break


def values_of(protocol: Protocol) -> dict[Path, str]:
    """Return the values that a session of a protocol ends with, and the type of each."""
    found: dict[Path, str] = {("data", one.name): TYPES[one.type] for one in protocol.data}
    found |= {("participant", one.name): TYPES[one.type] for one in protocol.remembered}
    for name, step in protocol.steps.items():
        if step.trials is not None and protocol.used_by(name) is None:
            short = name.rpartition(".")[2]
            found |= {("results", short, one): kind for one, kind in RESULT_FIELDS.items()}
    return found


def has_value(protocol: Protocol, path: Path) -> bool:
    """Return whether a session of a protocol ends with a value."""
    return _of_visit(path) in values_of(protocol)


def _is_number(protocol: Protocol, path: Path) -> bool:
    """Return whether a session of a protocol ends with a value that is a number."""
    return values_of(protocol).get(_of_visit(path)) == "number"


def _of_visit(path: Path) -> Path:
    """Return a path to a step's total results as the path to its last visit's: both have the same names."""
    total = len(path) == 4 and path[0] == "results" and path[2] == "total"
    return (*path[:2], path[3]) if total else path


LANGUAGE_VERSION = 1
MOST_SESSIONS = 500
"""Sessions of one child in one phase: more is a slip of the hand."""

_WEEK = 7

LoadProtocol = Callable[[str], Protocol | None]
"""A function that returns the protocol in a file of the library, None without it. Raises: ProtocolRefused."""


class SeriesBuilder:
    """Builds one series; each protocol that it names is loaded once."""

    def __init__(self, building: Building, load: LoadProtocol) -> None:
        """Store what the series is built with.

        Args:
            building: the surroundings: findings, language.
            load: gives the protocols that the series names.
        """
        self._building = building
        self._add = building.findings.add
        self._load = load
        self._protocols: dict[str, Protocol | None] = {}

    def build(self, keys: SeriesKeys, source: SourceFile) -> Series:
        """Build a series from its keys; the result must not be used if errors were reported."""
        if "series" in keys.written and keys.series != LANGUAGE_VERSION:
            self._add(
                "P119",
                keys.at("series"),
                msg(
                    "this program reads version {language_version} of series, not {series}",
                    language_version=LANGUAGE_VERSION,
                    series=keys.series,
                ),
                msg("write series: {language_version}", language_version=LANGUAGE_VERSION),
            )
        codes = self._codes(keys.participants)
        phases = tuple(self._phase(name, phase, codes) for name, phase in keys.phases.items())
        check_phase_order(tuple(keys.phases.values()), phases, self._building.findings)
        measures = tuple(self._measure(name, one) for name, one in (keys.measures or {}).items())
        found = {name: protocol for name, protocol in self._protocols.items() if protocol is not None}
        check_mastery(keys, phases, measures, found, self._building.findings)
        return Series(
            id=keys.id,
            version=keys.version,
            title=self._building.speech(keys.title),
            language=keys.language,
            status=keys.status,
            participants=codes,
            phases=phases,
            measures=measures,
            stopping=tuple(self._building.speech(one) for one in keys.stopping or ()),
            about=self._about(keys),
            protocols=found,
            sources=(source, *_sources(found)),
        )

    def _about(self, keys: SeriesKeys) -> About:
        def speeches(texts: list[Texts] | None) -> tuple[Speech, ...]:
            return tuple(self._building.speech(text) for text in texts or ())

        people = keys.population
        return About(
            approved=tuple(Approval(one.role, one.date, one.sha256) for one in keys.approved or ()),
            authors=tuple(keys.authors or ()),
            goals=speeches(keys.goals),
            inclusion=speeches(None if people is None else people.inclusion),
            non_inclusion=speeches(None if people is None else people.non_inclusion),
            sources=tuple(keys.sources or ()),
        )

    def _codes(self, written: Sequence[Scalar]) -> tuple[str, ...]:
        codes: dict[str, None] = {}
        for scalar in written:
            if scalar.empty:
                continue
            code = scalar.text
            if not is_participant_code(code):
                self._add(
                    "P143",
                    scalar.place,
                    msg("'{code}' is not a code", code=quoted(code)),
                    msg("one to three capitals and a number, never a first name: P07"),
                )
            elif code in codes:
                self._add(
                    "P143",
                    scalar.place,
                    msg("the code {code} is given twice", code=code),
                    msg("one code a child"),
                )
            codes[code] = None
        return tuple(codes)

    def _phase(self, name: str, keys: PhaseKeys, codes: tuple[str, ...]) -> Phase:
        planned = tuple(self._planned(one) for one in keys.protocols)
        sessions = self._sessions(keys, codes)
        how: Counterbalancing | None = None
        seed = 0
        if isinstance(keys.order, CounterbalancingKeys):
            how, seed = cast(Counterbalancing, keys.order.counterbalanced), keys.order.seed
            check_square(keys.order, how, keys, sessions, self._building.findings)
        spacing = keys.spacing
        least = None if spacing is None else self._days(spacing.least)
        most = None if spacing is None else self._days(spacing.most)
        if spacing is not None and least is not None and most is not None and least > most:
            self._add(
                "P119",
                spacing.at("least"),
                msg("'least' is larger than 'most'"),
            )
        return Phase(
            name=name,
            kind=cast(PhaseKind, keys.kind),
            protocols=planned,
            sessions=sessions,
            title=None if keys.title is None else self._building.speech(keys.title),
            every=keys.each_session == "all",
            counterbalancing=how,
            seed=seed,
            least_days=least,
            most_days=most,
            after_days=self._days(keys.after),
            mastery=None if keys.mastery is None else self._mastery(keys.mastery),
        )

    def _planned(self, keys: PlannedKeys) -> PlannedProtocol:
        settings = {name: one.text for name, one in (keys.given or {}).items() if isinstance(one, Scalar)}
        planned = PlannedProtocol(keys.protocol, keys.version, settings)
        protocol = self._protocol(keys.protocol, keys.at("protocol"))
        if protocol is None:
            return planned
        if "version" in keys.written and protocol.version != keys.version:
            self._add(
                "P141",
                keys.at("version"),
                msg(
                    "'{protocol}' is in version {version}, not {version2}",
                    protocol=quoted(keys.protocol),
                    version=quoted(protocol.version),
                    version2=quoted(keys.version),
                ),
                msg("keep the version that was approved, or have the series approved with the new one"),
            )
        for name in settings:
            try:
                setting_values(protocol, {name: settings[name]})
            except UsageError as error:
                assert keys.given is not None
                place = keys.given.places[name]
                self._add("P148", place, error.sentence, error.hint)
        return planned

    def _protocol(self, name: str, place: Place) -> Protocol | None:
        """Return a protocol, loaded once; None if it cannot be, which is reported where it is first named."""
        if not name or name in self._protocols:
            return self._protocols.get(name)
        self._protocols[name] = None
        try:
            found = self._load(name)
        except ProtocolRefused as error:
            wrong = [one for one in error.findings if one.severity == "error"]
            self._add(
                "P140",
                place,
                msg(
                    "'{name}' cannot be played: {code} {sentence}",
                    name=quoted(name),
                    code=wrong[0].code,
                    sentence=wrong[0].sentence,
                ),
                msg("nao-sessions check {name}", name=name),
            )
            return None
        if found is None:
            self._add(
                "P140",
                place,
                msg("the protocol '{name}' does not exist", name=quoted(name)),
                msg("the path begins in the library's folder, the one that holds series/"),
            )
        self._protocols[name] = found
        return found

    def _sessions(self, keys: PhaseKeys, codes: tuple[str, ...]) -> Mapping[str, int]:
        written = keys.sessions
        if isinstance(written, Scalar):
            count = self._count(written)
            return dict.fromkeys(codes, count)
        counts: dict[str, int] = {}
        for code, scalar in written.items():
            assert isinstance(scalar, Scalar)
            if code in codes:
                counts[code] = self._count(scalar)
            else:
                self._add(
                    "P147",
                    written.places[code],
                    msg("'{code}' is not among the children of the series", code=quoted(code)),
                    did_you_mean(code, codes),
                )
        absent = [code for code in codes if code not in written]
        if absent and isinstance(written, Fields) and "sessions" in keys.written:
            listed = ", ".join(absent)
            self._add(
                "P147",
                keys.at("sessions"),
                msg("the number of sessions of {listed} is missing", listed=listed),
                msg("0 for a child without this phase"),
            )
        return counts

    def _count(self, scalar: Scalar) -> int:
        count = parse_integer(scalar.text)
        if count is None or count < 0:
            if not scalar.empty:
                wrong_type(
                    scalar,
                    msg("a number of sessions"),
                    self._building.findings,
                )
            return 0
        if count > MOST_SESSIONS:
            self._add(
                "P119",
                scalar.place,
                msg("{most_sessions} sessions at most", most_sessions=MOST_SESSIONS),
            )
        return min(count, MOST_SESSIONS)

    def _days(self, scalar: Scalar | None) -> int | None:
        if scalar is None or scalar.empty:
            return None
        match = DAYS.fullmatch(scalar.text)
        if match is None:
            number = re.match(r"\d+", scalar.text)
            unit = "week" if "sem" in scalar.text else "day"
            self._add(
                "P115",
                scalar.place,
                msg("'{text}' is not a time between sessions", text=quoted(scalar.text)),
                msg("in days or weeks: {number} {unit}s", number=number.group() if number else 2, unit=unit),
            )
            return None
        return int(match[1]) * (_WEEK if "week" in scalar.text else 1)

    def _measure(self, name: str, keys: MeasureKeys) -> Measure:
        path = tuple(keys.value.text.split("."))
        known = [one for one in self._protocols.values() if one is not None]
        complete = len(known) == len(self._protocols)
        if complete and known and not keys.value.empty and not any(has_value(one, path) for one in known):
            self._add(
                "P146",
                keys.value.place,
                msg("no protocol of the series has the value '{text}'", text=quoted(keys.value.text)),
                did_you_mean(
                    keys.value.text, [".".join(one) for protocol in known for one in values_of(protocol)]
                ),
            )
        return Measure(name, self._building.speech(keys.label), path)

    def _mastery(self, keys: MasteryKeys) -> Mastery:
        least = parse_number(keys.least.text)
        if least is None and not keys.least.empty:
            wrong_type(keys.least, msg("a number"), self._building.findings)
        return Mastery(keys.measure.text, float(least or 0), keys.sessions)


def _sources(protocols: Mapping[str, Protocol]) -> tuple[SourceFile, ...]:
    """Return the files of all protocols, each once; a protocol's first file has the name the series uses."""
    found: dict[str, SourceFile] = {}
    for name, protocol in protocols.items():
        first, *others = protocol.sources
        found[name] = SourceFile(name, first.sha256, first.content)
        folder = name.rpartition("/")[0]
        for source in others:
            own = f"{folder}/{source.name}" if folder else source.name
            found.setdefault(own, SourceFile(own, source.sha256, source.content))
    return tuple(found.values())
