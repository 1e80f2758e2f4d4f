"""What is worked out before a session: it says what the session would have worked out."""

from __future__ import annotations

from nao_sessions.core.events import Event
from nao_sessions.engine import Engine, State
from nao_sessions.engine.compiled import Compiled
from nao_sessions.engine.records import Deal, known, renewed
from tests.course import Course, protocol_of

SORTING = """
participants: {min: 1, max: 1}
commands: {finish: {next: fin}}
items:
  animaux:
    - {id: un, cri: miaou, bon: chat}
    - {id: deux, cri: ouaf, bon: chien}
start: jeu
steps:
  jeu:
    trials:
      items: animaux
      ask: [{say: "Qui fait {item.cri} ?"}]
      answers:
        chat: [{board: chat}, {word: [chat, minou]}]
        chien: [{board: chien}, {word: chien}]
      correct: = item.bon
      patience: 5 s
    next: fin
  fin: {do: [{say: "Fin."}], end: completed}
"""

BACK = """
commands: {finish: {next: fin}}
always: {buttons: [{label: "Pause", next: repos}]}
start: un
steps:
  un: {do: [{say: "Un."}], buttons: [{label: "Suite", next: fin}]}
  repos: {do: [{say: "Repos."}], buttons: [{label: "Retour", next: back}, {label: "Assez", next: fin}]}
  fin: {do: [{say: "Fin."}], end: completed}
"""


def test_right_answers_and_signs_stand_in_tables_where_no_session_changes_them() -> None:
    compiled = Compiled.of(protocol_of(SORTING))
    assert compiled.right == {"jeu/ask": {"un": ("chat",), "deux": ("chien",)}}
    assert compiled.signs["jeu/ask"].by_sense == {
        "board": ("chat", "chien"),
        "word": ("chat", "minou", "chien"),
    }


def test_the_view_of_a_trial_says_what_the_tables_say() -> None:
    course = Course(SORTING)
    course.done()
    trial = course.view.trial
    assert trial is not None
    assert trial.expected == {"un": ("chat",), "deux": ("chien",)}[trial.item]
    assert course.view.hears_words == ("chat", "minou", "chien")


def test_an_action_that_nobody_waits_for_leaves_the_very_same_state() -> None:
    engine, state = Engine(protocol_of(BACK)), State()
    for number, kind in enumerate(("start", "begin")):
        state, _ = engine.step(state, Event(number, "in", 0, "test", kind, {"participants": ["P07"]}))
    nobodys = Event(2, "in", 1, "test", "done", {"action": "a99", "how": "finished"})
    assert engine.step(state, nobodys) == (state, ())
    assert engine.step(state, nobodys)[0] is state


def test_back_goes_to_the_step_that_was_left_by_one_way_for_all_steps() -> None:
    course = Course(BACK)
    course.done()
    course.press("Pause")
    course.done()
    course.press("Retour")
    assert course.view.step == "un"


def test_a_record_is_renewed_at_the_end_and_others_keep_their_order() -> None:
    deals = (Deal("a", (1,)), Deal("b", (2,)), Deal("c", (3,)))
    later = renewed(deals, Deal("b", (4,)), 1)
    assert [deal.lot for deal in later] == ["a", "c", "b"]
    assert known(later, "b") == Deal("b", (4,))
    assert known(later, "d") is None
    assert renewed(later, Deal("d", ()), 1)[:3] == later
