"""A block of trials in words: the question, how it may be answered, who decides, which help comes when.

What a microphone takes up proposes and never decides; ``judging`` says so beside every question.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from nao_sessions.protocol.computed import COLUMNS, kept_name
from nao_sessions.protocol.expression import Expression, ExpressionFailed, Value
from nao_sessions.protocol.outline.telling import Facts, OutlineFact, Telling, only_if
from nao_sessions.protocol.trials import (
    ANY,
    NEEDING_RIGHT,
    NOTHING,
    OF_CHILD,
    PROPOSING,
    WHOEVER,
    Adapt,
    AnswersFrom,
    Correction,
    GiveUp,
    Item,
    Prompt,
    Prompting,
    Sense,
    Trials,
    fed_back_as,
    values_of,
)
from nao_sessions.protocol.wording import (
    CORRECTIONS,
    HELPS,
    HELPS_EXPLAINED,
    JUDGEMENTS,
    PROCEDURES,
    SENSES,
    duration,
    plain,
    quote,
)
from nao_sessions.text.formats import SEMICOLON, THEN, alternatives, joined
from nao_sessions.text.messages import EMPTY_TEXT, Text, msg, msgc, msgn, verbatim

# What an expression is for the items of a table, where an item alone decides it.


def holds_for(condition: Expression, items: Sequence[Item]) -> tuple[Item, ...] | None:
    """Return the items for which a condition holds; None where it does not depend on the item alone."""
    if not items or not condition.paths or any(path[0] != "item" for path in condition.paths):
        return None
    try:
        return tuple(item for item in items if condition.evaluate(values_of(item)))
    except ExpressionFailed:
        return None


def value_for(expression: Expression, item: Item) -> Value:
    """Return the value of an expression for an item; None where more than the item decides, or it fails."""
    if any(path[0] != "item" for path in expression.paths):
        return None
    try:
        return expression.evaluate(values_of(item))
    except ExpressionFailed:
        return None


SEEN = frozenset(OF_CHILD) - PROPOSING - WHOEVER
"""Senses that decide where it is known who answered: one child takes part, or the board is a child's own."""

LABELS = {
    "ask": msg("question"),
    "answers": msgc("noun, without an article", "answers"),
    "prompts": msg("help"),
    "deck": msg("table of items"),
    "count": msg("number of trials"),
    "each_item": msg("times an item"),
    "order": msg("order"),
    "spread": msg("mixing"),
    "adapt": msg("level"),
    "correct": msg("right answer"),
    "patience": msg("time allowed for an answer"),
    "prompt_on": msg("what brings help"),
    "prompting": msg("prompting procedure"),
    "correction": msg("correction"),
    "end_on_success": msg("ends with the first right answer"),
    "give_up": msg("giving up"),
    "pause": msg("pause between trials"),
    "stop_when": msg("trials stop when"),
}
"""What each field of a block of trials is called."""

RIGHT_IN_A_ROW = msgn("after every right answer", "after {n} right answers in a row")
ERRORS_IN_A_ROW = msgn("after every error", "after {n} errors in a row")
_NONE = msg("none")
_NEVER = msg("never")
_TRIALS = msgn("{n} trial", "{n} trials")
_ORDERS = {
    "listed": msg("in the order of the table"),
    "shuffled": msg("in random order"),
    "adaptive": msg("drawn at the child's level"),
}
_BRIEF_ORDERS = {"listed": msg("in order"), "shuffled": msg("shuffled"), "adaptive": msg("by level")}
_BRIEF_RUNS = {"with_prompt": msg("with help"), "without": msg("without help")}
_CAUSES = {"silence": msg("silence"), "wrong": msg("wrong answer")}
_ONE_CAUSE = {
    frozenset({"silence"}): msg("help after silence only"),
    frozenset({"wrong"}): msg("help after an error only"),
}


@dataclass(frozen=True, slots=True)
class AnswerOutline:
    """One answer in words, or all of them where they change with the item.

    ``right``: whether, or for which items, it is right; ``brief``: its value, and what is touched or shown.
    """

    name: Text
    ways: Text
    right: Text
    brief: tuple[Text, ...]
    senses: tuple[Sense, ...]


