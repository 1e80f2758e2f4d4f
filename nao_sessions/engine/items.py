"""Which item a block of trials asks about next: as listed, by lot, or at the level that the child has."""

from __future__ import annotations

from nao_sessions.engine.compiled import Compiled
from nao_sessions.engine.lots import drawn
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
