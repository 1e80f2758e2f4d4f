"""The fidelity of a session folder: its log beside the protocol that ran, which lies in the folder.

Nothing here writes; a session that no protocol led has no fidelity.
"""

from __future__ import annotations

from pathlib import Path

from nao_sessions.annotation.fidelity.trials import TrialFidelity, fidelity_of
from nao_sessions.protocol import load_files
from nao_sessions.session.folder import SessionFolder
from nao_sessions.session.log import is_imported, read_log


def read_fidelity(path: Path) -> tuple[TrialFidelity, ...] | None:
    """Give the fidelity of every trial; None where no protocol led. Raises: RecordError, ProtocolRefused."""
    folder = SessionFolder.open(path)
    events = read_log(folder.events).events
    if is_imported(events):
        return None
    protocol = load_files(folder.protocol_files(), folder.read_manifest().protocol.entry)
    return fidelity_of(events, protocol)
