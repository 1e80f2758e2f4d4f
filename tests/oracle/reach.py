"""Everything that may happen in a small protocol, by the oracle: all inputs at every wait, the nearest first.

A state is what the generators of a session hold, with times counted from now; sessions cannot be copied, so
each is played again from its beginning. People act only when Nao is done, in no time; Nao's own doing ends by
itself.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.oracle.interpreter import Session
from tests.oracle.parts import listed
from tests.oracle.values import Block, Given, Scope, Trial, Turn
from tests.oracle.waits import DEAF_MS, SENSES, Stimulus

ACTION_MS = 1_000
MOST_DOING = 200
LARGEST = 5
"""Larger values of data are one with this: no condition of the generator compares with more than 3."""
LOCALS = {
    "_attend": ("place", "acting", "until"),
    "_react": ("entry", "depth"),
    "_leave": ("target", "left"),
    "_perform": ("moment", "place"),
    "_block": ("index", "block"),
    "_trial": ("trial",),
    "_ask": ("place",),
    "_step": ("path",),
    "_turns": ("number", "had", "everyone"),
    "_paused": ("why", "command"),
}
"""Of each part of a session, what decides how it goes on."""
LEFT_AT_MOST = 2
"""Of the steps that were left and may be come back to, how many are told apart."""

Path = tuple[tuple[Stimulus | None, tuple[int, ...]], ...]
"""Inputs (None: the beginning), each with what lots came to by it."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What sessions of a protocol can reach."""

    parts: frozenset[str]
    outcomes: frozenset[str]
    judgements: frozenset[str]
    states: int
    complete: bool


class _Lots:
    """Draws what it is told, then the first that is allowed, and keeps how many there were."""

    def __init__(self) -> None:
        self.told: list[int] = []
        self.drawn: list[tuple[int, list[int]]] = []

    def draw(self, allowed: dict[int, dict[str, Any]]) -> int:
        index = self.told.pop(0) if self.told else min(allowed)
        self.drawn.append((index, sorted(allowed)))
        return index


