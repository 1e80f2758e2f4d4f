"""What passes from an RTSP camera over TCP: which frame began at which byte, and what its clock says.

No I/O: bytes go in, and what they tell comes out (RFC 2326 section 10.12, RFC 3550 sections 5.1 and 6.4.1).
"""

from __future__ import annotations

from dataclasses import dataclass

INTERLEAVED = 0x24
"""``$``: a packet of a channel; anything else is an answer in plain text."""
SENDER_REPORT = 200
NTP_EPOCH_S = 2_208_988_800
"""From 1900, where NTP counts from, to 1970."""
HEAD_LIMIT = 65_536
HEAD_BYTES = 20
"""What is read of a packet: the head of a sender report, which is longer than that of media."""


@dataclass(frozen=True, slots=True)
class FrameBegan:
    """The first packet of a frame: its time in ticks of the stream's clock, the place of its first byte."""

    channel: int
    ticks: int
    position: int


@dataclass(frozen=True, slots=True)
class ClockTold:
    """A sender report: at ``utc_s`` the clock of a stream stood at ``ticks``."""

    channel: int
    ticks: int
    utc_s: float


class RtspReading:
    """Takes the bytes of a connection in any cut."""

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._position = 0
        self._body_left = 0
        self._ticks: dict[int, int] = {}
        self.understood = True

    def feed(self, data: bytes) -> list[FrameBegan | ClockTold]:
        """Give what some more bytes tell; nothing for ever, once they make no sense."""
        told: list[FrameBegan | ClockTold] = []
        if not self.understood:
            return told
        self._waiting += data
        while self._waiting:
            if self._body_left:
                self._drop(min(self._body_left, len(self._waiting)), of_body=True)
            elif self._waiting[0] == INTERLEAVED:
                if len(self._waiting) < 4:
                    break
                length = int.from_bytes(self._waiting[2:4], "big")
                if len(self._waiting) < 4 + length:
                    break
                head = bytes(self._waiting[4 : 4 + min(length, HEAD_BYTES)])
                found = self._packet(self._waiting[1], head)
                told += [found] if found is not None else []
                self._drop(4 + length)
            elif not self._answer():
                break
        return told

    def _drop(self, count: int, *, of_body: bool = False) -> None:
        del self._waiting[:count]
        self._position += count
        self._body_left -= count if of_body else 0

    def _answer(self) -> bool:
        """Pass over an answer in plain text; False while its end has not come."""
        end = self._waiting.find(b"\r\n\r\n")
        if end < 0:
            self.understood = len(self._waiting) <= HEAD_LIMIT
            return False
        for line in self._waiting[:end].split(b"\r\n"):
            name, _, value = line.partition(b":")
            if name.strip().lower() == b"content-length" and value.strip().isdigit():
                self._body_left = int(value)
        left, self._body_left = self._body_left, 0
        self._drop(end + 4)
        self._body_left = left
        return True

    def _packet(self, channel: int, head: bytes) -> FrameBegan | ClockTold | None:
        """Read the head of a packet: media on an even channel, reports on the odd one behind it."""
        if channel % 2:
            if len(head) < 20 or head[1] != SENDER_REPORT:
                return None
            seconds = int.from_bytes(head[8:12], "big") + int.from_bytes(head[12:16], "big") / 2**32
            ticks = int.from_bytes(head[16:20], "big")
            return ClockTold(channel - 1, ticks, seconds - NTP_EPOCH_S) if seconds else None
        if len(head) < 12:
            return None
        ticks = int.from_bytes(head[4:8], "big")
        if self._ticks.get(channel) == ticks:
            return None
        self._ticks[channel] = ticks
        return FrameBegan(channel, ticks, self._position)
