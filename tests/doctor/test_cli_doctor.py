"""`nao-sessions doctor` as a technician calls it: what it prints, the page it writes, how it ends."""

from __future__ import annotations

import json
import re
import socket
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from nao_sessions.cli.doctor import doctor as command
from nao_sessions.core.errors import UsageError
from tests.robot.simulated_nao import SimulatedNao
from tests.room.cameras import camera
from tests.room.other_cameras import jpeg_camera


@pytest.fixture(autouse=True)
def _own_logins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The logins of whoever runs the tests are no matter of theirs."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def doctor(*arguments: object) -> Result:
    result = CliRunner().invoke(command, [*map(str, arguments), "--seconds", "2"], standalone_mode=False)
    assert result.exception is None, result.output
    return result


def device(result: Result) -> dict[str, Any]:
    """What `--json` gave of the only device."""
    found = [one for one in json.loads(result.stdout)["examined"] if one["kind"] in ("camera", "microphone")]
    assert len(found) == 1
    return found[0]


def room_file(place: Path, url: str) -> Path:
    path = place / "room.yaml"
    path.write_text(f'cameras: {{room: {{url: "{url}"}}}}\n', encoding="utf-8")
    return path


def test_a_good_camera_ends_with_0_and_all_that_was_examined_is_data(tmp_path: Path) -> None:
    with camera() as address:
        file = room_file(tmp_path, address.tcp)
        result = doctor(file, "--network", "--interface", "lo", "--json", "--lang", "en")
    told = device(result)
    others = {one["kind"]: one for one in json.loads(result.stdout)["examined"]}
    assert result.return_value == 0
    assert others["computer"]["facts"]["hours_of_recording"] > 0
    assert others["network"]["facts"]["interfaces"] == "lo (127.0.0.1/8)"
    assert [finding["code"] for finding in others["host_source"]["findings"]] == ["D408"]
    assert (told["kind"], told["name"], told["facts"]["resolution_px"]) == ("camera", "room", "800×144")
    assert "error" not in {finding["severity"] for finding in told["findings"]}


def test_a_camera_that_wants_a_login_ends_with_1(tmp_path: Path) -> None:
    with jpeg_camera("--login", "marie:secret") as address:
        result = doctor(room_file(tmp_path, address), "--json", "--lang", "en")
    assert result.return_value == 1
    assert [finding["code"] for finding in device(result)["findings"]] == ["D155"]


@pytest.mark.parametrize(
    ("language", "label"), [("en", "error: does not answer"), ("fr", "erreur\u00a0: ne répond pas")]
)
def test_a_camera_that_is_not_there_ends_with_3_and_stands_on_the_page(
    tmp_path: Path, language: str, label: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        nobody = server.getsockname()[1]
    page = tmp_path / "page.html"
    file = room_file(tmp_path, f"tcp://127.0.0.1:{nobody}")
    result = doctor(file, "--page", page, "--lang", language)
    assert result.return_value == 3
    assert f"cameras.room: D130 {label}" in result.stdout
    written = page.read_text(encoding="utf-8")
    assert f'<html lang="{language}">' in written
    assert "D130" in written
    assert re.findall(r"<script|(?:src|href)=", written) == []


def test_nao_is_examined_where_it_is_asked_for(tmp_path: Path) -> None:
    nao = SimulatedNao(tmp_path / "trace.jsonl")
    try:
        result = doctor("--robot", nao.url, "--network", "--interface", "lo", "--json", "--lang", "en")
    finally:
        nao.close()
    told = {one["kind"]: one for one in json.loads(result.stdout)["examined"]}
    assert (told["robot"]["facts"]["reachable"], told["robot"]["facts"]["simulated"]) == (True, True)
    assert told["host_nao"]["facts"]["reached"] == "open"
    assert list(told) == ["computer", "network", "host_nao", "robot"]


def test_a_nao_that_is_not_there_ends_with_3() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        nobody = server.getsockname()[1]
    result = doctor("--robot", f"tcp://127.0.0.1:{nobody}", "--lang", "en")
    assert result.return_value == 3
    assert "D301" in result.stdout


def test_nothing_may_move_where_no_nao_is_examined() -> None:
    result = CliRunner().invoke(command, ["--moves"], standalone_mode=False)
    assert isinstance(result.exception, UsageError)
    assert result.exception.code == "U172"


def test_without_a_room_it_must_be_said_where_the_network_is_asked() -> None:
    result = CliRunner().invoke(command, ["--network"], standalone_mode=False)
    assert isinstance(result.exception, UsageError)
    assert result.exception.code == "U170"
