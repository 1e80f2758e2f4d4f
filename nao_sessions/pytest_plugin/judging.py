"""What was expected beside what was measured: every difference is a finding, as those of ``check``.

Codes: E0.. an expectation names what is not there; E1.. it is not met; E2.. a rehearsal found something.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from nao_sessions.core.errors import Finding, Place, UsageError
from nao_sessions.core.text import Text
from nao_sessions.protocol import setting_values
from nao_sessions.protocol.expectations import (
    ALL,
    Bound,
    Coverage,
    Expectations,
    Expected,
    Part,
    Quantile,
    Said,
)
from nao_sessions.protocol.findings import did_you_mean, quoted
from nao_sessions.protocol.flow import Protocol
from nao_sessions.pytest_plugin.reached import parts_of
from nao_sessions.pytest_plugin.runs import Rehearsals, Run
from nao_sessions.pytest_plugin.sentences import Sentences, plain
from nao_sessions.rehearsal.many import options_for
from nao_sessions.rehearsal.report import report

MOST_NAMED = 12
"""Names of what was not reached that one finding lists; the first ones are mended first."""

MS_NS = 1_000_000
LATE = "E204"
_CODES = {"stuck": "E201", "endless": "E202", "error": "E203", "late": LATE}
PARTS_SAID: dict[Part, Text] = {
    "steps": Text(fr="étapes", en="steps"),
    "transitions": Text(fr="passages", en="transitions"),
    "prompts": Text(fr="aides", en="prompts"),
    "feedback": Text(fr="retours", en="feedback"),
}


def unknown(expectations: Expectations, protocol: Protocol) -> Iterator[Finding]:
    """Tell what expectations name and the protocol does not have: such an expectation could never fail."""
    coverage = expectations.coverage
    for given in (expectations.settings, *(() if coverage is None else coverage.variants)):
        for name, written in given.written.items():
            try:
                setting_values(protocol, {name: written})
            except UsageError as error:
                yield Finding("E003", given.places[name], error.sentence, error.hint)
    known = [name for names in parts_of(protocol).values() for name in names]
    for name, excepted in coverage.excepted.items() if coverage is not None else ():
        if name not in known:
            sentence = Text(
                fr=f"le protocole n'a rien qui s'appelle « {quoted(name)} »",
                en=f"the protocol has nothing that is called '{quoted(name)}'",
            )
            yield Finding("E001", excepted.place, sentence, did_you_mean(name, known))
    sentences = Sentences(protocol)
    for expected in expectations.expected:
        for said in expected.sentences:
            if sentences.pattern(said.text) is None:
                sentence = Text(
                    fr=f"Nao ne dit nulle part « {quoted(said.text)} »",
                    en=f"Nao says '{quoted(said.text)}' nowhere",
                )
                yield Finding("E002", said.place, sentence, sentences.nearest(said.text))


def found_in(runs: Sequence[Run], protocol: Protocol, path: str) -> Iterator[Finding]:
    """Tell what rehearsals found, each with the command that shows it again."""
    rehearsed = report(protocol, [run.plan for run in runs], [run.rehearsed for run in runs])
    for one in rehearsed.findings:
        if one.code in _CODES:
            plural = "s" if one.sessions > 1 else ""
            sentence = Text(
                fr=f"{one.text.fr} ({one.sessions} séance{plural} sur {rehearsed.sessions})",
                en=f"{one.text.en} ({one.sessions} session{plural} of {rehearsed.sessions})",
            )
            yield Finding(_CODES[one.code], Place(path), sentence, _command(path, one.again))


def runs_of(expected: Expected, rehearsals: Rehearsals) -> tuple[Run, ...]:
    """Give the sessions that something is expected of."""
    return rehearsals.all() if expected.name == ALL else rehearsals.of(expected.name)


def outcomes(expected: Expected, runs: Sequence[Run], path: str) -> Iterator[Finding]:
    """Tell ends that come too often, or too seldom."""
    counts = Counter(run.rehearsed.outcome for run in runs)
    for outcome, bound in expected.outcomes.items():
        share = counts[outcome] / len(runs)
        if bound.holds(share):
            continue
        others = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
        wanted = _wanted(bound)
        sentence = Text(
            fr=f"fin « {outcome} » : attendu {wanted.fr} des séances, mesuré {_percent(share)} "
            f"({counts[outcome]} sur {len(runs)} ; {others})",
            en=f"end '{outcome}': expected {wanted.en} of the sessions, measured {_percent(share)} "
            f"({counts[outcome]} of {len(runs)}; {others})",
        )
        shows = _first(runs, lambda run: (run.rehearsed.outcome == outcome) is not bound.least)  # noqa: B023
        yield Finding("E101", bound.place, sentence, _again(path, shows))


def lengths(expected: Expected, runs: Sequence[Run], path: str) -> Iterator[Finding]:
    """Tell durations that are too long, or too short."""
    ordered = sorted(runs, key=lambda run: run.rehearsed.duration_ns)
    for name, bound in expected.lengths.items():
        run = _quantile(ordered, name)
        measured = run.rehearsed.duration_ns / MS_NS
        if bound.holds(measured):
            continue
        side = _AT_LEAST if bound.least else _AT_MOST
        sentence = Text(
            fr=f"durée {name} : attendu {side.fr} {_length(bound.number)}, mesuré {_length(measured)}",
            en=f"duration {name}: expected {side.en} {_length(bound.number)}, measured {_length(measured)}",
        )
        yield Finding("E102", bound.place, sentence, _again(path, run))


def sentences(expected: Expected, runs: Sequence[Run], protocol: Protocol, path: str) -> Iterator[Finding]:
    """Tell sentences that are said too seldom, or at all."""
    known = Sentences(protocol)
    for said in expected.sentences:
        pattern = known.pattern(said.text)
        assert pattern is not None, "unknown sentences were told before"
        those = [run for run in runs if any(pattern.fullmatch(plain(one)) for one in run.sentences)]
        wrong = _wrong(said, runs, those)
        if wrong is None:
            continue
        often = _OFTEN[said.often]
        sentence = Text(
            fr=f"« {quoted(said.text)} » : attendu dans {often.fr}, dit dans {len(those)} sur {len(runs)}",
            en=f"'{quoted(said.text)}': expected in {often.en}, said in {len(those)} of {len(runs)}",
        )
        yield Finding("E103", said.place, sentence, _again(path, wrong))


_AT_LEAST = Text(fr="au moins", en="at least")
_AT_MOST = Text(fr="au plus", en="at most")
_OFTEN = {
    "every_session": Text(fr="chaque séance", en="every session"),
    "some_session": Text(fr="une séance au moins", en="one session at least"),
    "no_session": Text(fr="aucune séance", en="no session"),
}


def _wrong(said: Said, runs: Sequence[Run], those: Sequence[Run]) -> Run | None:
    """Give a session that shows that a sentence is not said as expected, or None when it is."""
    match said.often:
        case "every_session":
            return _first(runs, lambda run: run not in those)
        case "some_session":
            return runs[0] if not those else None
        case "no_session":
            return those[0] if those else None


def covered(
    part: Part, bound: Bound, coverage: Coverage, rehearsals: Rehearsals, path: str
) -> Iterator[Finding]:
    """Tell what of a part was not reached, and exceptions that were."""
    runs = rehearsals.search
    reached = {name for run in runs for name in run.names}
    yield from missed(part, bound, *rehearsals.share(part, reached), "E104", len(runs))
    for name, excepted in coverage.excepted.items():
        if name in reached and name in rehearsals.parts[part]:
            sentence = Text(
                fr=f"« {quoted(name)} » est atteint : l'exception n'a plus lieu d'être",
                en=f"'{quoted(name)}' is reached: the exception has no reason any more",
            )
            shows = _first(runs, lambda run: name in run.names)  # noqa: B023
            yield Finding("E105", excepted.place, sentence, _again(path, shows))


def missed(
    part: Part, bound: Bound, wanted: int, missing: Sequence[str], code: str, sessions: int
) -> Iterator[Finding]:
    """Tell what was not reached, where more of it was expected."""
    if not wanted or bound.holds(1 - len(missing) / wanted):
        return
    listed = ", ".join(missing[:MOST_NAMED]) + (", …" if len(missing) > MOST_NAMED else "")
    share = _percent(1 - len(missing) / wanted)
    expected, said = _wanted(bound), PARTS_SAID[part]
    sentence = Text(
        fr=f"{said.fr} : attendu {expected.fr}, atteint {share} ({wanted - len(missing)} sur {wanted}, en "
        f"{sessions} séances) ; jamais : {listed}",
        en=f"{said.en}: expected {expected.en}, reached {share} ({wanted - len(missing)} of {wanted}, in "
        f"{sessions} sessions); never: {listed}",
    )
    hint = Text(
        fr="si personne ne peut l'atteindre, dites pourquoi sous coverage, except",
        en="if nobody can reach it, say why under coverage, except",
    )
    yield Finding(code, bound.place, sentence, hint if code == "E104" else None)


def _first(runs: Sequence[Run], holds: Callable[[Run], bool]) -> Run | None:
    return next((run for run in runs if holds(run)), None)


def _quantile(ordered: Sequence[Run], name: Quantile) -> Run:
    """Give the session at a percentile, by the nearest rank, as the report of rehearsals does."""
    share = {"p5": 0.05, "p50": 0.5, "p95": 0.95, "longest": 1.0}[name]
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _again(path: str, run: Run | None) -> Text | None:
    return None if run is None else _command(path, options_for(run.plan))


def _command(path: str, options: str) -> Text:
    """Give the one command that shows a session again."""
    command = f"nao-sessions rehearse {path} {options}"
    return Text(fr=command, en=command)


def _wanted(bound: Bound) -> Text:
    side = _AT_LEAST if bound.least else _AT_MOST
    share = _percent(bound.number)
    if bound.number == 1:
        return Text(fr=share, en=share)
    return Text(fr=f"{side.fr} {share}", en=f"{side.en} {share}")


def _percent(share: float) -> str:
    """Give a share in percent; one that is short of the whole is never rounded up to it."""
    shown = int(share * 1000 + 1e-9) / 10
    return f"{shown:g}\u00a0%"


def _length(ms: float) -> str:
    minutes, seconds = divmod(round(ms / 1000), 60)
    return f"{minutes} min {seconds:02} s" if minutes else f"{seconds} s"
