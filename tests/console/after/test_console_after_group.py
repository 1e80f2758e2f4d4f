"""What the end page tells of questions that were put to a whole group."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import Any

import pytest

from nao_sessions.console.after.reading import Finished, read_finished
from nao_sessions.console.after.routes import sheets
from nao_sessions.console.after.telling import childs_word
from nao_sessions.console.after.view import page_of, transmission
from nao_sessions.console.people import People
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.record.results.responses import UnscoredAnswer, read_responses, unscored_answers
from nao_sessions.record.results.trials import read_trials, wrong_answers
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.text.messages import verbatim
from tests.console.after.after_house import plain
from tests.console.rehearsed_folder import make_session


@pytest.fixture(scope="module")
def group(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    sessions = tmp_path_factory.mktemp("sessions")
    return read_finished(make_session(sessions, "tour-de-role", children=("P07", "P12")))


def question(seq: int, at_s: float, **data: Any) -> list[Event]:
    """Give a question to all, or to the child of the trial's line, and that line."""
    answers = ["calme", "agité"]
    asked = {"step": "humeur", "number": 1, "item": "", "answers": answers, "correct": None}
    asked["turn"] = data.get("child")
    record = {
        "step": "humeur", "child": None, "number": 1, "item": "", "answer": "calme", "judgement": None,
        "help": "none", "prompts": 0, "attempts": 1, "way": "board", "by": "P07", "correct": None,
        "opened_at": 0, "latency_ns": None, "correction": "", "level": None,
    }  # fmt: skip
    at_ns = round(at_s * SECOND_NS)
    return [
        Event(seq, "out", at_ns, "engine", "question", asked),
        Event(seq + 1, "out", at_ns, "engine", "trial", {**record, **data}),
    ]


def pressed(seq: int, at_s: float, by: str, value: str, why: str, **data: Any) -> list[Event]:
    """Give a child's press of its board, and what became of it."""
    at_ns = round(at_s * SECOND_NS)
    press = Event(seq, "in", at_ns, "board", "board", {"choice": value}, participant=by)
    given = {"sense": "board", "value": value, "why": why, "by": by, **data}
    return [press, Event(seq + 1, "out", at_ns, "engine", "response", given, cause=seq)]


def group_session(group: Finished, *events: Event) -> Finished:
    """Give a session of P07 and P12 with these events alone."""
    start = Event(0, "in", 0, "session", "start", {"participants": ["P07", "P12"]})
    every = (start, *events)
    return replace(
        group,
        events=every,
        trials=read_trials(every),
        responses=read_responses(every),
        unscored=unscored_answers(every),
        free_before={},
        interruptions=(),
    )


def test_who_answers_a_question_to_all_after_the_first_has_answered_it_too(group: Finished) -> None:
    extra = {"answer": "agité", "number": 1}
    held = group_session(
        group,
        *question(1, 5),
        *pressed(3, 6, "P12", "agité", "extra", **extra),
        *question(5, 20, by="P12"),
        *pressed(7, 21, "P07", "agité", "extra", **extra),
        Event(9, "out", 22 * SECOND_NS, "engine", "entered", {"step": "fin", "by": "next"}),
        *pressed(10, 23, "P12", "agité", "nothing_waits"),
        *pressed(12, 24, "P12", "un dessin", "nothing_waits"),
        *pressed(14, 25, "P07", "calme", "early", answer="calme", number=1),
    )
    own, others = (plain(childs_word(held, code).fr) for code in ("P07", "P12"))
    assert own.endswith("« calme ». Cette réponse est venue avant la fin de la question.")
    assert others.endswith("« agité ». Cette réponse est venue après une autre, ou trop tard.")


def test_what_a_child_presses_who_is_marked_away_is_told_with_that(group: Finished) -> None:
    extra = {"answer": "agité", "number": 1}
    left = Event(3, "out", 6 * SECOND_NS, "engine", "left", {"participant": "P12", "present": ["P07"]})
    held = group_session(group, *question(1, 5), left, *pressed(4, 7, "P12", "agité", "extra", **extra))
    told = plain(childs_word(held, "P12").fr)
    assert told.endswith(
        "Cette réponse est venue après une autre, ou trop tard. L'enfant était alors noté·e absent·e."
    )


def test_another_childs_turn_is_no_question_to_this_one(group: Finished) -> None:
    extra = {"answer": "agité", "number": 1}
    held = group_session(
        group, *question(1, 5, child="P07"), *pressed(3, 6, "P12", "agité", "extra", **extra)
    )
    assert childs_word(held, "P12").fr == "Après la séance, son avis n'a pas été noté."


