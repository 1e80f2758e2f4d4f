"""What was prepared: who takes part, what is still to be done, and what the stage is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from nao_sessions.console.forms import Form
from nao_sessions.console.prepare.prepared import (
    Prepared,
    from_form,
    missing,
    rearranged,
    settings_of,
    still_red,
    wanted_of,
)
from nao_sessions.console.prepare.routes import for_another_day, remember, remembered
from nao_sessions.live.preflight import CheckLine
from nao_sessions.protocol import load
from nao_sessions.protocol.flow import Protocol
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.text.messages import Localized
from tests.console.console_house import LIBRARY

OFFERED = ("P07", "P08", "P09")
NOBODY_NAMED = Pseudonyms()


@pytest.fixture(scope="module")
def group() -> Protocol:
    return load(LIBRARY / "tour-de-role.yaml")


@pytest.fixture(scope="module")
def alone() -> Protocol:
    return load(LIBRARY / "emotions.yaml")


def _form(**fields: str | tuple[str, ...]) -> Form:
    values: Mapping[str, tuple[str, ...]] = {
        name.replace("__", "."): (value,) if isinstance(value, str) else value
        for name, value in fields.items()
    }
    return Form(values)


def _where(prepared: Prepared, protocol: Protocol, *, rehearsal: bool = False) -> list[str]:
    return [one.where for one in missing(prepared, protocol, OFFERED, rehearsal=rehearsal)]


def _asked(**answers: str) -> Prepared:
    return Prepared(participants=tuple(answers), agreements={k: v for k, v in answers.items() if v})


def test_a_session_is_ready_once_every_child_has_said_yes(group: Protocol) -> None:
    assert _where(_asked(P07="yes", P08="yes"), group) == []


def test_no_answer_is_not_yes(group: Protocol) -> None:
    assert _where(_asked(P07="yes", P08=""), group) == ["agreement-P08"]


@pytest.mark.parametrize("answer", ["unsure", "none"])
def test_a_child_who_does_not_know_or_does_not_answer_keeps_the_session_from_beginning(
    answer: str, group: Protocol
) -> None:
    assert _where(_asked(P07="yes", P08=answer), group) == ["agreement-P08"]


def test_a_child_who_says_no_does_not_take_part_today(group: Protocol) -> None:
    prepared = _asked(P07="yes", P08="no", P09="yes")
    assert prepared.taking_part == ("P07", "P09")
    assert _where(prepared, group) == []


def test_a_child_who_is_on_no_list_any_more_is_not_left_out_of_a_session_that_begins(group: Protocol) -> None:
    prepared = _asked(P07="yes", P08="yes", P70="yes")
    (told,) = missing(prepared, group, OFFERED, rehearsal=False)
    assert (told.where, "P70" in told.sentence.fr) == ("seat-P70", True)
    assert _where(rearranged(prepared, "remove:P70", OFFERED), group) == []


@pytest.mark.parametrize(
    ("answer", "way", "unfilmed"),
    [
        ("yes", "", False),
        ("unfilmed", "", True),
        ("no", "", True),
        ("unsure", "aside", True),
        ("none", "aside", True),
        ("unsure", "seen", False),
    ],
)
def test_nobody_is_filmed_while_a_child_in_the_list_does_not_want_to_or_takes_no_part(
    answer: str, way: str, unfilmed: bool, group: Protocol
) -> None:
    answers = {"P07": "yes", "P08": "yes", "P09": answer}
    prepared = Prepared(tuple(answers), agreements=answers, ways={"P09": way}, seen={"P09": "sourit"})
    wanted = _wanted(prepared, group)
    assert (prepared.unfilmed, wanted.unrecorded) == (unfilmed, unfilmed)
    assert not _wanted(rearranged(prepared, "remove:P09", OFFERED), group).unrecorded


def test_a_refusal_can_leave_too_few(group: Protocol) -> None:
    assert _where(_asked(P07="yes", P08="no"), group) == ["who"]


def test_the_adult_may_leave_a_child_out_who_does_not_know(group: Protocol) -> None:
    prepared = Prepared(
        ("P07", "P08", "P09"),
        agreements={"P07": "yes", "P08": "unsure", "P09": "yes"},
        ways={"P08": "aside"},
    )
    assert prepared.taking_part == ("P07", "P09")
    assert _where(prepared, group) == []


def test_an_agreement_that_is_seen_otherwise_has_to_be_said_in_words(alone: Protocol) -> None:
    silent = Prepared(("P07",), agreements={"P07": "none"}, ways={"P07": "seen"})
    assert _where(silent, alone) == ["agreement-P07"]
    seen = Prepared(("P07",), agreements={"P07": "none"}, ways={"P07": "seen"}, seen={"P07": "va vers Nao"})
    assert _where(seen, alone) == []
    assert _wanted(seen, alone).instead == {"P07": "va vers Nao"}


def test_a_way_that_was_chosen_before_a_yes_counts_no_more(alone: Protocol) -> None:
    prepared = Prepared(("P07",), agreements={"P07": "yes"}, ways={"P07": "aside"})
    assert prepared.taking_part == ("P07",)
    assert _wanted(prepared, alone).instead == {}


def test_a_session_that_records_nobody_is_another_way_but_a_child_is_asked_all_the_same(
    alone: Protocol,
) -> None:
    unsure = Prepared(("P07",), agreements={"P07": "unsure"}, unrecorded=True, clap=True)
    assert _where(unsure, alone) == []
    wanted = _wanted(unsure, alone)
    assert wanted.instead == {"P07": "séance sans vidéo ni son"}
    assert (wanted.unrecorded, wanted.clap) == (True, False)
    assert _where(Prepared(("P07",), unrecorded=True), alone) == ["agreement-P07"]


def test_in_a_rehearsal_no_agreement_is_needed_and_a_no_still_counts(group: Protocol) -> None:
    assert _where(_asked(P07="", P08="unsure"), group, rehearsal=True) == []
    assert _where(_asked(P07="", P08="no"), group, rehearsal=True) == ["who"]


def test_too_many_for_a_protocol_is_told(alone: Protocol) -> None:
    (told,) = missing(_asked(P07="yes", P08="yes"), alone, OFFERED, rehearsal=False)
    assert (told.where, told.sentence.fr) == ("who", "Ce protocole est pour un seul enfant.")


def test_a_setting_that_does_not_fit_is_told_where_it_stands(alone: Protocol) -> None:
    prepared = Prepared(("P07",), {"patience": "2"}, agreements={"P07": "yes"})
    assert _where(prepared, alone) == ["setting-patience"]


def test_the_phase_of_a_study_is_said_beside_a_protocol_that_knows_none(alone: Protocol) -> None:
    form = _form(participant="P07", setting__phase=" baseline ", agreement__P07="yes")
    prepared = from_form(form, alone, NOBODY_NAMED.hide)
    assert _where(prepared, alone) == []
    assert _wanted(prepared, alone).settings["phase"] == "baseline"
    assert "phase" not in _wanted(Prepared(("P07",), {"phase": ""}), alone).settings


def test_a_phase_that_is_no_word_is_told_where_it_stands(alone: Protocol) -> None:
    prepared = Prepared(("P07",), {"phase": "avant, après"}, agreements={"P07": "yes"})
    assert _where(prepared, alone) == ["setting-phase"]


@pytest.mark.parametrize(
    ("typed", "read"), [("12", "12 s"), ("12,5", "12.5 s"), ("12.5", "12.5 s"), ("douze", "douze")]
)
def test_seconds_get_their_unit_and_a_decimal_comma_is_a_point(
    typed: str, read: str, alone: Protocol
) -> None:
    assert settings_of(Prepared(settings={"patience": typed}), alone) == {"patience": read}


@pytest.mark.parametrize(
    ("act", "order"),
    [
        ("add:P09", ("P07", "P08", "P09")),
        ("add:P07", ("P07", "P08")),
        ("add:X99", ("P07", "P08")),
        ("remove:P07", ("P08",)),
        ("up:P08", ("P08", "P07")),
        ("up:P07", ("P07", "P08")),
        ("down:P07", ("P08", "P07")),
        ("down:P08", ("P07", "P08")),
        ("begin", ("P07", "P08")),
        ("", ("P07", "P08")),
    ],
)
def test_a_press_changes_who_takes_part_and_in_which_order(act: str, order: tuple[str, ...]) -> None:
    assert rearranged(Prepared(("P07", "P08")), act, OFFERED).participants == order


def test_who_is_taken_out_is_asked_anew() -> None:
    prepared = rearranged(_asked(P07="yes", P08="yes"), "remove:P07", OFFERED)
    assert rearranged(prepared, "add:P07", OFFERED).agreements == {"P08": "yes"}


def test_a_form_is_read_and_what_is_none_of_ours_is_left_out(group: Protocol) -> None:
    form = _form(
        participant=("P08", "P07", "P08", "X99", "Zélie"),
        setting__tours="3",
        setting__elsewhere="1",
        agreement__P07="yes",
        agreement__P08="perhaps",
        agreement__X99="yes",
        despite=("R130", "G101", "<b>"),
        clap="yes",
    )
    prepared = from_form(form, group, NOBODY_NAMED.hide)
    assert prepared.participants == ("P08", "P07", "X99")
    assert prepared.settings == {"tours": "3"}
    assert prepared.agreements == {"P07": "yes", "X99": "yes"}
    assert prepared.despite == ("R130", "G101")
    assert prepared.clap


def test_a_first_name_that_is_typed_is_turned_back(alone: Protocol) -> None:
    names = Pseudonyms(("P07", "P08"), {"P07": "Zélie"})
    form = _form(participant="P07", ground="Accord des parents de Zélie", seen__P07="zelie sourit")
    prepared = from_form(form, alone, names.hide)
    assert prepared.ground == "Accord des parents de {P07}"
    assert prepared.seen == {"P07": "{P07} sourit"}


def test_what_was_prepared_is_remembered_but_for_what_is_of_one_day(tmp_path: Path) -> None:
    prepared = Prepared(
        ("P08", "P07"),
        {"tours": "3"},
        ground="accord écrit",
        clap=True,
        agreements={"P07": "yes"},
        seen={"P07": "sourit"},
        despite=("R130",),
    )
    remember(tmp_path / "keep", "tour-de-role", prepared)
    again = remembered(tmp_path / "keep", "tour-de-role")
    assert again == for_another_day(prepared)
    assert (again.agreements, again.clap, again.despite) == ({}, False, ())
    assert (tmp_path / "keep" / "preparations.json").stat().st_mode & 0o777 == 0o600


def test_the_ground_is_remembered_for_every_protocol(tmp_path: Path) -> None:
    remember(tmp_path, "emotions", Prepared(ground="accord écrit"))
    assert remembered(tmp_path, "rimes").ground == "accord écrit"


def test_a_memory_that_cannot_be_read_is_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "preparations.json").write_text("torn")
    assert remembered(tmp_path, "emotions") == Prepared()


def _wanted(prepared: Prepared, protocol: Protocol):  # type: ignore[no-untyped-def]
    return wanted_of(prepared, protocol, Path("p.yaml"), "fr", rehearsal=False)


def _red(key: str, code: str) -> CheckLine:
    return CheckLine(key, "refused", Localized(fr="rouge", en="red"), code=code)


def test_a_session_may_begin_in_spite_of_the_disk_or_of_nao_never_of_a_ground() -> None:
    hot, full, ground = _red("robot", "D210"), _red("disk", "R130"), _red("ground", "G101")
    everything = ("D210", "R130", "G101")
    assert still_red((hot, full, ground), everything) == (ground,)
    assert still_red((hot, full), ()) == (hot, full)
    assert (
        still_red((CheckLine("robot", "warning", Localized(fr="chaud", en="warm"), code="D210"),), ()) == ()
    )