@dataclass(frozen=True, slots=True)
class HelpOutline:
    """One help (a prompt) in words: its kind, when it comes, a card's words; ``facts`` by its fields."""

    prompt: Prompt
    kind: Text
    explained: Text
    when: Text
    brief: Text
    facts: Facts


@dataclass(frozen=True, slots=True)
class TrialsOutline:
    """A block of trials, in the order in which a trial goes.

    Attributes:
        trials: The block itself.
        answers: Its answers, and in one piece ``all_answers``.
        judging: What is judged, and who decides.
        helps: The helps in the order in which they are given.
        silent: After which judgements Nao says nothing in particular; None where nothing is judged.
        facts: By the block's fields, in the order in which they are compared.
    """

    trials: Trials
    answers: tuple[AnswerOutline, ...]
    all_answers: Text
    judging: Text
    helps: tuple[HelpOutline, ...]
    silent: Text | None
    facts: Facts


def senses(trials: Trials) -> tuple[Sense, ...]:
    """Return the senses by which a question may be answered, each once."""
    if isinstance(trials.answers, AnswersFrom):
        return trials.answers.by
    return tuple(dict.fromkeys(way.sense for answer in trials.answers for way in answer.ways))


def response(key: str) -> Text:
    """Return the name of what a feedback follows: a judgement, or an answer in quotes."""
    return JUDGEMENTS[key] if key in JUDGEMENTS else quote(key)


def trials_outline(telling: Telling, step: str, trials: Trials) -> TrialsOutline:
    """Return a step's block of trials in words, written by *telling*."""
    return _Block(telling, step, trials).outline()


