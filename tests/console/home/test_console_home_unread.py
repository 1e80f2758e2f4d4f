"""A folder of a session that cannot be read is named on the home page, and hides no other."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.home.past import look_back
from nao_sessions.console.progress.reader import read_all
from nao_sessions.console.session_registry import SessionRegistry
from tests.console.console_house import asking, house_in, put_session
from tests.console.stub_launcher import StubLauncher

GOOD, BAD = "2026-11-24T140312Z_demo_k3f9", "2026-11-25T140312Z_demo_bad1"


def _anew(place: Path) -> Path:
    place.unlink()
    return place


BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "a pipe": (lambda folder: os.mkfifo(_anew(folder / "session.json")), "R135"),
    "a link": (lambda folder: _anew(folder / "session.json").symlink_to("/etc/passwd"), "R135"),
    "a device": (lambda folder: _anew(folder / "session.json").symlink_to("/dev/zero"), "R135"),
    "nested": (lambda folder: (folder / "session.json").write_text("[" * 99_999 + "]" * 99_999), "R104"),
    "no UTF-8": (lambda folder: (folder / "session.json").write_bytes(b"\xff\xfe{"), "R104"),
    "none": (lambda folder: (folder / "session.json").unlink(), "R104"),
    "of a newer program": (lambda folder: (folder / "session.json").write_text('{"format": 99}'), "R105"),
    "a field missing": (lambda folder: (folder / "session.json").write_text("{}"), "R106"),
}


@pytest.fixture
def config(tmp_path: Path) -> ConsoleConfig:
    return house_in(tmp_path, language="en")


@pytest.mark.parametrize("broken", BROKEN)
def test_a_folder_that_cannot_be_read_is_named_with_the_reason_beside_the_others(
    config: ConsoleConfig, broken: str
) -> None:
    put_session(config, "fresh", GOOD)
    break_it, code = BROKEN[broken]
    break_it(put_session(config, "fresh", BAD))
    past = look_back(config.sessions, None)
    assert [one.id for one in past.read] == [GOOD]
    assert [(one.id, one.why.code) for one in past.unread] == [(BAD, code)]
    with asking(config, SessionRegistry(), StubLauncher(config.sessions)) as client:
        page = unescape(client.get("/").text)
    assert f"/after/{GOOD}" in page
    unread = page[page.index('aria-labelledby="unread"') :]
    assert BAD in unread
    assert code in unread


def test_a_log_that_is_a_pipe_holds_up_nobody(config: ConsoleConfig) -> None:
    folder = put_session(config, "fresh", BAD, state="open")
    os.mkfifo(_anew(folder / "events.jsonl"))
    put_session(config, "fresh", GOOD)
    assert {one.id for one in look_back(config.sessions, None).read} == {GOOD, BAD}


def test_a_name_that_is_no_date_hides_no_other(config: ConsoleConfig) -> None:
    put_session(config, "fresh", GOOD)
    shutil.move(put_session(config, "fresh", BAD), config.sessions / "2026-99-99T999999Z_demo_k3f9")
    past = look_back(config.sessions, None)
    assert [one.id for one in past.read] == [GOOD]
    assert [one.why.code for one in past.unread] == ["R119"]


def test_a_folder_that_may_not_be_looked_into_is_named(
    config: ConsoleConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_session(config, "fresh", GOOD)
    put_session(config, "fresh", BAD)
    opening = os.open

    def forbidden(path: str | Path, flags: int, *more: object, **named: object) -> int:
        if str(path).endswith(BAD):
            raise PermissionError(13, "Permission denied", str(path))
        return opening(path, flags, *more, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", forbidden)  # a user who is root may look anywhere
    past = look_back(config.sessions, None)
    assert [one.id for one in past.read] == [GOOD]
    assert [one.id for one in past.unread] == [BAD]


def test_a_session_that_is_just_beginning_is_not_called_unreadable(config: ConsoleConfig) -> None:
    (config.sessions / BAD / "protocol").mkdir(parents=True)
    assert look_back(config.sessions, None).unread == ()


def test_the_figures_name_a_folder_that_cannot_be_read(config: ConsoleConfig) -> None:
    put_session(config, "fresh", GOOD)
    os.mkfifo(_anew(put_session(config, "fresh", BAD) / "events.jsonl"))
    told = read_all(config.sessions, config.protocols, config.keep)
    assert ([*told["unread"]], len(told["sessions"])) == ([BAD], 1)
    assert told["unread"][BAD]["code"] == "R135"
    assert json.dumps(told)
