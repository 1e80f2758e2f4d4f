"""The choice of what reads a source: the scheme of its address decides, and nothing else knows the kinds."""

from __future__ import annotations

import threading

from nao_sessions.room.address import DEVICES, device_of, parse
from nao_sessions.room.sources.device import DeviceSource
from nao_sessions.room.sources.film import FilmSource
from nao_sessions.room.sources.login import read_login
from nao_sessions.room.sources.network import NetworkSource
from nao_sessions.room.sources.port import Source
from nao_sessions.room.sources.rtsp import RtspSource


def open_source(url: str, login: str = "", stopped: threading.Event | None = None) -> Source:
    """Connect to a source; ``login`` names who may see it, ``stopped`` ends the wait for what it sends.

    Raises:
        DeviceUnavailable: it cannot be reached, or gives nothing that can be recorded.
        UsageError: its address is of no known kind, or the login cannot be used.
    """
    parts = parse(url)
    if parts.scheme in DEVICES:
        return DeviceSource(url)
    if parts.scheme == "file":
        return FilmSource(device_of(parts))
    if parts.scheme == "rtsp":
        return RtspSource(url, read_login(login), stopped)
    return NetworkSource(url, read_login(login), stopped)
