"""What is kept of each child from session to session."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nao_sessions.core.errors import UsageError
from nao_sessions.core.events import Event
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
