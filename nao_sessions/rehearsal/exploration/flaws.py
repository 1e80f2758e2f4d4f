"""The result of an exploration: how far it went, what it reached and how, and flaws with their stories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from nao_sessions.protocol.wording import without_names
from nao_sessions.text.messages import Text, msg, verbatim


class FlawKind(NamedTuple):
    """One kind of flaw: its code and what it is, in words."""

    code: str
    what: Text


NO_CLOSING = FlawKind(
    "no_closing",
    msg("'finish' leads to no end if nobody does anything more"),
)
LONG_CLOSING = FlawKind(
    "long_closing",
    msg("'finish' takes more than ten minutes to end the session when nobody does anything more"),
)
TRAPPED = FlawKind(
    "trapped",
    msg("nothing leads to the end any more, but 'finish'"),
)
RESTARTS = FlawKind(
    "restarts",
    msg("'finish' begins the session again instead of ending it"),
)
STOP_MOVES = FlawKind("stop_moves", msg("'stop' does not stop everything"))
STOP_STAYS = FlawKind(
    "stop_stays",
    msg("after 'stop', 'resume' leads to nothing"),
)
CALM_REFUSED = FlawKind(
    "calm_refused",
    msg("calming down is refused"),
)
CALM_ENDS = FlawKind(
    "calm_ends",
    msg("calming down ends the session"),
)
CALM_STAYS = FlawKind(
    "calm_stays",
    msg("nothing leads on from calming down"),
)
UNBOUNDED = FlawKind(
    "unbounded",
    msg("a wait without an end: neither time nor a button leads on"),
)
REPEATS = FlawKind(
    "repeats",
    msg("a wait without an end: if nobody does anything, the same begins again every {every}"),
)
REPEATS_UNTIL_THE_LIMIT = msg(
    "if nobody does anything, the same begins again every {every}, until the session's limit"
)
REPEATED_STEPS = msg("{what}, from step to step ({steps})")
REPEATED_SENTENCE = msg("{what}, Nao: '{said}'")
ENDLESS_DOING = FlawKind("endless", msg("Nao no longer comes to rest"))
ERROR = FlawKind("error", msg("engine error: {code} ({text})"))


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One event of a story: what happened (None: the session began), the step then, what Nao says there.

    ``title`` is what people call the step; None where what Nao says is enough.
    """

    words: Text | None
    step: str
    said: str
    title: Text | None = None

    def in_words(self) -> Text:
        """Return the line of the story as a sentence."""
        began = msg("the session begins")
        line = self.words or began
        if self.title is not None:
            line = msg("{told} → {step}", told=line, step=self.title)
        if self.said:
            line = msg("{told}, Nao: '{said}'", told=line, said=without_names(verbatim(self.said)))
        return line

    def to_json(self) -> dict[str, Any]:
        """Return the line of the story as JSON values, in both languages."""
        words = self.in_words()
        return {"step": self.step, "fr": words.fr, "en": words.en}


@dataclass(frozen=True, slots=True)
class Flaw:
    """A flaw that was found in a state: what, in which step, and the story that leads there.

    ``title`` is what people call the step.
    """

    code: str
    what: Text
    step: str
    title: Text
    story: tuple[StoryLine, ...] = ()

    @property
    def events(self) -> int:
        """Return the number of events that lead to the flaw: the depth at which it is found."""
        return sum(line.words is not None for line in self.story)


_WHOLE = msg("all states, {states}")
_WHOLE_DRAW = msg("all states of one draw, {states}; other draws may lead elsewhere")
_CUT_OFF = msg(
    "exploration cut off at {depth} events: {left} of {states} known states, those behind them unknown"
)


@dataclass(frozen=True, slots=True)
class ExplorationResult:
    """The findings of an exploration: states and events visited, to which depth, whether all; flaws.

    ``reached`` holds the parts of the protocol that were done, by the names of ``coverage``, each with its
    shortest story; ``cap`` is the count from which on counts are one; ``left`` are the states from which
    everything was tried that may happen next; ``children`` took part; ``interrupting``: people also acted
    while Nao spoke. ``one_draw``: the protocol draws lots, or the order of items, and the states are those of
    one draw.
    """

    states: int
    events: int
    depth: int
    complete: bool
    cap: int
    reached: Mapping[str, tuple[StoryLine, ...]]
    flaws: tuple[Flaw, ...]
    left: int = 0
    one_draw: bool = False
    children: int = 1
    interrupting: bool = False

    def how_far(self) -> Text:
        """Return in words how far the exploration went, to stand beside what it found."""
        words = _CUT_OFF if not self.complete else _WHOLE_DRAW if self.one_draw else _WHOLE
        return words.format(states=self.states, left=self.left, depth=self.depth)
