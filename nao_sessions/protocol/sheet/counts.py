"""How many questions a block of trials asks, in which order, and what ends it before the last one."""

from __future__ import annotations

from nao_sessions.paper.html import Html, lines
from nao_sessions.protocol.computed import COLUMNS, kept_name
from nao_sessions.protocol.expression import Expression
from nao_sessions.protocol.sheet.writing import Writing
from nao_sessions.protocol.trials import Trials
from nao_sessions.text.formats import joined
from nao_sessions.text.messages import Text, msg, msgn, verbatim


def how_many(writing: Writing, block_of: Trials) -> Html:
    """Say how many trials there are, and how the next one is chosen."""
    told: list[str] = [writing(_count(writing, block_of))]
    add = told.append
    if isinstance(block_of.pause, Expression) or block_of.pause:
        pause = writing.telling.duration(block_of.pause)
        add(writing(msg("A pause of {pause} between trials.", pause=pause)))
    if block_of.adapt is not None:
        up, down = block_of.adapt.up, block_of.adapt.down
        level = kept_name(writing.protocol, block_of.adapt.level.rpartition(".")[2], writing.telling.write)
        words = msg(
            "The level “{level}” goes up after {right}, down after {wrong}, between {least} and {most}."
        )
        words = words.format(
            level=level,
            right=RIGHT_IN_ROW.format(n=up),
            wrong=WRONG_IN_ROW.format(n=down),
            least=block_of.adapt.minimum,
            most=block_of.adapt.maximum,
        )
        add(writing(words))
    if block_of.correction is not None:
        runs = [_RUNS[run] for run in block_of.correction.runs]
        how = joined(runs, msg(", then "))
        add(writing(msg("After an error the same question comes again: {how}.", how=how)))  # fmt: skip
    return lines(told)


RIGHT_IN_ROW = msgn("{n} right in a row", "{n} right in a row")
WRONG_IN_ROW = msgn("{n} error in a row", "{n} errors in a row")
_RUNS = {
    "with_prompt": msg("with the most help"),
    "without": msg("without help"),
}


def stops(writing: Writing, block_of: Trials) -> list[Text]:
    """Give the rules that end a block of trials before its last question."""
    told = []
    if block_of.give_up is not None:
        target, errors = writing.telling.target(block_of.give_up.target), block_of.give_up.errors_in_row
        told.append(msg("after {errors} errors in a row: {target}", errors=errors, target=target))
    if block_of.stop_when is not None:
        when = writing.telling.compute(block_of.stop_when)
        told.append(msg("the trials stop when {when}", when=when))
    if block_of.end_on_success:
        told.append(msg("the trials stop with the first right answer"))  # fmt: skip
    if block_of.adapt is not None and block_of.adapt.stop_after is not None:
        turns = block_of.adapt.stop_after
        told.append(msg("the trials stop after {turns} reversals of the level", turns=turns))  # fmt: skip
    return told


def _count(writing: Writing, block_of: Trials) -> Text:
    if block_of.deck is None:
        count = block_of.count
        if count is None or count == 1:
            return msg("One question.")
        many = writing.telling.compute(count) if isinstance(count, Expression) else verbatim(count)
        return msg("The same question {many} times.", many=many)
    deck = writing.protocol.decks[block_of.deck]
    name = block_of.deck.rpartition(":")[2]
    size = len(deck.items)
    if isinstance(block_of.count, Expression):
        many = writing.telling.compute(block_of.count)
        first = msg("Number of trials: {many}", many=many)
    elif block_of.count is not None:
        first = msgn("{n} trial", "{n} trials", block_of.count)
    else:
        times = block_of.each_item or 1
        once = msg("Each item once")
        first = once if times == 1 else msg("Each item {times} times", times=times)
    order = _order(block_of)
    return msg(
        "{first}, from the table “{name}” ({size} items), {order}.",
        first=first,
        name=name,
        size=size,
        order=order,
    )


def _order(block_of: Trials) -> Text:
    if block_of.spread is not None:
        column, most = block_of.spread
        named = COLUMNS.get(column, verbatim(column))
        return msg(
            "in random order, at most {most} in a row of the same “{named}”",
            most=most,
            named=named,
        )
    return {
        "listed": msg("in the order of the table"),
        "shuffled": msg("in random order"),
        "adaptive": msg("drawn at the child's level"),
    }[block_of.order]
