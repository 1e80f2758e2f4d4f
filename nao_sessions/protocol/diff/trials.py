"""The comparison of two blocks of trials: answers, helps and feedback one by one, then field by field."""

from __future__ import annotations

from nao_sessions.protocol.diff.meaning import trial_parts
from nao_sessions.protocol.diff.pairs import Both
from nao_sessions.protocol.diff.report import Report
from nao_sessions.protocol.outline import HelpOutline, TrialsOutline
from nao_sessions.protocol.outline.moments import block_line
from nao_sessions.protocol.outline.telling import Telling
from nao_sessions.protocol.outline.trials import LABELS, response
from nao_sessions.protocol.trials import JUDGEMENTS, AnswersFrom, Prompt
from nao_sessions.protocol.wording import HELPS, quote
from nao_sessions.text.formats import joined
from nao_sessions.text.messages import Text, msg

_LISTS = frozenset({"ask", "answers", "prompts", "feedback"})
"""Fields that are compared part by part."""


def compare_trials(
    both: Both, report: Report, before: TrialsOutline | None, after: TrialsOutline | None
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
    report.facts("trials.", before.facts, after.facts, [key for key in changed if key not in _LISTS])
    if len(report.found) == count:
        fields = ", ".join(f"trials.{name}" for name in changed)
        report.tell("changed", fields, msg("another change: {fields}", fields=fields))


def _answers(both: Both, report: Report, before: TrialsOutline, after: TrialsOutline) -> None:
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


def _help(both: Both, report: Report, before: HelpOutline, after: HelpOutline) -> None:
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


def _feedback(both: Both, report: Report, before: TrialsOutline, after: TrialsOutline) -> None:
    mine, theirs = dict(before.trials.feedback), dict(after.trials.feedback)
    for key in dict.fromkeys((*mine, *theirs)):
        what, name, count = f"trials.feedback.{key}", response(key), len(report.found)
        label = msg("after {judgement}", judgement=quote(name) if key in JUDGEMENTS else name)
        both.block(report, what, label, mine.get(key), theirs.get(key))
        if (key in mine) != (key in theirs) and len(report.found) == count:
            nothing = msg("nothing is done")
            report.changed(what, label, *(nothing if key in side else None for side in (mine, theirs)))
