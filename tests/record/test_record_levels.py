"""What is kept of each child from session to session."""

from __future__ import annotations

import fcntl
import json
import os
from pathlib import Path
from typing import Any

import pytest

from nao_sessions.core.errors import UsageError
from nao_sessions.core.events import Event
from nao_sessions.record import child_levels
from nao_sessions.record.child_levels import FILE_NAME, keep_levels, levels_for


def left(values: dict[str, Any], help_: list[dict[str, Any]] | None = None) -> list[Event]:
    """Give the log of a session that left some levels."""
    return [Event(9, "out", 0, "engine", "levels", {"values": values, "help": help_ or []})]


def fade(child: str, item: str, level: int) -> dict[str, Any]:
    """Give how much help a child begins with for an item."""
    return {"step": "jeu", "child": child, "item": item, "trials": 3, "level": level, "right": 0, "wrong": 0}


def test_a_level_is_given_to_the_next_session_of_the_same_child_and_protocol(tmp_path: Path) -> None:
    keep_levels(tmp_path, "rimes", left({"P07": {"niveau": 3}}))
    assert levels_for(tmp_path, "rimes", ["P07"])["values"] == {"P07": {"niveau": 3}}
    assert levels_for(tmp_path, "rimes", ["P08"]) == {}
    assert levels_for(tmp_path, "tri", ["P07"]) == {}


def test_a_later_session_replaces_what_it_knows_better_and_keeps_the_rest(tmp_path: Path) -> None:
    keep_levels(tmp_path, "rimes", left({"P07": {"a": 1, "b": 1}, "P08": {"a": 2}}, [fade("P07", "chat", 1)]))
    keep_levels(tmp_path, "rimes", left({"P07": {"a": 5}}, [fade("P07", "chat", 0), fade("P07", "rat", 1)]))
    kept = levels_for(tmp_path, "rimes", ["P07", "P08"])
    assert kept["values"] == {"P07": {"a": 5, "b": 1}, "P08": {"a": 2}}
    assert [(one["item"], one["level"]) for one in kept["help"]] == [("chat", 0), ("rat", 1)]


def test_a_session_that_left_nothing_changes_nothing(tmp_path: Path) -> None:
    keep_levels(tmp_path, "rimes", [])
    assert not (tmp_path / FILE_NAME).exists()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 1}', '{"format": 99, "protocols": {}}'])
def test_a_torn_or_newer_file_is_told_and_kept(text: str, tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text(text)
    with pytest.raises(UsageError):
        levels_for(tmp_path, "rimes", ["P07"])
    assert (tmp_path / FILE_NAME).read_text() == text


def test_the_file_is_private_and_json(tmp_path: Path) -> None:
    keep_levels(tmp_path, "rimes", left({"P07": {"niveau": 3}}))
    path = tmp_path / FILE_NAME
    assert path.stat().st_mode & 0o777 == 0o600
    assert json.loads(path.read_text())["format"] == 1


def test_a_file_that_cannot_be_written_leaves_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_levels(tmp_path, "rimes", left({"P07": {"niveau": 3}}))

    def full(file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("nao_sessions.record.private.os.fdatasync", full)
    with pytest.raises(OSError, match="No space"):
        keep_levels(tmp_path, "rimes", left({"P07": {"niveau": 4}}))
    assert levels_for(tmp_path, "rimes", ["P07"])["values"] == {"P07": {"niveau": 3}}


def test_two_sessions_that_end_at_once_store_what_they_left_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = child_levels._read

    def read_while_the_other_waits(path: Path) -> dict[str, Any]:
        other = os.open(tmp_path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            with pytest.raises(BlockingIOError):
                fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        finally:
            os.close(other)
        return reading(path)

    monkeypatch.setattr(child_levels, "_read", read_while_the_other_waits)
    keep_levels(tmp_path, "rimes", left({"P07": {"a": 1}}))
    assert reading(tmp_path / FILE_NAME) == {"rimes": {"P07": {"values": {"a": 1}}}}


@pytest.mark.parametrize(
    "child", ['{"values": [1]}', '{"help": [1]}', '{"help": [{"step": "a"}]}', "[]", "7", '{"values": "ab"}']
)
def test_levels_of_another_kind_are_told_and_kept(child: str, tmp_path: Path) -> None:
    text = '{"format": 1, "protocols": {"rimes": {"P07": ' + child + "}}}"
    (tmp_path / FILE_NAME).write_text(text)
    for use in (
        lambda: levels_for(tmp_path, "rimes", ["P07"]),
        lambda: keep_levels(tmp_path, "rimes", left({"P07": {"a": 1}})),
    ):
        with pytest.raises(UsageError) as caught:
            use()
        assert caught.value.code == "R115"
    assert (tmp_path / FILE_NAME).read_text() == text
