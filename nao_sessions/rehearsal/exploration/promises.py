"""What a session promises in every state: finish ends it, stop holds still, calm is taken and can be left.

Each promise is tried with the engine: the command is given, and what comes of it is followed. States that are
one after the command are followed once.
"""

from __future__ import annotations

from collections.abc import Iterator

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.engine import Engine, Output, State
from nao_sessions.rehearsal.exploration.abstraction import Abstraction, StateKey
from nao_sessions.rehearsal.exploration.flaws import (
    CALM_ENDS,
    CALM_REFUSED,
    CALM_STAYS,
    LONG_CLOSING,
    NO_CLOSING,
    RESTARTS,
    STOP_MOVES,
    STOP_STAYS,
    FlawKind,
)

LONGEST_CLOSING_NS = 600 * SECOND_NS
"""The longest that a closing may take alone: a convention of this project; a goodbye to four children who do
not answer takes four and a half minutes."""

MOST_ALONE = 500
"""The most ends of actions and deadlines that are followed while nobody does anything."""


class Promises:
    """The promises of one protocol's sessions."""

    def __init__(self, engine: Engine, abstraction: Abstraction) -> None:
        self._engine = engine
        self._abstraction = abstraction
        self._closing: dict[StateKey, FlawKind | None] = {}
        self._going_on: dict[StateKey, bool] = {}
        self.events = 0

    def broken(self, state: State, at: int) -> Iterator[FlawKind]:
        """Yield the promises that are broken in a state."""
        soon = at + SECOND_NS // 2
        closing = self._closing_flaw(state, soon)
        if closing is not None:
            yield closing
        yield from self._stop(state, soon)
        if state.paused != "stopped":
            yield from self._calm(state, soon)

    def _closing_flaw(self, state: State, at: int) -> FlawKind | None:
        """Return the flaw if *finish* does not lead to an end while nobody acts; None where it does."""
        if state.paused == "stopped":
            state, _ = self._command(state, at, "resume")
        state, outputs = self._command(state, at, "finish")
        key = self._abstraction.key(state)
        if key not in self._closing:
            entered = [output.data["step"] for output in outputs if output.kind == "entered"]
            last, ends_at = self._alone(state, at, entered)
            restarts = self._engine.protocol.start in entered
            flaw = LONG_CLOSING if ends_at - at > LONGEST_CLOSING_NS else None
            self._closing[key] = RESTARTS if restarts else flaw if last.outcome else NO_CLOSING
        return self._closing[key]

    def _stop(self, state: State, at: int) -> Iterator[FlawKind]:
        stopped, _ = self._command(state, at, "stop")
        running = any(frame.running() for frame in stopped.frames)
        if stopped.paused != "stopped" or stopped.speaking is not None or running:
            yield STOP_MOVES
            return
        resumed, _ = self._command(stopped, at + SECOND_NS, "resume")
        # Of a pause, *resume* is tried as a way on; a wait that nothing leads on from is told for itself.
        if not state.paused and not self._leads_on(resumed, at + SECOND_NS) and self._leads_on(state, at):
            yield STOP_STAYS

    def _calm(self, state: State, at: int) -> Iterator[FlawKind]:
        calmed, outputs = self._command(state, at, "calm")
        if any(output.kind == "refused" for output in outputs):
            yield CALM_REFUSED
            return
        alone, at = self._alone(calmed, at)
        if alone.outcome:
            yield CALM_ENDS
        elif not alone.paused and not self._leads_on(alone, at):
            yield CALM_STAYS

    def _leads_on(self, state: State, at: int) -> bool:
        """Return whether time, or a press of the professional, leads on once Nao is done."""
        if state.paused:
            return False
        key = self._abstraction.key(state)
        if key not in self._going_on:
            state, at = self._alone(state, at)
            view = self._engine.view(state)
            self._going_on[key] = bool(state.outcome) or view.deadline_ns is not None or bool(view.buttons)
        return self._going_on[key]

    def _alone(self, state: State, at: int, entered: list[str] | None = None) -> tuple[State, int]:
        """Run the session while Nao acts alone, until people or time are waited for.

        With a list for the steps that are ``entered``, go on through every deadline, to the end if it comes.
        """
        for _ in range(MOST_ALONE):
            if state.outcome or state.paused:
                return state, at
            running = state.frames[-1].running() if state.frames else ()
            if running:
                at += SECOND_NS
                state, outputs = self._step(state, at, "done", {"action": running[0], "how": "finished"})
                _note(outputs, entered)
                continue
            deadline = self._engine.deadline(state)
            own = bool(state.frames) and state.frames[-1].waits()
            if deadline is None or not (own or entered is not None):
                return state, at
            at = max(at, deadline)
            state, outputs = self._step(state, at, "timer", {})
            _note(outputs, entered)
        return state, at

    def _command(self, state: State, at: int, name: str) -> tuple[State, tuple[Output, ...]]:
        return self._step(state, at, "command", {"name": name})

    def _step(
        self, state: State, at: int, kind: str, data: dict[str, object]
    ) -> tuple[State, tuple[Output, ...]]:
        self.events += 1
        return self._engine.step(state, Event(0, "in", at, "explore", kind, data))


def _note(outputs: tuple[Output, ...], entered: list[str] | None) -> None:
    if entered is not None:
        entered += [output.data["step"] for output in outputs if output.kind == "entered"]
