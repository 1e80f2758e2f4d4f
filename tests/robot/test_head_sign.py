"""The head sign from one look after the other, without a robot."""

from __future__ import annotations

from nao_sessions.core.clock import MILLISECOND_NS
from nao_sessions.robot.naoqi.guard import GAP_NS, HELD_NS, HeldHead

LOOK_NS = 100 * MILLISECOND_NS


def _signs(looks: list[tuple[int, bool]]) -> list[int]:
    """Give the times at which the sign was complete."""
    head = HeldHead()
    return [at_ns for at_ns, held in looks if head.look(held, at_ns)]


def _every_look(held: str) -> list[tuple[int, bool]]:
    return [(number * LOOK_NS, letter == "#") for number, letter in enumerate(held)]


def test_the_sign_is_complete_after_two_seconds_and_told_once() -> None:
    assert _signs(_every_look("." + "#" * 60)) == [LOOK_NS + HELD_NS]


def test_a_hand_that_lets_go_begins_anew() -> None:
    assert _signs(_every_look("#" * 20 + "." + "#" * 20)) == []
    assert _signs(_every_look("#" * 20 + "." + "#" * 21)) == [21 * LOOK_NS + HELD_NS]


def test_each_hold_is_a_sign_of_its_own() -> None:
    assert len(_signs(_every_look("#" * 25 + ".." + "#" * 25))) == 2


def test_what_was_not_looked_at_is_not_taken_for_held() -> None:
    assert _signs([(0, True), (GAP_NS + 1, True), (HELD_NS, True)]) == []
