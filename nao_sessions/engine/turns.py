"""Groups that go round: once for every child present, or for every item of a table, so many rounds."""

from __future__ import annotations

from nao_sessions.engine.compiled import Compiled, Scope
from nao_sessions.engine.records import Turn
from nao_sessions.engine.state import Draft
from nao_sessions.protocol.flow import Step


def begin_turns(draft: Draft, compiled: Compiled, step: Step) -> bool:
    """Begin the first turn of a group; return whether there is anybody, or any item, to have one."""
    assert step.each is not None
    rounds = step.each.rounds
    value = rounds if isinstance(rounds, int) else Scope(draft, compiled).value(rounds, 1)
    count = max(int(value), 0) if isinstance(value, int | float) else 1
    everyone = _everyone(draft, compiled, step)
    if not everyone or not count:
        return False
    _forget_runs(draft, step.name)
    turn = Turn(step.name, step.each.children, everyone[0], everyone[1:], 1, count)
    draft.turns = (*draft.turns, turn)
    tell_turn(draft, turn)
    return True


def next_turn(draft: Draft, compiled: Compiled, step: Step) -> bool:
    """Begin the next turn of a group; return whether there is one.

    Who has left is passed over; who came back within a round has her turn at its end, if she has not had it.
    """
    turn = draft.turns[-1]
    assert turn.group == step.name
    had = _had(draft, turn)
    left = _still_there(draft, turn, had)
    number = turn.round
    if not left and number < turn.rounds:
        left, number, had = _everyone(draft, compiled, step), number + 1, ()
    if not left:
        draft.turns = draft.turns[:-1]
        return False
    turn = Turn(turn.group, turn.children, left[0], left[1:], number, turn.rounds, had)
    draft.turns = (*draft.turns[:-1], turn)
    tell_turn(draft, turn)
    return True


def _everyone(draft: Draft, compiled: Compiled, step: Step) -> tuple[str, ...]:
    assert step.each is not None
    if step.each.children:
        return draft.present
    return tuple(item.id for item in compiled.protocol.decks[step.each.over].items)


def _had(draft: Draft, turn: Turn) -> tuple[str, ...]:
    """Return who has had a turn in this round; a child who left during her own turn has not."""
    return (*turn.had, turn.current) if turn.current in draft.present else turn.had


def _still_there(draft: Draft, turn: Turn, had: tuple[str, ...]) -> tuple[str, ...]:
    if not turn.children:
        return turn.left
    waiting = tuple(code for code in turn.left if code in draft.present)
    back = tuple(code for code in draft.present if code not in (*had, *waiting))
    return (*waiting, *back)


def _forget_runs(draft: Draft, group: str) -> None:
    """Reset the runs of answers in a group: they go on from turn to turn, but not from visit to visit."""
    inside = f"{group}."
    draft.scores = tuple(
        score._replace(visit=score.visit.without_runs()) if score.step.startswith(inside) else score
        for score in draft.scores
    )
    if draft.block is not None and draft.block.step.startswith(inside):
        draft.block = draft.block._replace(runs_over=True)


def tell_turn(draft: Draft, turn: Turn) -> None:
    """Output whose turn begins, or goes on after something else."""
    key = "participant" if turn.children else "item"
    draft.out("turn", group=turn.group, round=turn.round, **{key: turn.current})
