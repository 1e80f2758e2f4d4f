"""The participants of a console: codes that are drawn, badges that differ, a file without a name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nao_sessions.console.people import (
    COLOURS,
    SYMBOLS,
    People,
    Person,
    draw_code,
    first_name,
    read_people,
    write_people,
)
from nao_sessions.core.codes import is_code
from nao_sessions.core.errors import NaoSessionsError, RecordError, UsageError
from nao_sessions.robot.names import Pseudonyms


def crowd(count: int) -> People:
    people = People()
    for _ in range(count):
        people = people.with_new()
    return people


def test_a_console_that_is_new_knows_nobody(tmp_path: Path) -> None:
    assert read_people(tmp_path / "not there yet").everybody == ()


def test_who_is_written_is_read_again_and_only_the_owner_can(tmp_path: Path) -> None:
    keep = tmp_path / "console"
    people = crowd(3)
    write_people(keep, people)
    assert read_people(keep) == people
    assert (keep / "participants.json").stat().st_mode & 0o777 == 0o600
    assert keep.stat().st_mode & 0o777 == 0o700


def test_codes_are_drawn_and_differ() -> None:
    codes = [person.code for person in crowd(60).everybody]
    assert len(set(codes)) == 60
    assert all(map(is_code, codes))
    assert codes != sorted(codes)


def test_a_code_of_an_old_session_is_given_to_nobody() -> None:
    taken = {f"P{number:02}" for number in range(1, 50) if number != 7}
    for _ in range(50):
        assert draw_code(taken) not in taken


def test_codes_grow_longer_when_half_of_the_short_ones_are_taken() -> None:
    assert len(draw_code({f"P{number:02}" for number in range(1, 60)})) == 4


def test_badges_differ_for_as_many_as_there_are_badges() -> None:
    everybody = crowd(len(SYMBOLS) * len(COLOURS)).everybody
    assert len({(person.symbol, person.colour) for person in everybody}) == len(everybody)
    first = everybody[: len(SYMBOLS)]
    assert len({person.symbol for person in first}) == len(first)


def test_two_participants_may_not_look_the_same() -> None:
    people = crowd(2)
    one, other = people.everybody
    with pytest.raises(UsageError) as refused:
        people.changed(one.code, symbol=other.symbol, colour=other.colour, aside=False)
    assert refused.value.code == "C103"
    set_aside = people.changed(other.code, symbol=other.symbol, colour=other.colour, aside=True)
    assert set_aside.changed(one.code, symbol=other.symbol, colour=other.colour, aside=False)


def test_who_is_set_aside_is_not_offered_and_keeps_the_code() -> None:
    people = crowd(2)
    gone = people.everybody[0]
    people = people.changed(gone.code, symbol=gone.symbol, colour=gone.colour, aside=True)
    assert gone.code not in [person.code for person in people.offered]
    assert gone.code in people


@pytest.mark.parametrize(("symbol", "colour"), [("skull", "blue"), ("star", "infrared")])
def test_a_symbol_or_a_colour_that_is_none_is_refused(symbol: str, colour: str) -> None:
    people = crowd(1)
    with pytest.raises(UsageError) as refused:
        people.changed(people.everybody[0].code, symbol=symbol, colour=colour, aside=False)
    assert refused.value.code == "C102"


def test_a_stranger_is_shown_with_a_plain_badge() -> None:
    assert People().get("X99") == Person("X99", "star", "grey")


def test_a_file_that_cannot_be_read_is_told_and_never_written_over(tmp_path: Path) -> None:
    for content in ("", "[]", '{"format": 9, "participants": []}', _one("Léa"), _one("P07", symbol="skull")):
        (tmp_path / "participants.json").write_text(content, encoding="utf-8")
        with pytest.raises(RecordError) as refused:
            read_people(tmp_path)
        assert refused.value.code == "C101"
        assert (tmp_path / "participants.json").read_text(encoding="utf-8") == content


def test_a_keep_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    in_the_way = tmp_path / "console"
    in_the_way.write_text("a file where the folder should be")
    with pytest.raises(NaoSessionsError) as refused:
        write_people(in_the_way, crowd(1))
    assert refused.value.code == "C104"


def test_a_first_name_is_known_only_where_it_was_unlocked() -> None:
    names = Pseudonyms(names={"P07": "Zélie"})
    assert first_name(names, "P07") == "Zélie"
    assert first_name(names, "P08") == ""


def test_each_symbol_and_colour_says_itself_in_both_languages() -> None:
    person = Person("P07", "boat", "blue")
    assert person.described("fr") == "bateau, bleu"
    assert person.described("en") == "boat, blue"
    assert len({symbol.path for symbol in SYMBOLS.values()}) == len(SYMBOLS) == 24
    assert len(COLOURS) == 8


def _one(code: str, symbol: str = "star") -> str:
    participant = {"code": code, "symbol": symbol, "colour": "blue"}
    return json.dumps({"format": 1, "participants": [participant]})