class Explorer:
    """Visits the states of one protocol."""

    def __init__(self, protocol: dict[str, Any], most: int, participants: Sequence[str]) -> None:
        # A session's limit does what *finish* does, and that is tried at every wait.
        self.protocol = {key: value for key, value in protocol.items() if key != "duration"}
        self.most = most
        self.participants = participants
        self.returns = "'back'" in repr(protocol)
        self.objects: set[int] = set()
        self._collect(protocol)
        self.known: set[Any] = set()
        self.queue: deque[Path] = deque()
        self.parts: set[str] = set()
        self.outcomes: set[str] = set()
        self.judgements: set[str] = set()
        self.complete = True
        self.exact = "'limit'" not in repr(self.protocol)
        """Whether all that can be reached is: what is left of a lot is no part of a state, and a limit that
        only people reach who take their time is not found, since here they take none."""

    def explore(self) -> Reach:
        """Visit the states, the nearest first, until there are no more or too many."""
        self._try((), None)
        while self.queue:
            path = self.queue.popleft()
            session, _ = self._play(path)
            for stimulus in self._inputs(session):
                self._try(path, stimulus)
        return Reach(
            frozenset(self.parts),
            frozenset(self.outcomes),
            frozenset(self.judgements),
            len(self.known),
            self.complete and self.exact,
        )

    def _try(self, path: Path, stimulus: Stimulus | None) -> None:
        """Give one input, with everything that lots may come to."""
        todo: list[tuple[int, ...]] = [()]
        while todo:
            told = todo.pop()
            session, drawn = self._play((*path, (stimulus, told)))
            for place in range(len(told), len(drawn)):
                before = tuple(index for index, _ in drawn[:place])
                todo += [(*before, other) for other in drawn[place][1] if other != drawn[place][0]]
            self.parts |= session.reached
            self.exact = self.exact and not session.bags
            self.judgements |= {str(entry[3]) for entry in session.trace if entry[0] == "trial"}
            if session.outcome is not None:
                self.outcomes.add(session.outcome)
                continue
            key = self._key(session)
            if key in self.known:
                continue
            if len(self.known) >= self.most:
                self.complete = False
                continue
            self.known.add(key)
            self.queue.append((*path, (stimulus, tuple(index for index, _ in drawn))))

    def _play(self, path: Path) -> tuple[Session, list[tuple[int, list[int]]]]:
        """Play a session again; return it, and the lots of its last input."""
        lots = _Lots()
        session = Session(self.protocol, lots.draw, self.participants)
        for stimulus, told in path:
            lots.told, lots.drawn = list(told), []
            if stimulus is None:
                session.begin()
            else:
                session.send(stimulus, self._when(session, stimulus))
            self._settle(session)
        return session, lots.drawn

    @staticmethod
    def _when(session: Session, stimulus: Stimulus) -> int:
        deadline = session.deadline
        if stimulus.kind == "word":
            return max(session.now, session.silent_from + DEAF_MS)
        return max(session.now, deadline) if stimulus.kind == "time" and deadline else session.now

    def _settle(self, session: Session) -> None:
        """Let Nao do what it has to do; what never comes to rest is left as it is."""
        for _ in range(MOST_DOING):
            if session.outcome is not None:
                return
            if session.acting and (session.deadline or session.now + ACTION_MS) < session.now + ACTION_MS:
                session.send(Stimulus("time"), max(session.now, session.deadline))
            elif session.acting:
                session.send(Stimulus("done"), session.now + ACTION_MS)
            elif session.place in ("wait", "open", "pause") or session.deadline is None:
                return
            else:
                session.send(Stimulus("time"), max(session.now, session.deadline))
        self.complete = False

    def _inputs(self, session: Session) -> list[Stimulus]:
        inputs = [Stimulus("time")] if session.deadline is not None else []
        inputs += [Stimulus("button", label) for label in session.buttons]
        entries = [e for scope in session.scopes for e in listed(scope.source.get("when"))]
        if session.place == "open" and session.trial is not None:
            entries += [way for ways in session.trial.answers.values() for way in ways]
        signs = dict.fromkeys(
            (sense, str(value)) for e in entries for sense in SENSES for value in listed(e.get(sense))
        )
        for sense, sign in signs:
            whose = session.present if sense == "board" else [""]
            inputs += [Stimulus(sense, "head.front" if sign == "head" else sign, child) for child in whose]
        if len(session.children) > 1:
            inputs += [
                Stimulus("command", "leave", child) for child in session.present[: self._leaving(session)]
            ]
            away = [child for child in session.children if child not in session.present]
            inputs += [Stimulus("command", "return", child) for child in away]
        inputs += [Stimulus("command", name) for name in self.protocol["commands"]]
        return inputs + self._of_the_professional(session)

    @staticmethod
    def _leaving(session: Session) -> int:
        """Return how many may leave: the last one stays, or nothing more happens."""
        return len(session.present) if len(session.present) > 1 else 0

    @staticmethod
    def _of_the_professional(session: Session) -> list[Stimulus]:
        """Return what she may do about the trial in hand, or the one that has just ended."""
        trial = session.trial
        pressed = ("yes", "not_yet", "refused", "no_response", "void")
        judgements = [Stimulus("command", "judge", how) for how in pressed]
        if trial is not None and trial.phase in ("ask", "open"):
            commands = [Stimulus("command", name) for name in ("prompt", "redo", "skip")]
            if trial.proposed:
                commands += [Stimulus("command", "judge", how) for how in ("heard", "not_heard")]
            return judgements + commands + [Stimulus("answer", answer) for answer in trial.answers]
        skipped = ["skip"] if session.block is not None or session.turn_in_hand != Turn() else []
        if session.last is None:
            return [Stimulus("command", name) for name in skipped]
        commands = [*(["redo"] if session.block is not None else []), *skipped]
        return judgements[:4] + [Stimulus("command", name) for name in commands]

    # -- states ------------------------------------------------------------------------------------------

    def _collect(self, value: Any) -> None:
        if isinstance(value, dict | list):
            self.objects.add(id(value))
            for inner in value.values() if isinstance(value, dict) else value:
                self._collect(inner)

    def _key(self, session: Session) -> Any:
        data = tuple(
            (name, min(value, LARGEST) if isinstance(value, int) else value)
            for name, value in session.data.items()
        )
        quiet = session.quiet_from - session.now
        flags = (
            session.place,
            session.paused,
            session.returned,
            session.hurried,
            session.cut,
            tuple(session.present),
            session.turn_in_hand.lines,
            session.words is None,
            session.vacant,
            tuple(sorted((key, self._runs(records)) for key, records in session.runs.items())),
            session.last is not None and (session.last[0].path, session.last[1].judgement),
        )
        return (
            data,
            quiet,
            flags,
            self._given(session.trial, session.answered),
            self._frozen(session, session.scopes),
            self._frozen(session, session.reactions),
            self._chain(session, session._process),
        )

    @staticmethod
    def _runs(records: list[dict[str, Any]]) -> tuple[int, int]:
        counts = Session._counts(records)
        return min(counts["streak"], LARGEST), min(counts["errors_in_row"], LARGEST)

    def _chain(self, session: Session, process: Any, *, timed: bool = True) -> Any:
        """Return where a generator stands, and those that it waits for."""
        chain: list[Any] = []
        while getattr(process, "gi_frame", None) is not None:
            frame = process.gi_frame
            name, values = frame.f_code.co_name, frame.f_locals
            kept = []
            for local in LOCALS.get(name, ()):
                value = values.get(local)
                if local == "until" and value is not None:
                    value = value - session.now if timed else None
                kept.append(self._frozen(session, value))
            chain.append((name, frame.f_lasti, tuple(kept)))
            if name == "_level":
                left = values.get("left", ())[-LEFT_AT_MOST:] if self.returns else ()
                chain.append(tuple(self._chain(session, one[0], timed=False) for one in left))
                chain.append(self._chain(session, values.get("running"), timed=timed))
                break
            process = process.gi_yieldfrom
        return tuple(chain)

    @staticmethod
    def _given(trial: Trial | None, given: Given | None) -> Any:
        """Return an answer, and how many helps may have led to it: when it came says no more."""
        return None if trial is None or given is None else (given.answer, trial.counts_for(given))

    def _frozen(self, session: Session, value: Any) -> Any:
        """Return a value that can be compared, whichever session it is of."""
        match value:
            case Scope():
                since = None if value.waits_from is None else value.waits_from - session.now
                limited = any("limit" in entry for entry in listed(value.source.get("after")))
                entered = value.entered - session.now if limited else None
                return (value.path, since, entered, tuple(sorted(value.spent)))
            case Trial():
                return (
                    value.item.get("id"), value.phase, value.answer, len(value.given), value.prompts,
                    value.judgement, value.silent, value.next_prompt, value.prompt_times,
                    value.counts_for(Given("", session.now)), self._given(value, value.proposed),
                )  # fmt: skip
            case Block():
                counts = Session._counts(value.records)
                kept = ("count", "correct", "incorrect", "streak", "errors_in_row")
                return (value.path, value.skipped, tuple(value.deck), tuple(counts[name] for name in kept))
            case dict() | list() if id(value) in self.objects:
                return id(value)
            case dict():
                return tuple((key, self._frozen(session, inner)) for key, inner in value.items())
            case list() | tuple():
                return tuple(self._frozen(session, inner) for inner in value)
            case str() | int() | float() | bool() | None:
                return value
        return None


def explore(protocol: dict[str, Any], most: int = 300, participants: Sequence[str] = ("P07",)) -> Reach:
    """Return what sessions of a protocol can reach with these children, over at most so many states."""
    return Explorer(protocol, most, participants).explore()
