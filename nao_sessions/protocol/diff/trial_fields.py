"""What the values of a block of trials are called in a comparison, and how each is told in one piece.

Whatever is a list of its own (answers, helps, feedback) is compared in ``trials``, part by part.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from nao_sessions.protocol.expression import Expression
from nao_sessions.protocol.telling import Telling
from nao_sessions.protocol.trials import Adapt, Correction, GiveUp, Order, Prompting
from nao_sessions.protocol.wording import CORRECTIONS, ORDERS, PROCEDURES, duration, plain, quote
from nao_sessions.text.formats import alternatives, joined
from nao_sessions.text.messages import Text, msg, verbatim


def _number(telling: Telling, value: Any) -> Text:
    if value is None:
        return msg("not said")
    return telling.compute(value) if isinstance(value, Expression) else verbatim(value)


def _correct(telling: Telling, value: Any) -> Text:
    if value is None:
        return msg("nothing is judged")
    if isinstance(value, Expression):
        return telling.compute(value)
    return alternatives([quote(word) for word in ((value,) if isinstance(value, str) else value)])


def _table(telling: Telling, value: Any) -> Text:
    return msg("none") if value is None else quote(value)


def _order(telling: Telling, value: Order) -> Text:
    return ORDERS[value]


def _spread(telling: Telling, value: Any) -> Text:
    if value is None:
        return msg("no limit in a row")
    return msg("at most {value} in a row of the same “{value2}”", value=value[1], value2=value[0])


def _adapt(telling: Telling, value: Adapt | None) -> Text:
    if value is None:
        return msg("no")
    steps = verbatim(f"{value.level} +{value.up} −{value.down} [{value.minimum}…{value.maximum}]")
    if value.stop_after is None:
        return steps
    return msg("{steps}, {stop_after} reversals", steps=steps, stop_after=value.stop_after)


def _causes(telling: Telling, value: Any) -> Text:
    words = {
        "silence": msg("silence"),
        "wrong": msg("wrong answer"),
    }
    return joined([words[one] for one in sorted(value)], ", ")


def _prompting(telling: Telling, value: Prompting) -> Text:
    procedure = PROCEDURES[value.procedure]
    delay = verbatim("—") if value.delay is None else telling.duration(value.delay)
    step = duration(value.step)
    return msg(
        "{procedure} (delay {delay}, without delay {zero_delay_trials}, step {step} every "
        "{every}, less after {fade_after}, more after {raise_after})",
        procedure=procedure,
        delay=delay,
        zero_delay_trials=value.zero_delay_trials,
        step=step,
        every=value.every,
        fade_after=value.fade_after,
        raise_after=value.raise_after,
    )


def _correction(telling: Telling, value: Correction | None) -> Text:
    if value is None:
        return msg("none")
    return joined([CORRECTIONS[run] for run in value.runs], ", ")


def _give_up(telling: Telling, value: GiveUp | None) -> Text:
    if value is None:
        return msg("never")
    target = telling.target(value.target)
    return msg(
        "{errors_in_row} errors in a row, to {target}", errors_in_row=value.errors_in_row, target=target
    )


def _condition(telling: Telling, value: Expression | None) -> Text:
    return msg("never") if value is None else telling.compute(value)


FIELDS: Mapping[str, tuple[Text, Callable[[Telling, Any], Text]]] = {
    "deck": (msg("table of items"), _table),
    "count": (msg("number of trials"), _number),
    "each_item": (msg("times an item"), _number),
    "order": (msg("order"), _order),
    "spread": (msg("mixing"), _spread),
    "adapt": (msg("level"), _adapt),
    "correct": (msg("right answer"), _correct),
    "patience": (msg("time allowed for an answer"), Telling.duration),
    "prompt_on": (msg("what brings help"), _causes),
    "prompting": (msg("prompting procedure"), _prompting),
    "correction": (msg("correction"), _correction),
    "end_on_success": (
        msg("ends with the first success"),
        lambda telling, value: plain(value),
    ),
    "give_up": (msg("giving up"), _give_up),
    "pause": (msg("pause between trials"), Telling.duration),
    "stop_when": (msg("trials stop when"), _condition),
}
