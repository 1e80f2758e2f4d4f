"""A second viewer of the room's camera: it keeps what the camera really sent, whatever the recorder made.

On a busy machine the camera itself is late; what was never sent was not lost by a kill.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from pathlib import Path
from urllib.parse import urlsplit


class SecondViewer:
    """Keeps the bytes of a camera in a file, until the camera ends or :meth:`close`."""

    def __init__(self, url: str, file: Path) -> None:
        self.file = file
        address = urlsplit(url)
        self._socket = socket.create_connection((address.hostname or "", address.port or 0))
        self._thread = threading.Thread(target=self._keep, name="second viewer")
        self._thread.start()

    def close(self) -> None:
        """Look no more; the file is whole."""
        with contextlib.suppress(OSError):  # the camera has ended already
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._socket.close()

    def _keep(self) -> None:
        with self.file.open("wb") as file, contextlib.suppress(OSError):
            while piece := self._socket.recv(65_536):
                file.write(piece)
