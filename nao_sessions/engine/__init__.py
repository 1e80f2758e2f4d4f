"""The engine: one pure function from a state and an event to the next state and what to do.

``Engine`` is the face. Sans I/O, as h11 is for HTTP: no clock, no robot, no file; ``event.at`` is the only
time that it knows. ``reactions``: what a child, the robot or the time sets off; ``waits``: deadlines;
``commands``: what the adult may order and judge. ``content``: steps, moments, turns of groups, pauses, the
end; ``acts``: what is asked of robot and board. Trials: ``blocks`` (which question comes, when a block
ends), ``trials`` (one question), ``items`` (which item, by lot or by level), ``prompting`` (which help
now), ``answers`` (what counts as one), ``scores`` (counts, levels, how help fades from trial to trial).
``state`` and ``records``: what a session keeps; ``view``: what is seen of it; ``values``: what goes out.
``compiled``: worked out once for a protocol, with what an expression reads and which signs answer;
``machine``: its steps and exits.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from typing import Any

from nao_sessions.core.clock import MILLISECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.engine.acts import cut
from nao_sessions.engine.answers import UNKNOWN
from nao_sessions.engine.blocks import void
from nao_sessions.engine.commands import command
from nao_sessions.engine.compiled import Compiled, Trace
from nao_sessions.engine.content import advance, enter, pause
from nao_sessions.engine.reactions import (
    act_ended,
    child_acted,
    finish_if_due,
    press,
    stopped_acting,
    take_pending,
    time_is,
)
from nao_sessions.engine.records import Fade
from nao_sessions.engine.state import Draft, Output, State
from nao_sessions.engine.values import View
from nao_sessions.engine.view import view
from nao_sessions.engine.waits import when
from nao_sessions.protocol.expression import Value
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.spoken import languages_heard, spoken_in
from nao_sessions.protocol.trials import BY_EVENT, SENSE_FACTS

SEMANTICS = 2
"""The version of what the engine makes of a log; a change that replays an old log otherwise counts it up."""

_ACTIVE = frozenset({"button", "command", *BY_EVENT})
"""The inputs that a person makes: a silence begins anew after them."""

__all__ = ["SEMANTICS", "Engine", "Output", "State", "Trace", "View"]


class Engine:
    """The engine of one protocol. It keeps no session: states go in and come out."""

    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol
        self._by_language = {protocol.language: Compiled.of(spoken_in(protocol, protocol.language))}
        self._languages = languages_heard(protocol)
        self._due: tuple[State | None, int | None] = None, None

    def traced(self, trace: Trace) -> Engine:
        """Return a copy of the engine that calls *trace* with the name of every part of the protocol it does.

        The parts have the names of ``rehearsal/reports/coverage.py``. States and outputs are the same to the
        byte.
        """
        other = copy(self)
        other._by_language = {
            language: replace(compiled, trace=trace) for language, compiled in self._by_language.items()
        }
        return other

    def _compiled_for(self, language: str) -> Compiled:
        """Return the compiled protocol with the words of a session's language; compiled once for each."""
        compiled = self._by_language.get(language)
        if compiled is None:
            heard = language if language in self._languages else self.protocol.language
            own = self._by_language[self.protocol.language]
            compiled = self._by_language.get(heard) or replace(
                Compiled.of(spoken_in(self.protocol, heard)), trace=own.trace
            )
            self._by_language[heard] = self._by_language[language] = compiled
        return compiled

    def step(self, state: State, event: Event) -> tuple[State, tuple[Output, ...]]:
        """Process one input; return the next state and the outputs, in order.

        An input that means nothing here gives the output ``refused`` or ``response``; none raises.
        """
        kind = event.kind
        if kind == "done" and _is_nobodys(state, event.data):
            return state, ()
        draft = Draft(state, event.at, event.happened_ns)
        if kind == "start":
            self._start(draft, event)
        compiled = self._compiled_for(draft.language)
        if kind == "begin" and not draft.step:
            self._begin(draft, compiled)
        elif kind != "start" and draft.step and not draft.outcome:
            self._take(draft, compiled, kind, event)
        elif kind not in ("start", "done"):
            draft.out("refused", what=kind, why="not_running")
        # Asked before and after: a sentence may have ended, or a step without words may have been entered.
        if draft.finish_wanted:
            finish_if_due(draft, compiled)
        advance(draft, compiled)
        if draft.finish_wanted and finish_if_due(draft, compiled):
            advance(draft, compiled)
        if draft.pending is not None and take_pending(draft, compiled):
            advance(draft, compiled)
        if draft.frames or draft.paused or draft.outcome or not draft.step:
            draft.quiet_since = None
        elif draft.quiet_since is None or kind in _ACTIVE:
            draft.quiet_since = draft.at
        return draft.freeze(), tuple(draft.outputs)

    def deadline(self, state: State) -> int | None:
        """Return the session time at which the engine needs a ``timer`` input, in nanoseconds, or None."""
        # Whoever looks at a state asks for its deadline as well: it is worked out once.
        known, at = self._due
        if known is not state:
            at = when(state, self._compiled_for(state.language))
            self._due = state, at
        return at

    def view(self, state: State) -> View:
        """Return what a page may show of a session in this state."""
        return view(state, self._compiled_for(state.language), self.deadline(state))

    def _start(self, draft: Draft, event: Event) -> None:
        protocol, start = self.protocol, event.data
        settings = {setting.name: setting.default for setting in protocol.settings}
        settings.update({name: _value(value) for name, value in start.get("settings", {}).items()})
        draft.settings = tuple(settings.items())
        draft.data = tuple((datum.name, datum.default) for datum in protocol.data)
        draft.participants = tuple(start.get("participants", ()))
        draft.present = draft.participants
        draft.language = str(start.get("language", protocol.language))
        draft.seed = str(start.get("seed", 0))
        draft.only = str(start.get("only", ""))
        levels = start.get("levels") or {}
        values = levels.get("values", {})
        draft.remembered = tuple(
            (code, datum.name, _value(values.get(code, {}).get(datum.name, datum.default)))
            for code in (*draft.participants, "")
            for datum in protocol.remembered
        )
        draft.fades = tuple(Fade(**fade) for fade in levels.get("help", ()))

    def _begin(self, draft: Draft, compiled: Compiled) -> None:
        """Enter the first step, once the room is ready and the recorders run."""
        if self.protocol.limit_ms is not None:
            draft.limit_at = draft.at + self.protocol.limit_ms * MILLISECOND_NS
        enter(draft, compiled, draft.only or self.protocol.start, "begin")

    def _take(self, draft: Draft, compiled: Compiled, kind: str, event: Event) -> None:
        data = event.data
        if kind not in ("done", "timer"):
            draft.hops = 0
        match kind:
            case "done":
                act_ended(
                    draft, compiled, str(data.get("action")), str(data.get("how")), str(data.get("error", ""))
                )
            case "timer":
                time_is(draft, compiled)
            case "button":
                press(draft, compiled, str(data.get("id", "")))
            case "command":
                command(draft, compiled, data)
            case _ if kind in BY_EVENT:
                _child(draft, compiled, event)
            case "resumed":
                cut(draft)
                void(draft, compiled)
                _anew(draft)
                draft.reads = False
                pause(draft, "crash")
            case "halted":
                pause(draft, "stopped")
            case "slept":
                _anew(draft)
                pause(draft, "slept")
            case "fell":
                pause(draft, "fell")
            case "lost":
                draft.lost = True
                pause(draft, "lost")
            case "back":
                draft.lost = draft.reads = False
                draft.out("robot_back")
            case _:
                pass  # battery, hot, speech (Nao's own): kept in the log, nothing to do


