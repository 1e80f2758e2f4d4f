"""Record two 720p cameras and a microphone beside a running session, and count what was dropped.

The cameras are films (H.264 and AAC, 30 pictures a second) that one process at nice 10 sends over TCP and
HTTP; the microphone is the sound of one of them, recorded alone. Meanwhile a simulated Nao answers a child
that touches it whenever it waits. Aim: no dropped frame in ten minutes.

Run: python benchmarks/recording_beside_session.py [--minutes 10]
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from film_camera import film_camera, make_film

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.privacy.families import adult_is_told

RECORDERS = ("camera:front", "sound:front", "camera:door", "sound:door", "microphone:table")
PROTOCOL = Path(__file__).with_name("touches.yaml")
ROOM = """\
cameras:
  front: {{url: "{tcp}"}}
  door: {{url: "{http}"}}
microphones:
  table: {{url: "{http}"}}
"""


def record(folder: Path, minutes: float) -> Path:
    """Run the session, and end it as a person at its terminal would; give its folder."""
    film = folder / "film.mp4"
    make_film(film, "1280x720", round(minutes * 60) + 60)
    room, out = folder / "room.yaml", folder / "recordings"
    run = [sys.executable, "-m", "nao_sessions", "run", str(PROTOCOL), "--simulator", "--child", "touches"]
    run += ["--room", str(room), "--adult", "A01", "--unencrypted", "benchmark", "--out", str(out)]
    os.environ["XDG_DATA_HOME"] = str(folder / "data")
    adult_is_told(*RECORDERS)
    with film_camera(film, 3, niceness=10) as addresses:
        room.write_text(ROOM.format(**addresses), encoding="utf-8")
        with subprocess.Popen(run, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as session:
            time.sleep(minutes * 60)
            print(f"load {os.getloadavg()[0]:.1f}", flush=True)
            session.send_signal(signal.SIGTERM)
    (made,) = out.iterdir()
    return made


def tell(session: Path) -> None:
    """Print a line for each stream, and how many times Nao answered meanwhile."""
    streams = json.loads((session / "sync.json").read_text(encoding="utf-8"))["streams"]
    for name, stream in streams.items():
        segments = stream["segments"]
        frames, dropped = (sum(one[key] for one in segments) for key in ("frames", "dropped"))
        late = max(one["residual_p95_ms"] for one in segments)
        print(
            f"{name}: {len(segments)} segment(s), {frames:,} frames, {dropped} dropped; "
            f"arrivals p95 {late:.1f} ms behind the line"
        )
    events = [json.loads(line) for line in (session / "events.jsonl").read_text("utf-8").splitlines()]
    gaps = sum(event["source"] == "recorder" and event["kind"] == "gap" for event in events)
    touches = [event["at"] - event["t"] for event in events if event["kind"] == "touch"]
    taken_ms = np.array(touches) / 1e6
    print(f"{gaps} gaps; {len(touches)} touches, taken up within p99 {np.quantile(taken_ms, 0.99):.1f} ms")


def main() -> None:
    """Record, and tell."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=10.0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tell(record(Path(folder), given.minutes))


if __name__ == "__main__":
    main()
