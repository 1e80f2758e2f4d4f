"""An RTSP camera for the tests: Debian's GStreamer RTSP server on loopback, run by Debian's own python3.

Each picture has the strip of :mod:`timecode` along its bottom edge, painted here once more, since Debian's
python3 has no numpy. It prints one JSON line once it listens, and ends with its stdin.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstBase", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstBase, GstRtsp, GstRtspServer  # noqa: E402  (the versions come first)

WIDTH_PX, HEIGHT_PX, CELL_PX = 800, 144, 16
FPS = 25
WHITE, BLACK = 235, 16
CAPS = f"video/x-raw,format=I420,width={WIDTH_PX},height={HEIGHT_PX}"

Gst.init(None)


def strip(captured_ns: int) -> bytes:
    """Give the rows of one instant's strip (see tests/timecode.py)."""
    units = captured_ns // 100_000 & (1 << 40) - 1
    ones = bin(units).count("1") % 64
    bits = f"10{units:040b}{ones:06b}01"
    row = b"".join(bytes([WHITE if bit == "1" else BLACK]) * CELL_PX for bit in bits)
    return row * CELL_PX


class Strip(GstBase.BaseTransform):
    """Paints the strip into each picture, as it is taken."""

    def do_transform_ip(self, picture: Gst.Buffer) -> Gst.FlowReturn:
        """Paint one strip into the plane of brightness."""
        picture.fill(WIDTH_PX * (HEIGHT_PX - CELL_PX), strip(time.monotonic_ns()))
        return Gst.FlowReturn.OK


def film_pipeline(path: str) -> str:
    """Give what sends a film of H.264 and AAC as it is, in real time; the strip is not in it."""
    tracks = ("video_0 ! queue ! h264parse ! rtph264pay name=pay0 pt=96 config-interval=-1",)
    tracks += ("audio_0 ! queue ! aacparse ! rtpmp4gpay name=pay1 pt=97",)
    return f"( filesrc location={path} ! qtdemux name=film {' '.join(f'film.{track}' for track in tracks)} )"


def pipeline(gop_s: float, sound: str) -> str:
    """Give what films, for whoever looks; several look at the same one."""
    parts = [
        f"videotestsrc is-live=true pattern=ball ! {CAPS},framerate={FPS}/1 ! strip name=eye",
        f"! x264enc tune=zerolatency speed-preset=ultrafast key-int-max={round(gop_s * FPS)} bitrate=2000",
        "! rtph264pay name=pay0 pt=96",
    ]
    if sound == "aac":
        parts.append("audiotestsrc is-live=true ! audio/x-raw,rate=48000,channels=1 ! voaacenc")
        parts.append("! rtpmp4gpay name=pay1 pt=97")
    elif sound == "alaw":
        parts.append("audiotestsrc is-live=true ! audio/x-raw,rate=8000,channels=1 ! alawenc")
        parts.append("! rtppcmapay name=pay1 pt=8")
    return f"( {' '.join(parts)} )"


def at_once(_: GstRtspServer.RTSPMediaFactory, media: GstRtspServer.RTSPMedia) -> None:
    """Have each picture sent as it is taken: GStreamer keeps a live one back for as long as it lasts."""
    pad = media.get_element().get_by_name("eye").get_static_pad("src")
    pad.add_probe(Gst.PadProbeType.BUFFER, _without_the_first)
    pad.set_offset(-2 * Gst.SECOND // FPS)


def _without_the_first(_: Gst.Pad, told: Gst.PadProbeInfo) -> Gst.PadProbeReturn:
    """Leave out the pictures that the offset puts before time 0: they would all be sent with one time."""
    early = told.get_buffer().pts < 3 * Gst.SECOND // FPS
    return Gst.PadProbeReturn.DROP if early else Gst.PadProbeReturn.OK


def main() -> None:
    """Serve until stdin closes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", default="0")
    parser.add_argument("--gop-s", type=float, default=1.0)
    parser.add_argument("--sound", choices=("aac", "alaw", "none"), default="aac")
    parser.add_argument("--film", default="", help="send this film instead of filming")
    parser.add_argument("--login", default="", help="user:password, of Digest")
    parser.add_argument("--at-once", action="store_true", help="keep no picture back")
    given = parser.parse_args()
    Strip.set_metadata("Strip", "Filter/Effect/Video", "Paints the time of a picture into it", "nao_sessions")
    for name, way in (("src", Gst.PadDirection.SRC), ("sink", Gst.PadDirection.SINK)):
        presence = Gst.PadPresence.ALWAYS
        Strip.add_pad_template(Gst.PadTemplate.new(name, way, presence, Gst.Caps.from_string(CAPS)))
    Gst.Element.register(None, "strip", Gst.Rank.NONE, Strip)
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(given.port)
    camera = GstRtspServer.RTSPMediaFactory()
    camera.set_launch(film_pipeline(given.film) if given.film else pipeline(given.gop_s, given.sound))
    camera.set_shared(True)
    if given.at_once:
        camera.connect("media-configure", at_once)
    if given.login:
        user, _, password = given.login.partition(":")
        auth = GstRtspServer.RTSPAuth()
        auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
        token = GstRtspServer.RTSPToken()
        token.set_string("media.factory.role", "viewer")
        auth.add_digest(user, password, token)
        server.set_auth(auth)
        permissions = GstRtspServer.RTSPPermissions()
        permissions.add_permission_for_role("viewer", "media.factory.access", True)
        permissions.add_permission_for_role("viewer", "media.factory.construct", True)
        camera.set_permissions(permissions)
    server.get_mount_points().add_factory("/room", camera)
    server.attach(None)
    print(json.dumps({"rtsp": f"rtsp://127.0.0.1:{server.get_bound_port()}/room"}), flush=True)
    loop = GLib.MainLoop()
    GLib.io_add_watch(sys.stdin.fileno(), GLib.IO_HUP, lambda *_: os._exit(0))
    loop.run()


if __name__ == "__main__":
    main()