@dataclass(frozen=True, slots=True)
class _Block:
    """Writes one block of trials in words: ``outline`` is the whole."""

    telling: Telling
    step: str
    trials: Trials

    def outline(self) -> TrialsOutline:
        answers = tuple(self._answers())
        facts = chain(self._size(), [self._level(self.trials.adapt)], self._course(), self._ends())
        return TrialsOutline(
            self.trials,
            answers,
            self._all_answers(answers),
            joined(self._judging(), " "),
            tuple(self._help(prompt, number) for number, prompt in enumerate(self.trials.prompts, 1)),
            self._silent(),
            Facts(facts),
        )

    def _size(self) -> Iterator[OutlineFact]:
        """Yield the facts on how many questions there are, from which table, in which order."""
        trials, telling = self.trials, self.telling
        count, each, limit, order = trials.count, trials.each_item, None, _ORDERS[trials.order]
        if trials.spread is not None:
            column, most = trials.spread
            named = COLUMNS.get(column, verbatim(column))
            limit = msg("at most {most} in a row of the same “{named}”", most=most, named=named)
        number, times = (msg("not said") if one is None else telling.number(one) for one in (count, each))
        if trials.deck is None:
            yield _fact("deck", _NONE)
            full = msg("One question.")
            several = msgn("one question", "the same question {n} times")
            if isinstance(count, Expression):
                several = msg("number of trials: {n}")
            brief = telling.counted(count or 1, several)
            if count not in (None, 1):
                full = msg("The same question {many} times.", many=number)
            yield _fact("count", number, full, brief)
            yield _fact("each_item", times)
            yield _fact("order", order)
        else:
            name, size = trials.deck.rpartition(":")[2], len(telling.protocol.decks[trials.deck].items)
            table = msgn("table “{name}” ({n} item)", "table “{name}” ({n} items)", size, name=name)
            yield _fact("deck", quote(trials.deck), None, table)
            full = msg(
                "{first}, from the table “{name}” ({size} items), {order}.",
                first=self._many(number),
                name=name,
                size=size,
                order=order if limit is None else joined([order, limit], ", "),
            )
            yield _fact("count", number, full, None if count is None else telling.counted(count, _TRIALS))
            yield _fact(
                "each_item",
                times,
                None,
                msgn("each item once", "each item {n} times", each) if each else None,
            )
            yield _fact("order", order, None, _BRIEF_ORDERS[trials.order])
        yield _fact("spread", limit or msg("no limit in a row"), None, limit)

    def _many(self, number: Text) -> Text:
        """Return how many trials there are, as the beginning of a sentence."""
        count, times = self.trials.count, self.trials.each_item or 1
        if isinstance(count, Expression):
            return msg("Number of trials: {many}", many=number)
        if count is not None:
            return _TRIALS.format(n=count)
        return msgn("Each item once", "Each item {n} times", times)

    def _level(self, adapt: Adapt | None) -> OutlineFact:
        """Return the fact on how the level of an adaptive order changes."""
        if adapt is None:
            return _fact("adapt", plain(False))
        own = adapt.level.rpartition(".")[2]
        places: dict[str, object] = {
            "level": kept_name(self.telling.protocol, own, self.telling.write),
            "up": RIGHT_IN_A_ROW.format(n=adapt.up),
            "down": ERRORS_IN_A_ROW.format(n=adapt.down),
        }
        full = msg(
            "The level “{level}” goes up {up}, down {down}, between {least} and {most}.",
            least=adapt.minimum,
            most=adapt.maximum,
            **places,
        )
        brief = msg("level “{level}”: up {up}, down {down}", **places)
        words = verbatim(f"{adapt.level} +{adapt.up} −{adapt.down} [{adapt.minimum}…{adapt.maximum}]")
        if adapt.stop_after is not None:
            words = msg("{steps}, {stop_after} reversals", steps=words, stop_after=adapt.stop_after)
            brief = joined([brief, msg("ends after {n} reversals", n=adapt.stop_after)], SEMICOLON)
        return _fact("adapt", words, full, brief)

    def _course(self) -> Iterator[OutlineFact]:
        """Yield the facts on the right answer, the waits, what brings help, and what follows an error."""
        trials, how = self.trials, self.trials.prompting
        words, brief = self._right()
        # Where each answer is listed, what a computed one is stands below the list.
        listed = isinstance(trials.correct, Expression) and not isinstance(trials.answers, AnswersFrom)
        yield _fact("correct", words, msg("Right answer: {what}", what=words) if listed else None, brief)
        time = self.telling.duration(trials.patience)
        yield _fact("patience", time, None, msg("{time} to answer", time=time))
        causes = joined([_CAUSES[one] for one in sorted(trials.prompt_on)], ", ")
        yield _fact("prompt_on", causes, None, _ONE_CAUSE.get(trials.prompt_on) if trials.prompts else None)
        name = PROCEDURES[how.procedure] if trials.prompts and how != Prompting() else None
        yield _fact("prompting", self._all_rules(how), joined(self._rules(how), " "), name)
        yield _correction(trials.correction)

    def _ends(self) -> Iterator[OutlineFact]:
        """Yield the facts on what ends the trials early, and what comes between two questions."""
        trials, telling = self.trials, self.telling
        success = _fact("end_on_success", plain(trials.end_on_success))
        if trials.end_on_success:
            full = msg("the trials stop with the first right answer")
            success = replace(success, full=full, brief=success.label)
        yield success
        yield _give_up(telling, trials.give_up)
        time = telling.duration(trials.pause)
        pause = _fact("pause", time)
        if trials.pause != 0:
            full = msg("A pause of {pause} between trials.", pause=time)
            pause = replace(pause, full=full, brief=msg("{time} of pause between trials", time=time))
        yield pause
        if trials.stop_when is None:
            yield _fact("stop_when", _NEVER)
        else:
            when = telling.compute(trials.stop_when)
            brief = msg("ends {condition}", condition=telling.when(trials.stop_when))
            yield _fact("stop_when", when, msg("the trials stop when {when}", when=when), brief)
        if trials.adapt is not None and trials.adapt.stop_after is not None:
            full = msg("the trials stop after {turns} reversals of the level", turns=trials.adapt.stop_after)
            yield OutlineFact("adapt.stop_after", LABELS["adapt"], None, full)

    def _right(self) -> tuple[Text, Text]:
        """Return what the right answer is, in words and in few words."""
        correct = self.trials.correct
        if correct is None:
            return msg("nothing is judged"), msg("nothing is judged, all is recorded")
        if isinstance(correct, Expression):
            words = self.telling.compute(correct)
            return words, msg("right answer: {what}", what=words)
        if correct == ANY:
            return msg("any answer"), msg("every answer is right")
        if correct == NOTHING:
            return msg("not to answer"), msg("doing nothing is right")
        listed = (correct,) if isinstance(correct, str) else correct
        brief = msg("right answer: {what}", what=" / ".join(listed))
        return alternatives([quote(one) for one in listed]), brief

    def _answers(self) -> Iterator[AnswerOutline]:
        answers, telling = self.trials.answers, self.telling
        if isinstance(answers, AnswersFrom):
            words = telling.elements(answers.elements)
            brief = msg("the item's answers: {what}", what=words)
            if not isinstance(answers.elements, Expression):
                brief = verbatim(" / ".join(answers.elements))
            ways = alternatives([SENSES[sense] for sense in answers.by])
            yield AnswerOutline(words, ways, self._right()[0], (brief,), answers.by)
            return
        deck = telling.protocol.deck_of(self.step)
        for answer in answers:
            shown = [telling.brief_stimulus(way) for way in answer.ways if way.sense in ("touch", "card")]
            value = verbatim(answer.value)
            right = self._is_right(answer.value, () if deck is None else deck.items)
            used = tuple(dict.fromkeys(way.sense for way in answer.ways))
            yield AnswerOutline(value, telling.stimuli(answer.ways), right, (value, *shown), used)

    def _is_right(self, answer: str, items: Sequence[Item]) -> Text:
        """Return whether, or for which items, an answer is right; empty where more than the item decides."""
        correct = self.trials.correct
        if correct is None:
            return verbatim("—")
        if not isinstance(correct, Expression):
            return plain(answer in ((correct,) if isinstance(correct, str) else correct) or correct == ANY)
        matching = [item.id for item in items if _answers_to(correct, item, answer)]
        if not matching or len(matching) == len(items):
            return plain(True) if matching else EMPTY_TEXT
        return msg("for {listed}", listed=", ".join(matching))

    def _all_answers(self, answers: Sequence[AnswerOutline]) -> Text:
        if isinstance(self.trials.answers, AnswersFrom):
            (whole,) = answers
            return msg("{elements} — {ways}", elements=whole.name, ways=whole.ways)
        listed = [msg("{value} ({ways})", value=quote(one.name), ways=one.ways) for one in answers]
        return joined(listed, ", ") if listed else _NONE

    def _judging(self) -> Iterator[Text]:
        """Yield sentences on what is judged, and who decides."""
        used = senses(self.trials)
        if not used:
            yield msg("Nothing is waited for: the question is not judged.")
            return
        deciding = [SENSES[sense] for sense in used if sense not in PROPOSING and sense != "professional"]
        if deciding:
            yield msg("Counts at once: {named}.", named=alternatives(deciding))
            if self.telling.protocol.participants_max > 1 and any(sense in SEEN for sense in used):
                yield msg(
                    "With several children, a touch whose author is not known has to be confirmed as well."
                )
        proposing = [SENSES[sense] for sense in used if sense in PROPOSING]
        if proposing:
            yield msg(
                "Counts only once the adult has confirmed it by a button: {named}. Nao says nothing before.",
                named=alternatives(proposing),
            )
            if "word" in used:
                yield msg("A word that was heard never makes an error by itself.")
        yield msg("The adult has the last word, and may judge again.")
        if self.trials.correct is None:
            yield msg("Nothing is judged here: everything is only recorded.")

    def _help(self, prompt: Prompt, number: int) -> HelpOutline:
        kind, telling = HELPS[prompt.help], self.telling
        head = msg("{n}. {kind}", n=number, kind=kind)
        attempts = OutlineFact("attempts", msg("number of times"), verbatim(prompt.attempts))
        if prompt.attempts > 1:
            head = msg("{n}. {kind} × {times}", n=number, kind=kind, times=prompt.attempts)
            attempts = replace(attempts, full=msg("up to {attempts} times", attempts=prompt.attempts))
        after = OutlineFact("after", msg("silence before"), None)
        if prompt.after is not None:
            time = telling.duration(prompt.after)
            full = msg("after {silence} of silence", silence=time)
            after = replace(after, words=time, full=full, brief=msg("after {time}", time=time))
        facts = Facts((attempts, only_if(telling, prompt.condition), after))
        brief = joined([head, *facts.brief("after", "condition")], ", ")
        return HelpOutline(prompt, kind, HELPS_EXPLAINED[prompt.help], self._when(facts), brief, facts)

    def _when(self, facts: Facts) -> Text:
        """Return in words what brings a help, how often, and under which condition."""
        causes = []
        if "silence" in self.trials.prompt_on:
            causes += facts.full("after") or [msg("without an answer in the time allowed")]
        if "wrong" in self.trials.prompt_on:
            causes.append(msg("after another answer than the right one"))
        return joined([alternatives(causes), *facts.full("attempts", "condition")], SEMICOLON)

    def _rules(self, how: Prompting) -> Iterator[Text]:
        """Yield sentences on the procedure, and on the rules by which help is faded and raised."""
        yield msg("Procedure: {name}.", name=PROCEDURES[how.procedure])
        if how.procedure in ("constant_delay", "progressive_delay"):
            if how.delay is not None:
                yield msg("Delay: {delay}.", delay=self.telling.duration(how.delay))
            if how.zero_delay_trials:
                first = msgn("No delay in the first trial.", "No delay in the first {n} trials.")
                yield first.format(n=how.zero_delay_trials)
        if how.procedure == "progressive_delay":
            step = duration(how.step)
            yield msg("The delay grows by {step} every {every} trials.", step=step, every=how.every)
        if how.procedure == "most_to_least":
            less, more = RIGHT_IN_A_ROW.format(n=how.fade_after), ERRORS_IN_A_ROW.format(n=how.raise_after)
            yield msg("Less help {less}, more {more}.", less=less, more=more)

    def _all_rules(self, how: Prompting) -> Text:
        """Return the procedure with all its numbers, even those that it does not use."""
        return msg(
            "{procedure} (delay {delay}, without delay {zero_delay_trials}, step {step} every "
            "{every}, less after {fade_after}, more after {raise_after})",
            procedure=PROCEDURES[how.procedure],
            delay=verbatim("—") if how.delay is None else self.telling.duration(how.delay),
            zero_delay_trials=how.zero_delay_trials,
            step=duration(how.step),
            every=how.every,
            fade_after=how.fade_after,
            raise_after=how.raise_after,
        )

    def _silent(self) -> Text | None:
        keys = dict(self.trials.feedback)
        own = [key for key in NEEDING_RIGHT if fed_back_as(key) == (key,)]
        silent = [JUDGEMENTS[key] for key in own if key not in keys]
        if not silent or self.trials.correct is None:
            return None
        return msg("Nao says nothing in particular after: {named}.", named=alternatives(silent))


