"""Whatever comes in whatever order: declared states, JSON, and a log that replays itself."""

from __future__ import annotations

import json
from typing import Any

from course import Course
from hypothesis import given, settings
from hypothesis import strategies as st
from test_engine_flow import GROUP
from test_engine_speech import GAME
from test_prompting import LEVELS
from test_trial_authors import GROUP as TURNS
from test_trials import BLOCK, block

from nao_sessions.engine import Engine, State
from nao_sessions.engine.commands import COMMANDS
from nao_sessions.record.journal import reexecute

Input = tuple[str, Any, float]

TRIALS = block(
    BLOCK
    + """\
count: 5
pause: 3 s
correction: {repeat: with_prompt, then: without}
give_up: {errors_in_row: 3, next: fin}
prompting: {procedure: most_to_least, fade_after: 1}
""",
    head="always: {silence: 20 s}\n",
    step='buttons: [{label: "Autre", do: [{say: "Oui ?"}]}, {label: "Fini", next: fin}]\nnext: fin\n',
)
BODIES = st.sampled_from([GAME, GROUP, TRIALS, TURNS, LEVELS])

INPUTS = st.one_of(
    st.tuples(st.just("done"), st.sampled_from(["finished", "failed", "stopped", "lost"]), st.just(0.5)),
    st.tuples(st.just("wait"), st.none(), st.just(0.0)),
    st.tuples(
        st.just("touch"), st.sampled_from(["head.front", "hand.left", "hand.right", "chest"]), st.just(0.2)
    ),
    st.tuples(st.just("word"), st.sampled_from(["oui", "non"]), st.floats(0, 3)),
    st.tuples(st.just("button"), st.integers(0, 5), st.just(0.1)),
    st.tuples(st.just("command"), st.sampled_from(COMMANDS), st.just(0.1)),
    st.tuples(st.just("board"), st.sampled_from(["fruit", "légume", "pont"]), st.floats(0, 3)),
    st.tuples(
        st.just("judge"),
        st.sampled_from(["yes", "not_yet", "heard", "not_heard", "refused", "void", "incorrect"]),
        st.just(0.3),
    ),
    st.tuples(st.sampled_from(["leave", "return"]), st.sampled_from(["P1", "P2", ""]), st.just(0.3)),
    st.tuples(
        st.just("world"),
        st.sampled_from(["lost", "back", "slept", "halted", "fell", "resumed"]),
        st.just(1.0),
    ),
)


def play(body: str, inputs: list[Input]) -> Course:
    """Give a session a list of inputs, whatever they mean where it is."""
    course = Course(body, participants=["P1", "P2"] if body is TURNS else ["P1"])
    for kind, what, after_s in inputs:
        if kind == "done":
            if course.doing:
                verb = sorted(course.doing)[0]
                course.done(verb, what, after_s=after_s)
        elif kind == "wait":
            if course.journal.deadline is not None:
                course.wait()
        elif kind == "touch":
            course.touch(what, after_s=after_s)
        elif kind == "word":
            course.word(what, after_s=after_s)
        elif kind == "button":
            buttons = course.view.buttons
            if buttons:
                course.give("button", {"id": buttons[what % len(buttons)].id}, after_s=after_s)
        elif kind == "board":
            course.give("board", {"choice": what}, after_s=after_s, by="P1")
        elif kind == "judge":
            course.command("judge", after_s=after_s, **{"as": what})
        elif kind in ("leave", "return"):
            course.command(kind, after_s=after_s, participant=what)
        elif kind == "command":
            course.command(what, after_s=after_s, text="Bonjour.", step="fin")
        else:
            course.give(what, {}, after_s=after_s)
    return course


@settings(max_examples=150, deadline=None)
@given(body=BODIES, inputs=st.lists(INPUTS, max_size=60))
def test_any_order_of_events_leaves_a_declared_state_that_can_go_on_or_has_ended(
    body: str, inputs: list[Input]
) -> None:
    course = play(body, inputs)
    state = course.state
    assert state.step in course.journal.engine.protocol.steps
    waits_for_robot = bool(course.doing)
    waits_for_time = course.journal.deadline is not None
    assert state.outcome or state.paused or waits_for_robot or waits_for_time
    asked = [e.data["verb"] for e in course.lines if e.data.get("id") in course.doing.values()]
    assert len(asked) == len(set(asked))  # never two sentences or two gestures at a time


@settings(max_examples=100, deadline=None)
@given(body=BODIES, inputs=st.lists(INPUTS, max_size=60))
def test_a_state_is_hashable_and_survives_json(body: str, inputs: list[Input]) -> None:
    state = play(body, inputs).state
    again = State.from_json(json.loads(json.dumps(state.to_json())))
    assert (again, hash(again)) == (state, hash(state))


@settings(max_examples=100, deadline=None)
@given(body=BODIES, inputs=st.lists(INPUTS, max_size=60))
def test_whoever_looks_at_a_state_changes_nothing_in_it(body: str, inputs: list[Input]) -> None:
    course = play(body, inputs)
    engine, before = Engine(course.journal.engine.protocol), course.state.to_json()
    engine.deadline(course.state)
    engine.view(course.state)
    assert course.state.to_json() == before


@settings(max_examples=100, deadline=None)
@given(body=BODIES, inputs=st.lists(INPUTS, max_size=60))
def test_the_logged_inputs_reproduce_every_logged_output(body: str, inputs: list[Input]) -> None:
    course = play(body, inputs)
    again = reexecute(Engine(course.journal.engine.protocol), course.lines)
    assert (again.state, again.owed) == (course.state, ())


COUNTING = """
commands:
  finish: {next: fin}
  encourage: {do: [{say: "Continue !"}]}
data: {n: 0}
start: un
steps:
  un:
    do:
      - set: {n: = data.n + 1}
      - {say: "Un.", gesture: hello}
      - set: {n: = data.n + 1}
      - {say: "Deux."}
      - set: {n: = data.n + 1}
    when: [{touch: head.front, do: [{say: "Oui ?"}]}]
    buttons: [{label: "Encore", do: [{say: "Encore."}]}]
    after: {wait: 10 s, next: fin}
  fin: {end: completed}
"""


@settings(max_examples=100, deadline=None)
@given(inputs=st.lists(INPUTS.filter(lambda given: given[1] not in ("goto", "finish")), max_size=60))
def test_no_value_is_set_twice_whatever_is_cut_lost_or_resumed(inputs: list[Input]) -> None:
    course = play(COUNTING, [*inputs, ("world", "resumed", 1.0), ("command", "resume", 1.0)])
    values = [event.data["value"] for event in course.lines if event.kind == "set"]
    assert values == list(range(1, len(values) + 1))
    assert len(values) <= 3
