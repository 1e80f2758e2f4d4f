"""What encrypts a folder or a swap area: LUKS, fscrypt, ZFS, gocryptfs, systemd-homed, or nothing.

Judging is apart from reading: what Linux says is read into values, and functions of these values judge. In
doubt the answer is that nothing does.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from nao_sessions.core import processes
from nao_sessions.core.mounts import MOUNTINFO, Mount, mount_of, read_mounts, unescaped

BLOCKS = Path("/sys/dev/block")

Kind = Literal["luks", "homed", "zfs", "fscrypt", "gocryptfs", "stacked", "memory", "none"]
"""stacked: ecryptfs, EncFS or CryFS. memory: nothing of it is on a disk, but what is swapped out."""
ENCRYPTED: frozenset[Kind] = frozenset({"luks", "homed", "zfs", "fscrypt", "gocryptfs", "stacked"})
SEEN_HERE: frozenset[Kind] = frozenset({"gocryptfs", "memory", "none"})
"""The kinds that were tried on a computer by those who wrote this; the others are known by description."""

_BY_FILESYSTEM: dict[str, Kind] = {
    "fuse.gocryptfs": "gocryptfs",
    "ecryptfs": "stacked",
    "fuse.encfs": "stacked",
    "fuse.cryfs": "stacked",
    "tmpfs": "memory",
    "ramfs": "memory",
}
_CIPHERS = ("LUKS1", "LUKS2", "PLAIN", "LOOPAES", "TCRYPT", "BITLK", "FVAULT2")
"""The kinds of dm-crypt in a device's uuid, ``CRYPT-KIND-...`` (cryptsetup, ``lib/utils_dm.h``). VERITY and
INTEGRITY begin alike and encrypt nothing."""
_FS_IOC_GETFLAGS = 0x80086601
_FS_ENCRYPT_FL = 0x00000800
"""linux/fs.h, on 64 bits."""


@dataclass(frozen=True, slots=True)
class BlockDevice:
    """A block device as sysfs shows it: device mapper's name and uuid, and the devices that it is made of."""

    name: str
    dm_name: str = ""
    dm_uuid: str = ""
    below: tuple[BlockDevice, ...] = ()


def device_layer(device: BlockDevice) -> Kind:
    """Return what encrypts a block device: itself, or all of what it is made of (one open part is open)."""
    if device.dm_uuid.removeprefix("CRYPT-").partition("-")[0] in _CIPHERS and "-" in device.dm_uuid:
        return "homed" if device.dm_name.startswith("home-") else "luks"
    kinds = {device_layer(one) for one in device.below}
    return "none" if not kinds or "none" in kinds else max(kinds)


def zfs_layer(told: str) -> Kind:
    """Return what encrypts a ZFS data set, from ``zfs get -H -o value encryption,keystatus``."""
    cipher, _, key = told.strip().partition("\n")
    return "zfs" if cipher not in ("", "off", "-") and key.strip() == "available" else "none"


def folder_layer(
    mount: Mount | None, device: BlockDevice | None, inode_flags: int = 0, zfs_told: str = ""
) -> Kind:
    """Return what encrypts a folder.

    Args:
        mount: the mount that holds it.
        device: the block device of this mount; None without one.
        inode_flags: the folder's, as lsattr(1) shows them; fscrypt encrypts by folder.
        zfs_told: what the command ``zfs`` says of the data set.
    """
    if mount is None:
        return "none"
    if mount.filesystem == "zfs":
        return zfs_layer(zfs_told)
    if mount.filesystem in _BY_FILESYSTEM:
        return _BY_FILESYSTEM[mount.filesystem]
    below: Kind = "none" if device is None else device_layer(device)
    return "fscrypt" if below == "none" and inode_flags & _FS_ENCRYPT_FL else below


@dataclass(frozen=True, slots=True)
class Swap:
    """An area into which memory is swapped: a device or a file."""

    path: Path
    is_file: bool


def swaps_of(text: str) -> tuple[Swap, ...]:
    """Return the swap areas that a text in the form of ``/proc/swaps`` lists."""
    rows = [line.split() for line in text.splitlines()[1:]]
    return tuple(Swap(Path(unescaped(row[0])), row[1] == "file") for row in rows if len(row) > 1)


