"""Small disks of a test's own, which fill up for real, and which can be taken away.

Mounting is a right that not every place gives to its tests: where it is refused, they are skipped.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(place: Path, size: str, *options: str) -> Iterator[Path]:
    """Mount a file system in memory that holds so much (``16m``), and take it away again."""
    place.mkdir(exist_ok=True)
    _mount("-t", "tmpfs", "-o", ",".join((f"size={size}", "mode=0700", *options)), "tmpfs", str(place))
    try:
        yield place
    finally:
        vanish(place)


@contextmanager
def disk_in(image: Path, place: Path, size: int = 24 * 1024**2) -> Iterator[Path]:
    """Mount the ext4 that lies in a file, which is made where there is none, and take it away again.

    The file holds what the disk was given, and nothing of what still waits in memory: a copy of it is what a
    power cut would leave.
    """
    place.mkdir(exist_ok=True)
    if shutil.which("mkfs.ext4") is None:
        pytest.skip("mkfs.ext4 (e2fsprogs) is not here")
    if not image.exists():
        image.touch()
        os.truncate(image, size)
        subprocess.run(["mkfs.ext4", "-q", "-F", str(image)], check=True)
    _mount("-o", "loop,commit=300", str(image), str(place))
    try:
        shutil.rmtree(place / "lost+found", ignore_errors=True)
        yield place
    finally:
        vanish(place)


def vanish(place: Path) -> None:
    """Take a disk away, whoever writes to it."""
    subprocess.run(["umount", "-l", str(place)], capture_output=True, check=False)


def free_bytes(place: Path) -> int:
    """Give how much can still be written."""
    return shutil.disk_usage(place).free


def fill(place: Path, leave_bytes: int = 0) -> Path:
    """Fill a disk with a file, and give the file: whoever removes it makes room again.

    Others may be writing to it, so that what was free is no longer: then what is left now is taken.
    """
    filler = place / "filler"
    with filler.open("ab") as file:
        for _ in range(1_000):
            wanted = free_bytes(place) - leave_bytes
            if wanted <= 0:
                return filler
            with contextlib.suppress(OSError):
                os.posix_fallocate(file.fileno(), os.fstat(file.fileno()).st_size, wanted)
    raise AssertionError(f"{free_bytes(place)} bytes are still free")


def _mount(*arguments: str) -> None:
    ran = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    if ran.returncode:
        pytest.skip(f"mounting is not allowed here: {ran.stderr.strip()}")
