"""One timing model: a session lasts over the wire, on the simulator, what a rehearsal of it says.

The benchmark ``wire_timing.py`` does the same with every protocol.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rehearsal.wire_course import observed, predicted, wire_share

TESTS = Path(__file__).parent.parent
SESSIONS = [
    (TESTS / "protocol" / "examples" / "groupe-tours.yaml", 2),
    (TESTS.parent / "protocols" / "histoire-ours.yaml", 1),
]
SEED = 7


@pytest.mark.parametrize(("protocol", "children"), SESSIONS, ids=lambda value: getattr(value, "stem", ""))
def test_a_session_over_the_wire_lasts_what_its_rehearsal_says(
    tmp_path: Path, protocol: Path, children: int
) -> None:
    said = predicted(protocol, "steady", SEED, children)
    ran = observed(protocol, "steady", SEED, tmp_path, speed=20, children=children)
    assert (said.outcome, ran.outcome) == ("completed", "completed")
    common, there = said.as_far_as(ran), ran.as_far_as(said)
    assert there.seconds > 0.5 * ran.seconds, "the two went different ways before half of the session"
    # At this speed a millisecond of the wire is twenty of the session: it is measured, and set apart.
    wire_s = wire_share(common, there)
    print(f"predicted {common.seconds:.1f} s, run {there.seconds:.1f} s, of which the wire {wire_s:.1f} s")
    assert abs(common.seconds / (there.seconds - wire_s) - 1) < 0.10
