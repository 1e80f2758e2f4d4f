"""The boards of the library and the short protocol beside them: every request is right, and has its place."""

from __future__ import annotations

from nao_sessions.protocol import check, load
from tests.library.library_course import FOLDER, plain
from tests.played import Played

PROTOCOL = FOLDER / "boards" / "demander-au-repas.yaml"


def session() -> Played:
    played = Played(load(PROTOCOL))
    played.settle()
    return played


def test_nothing_is_wrong_with_it() -> None:
    assert [one.render("fr") for one in check(PROTOCOL)] == []


def test_every_request_is_right_and_said_again() -> None:
    played = session()
    played.presses("L'enfant est prêt")
    for word in ("pomme", "gâteau", "pain", "pomme"):
        played.tap(word)
        played.silence(0 if played.outcome else 1)
    assert [trial["judgement"] for trial in played.trials] == ["correct"] * 4
    assert "D'accord : gâteau !" in [plain(text) for text in played.said]
    assert played.outcome == "completed"


def test_the_words_stay_where_they_are_on_the_whole_board() -> None:
    board = session().view.board
    assert board is not None
    assert board.cells == (("pain", None, None), ("poisson", "pomme", "gâteau"), (None, None, None))
    assert all(choice.picture is not None for choice in board.choices)


def test_silence_is_helped_and_ends_kindly() -> None:
    played = session()
    played.presses("L'enfant est prêt")
    for _ in range(40):
        if played.outcome:
            break
        played.silence()
    assert [trial["judgement"] for trial in played.trials] == ["no_response"] * 2
    assert plain(played.said[-1]) == "Au revoir {participant}, à bientôt !"
