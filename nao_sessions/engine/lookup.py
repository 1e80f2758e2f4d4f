"""What a path of an expression or a text means in a session, now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.engine.records import Score, Tally, known
from nao_sessions.engine.scores import field_of
from nao_sessions.engine.state import Draft
from nao_sessions.protocol.expression import ExpressionFailed, Path, Value
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.trials import Item

Items = Mapping[str, Mapping[str, Item]]
"""The items of every table, by the table's name and the item's id."""

_TEXTS = frozenset({"answer", "judgement", "item", "help"})
_LONGEST = frozenset({"streak", "errors_in_row"})


def look_up(path: Path, draft: Draft, protocol: Protocol, items: Items, event: Value) -> Value:
    """Return the value of a path in a state. Raises: ExpressionFailed."""
    match path[0]:
        case "settings":
            return _named(draft.settings, path)
        case "item":
            item = item_in_hand(draft, protocol, items)
            if item is None:
                raise ExpressionFailed("no item is in hand")
            return item.values.get(path[1])
        case "data":
            return _named(draft.data, path)
        case "participant":
            return draft.recall(draft.turn or "", path[1])
        case "trial":
            return _trial(draft, path[1])
        case "trials":
            return _result(draft, draft.block.step if draft.block else draft.step, path[1], total=False)
        case "results":
            step, total, name = path[1], path[2] == "total", path[-1]
            if name == "end" and not total:
                return dict(draft.ends).get(step, "")
            return _result(draft, step, name, total=total)
        case "event":
            return event
    raise ExpressionFailed(f"no value for {'.'.join(path)}")


def item_in_hand(draft: Draft, protocol: Protocol, items: Items) -> Item | None:
    """Return the item of the current trial, else of the group whose turns are items; None without one."""
    block = draft.block
    if block is not None and block.question is not None and block.question.item:
        trials = protocol.steps[block.step].trials
        if trials is not None and trials.deck is not None:
            return items[trials.deck][block.question.item]
    for turn in reversed(draft.turns):
        each = protocol.steps[turn.group].each
        if not turn.children and each is not None:
            return items[each.over][turn.current]
    return None


def score_of(draft: Draft, step: str, child: str) -> Score:
    """Return the counts of a step for a child; zeros where there are none yet."""
    return known(draft.scores, step, child) or Score(step, child)


def _named(pairs: Iterable[tuple[str, Value]], path: Path) -> Value:
    for key, value in pairs:
        if key == path[1]:
            return value
    raise ExpressionFailed(f"no value for {'.'.join(path)}")


def _trial(draft: Draft, name: str) -> Value:
    question = None if draft.block is None else draft.block.question
    if question is None:
        raise ExpressionFailed("no trial is in hand")
    last = question.attempts[-1] if question.attempts else None
    match name:
        case "number":
            return question.number
        case "item":
            return question.item
        case "help":
            return question.strongest
        case "prompts":
            return len(question.helps)
        case "attempts":
            return len(question.attempts)
        case "answer":
            return "" if last is None else last.answer
        case "latency":
            if last is None or question.opened_at is None:
                return 0
            return max(0, last.t - question.opened_at) / SECOND_NS
    if name == "judgement":
        ended = draft.block.last if draft.block is not None else None
        judged = ended is not None and ended.trial.number == question.number
        return str(ended.trial.judgement or "") if ended is not None and judged else ""
    raise ExpressionFailed(f"a trial has no {name}")


def _result(draft: Draft, step: str, name: str, *, total: bool) -> Value:
    """Return a count of a step: for the child whose turn it is; outside turns, for all children together."""
    if name in ("level", "reversals"):
        return _stairs(draft, step, name)
    child = draft.child
    scores = [score for score in draft.scores if score.step == step]
    own = [score for score in scores if score.child == child] if child else scores
    tallies = [score.total if total else score.visit for score in own]
    return field_of(tallies[0] if len(tallies) == 1 else _together(tallies), name)


def _stairs(draft: Draft, step: str, name: str) -> Value:
    stair = known(draft.stairs, step, draft.child)
    if stair is None:
        return 0
    return stair.reversals if name == "reversals" else stair.level


def _together(tallies: list[Tally]) -> Tally:
    merged: dict[str, Any] = {}
    for name in Tally._fields if tallies else ():
        values = [getattr(tally, name) for tally in tallies]
        if name in _TEXTS or name == "latency_ns":
            merged[name] = values[-1]
        else:
            merged[name] = max(values) if name in _LONGEST else sum(values)
    return Tally()._replace(**merged)
