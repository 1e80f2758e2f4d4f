"""How many questions a block of trials asks, in which order, and what ends it before the last one."""

from __future__ import annotations

from nao_sessions.core.paper.html import Html, lines
from nao_sessions.core.text import Text
from nao_sessions.protocol.computed import COLUMNS, kept_name
from nao_sessions.protocol.expression import Expression
from nao_sessions.protocol.sheet.writing import Writing
from nao_sessions.protocol.trials import Trials
from nao_sessions.protocol.wording import joined, quote, same


def how_many(writing: Writing, block_of: Trials) -> Html:
    """Say how many trials there are, and how the next one is chosen."""
    told: list[str] = [writing(_count(writing, block_of))]
    add = told.append
    if isinstance(block_of.pause, Expression) or block_of.pause:
        pause = writing.telling.duration(block_of.pause)
        add(
            writing(
                Text(
                    fr=f"Pause de {pause.fr} entre deux essais.", en=f"A pause of {pause.en} between trials."
                )
            )
        )
    if block_of.adapt is not None:
        up, down = block_of.adapt.up, block_of.adapt.down
        level = kept_name(writing.protocol, block_of.adapt.level.rpartition(".")[2], writing.telling.write)
        add(writing(Text(
            fr=f"Le niveau «\u00a0{level.fr}\u00a0» monte après {in_row(up, 'réussite')}, descend après "
            f"{in_row(down, 'erreur')}, entre {block_of.adapt.minimum} et {block_of.adapt.maximum}.",
            en=f"The level “{level.en}” goes up after {up} right in a row, down after {down} "
            f"{'error' if down == 1 else 'errors'} in a row, between {block_of.adapt.minimum} and "
            f"{block_of.adapt.maximum}.",
        )))  # fmt: skip
    if block_of.correction is not None:
        runs = [_RUNS[run] for run in block_of.correction.runs]
        how = joined(runs, Text(fr=", puis ", en=", then "))
        add(writing(Text(fr=f"Après une erreur, la même question revient : {how.fr}.",
                         en=f"After an error the same question comes again: {how.en}.")))  # fmt: skip
    return lines(told)


def in_row(count: int, word: str) -> str:
    """Write, in French, so many of something one after the other."""
    return f"1 {word}" if count == 1 else f"{count} {word}s de suite"


_RUNS = {
    "with_prompt": Text(fr="avec l'aide la plus forte", en="with the most help"),
    "without": Text(fr="sans aide", en="without help"),
}


def stops(writing: Writing, block_of: Trials) -> list[Text]:
    """Give the rules that end a block of trials before its last question."""
    told = []
    if block_of.give_up is not None:
        target, errors = writing.telling.target(block_of.give_up.target), block_of.give_up.errors_in_row
        told.append(Text(fr=f"après {errors} erreurs de suite : {target.fr}",
                         en=f"after {errors} errors in a row: {target.en}"))  # fmt: skip
    if block_of.stop_when is not None:
        when = writing.telling.compute(block_of.stop_when)
        told.append(Text(fr=f"les essais s'arrêtent quand {when.fr}", en=f"the trials stop when {when.en}"))
    if block_of.end_on_success:
        told.append(Text(fr="les essais s'arrêtent à la première réussite",
                         en="the trials stop with the first right answer"))  # fmt: skip
    if block_of.adapt is not None and block_of.adapt.stop_after is not None:
        turns = block_of.adapt.stop_after
        told.append(Text(fr=f"les essais s'arrêtent après {turns} renversements de niveau",
                         en=f"the trials stop after {turns} reversals of the level"))  # fmt: skip
    return told


def _count(writing: Writing, block_of: Trials) -> Text:
    if block_of.deck is None:
        count = block_of.count
        if count is None or count == 1:
            return Text(fr="Une seule question.", en="One question.")
        many = writing.telling.compute(count) if isinstance(count, Expression) else same(str(count))
        return Text(fr=f"{many.fr} fois la même question.", en=f"The same question {many.en} times.")
    deck = writing.protocol.decks[block_of.deck]
    name = block_of.deck.rpartition(":")[2]
    size = len(deck.items)
    if isinstance(block_of.count, Expression):
        many = writing.telling.compute(block_of.count)
        first = Text(fr=f"Nombre d'essais : {many.fr}", en=f"Number of trials: {many.en}")
    elif block_of.count is not None:
        plural = "s" if block_of.count > 1 else ""
        first = Text(fr=f"{block_of.count} essai{plural}", en=f"{block_of.count} trial{plural}")
    else:
        times = block_of.each_item or 1
        once = Text(fr="Chaque item 1 fois", en="Each item once")
        first = once if times == 1 else Text(fr=f"Chaque item {times} fois", en=f"Each item {times} times")
    order = _order(block_of)
    return Text(
        fr=f"{first.fr}, de la table « {name} » ({size} items), {order.fr}.",
        en=f"{first.en}, from the table “{name}” ({size} items), {order.en}.",
    )


def _order(block_of: Trials) -> Text:
    if block_of.spread is not None:
        column, most = block_of.spread
        named = COLUMNS.get(column, same(column))
        return Text(
            fr=f"dans un ordre tiré au sort, au plus {most} de suite de même {quote(named.fr).fr}",
            en=f"in random order, at most {most} in a row of the same “{named.en}”",
        )
    return {
        "listed": Text(fr="dans l'ordre de la table", en="in the order of the table"),
        "shuffled": Text(fr="dans un ordre tiré au sort", en="in random order"),
        "adaptive": Text(fr="tirés au niveau de l'enfant", en="drawn at the child's level"),
    }[block_of.order]
