"""The trace: one JSON line for each call, before it acts, and for each effect.

Every line is one ``write`` of its own to a file opened for appending, so that a kill loses none.
A disk that refuses lines does not disturb the robot's calls, as it would not on a real one: before the next
line that can be written, one states how many are missing.
"""

from __future__ import annotations

import errno
import json
import os
import sys
import threading
import time
from collections.abc import Sequence
from typing import Any


class Trace:
    """The trace of calls and effects in a file; without a path nothing is written."""

    def __init__(self, path: str | None) -> None:
        self._lock = threading.Lock()
        self._missing = 0
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
        self._descriptor = None if path is None else os.open(path, flags, 0o600)

    def call(self, service: str, method: str, arguments: Sequence[Any], **details: Any) -> None:
        """Record a call as it enters, before it acts."""
        if self._descriptor is not None:
            self._write({"service": service, "method": method, "args": list(arguments), **details})

    def effect(self, effect: str, **details: Any) -> None:
        """Record what the robot did: a sound began, a motion stopped, an event was raised."""
        if self._descriptor is not None:
            self._write({"effect": effect, **details})

    def close(self) -> None:
        """Close the file; later lines are dropped."""
        with self._lock:
            descriptor, self._descriptor = self._descriptor, None
            if descriptor is not None:
                os.close(descriptor)

    def _write(self, line: dict[str, Any]) -> None:
        with self._lock:  # the lines stand in the order of their times
            if self._descriptor is None:
                return
            at = {"at": time.monotonic_ns()}
            missing = {**at, "effect": "trace.missing", "lines": self._missing}
            text = _encode(missing) if self._missing else b""
            text += _encode({**at, **line})
            try:
                before = os.fstat(self._descriptor).st_size
                if os.write(self._descriptor, text) < len(text):
                    os.ftruncate(self._descriptor, before)
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            except OSError as error:
                if not self._missing:
                    print(f"The trace misses lines from here on: {error}", file=sys.stderr, flush=True)
                self._missing += 1
            else:
                self._missing = 0


def _encode(line: dict[str, Any]) -> bytes:
    return json.dumps(line, ensure_ascii=False, default=repr).encode() + b"\n"
