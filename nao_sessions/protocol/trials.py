"""A block of trials as frozen values: what is asked, what counts as an answer, which help comes when.

The language, section 5. Nothing here runs: the automaton is in ``engine/``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from nao_sessions.core.errors import Place
from nao_sessions.protocol.expression import Expression, Lookup, Value

Sense = Literal["touch", "word", "board", "card", "gaze", "face", "speech", "professional"]

Help = Literal[
    "none", "visual", "verbal", "gestural", "model", "physical_partial", "physical_full"
]  # from least to most
HELPS: tuple[Help, ...] = (
    "none",
    "visual",
    "verbal",
    "gestural",
    "model",
    "physical_partial",
    "physical_full",
)

Judgement = Literal["correct", "prompted", "incorrect", "no_response", "refused", "void"]

REACTION_NS = 250_000_000
"""The time after a help was decided in which no answer can come of it: nobody reacts sooner. Nao's first
sound comes later still, and counts for nothing here."""

ANY = "any"
"""``correct: any``: every answer is right."""

NOTHING = "nothing"
"""``correct: nothing``: silence is right (go/no-go)."""


@dataclass(frozen=True, slots=True)
class SenseFacts:
    """What holds of a sense wherever it is waited for, told, counted or played.

    Attributes:
        event: The kind of input that it makes; "" for the professional's word, which is a command.
        field: Where that input says which sign was given; "" where it says none.
        state: Where it says whether the sign is there or gone; "" where it only comes.
        word: The one word that a protocol writes where it is there or gone; "" where it lists signs.
        proposes: It decides nothing: what it takes up is often not what was meant (language, section 5).
        watched: The robot or a camera has to be asked for it; a touch comes by itself, words by ``listen``.
        by_ear: A microphone takes it up, which hears nothing else while Nao speaks.
        whoever: It counts as the answer of the child whose turn it is, whoever gave it.
    """

    event: str = ""
    field: str = ""
    state: str = ""
    word: str = ""
    proposes: bool = False
    watched: bool = False
    by_ear: bool = False
    whoever: bool = False

    def data(self, sign: str, *, there: bool = True) -> dict[str, object]:
        """Return what an input by this sense holds: which sign was given, and whether it is there or gone."""
        which: dict[str, object] = {self.field: self.word or sign} if self.field else {}
        return which | ({self.state: there} if self.state else {})


SENSE_FACTS: Mapping[Sense, SenseFacts] = {
    "touch": SenseFacts("touch", "part", "pressed"),
    "word": SenseFacts("word", "word", proposes=True, by_ear=True),
    "board": SenseFacts("board", "choice"),
    "card": SenseFacts("card", "card", watched=True, whoever=True),
    "gaze": SenseFacts("gaze", "where", "looking", word="robot", proposes=True, watched=True),
    "face": SenseFacts("face", "", "seen", word=ANY, proposes=True, watched=True),
    "speech": SenseFacts("utterance", "", "speaking", word=ANY, proposes=True, watched=True, by_ear=True),
    "professional": SenseFacts(),
}
"""What is to be known of each sense: its facts stand here once, and all others ask."""

SENSES = tuple(SENSE_FACTS)
OF_CHILD = tuple(sense for sense, facts in SENSE_FACTS.items() if facts.event)
"""Senses that take up what a child does itself."""
BY_EVENT: Mapping[str, Sense] = {SENSE_FACTS[sense].event: sense for sense in OF_CHILD}
"""The sense that each kind of input of a child's is taken up by."""
PROPOSING = frozenset(sense for sense, facts in SENSE_FACTS.items() if facts.proposes)
WATCHED = frozenset(sense for sense, facts in SENSE_FACTS.items() if facts.watched)
BY_EAR = frozenset(sense for sense, facts in SENSE_FACTS.items() if facts.by_ear)
WHOEVER = frozenset(sense for sense, facts in SENSE_FACTS.items() if facts.whoever)
THERE_OR_GONE = tuple(sense for sense, facts in SENSE_FACTS.items() if facts.word)
"""Senses that take up that something is there, or gone, and not which of several signs was given."""


@dataclass(frozen=True, slots=True)
class JudgementFacts:
    """What holds of a judgement wherever it is counted, told or drawn; the engine decides when it is given.

    Attributes:
        passed: The trial succeeded.
        failed: It is an error: for errors in a row, for levels, for what follows an error.
        answered: What ended the trial was an answer of the child's.
        scored: It says how the trial went.
        needs_right: It is given only where an answer is right or wrong.
        by_hand: The adult has a button for it, beside *yes* and *not yet*.
        feedback_of: The judgement whose feedback is given where it has none of its own.
        told_at_zero: A log tells how many there were even where there was none. Not of a judgement that came
            later: the lines of older logs stay what the engine makes of them.
    """

    passed: bool = False
    failed: bool = False
    answered: bool = False
    scored: bool = True
    needs_right: bool = False
    by_hand: bool = False
    feedback_of: Judgement | None = None
    told_at_zero: bool = False


