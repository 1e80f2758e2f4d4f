"""The comparison of two blocks of trials: answers, helps and feedback one by one, then field by field."""

from __future__ import annotations

from nao_sessions.protocol import wording
from nao_sessions.protocol.diff.meaning import trial_parts
from nao_sessions.protocol.diff.pairs import ONLY_IF, Both, tell_moment
from nao_sessions.protocol.diff.report import Report
from nao_sessions.protocol.diff.trial_fields import FIELDS
from nao_sessions.protocol.telling import Telling
from nao_sessions.protocol.trials import (
    JUDGEMENTS,
    Answer,
    AnswersFrom,
    Prompt,
    Trials,
)
from nao_sessions.protocol.wording import HELPS, SENSES, quote
from nao_sessions.text.formats import alternatives, joined
from nao_sessions.text.messages import Text, msg, msgc, verbatim

ASK = msg("question")
HELP = msg("help")


def compare_trials(both: Both, report: Report, before: Trials | None, after: Trials | None) -> None:
    """Compare two blocks of trials; one that is there on one side only is told as a whole."""
    if before is None or after is None:
        if before is not None or after is not None:
            told = [None if one is None else msg("trials") for one in (before, after)]
            report.changed("trials", msg("content"), *told)
            asked = [None if one is None else one.ask for one in (before, after)]
            both.block(report, "trials.ask", ASK, *asked)
        return
    mine, theirs = trial_parts(both.before, before), trial_parts(both.after, after)
    if mine == theirs:
        return
    told_before = len(report.found)
    both.block(report, "trials.ask", ASK, before.ask, after.ask)
    if mine["answers"] != theirs["answers"]:
        _answers(both, report, before, after)
    both.listed(
        report,
        "trials.prompts",
        HELP,
        before.prompts,
        after.prompts,
        _tell_prompt,
        lambda one, other: _prompt(both, report, one, other),
    )
    _feedback(both, report, before, after)
    for name, (label, tell) in FIELDS.items():
        if mine[name] != theirs[name]:
            one, other = getattr(before, name), getattr(after, name)
            report.changed(f"trials.{name}", label, tell(both.tell_before, one), tell(both.tell_after, other))
    if len(report.found) == told_before:
        fields = ", ".join(f"trials.{name}" for name in theirs if mine[name] != theirs[name])
        report.tell("changed", fields, msg("another change: {fields}", fields=fields))


def _answers(both: Both, report: Report, before: Trials, after: Trials) -> None:
    label = msg("answer")
    if isinstance(before.answers, AnswersFrom) or isinstance(after.answers, AnswersFrom):
        report.changed(
            "trials.answers",
            msgc("noun, without an article", "answers"),
            _tell_answers(both.tell_before, before),
            _tell_answers(both.tell_after, after),
        )
        return
    mine = {answer.value: answer for answer in before.answers}
    theirs = {answer.value: answer for answer in after.answers}
    told = len(report.found)
    for value in (*mine, *(value for value in theirs if value not in mine)):
        named = msg("{label} {value}", label=label, value=quote(value))
        one, other = mine.get(value), theirs.get(value)
        if both.differ(one, other):
            report.changed(
                "trials.answers",
                named,
                None if one is None else both.tell_before.stimuli(one.ways),
                None if other is None else both.tell_after.stimuli(other.ways),
            )
    if len(report.found) == told:
        report.changed(
            "trials.answers",
            msg("order of the answers"),
            _order_of(before.answers),
            _order_of(after.answers),
        )


def _order_of(answers: tuple[Answer, ...]) -> Text:
    return joined([quote(answer.value) for answer in answers], ", ")


def _tell_answers(telling: Telling, trials: Trials) -> Text:
    answers = trials.answers
    if isinstance(answers, AnswersFrom):
        elements, ways = (
            telling.elements(answers.elements),
            alternatives([SENSES[sense] for sense in answers.by]),
        )
        return msg("{elements} — {ways}", elements=elements, ways=ways)
    told = [
        msg("{value} ({ways})", value=quote(answer.value), ways=ways)
        for answer in answers
        for ways in [telling.stimuli(answer.ways)]
    ]
    return joined(told, ", ") if told else msg("none")


def _prompt(both: Both, report: Report, before: Prompt, after: Prompt) -> None:
    kind = HELPS[after.help]
    label = msg("{help} “{kind}”", help=HELP, kind=kind)
    told = len(report.found)

    def inside(what: Text) -> Text:
        return msg("{label}, {what}", label=label, what=what)

    if before.help != after.help:
        report.changed("trials.prompts.help", msg("kind of help"), HELPS[before.help], kind)
    both.block(report, "trials.prompts.do", label, before.block, after.block)
    if before.attempts != after.attempts:
        report.changed(
            "trials.prompts.attempts",
            inside(msg("number of times")),
            verbatim(before.attempts),
            verbatim(after.attempts),
        )
    both.value(
        report,
        "trials.prompts.if",
        inside(ONLY_IF),
        before.condition,
        after.condition,
        lambda telling, one: telling.compute(one),
    )
    both.value(
        report,
        "trials.prompts.after",
        inside(msg("silence before")),
        before.after,
        after.after,
        lambda telling, one: telling.duration(one),
    )
    if len(report.found) == told:
        report.changed(
            "trials.prompts",
            HELP,
            _tell_prompt(both.tell_before, before),
            _tell_prompt(both.tell_after, after),
        )


def _tell_prompt(telling: Telling, prompt: Prompt) -> Text:
    kind = HELPS[prompt.help]
    done = joined([tell_moment(telling, moment) for moment in telling.protocol.blocks[prompt.block]], ", ")
    return msg("{kind}, {done}", kind=kind, done=done)


def _feedback(both: Both, report: Report, before: Trials, after: Trials) -> None:
    mine, theirs = dict(before.feedback), dict(after.feedback)
    for key in (*mine, *(key for key in theirs if key not in mine)):
        named = wording.JUDGEMENTS[key] if key in JUDGEMENTS else quote(key)
        label = msg("after {judgement}", judgement=quote(named) if key in JUDGEMENTS else named)
        both.block(report, f"trials.feedback.{key}", label, mine.get(key), theirs.get(key))
        if (key in mine) != (key in theirs) and not _does(both, mine.get(key), theirs.get(key)):
            nothing = msg("nothing is done")
            report.changed(
                f"trials.feedback.{key}",
                label,
                nothing if key in mine else None,
                nothing if key in theirs else None,
            )


def _does(both: Both, before: str | None, after: str | None) -> bool:
    """Tell whether the one block that is there does anything."""
    return bool(before and both.before.protocol.blocks[before]) or bool(
        after and both.after.protocol.blocks[after]
    )
