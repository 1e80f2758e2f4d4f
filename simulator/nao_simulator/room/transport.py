"""MPEG-TS (ISO/IEC 13818-1): H.264 and AAC packets become the 188-byte packets of one programme.

Nothing is held back: each access unit is whole in the bytes that its call returns. (FFmpeg's own muxer
interleaves by time, and would keep every picture until the sound beside it is known.)
"""

from __future__ import annotations

PACKET_BYTES = 188
CLOCK_HZ = 90_000

PAT_PID, PMT_PID, VIDEO_PID, AUDIO_PID = 0x0000, 0x1000, 0x0100, 0x0101
H264_STREAM_TYPE, ADTS_STREAM_TYPE = 0x1B, 0x0F
VIDEO_STREAM_ID, AUDIO_STREAM_ID = 0xE0, 0xC0
PROGRAMME = 1

# The programme clock runs this far behind the pictures: the sound, which is later, still comes in time.
PCR_BEHIND = CLOCK_HZ * 3 // 10
_WRAP = 1 << 33


def crc32_mpeg(data: bytes) -> int:
    """Return the CRC of a section (polynomial 0x04C11DB7, not reflected, all ones first; annex A)."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte << 24
        for _ in range(8):
            crc = (crc << 1) ^ 0x04C11DB7 if crc & 0x80000000 else crc << 1
            crc &= 0xFFFFFFFF
    return crc


def adts(access_unit: bytes) -> bytes:
    """Return an AAC access unit after its seven-byte ADTS header (AAC-LC, 48 kHz, mono)."""
    size = len(access_unit) + 7
    return (
        bytes(
            (
                0xFF,
                0xF1,  # MPEG-4, layer 0, no checksum
                0x4C,  # profile LC (1 << 6), 48 kHz (index 3 << 2), first bit of one channel
                0x40 | (size >> 11) & 0x03,
                (size >> 3) & 0xFF,
                (size & 0x07) << 5 | 0x1F,
                0xFC,
            )
        )
        + access_unit
    )


class Transport:
    """The state of one transport stream: a continuity counter for each of its four PIDs."""

    def __init__(self) -> None:
        self._counters = dict.fromkeys((PAT_PID, PMT_PID, VIDEO_PID, AUDIO_PID), 0)
        self._pat = _section(0x00, 1, PROGRAMME.to_bytes(2) + (0xE000 | PMT_PID).to_bytes(2))
        self._pmt = _section(
            0x02,
            PROGRAMME,
            (0xE000 | VIDEO_PID).to_bytes(2)  # the PID that carries the clock
            + b"\xf0\x00"
            + b"".join(
                kind.to_bytes(1) + (0xE000 | pid).to_bytes(2) + b"\xf0\x00"
                for kind, pid in ((H264_STREAM_TYPE, VIDEO_PID), (ADTS_STREAM_TYPE, AUDIO_PID))
            ),
        )

    def tables(self) -> bytes:
        """Return the packets of PAT and PMT, the tables that a reader needs before anything else."""
        return self._packets(PAT_PID, b"\0" + self._pat, b"") + self._packets(PMT_PID, b"\0" + self._pmt, b"")

    def video(self, access_unit: bytes, pts: int, dts: int, key: bool) -> bytes:
        """Return the packets of one picture (Annex B), in 1/90000 s; tables first with a key picture."""
        flags = 0x50 if key else 0x10  # random access, and always the clock
        clock = (dts - PCR_BEHIND) % _WRAP
        pcr = (clock << 15 | 0x3F << 9).to_bytes(6)
        pes = _pes(VIDEO_STREAM_ID, access_unit, pts, dts)
        packets = self._packets(VIDEO_PID, pes, bytes((flags,)) + pcr)
        return self.tables() + packets if key else packets

    def audio(self, access_unit: bytes, pts: int) -> bytes:
        """Return the packets of one ADTS frame; pts in 1/90000 s."""
        return self._packets(AUDIO_PID, _pes(AUDIO_STREAM_ID, access_unit, pts, pts), b"\x40")

    def _packets(self, pid: int, payload: bytes, adaptation: bytes) -> bytes:
        """Return `payload` cut into packets; the first has `adaptation` (flags and fields, without length).

        A section (PAT, PMT) is filled up with 0xFF after it, a PES packet by stuffing before it.
        """
        out = bytearray()
        counter = self._counters[pid]
        offset, size = 0, len(payload)
        section = pid in (PAT_PID, PMT_PID)
        start = 0x40
        while offset < size:
            room = PACKET_BYTES - 4 - (len(adaptation) + 1 if adaptation else 0)
            left = size - offset
            if left < room and not section:
                adaptation = _stuffed(adaptation, room - left)
                room = left
            taken = payload[offset : offset + room]
            control = 0x30 if adaptation else 0x10
            out += bytes((0x47, start | pid >> 8, pid & 0xFF, control | counter))
            if adaptation:
                out += len(adaptation).to_bytes(1) + adaptation if adaptation != b"-" else b"\0"
            out += taken
            if section:
                out += b"\xff" * (room - len(taken))
            counter = counter + 1 & 0x0F
            offset += room
            start, adaptation = 0, b""
        self._counters[pid] = counter
        return bytes(out)


def _stuffed(adaptation: bytes, more: int) -> bytes:
    """Return the adaptation field made `more` bytes longer; `b"-"` stands for one of a length alone."""
    if adaptation:
        return adaptation + b"\xff" * more
    if more == 1:
        return b"-"
    return b"\0" + b"\xff" * (more - 2)


def _pes(stream_id: int, access_unit: bytes, pts: int, dts: int) -> bytes:
    both = pts != dts
    stamps = _stamp(0x3 if both else 0x2, pts) + (_stamp(0x1, dts) if both else b"")
    header = bytes((0x84, 0xC0 if both else 0x80, len(stamps))) + stamps
    length = len(header) + len(access_unit)
    # Where the length is known a reader need not wait for the next packet; only video may leave it out.
    declared = length if length <= 0xFFFF else 0
    return b"\0\0\x01" + stream_id.to_bytes(1) + declared.to_bytes(2) + header + access_unit


def _stamp(prefix: int, ticks: int) -> bytes:
    ticks %= _WRAP
    return bytes(
        (
            prefix << 4 | (ticks >> 29) & 0x0E | 1,
            (ticks >> 22) & 0xFF,
            (ticks >> 14) & 0xFE | 1,
            (ticks >> 7) & 0xFF,
            (ticks << 1) & 0xFE | 1,
        )
    )


def _section(table: int, identity: int, body: bytes) -> bytes:
    inner = identity.to_bytes(2) + b"\xc1\0\0" + body
    head = table.to_bytes(1) + (0xB000 | len(inner) + 4).to_bytes(2)
    return head + inner + crc32_mpeg(head + inner).to_bytes(4)
