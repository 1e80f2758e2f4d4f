"""Runs and verdicts of small random protocols, beside an interpreter of the language that shares no code.

For each protocol two seeded sessions are played by the engine and by the oracle (people act when Nao is
done, and while Nao speaks), then the verdicts of check, exploration and search are held against what the
oracle reaches. Protocols that check refuses are counted and passed over. Every difference is printed, with
its seed.

Run: python benchmarks/oracle.py [PROTOCOLS] [FIRST SEED] [--runs]
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from nao_sessions.core.errors import ProtocolRefused
from tests.oracle.generator import protocol_text
from tests.oracle.runs import compare_run
from tests.oracle.verdicts import compare_verdicts

MOST_STATES = 60
PATIENCE = (1.0, 0.7)


def main() -> None:
    """Compare until so many protocols are accepted."""
    arguments = [argument for argument in sys.argv[1:] if argument != "--runs"]
    protocols = int(arguments[0]) if arguments else 2_000
    seed = int(arguments[1]) if len(arguments) > 1 else 1_000
    counts: Counter[str] = Counter()
    began = time.process_time()
    while counts["protocols"] < protocols:
        text = protocol_text(seed)
        try:
            differences = [compare_run(text, seed, patient=patient) for patient in PATIENCE]
        except ProtocolRefused:
            counts["refused by check"] += 1
            seed += 1
            continue
        counts["protocols"] += 1
        counts["runs"] += len(differences)
        for difference in filter(None, differences):
            counts["runs that differ"] += 1
            print(f"seed {seed}: {difference}")
        if "--runs" not in sys.argv:
            verdicts = compare_verdicts(text, MOST_STATES)
            counts["all states by the oracle"] += verdicts.oracle.complete
            counts["all states by exploration"] += verdicts.complete
            counts["parts said to be out of reach"] += verdicts.claims
            counts["protocols with verdicts that differ"] += bool(verdicts.differences)
            for sentence in verdicts.differences:
                print(f"seed {seed}: {sentence}")
        seed += 1
    for name, count in counts.items():
        print(f"{name:40} {count:7}")
    print(f"{'seconds of one core':40} {time.process_time() - began:7.0f}")


if __name__ == "__main__":
    main()
