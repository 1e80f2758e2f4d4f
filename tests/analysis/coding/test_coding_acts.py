"""What a press does to what stands: points, states, groups, subjects, and going back in the film."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nao_sessions.analysis.coding.acts import Press, change, press, remove
from nao_sessions.analysis.schemes.files import find_scheme
from nao_sessions.analysis.schemes.model import Scheme
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import UsageError
from nao_sessions.record.additions.annotations import Annotation
from tests.analysis.coding.coded import point, state

SCHEME: Scheme = replace(find_scheme("engagement"), id="test")


def pressed(
    standing: list[Annotation], behaviour: str, at_s: float, subject: str = "P07", **modifiers: str
) -> list[Annotation]:
    """Give what stands after a press, in the order of time."""
    asked = Press(behaviour, round(at_s * SECOND_NS), subject, modifiers)
    found = {one.id: one for one in standing}
    for _, one in press(standing, SCHEME, asked, f"new{len(standing)}").lines:
        found[one.id] = one
    return sorted(found.values(), key=lambda one: one.start_ns)


def spans(annotations: list[Annotation]) -> list[tuple[str, float, float | None]]:
    return [
        (one.behaviour, one.start_ns / SECOND_NS, None if one.stop_ns is None else one.stop_ns / SECOND_NS)
        for one in annotations
    ]


def test_a_point_is_set_where_its_key_was_pressed() -> None:
    assert spans(pressed([], "smiles", 2)) == [("smiles", 2, None)]
    assert not pressed([], "smiles", 2)[0].open


def test_a_state_begins_with_one_press_and_ends_with_the_next() -> None:
    begun = pressed([], "engaged", 2)
    assert begun[0].open
    assert spans(pressed(begun, "engaged", 5)) == [("engaged", 2, 5)]


def test_a_state_that_is_ended_before_it_began_lies_the_right_way_round() -> None:
    assert spans(pressed(pressed([], "engaged", 5), "engaged", 2)) == [("engaged", 2, 5)]


def test_of_a_group_one_state_goes_on_at_a_time() -> None:
    standing = pressed(pressed([], "looks_nao", 1), "looks_adult", 3)
    assert spans(standing) == [("looks_nao", 1, 3), ("looks_adult", 3, None)]


def test_what_is_in_no_group_goes_on_beside_it() -> None:
    standing = pressed(pressed([], "looks_nao", 1), "engaged", 3)
    assert [one.open for one in standing] == [True, True]


def test_another_child_looks_for_herself() -> None:
    standing = pressed(pressed([], "looks_nao", 1, "P07"), "looks_adult", 3, "P09")
    assert [one.open for one in standing] == [True, True]


def test_going_back_into_a_state_cuts_it_in_two() -> None:
    standing = pressed([state("looks_nao", 1, 9)], "looks_adult", 4)
    assert spans(standing) == [("looks_nao", 1, 4), ("looks_adult", 4, 9)]


def test_a_state_that_is_begun_before_another_ends_where_that_begins() -> None:
    assert spans(pressed([state("looks_nao", 6, 9)], "looks_adult", 4)) == [
        ("looks_adult", 4, 6),
        ("looks_nao", 6, 9),
    ]


def test_a_state_that_was_put_before_another_is_ended_from_inside_it() -> None:
    standing = pressed([state("looks_nao", 6, 10)], "looks_adult", 3)
    assert spans(pressed(standing, "looks_adult", 5)) == [("looks_adult", 3, 5), ("looks_nao", 6, 10)]


def test_a_press_inside_a_state_that_has_its_end_moves_that_end() -> None:
    assert spans(pressed([state("engaged", 1, 9)], "engaged", 4)) == [("engaged", 1, 4)]
    assert spans(pressed([state("engaged", 1, 9)], "engaged", 9)) == [("engaged", 1, 9), ("engaged", 9, None)]


def test_another_childs_state_is_not_ended_from_inside_it() -> None:
    standing = pressed([state("engaged", 1, 9, subject="P07")], "engaged", 4, "P09")
    assert spans(standing) == [("engaged", 1, 9), ("engaged", 4, None)]


@pytest.mark.parametrize("between", [state("looks_nao", 4, 6, "k1"), state("looks_nao", 2, 4, "k1")])
def test_over_a_state_of_its_group_none_gets_its_other_end(between: Annotation) -> None:
    standing = [between, state("looks_adult", 8, None, "k2")]
    assert ("looks_adult", 8, None) in spans(pressed(standing, "looks_adult", 3))
    assert ("looks_adult", 3, 4) in spans(pressed(standing, "looks_adult", 3))


def test_a_modifier_is_one_of_its_set() -> None:
    assert pressed([], "engaged", 1, strength="clear")[0].modifiers == {"strength": "clear"}
    with pytest.raises(UsageError) as refused:
        pressed([], "engaged", 1, strength="wild")
    assert refused.value.code == "K115"
    with pytest.raises(UsageError):
        pressed([], "smiles", 1, strength="clear")


def test_a_behaviour_that_the_scheme_lacks_is_refused() -> None:
    with pytest.raises(UsageError):
        pressed([], "yawns", 1)


def test_an_edge_is_moved_and_an_open_state_is_ended_by_it() -> None:
    going_on = state("engaged", 1, None, "k1")
    (op, after), = change([going_on], SCHEME, "k1", {"stop_ns": 4 * SECOND_NS}).lines  # fmt: skip
    assert (op, after.open, after.stop_ns) == ("change", False, 4 * SECOND_NS)


def test_an_end_before_the_beginning_changes_nothing() -> None:
    with pytest.raises(UsageError, match="before the beginning"):
        change([state("engaged", 5, 9, "k1")], SCHEME, "k1", {"stop_ns": SECOND_NS})


def test_a_point_has_no_end() -> None:
    found = change([point("smiles", 5, "k1")], SCHEME, "k1", {"stop_ns": 9 * SECOND_NS})
    assert found.lines == ()


def test_what_is_not_there_is_neither_changed_nor_removed() -> None:
    for act in (lambda: change([], SCHEME, "k1", {}), lambda: remove([], "k1")):
        with pytest.raises(UsageError):
            act()
