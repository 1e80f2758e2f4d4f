"""Every number of 200 random sessions' pages, papers and tables beside a recount that shares no code.

``python benchmarks/recount.py [--sessions N] [--first N]``. Sessions are of the library's protocols, with
virtual children, pauses, stops, losses, crashes, deaths, changed judgements, corrections and measured
latencies.
Exits with 1 where a number differs.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.console.recount.comparing import house_of, progress_differences, session_differences
from tests.console.recount.random_session import random_session
from tests.console.recount.recount import recount


def main() -> int:
    """Make the sessions, compare, print every difference and what was compared."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=200)
    parser.add_argument("--first", type=int, default=0)
    asked = parser.parse_args()
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="nao-recount-") as name:
        place = Path(name)
        for made in ("protocols", "keep"):
            (place / made).mkdir()
        numbers = range(asked.first, asked.first + asked.sessions)
        folders = [random_session(place / "sessions", number) for number in numbers]
        with house_of(place) as client:
            told = [one for f in folders for one in session_differences(client, f, place / "tables" / f.name)]
            told += progress_differences(client, folders)
        for folder in folders:
            counted = recount(folder)
            found["sessions"] += 1
            found["that died and were closed"] += counted["dead"]
            found["words heard everywhere, in a pause"] += sum(counted["heard"]["paused"].values())
            found["of groups"] += len(counted["codes"]) > 1
            found["trials"] += len(counted["trials"])
            found["trials corrected"] += sum(trial["corrected"] for trial in counted["trials"])
            found["trials that the adult answered"] += sum(
                trial["counts_as"] == "by_adult" for trial in counted["trials"]
            )
            found["responses"] += len(counted["responses"])
            found["responses with an author of afterwards"] += sum(
                one["corrected"] for one in counted["responses"]
            )
            found["interruptions"] += len(counted["interruptions"])
            found["stops of Nao in an open interruption"] += sum(one is not None for one in counted["stops"])
            found["latencies that an interruption cut"] += sum(
                one["latency_why"] == "interrupted" for one in counted["responses"]
            )
    for line in told:
        print(line)
    for what, count in found.items():
        print(f"{what:<40}{count:8}")
    print(f"{'numbers that differ':<40}{len(told):8}")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