JUDGEMENT_FACTS: Mapping[Judgement, JudgementFacts] = {
    "correct": JudgementFacts(passed=True, answered=True, needs_right=True, told_at_zero=True),
    "prompted": JudgementFacts(
        passed=True, answered=True, needs_right=True, feedback_of="correct", told_at_zero=True
    ),
    "incorrect": JudgementFacts(failed=True, answered=True, needs_right=True, told_at_zero=True),
    "no_response": JudgementFacts(failed=True, needs_right=True, by_hand=True, told_at_zero=True),
    "refused": JudgementFacts(by_hand=True, told_at_zero=True),
    "void": JudgementFacts(scored=False, by_hand=True, told_at_zero=True),
}
"""What is to be known of each judgement: its facts stand here once, and all others ask."""

JUDGEMENTS = tuple(JUDGEMENT_FACTS)
PASSED = tuple(one for one, facts in JUDGEMENT_FACTS.items() if facts.passed)
FAILED = tuple(one for one, facts in JUDGEMENT_FACTS.items() if facts.failed)
ANSWERED = tuple(one for one, facts in JUDGEMENT_FACTS.items() if facts.answered)
SCORED = tuple(one for one, facts in JUDGEMENT_FACTS.items() if facts.scored)
UNSCORED = tuple(one for one in JUDGEMENTS if one not in SCORED)
UNANSWERED = tuple(one for one in SCORED if one not in ANSWERED)
"""Judgements by which no answer ended a trial."""
NOT_PASSED = tuple(one for one in SCORED if one not in PASSED)
"""Judgements that say how a trial went, and not that it succeeded."""
NEEDING_RIGHT = tuple(one for one, facts in JUDGEMENT_FACTS.items() if facts.needs_right)
BY_HAND = tuple(
    sorted(
        (one for one, facts in JUDGEMENT_FACTS.items() if facts.by_hand),
        key=lambda one: (one not in SCORED, one in FAILED),
    )
)
"""Judgements that the adult has a button for: errors after the others, and last what is not scored."""


def fed_back_as(judgement: str) -> tuple[str, ...]:
    """Return the judgements whose feedback may follow one, the first that a protocol has: its own first."""
    others = [facts.feedback_of for one, facts in JUDGEMENT_FACTS.items() if one == judgement]
    return (judgement, *(other for other in others if other is not None))


Order = Literal["listed", "shuffled", "adaptive"]
Procedure = Literal["least_to_most", "most_to_least", "simultaneous", "constant_delay", "progressive_delay"]

DEFAULT_PATIENCE_MS = 10_000
"""Where a block with answers says nothing else."""


WordLists = tuple[tuple[str, tuple[str, ...]], ...]
"""Words by language."""

Sayings = tuple[tuple[str, str], ...]
"""A text by language."""


