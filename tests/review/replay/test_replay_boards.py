"""What was done on a board and did not act, in sentences."""

from __future__ import annotations

from typing import Any

import pytest

from nao_sessions.core.events import Event
from nao_sessions.review.replay.narration import Context
from nao_sessions.review.replay.sentences import told

ONE = Context(participants=["P07"])


def note(kind: str, **data: Any) -> Event:
    return Event(1, "note", 0, "board", kind, data)


@pytest.mark.parametrize(
    ("why", "board", "lane", "french"),
    [
        ("again", "P07", "child", "(P07, second appui d'un double appui)"),
        ("stale", "P07", "child", "(P07, ce qu'il visait n'était plus là)"),
        ("late", "group", "child", "(écran du groupe, arrivé trop tard)"),
        ("model", "P07", "adult", "(P07, l'adulte montre)"),
    ],
)
def test_a_touch_that_did_not_act_is_told_with_its_reason(
    why: str, board: str, lane: str, french: str
) -> None:
    found = told(note("touch", board=board, choice="pomme", why=why, pointer="touch"), ONE)
    assert (found.lane, found.sentence.fr) == (
        lane,
        f"Appui sans effet sur la tablette : « pomme » {french}",
    )


def test_a_stroke_is_told_and_a_kind_to_come_is_shown_as_it_stands() -> None:
    assert told(note("stroke_began", board="P07", stroke="a.1"), ONE).sentence.en == (
        "Slate (P07): a stroke begins"
    )
    assert told(note("folded", board="P07"), ONE).sentence.en == "folded (board = P07)"
