"""What may happen next in a state of an exploration: one event of each sort that the session tells apart.

What changes no way on is left out: a louder voice, an improvised sentence; of parts, words and cards that
every reaction and every answer takes alike, one stands for all. *Go to* is left out too: it would make every
step a neighbour of every other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from nao_sessions.engine.answers import PROFESSIONAL
from nao_sessions.engine.state import State
from nao_sessions.engine.values import View
from nao_sessions.protocol.catalogue import TOUCH_PARTS
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.spoken import stimuli_of
from nao_sessions.protocol.trials import BY_HAND, SENSE_FACTS
from nao_sessions.protocol.wording import JUDGEMENTS, duration
from nao_sessions.text import glossary
from nao_sessions.text.messages import Text, msg, verbatim

FINISH = "finish"

_JUDGED: Mapping[str, Text | None] = {
    **{key: term.by_adult for key, term in glossary.JUDGING.items()},
    **{name: msg("the adult judges: {what}", what=JUDGEMENTS[name]) for name in BY_HAND},
}
_ANSWERED = msg("the adult says that the child answers '{answer}'")


@dataclass(frozen=True, slots=True)
class Move:
    """One event that may happen: its kind and data as the engine takes them, what it is in words, by whom.

    ``own`` is the end of something that Nao does: it happens by itself, and is in no story.
    """

    kind: str
    data: Mapping[str, Any] = field(default_factory=dict)
    words: Text | None = None
    by: str | None = None
    own: bool = False

    @property
    def finishing(self) -> bool:
        """Return whether the move is the command *finish*."""
        return self.kind == "command" and self.data.get("name") == FINISH


def command(name: str) -> Move:
    """Return the move in which the professional gives a command."""
    return Move("command", {"name": name}, glossary.COMMANDS[name].by_adult)


def time_passes(seconds: float) -> Move:
    """Return the move in which time passes up to the next deadline."""
    whole = round(seconds) or 1
    words = msg("{long} pass")
    if whole in (1, 60):
        words = msg("{long} passes")
    return Move("timer", {}, words.format(long=duration(whole * 1000)))


class PossibleSigns:
    """The touches, words and cards of one protocol, sorted by what takes them alike."""

    def __init__(self, protocol: Protocol, *, alike: bool) -> None:
        """Sort the values of a protocol; ``alike`` is False where a condition reads which value it was."""
        groups = [frozenset(stimulus.values) for _, stimulus in stimuli_of(protocol)]
        groups += [frozenset(element.heard()) for element in protocol.elements.values()]
        self._groups = groups
        self._alike = alike
        self._known: dict[str, frozenset[int]] = {}

    def apart(self, values: Iterable[str]) -> Iterator[str]:
        """Yield one value for each sort of values that the protocol treats alike."""
        seen: set[frozenset[int]] = set()
        for value in values:
            sort = self._known.get(value)
            if sort is None:
                sort = frozenset(i for i, group in enumerate(self._groups) if value in group)
                self._known[value] = sort
            if not self._alike or sort not in seen:
                seen.add(sort)
                yield value


def of_people(view: View, state: State, protocol: Protocol, signs: PossibleSigns) -> Iterator[Move]:
    """Yield the moves of people, one for each sort that the state tells apart."""
    if view.paused_because is not None:
        yield command("resume")
        if view.paused_because != "stopped":
            yield command(FINISH)
        return
    for button in view.buttons:
        words = msg("the adult presses '{label}'")
        yield Move("button", {"id": button.id}, words.format(label=button.label))
    yield from _of_the_child(view, signs)
    yield from _of_the_professional(view, protocol)
    if len(state.participants) > 1:
        yield from _coming_and_going(state, view.turn)


def _of_the_child(view: View, signs: PossibleSigns) -> Iterator[Move]:
    for part in signs.apart(view.hears_touch):
        words = msg("the child touches {part}")
        part_words = TOUCH_PARTS.get(part, verbatim(part))
        yield Move("touch", {"part": part, "pressed": True}, words.format(part=part_words))
    for word in signs.apart(view.hears_words):
        words = msg("the child says '{word}'")
        yield Move("word", {"word": word}, words.format(word=word))
    for choice in view.hears_board:
        words = msg("the child chooses '{choice}'")
        yield Move("board", {"choice": choice}, words.format(choice=choice), view.turn)
    for card in signs.apart(view.hears_cards):
        words = msg("the child shows card {card}")
        yield Move("card", {"card": card}, words.format(card=card))
    for sense in view.senses:
        facts = SENSE_FACTS[sense]
        yield Move(facts.event, facts.data(""), glossary.SENSES[sense].event)


def _of_the_professional(view: View, protocol: Protocol) -> Iterator[Move]:
    names = ["pause", "calm", "repeat", FINISH]
    names += [name for name in ("change", "encourage") if name in protocol.commands]
    if view.trial is not None or view.awaits is not None or view.turn is not None:
        names.append("skip")
    trial = view.trial
    if trial is not None:
        names.append("redo")
        if trial.next_help is not None:
            names.append("prompt")
        proposed = ["heard", "not_heard"] if trial.proposed is not None else []
        for judgement in ("yes", "not_yet", *BY_HAND, *proposed):
            yield Move("command", {"name": "judge", "as": judgement}, _JUDGED[judgement])
        # An answer that Nao can take from the child is tried so; only she can tell the others.
        sensed = {answer for answer, sense, signs in trial.ways if sense != PROFESSIONAL and signs}
        for answer in trial.answers if trial.judged is None else ():
            if answer not in sensed:
                words = _ANSWERED.format(answer=answer)
                yield Move("command", {"name": "judge", "answer": answer}, words)
    yield from map(command, names)


def _coming_and_going(state: State, turn: str | None) -> Iterator[Move]:
    """Yield the moves of a child who leaves, with or without the turn, or who comes back."""
    away = [code for code in state.participants if code not in state.present]
    leaving = [code for code in state.present if code == turn][:1]
    leaving += [code for code in state.present if code != turn][:1]
    for code in leaving if len(state.present) > 1 else ():
        words = msg("child {code} leaves")
        yield Move("command", {"name": "leave", "participant": code}, words.format(code=code))
    for code in away[:1]:
        words = msg("child {code} comes back")
        yield Move("command", {"name": "return", "participant": code}, words.format(code=code))
