"""What recording costs: the CPU of a recorder beside `ffmpeg -c copy` of the same camera, at the same time.

Both read the same source. Of one that has to be encoded, the ratio tells what encoding costs beside copying.
The recorder does more: a fragment and a line of index a frame, a look at the picture and the sound.
Aim, copying: under a tenth of a core.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent.parent / "tests" / part) for part in (".", "room")]

from cameras import camera, recorder  # noqa: E402  (they lie with the tests)
from other_cameras import jpeg_camera, rtsp_camera, rtsp_can_be_had  # noqa: E402

TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


def cpu_s(pid: int) -> float:
    """Give the processor time that a process has used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_A_SECOND


def measure(address: str, seconds: float) -> tuple[float, float]:
    """Record with both for so long; give the per cent of a core that each took once it was rolling."""
    peer = shutil.which("ffmpeg")
    assert peer is not None, "no ffmpeg to compare with"
    with tempfile.TemporaryDirectory() as folder, recorder() as ours:
        ours.start(address, Path(folder))
        options = ["-rtsp_transport", "tcp"] if address.startswith("rtsp") else []
        fragments = ["-movflags", "frag_keyframe+empty_moov", "-flush_packets", "1"]
        fragments += ["-bsf:a", "aac_adtstoasc"] if address.startswith("tcp") else []
        command = [peer, "-nostdin", "-loglevel", "error", *options, "-i", address, "-c", "copy", *fragments]
        theirs = subprocess.Popen([*command, "-y", str(Path(folder) / "peer.mp4")])
        try:
            ours.wait_for("rolling")
            ours.wait_for_frames(50)
            before = cpu_s(ours.process.pid), cpu_s(theirs.pid)
            began = time.monotonic()
            time.sleep(seconds)
            lasted_s = time.monotonic() - began
            after = cpu_s(ours.process.pid), cpu_s(theirs.pid)
        finally:
            with contextlib.suppress(ProcessLookupError):
                theirs.terminate()
            theirs.wait()
        ours.stop()
    mine, peers = ((late - early) / lasted_s * 100 for early, late in zip(before, after, strict=True))
    return mine, peers


def main() -> None:
    """Measure every kind of source and print one line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20.0)
    given = parser.parse_args()
    kinds = {
        "MPEG-TS over TCP, copied": lambda: camera("--viewers", "2"),
        "RTSP, copied": rtsp_camera,
        "JPEG over HTTP, encoded": jpeg_camera,
    }
    if not rtsp_can_be_had():
        print("RTSP: left out, no GStreamer RTSP server here")
        del kinds["RTSP, copied"]
    for name, source in kinds.items():
        with source() as address:
            mine, peers = measure(address if isinstance(address, str) else address.tcp, given.seconds)
        ratio = mine / peers if peers else float("nan")
        print(f"{name}: {mine:.1f} % of a core, ffmpeg -c copy {peers:.1f} %, ratio {ratio:.1f}", flush=True)


if __name__ == "__main__":
    main()
