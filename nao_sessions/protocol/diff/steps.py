"""The comparison of two steps: what they do, how they are left, and the entries that are live in them."""

from __future__ import annotations

from functools import partial

from nao_sessions.protocol.diff.meaning import step_parts
from nao_sessions.protocol.diff.pairs import Both
from nao_sessions.protocol.diff.report import Report
from nao_sessions.protocol.diff.trials import compare_trials
from nao_sessions.protocol.flow import Entry, Level, Protocol, Speech, Step
from nao_sessions.protocol.outline import entry_outline, step_outline
from nao_sessions.protocol.outline.entries import ZONES
from nao_sessions.protocol.outline.moments import ACTS, moment_line
from nao_sessions.protocol.outline.telling import Telling
from nao_sessions.protocol.wording import quote
from nao_sessions.text.formats import joined
from nao_sessions.text.messages import EMPTY_TEXT, Text, msg

DO = msg("content")


def compare_steps(both: Both, report: Report, before: Step, after: Step) -> None:
    """Compare two steps that are the same one; whatever differs is told, by a word for it or by its field."""
    mine, theirs = step_parts(both.before, before), step_parts(both.after, after)
    if mine == theirs:
        return
    one, other = step_outline(both.tell_before, before), step_outline(both.tell_after, after)
    changed = [key for key in other.facts if mine.get(key) != theirs.get(key)]

    def facts(*keys: str) -> None:
        report.facts("", one.facts, other.facts, [key for key in keys if key in changed])

    count = len(report.found)
    facts("parent")
    both.speech(report, "title", msg("title"), before.title, after.title)
    facts("start", "each", "use")
    both.block(report, "do", DO, before.block, after.block)
    compare_trials(both, report, one.trials, other.trials)
    compare_levels(both, report, before.level, after.level)
    facts("next", "end")
    if len(report.found) == count:
        fields = ", ".join(name for name in theirs if mine[name] != theirs[name])
        report.tell("changed", fields, msg("another change: {fields}", fields=fields))


def compare_levels(both: Both, report: Report, before: Level, after: Level) -> None:
    """Compare the entries of two places, zone by zone."""
    for zone, label in ZONES.items():
        both.listed(
            report,
            zone,
            label,
            getattr(before, zone),
            getattr(after, zone),
            _tell_entry,
            partial(_entry, both, report, zone),
        )


def _entry(both: Both, report: Report, zone: str, before: Entry, after: Entry) -> None:
    """Compare two entries that are the same one."""
    one, other = entry_outline(both.tell_before, before), entry_outline(both.tell_after, after)
    mine, theirs = both.before.parts(before), both.after.parts(after)
    label, count = ZONES[zone], len(report.found)
    name = msg("{label} {cause}", label=label, cause=other.cause)

    def facts(*keys: str) -> None:
        changed = [key for key in keys if mine[key] != theirs[key]]
        report.facts(f"{zone}.", one.facts, other.facts, changed, inside=name)

    both.speech(report, f"{zone}.label", label, before.label, after.label)
    if mine["stimuli"] != theirs["stimuli"]:
        report.changed(f"{zone}.stimuli", label, one.facts["stimuli"].words, other.facts["stimuli"].words)
    facts("main", "cut", "wait", "limit", "condition")
    both.block(report, f"{zone}.do", name, before.block, after.block)
    facts("assignments", "next")
    if len(report.found) == count:
        whole = _tell_entry(both.tell_before, before), _tell_entry(both.tell_after, after)
        report.changed(zone, label, *whole)


def _tell_entry(telling: Telling, entry: Entry) -> Text:
    """Tell an entry in one line."""
    outline = entry_outline(telling, entry)
    moments = [moment_line(telling, moment) for moment in telling.protocol.blocks[entry.block]]
    goes = outline.facts["next"].words or EMPTY_TEXT
    done = [*outline.facts.full("condition"), *moments, *outline.facts.full("assignments"), goes]
    return msg("{cause} → {done}", cause=outline.cause, done=joined(done, ", "))


def tell_whole(both: Both, report: Report, step: Step, *, added: bool) -> None:
    """Tell a step that stands on one side only, and every sentence that came or went with it."""
    side = both.after if added else both.before
    name = step.name.rpartition(".")[2]
    if added:
        report.tell("added", "step", msg("step added"), None, quote(name))
    else:
        report.tell("removed", "step", msg("step removed"), quote(name), None)
    for label, speech in _sentences(side.protocol, step):
        quoted = quote(speech.as_written())
        if added:
            report.added("step", label, quoted)
        else:
            report.removed("step", label, quoted)


def _sentences(protocol: Protocol, step: Step) -> list[tuple[Text, Speech]]:
    return [
        (ACTS[act.verb], act.argument)
        for name in step.blocks()
        for moment in protocol.blocks[name]
        for act in moment.acts
        if act.verb in ("say", "adult") and isinstance(act.argument, Speech)
    ]
