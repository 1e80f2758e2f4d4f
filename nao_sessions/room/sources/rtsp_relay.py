"""Stands between FFmpeg and an RTSP camera: every byte passes through it, and so its arrival is known.

FFmpeg opens its own connections for RTSP and tells nobody when anything came; it also waits where nobody can
call it back. Here both ends are ours: the relay is on loopback, for one caller, and ends when it is told.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections import defaultdict

from nao_sessions.room.network_stream import NetworkStream
from nao_sessions.room.sources.rtsp_frames import RtspFrames
from nao_sessions.room.sources.rtsp_reading import ClockTold, RtspReading

PUMP_BYTES = 65_536
CALL_WITHIN_S = 10.0


class RtspRelay:
    """A relay for one connection.

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
        """End both connections; what came is still handed on."""
        self.stream.close()

    def close(self) -> None:
        """Give all sockets back, once FFmpeg is done."""
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
        """Give what is known of the frames of a channel."""
        with self._lock:
            return self._channels[channel]

    def _serve(self) -> None:
        """Let FFmpeg in, and hand it what the camera sends."""
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
        """Hand the camera what FFmpeg asks."""
        with contextlib.suppress(OSError):
            while data := caller.recv(PUMP_BYTES):
                self.stream.send(data)

    def _learn(self, data: bytes) -> None:
        for told in self._reading.feed(data):
            frames = self.frames(told.channel)
            if isinstance(told, ClockTold):
                frames.clock_told(told.ticks, told.utc_s)
                with self._lock:
                    others = [one for one in self._channels.values() if one is not frames]
                for one in others:
                    one.may_move()
                continue
            arrival_ns = self.stream.arrivals.at(told.position)
            if arrival_ns is not None:
                frames.began(told.ticks, arrival_ns)
