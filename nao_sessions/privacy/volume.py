"""The grounds for recording: a stated one, and an encrypted volume or a reason why it is none.

A simulated session records nobody; anything real needs both. What counts as encrypted stands in ``layers``.
"""

from __future__ import annotations

from pathlib import Path

from nao_sessions.core.errors import UsageError
from nao_sessions.privacy.layers import is_encrypted
from nao_sessions.record.manifest import Grounds
from nao_sessions.text.messages import msg

SIMULATION = "simulation"
"""The ground of a session in which nothing real took part, and for which none was given."""


def grounds(
    *, real: bool, records: bool, ground: str | None, unencrypted: str | None, folder: Path
) -> Grounds:
    """Return the grounds of a session, as its manifest holds them.

    Args:
        real: whether a real robot or a real camera takes part.
        records: whether something is filmed or heard.
        ground: the ground given by ``--ground``.
        unencrypted: the reason given by ``--unencrypted``.
        folder: the folder in which the session will lie.

    Raises:
        UsageError: a real recording has no ground, or would lie on a volume that is not encrypted.
    """
    check_ground(real=real, records=records, ground=ground)
    check_volume(real=real, unencrypted=unencrypted, folder=folder)
    text = (ground or "").strip()
    reason = (unencrypted or "").strip() or None
    return Grounds(text=text if real else text or SIMULATION, unencrypted=reason)


def check_ground(*, real: bool, records: bool, ground: str | None) -> None:
    """Raise UsageError if a real recording has no ground."""
    if real and records and not (ground or "").strip():
        raise UsageError(
            msg("A real recording needs its ground."),
            msg("Add --ground \"...\", for example 'rehearsal among adults, agreed by word'."),
            code="G101",
        )


def check_volume(*, real: bool, unencrypted: str | None, folder: Path) -> None:
    """Raise UsageError if a real session would lie on an open volume, and no reason is given for that."""
    if real and not (unencrypted or "").strip() and not is_encrypted(folder):
        raise UsageError(
            msg("{folder} is not on an encrypted volume: nothing is recorded.", folder=folder),
            msg('Choose an encrypted folder with --out, or give the reason: --unencrypted "...".'),
            code="G102",
        )
