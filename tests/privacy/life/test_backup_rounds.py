"""A sample of what ``benchmarks/backup.py`` plays at length: backups that come back whole."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.privacy.life.restoring import restored_whole
from tests.privacy.life.user import need_restic


@pytest.mark.long
@pytest.mark.alone
@pytest.mark.parametrize("seed", [1, 2])
def test_what_was_backed_up_comes_back_whole(tmp_path: Path, seed: int) -> None:
    need_restic()
    assert restored_whole(tmp_path, random.Random(seed))
