"""BORIS projects: which observation, states in pairs, when the videos begin."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nao_sessions.analysis.formats.boris.read import read_boris
from nao_sessions.analysis.formats.table import Media
from nao_sessions.core.errors import TableRefused

PROJECT = Path(__file__).parent / "files" / "projet.boris"
SECOND_NS = 1_000_000_000


def project(**changes: Any) -> bytes:
    """Give the project with something else in it."""
    return json.dumps({**json.loads(PROJECT.read_text(encoding="utf-8")), **changes}, indent=1).encode()


def refused(content: bytes, observation: str | None = None) -> str:
    with pytest.raises(TableRefused) as told:
        read_boris(content, "p.boris", observation)
    (finding,) = told.value.findings
    return f"{finding.place}: {finding.code}"


def test_the_beginning_and_the_end_of_a_state_become_one_event() -> None:
    rows = read_boris(PROJECT.read_bytes(), "p.boris").rows
    assert [(row.start_ns / SECOND_NS, row.code, row.subject, dict(row.fields)) for row in rows] == [
        (10.5, "regard", "P07", {"modifiers": "Nao"}),
        (11.25, "touche", "P07", {}),
        (13.0, "regard", "", {"modifiers": "adulte"}),
        (13.5, "touche", "P07", {"modifiers": "tete"}),
    ]
    assert [row.end_ns for row in rows] == [12_125_000_000, None, None, None]
    assert rows[0].comment == "debut · fin"


def test_a_state_whose_end_was_never_coded_is_marked() -> None:
    rows = read_boris(PROJECT.read_bytes(), "p.boris").rows
    assert [row.open for row in rows] == [False, False, True, False]
    assert [row.place.line for row in rows] == [20, 21, 23, 24]


def test_videos_begin_when_their_players_and_the_files_before_them_say() -> None:
    assert read_boris(PROJECT.read_bytes(), "p.boris").media == (
        Media("salle.mp4", 10 * SECOND_NS),
        Media("salle suite.mp4", 70_040_000_000),
        Media("visage.mp4", 7_750_000_000),
    )


def test_an_offset_of_the_first_player_moves_nothing_as_in_boris() -> None:
    text = PROJECT.read_text(encoding="utf-8").replace('"offset": {"1": 0.0', '"offset": {"1": 3.5')
    assert read_boris(text.encode(), "p.boris").media == read_boris(PROJECT.read_bytes(), "p.boris").media


def test_the_observation_is_named_where_there_are_several() -> None:
    one = json.loads(PROJECT.read_text(encoding="utf-8"))["observations"]["seance 1"]
    content = project(observations={"a": one, "b": {**one, "events": [[1.0, "", "touche", "", ""]]}})
    assert refused(content).endswith("I112")
    assert refused(content, "c").endswith("I112")
    assert [row.code for row in read_boris(content, "p.boris", "b").rows] == ["touche"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"project_format_version": "6.0"}, "I113"),
        ({"project_format_version": "8.0"}, "I113"),
        ({"observations": {"i": {"type": "IMAGES", "events": []}}}, "I113"),
        ({"observations": {"i": {"type": "MEDIA", "media_creation_date_as_offset": True}}}, "I113"),
        ({"observations": {"i": {"type": "LIVE", "events": []}}}, "I111"),
        ({"observations": {"i": {"events": [["tard", "", "x", "", ""]]}}}, "I101"),
        ({"observations": {"i": {"events": [[1.0, ""]]}}}, "I101"),
        ({"observations": {"i": {"events": [[1.0, "", "", "", ""]]}}}, "I110"),
        ({"observations": {"i": {"events": [[float("nan"), "", "x", "", ""]]}}}, "I107"),
        ({"observations": {}}, "I112"),
        ({"observations": None}, "I112"),
        ({"observations": {"i": 3}}, "I111"),
        ({"behaviors_conf": [], "observations": {"i": {"events": 3, "file": 3}}}, "I111"),
    ],
)
def test_what_cannot_be_read_of_a_project_is_refused(changes: dict[str, Any], code: str) -> None:
    assert refused(project(**changes)).endswith(code)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"a": 1}', b"\0", b"[" * 100_000])
def test_what_is_no_project_is_refused(content: bytes) -> None:
    assert refused(content).endswith("I101")


def test_half_of_a_character_is_told_at_its_place_and_a_whole_one_is_read() -> None:
    half = project(observations={"i": {"events": [[1.0, "", "a\ud83d b", "", ""]]}})
    assert refused(half).endswith("I101")
    assert refused(b'{"a": "\\\\ud83d",\n "b": "\\ud83d"}') == "p.boris:2:8: I101"
    whole = project(observations={"i": {"events": [[1.0, "", "a\U0001f600", "", ""]]}})
    assert b"\\ud83d\\ude00" in whole
    assert [row.code for row in read_boris(whole, "p.boris").rows] == ["a\U0001f600"]


def test_a_fault_in_the_json_is_told_at_its_line_and_column() -> None:
    assert refused(b'{"observations":\n  {,}}') == "p.boris:2:4: I101"


def test_an_observation_without_events_does_not_doubt_the_format_of_the_file() -> None:
    with pytest.raises(TableRefused) as caught:
        read_boris(project(observations={"i": {"type": "LIVE", "events": []}}), "p.boris")
    [finding] = caught.value.findings
    assert finding.code == "I111"
    assert finding.hint is not None
    assert "--format" not in finding.hint.en
    assert "--observation" in finding.hint.en
