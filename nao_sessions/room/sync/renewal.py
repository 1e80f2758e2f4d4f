"""How a folder's recordings are read, worked out again: ``sync.json``, ``latencies.json``, and their page.

The folder may be anybody's, and its recordings are decoded for this: a confined child does it, which writes
in the folder alone. It cannot reach the house's key: what it wrote is signed here.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nao_sessions.core.confined_child import ConfinedChild, media_limits
from nao_sessions.record.signature import sign_addition
from nao_sessions.room.sync.measuring import examine, measure, write
from nao_sessions.room.sync.page import sync_page
from nao_sessions.room.sync.sync_file import SYNC_FILE
from nao_sessions.room.voice.latencies import LATENCIES_FILE, measure_latencies
from nao_sessions.text.languages import Language


@dataclass(frozen=True, slots=True)
class Renewal:
    """The content of ``sync.json``, the answers of ``latencies.json``, and the page; "" if not asked for."""

    record: dict[str, Any]
    answers: list[dict[str, Any]]
    page: str


def renew_apart(folder: Path, language: Language, draws: bool) -> Renewal:
    """Work a folder's times out again in a confined child, and write them.

    Raises:
        RecordError: what was added to the folder cannot be read.
        OSError: a file cannot be written.
        ForeignFileRefused: the recordings took more than they may, or broke their reader.
    """
    renewal = child_for(folder).call(renew, folder, language, draws)
    for name in (SYNC_FILE, LATENCIES_FILE):
        sign_addition(folder / name)
    return renewal


def child_for(folder: Path) -> ConfinedChild:
    """Return a child that reads a session folder with its recordings, and writes in it."""
    limits = media_limits(*(folder / "room").glob("*"), makes=True)
    return ConfinedChild(folder.name, limits, [folder], [folder])


def measure_apart(folder: Path) -> None:
    """Work ``sync.json`` out as `measure` does, in a confined child. Raises: as ``renew_apart`` does."""
    child_for(folder).call(measure, folder)
    sign_addition(folder / SYNC_FILE)


def measure_latencies_apart(folder: Path) -> None:
    """Work ``latencies.json`` out in a confined child. Raises: as ``renew_apart`` does."""
    child_for(folder).call(measure_latencies, folder)
    sign_addition(folder / LATENCIES_FILE)


def renew(folder: Path, language: Language, draws: bool) -> Renewal:
    """Work a folder's times out again, here, and write them. Raises: RecordError, OSError."""
    examined = examine(folder, "marks")
    record = write(folder, examined)
    answers = measure_latencies(folder)["answers"]
    page = sync_page(folder.resolve().name, examined, language, answers) if draws else ""
    return Renewal(record, answers, page)
