"""What stands on the card of a block of trials: question, answers, helps in order, what follows, how many."""

from __future__ import annotations

from dataclasses import replace

from nao_sessions.protocol.computed import COLUMNS
from nao_sessions.protocol.diagram.cards import Row, block_rows
from nao_sessions.protocol.diagram.ways import first_words
from nao_sessions.protocol.diagram.words import Words
from nao_sessions.protocol.expression import Expression
from nao_sessions.protocol.flow import Act, Speech
from nao_sessions.protocol.trials import ANY, JUDGEMENTS, NOTHING, AnswersFrom, Prompt, Prompting, Trials
from nao_sessions.protocol.wording import HELPS, PROCEDURES
from nao_sessions.protocol.wording import JUDGEMENTS as JUDGED
from nao_sessions.text.messages import msg, verbatim

MOST_ANSWERS = 8

_ONE_QUESTION = msg("one question")
_COUNT = msg("{n} trials")
_ONE = msg("1 trial")
_EACH_ITEM = msg("each item {n} times")
_TABLE = msg("table “{name}” ({n} items)")
_ORDERS = {
    "listed": msg("in order"),
    "shuffled": msg("shuffled"),
    "adaptive": msg("by level"),
}
_SPREAD = msg("never more than {n} of one “{field}” in a row")
_ADAPT = msg("level “{level}”: up {up}, down {down}")
_UP = (
    msg("after every right answer"),
    msg("after {n} right answers in a row"),
)
_DOWN = (
    msg("after every error"),
    msg("after {n} errors in a row"),
)
_STOP_AFTER = msg("; ends after {n} reversals")
_ANY_OF_ITEM = msg("the item's answers: {what}")
_RIGHT = msg("right answer: {what}")
_RIGHT_ANY = msg("every answer is right")
_RIGHT_NOTHING = msg("doing nothing is right")
_UNJUDGED = msg("nothing is judged, all is recorded")
_PATIENCE = msg("{time} to answer")
_HELP = msg("{n}. {kind}")
_HELP_TIMES = msg(" × {n}")
_HELP_AFTER = msg(", after {time}")
_ONLY = {
    frozenset({"silence"}): msg("help after silence only"),
    frozenset({"wrong"}): msg("help after an error only"),
}
_CORRECTION = msg("after an error, the same item: {runs}")
_RUNS = {
    "with_prompt": msg("with help"),
    "without": msg("without help"),
}
_THEN = msg(" then ")
_PAUSE = msg("{time} of pause between trials")
_SUCCESS = msg("ends with the first right answer")
_STOP = msg("ends {condition}")
_COLON = msg(": ")
_MORE_ANSWERS = msg("… and {n} more answers")


def trial_rows(trials: Trials, words: Words) -> tuple[Row, ...]:
    """Write a block of trials, in the order in which a trial goes."""
    rows = [
        Row(" · ".join(_how_many(trials, words)), "trials", "small", ruled=True),
        *_level(trials, words),
        *block_rows(trials.ask, words),
        *_answers(trials, words),
        Row(words.of(_PATIENCE, time=words.duration(trials.patience)), "after", "small"),
        *_helps(trials, words),
        *_feedback(trials, words),
        *_rules(trials, words),
    ]
    return tuple(rows)


def _how_many(trials: Trials, words: Words) -> list[str]:
    if trials.deck is None:
        return [words.of(_ONE_QUESTION)]
    parts: list[str] = []
    if trials.count is not None:
        parts.append(words.counted(trials.count, _ONE, _COUNT))
    if trials.each_item is not None:
        parts.append(words.of(_EACH_ITEM, n=trials.each_item))
    deck = words.protocol.decks.get(trials.deck)
    name = trials.deck.rpartition(":")[2]
    parts.append(words.of(_TABLE, name=name, n=0 if deck is None else len(deck.items)))
    parts.append(words.of(_ORDERS[trials.order]))
    if trials.spread is not None:
        column, most = trials.spread
        parts.append(words.of(_SPREAD, field=words.of(COLUMNS.get(column, verbatim(column))), n=most))
    return parts


def _level(trials: Trials, words: Words) -> list[Row]:
    if trials.adapt is None:
        return []
    rule = trials.adapt
    up, down = words.counted(rule.up, *_UP), words.counted(rule.down, *_DOWN)
    text = words.of(_ADAPT, level=words.kept(rule.level), up=up, down=down)
    if rule.stop_after is not None:
        text += words.of(_STOP_AFTER, n=rule.stop_after)
    return [Row(text, "level", "small")]


