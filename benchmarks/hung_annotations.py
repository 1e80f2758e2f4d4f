"""How long the times of ELAN annotations take that hang on one another, the last first, of a processor.

Beside it, in the same run, a climb of ten lines from each annotation to the one that has times, which shares
nothing with the reader: both must find the same.

Run: python benchmarks/hung_annotations.py [COUNT ...]
"""

from __future__ import annotations

import sys
import time

from nao_sessions.analysis.formats.elan.model import Annotation, Eaf, ElanTier
from nao_sessions.analysis.formats.elan.parsing import spans_of
from nao_sessions.analysis.formats.table import TableFindings
from nao_sessions.core.errors import Place


def hung(count: int) -> Eaf:
    """Build a document of one annotation with times and others that each hang on the one before."""
    place = Place("a.eaf", 1, 1)
    document = Eaf()
    document.slots.update({"t1": ("0", place), "t2": ("1000", place)})
    document.tiers += [ElanTier(f"tier {n}", "", "", place) for n in range(2)]
    document.annotations.append(Annotation(id="a0", tier=0, place=place, slots=("t1", "t2")))
    document.annotations += [
        Annotation(id=f"a{n}", tier=1, place=place, slots=None, refers_to=f"a{n - 1}")
        for n in range(count, 0, -1)
    ]
    return document


def climbed(document: Eaf) -> dict[str, str]:
    """Return the annotation with times on which each hangs in the end."""
    above = {one.id: one.refers_to for one in document.annotations if one.slots is None}
    found: dict[str, str] = {}
    for one in document.annotations:
        way, at = [], one.id
        while at in above and at not in found:
            way.append(at)
            at = above[at]
        found.update(dict.fromkeys(way, found.get(at, at)))
        found.setdefault(one.id, found.get(at, at))
    return found


def main() -> int:
    """Print the times of both for each count; exit 1 where they do not find the same."""
    for count in [int(word) for word in sys.argv[1:]] or [10_000, 20_000]:
        document = hung(count)
        begun = time.process_time()
        spans = spans_of(document, TableFindings())
        between = time.process_time()
        ends = climbed(document)
        over = time.process_time()
        print(f"{count} annotations: {between - begun:.2f} s, the climb {over - between:.2f} s")
        if {one: spans[end] for one, end in ends.items()} != spans:
            print("not the same times")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
