"""Children stand in the order of their codes, and no step is called by its name in the file."""

from __future__ import annotations

from nao_sessions.core.events import Event
from nao_sessions.core.text import Text
from nao_sessions.replay.lanes import code_order
from nao_sessions.replay.sentences import told
from nao_sessions.replay.telling import Context


def entered(step: str, **titles: str) -> str:
    context = Context(titles={name.replace("_", "."): Text(fr=fr, en=fr) for name, fr in titles.items()})
    return told(Event(1, "out", 0, "engine", "entered", {"step": step}), context).sentence.fr


def test_codes_are_ordered_by_their_numbers() -> None:
    assert sorted(["P10", "V2", "P9", "adult", "P1b"], key=code_order) == ["P1b", "P9", "P10", "V2", "adult"]


def test_an_untitled_step_is_called_as_the_nearest_group_around_it() -> None:
    assert entered("jeu.tour.question", jeu="Le jeu") == "Étape « Le jeu »"
    assert entered("jeu.tour.question", jeu="Le jeu", jeu_tour="Un tour") == "Étape « Un tour »"
    assert entered("jeu.tour.question", jeu_tour_question="Fruit ?") == "Étape « Fruit ? »"
    assert entered("q1") == "Étape « sans titre »"
