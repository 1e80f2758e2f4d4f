"""How long the timing model says that sessions last, and how long they last over the wire on the simulator.

    .venv/bin/python benchmarks/wire_timing.py [--speed 20] [--child steady] [--seed 7] [PROTOCOL...]

All protocols of the library and of the examples by default. The same virtual people, of the same seed, are
in a rehearsal in virtual time and beside the simulator. What the wire itself takes counts ``--speed`` times
over: it is measured in the same run (``wire``) and set apart in ``model``; ``off`` is with all of it. Where
people and Nao raced each other and the wire turned them round, the sessions are compared as far as they are
one: ``same`` tells how far. Exit 1 if the model is off by more than a tenth in any.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(Path(__file__).parents[1]))

from nao_sessions.protocol import load  # noqa: E402
from tests.rehearsal.wire_course import Course, observed, predicted, wire_share  # noqa: E402  (it lies with the tests)

OFF = 0.10
KINDS = ("say", "gesture", "pose", "posture", "look", "eyes", "sound")


def main() -> int:
    """Run each session twice, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("protocols", nargs="*", type=Path)
    parser.add_argument("--speed", type=float, default=20.0)
    parser.add_argument("--child", default="steady")
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    folders = (ROOT / "protocols", ROOT / "tests" / "protocol" / "examples")
    paths = given.protocols or [
        path for folder in folders for path in sorted(folder.glob("*.yaml")) if path.suffixes == [".yaml"]
    ]
    print(f"child {given.child}, seed {given.seed}, speed {given.speed:g}; seconds of session time")
    print(f"{'protocol':20} {'predicted':>9} {'run':>7} {'off':>7} {'wire':>6} {'model':>7} {'same':>5}")
    all_off: list[float] = []
    model: dict[str, list[float]] = defaultdict(list)
    wire: dict[str, list[float]] = defaultdict(list)
    for path in paths:
        children = max(1, load(path).participants_min)
        said = predicted(path, given.child, given.seed, children)
        with tempfile.TemporaryDirectory() as folder:
            ran = observed(path, given.child, given.seed, Path(folder), speed=given.speed, children=children)
        common, there = said.as_far_as(ran), ran.as_far_as(said)
        off = common.seconds / there.seconds - 1
        wire_s = wire_share(common, there)
        model_off = common.seconds / (there.seconds - wire_s) - 1
        all_off.append(model_off)
        figures = f"{common.seconds:9.1f} {there.seconds:7.1f} {off:+7.1%} {wire_s:6.1f} {model_off:+7.1%}"
        print(f"{path.stem:20} {figures} {there.seconds / ran.seconds:5.0%}", flush=True)
        _gather(common, model)
        _gather(there, wire)
    print(f"{len(all_off)} sessions, worst {max(all_off, key=abs):+.1%}")
    print(f"\n{'kind':9} {'times':>5} {'predicted':>9} {'run':>7} {'more a time':>11}")
    for kind in KINDS:
        if model[kind] and wire[kind]:
            said_s, ran_s = (sum(one[kind]) / len(one[kind]) for one in (model, wire))
            print(f"{kind:9} {len(wire[kind]):5} {said_s:9.2f} {ran_s:7.2f} {ran_s - said_s:+11.3f}")
    return int(any(abs(off) > OFF for off in all_off))


def _gather(course: Course, into: dict[str, list[float]]) -> None:
    for kind, seconds in course.done().items():
        into[kind] += seconds


if __name__ == "__main__":
    raise SystemExit(main())
