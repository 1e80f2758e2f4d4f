"""From the keys of a block of trials to its values: answers and their ways, prompts, feedback, order."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Literal, cast

from nao_sessions.protocol.building.base import Building
from nao_sessions.protocol.building.boards import build_words
from nao_sessions.protocol.building.moments import build_block, build_elements, build_stimuli, prefixed_by
from nao_sessions.protocol.expression import Expression
from nao_sessions.protocol.findings import did_you_mean, quoted
from nao_sessions.protocol.flow import Act
from nao_sessions.protocol.keys.moments import BoardKeys
from nao_sessions.protocol.keys.trials import (
    AdaptKeys,
    CorrectionKeys,
    FromKeys,
    OrderKeys,
    PromptingKeys,
    PromptKeys,
    TrialsKeys,
    WayKeys,
)
from nao_sessions.protocol.keys.types import THERAPIST
from nao_sessions.protocol.reading.nodes import Scalar
from nao_sessions.protocol.reading.scalars import MOST_COUNT, parse_integer, wrong_type
from nao_sessions.protocol.trials import (
    DEFAULT_PATIENCE_MS,
    Adapt,
    Answer,
    Answers,
    AnswersFrom,
    Correction,
    Deck,
    GiveUp,
    Help,
    Order,
    Procedure,
    Prompt,
    Prompting,
    Sense,
    Stimulus,
    Trials,
)
from nao_sessions.text.messages import msg

_REVERSALS = re.compile(r"(\d{1,3}) reversals?")


def build_trials(
    keys: TrialsKeys, name: str, deck: Deck | None, target: Callable[[Scalar], str], building: Building
) -> Trials:
    """Build a block of trials.

    Args:
        keys: what the author wrote.
        name: the absolute name of its step.
        deck: its table of items.
        target: resolves the name of a step that it may lead to.
        building: the surroundings, in which the item and the trials are known.
    """
    prompting = _prompting(keys.prompting, building)
    give_up = None
    if keys.give_up is not None:
        give_up = GiveUp(keys.give_up.errors_in_row, target(keys.give_up.next), keys.give_up.place)
    order, spread = _order(keys, deck, building)
    return Trials(
        place=keys.place,
        ask=build_block(f"{name}/ask", keys.ask, building),
        answers=_answers(keys.answers, building),
        deck=None if deck is None else deck.name,
        count=_count(keys.count, building),
        each_item=keys.each_item,
        order=order,
        spread=spread,
        adapt=None if keys.adapt is None else _adapt(keys.adapt, deck, building),
        correct=_correct(keys.correct, building),
        correct_at=keys.at("correct"),
        patience=DEFAULT_PATIENCE_MS if keys.patience is None else building.duration(keys.patience),
        prompts=tuple(
            _prompt(prompt, f"{name}/prompts.{number}", building)
            for number, prompt in enumerate(keys.prompts or ())
        ),
        prompt_on=frozenset(
            cast(Literal["silence", "wrong"], word) for word in keys.prompt_on or ("silence", "wrong")
        ),
        prompting=prompting,
        correction=None if keys.correction is None else _correction(keys.correction),
        end_on_success=keys.end_on == "success",
        give_up=give_up,
        feedback=tuple(
            (key, build_block(f"{name}/feedback/{key}", moments, building))
            for key, moments in (keys.feedback or {}).items()
        ),
        pause=0 if keys.pause is None else building.duration(keys.pause),
        stop_when=building.condition(keys.stop_when),
    )


def _answers(keys: FromKeys | Mapping[str, list[WayKeys]] | None, building: Building) -> Answers:
    if keys is None:
        return ()
    if isinstance(keys, FromKeys):
        by = dict.fromkeys(_sense(word) for word in keys.by)
        if isinstance(keys.elements, BoardKeys):
            _, words = build_words(keys.elements.board, keys.elements.page, keys.elements.choices, building)
            return AnswersFrom(words, tuple(by))
        return AnswersFrom(build_elements(keys.elements, building), tuple(by))
    return tuple(
        Answer(value, tuple(way for written in ways for way in _ways(written, building)))
        for value, ways in keys.items()
    )


def _sense(word: str) -> Sense:
    return "professional" if word == THERAPIST else cast(Sense, word)


def _ways(keys: WayKeys, building: Building) -> tuple[Stimulus, ...]:
    ways = build_stimuli(keys, building)
    if keys.professional or keys.therapist:
        ways = (*ways, Stimulus("professional", ()))
    return ways


def _correct(
    keys: list[Scalar] | Scalar | None, building: Building
) -> str | tuple[str, ...] | Expression | None:
    if keys is None:
        return None
    if isinstance(keys, list):
        return tuple(scalar.text for scalar in keys)
    return building.computed(keys, "any", lambda scalar: scalar.text)


def _count(scalar: Scalar | None, building: Building) -> int | Expression | None:
    if scalar is None:
        return None
    if scalar.text.startswith("="):
        return building.expression(scalar, "number")
    count = parse_integer(scalar.text)
    if count is None or not 1 <= count <= MOST_COUNT:
        sentence = msg("a number of trials, 1 to {most_count}", most_count=MOST_COUNT)
        wrong_type(scalar, sentence, building.findings)
    return count


def _order(keys: TrialsKeys, deck: Deck | None, building: Building) -> tuple[Order, tuple[str, int] | None]:
    written = keys.order
    spread = None
    order: Order = "listed"
    if isinstance(written, OrderKeys):
        order = "shuffled"
        spread = (written.shuffled.text, written.no_more_than)
        if deck is not None and written.shuffled.text not in deck.columns:
            building.findings.add(
                "P132",
                written.shuffled.place,
                msg("unknown column '{text}'", text=quoted(written.shuffled.text)),
                did_you_mean(written.shuffled.text, deck.columns),
            )
    elif written in ("listed", "shuffled", "adaptive"):
        order = cast(Order, written)
    return order, spread


def _adapt(keys: AdaptKeys, deck: Deck | None, building: Building) -> Adapt:
    name = keys.level.text.removeprefix("participant.")
    remembered = building.remembered.get(name)
    levels = [item.level for item in (deck.items if deck else ()) if item.level is not None]
    low, high = min(levels, default=1), max(levels, default=1)
    if remembered is None or not keys.level.text.startswith("participant."):
        building.findings.add(
            "P132",
            keys.level.place,
            msg("'{text}' is not remembered of the children", text=quoted(keys.level.text)),
            did_you_mean(keys.level.text, [f"participant.{name}" for name in building.remembered])
            or msg("add participants: {remember: {level: {type: integer, default: 1, keep: true}}}"),
        )
    elif remembered.type != "integer":
        wrong_type(keys.level, msg("a level of type integer"), building.findings)
    else:
        low = low if remembered.minimum is None else int(remembered.minimum)
        high = high if remembered.maximum is None else int(remembered.maximum)
    if deck is not None and len(levels) < len(deck.items):
        building.findings.add(
            "P136",
            keys.at("level"),
            msg("some items of the table have no 'level'"),
        )
    return Adapt(name, keys.up, keys.down, _reversals(keys.stop_after, building), low, high)


def _reversals(scalar: Scalar | None, building: Building) -> int | None:
    if scalar is None or scalar.empty:
        return None
    match = _REVERSALS.fullmatch(scalar.text)
    if match is None:
        sentence = msg("a number of reversals")
        hint = msg("for example: 6 reversals")
        wrong_type(scalar, sentence, building.findings, hint)
        return None
    return int(match[1])


def _prompt(keys: PromptKeys, name: str, building: Building) -> Prompt:
    block = build_block(name, keys.do, building)
    if keys.adult is not None:
        prefixed_by(Act("adult", building.speech(keys.adult), keys.at("adult")), block, building)
    return Prompt(
        help=cast(Help, keys.help or "none"),
        block=block,
        place=keys.place,
        condition=building.condition(keys.condition),
        attempts=keys.attempts,
        after=None if keys.after is None else building.duration(keys.after),
    )


def _prompting(keys: PromptingKeys | str | None, building: Building) -> Prompting:
    if keys is None or keys == "":
        return Prompting()
    if isinstance(keys, str):
        return Prompting(procedure=cast(Procedure, keys))
    step = 1_000 if keys.step is None else building.duration(keys.step)
    if not isinstance(step, int):
        assert keys.step is not None
        wrong_type(keys.step, msg("a written duration"), building.findings)
        step = 1_000
    return Prompting(
        procedure=cast(Procedure, keys.procedure or "least_to_most"),
        delay=None if keys.delay is None else building.duration(keys.delay),
        zero_delay_trials=keys.zero_delay_trials,
        step=step,
        every=keys.every,
        fade_after=keys.fade_after,
        raise_after=keys.raise_after,
    )


def _correction(keys: CorrectionKeys) -> Correction:
    runs = [keys.repeat] if keys.then is None else [keys.repeat, keys.then]
    return Correction(tuple(cast(Literal["with_prompt", "without"], run) for run in runs if run))
