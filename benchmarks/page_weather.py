"""Presses and page weather on a console in Chromium, held against its log and Nao's trace.

    python benchmarks/page_weather.py N SEED

N sequences, drawn by the seeds SEED to SEED + N - 1, on one console with its simulator: the page is loaded
again, gone back from, duplicated, frozen, offline for 1 to 30 s, its server hangs or is killed, its link is
slow, buttons are pressed twice and while Nao speaks. See ``tests/browser/weather_sequences.py``.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

TESTS = Path(__file__).parent.parent / "tests"
sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.browser.chromium import chromium  # noqa: E402  (with the tests)
from tests.browser.weather_sequences import Figures, Sequence, begin, meteo  # noqa: E402


def main() -> int:
    """Play, print, and return 1 where anything was untrue, refused or lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("number", type=int)
    parser.add_argument("seed", type=int)
    parser.add_argument("--minutes", type=float, default=60.0, help="begin no sequence after so long")
    given = parser.parse_args()
    figures, failed, played, began = Figures(), [], 0, time.monotonic()
    with tempfile.TemporaryDirectory() as folder, meteo(Path(folder)) as room, chromium() as browser:
        begin(browser, room)
        for seed in range(given.seed, given.seed + given.number):
            if time.monotonic() - began > 60 * given.minutes:
                break
            sequence = Sequence(browser, room, seed, figures)
            faults = sequence.run()
            played += 1
            print(f"{seed} {time.monotonic() - began:.0f} s: {sequence.did}", file=sys.stderr, flush=True)
            if faults:
                failed.append(seed)
                print(f"seed {seed}: " + "; ".join(faults), flush=True)
    print(f"{played} sequences in {(time.monotonic() - began) / 60:.1f} min, failed: {failed or 'none'}")
    print(f"presses {figures.presses}: counted {figures.counted}, refused and told {figures.refused}")
    print(f"stops {figures.stops}; until Nao was halted: {_spread(figures.to_halt_s)}")
    print(f"until a session went on after Reprendre: {_spread(figures.to_resume_s)}")
    print(f"until the page was true ({len(figures.to_truth_s)} times): {_spread(figures.to_truth_s)}")
    return 1 if failed else 0


def _spread(seconds: list[float]) -> str:
    ordered = sorted(seconds) or [0.0]
    p95 = ordered[int(0.95 * (len(ordered) - 1))]
    return f"median {ordered[len(ordered) // 2]:.2f} s, p95 {p95:.2f} s, most {ordered[-1]:.2f} s"


if __name__ == "__main__":
    raise SystemExit(main())
