"""What was expected beside what was measured: every difference is a finding, as those of ``check``.

Codes: E0.. an expectation names what is not there; E1.. it is not met; E2.. a rehearsal found something;
E3.. (in ``collecting``) a session on the simulator.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from nao_sessions.core.errors import Finding, Place, UsageError
from nao_sessions.protocol import setting_values
from nao_sessions.protocol.expectations import (
    ALL,
    Bound,
    Coverage,
    Expectation,
    Expectations,
    ExpectedSentence,
    Part,
    Quantile,
)
from nao_sessions.protocol.expression import Template
from nao_sessions.protocol.findings import CLOSE, did_you_mean, quoted
from nao_sessions.protocol.flow import Protocol, Speech
from nao_sessions.pytest_plugin.runs import Rehearsals, Run, parts_of
from nao_sessions.rehearsal.many import options_for
from nao_sessions.rehearsal.reports.report import report
from nao_sessions.text.messages import Text, msg, msgn, verbatim

# Sentences that are expected of Nao: which text of a protocol each is, and what it looks like when said.
#
# One is written as the protocol writes it, places included; ``…`` stands for any words. All spaces are
# alike.

ANY_WORDS = "…"


def plain(text: str) -> str:
    """Return a text with plain spaces, as authors type them, whatever spaces the protocol has."""
    return _plain(text).strip()


class Sentences:
    """The sentences that a protocol has, in the language of its sessions."""

    def __init__(self, protocol: Protocol) -> None:
        self._templates = tuple(_templates(protocol))

    def pattern(self, text: str) -> re.Pattern[str] | None:
        """Return a pattern of a sentence as said, with plain spaces; None if the protocol lacks it."""
        written = plain(text)
        same = [template for template in self._templates if plain(template.source) == written]
        if same:
            return re.compile("|".join(_filled(template) for template in same))
        pattern = re.compile(".*".join(re.escape(part) for part in written.split(ANY_WORDS)))
        for template in self._templates:
            filled = re.fullmatch(_filled(template), written)
            if pattern.fullmatch(plain(template.source)) or (ANY_WORDS not in written and filled):
                return pattern
        return None

    def nearest(self, text: str) -> Text | None:
        """Return the hint for a sentence that the protocol does not have, a close one; None without one."""
        known = {plain(template.source): None for template in self._templates}
        close = difflib.get_close_matches(plain(text), known, n=1, cutoff=CLOSE)
        if not close:
            return None
        return msg("did you mean '{close}'?", close=close[0])


def _templates(protocol: Protocol) -> Iterator[Template]:
    for moments in protocol.blocks.values():
        for moment in moments:
            for act in moment.acts:
                if act.verb == "say" and isinstance(act.argument, Speech):
                    yield act.argument.template(protocol.language)


def _filled(template: Template) -> str:
    return "".join(re.escape(_plain(part)) if isinstance(part, str) else ".*" for part in template.parts)


def _plain(text: str) -> str:
    return re.sub(r"[\s\u00a0\u202f]+", " ", text)


MOST_NAMED = 12
"""How many names of what was not reached a finding lists; the first ones are mended first."""

MS_NS = 1_000_000
LATE = "E204"
_CODES = {"stuck": "E201", "endless": "E202", "error": "E203", "late": LATE}
PARTS_SAID: dict[Part, Text] = {
    "steps": msg("steps"),
    "transitions": msg("transitions"),
    "prompts": msg("prompts"),
    "feedback": msg("feedback"),
}


def unknown(expectations: Expectations, protocol: Protocol) -> Iterator[Finding]:
    """Yield a finding for each name in the expectations that the protocol lacks: it could never fail."""
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
            sentence = msg("the protocol has nothing that is called '{name}'", name=quoted(name))
            yield Finding("E001", excepted.place, sentence, did_you_mean(name, known))
    sentences = Sentences(protocol)
    for expected in expectations.expected:
        for said in expected.sentences:
            if sentences.pattern(said.text) is None:
                sentence = msg("Nao says '{text}' nowhere", text=quoted(said.text))
                yield Finding("E002", said.place, sentence, sentences.nearest(said.text))


def found_in(runs: Sequence[Run], protocol: Protocol, path: str) -> Iterator[Finding]:
    """Yield a finding for each thing that rehearsals found, with the command that shows it again."""
    rehearsed = report(protocol, [run.plan for run in runs], [run.rehearsed for run in runs])
    for one in rehearsed.findings:
        if one.code in _CODES:
            sentence = msgn(
                "{text} ({n} session of {all})",
                "{text} ({n} sessions of {all})",
                one.sessions,
                text=one.text,
                all=rehearsed.sessions,
            )
            yield Finding(_CODES[one.code], Place(path), sentence, _command(path, one.again))


def runs_of(expected: Expectation, rehearsals: Rehearsals) -> tuple[Run, ...]:
    """Return the rehearsals that an expectation is about."""
    return rehearsals.all() if expected.name == ALL else rehearsals.of(expected.name)


def outcomes(expected: Expectation, runs: Sequence[Run], path: str) -> Iterator[Finding]:
    """Yield a finding for each outcome that is too frequent, or too rare."""
    counts = Counter(run.rehearsed.outcome for run in runs)
    for outcome, bound in expected.outcomes.items():
        share = counts[outcome] / len(runs)
        if bound.holds(share):
            continue
        others = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
        wanted = _wanted(bound)
        sentence = msg(
            "end '{outcome}': expected {wanted} of the sessions, measured {percent} "
            "({counts} of {count}; {others})",
            outcome=outcome,
            wanted=wanted,
            percent=_percent(share),
            counts=counts[outcome],
            count=len(runs),
            others=others,
        )
        shows = _first(runs, lambda run: (run.rehearsed.outcome == outcome) is not bound.least)  # noqa: B023
        yield Finding("E101", bound.place, sentence, _again(path, shows))


def lengths(expected: Expectation, runs: Sequence[Run], path: str) -> Iterator[Finding]:
    """Yield a finding for each duration (median, longest...) that is too long, or too short."""
    ordered = sorted(runs, key=lambda run: run.rehearsed.duration_ns)
    for name, bound in expected.lengths.items():
        run = _quantile(ordered, name)
        measured = run.rehearsed.duration_ns / MS_NS
        if bound.holds(measured):
            continue
        side = _AT_LEAST if bound.least else _AT_MOST
        sentence = msg(
            "duration {name}: expected {side} {length}, measured {length2}",
            name=name,
            side=side,
            length=_length(bound.number),
            length2=_length(measured),
        )
        yield Finding("E102", bound.place, sentence, _again(path, run))


def sentences(expected: Expectation, runs: Sequence[Run], protocol: Protocol, path: str) -> Iterator[Finding]:
    """Yield a finding for each sentence that is said too rarely, or that should not be said."""
    known = Sentences(protocol)
    for said in expected.sentences:
        pattern = known.pattern(said.text)
        assert pattern is not None, "unknown sentences were told before"
        those = [run for run in runs if any(pattern.fullmatch(plain(one)) for one in run.sentences)]
        wrong = _wrong(said, runs, those)
        if wrong is None:
            continue
        often = _OFTEN[said.often]
        sentence = msg(
            "'{text}': expected in {often}, said in {count} of {count2}",
            text=quoted(said.text),
            often=often,
            count=len(those),
            count2=len(runs),
        )
        yield Finding("E103", said.place, sentence, _again(path, wrong))


_AT_LEAST = msg("at least")
_AT_MOST = msg("at most")
_OFTEN = {
    "every_session": msg("every session"),
    "some_session": msg("one session at least"),
    "no_session": msg("no session"),
}


def _wrong(said: ExpectedSentence, runs: Sequence[Run], those: Sequence[Run]) -> Run | None:
    """Return a session in which a sentence is not said as expected; None where it always is."""
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
    """Yield a finding if too little of a part (steps, prompts...) was reached, or an exception was."""
    runs = rehearsals.search
    reached = {name for run in runs for name in run.names}
    yield from missed(part, bound, *rehearsals.share(part, reached), "E104", len(runs))
    for name, excepted in coverage.excepted.items():
        if name in reached and name in rehearsals.parts[part]:
            sentence = msg("'{name}' is reached: the exception has no reason any more", name=quoted(name))
            shows = _first(runs, lambda run: name in run.names)  # noqa: B023
            yield Finding("E105", excepted.place, sentence, _again(path, shows))


def missed(
    part: Part, bound: Bound, wanted: int, missing: Sequence[str], code: str, sessions: int
) -> Iterator[Finding]:
    """Yield a finding if more of a part should have been reached; *missing* of *wanted* names were not."""
    if not wanted or bound.holds(1 - len(missing) / wanted):
        return
    listed = ", ".join(missing[:MOST_NAMED]) + (", …" if len(missing) > MOST_NAMED else "")
    share = _percent(1 - len(missing) / wanted)
    expected, said = _wanted(bound), PARTS_SAID[part]
    sentence = msg(
        "{said}: expected {expected}, reached {share} ({wanted} of {wanted2}, in "
        "{sessions} sessions); never: {listed}",
        said=said,
        expected=expected,
        share=share,
        wanted=wanted - len(missing),
        wanted2=wanted,
        sessions=sessions,
        listed=listed,
    )
    hint = msg("if nobody can reach it, say why under coverage, except")
    yield Finding(code, bound.place, sentence, hint if code == "E104" else None)


def _first(runs: Sequence[Run], holds: Callable[[Run], bool]) -> Run | None:
    return next((run for run in runs if holds(run)), None)


def _quantile(ordered: Sequence[Run], name: Quantile) -> Run:
    """Return the session at a percentile of *ordered*: 5 % go beyond ``p95``, 5 % stay below ``p5``."""
    if name == "p5":
        return ordered[len(ordered) * 5 // 100]
    beyond = {"p50": 50, "p95": 5, "longest": 0}[name]
    return ordered[-1 - len(ordered) * beyond // 100]


def _again(path: str, run: Run | None) -> Text | None:
    return None if run is None else _command(path, options_for(run.plan))


def _command(path: str, options: str) -> Text:
    """Return the command that shows a session again."""
    command = f"nao-sessions rehearse {path} {options}"
    return verbatim(command)


def _wanted(bound: Bound) -> Text:
    side = _AT_LEAST if bound.least else _AT_MOST
    share = _percent(bound.number)
    if bound.number == 1:
        return verbatim(share)
    return msg("{side} {share}", side=side, share=share)


def _percent(share: float) -> str:
    """Return a share in percent, rounded down, so that less than all is never shown as 100 %."""
    shown = int(share * 1000 + 1e-9) / 10
    return f"{shown:g}\u00a0%"


def _length(ms: float) -> str:
    minutes, seconds = divmod(round(ms / 1000), 60)
    return f"{minutes} min {seconds:02} s" if minutes else f"{seconds} s"