def read_swaps(path: Path = Path("/proc/swaps")) -> tuple[Swap, ...] | None:
    """Return this computer's swap areas; None where they cannot be read."""
    try:
        return swaps_of(path.read_text(encoding="utf-8", errors="surrogateescape"))
    except OSError:
        return None


def swap_layer(swap: Swap) -> Kind:
    """Return what encrypts a swap area of this computer; a compressed one in memory (zram) needs nothing."""
    if swap.is_file:
        return layer_of(swap.path.parent)
    if swap.path.name.startswith("zram"):
        return "memory"
    try:
        number = swap.path.stat().st_rdev
    except OSError:
        return "none"
    device = read_device(BLOCKS / f"{os.major(number)}:{os.minor(number)}")
    return "none" if device is None else device_layer(device)


def layer_of(folder: Path, *, proc: Path = MOUNTINFO, sys: Path = BLOCKS) -> Kind:
    """Return what encrypts a folder of this computer, or the nearest of its parents that exists."""
    place = existing(folder)
    mount = mount_of(place, read_mounts(proc))
    if mount is None:
        return "none"
    device = _btrfs(mount.source) if mount.filesystem == "btrfs" else read_device(sys / mount.device)
    zfs = _zfs_says(mount.source) if mount.filesystem == "zfs" else ""
    return folder_layer(mount, device, _inode_flags(place), zfs)


def is_encrypted(folder: Path, *, proc: Path = MOUNTINFO, sys: Path = BLOCKS) -> bool:
    """Return whether a folder, or the nearest of its parents that exists, is on an encrypted volume."""
    return layer_of(folder, proc=proc, sys=sys) in ENCRYPTED


def existing(folder: Path) -> Path:
    """Return a folder, or the nearest of its parents that exists."""
    folder = folder.absolute()
    while not os.path.exists(folder):  # noqa: PTH110 (Path.exists raises where a parent may not be read)
        folder = folder.parent
    return folder.resolve()


def read_device(block: Path, above: Sequence[str] = ()) -> BlockDevice | None:
    """Return a block device and what it is made of, from its folder in sysfs; None where there is none."""
    real = Path(os.path.realpath(block))
    if str(real) in above or not real.is_dir():
        return None
    slaves = real / "slaves"
    below = list(slaves.iterdir()) if slaves.is_dir() else []
    # A partition has no slaves of its own: its disk has them.
    if not below and (real / "partition").exists():
        below = [real.parent]
    found = (read_device(one, (*above, str(real))) for one in below)
    return BlockDevice(
        real.name,
        _text(real / "dm" / "name"),
        _text(real / "dm" / "uuid"),
        tuple(one if one is not None else BlockDevice("?") for one in found),
    )


def _btrfs(source: str, shown: Path = Path("/sys/fs/btrfs")) -> BlockDevice | None:
    """Return all devices of a btrfs, which has no block device of its own, from one of them; or None."""
    name = Path(os.path.realpath(source)).name
    for devices in shown.glob("*/devices"):
        found = [read_device(one) for one in devices.iterdir()]
        if any(one is not None and one.name == name for one in found):
            return BlockDevice("btrfs", below=tuple(one or BlockDevice("?") for one in found))
    return None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _inode_flags(folder: Path) -> int:
    """Return a folder's flags; 0 where the file system has none."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        return 0
    try:
        return int.from_bytes(fcntl.ioctl(descriptor, _FS_IOC_GETFLAGS, bytes(8))[:4], "little")
    except OSError:
        return 0
    finally:
        os.close(descriptor)


def _zfs_says(dataset: str, run: Callable[..., subprocess.CompletedProcess[str]] = processes.run) -> str:
    """Return what the command ``zfs`` says of a data set; "" where it cannot be asked."""
    command = ["zfs", "get", "-H", "-o", "value", "encryption,keystatus", dataset]
    try:
        return run(command, capture_output=True, text=True, check=False, timeout=10).stdout
    except (OSError, subprocess.SubprocessError):
        return ""
