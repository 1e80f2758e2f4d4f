"""An RTSP camera, over TCP: FFmpeg speaks with it, through a relay that knows when every byte came.

RTSP over UDP loses pictures in silence, and its ports are what firewalls close: it is not used.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import av

from nao_sessions.room.address import parse
from nao_sessions.room.sources.login import Login
from nao_sessions.room.sources.network import NetworkStream
from nao_sessions.room.sources.port import (
    PROBE_OPTIONS,
    Kind,
    TimedPacket,
    demuxed,
    first_streams,
    unreachable,
)

# The frames of one RTSP stream: when each began to come, and what its camera's clock says of it.
#
# FFmpeg counts its own times from somewhere, and moves them when the camera reports its clock: by 10 to 40
# ms where the first frames were not evenly spaced. The camera's ticks are what both sides have. Frames
# leave FFmpeg in the order in which they came; steps are compared, but beside a report the next frame is
# expected.


REMEMBERED = 4096
WRAP = 1 << 32
"""RTP counts its ticks in 32 bits."""
NEAR_S = 0.01
"""FFmpeg moves the times of a stream by less than this at a report; frames are further apart."""

SHARED_S = 0.2
"""How much sound one packet holds at most (RFC 3551 asks for 20 ms of it, and allows 200)."""


@dataclass(frozen=True, slots=True)
class FrameTime:
    """The times of a frame: when its first byte came (CLOCK_MONOTONIC), the camera's UTC in seconds, or None.

    ``moved`` is by how many ticks FFmpeg has moved the stream's times since its first frame.
    """

    arrival_ns: int
    utc_s: float | None
    moved: int = 0


class RtspFrames:
    """The frames that one channel sent, to find the arrival of those that FFmpeg hands out.

    One thread notes what passes, another asks; ``rate`` is ticks a second.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ticks: deque[int] = deque()
        self._arrivals_ns: deque[int] = deque()
        self._clock: tuple[int, float] | None = None
        self._moved: int | None = None
        """FFmpeg's times less the ticks, as they last were."""
        self._moved_at_first: int | None = None
        self._reported: deque[int] = deque(maxlen=REMEMBERED)
        """The places of the frames that were the first to begin after a report of any stream."""
        self._matched = -1
        """The place of the frame that was last asked for."""

    def began(self, ticks: int, arrival_ns: int) -> None:
        """Note that the first byte of a frame has arrived."""
        with self._lock:
            self._ticks.append(self._unwrapped(ticks))
            self._arrivals_ns.append(arrival_ns)
            if len(self._ticks) > REMEMBERED:
                self._ticks.popleft()
                self._arrivals_ns.popleft()
                self._matched = max(-1, self._matched - 1)
                self._reported = deque((place - 1 for place in self._reported), maxlen=REMEMBERED)

    def clock_told(self, ticks: int, utc_s: float) -> None:
        """Note the pair of ticks and UTC that the camera reported for its clock."""
        with self._lock:
            self._clock = (self._unwrapped(ticks), utc_s)
        self.may_move()

    def may_move(self) -> None:
        """Note that a report passed, at which FFmpeg may move the times of all streams."""
        with self._lock:
            self._reported.append(len(self._ticks))

    def match(self, pts: int, rate: float) -> FrameTime | None:
        """Return the arrival of FFmpeg's next frame, found by its time in FFmpeg's ticks; None if unknown."""
        with self._lock:
            if self._shares_its_packet(pts, rate):
                return self._frame_time(self._matched, pts - (self._moved or 0), rate)
            place = self._place(pts, rate)
            if place is None:
                return None
            self._matched = place
            self._move(pts - self._ticks[place])
            return self._frame_time(place, self._ticks[place], rate)

    def match_before(self, pts: int, count: int, rate: float) -> list[tuple[FrameTime, int]]:
        """Return the times of the ``count`` frames before the one at ``pts``, each with its own pts.

        Empty while that frame is not known.
        """
        with self._lock:
            first = self._matched + 1
            if len(self._ticks) <= first + count:
                return []
            self._matched = first + count - 1
            moved = pts - self._ticks[first + count]
            self._move(moved)
            return [
                (self._frame_time(place, self._ticks[place], rate), self._ticks[place] + moved)
                for place in range(first, first + count)
            ]

    def _frame_time(self, place: int, ticks: int, rate: float) -> FrameTime:
        utc_s = None
        if self._clock is not None:
            utc_s = self._clock[1] + (ticks - self._clock[0]) / rate
        return FrameTime(self._arrivals_ns[place], utc_s, (self._moved or 0) - (self._moved_at_first or 0))

    def _move(self, moved: int) -> None:
        self._moved = moved
        if self._moved_at_first is None:
            self._moved_at_first = moved

    def _shares_its_packet(self, pts: int, rate: float) -> bool:
        """Return whether a frame came in the packet of the one before it, as blocks of sound may."""
        if self._moved is None or self._matched < 0:
            return False
        wanted, before, near = pts - self._moved, self._ticks[self._matched], NEAR_S * rate
        following = self._matched + 1
        after = self._ticks[following] if following < len(self._ticks) else before + round(SHARED_S * rate)
        return before + near < wanted < after - near

    def _place(self, pts: int, rate: float) -> int | None:
        following = self._matched + 1
        if self._moved is not None and not (following < len(self._ticks) and self._at_report(following)):
            wanted = pts - self._moved
            near = [n for n in self._around(wanted) if abs(self._ticks[n] - wanted) <= NEAR_S * rate]
            if near:
                return min(near, key=lambda n: abs(self._ticks[n] - wanted))
        return following if following < len(self._ticks) else None

    def _at_report(self, place: int) -> bool:
        """Return whether a report came beside a frame, at which FFmpeg may move its times."""
        while self._reported and self._reported[0] < place - 1:
            self._reported.popleft()
        return bool(self._reported) and self._reported[0] <= place + 1

    def _around(self, wanted: int) -> list[int]:
        """Return the places of the frames beside a time; with B frames ticks are not quite in order."""
        middle = bisect_left(self._ticks, wanted)
        return list(range(max(0, middle - 8), min(len(self._ticks), middle + 8)))

    def _unwrapped(self, ticks: int) -> int:
        """Return the count nearest to the last one of those that look the same in 32 bits."""
        if not self._ticks:
            return ticks
        near = self._ticks[-1]
        return near + (ticks - near + WRAP // 2) % WRAP - WRAP // 2


# What passes from an RTSP camera over TCP: which frame began at which byte, and what its clock says.
#
# No I/O: bytes go in, and what they tell comes out (RFC 2326 section 10.12, RFC 3550 sections 5.1 and
# 6.4.1).

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
    """The reader of what a camera sends, which takes the bytes in pieces of any size.

    ``understood`` turns False once they make no sense.
    """

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._position = 0
        self._body_left = 0
        self._ticks: dict[int, int] = {}
        self.understood = True

    def feed(self, data: bytes) -> list[FrameBegan | ClockTold]:
        """Return the frames begun and clocks reported in more bytes; nothing once the bytes make no sense."""
        events: list[FrameBegan | ClockTold] = []
        if not self.understood:
            return events
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
                events += [found] if found is not None else []
                self._drop(4 + length)
            elif not self._answer():
                break
        return events

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


# The relay stands between FFmpeg and an RTSP camera: every byte passes through it, so its arrival is known.
#
# FFmpeg opens its own connections for RTSP and tells nobody when anything came; it also waits where nobody
# can call it back. Here both ends are ours: the relay is on loopback, for one caller, and ends when it is
# told.

PUMP_BYTES = 65_536
CALL_WITHIN_S = 10.0


class RtspRelay:
    """The relay between FFmpeg and a camera, for one connection.

    ``port`` is where FFmpeg is to call; ``stop`` may be called by any thread.
    """

    def __init__(self, url: str, stopped: threading.Event | None = None) -> None:
        """Connect to the camera, until ``stopped`` is set. Raises: DeviceUnavailable, UsageError."""
        self.stream = NetworkStream(url, stopped=stopped)
        self._reading = RtspReading()
        self._lock = threading.Lock()
        self._channels: defaultdict[int, RtspFrames] = defaultdict(RtspFrames)
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.settimeout(CALL_WITHIN_S)
        self.port = int(self._server.getsockname()[1])
        self._caller: socket.socket | None = None
        self._threads = [threading.Thread(target=self._serve, name="rtsp answers", daemon=True)]
        self._threads[0].start()

    def stop(self) -> None:
        """End both connections; bytes that have arrived are still handed on."""
        self.stream.close()

    def close(self) -> None:
        """Close all sockets, once FFmpeg is done."""
        self.stream.close()
        with contextlib.suppress(OSError):
            self._server.close()
        caller = self._caller
        if caller is not None:
            with contextlib.suppress(OSError):
                caller.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(timeout=2.0)
        if caller is not None:
            caller.close()

    def frames(self, channel: int) -> RtspFrames:
        """Return the frames of an RTSP channel, with their times of arrival."""
        with self._lock:
            return self._channels[channel]

    def _serve(self) -> None:
        """Accept FFmpeg's connection, and hand on what the camera sends."""
        try:
            caller, _ = self._server.accept()
        except OSError:
            return
        finally:
            self._server.close()
        self._caller = caller
        asking = threading.Thread(target=self._ask, args=(caller,), name="rtsp questions", daemon=True)
        self._threads.append(asking)
        asking.start()
        position = 0
        with contextlib.suppress(OSError):
            while data := self.stream.read(PUMP_BYTES):
                self._learn(data)
                position += len(data)
                self.stream.arrivals.forget_before(position - PUMP_BYTES * 64)
                caller.sendall(data)
        with contextlib.suppress(OSError):
            caller.shutdown(socket.SHUT_RDWR)
        self.stream.close()

    def _ask(self, caller: socket.socket) -> None:
        """Hand FFmpeg's requests on to the camera."""
        with contextlib.suppress(OSError):
            while data := caller.recv(PUMP_BYTES):
                self.stream.send(data)

    def _learn(self, data: bytes) -> None:
        for event in self._reading.feed(data):
            frames = self.frames(event.channel)
            if isinstance(event, ClockTold):
                frames.clock_told(event.ticks, event.utc_s)
                with self._lock:
                    others = [other for other in self._channels.values() if other is not frames]
                for other in others:
                    other.may_move()
                continue
            arrival_ns = self.stream.arrivals.at(event.position)
            if arrival_ns is not None:
                frames.began(event.ticks, arrival_ns)


OPTIONS = {**PROBE_OPTIONS, "rtsp_transport": "tcp"}
OPEN_S = 20.0
"""The longest wait until FFmpeg knows the streams: a camera may send a key frame every ten seconds only."""


class RtspSource:
    """A session with an RTSP camera (see :class:`nao_sessions.room.sources.port.Source`)."""

    def __init__(self, url: str, login: Login | None = None, stopped: threading.Event | None = None) -> None:
        """Connect and let the camera play; setting ``stopped`` ends the wait. Raises: DeviceUnavailable."""
        parts = parse(url)
        self._relay = RtspRelay(url, stopped)
        who = login.in_address() if login is not None else ""
        own = parts._replace(netloc=f"{who}127.0.0.1:{self._relay.port}").geturl()
        try:
            self._container: Any = av.open(
                own, options=OPTIONS, timeout=(OPEN_S, None), metadata_errors="replace"
            )
        except (av.error.FFmpegError, OSError) as error:
            self._relay.close()
            # The error's own text holds the address, and with it the password.
            raise unreachable(self._relay.stream.failure or error.strerror or "no RTSP") from None
        self.picture, self.sound = first_streams(self._container)
        self._untimed: list[Any] = []
        self._moved_s = 0.0

    @property
    def kind(self) -> Kind:
        """Return the kind of the source, ``rtsp``."""
        return "rtsp"

    @property
    def last_byte_ns(self) -> int:
        """Return when a byte last arrived (ns of CLOCK_MONOTONIC)."""
        return self._relay.stream.last_byte_ns

    def pieces(self) -> Iterator[TimedPacket]:
        """Yield every packet, with the arrival of its frame's first byte, and UTC once the camera told it."""
        for packet in demuxed(self._container, (self.picture, self.sound), self._exhausted, untimed=True):
            yield from self._placed(packet)

    def stop(self) -> None:
        """Stop receiving from the camera."""
        self._relay.stop()

    def close(self) -> None:
        """Close the container and the sockets."""
        self._relay.stop()
        self._container.close()
        self._relay.close()

    def _exhausted(self) -> bool:
        return self._relay.stream.exhausted

    def _placed(self, packet: Any) -> Iterator[TimedPacket]:
        """Yield a packet with its place in time; hold back pictures to which FFmpeg gives no time.

        FFmpeg gives the first picture none: it waits for the next one, from which its own is counted back.
        When the camera reports its clock FFmpeg moves its times; pictures keep the camera's own steps, and
        sound is moved along with them, so that a file has one clock from end to end.
        """
        is_picture = packet.stream.type == "video"
        if packet.pts is None:
            if is_picture:
                self._untimed.append(packet)
            return
        frames = self._relay.frames(2 * packet.stream.index)
        rate = float(1 / packet.time_base)
        if is_picture and self._untimed:
            waiting, self._untimed = self._untimed, []
            matched = frames.match_before(packet.pts, len(waiting), rate)
            limit = packet.pts if packet.dts is None else packet.dts
            for number, (earlier, (seen, pts)) in enumerate(zip(waiting, matched, strict=False)):
                earlier.pts, earlier.dts = pts, min(pts, limit - len(waiting) + number)
                yield TimedPacket(earlier, True, seen.arrival_ns, seen.utc_s)
        if packet.dts is None:
            return
        found = frames.match(packet.pts, rate)
        if is_picture and found is not None:
            self._moved_s = found.moved / rate
        back = round(self._moved_s * rate)
        packet.pts, packet.dts = packet.pts - back, packet.dts - back
        if found is None:
            yield TimedPacket(packet, is_picture, time.monotonic_ns(), None)
        else:
            yield TimedPacket(packet, is_picture, found.arrival_ns, found.utc_s)
