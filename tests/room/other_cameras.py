"""The other sources of the tests: RTSP by Debian's GStreamer, JPEG over HTTP, ALSA's null device.

What cannot be had on this machine skips its tests, and says what is missing.
"""

from __future__ import annotations

import functools
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.room.cameras import DEADLINE_S

HERE = Path(__file__).parent
DEBIAN_PYTHON = "/usr/bin/python3"
ALSA_CONFIG = Path("/usr/share/alsa/alsa.conf")
RTSP_PACKAGES = (
    "gir1.2-gst-rtsp-server-1.0 python3-gi gstreamer1.0-plugins-base gstreamer1.0-plugins-good "
    "gstreamer1.0-plugins-ugly gstreamer1.0-plugins-bad"
)
_NEEDED = """
import gi
gi.require_version("Gst", "1.0"); gi.require_version("GstRtspServer", "1.0")
from gi.repository import Gst, GstRtspServer
Gst.init(None)
needed = "x264enc rtph264pay rtpmp4gpay voaacenc alawenc videotestsrc"
assert all(map(Gst.ElementFactory.find, needed.split()))
"""


@functools.cache
def rtsp_can_be_had() -> bool:
    """Tell whether Debian's GStreamer and its RTSP server are installed."""
    try:
        return (
            subprocess.run([DEBIAN_PYTHON, "-c", _NEEDED], capture_output=True, check=False).returncode == 0
        )
    except OSError:
        return False


def _served(command: list[str], key: str) -> Iterator[str]:
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=HERE.parents[1]
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield json.loads(process.stdout.readline())[key]
    finally:
        process.stdin.close()
        process.wait(timeout=DEADLINE_S)
        process.stdout.close()


@contextmanager
def rtsp_camera(*options: str) -> Iterator[str]:
    """Run an RTSP camera (see :mod:`rtsp_source` for its options); give its address."""
    if not rtsp_can_be_had():
        pytest.skip(f"no GStreamer RTSP server: apt-get install {RTSP_PACKAGES}")
    yield from _served([DEBIAN_PYTHON, str(HERE / "rtsp_source.py"), *options], "rtsp")


@contextmanager
def jpeg_camera(*options: str) -> Iterator[str]:
    """Run a camera that sends JPEG (see :mod:`jpeg_source` for its options); give its address."""
    yield from _served([sys.executable, "-m", "tests.room.jpeg_source", *options], "http")


@contextmanager
def null_microphone() -> Iterator[str]:
    """Give the address of ALSA's null device, which hears silence, as fast as it is asked."""
    if not ALSA_CONFIG.exists():
        pytest.skip("no ALSA configuration: apt-get install libasound2-data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ALSA_CONFIG_PATH", str(ALSA_CONFIG))
        yield "alsa:null"
