"""What has to hold in a series beyond its keys: phases in order, squares that come out, values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nao_sessions.core.text import Text
from nao_sessions.protocol.building.scope import TYPES
from nao_sessions.protocol.expression import Path
from nao_sessions.protocol.findings import Findings, did_you_mean, quoted
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.keys.series import CounterbalancingKeys, PhaseKeys, SeriesKeys
from nao_sessions.protocol.series import Counterbalancing, Measure, Phase
from nao_sessions.protocol.series_plan import orders_needed
from nao_sessions.protocol.trials import RESULT_FIELDS


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
            Text(
                fr="un seul protocole : il n'y a pas d'ordre à contrebalancer",
                en="one protocol only: there is no order to counterbalance",
            ),
            Text(fr="écrivez order: listed", en="write order: listed"),
        )
        return
    if phase.each_session == "one":
        uneven = [code for code, count in sessions.items() if count % size]
        if uneven:
            findings.add(
                "P144",
                phase.at("sessions"),
                Text(
                    fr=f"{sessions[uneven[0]]} séances pour {size} protocoles : {uneven[0]} ne joue pas "
                    "chacun "
                    "aussi "
                    "souvent",
                    en=f"{sessions[uneven[0]]} sessions for {size} protocols: {uneven[0]} does not play each "
                    "equally "
                    "often",
                ),
                Text(fr=f"un multiple de {size}", en=f"a multiple of {size}"),
            )
    needed = orders_needed(how, size)
    playing = sum(1 for count in sessions.values() if count)
    if playing % needed:
        findings.add(
            "P145",
            keys.place,
            Text(
                fr=f"{playing} enfants pour {needed} ordres : certains ordres servent plus que d'autres",
                en=f"{playing} children for {needed} orders: some orders are used more than others",
            ),
            Text(fr=f"un multiple de {needed} enfants", en=f"a multiple of {needed} children"),
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
                Text(
                    fr="la ligne de base vient avant la première intervention",
                    en="the baseline comes before the first intervention",
                ),
            )
            return
        if kind == "follow_up" and intervention > number:
            _tell_order(
                findings,
                keys[number],
                Text(
                    fr="un suivi vient après une intervention", en="a follow-up comes after an intervention"
                ),
            )
            return
        if kind in ("baseline", "intervention") and "follow_up" in kinds[:number]:
            _tell_order(
                findings,
                keys[number],
                Text(
                    fr="après un suivi ne viennent que des sondes et des suivis",
                    en="after a follow-up only probes and follow-ups come",
                ),
            )
            return


def _tell_order(findings: Findings, keys: PhaseKeys, sentence: Text) -> None:
    hint = Text(
        fr="par exemple : baseline, intervention, follow_up",
        en="for example: baseline, intervention, follow_up",
    )
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
                Text(
                    fr=f"mesure inconnue « {quoted(phase.mastery.measure)} »",
                    en=f"unknown measure '{quoted(phase.mastery.measure)}'",
                ),
                did_you_mean(phase.mastery.measure, known)
                or Text(fr="déclarez-la dans measures:", en="declare it in measures:"),
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
                Text(
                    fr=f"la mesure « {measure.name} » n'est pas un nombre",
                    en=f"the measure '{measure.name}' is not a number",
                )
                if has
                else Text(
                    fr=f"« {quoted(planned.file)} » ne donne pas la mesure « {measure.name} »",
                    en=f"'{quoted(planned.file)}' does not give the measure '{measure.name}'",
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
