"""The mounted file systems of this computer, as Linux lists them (proc(5), mountinfo).

``mounts_of`` reads text; only ``read_mounts`` reads the computer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

MOUNTINFO = Path("/proc/self/mountinfo")


@dataclass(frozen=True, slots=True)
class Mount:
    """A mounted file system: where, its device (``major:minor``), its kind, and what it is made of."""

    point: str
    device: str
    filesystem: str
    source: str


def mounts_of(text: str) -> tuple[Mount, ...]:
    """Return the mounts that a text in the form of mountinfo lists; a line of another form is left out."""
    return tuple(_each(text))


def _each(text: str) -> Iterator[Mount]:
    for line in text.splitlines():
        before, dash, after = line.partition(" - ")
        fields, kinds = before.split(" "), after.split(" ")
        if dash and len(fields) > 4 and len(kinds) > 1:
            yield Mount(unescaped(fields[4]), fields[2], kinds[0], unescaped(kinds[1]))


def unescaped(name: str) -> str:
    r"""Return a name of a table of the kernel's, in which a blank stands as ``\040``."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), name)


def read_mounts(path: Path = MOUNTINFO) -> tuple[Mount, ...]:
    """Return the mounts of this computer; empty where they cannot be read."""
    try:
        return mounts_of(path.read_text(encoding="utf-8", errors="surrogateescape"))
    except OSError:
        return ()


def mount_of(folder: Path, mounts: Sequence[Mount]) -> Mount | None:
    """Return the mount that holds a folder: the deepest one, and of two on one place the later; or None."""
    inside = [one for one in mounts if folder == Path(one.point) or Path(one.point) in folder.parents]
    return max(enumerate(inside), key=lambda one: (len(one[1].point), one[0]))[1] if inside else None
