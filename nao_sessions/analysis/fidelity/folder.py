"""The fidelity of a session folder: its log beside the protocol that ran, which lies in the folder.

Nothing here writes; a session that no protocol led has no fidelity.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from nao_sessions.analysis.fidelity.trials import TrialFidelity, fidelity_of
from nao_sessions.protocol import load_files
from nao_sessions.protocol.flow import Protocol
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.log import is_imported


def read_fidelity(path: Path) -> tuple[TrialFidelity, ...] | None:
    """Return the fidelity of a session's trials; None if imported. Raises: RecordError, ProtocolRefused."""
    folder = SessionFolder.open(path)
    events = folder.read_events()
    if is_imported(events):
        return None
    files = tuple(sorted(folder.protocol_files().items()))
    return fidelity_of(events, _loaded(files, folder.read_manifest().protocol.entry))


@lru_cache(maxsize=4)
def _loaded(files: tuple[tuple[str, bytes], ...], entry: str) -> Protocol:
    """Load a protocol; a thousand sessions of one protocol have the same files, and load it once."""
    return load_files(dict(files), entry)
