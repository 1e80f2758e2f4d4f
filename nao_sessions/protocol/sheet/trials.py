"""A block of trials on paper: the question, how it may be answered, who decides, which help comes when.

What a microphone takes up proposes and never decides; the sheet says so beside every question.
"""

from __future__ import annotations

from collections.abc import Sequence

from nao_sessions.paper.html import Html, el, html, table
from nao_sessions.protocol import wording
from nao_sessions.protocol.expression import Expression
from nao_sessions.protocol.sheet.counts import RIGHT_IN_ROW, WRONG_IN_ROW, how_many
from nao_sessions.protocol.sheet.moments import SHORT, block, facts, titled
from nao_sessions.protocol.sheet.writing import Writing, value_for
from nao_sessions.protocol.trials import (
    ANY,
    JUDGEMENTS,
    NOTHING,
    PROPOSING,
    AnswersFrom,
    Item,
    Prompt,
    Sense,
    Trials,
)
from nao_sessions.protocol.wording import HELPS_EXPLAINED, PROCEDURES, SENSES, duration, quote
from nao_sessions.text.formats import SEMICOLON, alternatives, joined
from nao_sessions.text.messages import Text, msg, msgn

SEEN = frozenset({"touch", "board"})
"""Senses that decide where it is known who answered: one child takes part, or the board is a child's own."""


def trials(writing: Writing, block_of: Trials, items: Sequence[Item]) -> Html:
    """Give everything about a block of trials."""
    return html(
        titled(writing, "h4", msg("The question"), block(writing, block_of.ask, items)),
        titled(writing, "h4", msg("The answers"), _answers(writing, block_of, items)),
        titled(writing, "h4", msg("Help, in order"),
               _help(writing, block_of, items)),
        titled(writing, "h4", msg("After the answer"),
               _feedback(writing, block_of, items)),
        titled(writing, "h4", msg("How many trials"), how_many(writing, block_of)),
    )  # fmt: skip


def senses(block_of: Trials) -> tuple[Sense, ...]:
    """Give the senses by which a question may be answered."""
    if isinstance(block_of.answers, AnswersFrom):
        return block_of.answers.by
    return tuple(dict.fromkeys(way.sense for answer in block_of.answers for way in answer.ways))


def _answers(writing: Writing, block_of: Trials, items: Sequence[Item]) -> Html:
    telling = writing.telling
    heads = [
        writing(msg("Answer")),
        writing(msg("How it may be given")),
        writing(msg("Right")),
    ]
    if isinstance(block_of.answers, AnswersFrom):
        ways = alternatives([SENSES[sense] for sense in block_of.answers.by])
        elements = telling.elements(block_of.answers.elements)
        rows = [(writing(elements), writing(ways), _right(writing, block_of))]
    else:
        rows = [
            (
                answer.value,
                writing(telling.stimuli(answer.ways)),
                _is_right(writing, block_of, answer.value, items),
            )
            for answer in block_of.answers
        ]
    told = [table(rows, heads, class_="short" if len(rows) <= SHORT else "")]
    if not isinstance(block_of.answers, AnswersFrom) and isinstance(block_of.correct, Expression):
        told.append(el("p", writing(msg("Right answer: ")), _right(writing, block_of)))
    told.append(el("p", _judged(writing, block_of)))
    return html(*told)


def _right(writing: Writing, block_of: Trials) -> str:
    """Write what the right answer is."""
    correct = block_of.correct
    if correct is None:
        return writing(msg("nothing is judged"))
    if isinstance(correct, Expression):
        return writing(writing.telling.compute(correct))
    words = (correct,) if isinstance(correct, str) else correct
    return writing(alternatives([_right_word(word) for word in words]))


def _right_word(word: str) -> Text:
    if word == ANY:
        return msg("any answer")
    if word == NOTHING:
        return msg("not to answer")
    return quote(word)


def _is_right(writing: Writing, block_of: Trials, answer: str, items: Sequence[Item]) -> str:
    """Say whether, or for which items, an answer is right."""
    correct = block_of.correct
    if correct is None:
        return "—"
    if not isinstance(correct, Expression):
        right = answer in ((correct,) if isinstance(correct, str) else correct) or correct == ANY
        return writing(msg("yes") if right else msg("no"))
    matching = [item.id for item in items if _answers_to(correct, item, answer)]
    if not matching or len(matching) == len(items):
        return "" if not matching else writing(msg("yes"))
    listed = ", ".join(matching)
    return writing(msg("for {listed}", listed=listed))


def _answers_to(correct: Expression, item: Item, answer: str) -> bool:
    value = value_for(correct, item)
    return answer in value if isinstance(value, tuple) else value == answer


