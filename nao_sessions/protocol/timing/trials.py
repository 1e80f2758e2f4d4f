"""How long a block of trials lasts: at best every answer is right and comes at once; at worst every patience
runs out and all help is given.

Items count by their mean: many draws from a deck come to that.
"""

from __future__ import annotations

from collections.abc import Iterator

from nao_sessions.protocol.expression import Expression, as_words
from nao_sessions.protocol.flow import Protocol, Step
from nao_sessions.protocol.timing.lengths import Span, either, exactly, mean
from nao_sessions.protocol.timing.moments import Blocks
from nao_sessions.protocol.timing.values import KnownValues
from nao_sessions.protocol.trials import JUDGEMENTS, NOTHING, Item, Trials

MOST_COUNTED = 500
"""Trials that are counted one by one to see when ``stop_when`` ends them."""

MOST_ITEMS = 60
"""Items of a table that the mean is taken of: a longer one is sampled evenly."""

DEFAULT_DELAY_MS = 4_000
"""The constant delay where nothing else is said, as in the engine."""


def count_of(protocol: Protocol, trials: Trials, known: KnownValues) -> int:
    """Return the greatest number of trials of a block: its count, else items by share and ``each_item``."""
    if trials.count is not None:
        return known.count(trials.count)
    if trials.deck is None:
        return 1
    return sum(item.share for item in protocol.decks[trials.deck].items) * (trials.each_item or 1)


def block_span(protocol: Protocol, step: Step, blocks: Blocks, around: Item | None) -> Span:
    """Return how long the trials of a step last.

    Args:
        protocol: the protocol.
        step: a step with trials.
        blocks: the spans of blocks.
        around: the item of a group around it, where there is one.
    """
    trials, known = step.trials, blocks.known
    assert trials is not None
    items: tuple[Item | None, ...] = (around,)
    if trials.deck is not None:
        whole = protocol.decks[trials.deck].items
        items = whole[:: len(whole) // MOST_ITEMS + 1] or (around,)
    one = mean([(_trial(trials, item, blocks), 1 if item is None else item.share) for item in items])
    pauses = mean([(exactly(known.milliseconds(trials.pause, item)), 1) for item in items])
    most = count_of(protocol, trials, known)
    fewest = _fewest_trials(trials, most, known)
    return one.times(fewest, most) + pauses.times(max(fewest - 1, 0), max(most - 1, 0))


def _fewest_trials(trials: Trials, most: int, known: KnownValues) -> int:
    """Return the least number of trials of a block: that with every answer right."""
    if trials.end_on_success:
        return min(most, 1)
    fewest = most
    if trials.adapt is not None and trials.adapt.stop_after is not None:
        fewest = min(fewest, trials.adapt.stop_after)
    if trials.stop_when is not None:
        for number in range(1, min(fewest, MOST_COUNTED) + 1):
            if known.with_trials(_all_right(number)).value(trials.stop_when, False) is True:
                return number
    return fewest


def _all_right(number: int) -> dict[str, int | float | str]:
    """Return the counts after ``number`` trials, all answered right at once."""
    zero = dict.fromkeys((*JUDGEMENTS, "errors_in_row"), 0)
    return {
        **zero,
        "count": number,
        "correct": number,
        "rate": 1 if number else 0,
        "streak": number,
        "hits": number,
        "misses": 0,
        "false_alarms": 0,
        "prompts": 0,
        "judgement": "correct",
        "help": "none",
        "latency": 0,
        "mean_latency": 0,
    }


def _trial(trials: Trials, item: Item | None, blocks: Blocks) -> Span:
    """Return how long one trial lasts, including what follows an error."""
    known = blocks.known
    asking = blocks.span(trials.ask, item)
    question = blocks.question(trials.ask, item)
    prompts = [blocks.span(prompt.block, item, question) for prompt in trials.prompts]
    feedback = dict(trials.feedback)
    right = blocks.span(feedback["correct"], item, question) if "correct" in feedback else Span()
    others = [blocks.span(block, item, question) for key, block in trials.feedback if key != "correct"]
    reaction = either([right, *others])
    waits = list(_silences(trials, item, known))
    helped = Span()
    for prompt, span in zip(trials.prompts, prompts, strict=True):
        helped += span.times(prompt.attempts, prompt.attempts)
    worst = asking + helped + Span(0, sum(waits)) + reaction
    if trials.correction is not None:
        patience = known.milliseconds(trials.patience, item)
        for run in trials.correction.runs:
            worst += asking + Span(0, patience) + reaction
            worst += prompts[-1] if run == "with_prompt" and prompts else Span()
    first = (
        prompts[-1] if prompts and trials.prompting.procedure in ("simultaneous", "most_to_least") else Span()
    )
    best = (asking + first + right).best
    if NOTHING in as_words(known.value(trials.correct, None, item)):
        best += known.milliseconds(trials.patience, item)  # silence is right: it has to be waited for
    return Span(best, worst.worst)


def _silences(trials: Trials, item: Item | None, known: KnownValues) -> Iterator[int]:
    """Yield the silences of a trial in which nobody does anything, in milliseconds."""
    patience = known.milliseconds(trials.patience, item)
    delay = trials.prompting.delay
    for number, prompt in enumerate(trials.prompts):
        if number == 0 and trials.prompting.procedure in ("constant_delay", "progressive_delay"):
            yield known.milliseconds(DEFAULT_DELAY_MS if delay is None else delay, item)
        elif isinstance(prompt.after, int | Expression):
            yield known.milliseconds(prompt.after, item)
        else:
            yield patience
        yield from [patience] * (prompt.attempts - 1)
    yield patience
