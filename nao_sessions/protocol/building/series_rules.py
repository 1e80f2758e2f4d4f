"""What has to hold in a series beyond its keys: phases in order, squares that come out, values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nao_sessions.protocol.building.scope import TYPES
from nao_sessions.protocol.expression import Path
from nao_sessions.protocol.findings import Findings, did_you_mean, quoted
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.keys.series import CounterbalancingKeys, PhaseKeys, SeriesKeys
from nao_sessions.protocol.series import Counterbalancing, Measure, Phase
from nao_sessions.protocol.series_plan import orders_needed
from nao_sessions.protocol.trials import RESULT_FIELDS
from nao_sessions.text.messages import Text, msg


def check_square(
    keys: CounterbalancingKeys,
    how: Counterbalancing,
    phase: PhaseKeys,
    sessions: Mapping[str, int],
    findings: Findings,
) -> None:
    """Tell a counterbalancing that cannot be done, and one that does not come out even."""
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
    """Tell phases that come in an order which makes no comparison."""
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
    """Tell a criterion whose measure is unknown, is no number, or is not given by a protocol of its phase."""
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
            continue  # told where the measure stands
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
    """Give the values that a session of a protocol ends with, and the type of each."""
    found: dict[Path, str] = {("data", one.name): TYPES[one.type] for one in protocol.data}
    found |= {("participant", one.name): TYPES[one.type] for one in protocol.remembered}
    for name, step in protocol.steps.items():
        if step.trials is not None and protocol.used_by(name) is None:
            short = name.rpartition(".")[2]
            found |= {("results", short, one): kind for one, kind in RESULT_FIELDS.items()}
    return found


def has_value(protocol: Protocol, path: Path) -> bool:
    """Tell whether a session of a protocol ends with a value."""
    return _of_visit(path) in values_of(protocol)


def _is_number(protocol: Protocol, path: Path) -> bool:
    """Tell whether a session of a protocol ends with a value that is a number."""
    return values_of(protocol).get(_of_visit(path)) == "number"


def _of_visit(path: Path) -> Path:
    """Take the results of all visits of a step for those of its last: they have the same names."""
    total = len(path) == 4 and path[0] == "results" and path[2] == "total"
    return (*path[:2], path[3]) if total else path
