"""The grounds for recording, and whether a folder lies on an encrypted volume.

A simulated session records nobody; anything real needs a stated ground and an encrypted volume, or a reason.
Encrypted is, on Linux, dm-crypt anywhere below, ecryptfs, gocryptfs and the like; in doubt the answer is no.
"""

from __future__ import annotations

import os
from pathlib import Path

from nao_sessions.core.errors import UsageError
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


_ENCRYPTED_FILESYSTEMS = frozenset({"ecryptfs", "fuse.gocryptfs", "fuse.encfs", "fuse.cryfs"})


def is_encrypted(
    folder: Path, *, proc: Path = Path("/proc/self/mountinfo"), sys: Path = Path("/sys/dev/block")
) -> bool:
    """Return whether a folder, or the nearest of its parents that exists, is on an encrypted volume."""
    mount = _mount_of(existing(folder), proc)
    if mount is None:
        return False
    device, filesystem = mount
    return filesystem in _ENCRYPTED_FILESYSTEMS or _has_crypt_below(sys / device, set())


def existing(folder: Path) -> Path:
    """Return a folder, or the nearest of its parents that exists."""
    folder = folder.absolute()
    while not os.path.exists(folder):  # noqa: PTH110 (Path.exists raises where a parent may not be read)
        folder = folder.parent
    return folder.resolve()


def _mount_of(folder: Path, proc: Path) -> tuple[str, str] | None:
    """Return (major:minor, filesystem) of the mount that holds a folder, or None (proc(5), mountinfo)."""
    best: tuple[int, str, str] | None = None
    try:
        lines = proc.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return None
    for line in lines:
        fields = line.split(" ")
        if "-" not in fields:
            continue
        point = fields[4].encode("latin-1", "surrogateescape").decode("unicode_escape", "replace")
        inside = folder == Path(point) or Path(point) in folder.parents
        if inside and (best is None or len(point) >= best[0]):
            best = (len(point), fields[2], fields[fields.index("-") + 1])
    return None if best is None else (best[1], best[2])


def _has_crypt_below(block: Path, seen: set[str]) -> bool:
    """Return whether a block device, or one that it is made of, is dm-crypt (its uuid begins with CRYPT-)."""
    real = os.path.realpath(block)
    if real in seen or not Path(real).is_dir():
        return False
    seen.add(real)
    try:
        if (Path(real) / "dm" / "uuid").read_text(encoding="ascii").startswith("CRYPT-"):
            return True
    except OSError:
        pass
    slaves = Path(real) / "slaves"
    below = list(slaves.iterdir()) if slaves.is_dir() else []
    # A partition has no slaves of its own: its disk has them.
    if not below and (Path(real) / "partition").exists():
        below = [Path(real).parent]
    return any(_has_crypt_below(device, seen) for device in below)
