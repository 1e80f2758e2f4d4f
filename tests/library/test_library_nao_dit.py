"""The protocol ``nao-dit``: act upon "Nao says", hold back without it; the four cells are what is scored."""

from __future__ import annotations

from tests.library.activity_courses import asked
from tests.library.library_course import SECOND_NS, Session


def mixed() -> Session:
    """Go on to the trials in which the child acts or waits."""
    session = asked("nao-dit")
    session.until("melange")
    return session


def to_an_item(session: Session, kind: str) -> None:
    """Answer rightly until an item of a kind is asked: ``agir`` or ``retenir``."""
    while not session.item.startswith(kind):
        session.right()


def test_the_whole_game_without_a_mistake() -> None:
    session = asked("nao-dit")
    session.until("bilan")
    session.presses("C'est fini")
    played = [trial for trial in session.trials if trial["step"] == "melange"]
    held = sum(trial["item"].startswith("retenir") for trial in played)
    assert len(played) == 16
    assert session.notes() == [
        f"Bonnes réponses : {16 - held}. Oublis : 0. Retenues : {held}. Départs trop rapides : 0."
    ]


def test_acting_comes_three_times_as_often_as_holding_back() -> None:
    session = Session("nao-dit", settings={"essais": 12})
    session.until("melange")
    session.until("bilan")
    held = [trial["item"] for trial in session.trials if trial["item"].startswith("retenir")]
    assert sorted(held) == ["retenir_main", "retenir_pied", "retenir_tete"]


def test_waiting_without_nao_says_is_a_success() -> None:
    session = mixed()
    to_an_item(session, "retenir")
    session.silence()
    assert session.judgements[-1] == "correct"
    ended = next(line.at for line in reversed(session.lines) if line.kind == "trial")
    assert ended == session.trials[-1]["opened_at"] + 5 * SECOND_NS  # the patience is eight
    assert "Bravo, tu as attendu !" in session.said


def test_acting_without_nao_says_is_a_false_alarm_and_the_rule_is_said_again() -> None:
    session = mixed()
    to_an_item(session, "retenir")
    said = len(session.said)
    session.strokes("head.front")
    assert session.judgements[-1] == "incorrect"
    assert session.since(said)[0] == "Sans « Nao dit », on attend."
    session.commands("finish")
    assert session.notes()[0].endswith("Départs trop rapides : 1.")


def test_another_part_is_an_error_of_place() -> None:
    session = mixed()
    to_an_item(session, "agir")
    said = len(session.said)
    session.wrong()
    assert session.judgements[-1] == "incorrect"
    assert session.since(said)[0] == "Écoute bien où toucher."


def test_a_silence_brings_help_where_acting_was_asked_and_then_counts_as_a_miss() -> None:
    session = mixed()
    to_an_item(session, "agir")
    session.silence()
    assert session.said[-2] == "J'ai dit « Nao dit »."
    session.right()
    assert session.judgements[-1] == "prompted"
    assert "Oui, Nao l'a dit !" in session.said
    to_an_item(session, "agir")
    session.silent()
    assert session.judgements[-1] == "no_response"
    session.commands("finish")
    assert "Oublis : 1." in session.notes()[0]


def test_help_in_the_first_part_and_what_is_missed_there() -> None:
    session = asked("nao-dit")
    session.silence(2)
    assert session.told("adult")[-1]["text"].startswith("Montrez du doigt")
    session.right()
    for _ in range(3):
        session.wrong()
    session.silent()
    assert session.judgements == ["prompted", "incorrect", "no_response"]
    assert session.help_given()[0] == "gestural"
    assert session.step == "bilan"  # who cannot act yet does not learn to hold back


def test_a_child_who_knows_the_game_begins_with_the_rule_which_can_be_said_again() -> None:
    session = Session("nao-dit")
    session.presses("Connaît déjà le jeu")
    assert session.said[-1] == "Sans « Nao dit », on attend."
    session.presses("Redire la règle")
    assert session.entered()[-2:] == ["regle", "regle"]
    session.silence()
    assert session.step == "melange"


def test_four_misses_in_a_row_end_the_game() -> None:
    session = mixed()
    for _ in range(30):
        if session.step != "melange":
            break
        if session.item.startswith("retenir"):
            session.strokes("head.front")
        else:
            session.silent()
    assert session.step == "bilan"
    assert len(session.trials) == 3 + 4
