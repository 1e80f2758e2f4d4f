"""The last picture of a camera, in memory that two processes share: never on disk, never half a picture.

The recorder writes and the session reads. A reader takes what is whole, by a checksum over all of it, and a
writer that dies in the middle leaves the picture before: there are two places, written in turn.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import struct
import zlib
from dataclasses import dataclass

PLACE_BYTES = 256 * 1024
"""The room for one picture with its head: a JPEG of 640x360 takes 20 to 60 kB."""
_HEAD = struct.Struct("=QqHHLL")
"""Number (0: nothing), session time, width, height, bytes of the JPEG, CRC-32 of all but itself."""
_CRC_BYTES = 4


@dataclass(frozen=True, slots=True)
class Preview:
    """One picture, as JPEG: ``at_ns`` is the session time at which its first byte came."""

    number: int
    at_ns: int
    width_px: int
    height_px: int
    jpeg: bytes


def create_preview_memory() -> int:
    """Return a descriptor of memory for two pictures, which can neither shrink nor grow. Raises: OSError."""
    descriptor = os.memfd_create("preview", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    os.ftruncate(descriptor, 2 * PLACE_BYTES)
    seals = fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SEAL
    fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, seals)
    return descriptor


class PreviewMemory:
    """The shared memory of a descriptor, which the caller closes. One process writes, any may read."""

    def __init__(self, descriptor: int) -> None:
        """Map the memory. Raises: OSError or ValueError, if the descriptor is no such memory."""
        self._memory = mmap.mmap(descriptor, 2 * PLACE_BYTES)

    def write(self, at_ns: int, width_px: int, height_px: int, jpeg: bytes) -> None:
        """Write a picture in place of the older of two; one that is too large is not written."""
        if _HEAD.size + len(jpeg) > PLACE_BYTES:
            return
        last = self.read()
        number = 1 if last is None else last.number + 1
        start = number % 2 * PLACE_BYTES
        head = _HEAD.pack(number, at_ns, width_px, height_px, len(jpeg), 0)[:-_CRC_BYTES]
        checked = zlib.crc32(jpeg, zlib.crc32(head))
        self._memory[start : start + _HEAD.size] = head + struct.pack("=L", checked)
        self._memory[start + _HEAD.size : start + _HEAD.size + len(jpeg)] = jpeg

    def read(self) -> Preview | None:
        """Return the newest whole picture; None if there is none."""
        found = [picture for picture in (self._at(0), self._at(PLACE_BYTES)) if picture is not None]
        return max(found, key=lambda picture: picture.number, default=None)

    def clear(self) -> None:
        """Clear both places, so that no picture is left."""
        self._memory[:] = bytes(2 * PLACE_BYTES)

    def close(self) -> None:
        """Close the memory."""
        self._memory.close()

    def _at(self, start: int) -> Preview | None:
        head = self._memory[start : start + _HEAD.size]
        number, at_ns, width_px, height_px, size, checked = _HEAD.unpack(head)
        if number == 0 or _HEAD.size + size > PLACE_BYTES:
            return None
        jpeg = self._memory[start + _HEAD.size : start + _HEAD.size + size]
        if zlib.crc32(jpeg, zlib.crc32(head[:-_CRC_BYTES])) != checked:
            return None  # it is being written, or was when its writer died
        return Preview(number, at_ns, width_px, height_px, jpeg)
