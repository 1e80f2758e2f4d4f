"""How long a block of moments lasts: the acts of a dash begin together, and it is over when all are."""

from __future__ import annotations

from nao_sessions.protocol.catalogue import LOOKS, POSTURES
from nao_sessions.protocol.expression import Expression
from nao_sessions.protocol.flow import Act, Await, Choose, Moment, Protocol, Speech
from nao_sessions.protocol.poses import POSE_MS
from nao_sessions.protocol.timing.actions import (
    EYES_MS,
    FIRST_POSTURE,
    POINT_MS,
    SOUND_MS,
    gesture_ms,
    look_ms,
    posture_ms,
    sounds_of,
)
from nao_sessions.protocol.timing.lengths import Span, either, exactly, longest
from nao_sessions.protocol.timing.speech import GAP_MS, speech_ms
from nao_sessions.protocol.timing.values import KnownValues
from nao_sessions.protocol.trials import Item


class Blocks:
    """The spans of the blocks (``do`` lists) of one protocol, each computed once."""

    def __init__(self, protocol: Protocol, known: KnownValues) -> None:
        self._protocol = protocol
        self.known = known
        self._found: dict[str, Span] = {}
        self._busy: set[str] = set()
        named = _named(protocol)
        self._postures = {FIRST_POSTURE, *(word for verb, word in named if verb == "posture")}
        self._looks = {"ahead", *(word for verb, word in named if verb == "look")}
        self._sounds = sounds_of(protocol)

    def span(self, block: str, item: Item | None = None, question: str = "") -> Span:
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
                return Span()
            self._busy.add(block)
            found, last = Span(), question
            for moment in self._protocol.blocks.get(block, ()):
                found += self._moment(moment, item, question, last)
                last = self.last_said((moment,), item) or last
            self._busy.discard(block)
            self._found[key] = found
        return found

    def moment(self, moment: Moment) -> Span:
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

    def _moment(self, moment: Moment, item: Item | None, question: str, last: str) -> Span:
        holds = True
        if moment.condition is not None:
            holds = self.known.value(moment.condition, None, item)  # type: ignore[assignment]
            if holds is False and _fixed(moment.condition):
                return Span()
        span = longest([self._act(act, item, question, last) for act in moment.acts])
        return span if moment.condition is None else span.or_not()

    def _act(self, act: Act, item: Item | None, question: str, last: str) -> Span:
        argument = act.argument
        match argument:
            case Speech() if act.verb == "say":
                return self._spoken(self.known.text(argument, item))
            case Await():
                limit = self.known.milliseconds(argument.limit, item)
                return Span(min(limit, self.known.milliseconds(argument.hold, item)), limit)
            case Choose():
                options = [self.span(block, item, question) for block, _ in argument.options]
                return either(options)
            case int() | Expression() if act.verb == "wait":
                return exactly(self.known.milliseconds(argument, item))
        word = str(self.known.value(argument, "", item)) if isinstance(argument, str | Expression) else ""
        return self._done(act.verb, word, item, question, last)

    def _done(self, verb: str, word: str, item: Item | None, question: str, last: str) -> Span:
        match verb:
            case "gesture":
                lengths = [gesture_ms(word, posture) for posture in self._postures]
                return Span(min(lengths), max(lengths))
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
                return Span(min(ways), max(ways))
            case "look" if word in LOOKS:
                return Span(look_ms(word, word), max(look_ms(before, word) for before in self._looks))
            case "repeat":
                return self._spoken(question if word == "question" else last)
            case "routine":
                return self.span(word, item, question)
        return Span()

    def _spoken(self, text: str) -> Span:
        length = speech_ms(text, self.known.language)
        return exactly(length + GAP_MS if length else 0)


def _fixed(condition: Expression) -> bool:
    """Return whether a condition depends on nothing but the item and the settings."""
    return all(path[0] in ("item", "settings") for path in condition.paths)


def _named(protocol: Protocol) -> set[tuple[str, str]]:
    """Return the postures and looks that a protocol uses, as (verb, word)."""
    return {(act.verb, act.argument) for act in protocol.all_acts() if isinstance(act.argument, str)}
