"""The protocol ``consignes``: one thing, two, three; each act of an instruction is a trial of its own."""

from __future__ import annotations

from tests.library.activity_courses import asked
from tests.library.library_course import Session


def test_all_instructions_are_followed_to_the_end() -> None:
    session = asked("consignes")
    session.until("bilan")
    assert session.judgements == ["correct"] * 12
    assert [t["answer"] for t in session.trials[2:6]] == ["tête", "main", "pied", "tête"]
    session.presses("C'est fini")
    assert session.notes() == [
        "Consigne la plus longue suivie : 3. Consignes redites : 0. Gestes sans aide : 12."
    ]


def test_the_instruction_is_said_once_and_the_second_act_follows_without_a_word() -> None:
    session = asked("consignes")
    session.right(2)
    assert session.said[-1] == "Touche ma tête, puis ma main."
    said = len(session.said)
    session.strokes("head.front")
    assert session.since(said) == ["Oui !"]
    session.strokes("hand.left")
    assert session.trials[-1]["answer"] == "main"
    assert session.said[said + 1 : said + 3] in (
        ["Oui !", "Tu as tout fait, bravo !"],
        ["Oui !", "Bravo, jusqu'au bout !"],
    )


def test_an_instruction_stops_at_the_first_act_that_is_missed_and_two_stop_the_game() -> None:
    session = asked("consignes")
    session.right(2)
    for _ in range(4):
        session.strokes("foot.left")
    assert session.judgements[-1] == "incorrect"
    assert "On regarde encore." in session.said
    assert "On en essaie une autre." in session.said
    assert session.said[-1] == "Touche mon pied, puis ma tête."
    session.right()
    session.silent()
    assert session.judgements[-2:] == ["correct", "no_response"]
    assert session.step == "bilan"


def test_a_success_between_two_misses_lets_the_game_go_on() -> None:
    session = asked("consignes")
    session.silent()
    session.right()
    session.silent()
    assert session.step == "consignes.faire"
    assert session.said[-1] == "Touche mon pied, puis ma tête."


def test_each_help_can_bring_the_act() -> None:
    for silences, help_given in ((1, "visual"), (2, "gestural"), (3, "physical_partial")):
        session = asked("consignes")
        session.silence(silences)
        session.right()
        assert (session.judgements, session.help_given()) == (["prompted"], [help_given])
    assert session.told("adult")[-1]["text"] == "Accompagnez sa main jusqu'à Nao, s'il l'accepte."


def test_the_help_for_the_third_act_shows_the_third_part() -> None:
    session = asked("consignes")
    session.right(8)
    assert session.said[-1] == "Oui !"
    session.silence()
    board = session.view.board
    assert board is not None
    assert [choice.word for choice in board.choices if choice.marked] == ["tête"]


def test_no_instruction_is_longer_than_was_set() -> None:
    session = Session("consignes", settings={"longueur": 1})
    session.until("bilan")
    assert len(session.trials) == 2


def test_an_instruction_can_be_said_again_from_its_beginning() -> None:
    session = asked("consignes")
    session.right(3)
    session.presses("Redire la consigne")
    assert session.said[-1] == "Touche ma tête, puis ma main."
    session.right(2)
    assert session.judgements[2:] == ["correct", "void", "correct", "correct"]
    session.commands("finish")
    assert "Consignes redites : 1." in session.notes()[0]


def test_a_break_in_the_second_act_asks_for_the_second_act_again() -> None:
    session = asked("consignes")
    session.right(3)
    session.commands("calm")
    session.presses("Reprendre")
    session.strokes("hand.right")
    assert session.trials[-1]["judgement"] == "correct"
