"""The view of a session: all that may be seen of it from outside, worked out from the state alone."""

from __future__ import annotations

from typing import Literal

from nao_sessions.engine.compiled import Compiled, Scope
from nao_sessions.engine.state import Draft, State
from nao_sessions.engine.values import Button, View
from nao_sessions.engine.waits import first
from nao_sessions.protocol.flow import Level

Zone = Literal["step", "group", "always"]
Activity = Literal["doing", "waiting", "paused", "ended"]


def view(state: State, compiled: Compiled) -> View:
    """Give the view of a state."""
    due = first(state, compiled)
    title = ""
    buttons: tuple[Button, ...] = ()
    touch: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    if state.step and not state.outcome:
        scope = Scope(Draft(state, 0, 0))
        step = compiled.protocol.steps[state.step]
        title = scope.text(step.title) if step.title is not None else ""
        levels = compiled.protocol.levels(state.step)
        buttons = _buttons(levels, scope)
        if not state.paused:
            touch = _heard(levels, scope, "touch")
            words = () if state.speaking is not None else _heard(levels, scope, "word")
    return View(
        step=state.step,
        title=title,
        activity=_activity(state),
        sentence=state.speaking[1] if state.speaking is not None else None,
        last_sentence=state.last_sentence or None,
        adult=state.adult or None,
        buttons=buttons,
        hears_touch=touch,
        hears_words=words,
        deadline_ns=due.at if due is not None else None,
        paused_because=state.paused or None,
        outcome=state.outcome or None,
    )


def _activity(state: State) -> Activity:
    if state.outcome:
        return "ended"
    if state.paused:
        return "paused"
    return "doing" if state.frames else "waiting"


def _buttons(levels: tuple[Level, ...], scope: Scope) -> tuple[Button, ...]:
    found: list[Button] = []
    for position, level in enumerate(levels):
        last = position == len(levels) - 1
        zone: Zone = "step" if position == 0 else "always" if last else "group"
        for entry in level.buttons:
            if scope.holds(entry.condition) and entry.label is not None:
                found.append(Button(entry.id, scope.text(entry.label), entry.main, zone))
    return tuple(found)


def _heard(levels: tuple[Level, ...], scope: Scope, sense: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for level in levels:
        for entry in level.when:
            for stimulus in entry.stimuli:
                if stimulus.sense == sense and scope.holds(entry.condition):
                    found.update(dict.fromkeys(stimulus.values))
    return tuple(found)