def test_a_question_to_all_was_proposed_to_every_child_who_was_there(group: Finished) -> None:
    left = Event(5, "out", 10 * SECOND_NS, "engine", "left", {"participant": "P12", "present": ["P07"]})
    back = Event(8, "out", 30 * SECOND_NS, "engine", "returned", {"participant": "P12"})
    held = group_session(
        group,
        *question(1, 5),
        *question(3, 6, child="P12", by="P12", step="salut"),
        left,
        *question(6, 20),
        back,
        *question(9, 40),
    )
    hers, his = (sheet for sheet in sheets(held, "fr", UTC))
    untitled = "Une activité sans titre"
    assert [plain(one) for one in hers.proposed] == [f"{untitled} : 3 essais, pour tout le groupe"]
    assert [plain(one) for one in his.proposed] == [
        f"{untitled} : 2 essais, pour tout le groupe",
        f"{untitled} : 1 essai",
    ]
    why = "chacune compte pour l'enfant dont la réponse a clos la question."
    assert plain(hers.answered).endswith(f" Posées à tout le groupe : 3 questions (comptées ici : 3) ; {why}")
    assert plain(his.answered).endswith(f" Posées à tout le groupe : 2 questions (comptées ici : 0) ; {why}")
    assert f"Posées à tout le groupe : 2 questions (comptées ici : 0) ; {why}" in plain(
        transmission(held, "P12", "fr", UTC).split("\n")[1]
    )


def test_what_was_put_to_another_child_alone_was_not_proposed_to_this_one(group: Finished) -> None:
    def entered(seq: int, step: str) -> Event:
        return Event(seq, "out", seq * SECOND_NS, "engine", "entered", {"step": step, "by": "next"})

    titles = {"accueil": verbatim("Accueil"), "humeur": verbatim("L'humeur")}
    played = (entered(1, "accueil"), entered(2, "humeur"), *question(3, 5, child="P07"))
    held = replace(group_session(group, *played), words=replace(group.words, activities=titles))
    hers, his = sheets(held, "fr", UTC)
    assert [plain(one) for one in hers.proposed] == ["Une activité sans titre : 1 essai"]
    assert his.proposed == ("Accueil",)
    left = Event(0, "out", 0, "engine", "left", {"participant": "P12"})
    _, away = sheets(replace(held, events=(left, *held.events)), "fr", UTC)
    assert away.proposed == ()


def test_a_question_to_all_was_put_to_the_child_who_came_back_and_closed_it(group: Finished) -> None:
    gone = {"participant": "P12", "present": ["P07"]}
    asked, record = question(2, 20, by="P12")
    left = Event(1, "out", 10 * SECOND_NS, "engine", "left", gone)
    back = Event(3, "out", 30 * SECOND_NS, "engine", "returned", gone)
    held = group_session(group, left, asked, back, record._replace(seq=4, at=40 * SECOND_NS))
    _, his = sheets(held, "fr", UTC)
    assert [plain(one) for one in his.proposed] == ["Une activité sans titre : 1 essai, pour tout le groupe"]
    assert "Posées à tout le groupe : 1 question (comptées ici : 1) ;" in plain(his.answered)


def test_a_child_whose_wrong_answer_to_a_group_question_closed_nothing_is_told_to_have_answered(
    group: Finished,
) -> None:
    asked, record = question(1, 5, correct=["calme"], judgement="prompted", attempts=2, prompts=1)
    decides = {"number": 1, "latency_ns": SECOND_NS}
    wrong = pressed(2, 6, "P12", "agité", "decides", answer="agité", **decides)
    helped = {"step": "humeur", "number": 1, "help": "verbal", "index": 0, "cause": "wrong", "times": 1}
    prompt = Event(4, "out", 6 * SECOND_NS, "engine", "prompt", helped, cause=3)
    right = pressed(5, 8, "P07", "calme", "decides", answer="calme", **decides)
    held = group_session(group, asked, *wrong, prompt, *right, record._replace(seq=7, cause=6))
    held = replace(held, wrong=wrong_answers(held.events))
    lines = plain(transmission(held, "P12", "fr", UTC)).split("\n")
    tried = "Avant la réponse qui a clos la question, cet enfant avait répondu : agité (faux)."
    assert lines[1].startswith("P12 : aucun essai compté ici. Posées à tout le groupe : 1 question ")
    assert lines[1].endswith(f"l'enfant dont la réponse a clos la question. {tried}")
    assert lines[2] == "Aide : sans objet, aucun essai n'est compté ici."
    (sheet,) = sheets(held, "fr", UTC, child="P12")
    assert plain(sheet.answered).endswith(tried)
    assert "avait répondu" not in transmission(held, "P07", "fr", UTC)


def test_an_answer_that_counted_for_nothing_is_told_as_the_other_childs_who_gave_it(group: Finished) -> None:
    trial = next(one for one in group.trials if one.child == "P07")
    for child, whose in (("P07", ""), ("P12", ", par P12")):
        response = next(one for one in group.responses if one.participant == child)
        given = replace(group, unscored={trial.seq: [UnscoredAnswer("early", "chien", response.seq)]})
        page = page_of(given, People(), Pseudonyms(), "fr", UTC)
        facts = [plain(fact) for block in page.blocks for row in block.rows for fact in row.facts]
        assert f"Réponse non comptée, Nao n'avait pas fini : chien{whose}" in facts
