"""The configuration of a console: where protocols, sessions and its own files lie, whose names it knows.

First names are here while the console runs, and in no file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path

from nao_sessions.robot.names import Pseudonyms
from nao_sessions.text.languages import Language


@dataclass(frozen=True, slots=True)
class ConsoleConfig:
    """What every page of a console is made from.

    ``protocols`` holds the library, ``sessions`` the sessions' folders; ``keep`` is the console's own folder
    (0700): participants by code, symbol and colour, favourite sentences. ``rehearsal``: Nao is a simulator
    and nothing real is filmed or heard; every page is framed in orange. ``names`` are first names that were
    unlocked for this run. ``zone`` is that of the dates on the pages; None: this computer's.
    """

    language: Language
    protocols: Path
    sessions: Path
    keep: Path
    rehearsal: bool
    names: Pseudonyms = field(default_factory=Pseudonyms)
    zone: tzinfo | None = None

    @property
    def protocol_folders(self) -> tuple[Path, Path]:
        """Return the folders of protocols: the library, and the drafts made from it here."""
        return self.protocols, self.keep / "drafts"
