"""The grounds for recording, enforced: what real recordings need before the first frame.

A simulated session records nobody; anything real needs a stated ground and an encrypted volume, or a reason.
"""

from __future__ import annotations

from pathlib import Path

from nao_sessions.core.errors import UsageError
from nao_sessions.privacy.volume import is_encrypted
from nao_sessions.record.manifest import Grounds
from nao_sessions.text.messages import msg

SIMULATION = "simulation"
"""The ground of a session where nothing real took part, and none was given."""


def grounds(
    *, real: bool, records: bool, ground: str | None, unencrypted: str | None, folder: Path
) -> Grounds:
    """Return the grounds of a session.

    Args:
        real: a real robot or a real camera takes part.
        records: something is filmed or heard.
        ground: what was given by ``--ground``.
        unencrypted: the reason given by ``--unencrypted``.
        folder: where the session will lie.

    Raises:
        UsageError: a real recording has no ground, or would lie on a volume that is not encrypted.
    """
    check_ground(real=real, records=records, ground=ground)
    check_volume(real=real, unencrypted=unencrypted, folder=folder)
    text = (ground or "").strip()
    reason = (unencrypted or "").strip() or None
    return Grounds(text=text if real else text or SIMULATION, unencrypted=reason)


def check_ground(*, real: bool, records: bool, ground: str | None) -> None:
    """Refuse a real recording without a ground. Raises: UsageError."""
    if real and records and not (ground or "").strip():
        raise UsageError(
            msg("A real recording needs its ground."),
            msg("Add --ground \"...\", for example 'rehearsal among adults, agreed by word'."),
            code="G101",
        )


def check_volume(*, real: bool, unencrypted: str | None, folder: Path) -> None:
    """Refuse a real session on an open volume, unless a reason is given. Raises: UsageError."""
    if real and not (unencrypted or "").strip() and not is_encrypted(folder):
        raise UsageError(
            msg("{folder} is not on an encrypted volume: nothing is recorded.", folder=folder),
            msg('Choose an encrypted folder with --out, or give the reason: --unencrypted "...".'),
            code="G102",
        )
