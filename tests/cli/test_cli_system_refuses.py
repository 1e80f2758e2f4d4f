"""What the system does not do, for want of space or of a right, is told with the place and the reason."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.in_process import nao_sessions_here
from tests.small_disk import fill, small_disk

GOLDEN = Path(__file__).parents[1] / "sessions"


@pytest.mark.parametrize("options", [(), ("ro",)], ids=["full", "read-only"])
def test_working_out_the_times_again_where_nothing_can_be_written_says_why(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    with small_disk(tmp_path / "disk", "8m") as disk:
        folder = disk / "session"
        shutil.copytree(GOLDEN / "imported", folder)
        if options:
            _remounted_read_only(disk)
        else:
            fill(disk)
        before = (folder / "sync.json").read_bytes()
        ran = nao_sessions_here("sync", folder, "--lang", "en")
        assert ran.returncode == 1
        assert "X100" not in ran.stderr
        assert "X101" in ran.stderr
        assert f"X101 {folder / 'sync.json'}: the system refused" in ran.stderr
        assert "hint:" in ran.stderr
        assert (folder / "sync.json").read_bytes() == before


def _remounted_read_only(disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
