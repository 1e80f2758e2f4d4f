"""Does anything stay of children who were erased, and does the record of the others still verify?

python benchmarks/life.py [--children 30] [--sessions 200] [--erased 10] [--kills 20] [--seed 1]

A workshop is made in a folder of its own; the search before has to find those who are erased, the search
after has to find nobody. Erasures are cut off by SIGKILL at moments drawn by lot, and begun again.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

ERASE = """
import sys
from pathlib import Path
from nao_sessions.privacy.life.erasure import decide, finish, plan_erasure
from nao_sessions.record.house import House
from tests.privacy.life.workshop import Workshop
root = Path(sys.argv[1])
workshop = Workshop(root, House(root / "house"))
finish(workshop.house)
plan = plan_erasure(sys.argv[2], sys.argv[3], workshop.places)
print("begun", flush=True)
if not plan.empty:
    decide(plan, "", workshop.places)
    finish(workshop.house)
print("done", flush=True)
"""


def main() -> None:
    """Make, erase, search, verify; print a table, and end with 1 where something is not as it should be."""
    parser = argparse.ArgumentParser()
    for name, default in (("children", 30), ("sessions", 200), ("erased", 10), ("kills", 20), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    asked = parser.parse_args()
    draw = random.Random(asked.seed)
    with tempfile.TemporaryDirectory(prefix="life-") as name:
        os.environ["XDG_DATA_HOME"] = name
        sys.exit(0 if _ran(asked, draw, Path(name) / "nao_sessions") else 1)


def _ran(asked: argparse.Namespace, draw: random.Random, root: Path) -> bool:
    from nao_sessions.record.folder import SessionFolder
    from nao_sessions.record.verify import verify
    from tests.privacy.life.workshop import make_workshop, traces

    began = time.monotonic()
    workshop = make_workshop(root, asked.children, asked.sessions, asked.seed)
    _tell("workshop made", f"{time.monotonic() - began:.0f} s")
    codes = draw.sample(sorted(workshop.sums), asked.erased)
    sums = {one for code in codes for one in workshop.sums[code]}
    before = list(traces(root, codes, sums))
    _tell("traces of them before", len(before))
    began, killed = time.monotonic(), 0
    for number, code in enumerate(codes):
        groups = "cut" if number % 2 == 0 else "delete"
        kills = asked.kills // asked.erased + (number < asked.kills % asked.erased)
        for _ in range(kills):
            killed += _is_killed(root, code, groups, draw.uniform(0.0, 0.6))
        _erased(root, code, groups)
    _tell("children erased", f"{len(codes)} in {time.monotonic() - began:.0f} s")
    _tell("cut off by SIGKILL on the way", f"{killed} of {asked.kills} tries")
    after = list(traces(root, codes, sums))
    _tell("traces of them after", len(after))
    for one in after[:10]:
        print(f"  {one}")
    found = Counter[str]()
    for folder, of in workshop.sessions:
        if not folder.exists():
            found["gone"] += 1
            continue
        seen = verify(SessionFolder(folder))
        words = " ".join(one.en for one in (*seen.remarks, *seen.authenticity.reasons))
        good = not seen.problems and seen.authenticity.standing == "authentic"
        cut = "Cut at" in words
        found["not as it should be" if not good or cut != bool(set(of) & set(codes)) else "good"] += 1
        found["cut"] += cut
        found["not computed again"] += "Not computed again" in words
    for name, count in sorted(found.items()):
        _tell(f"sessions: {name}", count)
    broken = workshop.house.first_broken_line()
    _tell("first broken line of the journal", broken or "none")
    return bool(before) and not after and not found["not as it should be"] and broken is None


def _is_killed(root: Path, code: str, groups: str, after_s: float) -> bool:
    """Kill an erasure some time after it began; return whether it had not ended by itself."""
    with subprocess.Popen(
        [sys.executable, "-c", ERASE, str(root), code, groups],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[1],
        text=True,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(after_s)
        process.send_signal(signal.SIGKILL)
        return "done" not in process.stdout.read()


def _erased(root: Path, code: str, groups: str) -> None:
    subprocess.run(
        [sys.executable, "-c", ERASE, str(root), code, groups],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd=Path(__file__).parents[1],
    )


def _tell(what: str, found: object) -> None:
    print(f"{what:40} {found}", flush=True)


if __name__ == "__main__":
    main()
