"""The protocol ``simon``: a sequence that grows while it is repeated; the span is kept."""

from __future__ import annotations

from tests.library.activity_courses import asked
from tests.library.library_course import Session


def test_the_longest_sequence_is_repeated_and_the_span_is_kept() -> None:
    session = asked("simon")
    session.until("bilan")
    assert len(session.trials) == 2 * (2 + 3 + 4 + 5)
    assert set(session.judgements) == {"correct"}
    session.presses("C'est fini")
    assert session.notes() == [
        "La plus longue suite refaite aujourd'hui : 5. Suites remontrées : 0. Couleurs justes : 28."
    ]
    assert session.told("levels")[0]["values"] == {"P07": {"empan": 5}}


def test_nao_shows_a_colour_with_eyes_word_and_board_together() -> None:
    session = asked("simon")
    assert session.said[-4:] == ["Regarde bien.", "Bleu.", "Jaune.", "À toi !"]
    eyes = [line.data["colour"] for line in session.lines
            if line.kind == "do" and line.data["verb"] == "eyes"]  # fmt: skip
    assert eyes[-4:] == ["white", "blue", "yellow", "white"]
    marked = [board["highlight"] for board in session.told("board") if board["highlight"]]
    assert marked == ["bleu", "jaune"]
    assert session.view.board is not None
    assert not any(choice.marked for choice in session.view.board.choices)


def test_another_colour_ends_a_sequence_at_once_and_two_such_sequences_end_the_game() -> None:
    session = asked("simon")
    session.right()
    session.wrong()
    assert session.judgements == ["correct", "incorrect"]
    assert "On regarde une autre suite." in session.said
    assert session.said[-3:] == ["Vert.", "Violet.", "À toi !"]
    session.wrong()
    assert session.step == "bilan"
    session.sleep()
    assert session.notes()[0].startswith("La plus longue suite refaite aujourd'hui : 0.")


def test_a_silence_brings_a_question_that_tells_nothing() -> None:
    session = asked("simon")
    session.silence()
    assert session.said[-1] == "Quelle couleur vient en premier ?"
    session.right()
    session.silence()
    assert session.said[-1] == "Quelle couleur vient après ?"
    session.right()
    assert session.judgements == ["prompted", "prompted"]
    session.silent()
    assert session.judgements[-1] == "no_response"


def test_no_sequence_is_longer_than_was_set() -> None:
    session = Session("simon", settings={"longueur": 2})
    session.until("bilan")
    assert len(session.trials) == 4


def test_a_sequence_can_be_shown_again_and_that_is_counted() -> None:
    session = asked("simon")
    session.right()
    session.presses("Montrer encore")
    assert session.said[-4:] == ["Regarde bien.", "Bleu.", "Jaune.", "À toi !"]
    session.right(2)
    assert session.judgements == ["correct", "void", "correct", "correct"]
    session.commands("finish")
    assert "Suites remontrées : 1." in session.notes()[0]


def test_a_span_that_is_known_is_never_lowered() -> None:
    session = Session("simon", levels={"values": {"P07": {"empan": 4}}, "help": []})
    session.until("suites.refaire")
    session.right(2)
    session.commands("finish")
    assert session.told("levels")[0]["values"] == {"P07": {"empan": 4}}
