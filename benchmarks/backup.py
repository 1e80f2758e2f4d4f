"""Back up and restore again and again, and count how often every byte came back and every session verified.

Each round (``tests/privacy/life/restoring.py``) has a user's data of its own, drawn from the seed: sessions
of one or two children with film of random bytes, notes after their end, what the console keeps; a second
backup after changes. The restored files are compared with the originals by SHA-256, in which restic has no
part. Needs restic. Exit 1 if one failed.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.privacy.life.restoring import restored_whole


def main() -> int:
    """Run the rounds, print how many were whole, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rounds", type=int, nargs="?", default=20)
    parser.add_argument("seed", type=int, nargs="?", default=20_261_130)
    options = parser.parse_args()
    whole = 0
    for number in range(options.rounds):
        with tempfile.TemporaryDirectory() as name:
            whole += restored_whole(Path(name), random.Random(f"{options.seed}-{number}"))
    print(json.dumps({"rounds": options.rounds, "seed": options.seed, "byte_for_byte": whole}))
    return 0 if whole == options.rounds else 1


if __name__ == "__main__":
    sys.exit(main())
