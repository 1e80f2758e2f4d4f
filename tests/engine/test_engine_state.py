"""The state is a value: nothing can be set in it, and a draft of it is another one until it is frozen."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError

import pytest

from nao_sessions.engine.state import Awaiting, Draft, Running, StackFrame, State, Waiting


def test_nothing_can_be_set_in_a_state() -> None:
    state = State(step="un")
    with pytest.raises(FrozenInstanceError, match="'step'"):
        state.step = "deux"
    with pytest.raises(TypeError, match="a state has no stpe"):
        State(stpe="un")
    assert state == State(step="un")


def test_a_draft_changes_without_its_state_and_is_frozen_to_another() -> None:
    state = State(step="un", hops=1)
    draft = Draft(state, 5, 5)
    draft.step = "deux"
    frozen = draft.freeze()
    assert (state, frozen, type(frozen)) == (State(step="un", hops=1), State(step="deux", hops=1), State)
    with pytest.raises(FrozenInstanceError):
        frozen.hops = 2


def test_equal_states_are_one_key_also_in_another_process() -> None:
    frame = StackFrame("un", acts=("todo", "done", Running("a1"), Waiting(7), Awaiting(9), Awaiting(9, 8)))
    state = State(frames=(frame,))
    again = pickle.loads(pickle.dumps(state))
    assert {state: 1}[again] == 1
    assert State.from_json(state.to_json()) == state
    assert frame.cut().acts == ("todo", "done", "todo", "todo", "todo", "todo")
    assert (frame.running(), frame.waits(), frame.cut().waits()) == (("a1",), True, False)
