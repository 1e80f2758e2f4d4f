"""The comparison of two protocols, part by part: head, settings, items, commands, then every step.

Parts come in a fixed order, steps in the order of the second file, so that the same two protocols always
give the same list.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from nao_sessions.protocol.diff.meaning import Side
from nao_sessions.protocol.diff.names import compare_named, mapped, matched, renamed
from nao_sessions.protocol.diff.pairs import Both
from nao_sessions.protocol.diff.renames import find_names
from nao_sessions.protocol.diff.report import Difference, Part, Report
from nao_sessions.protocol.diff.steps import compare_levels, compare_steps, tell_whole
from nao_sessions.protocol.flow import Approval, Protocol, Speech, Step
from nao_sessions.protocol.outline.telling import Telling
from nao_sessions.protocol.wording import STATUSES, duration, quote
from nao_sessions.text.messages import Text, msg, verbatim

HEAD = Part("head", "", msg("Head"))
ALWAYS = Part("always", "", msg("What holds in every step"))
FILES = Part("file", "", msg("Files"))


def compare(before: Protocol, after: Protocol) -> tuple[Difference, ...]:
    """Return every difference of meaning between two protocols; none where they do the same."""
    both = Both.of(Side(before, find_names(before, after)), Side(after))
    report = Report(HEAD)
    _head(both, report, before, after)
    compare_named(both, report)
    compare_levels(both, report.within(ALWAYS), before.always, after.always)
    _steps(both, report)
    _files(report.within(FILES), before, after)
    return tuple(report.found)


def _head(both: Both, report: Report, before: Protocol, after: Protocol) -> None:
    for what, label, tell in _HEAD:
        both.value(report, what, label, getattr(before, what), getattr(after, what), tell)
    both.speech(report, "title", msg("title"), before.title, after.title)
    start = msg("first step")
    if both.before.names.of("step", before.start) != after.start:
        report.changed("start", start, both.tell_before.step(before.start), both.tell_after.step(after.start))
    for what, label in _LISTS:
        mine, theirs = getattr(before.about, what), getattr(after.about, what)
        both.listed(report, what, label, mine, theirs, _listed, _paired(both, report, what, label))
    level = msg("comprehension")
    both.value(report, "comprehension", level, before.about.comprehension, after.about.comprehension, _word)
    suppressed = msg("check suppressed")
    mapped(both, report, "allow", suppressed, before.allowed, after.allowed, _word)


def _listed(telling: Telling, one: Any) -> Text:
    if isinstance(one, Speech):
        return telling.quoted(one)
    if isinstance(one, Approval):
        return verbatim(" · ".join(part for part in (one.role, one.date, one.sha256) if part))
    return quote(str(one))


def _paired(both: Both, report: Report, what: str, label: Text) -> Callable[[Any, Any], None]:
    def pair(one: Any, other: Any) -> None:
        if isinstance(one, Speech):
            both.speech(report, what, label, one, other)
        else:
            report.changed(what, label, _listed(both.tell_before, one), _listed(both.tell_after, other))

    return pair


def _duration(telling: Telling, ms: int) -> Text:
    return duration(ms)


def _word(telling: Telling, one: object) -> Text:
    return quote(str(one))


_HEAD: Sequence[tuple[str, Text, Callable[[Telling, Any], Text]]] = (
    ("id", msg("id"), _word),
    ("version", msg("version"), _word),
    ("language", msg("language"), _word),
    ("status", msg("status"), lambda telling, one: STATUSES[one]),
    (
        "participants_min",
        msg("children, at least"),
        lambda telling, one: verbatim(one),
    ),
    (
        "participants_max",
        msg("children, at most"),
        lambda telling, one: verbatim(one),
    ),
    ("expected_ms", msg("expected duration"), _duration),
    ("limit_ms", msg("allowed duration"), _duration),
    ("closing_ms", msg("allowed duration of the closing"), _duration),
)
_LISTS: Sequence[tuple[str, Text]] = (
    ("approved", msg("approval")),
    ("authors", msg("author")),
    ("goals", msg("goal")),
    ("inclusion", msg("criterion of inclusion")),
    ("non_inclusion", msg("criterion of non-inclusion")),
    ("material", msg("material")),
    ("sources", msg("source")),
    ("stop_signs", msg("the child's sign to stop")),
    ("records", msg("what is filmed")),
)


def _steps(both: Both, report: Report) -> None:
    before, after = both.before.protocol.steps, both.after.protocol.steps
    for old, new in matched(both, "step", _in_order(before), _in_order(after)):
        if old is not None and new is not None:
            inside = report.within(_step_part(after[new]))
            if old.rpartition(".")[2] != new.rpartition(".")[2]:
                renamed(inside, old.rpartition(".")[2], new.rpartition(".")[2])
            compare_steps(both, inside, before[old], after[new])
        elif new is not None:
            tell_whole(both, report.within(_step_part(after[new])), after[new], added=True)
        elif old is not None:
            tell_whole(both, report.within(_step_part(before[old])), before[old], added=False)


def _in_order(steps: Mapping[str, Step]) -> dict[str, Step]:
    """Return the steps as they stand in the file: a group before what is in it, a used file's too."""
    found: dict[str, Step] = {}

    def visit(names: Sequence[str]) -> None:
        for name in names:
            found[name] = steps[name]
            visit(steps[name].children)

    visit([name for name, step in steps.items() if step.parent is None])
    return found


def _step_part(step: Step) -> Part:
    words = msg("Step {name}", name=quote(step.name))
    if step.title is not None:
        words = msg("{step} ({title})", step=words, title=step.title.as_written())
    return Part("step", step.name, words)


def _files(report: Report, before: Protocol, after: Protocol) -> None:
    """Compare pictures and sounds by their bytes; the files that are read as text were compared as such."""
    mine, theirs = ({source.name: source.sha256 for source in one.sources[1:]} for one in (before, after))
    for name in theirs:
        if name in mine and mine[name] != theirs[name] and not name.endswith(_TEXT):
            sentence = msg("{name}: the content has changed", name=name)
            report.tell("changed", name, sentence, verbatim(mine[name]), verbatim(theirs[name]))


_TEXT = (".yaml", ".yml", ".csv", ".tsv")
