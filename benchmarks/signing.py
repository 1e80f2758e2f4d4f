"""Close session folders with and without the house's signature, and say what it adds, in milliseconds.

The same folder is closed again and again, in turns: its sums alone, its sums and their signature. The journal
holds as many closed sessions as a house has after some years. ``python benchmarks/signing.py [ROUNDS]``
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from nao_sessions.record.checksums import write_checksums
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.house import House
from nao_sessions.record.signature import sign_closed

GOLDEN = Path(__file__).parents[1] / "tests" / "sessions" / "fresh"
KNOWN_SESSIONS = 2_000


def main(rounds: int) -> None:
    """Print the milliseconds of a close with and without a signature."""
    with tempfile.TemporaryDirectory() as place:
        os.environ["XDG_DATA_HOME"] = place
        house = House.default()
        for number in range(KNOWN_SESSIONS):
            house.note("closed", session=f"earlier-{number}", seal="0000 0000 0000 0000", closed="closed")
        folder = SessionFolder(Path(place) / "session")
        shutil.copytree(GOLDEN, folder.path)
        plain_ms, signed_ms = list[float](), list[float]()
        for _ in range(rounds):
            folder.checksums.unlink(missing_ok=True)
            plain_ms.append(_took_ms(partial(write_checksums, folder)))
            folder.checksums.unlink()
            sign = partial(_sign, folder.path)
            signed_ms.append(_took_ms(partial(write_checksums, folder, sign)))
    added = sorted(signed - plain for plain, signed in zip(plain_ms, signed_ms, strict=True))
    print(f"closes: {rounds}, sessions in the journal: {KNOWN_SESSIONS}")
    alone_ms, both_ms = statistics.median(plain_ms), statistics.median(signed_ms)
    print(f"sums alone: median {alone_ms:.1f} ms; signed: {both_ms:.1f} ms")
    print(f"added: median {statistics.median(added):.1f} ms, p95 {added[int(0.95 * rounds)]:.1f} ms")


def _sign(folder: Path, listing: bytes) -> None:
    sign_closed(folder, listing, "closed")


def _took_ms(act: partial[None]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1e3


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
