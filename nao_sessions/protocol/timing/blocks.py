"""How long a list of moments lasts, and a block of trials, at best and at worst.

The acts of a dash begin together, and it is over when all are. Of trials, at best every answer is right and
comes at once; at worst every patience runs out and all help is given. Items count by their mean: many draws
from a deck come to that.
"""

from __future__ import annotations

from collections.abc import Iterator

from nao_sessions.protocol.catalogue import LOOKS, POSE_MS, POSTURES
from nao_sessions.protocol.expression import Expression, as_words
from nao_sessions.protocol.flow import Act, Await, Choose, Moment, Protocol, Speech, Step
from nao_sessions.protocol.timing.actions import (
    EYES_MS,
    FIRST_POSTURE,
    GAP_MS,
    POINT_MS,
    SOUND_MS,
    TimeRange,
    either,
    exactly,
    gesture_ms,
    longest,
    look_ms,
    mean,
    posture_ms,
    sounds_of,
    speech_ms,
)
from nao_sessions.protocol.timing.values import KnownValues
from nao_sessions.protocol.trials import JUDGEMENTS, NOTHING, Item, Trials


class Blocks:
    """The spans of the blocks (``do`` lists) of one protocol, each computed once."""

    def __init__(self, protocol: Protocol, known: KnownValues) -> None:
        self._protocol = protocol
        self.known = known
        self._found: dict[str, TimeRange] = {}
        self._busy: set[str] = set()
        named = _named(protocol)
        self._postures = {FIRST_POSTURE, *(word for verb, word in named if verb == "posture")}
        self._looks = {"ahead", *(word for verb, word in named if verb == "look")}
        self._sounds = sounds_of(protocol)

    def span(self, block: str, item: Item | None = None, question: str = "") -> TimeRange:
        """Return how long a block lasts; a routine that calls itself counts once.

        Args:
            block: its name.
            item: the item in hand, for its texts.
            question: the sentence that ``repeat: question`` says again.
        """
        key = block if item is None and not question else f"{block}\0{item and item.id}\0{question}"
        found = self._found.get(key)
        if found is None:
            if block in self._busy:
                return TimeRange()
            self._busy.add(block)
            found, last = TimeRange(), question
            for moment in self._protocol.blocks.get(block, ()):
                found += self._moment(moment, item, question, last)
                last = self.last_said((moment,), item) or last
            self._busy.discard(block)
            self._found[key] = found
        return found

    def moment(self, moment: Moment) -> TimeRange:
        """Return how long one moment lasts."""
        return self._moment(moment, None, "", "")

    def spoken(self, moment: Moment) -> int:
        """Return how long Nao speaks in one moment, in milliseconds."""
        said = [act.argument for act in moment.acts if act.verb == "say" and isinstance(act.argument, Speech)]
        return sum(speech_ms(self.known.text(speech), self.known.language) for speech in said)

    def last_said(self, moments: tuple[Moment, ...], item: Item | None) -> str:
        """Return the last sentence that Nao says in some moments (``repeat`` says it again); empty: none."""
        said = [act.argument for moment in moments for act in moment.acts if act.verb == "say"]
        return self.known.text(said[-1], item) if said and isinstance(said[-1], Speech) else ""

    def question(self, block: str, item: Item | None) -> str:
        """Return the last sentence that Nao says in a block; empty where it says none."""
        return self.last_said(self._protocol.blocks.get(block, ()), item)

    def _moment(self, moment: Moment, item: Item | None, question: str, last: str) -> TimeRange:
        holds = True
        if moment.condition is not None:
            holds = self.known.value(moment.condition, None, item)  # type: ignore[assignment]
            if holds is False and _fixed(moment.condition):
                return TimeRange()
        span = longest([self._act(act, item, question, last) for act in moment.acts])
        return span if moment.condition is None else span.or_not()

    def _act(self, act: Act, item: Item | None, question: str, last: str) -> TimeRange:
        argument = act.argument
        match argument:
            case Speech() if act.verb == "say":
                return self._spoken(self.known.text(argument, item))
            case Await():
                limit = self.known.milliseconds(argument.limit, item)
                return TimeRange(min(limit, self.known.milliseconds(argument.hold, item)), limit)
            case Choose():
                options = [self.span(block, item, question) for block, _ in argument.options]
                return either(options)
            case int() | Expression() if act.verb == "wait":
                return exactly(self.known.milliseconds(argument, item))
        word = str(self.known.value(argument, "", item)) if isinstance(argument, str | Expression) else ""
        return self._done(act.verb, word, item, question, last)

    def _done(self, verb: str, word: str, item: Item | None, question: str, last: str) -> TimeRange:
        match verb:
            case "gesture":
                lengths = [gesture_ms(word, posture) for posture in self._postures]
                return TimeRange(min(lengths), max(lengths))
            case "pose":
                return exactly(POSE_MS)
            case "point":
                return exactly(POINT_MS)
            case "eyes":
                return exactly(EYES_MS)
            case "sound":
                return exactly(self._sounds.get(word, SOUND_MS))
            case "posture" if word in POSTURES:
                same = word == FIRST_POSTURE  # Nao may be so already; to another posture it has to move
                ways = [posture_ms(before, word) for before in self._postures if same or before != word]
                return TimeRange(min(ways), max(ways))
            case "look" if word in LOOKS:
                return TimeRange(look_ms(word, word), max(look_ms(before, word) for before in self._looks))
            case "repeat":
                return self._spoken(question if word == "question" else last)
            case "routine":
                return self.span(word, item, question)
        return TimeRange()

    def _spoken(self, text: str) -> TimeRange:
        length = speech_ms(text, self.known.language)
        return exactly(length + GAP_MS if length else 0)


