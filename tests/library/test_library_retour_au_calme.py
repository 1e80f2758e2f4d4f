"""The protocol ``retour-au-calme``: say how one feels, breathe, let go, say it again."""

from __future__ import annotations

from tests.library.library_course import SECOND_NS, Session


def breathing(**start: object) -> Session:
    """Begin the breathing: Nao has just said the first of its words."""
    session = Session("retour-au-calme", **start)
    session.presses("On respire")
    session.judges(answer="agité")
    return session


def test_the_whole_routine_of_a_child_who_gets_calm() -> None:
    session = Session("retour-au-calme")
    session.presses("On respire")
    session.tap("fâché")
    assert "D'accord, tu es fâché." in session.said
    assert session.said.count("Sens la fleur.") == 4
    assert session.said.count("Souffle sur la bougie.") == 4
    assert session.said[-3:] == [
        "Serre fort tes mains.",
        "Ouvre doucement tes mains.",
        "Et maintenant, comment tu te sens ?",
    ]
    session.tap("calme")
    assert session.outcome == "completed"
    assert session.notes() == ["Avant : fâché. Après : calme."]
    assert session.judgements == [None, None]


def test_blowing_lasts_longer_than_smelling() -> None:
    session = breathing()
    said_at = [line.at for line in session.lines if line.kind == "do" and line.data["verb"] == "say"
               and line.data["text"] in ("Sens la fleur.", "Souffle sur la bougie.")]  # fmt: skip
    assert said_at[1] - said_at[0] == 4 * SECOND_NS
    assert said_at[2] - said_at[1] == 6 * SECOND_NS


def test_as_many_breaths_as_were_set() -> None:
    session = breathing(settings={"souffles": 2})
    assert session.said.count("Sens la fleur.") == 2


def test_a_child_who_is_not_calm_breathes_once_more_and_then_stays_with_the_adult() -> None:
    session = breathing()
    session.tap("agité")
    assert "On respire encore un peu." in session.said
    assert session.said.count("Sens la fleur.") == 8
    session.tap("fâché")
    assert session.said[-2:] == ["Merci de me le dire.", "On reste tranquilles, avec l'adulte."]
    assert session.told("adult")[-1]["text"] == "Restez avec l'enfant, sans parler."
    session.presses("Est calme")
    assert session.outcome == "completed"


def test_a_child_who_says_nothing_is_asked_once_more_and_no_more() -> None:
    session = Session("retour-au-calme")
    session.silence(2)
    assert session.said[-1] == "Montre-moi un visage."
    session.sleep()
    assert session.said.count("Montre-moi un visage.") == 2
    assert session.outcome == "completed"
    assert session.judgements == [None, None]


def test_the_three_faces_are_named_as_they_are_chosen() -> None:
    for face in ("calme", "agité", "fâché"):
        session = Session("retour-au-calme")
        session.presses("On respire")
        session.tap(face)
        assert f"D'accord, tu es {face}." in session.said
        assert session.trials[0]["answer"] == face


def test_the_breathing_can_be_cut_short_by_the_adult() -> None:
    for step, label, after in (
        ("souffle", "Va mieux", "apres"),
        ("souffle", "Besoin d'être seul", "seul"),
        ("mains", "Va mieux", "apres"),
        ("mains", "Besoin d'être seul", "seul"),
    ):
        session = Session("retour-au-calme")
        session.presses("On respire")
        session.give("board", {"choice": "agité"}, after_s=1.0)
        while session.step != step:
            if session.doing:
                session.done(next(iter(session.doing)))
            else:
                session.wait()
        session.presses(label)
        assert session.step == after


def test_a_child_can_ask_to_be_alone_at_any_time_and_nao_is_silent() -> None:
    asks = (
        lambda s: s.presses("Besoin d'être seul"),
        lambda s: s.says("stop"),
        lambda s: s.commands("calm"),
    )
    for ask in asks:
        session = Session("retour-au-calme")
        ask(session)
        assert session.said[-1] == "D'accord. Je me tais."
        assert session.told("adult")[-1]["text"] == "Éloignez-vous un peu. Restez en vue."
        said = len(session.said)
        session.silence()
        assert session.outcome == "completed"
        assert session.since(said) == ["Merci. Prends tout ton temps."]


def test_from_alone_the_child_comes_back_to_breathing_or_is_calm_or_in_distress() -> None:
    session = Session("retour-au-calme")
    session.commands("calm")
    session.presses("On respire")
    assert "On respire encore un peu." in session.said
    session.commands("calm")
    session.presses("Est calme")
    assert session.outcome == "completed"


def test_nao_says_nothing_more_to_a_child_in_distress() -> None:
    for to_it in (lambda s: s.commands("calm"), lambda s: (s.silence(2), s.until("adulte"))):
        session = Session("retour-au-calme")
        session.presses("On respire")
        session.silence(2)
        if to_it(session) is None:
            assert session.step == "seul"
        else:
            assert session.step == "adulte"
        said = len(session.said)
        session.presses("Va mal")
        assert session.outcome == "distress"
        assert session.since(said) == []


def test_leaving_and_finishing_end_it_with_thanks() -> None:
    for command in ("change", "finish"):
        session = Session("retour-au-calme")
        session.commands(command)
        assert session.outcome == "completed"
        assert session.said[-1] == "Merci. Prends tout ton temps."


def test_encouraging_praises_nothing() -> None:
    session = Session("retour-au-calme")
    session.commands("encourage")
    assert session.said[-1] == "Je reste près de toi."


def test_the_limit_ends_it_kindly() -> None:
    session = Session("retour-au-calme")
    session.commands("pause")
    session.wait()
    session.wait()
    session.commands("resume")
    session.sleep()
    assert session.outcome == "time"


def test_nao_stays_up_where_another_protocol_goes_on() -> None:
    postures = []
    for rest in (True, False):
        session = Session("retour-au-calme", settings={"repos": rest})
        session.commands("finish")
        postures.append(sum(line.kind == "do" and line.data["verb"] == "posture" for line in session.lines))
    assert postures == [1, 0]
