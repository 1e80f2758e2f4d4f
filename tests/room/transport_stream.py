"""A small MPEG-TS multiplexer: one H.264 and one AAC stream, every packet sent the moment it is encoded.

FFmpeg's own multiplexer holds a picture back until sound of the same time exists, which would hide what the
tests measure; nothing here waits for anything (ISO/IEC 13818-1).
"""

from __future__ import annotations

PACKET_BYTES = 188
PMT_PID = 0x1000
VIDEO_PID = 0x100
AUDIO_PID = 0x101
TICKS_PER_S = 90_000


def _crc32_mpeg(data: bytes) -> int:
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte << 24
        for _ in range(8):
            crc = (crc << 1 ^ 0x04C11DB7 if crc & 0x80000000 else crc << 1) & 0xFFFFFFFF
    return crc


def _section(table: int, number: int, body: bytes) -> bytes:
    length = len(body) + 9
    head = bytes([table, 0xB0 | length >> 8, length & 0xFF, number >> 8, number & 0xFF, 0xC1, 0, 0])
    return b"\0" + head + body + _crc32_mpeg(head + body).to_bytes(4, "big")


def _stamp(prefix: int, ticks: int) -> bytes:
    ticks &= (1 << 33) - 1
    return bytes(
        [
            prefix << 4 | ticks >> 29 & 0x0E | 1,
            ticks >> 22 & 0xFF,
            ticks >> 14 & 0xFE | 1,
            ticks >> 7 & 0xFF,
            ticks << 1 & 0xFE | 1,
        ]
    )


def adts(frame: bytes, sample_rate_index: int = 3, channels: int = 1) -> bytes:
    """Put the ADTS header before one raw AAC-LC frame (index 3 is 48 kHz)."""
    length = len(frame) + 7
    return (
        bytes(
            [
                0xFF,
                0xF1,
                1 << 6 | sample_rate_index << 2 | channels >> 2,
                (channels & 3) << 6 | length >> 11,
                length >> 3 & 0xFF,
                (length & 7) << 5 | 0x1F,
                0xFC,
            ]
        )
        + frame
    )


class Multiplexer:
    """Turns encoded packets into transport packets; times are in ticks of 1/90000 s."""

    def __init__(self, *, with_sound: bool) -> None:
        self._counters: dict[int, int] = {}
        program = bytes([0, 1, 0xE0 | PMT_PID >> 8, PMT_PID & 0xFF])
        self._pat = _section(0, 1, program)
        streams = bytes([0x1B, 0xE0 | VIDEO_PID >> 8, VIDEO_PID & 0xFF, 0xF0, 0])
        if with_sound:
            streams += bytes([0x0F, 0xE0 | AUDIO_PID >> 8, AUDIO_PID & 0xFF, 0xF0, 0])
        self._pmt = _section(2, 1, bytes([0xE0 | VIDEO_PID >> 8, VIDEO_PID & 0xFF, 0xF0, 0]) + streams)

    def tables(self) -> bytes:
        """Give the two tables that a receiver needs before it understands anything."""
        return self._packets(0, self._pat.ljust(184, b"\xff"), None) + self._packets(
            PMT_PID, self._pmt.ljust(184, b"\xff"), None
        )

    def video(self, data: bytes, pts: int, dts: int) -> bytes:
        """Give the transport packets of one picture (Annex B)."""
        head = b"\0\0\1\xe0\0\0\x80\xc0\x0a" + _stamp(3, pts) + _stamp(1, dts)
        return self._packets(VIDEO_PID, head + data, dts)

    def sound(self, data: bytes, pts: int) -> bytes:
        """Give the transport packets of one ADTS frame."""
        length = len(data) + 8
        head = b"\0\0\1\xc0" + length.to_bytes(2, "big") + b"\x80\x80\x05" + _stamp(2, pts)
        return self._packets(AUDIO_PID, head + data, None)

    def _packets(self, pid: int, payload: bytes, clock: int | None) -> bytes:
        """Cut a payload into packets, the clock (PCR) in the first one and the filling in the last."""
        out = bytearray()
        first = True
        while payload:
            field = b""
            if first and clock is not None:
                base = clock & (1 << 33) - 1
                field = b"\x10" + (base << 15 | 0x7E00).to_bytes(6, "big")
            room = PACKET_BYTES - 4 - (1 + len(field) if field else 0)
            piece, payload = payload[:room], payload[room:]
            missing = room - len(piece)
            if missing and not field:
                field = b"\0" + b"\xff" * (missing - 2) if missing > 1 else b""
                adaptation = bytes([missing - 1]) + field
            elif field:
                adaptation = bytes([len(field) + missing]) + field + b"\xff" * missing
            else:
                adaptation = b""
            counter = self._counters.get(pid, 0)
            self._counters[pid] = counter + 1 & 15
            control = (0x30 if adaptation else 0x10) | counter
            out += bytes([0x47, (0x40 if first else 0) | pid >> 8, pid & 0xFF, control])
            out += adaptation + piece
            first = False
        return bytes(out)