def _judged(writing: Writing, block_of: Trials) -> str:
    """Say what is judged, and who decides."""
    given = senses(block_of)
    if not given:
        return writing(msg("Nothing is waited for: the question is not judged."))  # fmt: skip
    told: list[Text] = []
    deciding = [SENSES[sense] for sense in given if sense not in PROPOSING and sense != "professional"]
    if deciding:
        named = alternatives(deciding)
        told.append(msg("Counts at once: {named}.", named=named))
        if writing.protocol.participants_max > 1 and any(sense in SEEN for sense in given):
            told.append(
                msg("With several children, a touch whose author is not known has to be confirmed as well.")
            )
    proposing = [SENSES[sense] for sense in given if sense in PROPOSING]
    if proposing:
        named = alternatives(proposing)
        told.append(msg("Counts only once the adult has confirmed it by a button: {named}. Nao says nothing "
            "before.", named=named))  # fmt: skip
        if "word" in given:
            told.append(msg("A word that was heard never makes an error by itself."))  # fmt: skip
    told.append(msg("The adult has the last word, and may judge again."))  # fmt: skip
    if block_of.correct is None:
        told.append(msg("Nothing is judged here: everything is only recorded."))  # fmt: skip
    return writing(joined(told, " "))


def _help(writing: Writing, block_of: Trials, items: Sequence[Item]) -> Html:
    telling = writing.telling
    patience = telling.duration(block_of.patience)
    waits = facts(writing, [(msg("Time allowed for an answer"), writing(patience))])
    if not block_of.prompts:
        none = msg("No help is planned.")
        return html(waits, el("p", writing(none)))
    heads = [
        "",
        writing(msg("Help")),
        writing(msg("When")),
        writing(msg("What is done")),
    ]
    rows = [
        (str(number), writing(HELPS_EXPLAINED[prompt.help]), writing(_when(writing, block_of, prompt)),
         block(writing, prompt.block, items))
        for number, prompt in enumerate(block_of.prompts, 1)
    ]  # fmt: skip
    return html(waits, el("p", writing(_procedure(writing, block_of))), table(rows, heads, class_="helps"))


def _when(writing: Writing, block_of: Trials, prompt: Prompt) -> Text:
    causes = []
    if "silence" in block_of.prompt_on:
        if prompt.after is None:
            causes.append(msg("without an answer in the time allowed"))
        else:
            silence = writing.telling.duration(prompt.after)
            causes.append(msg("after {silence} of silence", silence=silence))
    if "wrong" in block_of.prompt_on:
        causes.append(msg("after another answer than the right one"))
    told = [alternatives(causes)]
    if prompt.attempts > 1:
        told.append(msg("up to {attempts} times", attempts=prompt.attempts))
    if prompt.condition is not None:
        condition = writing.telling.compute(prompt.condition)
        told.append(msg("only if {condition}", condition=condition))
    return joined(told, SEMICOLON)


def _procedure(writing: Writing, block_of: Trials) -> Text:
    """Tell the procedure, and the rules by which help is faded and raised."""
    how = block_of.prompting
    name = PROCEDURES[how.procedure]
    told = [msg("Procedure: {name}.", name=name)]
    if how.procedure in ("constant_delay", "progressive_delay"):
        if how.delay is not None:
            delay = writing.telling.duration(how.delay)
            told.append(msg("Delay: {delay}.", delay=delay))
        if how.zero_delay_trials:
            told.append(
                msgn(
                    "No delay in the first trial.", "No delay in the first {n} trials.", how.zero_delay_trials
                )
            )
    if how.procedure == "progressive_delay":
        step = duration(how.step)
        told.append(msg("The delay grows by {step} every {every} trials.", step=step, every=how.every))
    if how.procedure == "most_to_least":
        words = msg("Less help after {right}, more after {wrong}.")
        told.append(
            words.format(
                right=RIGHT_IN_ROW.format(n=how.fade_after), wrong=WRONG_IN_ROW.format(n=how.raise_after)
            )
        )
    return joined(told, " ")


def _feedback(writing: Writing, block_of: Trials, items: Sequence[Item]) -> Html:
    rows = []
    for key, name in block_of.feedback:
        label = writing(wording.JUDGEMENTS[key]) if key in JUDGEMENTS else writing(quote(key))
        done = block(writing, name, items)
        rows.append((label, done or writing(msg("nothing"))))
    keys = {key for key, _ in block_of.feedback}
    silent = [wording.JUDGEMENTS[key] for key in ("correct", "incorrect", "no_response") if key not in keys]
    heads = [
        writing(msg("Judgement or answer")),
        writing(msg("What is said and done")),
    ]
    told = [table(rows, heads, class_="feedback")]
    if silent and block_of.correct is not None:
        named = alternatives(silent)
        told.append(el("p", writing(msg("Nao says nothing in particular after: {named}.", named=named)),
                       class_="note"))  # fmt: skip
    return html(*told)