def _anew(draft: Draft) -> None:
    """Restart the time of the closing: the program was away, and nobody could press anything."""
    if draft.over_at is not None:
        draft.over_at = draft.at


def _child(draft: Draft, compiled: Compiled, event: Event) -> None:
    """Process what a child did; of a touch only the beginning counts, of a gaze or a face the end, too."""
    sense = BY_EVENT[event.kind]
    facts = SENSE_FACTS[sense]
    if not facts.state or event.data.get(facts.state):
        value = str(event.data.get(facts.field, facts.word))
        child_acted(draft, compiled, sense, value, event.participant or UNKNOWN)
    elif facts.word:
        stopped_acting(draft, compiled, sense)


def _is_nobodys(state: State, data: Mapping[str, Any]) -> bool:
    """Return whether an action ended that nothing waits for, so that the state stays as it is.

    One input in five is of this kind (after *listen*, *watch*, what was cut): it takes 1 µs instead of 8.
    """
    action = data.get("action")
    if data.get("how") == "failed" or (state.speaking is not None and state.speaking[0] == action):
        return False
    return not state.frames or (action,) not in state.frames[-1].acts  # as a Running is


def _value(value: object) -> Value:
    """Return a JSON value as the engine keeps it, with lists as tuples."""
    if isinstance(value, list):
        return tuple(_value(item) for item in value)
    assert value is None or isinstance(value, (bool, int, float, str))
    return value
