"""What becomes of two hundred French sentences in every position and every style of writing.

    python benchmarks/protocol_french.py [--examples]

Prints the table by position and style, and the sum. Exit 1 where a sentence was changed, or refused without a
place or a remedy.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

TESTS = Path(__file__).parent.parent / "tests" / "protocol"
sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.protocol.french.french_outcomes import COMMENT, REFUSED, RIGHT, outcome, table  # noqa: E402  (lies elsewhere)
from tests.protocol.french.french_positions import POSITIONS  # noqa: E402  (lies elsewhere)
from tests.protocol.french.french_sentences import SENTENCES  # noqa: E402  (lies elsewhere)


def main() -> int:
    """Load everything, and print what became of it."""
    began = time.perf_counter()
    outcomes = [
        outcome(position, style, sentence)
        for position in POSITIONS
        for style in position.styles
        for sentence in SENTENCES
    ]
    print(*table(outcomes), sep="\n")
    wrong = [one for one in outcomes if one.kind not in (RIGHT, REFUSED, COMMENT)]
    for one in wrong:
        print(f"{one.position}, {one.style}: {one.sentence!r} {one.kind}: {one.detail}", file=sys.stderr)
    by_style: dict[str, Counter[str]] = {}
    for one in outcomes:
        by_style.setdefault(one.style, Counter())[one.kind] += 1
    for style, count in by_style.items():
        print(style, dict(count))
    print(len(outcomes), "loads", len(POSITIONS), "positions", dict(Counter(one.kind for one in outcomes)))
    print(f"{time.perf_counter() - began:.0f} s", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