def _answers(trials: Trials, words: Words) -> list[Row]:
    rows: list[Row] = []
    if isinstance(trials.answers, AnswersFrom):
        elements = trials.answers.elements
        told = (
            words.of(_ANY_OF_ITEM, what=words.expression(elements))
            if isinstance(elements, Expression)
            else " / ".join(elements)
        )
        rows.append(Row(told, "answer", end_signs=trials.answers.by, ruled=True))
    else:
        for answer in trials.answers[:MOST_ANSWERS]:
            touched = [words.stimulus(way) for way in answer.ways if way.sense in ("touch", "card")]
            text = " · ".join(dict.fromkeys([answer.value, *touched]))
            signs = tuple(dict.fromkeys(way.sense for way in answer.ways))
            rows.append(Row(text, "answer", end_signs=signs, ruled=not rows))
        if len(trials.answers) > MOST_ANSWERS:
            left = len(trials.answers) - MOST_ANSWERS
            rows.append(Row(words.of(_MORE_ANSWERS, n=left), None, "small"))
    rows.append(Row(_right(trials, words), "right", "small"))
    return rows


def _right(trials: Trials, words: Words) -> str:
    correct = trials.correct
    if correct is None:
        return words.of(_UNJUDGED)
    if correct == ANY:
        return words.of(_RIGHT_ANY)
    if correct == NOTHING:
        return words.of(_RIGHT_NOTHING)
    if isinstance(correct, Expression):
        return words.of(_RIGHT, what=words.expression(correct))
    told = correct if isinstance(correct, str) else " / ".join(correct)
    return words.of(_RIGHT, what=told)


def _helps(trials: Trials, words: Words) -> list[Row]:
    rows: list[Row] = []
    if trials.prompts and trials.prompting != Prompting():
        rows.append(Row(words.of(PROCEDURES[trials.prompting.procedure]), None, "small"))
    for number, prompt in enumerate(trials.prompts, start=1):
        rows.append(Row(_help(number, prompt, words), "help"))
        adult = _adult_of(prompt, words)
        if adult is not None:
            rows.append(Row(adult, "adult", "adult"))
    if trials.prompts and trials.prompt_on in _ONLY:
        rows.append(Row(words.of(_ONLY[trials.prompt_on]), None, "small"))
    if rows:
        rows[0] = replace(rows[0], ruled=True)
    return rows


def _help(number: int, prompt: Prompt, words: Words) -> str:
    kind = words.of(HELPS[prompt.help])
    text = words.of(_HELP, n=number, kind=kind)
    if prompt.attempts > 1:
        text += words.of(_HELP_TIMES, n=prompt.attempts)
    if prompt.after is not None:
        text += words.of(_HELP_AFTER, time=words.duration(prompt.after))
    if prompt.condition is not None:
        text += ", " + words.condition(prompt.condition)
    acts = [act for act in _acts(prompt.block, words) if act.verb not in ("adult", "set", "note", "open")]
    told = [words.of(words.telling.act(act).text) for act in acts]
    return text + words.of(_COLON) + " · ".join(told) if told else text


def _adult_of(prompt: Prompt, words: Words) -> str | None:
    for act in _acts(prompt.block, words):
        if act.verb == "adult" and isinstance(act.argument, Speech):
            return words.speech(act.argument)
    return None


def _acts(block: str, words: Words) -> list[Act]:
    return [act for moment in words.protocol.blocks.get(block, ()) for act in moment.acts]


def _feedback(trials: Trials, words: Words) -> list[Row]:
    rows: list[Row] = []
    for key, block in trials.feedback:
        heading = words.of(JUDGED[key]) if key in JUDGEMENTS else key
        sign = {"correct": "right", "prompted": "right", "no_response": "after"}.get(key, "answer")
        told = first_words(block, words)
        colon = words.of(_COLON)
        rows.append(Row(heading if told is None else f"{heading}{colon}{told}", sign, ruled=not rows))
    return rows


def _rules(trials: Trials, words: Words) -> list[Row]:
    rules: list[str] = []
    if trials.correction is not None:
        runs = words.of(_THEN).join(words.of(_RUNS[run]) for run in trials.correction.runs)
        rules.append(words.of(_CORRECTION, runs=runs))
    if trials.pause != 0:
        rules.append(words.of(_PAUSE, time=words.duration(trials.pause)))
    if trials.end_on_success:
        rules.append(words.of(_SUCCESS))
    if trials.stop_when is not None:
        rules.append(words.of(_STOP, condition=words.condition(trials.stop_when)))
    return [Row(rule, None, "small", ruled=not number) for number, rule in enumerate(rules)]
