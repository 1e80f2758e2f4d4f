"""What the system does not do, for want of space or of a right, is told with the place and the reason."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.in_process import nao_sessions_here
from tests.small_disk import fill, small_disk

GOLDEN = Path(__file__).parents[1] / "sessions"
DEMO = Path(__file__).parents[2] / "protocols" / "demo.yaml"


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


@pytest.mark.parametrize("verb", ["sheet", "diagram"])
def test_what_finds_no_room_is_not_written_in_part_and_the_reason_is_told(verb: str, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "8m") as disk:
        fresh, before = disk / "fresh.svg", disk / "before.svg"
        before.write_bytes(b"what was there")
        fill(disk)
        for path in (fresh, before):
            ran = nao_sessions_here(verb, DEMO, "-o", path, "--lang", "en")
            assert (ran.returncode, ran.stderr.split()[0]) == (2, "U121"), ran.stderr
            assert "No space left on device" in ran.stderr
        assert not fresh.exists()
        assert before.read_bytes() == b"what was there"
        assert {path.name for path in disk.iterdir()} <= {"before.svg", "filler"}


def test_a_result_can_be_written_to_a_device(tmp_path: Path) -> None:
    ran = nao_sessions_here("diagram", DEMO, "-o", "/dev/null", "--lang", "en")
    assert ran.returncode == 0, ran.stderr
    assert Path("/dev/null").is_char_device()