def _fixed(condition: Expression) -> bool:
    """Return whether a condition depends on nothing but the item and the settings."""
    return all(path[0] in ("item", "settings") for path in condition.paths)


def _named(protocol: Protocol) -> set[tuple[str, str]]:
    """Return the postures and looks that a protocol uses, as (verb, word)."""
    return {(act.verb, act.argument) for act in protocol.all_acts() if isinstance(act.argument, str)}


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


def block_span(protocol: Protocol, step: Step, blocks: Blocks, around: Item | None) -> TimeRange:
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


def _trial(trials: Trials, item: Item | None, blocks: Blocks) -> TimeRange:
    """Return how long one trial lasts, including what follows an error."""
    known = blocks.known
    asking = blocks.span(trials.ask, item)
    question = blocks.question(trials.ask, item)
    prompts = [blocks.span(prompt.block, item, question) for prompt in trials.prompts]
    feedback = dict(trials.feedback)
    right = blocks.span(feedback["correct"], item, question) if "correct" in feedback else TimeRange()
    others = [blocks.span(block, item, question) for key, block in trials.feedback if key != "correct"]
    reaction = either([right, *others])
    waits = list(_silences(trials, item, known))
    helped = TimeRange()
    for prompt, span in zip(trials.prompts, prompts, strict=True):
        helped += span.times(prompt.attempts, prompt.attempts)
    worst = asking + helped + TimeRange(0, sum(waits)) + reaction
    if trials.correction is not None:
        patience = known.milliseconds(trials.patience, item)
        for run in trials.correction.runs:
            worst += asking + TimeRange(0, patience) + reaction
            worst += prompts[-1] if run == "with_prompt" and prompts else TimeRange()
    first = (
        prompts[-1]
        if prompts and trials.prompting.procedure in ("simultaneous", "most_to_least")
        else TimeRange()
    )
    best = (asking + first + right).best
    if NOTHING in as_words(known.value(trials.correct, None, item)):
        best += known.milliseconds(trials.patience, item)  # silence is right: it has to be waited for
    return TimeRange(best, worst.worst)


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
