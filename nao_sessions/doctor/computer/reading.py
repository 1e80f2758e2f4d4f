"""The state of this computer, read from Linux's own files; ``examination`` judges it.

Paths of the system begin at a root that a caller may give, and nothing is changed.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import platform
import shutil
import stat
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from nao_sessions.core.confined_child import confinement_here
from nao_sessions.core.confinement import Confinement
from nao_sessions.core.errors import ForeignFileRefused
from nao_sessions.privacy.layers import is_encrypted
from nao_sessions.room.sources.login import login_path
from nao_sessions.text.messages import Text, msg

# Whether something keeps this computer's time: what the kernel says of its own clock (adjtimex(2)).
#
# The clock is read and never set. NTP, chrony and systemd-timesyncd all report to the kernel.

UNSYNCHRONISED = 0x0040
"""The status bit STA_UNSYNC of linux/timex.h: the clock is not synchronised."""
NO_TIME = 5
"""The value TIME_ERROR, which adjtimex returns while the clock is not synchronised."""


class _Timex(ctypes.Structure):
    """struct timex up to its status (linux/timex.h), and room for the rest of it."""

    _fields_ = (
        ("modes", ctypes.c_int),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long),
        ("status", ctypes.c_int),
        ("rest", ctypes.c_char * 256),
    )


@dataclass(frozen=True, slots=True)
class KernelClock:
    """The kernel's clock: whether a time server keeps it, and its greatest error in s, by that server."""

    synchronised: bool
    most_error_s: float


def read_kernel_clock() -> KernelClock | None:
    """Return the state of the kernel's clock; None where the kernel does not say."""
    timex = _Timex()
    try:
        state = ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.byref(timex))
    except (OSError, AttributeError):
        return None
    if state < 0:
        return None
    return KernelClock(
        synchronised=state != NO_TIME and not timex.status & UNSYNCHRONISED,
        most_error_s=timex.maxerror / 1e6,
    )


PACKAGES = ("nao_sessions", "qi", "av", "numpy", "opencv-python-headless")


@dataclass(frozen=True, slots=True)
class Disk:
    """The folder of sessions, and the disk that it is on.

    While the folder does not exist, ``free_bytes``, ``encrypted`` and ``writable`` are those of its nearest
    existing parent, and ``open_to_others`` is False.
    """

    folder: Path
    free_bytes: int
    encrypted: bool
    writable: bool
    open_to_others: bool


@dataclass(frozen=True, slots=True)
class Power:
    """How the computer is powered; a field is None where it is unknown, as on a desktop computer."""

    on_mains: bool | None
    battery_percent: int | None


@dataclass(frozen=True, slots=True)
class Computer:
    """The state of this computer.

    ``sleep_held_off`` is None without systemd; ``no_qi`` says why a real Nao cannot be led from here, None
    where it can. ``closed_cameras`` are plugged in, but this user may not open them; ``open_logins`` can be
    read by others; ``load`` is the mean of a minute. ``confinement`` is what holds of a child that reads a
    file from elsewhere, None where none could be started.
    """

    disk: Disk
    open_logins: tuple[Path, ...]
    utc_s: float
    clock: KernelClock | None
    cores: int
    load: float
    browser: str | None
    alsa_configured: bool
    closed_cameras: tuple[str, ...]
    power: Power
    sleep_held_off: bool | None
    python: str
    packages: Mapping[str, str]
    no_qi: Text | None
    confinement: Confinement | None


def read_computer(recordings: Path, browser: str | None, root: Path = Path("/")) -> Computer:
    """Return the state of this computer: disk, logins, clock, power and more.

    Args:
        recordings: the folder into which sessions are recorded; it need not exist yet.
        browser: the path of the Chromium that prints pages; None without one.
        root: where ``/sys``, ``/run``, ``/dev`` and ``/usr`` are.
    """
    return Computer(
        disk=read_disk(recordings),
        open_logins=open_logins(),
        utc_s=time.time(),
        clock=read_kernel_clock(),
        cores=len(os.sched_getaffinity(0)),
        load=os.getloadavg()[0],
        browser=browser,
        alsa_configured="ALSA_CONFIG_PATH" in os.environ or (root / "usr/share/alsa/alsa.conf").exists(),
        closed_cameras=tuple(
            str(device)
            for device in sorted((root / "dev").glob("video*"))
            if not os.access(device, os.R_OK | os.W_OK)
        ),
        power=read_power(root),
        sleep_held_off=sleep_held_off(root),
        python=platform.python_version(),
        packages={name: found for name in PACKAGES if (found := _version(name)) is not None},
        no_qi=_no_qi(),
        confinement=read_confinement(),
    )


def read_confinement() -> Confinement | None:
    """Return what holds of a confined child here; None where none can be started."""
    try:
        return confinement_here()
    except (ForeignFileRefused, OSError):
        return None


def read_disk(recordings: Path) -> Disk:
    """Return the state of the disk on which sessions are to be recorded."""
    folder = recordings.absolute()
    exists = folder.is_dir()
    while not folder.is_dir():
        folder = folder.parent
    return Disk(
        folder=recordings.absolute(),
        free_bytes=shutil.disk_usage(folder).free,
        encrypted=is_encrypted(folder),
        writable=os.access(folder, os.W_OK | os.X_OK),
        open_to_others=exists and bool(stat.S_IMODE(folder.stat().st_mode) & 0o077),
    )


def open_logins() -> tuple[Path, ...]:
    """Return the files of logins that users other than the owner can read."""
    folder = login_path("any").parent
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return tuple(path for path in found if path.is_file() and stat.S_IMODE(path.stat().st_mode) & 0o077)


def read_power(root: Path = Path("/")) -> Power:
    """Return how the computer is powered (Linux, Documentation/ABI/testing/sysfs-class-power)."""
    supplies = sorted((root / "sys/class/power_supply").glob("*"))
    kinds = {supply: _word(supply / "type") for supply in supplies}
    mains = [_word(supply / "online") == "1" for supply, kind in kinds.items() if kind in ("Mains", "USB")]
    batteries = [
        supply
        for supply, kind in kinds.items()
        # Mice and keyboards have batteries, too: theirs have the scope of a device.
        if kind == "Battery" and _word(supply / "scope") != "Device"
    ]
    if not batteries:
        return Power(True if any(mains) else None, None)
    percent = _word(batteries[0] / "capacity")
    discharging = any(_word(battery / "status") == "Discharging" for battery in batteries)
    return Power(not discharging, int(percent) if percent.isdigit() else None)


def sleep_held_off(root: Path = Path("/")) -> bool | None:
    """Return whether sleep is inhibited or disabled; None where systemd does not run."""
    if os.path.realpath(root / "etc/systemd/system/sleep.target") == os.devnull:
        return True
    if not (root / "run/systemd").is_dir():
        return None
    for lock in (root / "run/systemd/inhibit").glob("*"):
        if lock.is_file():
            fields = dict(line.partition("=")[::2] for line in _word(lock).splitlines())
            if fields.get("MODE") == "block" and "sleep" in fields.get("WHAT", "").split(":"):
                return True
    return False


def _word(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _no_qi() -> Text | None:
    """Return why the qi module is missing, or None; it is looked for without loading it."""
    if importlib.util.find_spec("qi") is not None:
        return None
    if sys.version_info >= (3, 13):
        found = platform.python_version()
        return msg("qi is not installed for Python {found}", found=found)
    if (sys.platform, platform.machine()) != ("linux", "x86_64"):
        found = f"{sys.platform} {platform.machine()}"
        return msg("qi is not installed on {found}", found=found)
    return msg("qi is not installed")
