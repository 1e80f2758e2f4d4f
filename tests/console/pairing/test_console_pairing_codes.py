"""Codes and guesses: good once, for five minutes; whoever guesses has to wait."""

from __future__ import annotations

import pytest

from nao_sessions.console.pairing.invitations import (
    CHARACTERS,
    MOST_OPEN,
    OF_A_PEER,
    OF_ALL,
    Guesses,
    Invitation,
    Invitations,
    in_two,
)
from tests.console.pairing.paired_console import Clock


def _invited(invitations: Invitations) -> Invitation:
    made = invitations.invite("watch")
    assert made is not None
    return made


def test_a_code_is_eight_characters_that_are_not_taken_for_one_another() -> None:
    made = [_invited(Invitations(Clock())) for _ in range(50)]
    assert {len(one.typed) for one in made} == {8}
    assert set("".join(one.typed for one in made)) <= set(CHARACTERS)
    assert not set(CHARACTERS) & set("0O1IL2Z5S8BUV")
    assert len({one.typed for one in made} | {one.scanned for one in made}) == 100


@pytest.mark.parametrize("write", [str, str.lower, in_two, lambda code: f" {code[:3]} {code[3:]} "])
def test_a_code_may_be_typed_as_people_type(write: object) -> None:
    invitations = Invitations(Clock())
    made = _invited(invitations)
    assert callable(write)
    assert invitations.meant_by(write(made.typed)) is made


def test_a_scanned_code_is_taken_as_it_is() -> None:
    invitations = Invitations(Clock())
    made = _invited(invitations)
    assert invitations.meant_by(made.scanned) is made
    assert invitations.meant_by(made.scanned.swapcase()) is None


@pytest.mark.parametrize("code", ["", "A", "é" * 8, "\x00" * 8, "ACDEFGHJ" * 20])
def test_another_code_means_nobody(code: str) -> None:
    invitations = Invitations(Clock())
    _invited(invitations)
    assert invitations.meant_by(code) is None


def test_a_code_is_good_for_five_minutes() -> None:
    clock = Clock()
    invitations = Invitations(clock)
    made = _invited(invitations)
    clock.pass_s(299.5)
    assert (invitations.meant_by(made.typed), invitations.left_s(made)) == (made, 1)
    clock.pass_s(0.5)
    assert (invitations.meant_by(made.typed), invitations.standing(made)) == (None, "expired")
    assert invitations.left_s(made) == 0


def test_a_code_that_was_used_or_taken_back_is_good_no_more() -> None:
    invitations = Invitations(Clock())
    used, back = _invited(invitations), _invited(invitations)
    used.joined, back.cancelled = "d1", True
    assert [invitations.meant_by(one.typed) for one in (used, back)] == [None, None]
    assert [invitations.standing(one) for one in (used, back)] == ["used", "cancelled"]


def test_no_more_codes_are_open_than_a_room_needs() -> None:
    clock = Clock()
    invitations = Invitations(clock)
    assert all(invitations.invite("watch") for _ in range(MOST_OPEN))
    assert invitations.invite("watch") is None
    clock.pass_s(300)
    assert invitations.invite("watch") is not None


def test_a_code_is_not_in_what_a_log_would_show() -> None:
    made = _invited(Invitations(Clock()))
    assert made.typed not in repr(made)
    assert made.scanned not in repr(made)


def test_the_fifth_wrong_code_of_a_minute_makes_a_peer_wait_and_nobody_else() -> None:
    clock = Clock()
    guesses = Guesses(clock)
    for _ in range(OF_A_PEER - 1):
        guesses.wrong("a")
        clock.pass_s(1)
    assert guesses.wait_s("a") == 0
    guesses.wrong("a")
    assert (guesses.wait_s("a"), guesses.wait_s("b")) == (56, 0)
    clock.pass_s(56)
    assert guesses.wait_s("a") == 0


def test_when_many_guess_all_wait() -> None:
    clock = Clock()
    guesses = Guesses(clock)
    for number in range(OF_ALL):
        guesses.wrong(f"peer {number}")
    assert guesses.wait_s("somebody else") == 60
    assert guesses.of_late == OF_ALL
    clock.pass_s(60)
    assert (guesses.wait_s("somebody else"), guesses.of_late) == (0, 0)


def test_a_flood_of_guesses_is_not_kept() -> None:
    guesses = Guesses(Clock())
    for number in range(10_000):
        guesses.wrong(f"peer {number}")
    assert (guesses.of_late, guesses.ever) == (OF_ALL, 10_000)
