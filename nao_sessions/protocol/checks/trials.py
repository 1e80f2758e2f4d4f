"""The checks on blocks of trials: right answers that cannot be given (P124), what is out of reach (P210),
what is never judged (P212), feedback that never comes (P216), levels and orders of the table (P232, P233).

With what others need: what is right for an item, and what can be answered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from nao_sessions.protocol.checks.subject import CheckedProtocol
from nao_sessions.protocol.expression import (
    Expression,
    ExpressionFailed,
    Value,
    as_words,
)
from nao_sessions.protocol.findings import did_you_mean, quoted
from nao_sessions.protocol.flow import Protocol, Step
from nao_sessions.protocol.timing.blocks import count_of
from nao_sessions.protocol.trials import (
    ANY,
    JUDGEMENTS,
    NEEDING_RIGHT,
    NOTHING,
    AnswersFrom,
    Deck,
    Item,
    Trials,
    values_of,
)
from nao_sessions.text.messages import msg


def check_trials(subject: CheckedProtocol) -> None:
    """Report right answers that cannot be given."""
    for step in subject.protocol.steps.values():
        if step.trials is not None:
            _right_answers(subject, step, step.trials)


def _right_answers(subject: CheckedProtocol, step: Step, trials: Trials) -> None:
    if trials.correct is None or not trials.answers:
        return
    for item, right, answers in judged(subject.protocol, step, trials):
        for word in right:
            if word in (ANY, NOTHING) or word in answers:
                continue
            words = msg("the right answer, '{word}', is not among the answers", word=quoted(word))
            if item is not None:
                words = msg(
                    "the right answer of the item '{item}', '{word}', is not among the answers",
                    item=quoted(item.id),
                    word=quoted(word),
                )
            place = trials.correct_at or trials.place
            subject.findings.add(
                "P124",
                place if item is None else item.place,
                words,
                did_you_mean(word, answers) or msg("add it to 'answers'"),
            )
            break


def right_for(trials: Trials, item: Item | None) -> tuple[str, ...] | None:
    """Return the right answers to an item; None where nothing is judged or it depends on the session."""
    known, right = for_item(trials.correct, item)
    return as_words(right) if known and trials.correct is not None else None


def items_of(protocol: Protocol, step: Step) -> tuple[Item | None, ...]:
    """Return the items that a step's trials, or its group, go through; (None,) without a table."""
    deck = protocol.deck_of(step.name)
    return (None,) if deck is None else deck.items


def for_item(value: Value | Expression, item: Item | None) -> tuple[bool, Value]:
    """Compute a value for one item: (True, value), or (False, None) where it depends on the session."""
    if not isinstance(value, Expression):
        return True, value
    if item is None or any(path[0] != "item" for path in value.paths):
        return False, None
    try:
        return True, value.evaluate(values_of(item))
    except ExpressionFailed:
        return False, None


def answers_for(trials: Trials, item: Item | None) -> tuple[str, ...] | None:
    """Return the answers that can be given to an item; None where they depend on the session."""
    if not isinstance(trials.answers, AnswersFrom):
        return tuple(answer.value for answer in trials.answers)
    if isinstance(trials.answers.elements, tuple):
        return trials.answers.elements
    known, elements = for_item(trials.answers.elements, item)
    if not known:
        return None
    return as_words(elements)


def judged(
    protocol: Protocol, step: Step, trials: Trials
) -> Iterator[tuple[Item | None, tuple[str, ...], tuple[str, ...]]]:
    """Yield (item, right answers, all answers) for every item where both are known; None without items."""
    for item in items_of(protocol, step):
        right, answers = right_for(trials, item), answers_for(trials, item)
        if right is not None and answers is not None:
            yield item, right, answers


def check_rules(subject: CheckedProtocol) -> None:
    """Report rules of blocks of trials that can have no effect."""
    for step in subject.protocol.steps.values():
        if step.trials is not None:
            _out_of_reach(subject, step, step.trials)
            _nothing_judged(subject, step.trials)
            _feedback(subject, step, step.trials)
            if step.trials.deck is not None:
                deck = subject.protocol.decks[step.trials.deck]
                _levels(subject, step.trials, deck)
                _order(subject, step.trials, deck)