def _fact(key: str, words: Text | None, full: Text | None = None, brief: Text | None = None) -> OutlineFact:
    return OutlineFact(key, LABELS[key], words, full, brief)


def _answers_to(correct: Expression, item: Item, answer: str) -> bool:
    value = value_for(correct, item)
    return answer in value if isinstance(value, tuple) else value == answer


def _correction(correction: Correction | None) -> OutlineFact:
    """Return the fact on whether the same item comes again after an error."""
    if correction is None:
        return _fact("correction", _NONE)
    runs = [CORRECTIONS[run] for run in correction.runs]
    how = joined(runs, THEN)
    full = msg("After an error the same question comes again: {how}.", how=how)
    short = joined([_BRIEF_RUNS[run] for run in correction.runs], msgc("between parts", " then "))
    brief = msg("after an error, the same item: {runs}", runs=short)
    return _fact("correction", joined(runs, ", "), full, brief)


def _give_up(telling: Telling, rule: GiveUp | None) -> OutlineFact:
    """Return the fact on where errors in a row lead."""
    if rule is None:
        return _fact("give_up", _NEVER)
    errors, target = rule.errors_in_row, telling.target(rule.target)
    words = msgn("{n} error in a row, to {target}", "{n} errors in a row, to {target}", errors, target=target)
    full = msgn("after {n} error: {target}", "after {n} errors in a row: {target}", errors, target=target)
    return _fact("give_up", words, full, msgn("after {n} error", "after {n} errors in a row", errors))
