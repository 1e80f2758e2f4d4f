"""What a child gives up before it reads what a stranger made: network, files, memory, time.

Linux holds it, each part by itself: where a kernel or its settings refuse one, the others hold all the same,
and ``Confinement`` says which do. It is called before anything starts a thread. Nothing here decides who is
confined: `confined_child` does.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import struct
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

MOST_PROCESSORS = 4
"""More make a decoder start more threads, each with memory of its own; and a session may run beside it."""
MOST_OPEN_FILES = 256

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38  # linux/prctl.h
_CLONE_NEWUSER, _CLONE_NEWNET = 0x1000_0000, 0x4000_0000  # linux/sched.h
_CAPABILITIES = 0x2008_0522  # linux/capability.h: version 3, of 64 bits


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """How much a child may take: seconds of processors and of the clock, bytes of memory and of each file."""

    cpu_s: int
    wall_s: int
    memory_bytes: int
    written_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Confinement:
    """What holds of a child.

    ``network``: it has none; ``tcp``: it has at least no TCP; ``files``: it reaches only what it was given.
    """

    network: bool
    tcp: bool
    files: bool


def confine(limits: ChildLimits, reads: Iterable[Path] = (), writes: Iterable[Path] = ()) -> Confinement:
    """Take from this process, for good, all that reading a file needs not; return what holds.

    Args:
        limits: what is left to it.
        reads: files and folders that it may read, beside Python and this program.
        writes: folders in which it may make, change and remove files.

    Raises:
        OSError: a limit cannot be set, or one of the files and folders is not there.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    network = _leave_network(libc)
    _limit(limits)
    version = _landlock_version(libc)
    files = version >= _ABI_FILES and _close_files(libc, version, [*reads], [*writes])
    # The new namespace gave this process every right within it; none is needed any more.
    libc.capset(struct.pack("=II", _CAPABILITIES, 0), bytes(24))
    return Confinement(network, network or (files and version >= _ABI_TCP), files)


def _leave_network(libc: ctypes.CDLL) -> bool:
    """Move into a network of this process alone, where nothing is; return whether the kernel let it."""
    user, group = os.getuid(), os.getgid()
    if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) != 0:
        return False
    for setting, text in (
        # Else files would seem to belong to nobody: owners are compared elsewhere.
        ("self/setgroups", "deny"),
        ("self/uid_map", f"{user} {user} 1"),
        ("self/gid_map", f"{group} {group} 1"),
        # Another namespace within this one would give rights anew: none may be made.
        ("sys/user/max_user_namespaces", "0"),
    ):
        with contextlib.suppress(OSError):
            Path("/proc", setting).write_text(text)
    return True


def _limit(limits: ChildLimits) -> None:
    for what, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_FSIZE, limits.written_bytes),
        (resource.RLIMIT_NOFILE, MOST_OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_s, limits.cpu_s + 1))
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:MOST_PROCESSORS])
    signal.setitimer(signal.ITIMER_REAL, limits.wall_s)  # ends the process, also where no parent is left


# Landlock: what of the files a process may reach, by rules that it sets itself (linux/landlock.h,
# https://docs.kernel.org/userspace-api/landlock.html). Its three calls have the same numbers everywhere.

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ABI_FILES, _ABI_TCP = 3, 4
"""From 3 on (Linux 6.2) a file cannot be cut short either; from 4 on (6.7) TCP is refused."""
_RIGHTS = {3: (1 << 15) - 1, 5: (1 << 16) - 1}
"""All rights of files and folders that a version knows."""
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR, _TRUNCATE = 1 << 0, 1 << 1, 1 << 2, 1 << 3, 1 << 14
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE
_REFER_DEVICES = 1 << 6 | 1 << 9 | 1 << 10 | 1 << 11 | 1 << 12
"""Making devices, sockets, pipes and links: for nobody."""
_TCP = 0b11
_SCOPES = 0b11
"""Abstract sockets, and signals, to processes outside."""
_SYSTEM = (
    "/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime",
    "/proc/self", "/sys/devices/system/cpu", "/dev/null", "/dev/urandom",
)  # fmt: skip


def _landlock_version(libc: ctypes.CDLL) -> int:
    """Return the version of Landlock; 0 or less where this kernel has none."""
    return int(libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), 1))


def _close_files(libc: ctypes.CDLL, version: int, reads: Sequence[Path], writes: Sequence[Path]) -> bool:
    """Close all files but the given ones, and those of Python, to this process; return whether that holds."""
    rights = max(of for since, of in _RIGHTS.items() if since <= version)
    told = struct.pack("=QQQ", rights, _TCP if version >= _ABI_TCP else 0, _SCOPES if version >= 6 else 0)
    length = 24 if version >= 6 else 16 if version >= _ABI_TCP else 8
    ruleset = int(libc.syscall(_CREATE_RULESET, told, ctypes.c_size_t(length), 0))
    if ruleset < 0:
        return False
    try:
        reading = _READ_FILE | _READ_DIR  # not to execute: a child starts no program
        writing = rights & ~(_EXECUTE | _REFER_DEVICES)
        for path in {Path(one) for one in (*_SYSTEM, *_code_folders())}:
            if path.exists():
                _allow(libc, ruleset, path, reading)
        for path in reads:
            _allow(libc, ruleset, path, reading)
        for path in writes:
            _allow(libc, ruleset, path, writing)
        return int(libc.syscall(_RESTRICT_SELF, ruleset, 0)) == 0
    finally:
        os.close(ruleset)


def _code_folders() -> list[str]:
    """Return the folders of Python and of what it imports, this program among them."""
    return [sys.prefix, sys.base_prefix, *filter(os.path.isabs, sys.path), str(Path(__file__).parents[2])]


def _allow(libc: ctypes.CDLL, ruleset: int, path: Path, rights: int) -> None:
    """Add what may be done below a path, or with the file that it is. Raises: OSError: it is not there."""
    descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = struct.pack("=Qi", rights if path.is_dir() else rights & _OF_FILES, descriptor)
        if libc.syscall(_ADD_RULE, ruleset, 1, rule, 0) != 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(path))
    finally:
        os.close(descriptor)