def _out_of_reach(subject: CheckedProtocol, step: Step, trials: Trials) -> None:
    """Report rules that need more trials than a block has; none in a group with turns, where runs go on."""
    in_turns = any(subject.protocol.steps[group].each for group in subject.protocol.ancestors(step.name))
    if in_turns or not (trials.count is None or isinstance(trials.count, int)):
        return
    count = count_of(subject.protocol, trials, subject.known)
    if trials.give_up is not None and trials.give_up.errors_in_row > count:
        errors = trials.give_up.errors_in_row
        subject.tell(
            "P210",
            trials.give_up.place,
            msg("{errors} errors in a row never come in {count} trials", errors=errors, count=count),
            msg("ask for fewer errors, or more trials"),
        )
    if trials.adapt is not None and trials.adapt.stop_after is not None and trials.adapt.stop_after >= count:
        turns = trials.adapt.stop_after
        subject.tell(
            "P210",
            trials.place,
            msg("{turns} reversals take more than {count} trials", turns=turns, count=count),
            msg("ask for fewer reversals, or give a larger 'count'"),
        )


def _nothing_judged(subject: CheckedProtocol, trials: Trials) -> None:
    """Report rules on right and wrong answers in a block of trials that judges none."""
    if trials.correct is not None:
        return
    rules = [
        name
        for name, there in (
            ("end_on", trials.end_on_success),
            ("give_up", trials.give_up is not None),
            ("correction", trials.correction is not None),
            ("adapt", trials.adapt is not None),
            *((f"feedback: {key}", key in NEEDING_RIGHT) for key, _ in trials.feedback),
        )
        if there
    ]
    if rules:
        listed = ", ".join(rules)
        subject.tell(
            "P212",
            trials.place,
            msg("without 'correct' nothing is judged, and this never comes: {listed}", listed=listed),
            msg("add correct: ..., or take it out"),
        )


def _feedback(subject: CheckedProtocol, step: Step, trials: Trials) -> None:
    """Report feedback under a key that is neither an answer nor a judgement."""
    answers: set[str] = set()
    for item in items_of(subject.protocol, step):
        known = answers_for(trials, item)
        if known is None:
            return
        answers.update(known)
    for key, block in trials.feedback:
        if key in JUDGEMENTS or key in answers:
            continue
        moments = subject.protocol.blocks.get(block, ())
        subject.findings.add(
            "P216",
            moments[0].place if moments else trials.place,
            msg(
                "'{key}' is neither an answer nor a judgement: this feedback is never given", key=quoted(key)
            ),
            did_you_mean(key, {*JUDGEMENTS, *answers}),
        )


def _levels(subject: CheckedProtocol, trials: Trials, deck: Deck) -> None:
    """Report levels in between that no item has: the next lower level would be asked instead."""
    if trials.adapt is None:
        return
    there = {item.level for item in deck.items if item.level is not None}
    low = max(trials.adapt.minimum, min(there, default=1))
    lacking = [level for level in range(low, max(there, default=0)) if level not in there]
    if lacking:
        listed = ", ".join(map(str, lacking[:6]))
        subject.tell(
            "P232",
            deck.place,
            msg("no item has level {listed}: the one below is taken, and noted as such", listed=listed),
            msg("add items of this level"),
        )


def _order(subject: CheckedProtocol, trials: Trials, deck: Deck) -> None:
    """Report a bound on runs of one value that the table cannot keep, as the value is too frequent."""
    if trials.spread is None:
        return
    column, most = trials.spread
    counts = Counter(repr(item.values.get(column)) for item in deck.items for _ in range(item.share))
    total = sum(counts.values())
    for value, count in counts.items():
        others = total - count
        if count > most * (others + 1):
            subject.tell(
                "P233",
                trials.place,
                msg(
                    "'{value}' comes {count} times out of {total}: no order has "
                    "at most "
                    "{most} "
                    "of it in a row",
                    value=quoted(value.strip(chr(39))),
                    count=count,
                    total=total,
                    most=most,
                ),
                msg("add other items, or allow a longer run"),
            )
            return
