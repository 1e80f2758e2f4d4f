"""The protocol ``emotions``: faces, then situations; help in order, and no child is told that he is wrong."""

from __future__ import annotations

from tests.library.activity_courses import asked
from tests.library.library_course import Session


def test_faces_then_situations_without_any_help() -> None:
    session = asked("emotions")
    session.until("bilan")
    assert session.judgements == ["correct"] * 10
    assert [trial["step"] for trial in session.trials] == ["visages"] * 5 + ["situations"] * 5
    session.presses("C'est fini")
    assert session.notes() == [
        "Visages sans aide : 5. Avec aide : 0.",
        "Situations sans aide : 5. Avec aide : 0.",
    ]


def test_a_right_face_is_named_again() -> None:
    session = asked("emotions")
    item = session.item
    session.right()
    phrase = {"content": "content", "triste": "triste", "fache": "fâché", "surpris": "surpris"}
    expected = "Oui ! Il a peur." if item == "peur" else f"Oui ! Il est {phrase[item]}."
    assert expected in session.said


def test_each_help_can_bring_the_right_face() -> None:
    for silences, help_given in ((1, "verbal"), (2, "gestural"), (3, "model")):
        session = asked("emotions")
        session.silence(silences)
        if help_given == "gestural":
            board = session.view.board
            assert board is not None
            assert [choice.word for choice in board.choices if choice.marked] == [session.expected]
        if help_given == "model":
            assert session.told("adult")[-1]["text"].startswith("Posez le doigt sur le bon visage.")
        session.right()
        assert (session.judgements, session.help_given()) == (["prompted"], [help_given])


def test_another_face_brings_help_and_at_last_the_right_one_is_shown() -> None:
    session = asked("emotions")
    for _ in range(4):
        session.wrong()
    assert session.judgements == ["incorrect"]
    assert session.trials[0]["attempts"] == 4
    assert any(sentence.startswith("Regarde. Il ") for sentence in session.said)


def test_a_child_who_knows_few_faces_goes_no_further() -> None:
    session = asked("emotions")
    session.right(2)
    for _ in range(3):
        session.silence(2)
        session.right()
    assert session.judgements == ["correct"] * 2 + ["prompted"] * 3
    assert session.step == "bilan"


def test_three_errors_in_a_row_end_the_faces_and_the_situations() -> None:
    faces = asked("emotions")
    for _ in range(3):
        faces.silent()
    assert (faces.step, len(faces.trials)) == ("bilan", 3)
    situations = asked("emotions")
    situations.until("situations")
    for _ in range(3):
        situations.silent()
    assert (situations.step, len(situations.trials)) == ("bilan", 8)


def test_situations_can_be_left_out() -> None:
    session = Session("emotions", settings={"situations": False})
    session.until("bilan")
    assert {trial["step"] for trial in session.trials} == {"visages"}


def test_in_a_situation_nao_plays_it_before_it_explains_it() -> None:
    session = asked("emotions")
    session.until("situations")
    helps = []
    for silences in (1, 2, 3):
        session.silence(silences)
        session.right()
        helps.append(session.help_given()[-1])
    assert helps == ["visual", "verbal", "gestural"]
    for _ in range(4):
        session.wrong()
    assert session.judgements[5:] == ["prompted"] * 3 + ["incorrect"]
    session.silent()
    assert session.judgements[-1] == "no_response"
    assert session.step == "bilan"
