"""The comparison of two protocols, part by part: head, settings, items, commands, then every step.

Of a step: what it does, how it is left, its entries, its trials. Parts come in a fixed order, steps in the
order of the second file, so that the same two protocols always give the same list.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from nao_sessions.protocol.diff.meaning import Side, step_parts, trial_parts
from nao_sessions.protocol.diff.names import compare_named, find_names, mapped, matched, renamed
from nao_sessions.protocol.diff.pairs import Both
from nao_sessions.protocol.diff.report import DiffReport, MeaningDifference, Part
from nao_sessions.protocol.flow import Approval, Entry, Level, Protocol, Speech, Step
from nao_sessions.protocol.outline import HelpOutline, TrialsOutline, entry_outline, step_outline
from nao_sessions.protocol.outline.steps import ZONES
from nao_sessions.protocol.outline.telling import ACTS, Telling, block_line, moment_line
from nao_sessions.protocol.outline.trials import LABELS, response
from nao_sessions.protocol.trials import JUDGEMENTS, AnswersFrom, Prompt
from nao_sessions.protocol.wording import HELPS, STATUSES, duration, quote
from nao_sessions.text.formats import joined
from nao_sessions.text.messages import EMPTY_TEXT, Text, msg, verbatim

HEAD = Part("head", "", msg("Head"))
ALWAYS = Part("always", "", msg("What holds in every step"))
FILES = Part("file", "", msg("Files"))


def compare(before: Protocol, after: Protocol) -> tuple[MeaningDifference, ...]:
    """Return every difference of meaning between two protocols; none where they do the same."""
    both = Both.of(Side(before, find_names(before, after)), Side(after))
    report = DiffReport(HEAD)
    _head(both, report, before, after)
    compare_named(both, report)
    compare_levels(both, report.within(ALWAYS), before.always, after.always)
    _steps(both, report)
    _files(report.within(FILES), before, after)
    return tuple(report.found)


def _head(both: Both, report: DiffReport, before: Protocol, after: Protocol) -> None:
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


def _paired(both: Both, report: DiffReport, what: str, label: Text) -> Callable[[Any, Any], None]:
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


def _steps(both: Both, report: DiffReport) -> None:
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
    """Return the steps in the order of the file, a group before its steps, those of used files included."""
    found: dict[str, Step] = {}

    def visit(names: Sequence[str]) -> None:
        for name in names:
            found[name] = steps[name]
            visit(steps[name].children)

    visit([name for name, step in steps.items() if step.parent is None])
    return found


_TEXT = (".yaml", ".yml", ".csv", ".tsv")


def _step_part(step: Step) -> Part:
    words = msg("Step {name}", name=quote(step.name))
    if step.title is not None:
        words = msg("{step} ({title})", step=words, title=step.title.as_written())
    return Part("step", step.name, words)


def _files(report: DiffReport, before: Protocol, after: Protocol) -> None:
    """Compare pictures and sounds by their bytes; files that are read as text have been compared already."""
    mine, theirs = ({source.name: source.sha256 for source in one.sources[1:]} for one in (before, after))
    for name in theirs:
        if name in mine and mine[name] != theirs[name] and not name.endswith(_TEXT):
            sentence = msg("{name}: the content has changed", name=name)
            report.tell("changed", name, sentence, verbatim(mine[name]), verbatim(theirs[name]))


DO = msg("content")


def compare_steps(both: Both, report: DiffReport, before: Step, after: Step) -> None:
    """Compare two versions of a step; report each difference by a word for it, or by its field."""
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


def compare_levels(both: Both, report: DiffReport, before: Level, after: Level) -> None:
    """Compare the buttons, reactions and delays of two levels."""
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


def _entry(both: Both, report: DiffReport, zone: str, before: Entry, after: Entry) -> None:
    """Compare two versions of an entry (a button, a reaction, a delay)."""
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
    """Return an entry in one line of words."""
    outline = entry_outline(telling, entry)
    moments = [moment_line(telling, moment) for moment in telling.protocol.blocks[entry.block]]
    goes = outline.facts["next"].words or EMPTY_TEXT
    done = [*outline.facts.full("condition"), *moments, *outline.facts.full("assignments"), goes]
    return msg("{cause} → {done}", cause=outline.cause, done=joined(done, ", "))


def tell_whole(both: Both, report: DiffReport, step: Step, *, added: bool) -> None:
    """Report a step that only one protocol has, and every sentence that was added or removed with it."""
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


_TRIAL_LISTS = frozenset({"ask", "answers", "prompts", "feedback"})
"""Fields that are compared part by part."""


def compare_trials(
    both: Both, report: DiffReport, before: TrialsOutline | None, after: TrialsOutline | None
) -> None:
    """Compare two blocks of trials; a block that only one protocol has is reported as a whole."""
    questions = [None if one is None else one.trials.ask for one in (before, after)]
    if before is None or after is None:
        if before is not after:
            words = [None if one is None else msg("trials") for one in (before, after)]
            report.changed("trials", msg("content"), *words)
            both.block(report, "trials.ask", LABELS["ask"], *questions)
        return
    mine, theirs = trial_parts(both.before, before.trials), trial_parts(both.after, after.trials)
    if mine == theirs:
        return
    count = len(report.found)
    both.block(report, "trials.ask", LABELS["ask"], *questions)
    if mine["answers"] != theirs["answers"]:
        _answers(both, report, before, after)
    helps, others = ({one.prompt.block: one for one in outline.helps} for outline in (before, after))
    both.listed(
        report,
        "trials.prompts",
        LABELS["prompts"],
        before.trials.prompts,
        after.trials.prompts,
        _tell_prompt,
        lambda prompt, new: _help(both, report, helps[prompt.block], others[new.block]),
    )
    _feedback(both, report, before, after)
    changed = [key for key in theirs if mine[key] != theirs[key]]
    report.facts("trials.", before.facts, after.facts, [key for key in changed if key not in _TRIAL_LISTS])
    if len(report.found) == count:
        fields = ", ".join(f"trials.{name}" for name in changed)
        report.tell("changed", fields, msg("another change: {fields}", fields=fields))


def _answers(both: Both, report: DiffReport, before: TrialsOutline, after: TrialsOutline) -> None:
    old, new = before.trials.answers, after.trials.answers
    if isinstance(old, AnswersFrom) or isinstance(new, AnswersFrom):
        report.changed("trials.answers", LABELS["answers"], before.all_answers, after.all_answers)
        return
    mine, theirs = ({answer.value: answer for answer in answers} for answers in (old, new))
    ways, others = (
        {answer.value: in_words.ways for answer, in_words in zip(answers, outline.answers, strict=True)}
        for answers, outline in ((old, before), (new, after))
    )
    count = len(report.found)
    for value in dict.fromkeys((*mine, *theirs)):
        if both.differ(mine.get(value), theirs.get(value)):
            label = msg("{label} {value}", label=msg("answer"), value=quote(value))
            report.changed("trials.answers", label, ways.get(value), others.get(value))
    if len(report.found) == count:
        orders = (joined([quote(value) for value in answers], ", ") for answers in (mine, theirs))
        report.changed("trials.answers", msg("order of the answers"), *orders)


def _help(both: Both, report: DiffReport, before: HelpOutline, after: HelpOutline) -> None:
    label = msg("{help} “{kind}”", help=LABELS["prompts"], kind=after.kind)
    count = len(report.found)
    if before.prompt.help != after.prompt.help:
        report.changed("trials.prompts.help", msg("kind of help"), before.kind, after.kind)
    both.block(report, "trials.prompts.do", label, before.prompt.block, after.prompt.block)
    mine, theirs = both.before.parts(before.prompt), both.after.parts(after.prompt)
    changed = [key for key in after.facts if mine[key] != theirs[key]]
    report.facts("trials.prompts.", before.facts, after.facts, changed, inside=label)
    if len(report.found) == count:
        sides = (both.tell_before, before.prompt), (both.tell_after, after.prompt)
        report.changed("trials.prompts", LABELS["prompts"], *(_tell_prompt(*side) for side in sides))


def _tell_prompt(telling: Telling, prompt: Prompt) -> Text:
    return msg("{kind}, {done}", kind=HELPS[prompt.help], done=block_line(telling, prompt.block))


def _feedback(both: Both, report: DiffReport, before: TrialsOutline, after: TrialsOutline) -> None:
    mine, theirs = dict(before.trials.feedback), dict(after.trials.feedback)
    for key in dict.fromkeys((*mine, *theirs)):
        what, name, count = f"trials.feedback.{key}", response(key), len(report.found)
        label = msg("after {judgement}", judgement=quote(name) if key in JUDGEMENTS else name)
        both.block(report, what, label, mine.get(key), theirs.get(key))
        if (key in mine) != (key in theirs) and len(report.found) == count:
            nothing = msg("nothing is done")
            report.changed(what, label, *(nothing if key in side else None for side in (mine, theirs)))
