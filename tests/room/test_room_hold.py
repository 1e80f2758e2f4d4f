"""Nobody closes a folder while a recorder still writes into it."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from nao_sessions.room.capture.hold import end_orphans, hold, is_closing, is_recorded, wait_until_free


def test_a_folder_is_free_when_the_last_recorder_has_let_go(tmp_path: Path) -> None:
    first, second = hold(tmp_path), hold(tmp_path)
    assert not wait_until_free(tmp_path, deadline_s=0)
    os.close(first)
    assert not wait_until_free(tmp_path, deadline_s=0)
    os.close(second)
    assert wait_until_free(tmp_path, deadline_s=0)


def test_a_folder_that_does_not_exist_is_free(tmp_path: Path) -> None:
    assert wait_until_free(tmp_path / "room", deadline_s=0)


def test_recorders_are_asked_to_end_for_as_long_as_a_session_is_being_closed(tmp_path: Path) -> None:
    room = tmp_path / "room"
    assert not is_closing(room)
    with end_orphans(room):
        assert is_closing(room)
        assert is_closing(room)
    assert not is_closing(room)
    assert list(tmp_path.iterdir()) == []


def test_recorders_that_look_at_once_do_not_take_each_other_for_somebody_who_closes(tmp_path: Path) -> None:
    other = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(other, fcntl.LOCK_SH)
    assert not is_closing(tmp_path / "room")
    os.close(other)


def test_a_folder_that_is_recorded_into_is_said_so(tmp_path: Path) -> None:
    descriptor = hold(tmp_path)
    assert is_recorded(tmp_path)
    os.close(descriptor)
    assert not is_recorded(tmp_path)
    assert not is_recorded(tmp_path / "room")
