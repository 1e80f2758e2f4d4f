"""Whose turn it was: in every table, and only while a group has turns."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nao_sessions.analysis.tables.dictionary import EVERY_TABLE
from nao_sessions.analysis.tables.source import InSeries, Moments, StepAndTurn
from nao_sessions.analysis.tables.spans import turns_of
from nao_sessions.analysis.tables.tables import open_session
from nao_sessions.core.events import Event
from nao_sessions.record.log import read_log

ALL = ("events", "trials", "responses", "prompts", "annotations", "telemetry")
SAID = ("session", "series", "phase", "phase_kind", "session_number", "participant", "turn", "step")


def out(seq: int, kind: str, **data: object) -> Event:
    """Give an output of the engine, a second after the one before."""
    return Event(seq, "out", seq * 1_000_000_000, "engine", kind, data)


LOG = (
    out(0, "entered", step="bonjour"),
    out(1, "turn", group="tri", round=1, participant="P07"),
    out(2, "entered", step="tri.demande"),
    out(3, "turn", group="tri.demande", round=1, item="pomme"),
    out(4, "entered", step="tri.demande.question"),
    out(5, "turn", group="tri", round=1, participant="P12"),
    out(6, "entered", step="tri.demande"),
    out(7, "entered", step="au-revoir"),
)


def test_a_turn_ends_with_its_group_and_items_leave_it_the_childs() -> None:
    assert list(turns_of(LOG)) == [None, "P07", "P07", "P07", "P07", "P12", "P12", None]


def test_a_turn_goes_on_after_what_interrupted_its_group() -> None:
    log = (*LOG[:3], out(3, "entered", step="calme"), out(4, "entered", step="tri.demande"))
    assert list(turns_of(log)) == [None, "P07", "P07", None, "P07"]


def test_a_group_that_goes_on_after_an_interruption_is_still_the_turn_of_the_child_who_was_interrupted() -> (
    None
):
    """The engine announces the first child when it comes back, and asks the one whose turn it is."""
    log = (
        *LOG[:2],
        out(2, "turn", group="tri", round=1, participant="P12"),
        out(3, "entered", step="tri.demande"),
        out(4, "entered", step="calme"),
        out(5, "turn", group="tri", round=1, participant="P07"),
        out(6, "entered", step="tri.demande"),
        out(7, "do", verb="say", text="À toi !", participant="P12"),
        out(8, "question", step="tri.demande", turn="P12"),
        out(9, "turn", group="tri", round=1, participant="P15"),
        out(10, "entered", step="tri.demande"),
    )
    assert list(turns_of(log)) == [None, "P07", "P12", "P12", None, "P12", "P12", "P12", "P12", "P15", "P15"]


def test_whose_turn_a_trial_of_the_table_was_is_what_its_question_says(
    make: Callable[..., Path], tmp_path: Path
) -> None:
    """Of group sessions that were interrupted again and again: the log's own word beside every trial."""
    checked = 0
    for seed in range(6):
        path = make(tmp_path, "tour-de-role", seed=seed, children=("P07", "P12", "P15"))
        events = read_log(path / "events.jsonl").events
        asked = {
            (event.data["step"], event.data["number"], event.at): event.data["turn"]
            for event in events
            if event.kind == "question" and event.data["turn"]
        }
        rows = open_session(path).trials.to_pylist()
        for row in rows:
            turn = asked.get((row["step"], row["number"], row["start_ns"]))
            if turn is not None:
                assert row["turn"] == turn
                checked += 1
    assert checked > 6


def test_a_step_whose_name_only_begins_alike_is_not_in_the_group() -> None:
    log = (*LOG[:3], out(3, "entered", step="tri2"))
    assert list(turns_of(log)) == [None, "P07", "P07", None]


def test_what_has_a_time_and_no_line_finds_its_step_and_its_turn() -> None:
    moments = Moments(LOG)
    assert moments.at(-1) == StepAndTurn()
    assert moments.at(2_500_000_000) == StepAndTurn("tri.demande", "P07")
    assert moments.at(99_000_000_000) == StepAndTurn("au-revoir", None)


