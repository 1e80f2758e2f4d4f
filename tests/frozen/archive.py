"""The archive of frozen sessions: where it lies, what is left out of it, how a session of it is exported."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
from pathlib import Path

ARCHIVE = Path(__file__).with_name("sessions.tar.xz")
LINE_SUMS = "events.sums"


def unpack(place: Path) -> None:
    """Unpack the archive, and make the sums of every log's lines again."""
    with tarfile.open(ARCHIVE) as archive:
        if hasattr(tarfile, "data_filter"):  # Python 3.11.4 and newer
            archive.extraction_filter = tarfile.data_filter
        archive.extractall(place)
    for log in place.glob("*s/*/events.jsonl"):
        log.with_name(LINE_SUMS).write_bytes(line_sums(log))


def line_sums(log: Path) -> bytes:
    """Return the sums of a log's lines, which say nothing new and do not pack: they are made again."""
    lines = log.read_bytes().splitlines()
    sums = (f"{number} {hashlib.sha256(line).hexdigest()}\n" for number, line in enumerate(lines))
    return "".join(sums).encode()


def exported(folder: Path, to: str, target: Path) -> bytes:
    """Return what a session gives as a file of another program."""
    command = [
        sys.executable,
        "-m",
        "nao_sessions",
        "export",
        str(folder),
        "--plain",
        "essai",
        "--to",
        to,
        "-o",
        str(target),
    ]
    subprocess.run(command, capture_output=True, check=False)  # 1: something was left out, as told
    return target.read_bytes()
