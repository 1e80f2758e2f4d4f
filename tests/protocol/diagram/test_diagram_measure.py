"""Texts are measured and broken without a font: never wider than their room, never lost in silence."""

from __future__ import annotations

import pytest

from nao_sessions.protocol.diagram.style import ELLIPSIS, clean, shortened, width, wrapped
from tests.protocol.diagram.generated_protocols import HOSTILE

TEXTS = (*HOSTILE, "", "  ", "Qu'est-ce qui rime avec « chat » ?", "é" * 300, "à\u0301" * 50)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("room", [80, 120, 400])
def test_no_line_is_wider_than_its_room(text: str, room: int) -> None:
    for line in wrapped(text, 12, room, 3):
        assert width(line, 12) <= room
    assert width(shortened(text, 12, room), 12) <= room


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_that_has_room_is_kept_whole_and_one_that_has_not_shows_it(text: str) -> None:
    whole = "".join(wrapped(text, 12, 100_000, 1))
    assert whole.replace("\u00a0", " ").split() == clean(text).replace("\u00a0", " ").split()
    cut = wrapped(text, 12, 60, 2)
    lost = "".join("".join(cut).split()) != "".join(whole.split())
    assert lost == (bool(cut) and cut[-1].endswith(ELLIPSIS))


def test_french_punctuation_never_begins_a_line() -> None:
    for room in range(60, 200, 7):
        for line in wrapped("Fruit ou légume ? « Oui ! » dit Nao : c'est à toi ; vas-y.", 12, room, 20):
            assert line[0] not in "?!:;»"
            assert line[-1] != "«"


def test_signs_of_one_cluster_are_not_torn_apart() -> None:
    for line in wrapped("👩🏽\u200d🚀" * 10, 12, 60, 20):
        assert line.startswith("👩")
        assert not line.endswith("\u200d")


def test_what_xml_cannot_hold_and_what_turns_the_writing_is_left_out() -> None:
    assert clean("a\x00b\x1bc\ud800d\ufffee\u202ef\ng") == "abcdef g"
