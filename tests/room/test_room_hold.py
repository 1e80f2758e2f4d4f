"""Nobody closes a folder while a recorder still writes into it."""

from __future__ import annotations

import os
from pathlib import Path

from nao_sessions.room.hold import hold, wait_until_free


def test_a_folder_is_free_when_the_last_recorder_has_let_go(tmp_path: Path) -> None:
    first, second = hold(tmp_path), hold(tmp_path)
    assert not wait_until_free(tmp_path, deadline_s=0)
    os.close(first)
    assert not wait_until_free(tmp_path, deadline_s=0)
    os.close(second)
    assert wait_until_free(tmp_path, deadline_s=0)


def test_a_folder_that_does_not_exist_is_free(tmp_path: Path) -> None:
    assert wait_until_free(tmp_path / "room", deadline_s=0)
