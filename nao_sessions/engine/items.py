"""Which item a block of trials asks about next: as listed, by lot, or at the level that the child has.

Lots are drawn without replacement and mixed again when empty (Fisher-Yates), each on a stream of its own
(design, section 3): editing one step moves no other's draws.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from nao_sessions.engine.compiled import Compiled
from nao_sessions.engine.records import Block, Deal, Stair, known, renewed
from nao_sessions.engine.state import Draft
from nao_sessions.protocol.expression import Value
from nao_sessions.protocol.trials import Deck, Trials


def next_item(draft: Draft, compiled: Compiled, trials: Trials, block: Block) -> str | None:
    """Draw the next item; return its id, empty where the block has no table, None when the table is empty."""
    if trials.deck is None:
        return ""
    deck = compiled.protocol.decks[trials.deck]
    positions = compiled.positions[trials.deck]
    lot = f"{block.step}/{draft.child}" if draft.child else block.step
    if trials.order == "adaptive" and trials.adapt is not None:
        level = _nearest(deck, stair_of(draft, trials, block).level)
        positions = tuple(position for position in positions if deck.items[position].level == level)
        lot = f"{lot}/{level}"
    if not positions:
        return None
    deal = deal_of(draft, lot)
    if trials.order == "listed" and not draft.turns and not block.begun:
        deal = None  # another visit begins with the first again

    def column(position: int) -> Value:
        assert trials.spread is not None
        return deck.items[positions[position]].values.get(trials.spread[0])

    position, deal = drawn(
        deal,
        lot,
        len(positions),
        f"{draft.seed}/{lot}",
        mixed=trials.order != "listed",
        same=lambda a, b: positions[a] == positions[b],
        group=None if trials.spread is None else column,
        most=0 if trials.spread is None else trials.spread[1],
    )
    keep_deal(draft, deal)
    return deck.items[positions[position]].id


def stair_of(draft: Draft, trials: Trials, block: Block) -> Stair:
    """Return the current stair of an adaptive level; before the first trial, the child's remembered level."""
    assert trials.adapt is not None
    stair = known(draft.stairs, block.step, draft.child)
    if stair is not None:
        return stair
    level = draft.recall(draft.turn or "", trials.adapt.level)
    return Stair(block.step, draft.child, level if isinstance(level, int) else trials.adapt.minimum)


def deal_of(draft: Draft, lot: str) -> Deal | None:
    """Return the deal of a lot, with the items not drawn yet; None before the first draw."""
    return known(draft.deals, lot)


def keep_deal(draft: Draft, deal: Deal) -> None:
    """Store the deal of a lot, with the items not drawn yet."""
    draft.deals = renewed(draft.deals, deal, 1)


def _nearest(deck: Deck, level: int) -> int:
    """Return the level nearest to the wanted one that has items: itself, the next lower, or the lowest."""
    levels = sorted({item.level for item in deck.items if item.level is not None})
    below = [one for one in levels if one <= level]
    return below[-1] if below else (levels[0] if levels else level)


TRIES = 60
"""Shuffles tried for one without long runs; then it is arranged, which is less random and always ends."""


def shuffled(size: int, stream: str) -> list[int]:
    """Return the numbers 0 to size - 1 in a random order that the name of the stream determines."""
    draw = Random(stream).random
    order = list(range(size))
    for last in range(size - 1, 0, -1):
        other = int(draw() * (last + 1))
        order[last], order[other] = order[other], order[last]
    return order


def drawn(
    deal: Deal | None,
    lot: str,
    size: int,
    stream: str,
    *,
    mixed: bool = True,
    same: Callable[[int, int], bool] = lambda a, b: a == b,
    group: Callable[[int], object] | None = None,
    most: int = 0,
) -> tuple[int, Deal]:
    """Return the next position drawn from a lot, and what is left of the lot.

    Args:
        deal: what is left of it; None before the first draw.
        lot: its name.
        size: how many positions it has, 1 or more.
        stream: the name of its stream of draws, without the number of the mixing.
        mixed: whether it is shuffled; else positions come in their order.
        same: returns whether two positions must not meet across the seam between two mixings.
        group: what runs are counted of; at most ``most`` positions of one group follow each other.
        most: the longest run; 0: any.
    """
    deal = deal or Deal(lot, ())
    left, mixings = deal.left, deal.mixed
    if not left:
        order = list(range(size))
        if mixed:
            order = _order(size, f"{stream}/{mixings}", deal, same, group, most)
        left, mixings = tuple(order), mixings + 1
    position = left[0]
    run = (*deal.run, position)[-max(most, 1) :]
    return position, Deal(lot, left[1:], mixings, position, run)


def _order(
    size: int,
    stream: str,
    deal: Deal,
    same: Callable[[int, int], bool],
    group: Callable[[int], object] | None,
    most: int,
) -> list[int]:
    order = shuffled(size, stream)
    if group is not None and most:
        for attempt in range(1, TRIES):
            meets = deal.last >= 0 and same(order[0], deal.last)
            if not meets and not _too_long([*deal.run, *order], group, most):
                return order
            order = shuffled(size, f"{stream}.{attempt}")
        return _arranged(order, deal.run, group, most)
    if deal.last >= 0 and same(order[0], deal.last):
        # Never the same across the seam: it changes place with the first other one.
        other = next((i for i, position in enumerate(order) if not same(position, deal.last)), 0)
        order[0], order[other] = order[other], order[0]
    return order


def _too_long(order: Sequence[int], group: Callable[[int], object], most: int) -> bool:
    length, before = 0, object()
    for position in order:
        here = group(position)
        length = length + 1 if here == before else 1
        before = here
        if length > most:
            return True
    return False


def _arranged(order: list[int], run: tuple[int, ...], group: Callable[[int], object], most: int) -> list[int]:
    """Return positions arranged so that no group comes more than ``most`` times in a row, if possible."""
    arranged: list[int] = []
    left = list(order)
    while left:
        counts: dict[object, int] = {}
        for position in left:
            counts[group(position)] = counts.get(group(position), 0) + 1
        allowed = [p for p in left if not _too_long([*run, *arranged, p][-most - 1 :], group, most)]
        chosen = max(allowed or left, key=lambda position: counts[group(position)])
        left.remove(chosen)
        arranged.append(chosen)
    return arranged
