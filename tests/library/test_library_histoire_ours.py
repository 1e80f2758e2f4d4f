"""The protocol ``histoire-ours``: listen, choose, answer, put in order, tell."""

from __future__ import annotations

from tests.library.activity_courses import asked
from tests.library.library_course import Session


def pictures(session: Session) -> list[str]:
    """Give the pictures that the board showed, in order, each once in a row."""
    shown = [board["picture"] for board in session.told("board") if board["picture"]]
    names = [str(name).removeprefix("pictures/").removesuffix(".svg") for name in shown]
    return [name for i, name in enumerate(names) if i == 0 or names[i - 1] != name]


def test_the_child_chooses_the_way_and_both_lead_to_the_honey() -> None:
    the_way("pont", "L'ours marche sur le pont.")
    the_way("bateau", "L'ours monte dans le bateau.")


def the_way(way: str, sentence: str) -> None:
    """Play the story by one of the two ways."""
    session = asked("histoire-ours")
    session.tap(way)
    assert sentence in session.said
    assert "De l'autre côté, il trouve du miel." in session.said
    assert pictures(session) == ["ours-maison", "ours-riviere", f"ours-{way}", "ours-miel", "ours-dort"]
    assert session.judgements == [None]
    assert session.step == "questions"


def test_a_word_chooses_once_the_adult_has_confirmed_it() -> None:
    session = asked("histoire-ours")
    session.says("en bateau")
    assert session.step == "riviere"
    session.judges("heard")
    assert "L'ours monte dans le bateau." in session.said


def test_who_chooses_nothing_takes_the_bridge_with_nao() -> None:
    session = asked("histoire-ours")
    session.silence()
    assert session.said[-1] == "Montre-moi ton choix."
    session.silence()
    assert "On prend le pont ensemble." in session.said
    assert session.step == "questions"


def test_the_story_goes_on_by_a_touch_by_a_press_or_by_itself() -> None:
    for act in (lambda s: s.strokes("head.front"), lambda s: s.presses("Suite"), lambda s: s.silence()):
        session = Session("histoire-ours")
        session.presses("L'enfant est prêt")
        assert session.said[-1] == "Il a très faim."
        act(session)
        assert session.step == "riviere"


def test_the_whole_story_without_help() -> None:
    session = asked("histoire-ours")
    session.until("raconter")
    assert session.judgements == [None] + ["correct"] * 6
    assert [trial["item"] for trial in session.trials] == ["", "qui", "quoi", "fin", "debut", "milieu", "fin"]
    session.give("utterance", {"speaking": True}, after_s=2.0)
    session.settle()
    assert session.step == "raconter"  # somebody speaks: whether it was the story, the adult says
    session.judges("heard")
    assert "Quelle belle histoire !" in session.said
    session.presses("C'est fini")
    assert session.notes() == ["Questions sans aide : 3. Images en ordre sans aide : 3."]


def test_each_help_can_bring_the_answer() -> None:
    for step in ("questions", "ordre"):
        for silences, help_given in ((1, "verbal"), (2, "gestural")):
            session = asked("histoire-ours")
            session.until(step)
            session.silence(silences)
            session.right()
            assert (session.judgements[-1], session.help_given()[-1]) == ("prompted", help_given)


def test_the_picture_is_shown_to_who_does_not_find_it() -> None:
    session = asked("histoire-ours")
    session.until("questions")
    for _ in range(3):
        session.wrong()
    assert session.judgements[-1] == "incorrect"
    assert "Regarde. C'est l'ours." in session.said
    session.silent()
    assert "Je te montre. C'est le miel." in session.said
    session.until("ordre")
    for _ in range(3):
        session.wrong()
    assert "Regarde. L'ours sort de sa maison." in session.said
    session.silent()
    assert "Je te montre. L'ours arrive à la rivière." in session.said


def test_who_tells_nothing_is_helped_and_thanked() -> None:
    session = asked("histoire-ours")
    session.until("raconter")
    session.silence()
    assert session.said[-2:] == ["Un ours sort de sa maison.", "Et après ?"]
    session.silence()
    assert session.told("adult")[-1]["text"].startswith("Montrez les images l'une après l'autre.")
    session.silence()
    assert session.judgements[-1] is None
    assert session.said[-1] == "Merci d'avoir écouté avec moi."


def test_telling_can_be_left_out() -> None:
    session = Session("histoire-ours", settings={"raconter": False})
    session.until("bilan")
    assert "raconter" not in session.entered()
