"""The protocol ``imitation``: one pose, two in a row, then Nao copies the child; the adult judges."""

from __future__ import annotations

from tests.library.activity_courses import asked
from tests.library.library_course import Session


def poses(session: Session) -> list[str]:
    """Give the poses that Nao took, in order."""
    return [line.data["name"] for line in session.lines if line.kind == "do" and line.data["verb"] == "pose"]


def test_the_whole_game_without_help() -> None:
    session = asked("imitation")
    session.until("meneur")
    assert session.judgements == ["correct"] * 8
    for _ in range(3):
        session.judges(answer="devant")
    assert session.judgements[8:] == [None] * 3
    session.presses("C'est fini")
    assert session.notes() == ["Poses seul : 5, avec aide : 0. Deux poses seul : 3."]


def test_nao_takes_the_pose_before_it_asks_and_lets_the_arms_down_after() -> None:
    session = asked("imitation")
    first = poses(session)
    assert len(first) == 1
    assert session.said[-1] == "Fais comme moi !"
    session.judges("yes")
    assert poses(session)[:2] == [*first, "arms_down"]
    assert "Oui, comme moi !" in session.said


def test_each_help_can_bring_the_pose() -> None:
    for presses, help_given in ((1, "verbal"), (2, "model"), (3, "physical_partial")):
        session = asked("imitation")
        for _ in range(presses):
            session.judges("not_yet")
        session.judges("yes")
        assert (session.judgements, session.help_given()) == (["prompted"], [help_given])
    assert session.told("adult")[-1]["text"] == "Guidez ses bras doucement, s'il l'accepte."


def test_help_comes_by_itself_when_the_adult_says_nothing() -> None:
    session = asked("imitation")
    session.silent()
    assert session.judgements == ["no_response"]
    assert [told["cause"] for told in session.told("prompt")] == ["silence"] * 3
    assert "On passe à une autre." in session.said


def test_an_attempt_is_thanked_for() -> None:
    session = asked("imitation")
    session.judges("incorrect")
    assert "Merci d'avoir essayé avec moi." in session.said


def test_who_needed_help_for_most_poses_goes_on_to_lead() -> None:
    session = asked("imitation")
    for _ in range(5):
        session.judges("not_yet")
        session.judges("yes")
    assert session.step == "meneur"


def test_three_poses_missed_in_a_row_lead_to_leading() -> None:
    session = asked("imitation")
    for _ in range(3):
        session.silent()
    assert (session.step, len(session.trials)) == ("meneur", 3)


def test_two_poses_are_shown_one_after_the_other_before_the_child_begins() -> None:
    session = asked("imitation")
    session.until("suites")
    assert session.said[-2:] == ["Regarde bien jusqu'au bout.", "À toi !"]
    assert len(poses(session)[-3:]) == 3
    assert poses(session)[-1] == "arms_down"
    session.silence()
    session.judges("yes")
    session.silence(2)
    assert session.said[-1] == "On le fait ensemble."
    session.judges("yes")
    assert session.help_given()[-2:] == ["verbal", "model"]
    session.judges("yes")
    assert "Oui, les deux !" in session.said
    assert session.step == "meneur"


def test_two_sequences_missed_in_a_row_lead_to_leading() -> None:
    session = asked("imitation")
    session.until("suites")
    session.judges("incorrect")
    session.silent()
    assert session.judgements[-2:] == ["incorrect", "no_response"]
    assert session.step == "meneur"


def test_nao_does_what_the_child_does() -> None:
    for answer, pose in (
        ("en l'air", "arms_up"),
        ("sur les côtés", "arms_out"),
        ("devant", "arms_forward"),
        ("hanches", "hands_on_hips"),
    ):
        session = Session("imitation", settings={"tours": 1})
        session.until("meneur")
        session.judges(answer=answer)
        assert poses(session)[-3:-1] == [pose, "arms_down"]  # and arms down again at the end
        assert "Comme toi !" in session.said
    session = Session("imitation", settings={"tours": 1})
    session.until("meneur")
    session.judges(answer="autre geste")
    assert "Oh, quel beau geste !" in session.said


def test_who_does_not_lead_is_helped_twice_and_nothing_is_judged() -> None:
    session = Session("imitation", settings={"tours": 1})
    session.until("meneur")
    session.silence(3)
    assert session.help_given()[-1] == "model"
    assert session.judgements[-1] is None
    assert session.step == "bilan"
