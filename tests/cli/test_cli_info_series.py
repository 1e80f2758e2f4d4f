"""`info` of a series: what a child plays at which session, all of it or one line, in words or as JSON."""

from __future__ import annotations

import json
from pathlib import Path

from nao_sessions.protocol.series import plan
from nao_sessions.protocol.series_loading import load_series
from tests.cli.command_line import PROTOCOL, nao_sessions

SERIES = sorted((Path(__file__).parents[2] / "protocols" / "series").glob("*.yaml"))[0]
USAGE = 2


def test_the_whole_plan_is_told_a_line_a_session() -> None:
    series = load_series(SERIES)
    ran = nao_sessions("info", SERIES, "--lang", "en")
    title, *lines = ran.stdout.splitlines()
    assert (ran.returncode, ran.stderr) == (0, "")
    assert title.endswith(f"· {series.id} {series.version}")
    planned = plan(series)
    assert len(lines) == len(planned)
    for line, one in zip(lines, planned, strict=True):
        assert line.startswith(f"{one.participant} · session {one.overall} · {one.phase} {one.number}: ")
        assert ", ".join(played.file for played in one.protocols).split(", ")[0] in line


def test_the_fifth_session_of_a_child_is_one_line() -> None:
    asked = ("info", SERIES, "--participant", "P07", "--session", "5")
    assert nao_sessions(*asked, "--lang", "fr").stdout.splitlines()[1:] == [
        "P07 · séance 5 · atelier 2\u00a0: emotions.yaml 2.0.0 (situations=true) · 2 à 5 jours après"
    ]
    (told,) = json.loads(nao_sessions(*asked, "--json").stdout)["sessions"]
    assert (told["participant"], told["session"], told["phase"], told["number"]) == ("P07", 5, "atelier", 2)
    assert told["protocols"] == [
        {"file": "emotions.yaml", "version": "2.0.0", "with": {"situations": "true"}}
    ]


def test_the_plan_is_the_same_each_time() -> None:
    one, other = (nao_sessions("info", SERIES, "--json").stdout for _ in range(2))
    assert one == other


def test_a_child_or_a_session_that_is_not_there_is_told_with_those_that_are() -> None:
    ran = nao_sessions("info", SERIES, "--participant", "P99", "--lang", "en")
    assert (ran.returncode, ran.stdout) == (USAGE, "")
    assert "U126 'P99' is not in this series." in ran.stderr
    assert "P07, P09, P12, P15" in ran.stderr
    ran = nao_sessions("info", SERIES, "--participant", "P07", "--session", "90", "--lang", "en")
    assert (ran.returncode, ran.stderr.splitlines()) == (
        USAGE,
        ["U126 There is no session 90.", "  hint: The last one is 19."],
    )


def test_a_session_folder_or_a_protocol_has_no_participants_to_choose(tmp_path: Path) -> None:
    for path in (tmp_path, PROTOCOL):
        ran = nao_sessions("info", path, "--participant", "P07", "--lang", "en")
        assert (ran.returncode, ran.stderr.split()[0]) == (USAGE, "U125")
