"""Measure how far ``sync.json`` is from the strip in every recorded picture, and where the sound lies.

The strip tells when each picture was taken, in the picture itself. Aims: p95 under 10 ms from the first frame
on, with and without B frames; sound within 2 ms, closed and killed; no drift over ``--minutes``.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from nao_sessions.room.sync.measuring import measure

sys.path[:0] = [str(Path(__file__).parent.parent / "tests" / part) for part in (".", "room")]

from cameras import camera, recorder, sound_after_picture_ms, strip_errors_ms  # noqa: E402  (with the tests)


def record(
    options: list[str], seconds: float, *, kill: bool, http: bool = False
) -> tuple[list[float], float | None]:
    """Record a test camera; give the error of every frame and the place of the sound, in milliseconds."""
    with tempfile.TemporaryDirectory() as folder, camera(*options) as source, recorder() as process:
        session = Path(folder)
        origin_ns = process.start(source.http if http else source.tcp, session)
        process.wait_for("rolling")
        time.sleep(seconds)
        if kill:
            process.kill()
        else:
            process.stop()
        errors = strip_errors_ms(session, origin_ns, measure(session))
        silent = "--no-sound" in options
        return errors, None if silent else sound_after_picture_ms(session / "room" / "room.01.mp4")


def tell(name: str, errors: list[float]) -> None:
    """Print the errors' quantiles, and those of the first frame."""
    size = np.abs(errors)
    p50, p95 = np.quantile(size, [0.5, 0.95])
    print(
        f"{name}: {len(errors)} frames, error p50 {p50:.2f} ms, p95 {p95:.2f} ms, max {size.max():.2f} ms, "
        f"first {errors[0]:+.2f} ms",
        flush=True,
    )


def main() -> None:
    """Run every case and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=8.0, help="of each short case")
    parser.add_argument("--minutes", type=float, default=0.0, help="of a long case with a clock 100 ppm fast")
    given = parser.parse_args()
    for bframes in (0, 1, 2, 3):
        for http in (False, True):
            errors, _ = record(["--bframes", str(bframes)], given.seconds, kill=False, http=http)
            tell(f"{bframes} B frames, {'HTTP' if http else 'TCP'}", errors)
    for bframes in (0, 2):
        for delay_ms in (0, 20, 500):
            for kill in (False, True):
                options = ["--bframes", str(bframes), "--sound-delay-ms", str(delay_ms)]
                errors, found_ms = record(options, 2.0, kill=kill)
                assert found_ms is not None
                end = "killed" if kill else "closed"
                off_ms = found_ms - delay_ms
                print(f"sound after {delay_ms} ms, {bframes} B frames, {end}: off by {off_ms:+.2f} ms")
    if given.minutes:
        options = ["--drift-ppm", "100", "--bframes", "2"]
        errors, _ = record(options, given.minutes * 60, kill=False)
        tell(f"{given.minutes:g} minutes, camera's clock 100 ppm fast", errors)
        tenth = max(1, len(errors) // 10)
        first, last = np.median(errors[:tenth]), np.median(errors[-tenth:])
        print(f"  drift left between the first and the last tenth: {last - first:+.2f} ms")


if __name__ == "__main__":
    main()
