"""The protocol ``positions``: the words of space on pictures, then with a real cube and a real box."""

from __future__ import annotations

from tests.library.activity_courses import asked
from tests.library.library_course import Session, protocol


def test_pictures_then_the_cube_without_help() -> None:
    session = asked("positions")
    session.until("bilan")
    assert session.judgements == ["correct"] * 13
    session.presses("C'est fini")
    assert session.notes() == ["Images sans aide : 8. Cube sans aide : 5. Niveau : 3."]


def test_pictures_that_are_offered_together_differ_by_the_word_of_space_alone() -> None:
    elements = protocol("positions").elements
    for item in protocol("positions").decks["images"].items:
        choices = item.values["choix"]
        assert isinstance(choices, tuple)
        with_table = {"table" in str(elements[str(word)].picture) for word in choices}
        assert len(with_table) == 1, item.id


def test_each_help_can_bring_the_picture() -> None:
    for silences, help_given in ((1, "verbal"), (2, "gestural"), (3, "model")):
        session = asked("positions")
        session.silence(silences)
        session.right()
        assert (session.judgements, session.help_given()) == (["prompted"], [help_given])
    assert session.told("adult")[-1]["text"].startswith("Placez le cube comme le chat")


def test_the_picture_is_shown_to_who_does_not_find_it() -> None:
    session = asked("positions")
    for _ in range(4):
        session.wrong()
    assert session.judgements == ["incorrect"]
    assert any(sentence.startswith("Regarde. Le chat est ") for sentence in session.said)
    session.silent()
    assert any(sentence.startswith("Je te montre. Le chat est ") for sentence in session.said)


def test_four_errors_in_a_row_end_the_pictures_and_three_the_cube() -> None:
    session = asked("positions")
    for _ in range(4):
        session.silent()
    assert session.step == "bilan"
    session = Session("positions")
    session.presses("Le cube seulement")
    for _ in range(3):
        session.silent()
    assert (session.step, session.judgements) == ("bilan", ["no_response"] * 3)


def test_the_adult_judges_where_the_cube_is_put() -> None:
    session = Session("positions")
    session.presses("Le cube seulement")
    assert session.told("adult")[-1]["text"] == "Posez la boîte ouverte et le cube devant l'enfant."
    helps = []
    for presses in (0, 1, 2, 3):
        for _ in range(presses):
            session.judges("not_yet")
        session.judges("yes")
        helps.append(session.help_given()[-1])
    assert helps == ["none", "verbal", "model", "physical_partial"]
    session.judges("incorrect")
    assert "Merci d'avoir essayé." in session.said
    assert session.step == "bilan"


def test_the_cube_can_be_left_out() -> None:
    session = Session("positions", settings={"cube": False})
    session.until("bilan")
    assert {trial["step"] for trial in session.trials} == {"images"}
