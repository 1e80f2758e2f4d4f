"""Fill a disk to its last byte, and count the lines that the log still writes in its reserve.

On ext4 (in a file) and in memory; needs the right to mount. Beside it: how many without a reserve.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from nao_sessions.core.events import Event
from nao_sessions.record import log as log_module
from nao_sessions.record.log import LogWriter, read_log

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from small_disk import disk_in, small_disk

EVENTS = Path(__file__).parent.parent / "tests" / "sessions" / "fresh" / "events.jsonl"
"""A session of 119 lines and 47 seconds: real lines, of real lengths."""


def lines_on_a_full_disk(place: Path) -> int:
    """Give how many lines of a real session are written after the disk is full."""
    written = [*read_log(EVENTS).events]
    writer = LogWriter(place / "events.jsonl")
    fill_to_the_last_byte(place)
    count = 0
    try:
        while True:
            event = written[count % len(written)]
            writer.append([Event(count, "note", event.at, event.source, event.kind, event.data)])
            count += 1
    except OSError:
        writer.close()
    assert len(read_log(place / "events.jsonl").events) == count
    return count


def fill_to_the_last_byte(place: Path) -> None:
    """Write until nothing more is taken, by root's own share as well."""
    for size in (1 << 20, 1 << 12, 1):
        with (place / f"filler{size}").open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(size))
                    os.fsync(file.fileno())
            except OSError:
                continue


def main() -> None:
    """Measure each kind of disk, with a reserve and without."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        disks: dict[str, Callable[[str], AbstractContextManager[Path]]] = {
            "ext4": lambda name: disk_in(here / f"{name}.image", here / name),
            "tmpfs": lambda name: small_disk(here / name, "16m"),
        }
        for kind, disk in disks.items():
            with disk(f"{kind}-with") as place:
                kept = lines_on_a_full_disk(place)
            reserve, log_module.RESERVE_BYTES = log_module.RESERVE_BYTES, 0
            with disk(f"{kind}-without") as place:
                without = lines_on_a_full_disk(place)
            log_module.RESERVE_BYTES = reserve
            print(f"{kind}: {kept} lines in the reserve of {reserve // 1024} KB, {without} without one")


if __name__ == "__main__":
    main()