@dataclass(frozen=True, slots=True)
class Element:
    """A word that can be chosen, with what stands for it: a picture, how it is said, what is heard for it."""

    word: str
    picture: str | None = None
    say: str | None = None
    words: tuple[str, ...] = ()
    card: str | None = None
    place: Place = field(default=Place(""), compare=False)
    say_elsewhere: Sayings = ()
    words_elsewhere: WordLists = ()
    """How it is said, and what is heard for it, in other languages than the protocol's."""
    background: str | None = field(default=None, compare=False)
    border: str | None = field(default=None, compare=False)
    """The colours of its cell on a communication board, as style sheets write them; they describe no word."""

    def heard(self) -> tuple[str, ...]:
        """Return the words by which speech recognition finds the element."""
        return self.words or (self.word,)

    def in_language(self, language: str) -> Element:
        """Return the element for a session in one language; what that lacks is in the protocol's own."""
        return replace(
            self,
            say=dict(self.say_elsewhere).get(language, self.say),
            words=dict(self.words_elsewhere).get(language, self.words),
            say_elsewhere=(),
            words_elsewhere=(),
        )


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a table of items; ``share`` is how often it stands in a deck."""

    id: str
    values: Mapping[str, Value]
    place: Place
    share: int = 1

    @property
    def level(self) -> int | None:
        """Return the level of the item, by which an adaptive order draws it; None without one."""
        level = self.values.get("level")
        return level if isinstance(level, int) else None


def values_of(item: Item) -> Lookup:
    """Return what an expression reads where it reads columns of the item and nothing else."""
    return lambda path: item.values.get(path[1])


@dataclass(frozen=True, slots=True)
class Deck:
    """A table of items, and the type of each column as expressions see it.

    ``lacking`` holds the columns that not every item has, with the first item that lacks it.
    """

    name: str
    items: tuple[Item, ...]
    columns: Mapping[str, str]
    place: Place
    lacking: Mapping[str, str] = field(default_factory=dict)

    def number(self, item: str) -> int:
        """Return the position of an item. Raises: StopIteration: the table does not hold it."""
        return next(index for index, known in enumerate(self.items) if known.id == item)


@dataclass(frozen=True, slots=True)
class Stimulus:
    """What is waited for by one sense: any of ``values``.

    touch: parts; word: ways to say it; board: elements; card: numbers; gaze: where; face, speech: ``any``;
    professional: nothing (she says which answer it was). ``elsewhere``: the words in other languages than
    the protocol's.
    """

    sense: Sense
    values: tuple[str, ...]
    elsewhere: WordLists = ()

    def in_language(self, language: str) -> Stimulus:
        """Return the stimulus for a session in one language; what that lacks is in the protocol's own."""
        return Stimulus(self.sense, dict(self.elsewhere).get(language, self.values))

    def in_any_language(self) -> tuple[str, ...]:
        """Return the stimulus's values in all languages, each once."""
        return tuple(dict.fromkeys((*self.values, *(one for _, words in self.elsewhere for one in words))))


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, and the ways to give it."""

    value: str
    ways: tuple[Stimulus, ...]


@dataclass(frozen=True, slots=True)
class AnswersFrom:
    """Answers that are words to choose from, listed or computed for an item, and the senses for them."""

    elements: tuple[str, ...] | Expression
    by: tuple[Sense, ...]


Answers = tuple[Answer, ...] | AnswersFrom


@dataclass(frozen=True, slots=True)
class Prompt:
    """One help: its kind, what Nao does (``block``), when, and how often before the next one.

    ``after`` is the silence before it is given (None: the block's patience). Words for the adult stand in
    the block, as its first moment.
    """

    help: Help
    block: str
    place: Place
    condition: Expression | None = None
    attempts: int = 1
    after: int | Expression | None = None


@dataclass(frozen=True, slots=True)
class Prompting:
    """The procedure by which prompts are given, and the rules by which help is faded and raised.

    ``delay``, ``step``: milliseconds. ``fade_after``: trials in a row that were right at the present help
    before it becomes less; ``raise_after``: errors in a row before it becomes more. A progressive delay
    begins after ``zero_delay_trials`` and grows by ``step`` every ``every`` trials.
    """

    procedure: Procedure = "least_to_most"
    delay: int | Expression | None = None
    zero_delay_trials: int = 1
    step: int = 1_000
    every: int = 1
    fade_after: int = 2
    raise_after: int = 1


@dataclass(frozen=True, slots=True)
class Adapt:
    """A transformed up-down staircase (Levitt 1971) on the remembered value named ``level``.

    ``up`` right answers in a row raise it, ``down`` wrong ones lower it, between ``minimum`` and ``maximum``;
    the trials end after ``stop_after`` reversals (None: not by these).
    """

    level: str
    up: int
    down: int
    stop_after: int | None
    minimum: int
    maximum: int


@dataclass(frozen=True, slots=True)
class Correction:
    """The same item again after an error: with the most help, or without any, in this order."""

    runs: tuple[Literal["with_prompt", "without"], ...]


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Where to go after so many errors in a row."""

    errors_in_row: int
    target: str
    place: Place


@dataclass(frozen=True, slots=True)
class Trials:
    """A block of trials: one question an item, or one question where there is no table.

    ``ask`` and the blocks of ``feedback`` (by answer or judgement) name blocks of the protocol.
    """

    place: Place
    ask: str
    answers: Answers
    deck: str | None = None
    count: int | Expression | None = None
    each_item: int | None = None
    order: Order = "listed"
    spread: tuple[str, int] | None = None
    adapt: Adapt | None = None
    correct: str | tuple[str, ...] | Expression | None = None
    correct_at: Place | None = None
    patience: int | Expression = DEFAULT_PATIENCE_MS
    prompts: tuple[Prompt, ...] = ()
    prompt_on: frozenset[Literal["silence", "wrong"]] = frozenset({"silence", "wrong"})
    prompting: Prompting = Prompting()
    correction: Correction | None = None
    end_on_success: bool = False
    give_up: GiveUp | None = None
    feedback: tuple[tuple[str, str], ...] = ()
    pause: int | Expression = 0
    stop_when: Expression | None = None


RESULT_FIELDS: Mapping[str, str] = {
    "answer": "text",
    "judgement": "text",
    "item": "text",
    "help": "text",
    "latency": "number",
    "count": "number",
    **dict.fromkeys(JUDGEMENTS, "number"),
    "rate": "number",
    "streak": "number",
    "errors_in_row": "number",
    "prompts": "number",
    "hits": "number",
    "misses": "number",
    "false_alarms": "number",
    "correct_rejections": "number",
    "mean_latency": "number",
    "level": "number",
    "reversals": "number",
}
"""What ``trials.`` and ``results.STEP.`` know, with the type of each; counts leave void trials out.

``rate`` is correct / count (0 before the first); latencies are seconds.
"""

TRIAL_FIELDS: Mapping[str, str] = {
    "number": "number",
    "answer": "text",
    "judgement": "text",
    "help": "text",
    "prompts": "number",
    "attempts": "number",
    "latency": "number",
    "item": "text",
}
"""What ``trial.`` knows of the trial in progress."""
