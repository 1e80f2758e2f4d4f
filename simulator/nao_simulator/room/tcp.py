"""The stream over plain TCP: every connection is a viewer.

One thread accepts, writes what a full socket could not take, and notices which viewers have gone; pictures
are written by the thread that makes them, so that they leave at once.
"""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
from collections import deque

from nao_simulator.room.hub import Hub

SEND_BUFFER_BYTES = 256 * 1024
# About three seconds of the stream: a viewer further behind than this will not catch up.
BACKLOG_BYTES = 512 * 1024


class TcpServer:
    """The server on the loopback, which adds every connection to the hub as a viewer."""

    def __init__(self, hub: Hub, port: int) -> None:
        self._hub = hub
        self._listener = socket.create_server(("127.0.0.1", port))
        self._listener.setblocking(False)
        self.port: int = self._listener.getsockname()[1]
        self._wake_read, self._wake_write = socket.socketpair()
        self._wake_read.setblocking(False)
        self._wake_write.setblocking(False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._selector.register(self._wake_read, selectors.EVENT_READ)
        self._viewers: set[TcpViewer] = set()
        self._open = True
        self._thread = threading.Thread(target=self._serve, name="tcp", daemon=True)

    def start(self) -> None:
        """Begin to accept."""
        self._thread.start()

    def close(self) -> None:
        """End all connections and the thread."""
        self._open = False
        self.wake()
        self._thread.join(timeout=2.0)

    def wake(self) -> None:
        """Wake the server's thread, so that it looks at its viewers again; any thread."""
        with contextlib.suppress(OSError):  # full: it is awake already; closed: it has ended
            self._wake_write.send(b"\0")

    def _serve(self) -> None:
        while self._open:
            for key, _ in self._selector.select(timeout=1.0):
                if key.fileobj is self._listener:
                    self._accept()
                elif key.fileobj is self._wake_read:
                    with contextlib.suppress(OSError):
                        self._wake_read.recv(4096)
                else:
                    viewer: TcpViewer = key.data
                    viewer.listen()
                    viewer.flush()
            for viewer in list(self._viewers):
                self._look_at(viewer)
        for viewer in list(self._viewers):
            viewer.end()
            self._look_at(viewer)
        self._selector.close()
        for each in (self._listener, self._wake_read, self._wake_write):
            each.close()

    def _accept(self) -> None:
        try:
            connection, _ = self._listener.accept()
        except OSError:
            return  # it went away between the knock and the door
        connection.setblocking(False)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
        viewer = TcpViewer(connection, self)
        self._viewers.add(viewer)
        self._selector.register(connection, selectors.EVENT_READ, viewer)
        self._hub.join(viewer)

    def _look_at(self, viewer: TcpViewer) -> None:
        if viewer.ended:
            self._hub.leave(viewer)
            self._viewers.discard(viewer)
            self._selector.unregister(viewer.connection)
            viewer.connection.close()
            return
        wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if viewer.behind else 0)
        if self._selector.get_key(viewer.connection).events != wanted:
            self._selector.modify(viewer.connection, wanted, viewer)


class TcpViewer:
    """One viewer's connection: what its socket cannot take at once waits, up to `BACKLOG_BYTES`."""

    def __init__(self, connection: socket.socket, server: TcpServer) -> None:
        self.connection = connection
        self.ended = False
        self._server = server
        self._lock = threading.Lock()
        self._waiting: deque[bytes] = deque()
        self._waiting_bytes = 0

    @property
    def behind(self) -> bool:
        """Return whether bytes wait until the socket can take them."""
        return self._waiting_bytes > 0

    def give(self, data: bytes) -> bool:
        """Write `data`, keeping what the socket does not take; return False once the connection has ended."""
        with self._lock:
            if not self.ended:
                rest = data if self._waiting else self._send(data)
                if rest:
                    self._waiting.append(rest)
                    self._waiting_bytes += len(rest)
                if self._waiting_bytes > BACKLOG_BYTES:
                    self.ended = True
        if self.ended or self.behind:
            self._server.wake()
        return not self.ended

    def flush(self) -> None:
        """Write the bytes that wait, as far as the socket takes them."""
        with self._lock:
            while self._waiting and not self.ended:
                first = self._waiting.popleft()
                rest = self._send(first)
                self._waiting_bytes -= len(first) - len(rest)
                if rest:
                    self._waiting.appendleft(rest)
                    return

    def listen(self) -> None:
        """Notice the end of the connection; what a viewer sends is ignored."""
        try:
            if self.connection.recv(4096) == b"":
                self.ended = True
        except BlockingIOError:
            pass
        except OSError:
            self.ended = True

    def end(self) -> None:
        """Mark this connection as ended; its server closes it."""
        self.ended = True

    def _send(self, data: bytes) -> bytes:
        """Write as much as the socket takes now; return the rest."""
        try:
            return data[self.connection.send(data) :]
        except BlockingIOError:
            return data
        except OSError:
            self.ended = True
            return b""