@pytest.mark.parametrize("name", ALL)
def test_every_table_says_which_session_of_which_phase_of_whom(folder: Path, name: str) -> None:
    place = InSeries("essai", "depart", "baseline", 3)
    table = getattr(open_session(folder, {"P07": place}), name)
    assert tuple(table.column_names[:8]) == SAID
    if name != "telemetry":
        assert set(table["phase"].to_pylist()) == {"depart"}
        assert set(table["session_number"].to_pylist()) == {3}


def test_what_is_nobodys_has_the_phase_that_all_children_share(
    make: Callable[..., Path], tmp_path: Path
) -> None:
    path = make(tmp_path, "rituel-bonjour", children=("P07", "P12"))
    first, second = InSeries("essai", "depart", "baseline", 3), InSeries("essai", "depart", "baseline", 4)
    same = open_session(path, {"P07": first, "P12": first}).events.to_pylist()
    other = open_session(path, {"P07": first, "P12": second}).events.to_pylist()
    assert {row["phase"] for row in same} == {"depart"}
    assert {row["phase"] for row in other if row["participant"] is None} == {None}


def test_a_trial_in_a_childs_turn_says_whose(make: Callable[..., Path], tmp_path: Path) -> None:
    tables = open_session(make(tmp_path, "tour-de-role", children=("P07", "P12")))
    inside = [row for row in tables.trials.to_pylist() if row["step"].startswith("bonjour.tour.")]
    assert [(row["turn"], row["participant"]) for row in inside] == [("P07", "P07"), ("P12", "P12")]
    assert {row["turn"] for row in tables.trials.to_pylist() if row["step"].startswith("calme.")} == {None}


def test_what_is_said_to_a_child_who_leaves_or_comes_back_is_not_whose_turn_it_is() -> None:
    log = (
        out(0, "entered", step="bonjour"),
        out(1, "turn", group="tri", round=1, participant="P12"),
        out(2, "entered", step="tri.demande"),
        out(3, "left", participant="P12", present=["P07"]),
        out(4, "turn", group="tri", round=2, participant="P07"),
        out(5, "entered", step="tri.demande"),
        out(6, "do", verb="say", text="Au revoir !", participant="P12"),
        out(7, "returned", participant="P12", present=["P07", "P12"]),
        out(8, "do", verb="say", text="Te revoilà !", participant="P12"),
    )
    assert list(turns_of(log))[4:] == ["P07"] * 5
    asked = (*log, out(9, "question", step="tri.demande", turn="P07"))
    assert list(turns_of(asked))[4:] == ["P07"] * 6


def test_the_dictionary_names_turn_and_step_wherever_they_stand() -> None:
    assert all(EVERY_TABLE[name].names[:8] == SAID for name in ALL)


@pytest.mark.parametrize("children", [("P07",), ("P07", "P12")])
def test_without_a_group_of_turns_no_table_names_one(
    make: Callable[..., Path], tmp_path: Path, children: tuple[str, ...]
) -> None:
    tables = open_session(make(tmp_path, "emotions", children=children))
    for name in ("events", "trials", "responses", "prompts"):
        rows = getattr(tables, name).to_pylist()
        assert rows
        assert {row["turn"] for row in rows} == {None}, name


def test_in_a_turn_every_table_names_the_same_child(make: Callable[..., Path], tmp_path: Path) -> None:
    tables = open_session(make(tmp_path, "tour-de-role", children=("P07", "P12")))
    turns = {row["seq"]: row["turn"] for row in tables.events.to_pylist()}
    for name in ("trials", "responses", "prompts"):
        rows = getattr(tables, name).to_pylist()
        assert [row["turn"] for row in rows] == [turns[row["seq"]] for row in rows]
        assert {"P07", "P12"} & {row["turn"] for row in rows}
