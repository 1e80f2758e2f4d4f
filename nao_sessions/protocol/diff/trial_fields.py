"""What the values of a block of trials are called in a comparison, and how each is told in one piece.

Whatever is a list of its own (answers, helps, feedback) is compared in ``trials``, part by part.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from nao_sessions.core.text import Text
from nao_sessions.protocol.expression import Expression
from nao_sessions.protocol.telling import Telling
from nao_sessions.protocol.trials import Adapt, Correction, GiveUp, Order, Prompting
from nao_sessions.protocol.wording import (
    CORRECTIONS,
    ORDERS,
    PROCEDURES,
    alternatives,
    duration,
    joined,
    plain,
    quote,
    same,
)


def _number(telling: Telling, value: Any) -> Text:
    if value is None:
        return Text(fr="non dit", en="not said")
    return telling.compute(value) if isinstance(value, Expression) else same(str(value))


def _correct(telling: Telling, value: Any) -> Text:
    if value is None:
        return Text(fr="rien n'est jugé", en="nothing is judged")
    if isinstance(value, Expression):
        return telling.compute(value)
    return alternatives([quote(word) for word in ((value,) if isinstance(value, str) else value)])


def _table(telling: Telling, value: Any) -> Text:
    return Text(fr="aucune", en="none") if value is None else quote(value)


def _order(telling: Telling, value: Order) -> Text:
    return ORDERS[value]


def _spread(telling: Telling, value: Any) -> Text:
    if value is None:
        return Text(fr="sans limite de suite", en="no limit in a row")
    return Text(
        fr=f"au plus {value[1]} de suite de même « {value[0]} »",
        en=f"at most {value[1]} in a row of the same “{value[0]}”",
    )


def _adapt(telling: Telling, value: Adapt | None) -> Text:
    if value is None:
        return Text(fr="non", en="no")
    steps = same(f"{value.level} +{value.up} −{value.down} [{value.minimum}…{value.maximum}]")
    if value.stop_after is None:
        return steps
    return Text(
        fr=f"{steps.fr}, {value.stop_after} renversements", en=f"{steps.en}, {value.stop_after} reversals"
    )


def _causes(telling: Telling, value: Any) -> Text:
    words = {
        "silence": Text(fr="silence", en="silence"),
        "wrong": Text(fr="autre réponse que la bonne", en="wrong answer"),
    }
    return joined([words[one] for one in sorted(value)], ", ")


def _prompting(telling: Telling, value: Prompting) -> Text:
    procedure = PROCEDURES[value.procedure]
    delay = same("—") if value.delay is None else telling.duration(value.delay)
    step = duration(value.step)
    return Text(
        fr=f"{procedure.fr} (délai {delay.fr}, sans délai {value.zero_delay_trials}, pas {step.fr} tous les "
        f"{value.every}, moins après {value.fade_after}, plus après {value.raise_after})",
        en=f"{procedure.en} (delay {delay.en}, without delay {value.zero_delay_trials}, step {step.en} every "
        f"{value.every}, less after {value.fade_after}, more after {value.raise_after})",
    )


def _correction(telling: Telling, value: Correction | None) -> Text:
    if value is None:
        return Text(fr="aucune", en="none")
    return joined([CORRECTIONS[run] for run in value.runs], ", ")


def _give_up(telling: Telling, value: GiveUp | None) -> Text:
    if value is None:
        return Text(fr="jamais", en="never")
    target = telling.target(value.target)
    return Text(
        fr=f"{value.errors_in_row} erreurs de suite, vers {target.fr}",
        en=f"{value.errors_in_row} errors in a row, to {target.en}",
    )


def _condition(telling: Telling, value: Expression | None) -> Text:
    return Text(fr="jamais", en="never") if value is None else telling.compute(value)


FIELDS: Mapping[str, tuple[Text, Callable[[Telling, Any], Text]]] = {
    "deck": (Text(fr="table d'items", en="table of items"), _table),
    "count": (Text(fr="nombre d'essais", en="number of trials"), _number),
    "each_item": (Text(fr="fois par item", en="times an item"), _number),
    "order": (Text(fr="ordre", en="order"), _order),
    "spread": (Text(fr="mélange", en="mixing"), _spread),
    "adapt": (Text(fr="niveau", en="level"), _adapt),
    "correct": (Text(fr="bonne réponse", en="right answer"), _correct),
    "patience": (Text(fr="délai de réponse accordé", en="time allowed for an answer"), Telling.duration),
    "prompt_on": (Text(fr="ce qui amène l'aide", en="what brings help"), _causes),
    "prompting": (Text(fr="procédure d'aide", en="prompting procedure"), _prompting),
    "correction": (Text(fr="correction", en="correction"), _correction),
    "end_on_success": (
        Text(fr="fin à la première réussite", en="ends with the first success"),
        lambda telling, value: plain(value),
    ),
    "give_up": (Text(fr="abandon", en="giving up"), _give_up),
    "pause": (Text(fr="pause entre deux essais", en="pause between trials"), Telling.duration),
    "stop_when": (Text(fr="arrêt des essais", en="trials stop when"), _condition),
}
