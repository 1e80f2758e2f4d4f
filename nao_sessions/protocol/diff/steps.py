"""The comparison of two steps: what they do, how they are left, and the entries that are live in them."""

from __future__ import annotations

from nao_sessions.protocol.diff.meaning import step_parts
from nao_sessions.protocol.diff.pairs import ACT, ONLY_IF, Both, tell_moment
from nao_sessions.protocol.diff.report import Report
from nao_sessions.protocol.diff.trials import compare_trials
from nao_sessions.protocol.expression import Expression
from nao_sessions.protocol.flow import EACH_CHILD, Act, Each, Entry, Level, Protocol, Speech, Step, Use
from nao_sessions.protocol.telling import Telling
from nao_sessions.protocol.wording import OUTCOMES, plain, quote
from nao_sessions.text.formats import joined
from nao_sessions.text.messages import Text, msg, verbatim

DO = msg("content")
NEXT = msg("next step")
_ZONES = {
    "buttons": msg("the adult's button"),
    "when": msg("the child's act"),
    "after": msg("delay"),
    "silence": msg("silence"),
}


def compare_steps(both: Both, report: Report, before: Step, after: Step) -> None:
    """Compare two steps that are the same one; whatever differs is told, by a word for it or by its field."""
    mine, theirs = step_parts(both.before, before), step_parts(both.after, after)
    if mine == theirs:
        return
    told = len(report.found)
    if mine["parent"] != theirs["parent"]:
        report.changed("parent", msg("place"), _group(before.parent), _group(after.parent))
    both.speech(report, "title", msg("title"), before.title, after.title)
    both.value(
        report,
        "start",
        msg("first step of the group"),
        mine["start"],
        theirs["start"],
        lambda telling, name: quote(name.rpartition(".")[2]),
    )
    both.value(report, "each", msg("for each"), before.each, after.each, _each)
    both.value(report, "use", msg("protocol used"), before.use, after.use, _use)
    both.block(report, "do", DO, before.block, after.block)
    compare_trials(both, report, before.trials, after.trials)
    compare_levels(both, report, before.level, after.level)
    both.value(report, "next", NEXT, before.next or None, after.next or None, Telling.branches)
    both.value(report, "end", msg("end"), before.end, after.end, lambda telling, end: OUTCOMES[end])
    if len(report.found) == told:
        fields = ", ".join(name for name in theirs if mine[name] != theirs[name])
        report.tell("changed", fields, msg("another change: {fields}", fields=fields))


def _group(name: str | None) -> Text:
    if name is None:
        return msg("outside all groups")
    short = quote(name.rpartition(".")[2])
    return msg("in {short}", short=short)


def _each(telling: Telling, each: Each) -> Text:
    over = msg("every child present") if each.over == EACH_CHILD else quote(each.over)
    rounds = telling.compute(each.rounds) if isinstance(each.rounds, Expression) else verbatim(each.rounds)
    return msg("{over}, rounds: {rounds}", over=over, rounds=rounds)


def _use(telling: Telling, use: Use) -> Text:
    given = [
        msg("{name} = {told}", name=name.rpartition(":")[2], told=told)
        for name, value in use.begin
        for told in [telling.compute(value) if isinstance(value, Expression) else plain(value)]
    ]
    listed = joined(given, ", ")
    return msg("{file} ({listed})", file=use.file, listed=listed)


def compare_levels(both: Both, report: Report, before: Level, after: Level) -> None:
    """Compare the entries of two places, zone by zone."""
    for zone in _ZONES:
        _compare_zone(both, report, zone, getattr(before, zone), getattr(after, zone))


def _compare_zone(
    both: Both, report: Report, zone: str, before: tuple[Entry, ...], after: tuple[Entry, ...]
) -> None:
    label = _ZONES[zone]

    def pair(one: Entry, other: Entry) -> None:
        _entry(both, report, zone, label, one, other)

    both.listed(report, zone, label, before, after, _tell_entry, pair)


def _entry(both: Both, report: Report, zone: str, label: Text, before: Entry, after: Entry) -> None:
    """Compare two entries that are the same one."""
    cause = tell_cause(both.tell_after, after)
    named = msg("{label} {cause}", label=label, cause=cause)
    told = len(report.found)

    def inside(what: Text) -> Text:
        return msg("{named}, {what}", named=named, what=what)

    both.speech(report, f"{zone}.label", label, before.label, after.label)
    both.value(
        report,
        f"{zone}.stimuli",
        label,
        before.stimuli,
        after.stimuli,
        lambda telling, one: telling.stimuli(one),
    )
    if before.main != after.main:
        report.changed(
            f"{zone}.main",
            inside(msg("main button")),
            plain(before.main),
            plain(after.main),
        )
    if before.cut != after.cut:
        report.changed(
            f"{zone}.cut",
            inside(msg("cuts short")),
            plain(before.cut),
            plain(after.cut),
        )
    for field, words in (("wait", msg("wait")), ("limit", msg("limit"))):
        both.value(
            report,
            f"{zone}.{field}",
            inside(words),
            getattr(before, field),
            getattr(after, field),
            lambda telling, length: telling.duration(length),
        )
    both.value(
        report,
        f"{zone}.if",
        inside(ONLY_IF),
        before.condition,
        after.condition,
        lambda telling, one: telling.compute(one),
    )
    both.block(report, f"{zone}.do", named, before.block, after.block)
    if both.before.meaning(_kept(before)) != both.after.meaning(_kept(after)):
        report.changed(
            f"{zone}.set",
            inside(msg("values kept")),
            _assigned(both.tell_before, before),
            _assigned(both.tell_after, after),
        )
    both.value(
        report,
        f"{zone}.next",
        inside(msg("leads to")),
        before.next,
        after.next,
        lambda telling, one: telling.branches(one) if one else _BACK,
    )
    if len(report.found) == told:
        report.changed(
            zone, label, _tell_entry(both.tell_before, before), _tell_entry(both.tell_after, after)
        )


_BACK = msg("what was under way")


def _kept(entry: Entry) -> object:
    return Act("set", entry.assignments, entry.place)


def _assigned(telling: Telling, entry: Entry) -> Text | None:
    return telling.assigned(entry.assignments) if entry.assignments else None


def tell_cause(telling: Telling, entry: Entry) -> Text:
    """Name an entry by what brings it about."""
    if entry.label is not None:
        return telling.quoted(entry.label)
    if entry.stimuli:
        told = telling.stimuli(entry.stimuli)
        return msg("({told})", told=told)
    lengths = [telling.duration(one) for one in (entry.wait, entry.limit) if one is not None]
    told = joined(lengths, ", ")
    return msg("({told})", told=told)


def _tell_entry(telling: Telling, entry: Entry) -> Text:
    """Tell an entry in one line."""
    cause = tell_cause(telling, entry)
    parts = [tell_moment(telling, moment) for moment in telling.protocol.blocks[entry.block]]
    if entry.condition is not None:
        condition = telling.compute(entry.condition)
        parts.insert(0, msg("{only_if} {condition}", only_if=ONLY_IF, condition=condition))
    if entry.assignments:
        parts.append(telling.assigned(entry.assignments))
    parts.append(telling.branches(entry.next) if entry.next else _BACK)
    done = joined(parts, ", ")
    return msg("{cause} → {done}", cause=cause, done=done)


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
        (ACT[act.verb], act.argument)
        for name in step.blocks()
        for moment in protocol.blocks[name]
        for act in moment.acts
        if act.verb in ("say", "adult") and isinstance(act.argument, Speech)
    ]
