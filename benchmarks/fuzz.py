"""Mutants of real files over every reader of what comes from outside: what each reader makes of them.

    python benchmarks/fuzz.py [COUNT [SEED]] [--reader NAME] [--json FILE] [--cpu SECONDS]

A mutant, its reader and what is changed of which file follow from SEED and its number. Readers run in
processes of their own, a few thousand inputs each; one that takes 30 s of a processor, or 4 GB, is ended, and
counts as found. Films and sounds are read in children that were confined before. Prints counts and rate of
each reader, and whatever an input may not do: an exception that no command tells, more than a second of
processor time (--cpu) in each of three readings, anything written outside the folder given. Exit 1 where
there is one.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import pickle
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from nao_sessions.core.confinement import ChildLimits, confine
from tests.fuzz.readers import READERS, Reader, prepared
from tests.fuzz.run import HARD_CPU_S, MOST_CPU_S, Counts, FuzzFinding, Run, chosen, watching

CHUNK = 10_000
"""How many inputs a process reads: what one leaves behind in memory is gone with it."""
TOLD_EVERY = 500
"""After how many inputs counts are told, and the films that gathered are read in a confined child."""
MOST_MEMORY = 4 << 30
LIMITS = ChildLimits(cpu_s=600, wall_s=3_600, memory_bytes=3 << 30, written_bytes=64 << 20)


@dataclass(slots=True)
class FuzzRecord:
    """What came of the inputs so far; it is written to a file, where one was given, whenever it grows."""

    path: Path | None
    counts: dict[str, Counts] = field(default_factory=dict)
    findings: list[FuzzFinding] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    def find(self, found: FuzzFinding) -> None:
        """Keep a finding, and print it."""
        self.findings.append(found)
        print(found, file=sys.stderr, flush=True)

    def add(self, counts: dict[str, Counts]) -> None:
        """Add the counts of some readers."""
        for name, one in counts.items():
            self.counts.setdefault(name, Counts()).add(one)
        if self.path is not None:
            self.path.write_text(json.dumps(self.to_json(), indent=1))

    @property
    def total(self) -> Counts:
        """Return the counts of all readers together."""
        total = Counts()
        for one in self.counts.values():
            total.add(one)
        return total

    def to_json(self) -> dict[str, Any]:
        """Return the record as JSON: of each reader inputs, read, refused, by R119, seconds, the slowest."""
        total = self.total
        return {
            "inputs": total.inputs,
            "cpu_s": round(total.cpu_s, 1),
            "wall_s": round(time.monotonic() - self.began, 1),
            "findings": [f"{one.reader} #{one.number}: {one.what} {one.where}" for one in self.findings],
            "readers": {
                name: [one.inputs, one.read, one.told, one.odd, round(one.cpu_s, 2), round(one.slowest_s, 2)]
                for name, one in sorted(self.counts.items())
            },
        }

    def print(self) -> None:
        """Print the counts of each reader, and what was found."""
        heads = ("inputs", "read", "refused", "by R119", "a CPU s", "slowest")
        print(f"{'reader':44}", *(f"{head:>8}" for head in heads))
        for name, one in [*sorted(self.counts.items()), ("all", self.total)]:
            rate = one.inputs / one.cpu_s if one.cpu_s else 0.0
            numbers = (one.inputs, one.read, one.told, one.odd, round(rate))
            print(f"{name:44}", *(f"{number:8,}" for number in numbers), f"{one.slowest_s:6.2f} s")
        print(f"{time.monotonic() - self.began:.0f} s, {len(self.findings)} findings")
        for found in self.findings:
            print(f"{found.reader} #{found.number}: {found.what} {found.where}")


def main() -> int:
    """Read the inputs, and print what came of them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("count", nargs="?", type=int, default=10_000)
    parser.add_argument("seed", nargs="?", type=int, default=1)
    parser.add_argument("--reader", default="", help="readers whose name has this in it")
    parser.add_argument("--json", type=Path, help="where the counts are written, again and again")
    parser.add_argument("--cpu", type=float, default=MOST_CPU_S, help="seconds that an input may take")
    asked = parser.parse_args()
    readers = tuple(one for one in READERS if asked.reader in one.name)
    record = FuzzRecord(asked.json)
    for start in range(0, asked.count, CHUNK):
        numbers = range(start, min(start + CHUNK, asked.count))
        while numbers:
            numbers = _in_a_process(readers, asked, numbers, record)
    record.print()
    return 1 if record.findings else 0


def _in_a_process(
    readers: tuple[Reader, ...], asked: argparse.Namespace, numbers: range, record: FuzzRecord
) -> range:
    """Read some inputs in a process of its own; return those that are left where it ended before."""
    receiving, sending = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(receiving)
        code = 1
        try:
            _read_here(readers, asked, numbers, sending)
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(sending)
    now = numbers[0]
    with os.fdopen(receiving, "rb") as told, contextlib.suppress(EOFError):
        while True:
            match pickle.load(told):
                case ("now", number):
                    now = number
                case ("found", found):
                    record.find(found)
                case ("counts", counts):
                    record.add(counts)
    _, status = os.waitpid(child, 0)
    if status == 0:
        return range(0)
    reader, _ = chosen(readers, now, asked.seed)
    record.find(FuzzFinding(reader.name, now, f"ended its process: {status}"))
    record.add({reader.name: Counts(inputs=1)})
    return range(now + 1, numbers[-1] + 1)


def _read_here(readers: tuple[Reader, ...], asked: argparse.Namespace, numbers: range, sending: int) -> None:
    """Read inputs, and tell of each before it is read, of what was found, and in the end of the counts."""
    place = Path(tempfile.mkdtemp(dir="/dev/shm"))
    sys.dont_write_bytecode = True  # what a reader is the first to import
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for name in ("XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "TMPDIR"):
        folder = place / "house" / "given" / "own" / name
        folder.mkdir(parents=True)
        os.environ[name] = str(folder)
    tempfile.tempdir = None
    try:
        house = prepared(place / "house")
        os.chdir(house.path / "here")
        run = Run(house, readers, asked.seed, watching(house.given), asked.cpu)

        def tell(kind: str, value: Any) -> None:
            os.write(sending, pickle.dumps((kind, value)))

        for one in run.warm_up():
            tell("found", FuzzFinding(one, numbers[0], "refuses a file of its own"))
        confined: list[tuple[int, Reader, bytes]] = []
        for number in numbers:
            reader, rng = chosen(readers, number, asked.seed)
            content = run.content(reader, rng)
            if reader.confined:
                confined.append((number, reader, content))
            else:
                tell("now", number)
                signal.setitimer(signal.ITIMER_PROF, HARD_CPU_S)  # SIGPROF ends the process
                run.read(number, reader, content)
            if number % TOLD_EVERY == TOLD_EVERY - 1 or number == numbers[-1]:
                signal.setitimer(signal.ITIMER_PROF, 0)
                for ended, by, spoilt in _confined(run, confined):
                    what = f"ended its child: {spoilt.hex()[:200]}"
                    run.findings.append(FuzzFinding(by.name, ended, what))
                tell("counts", run.counts)
                run.counts, confined = {}, []
            while run.findings:
                tell("found", run.findings.pop(0))
        house.opened.close()
    finally:
        os.chdir("/")
        shutil.rmtree(place, ignore_errors=True)


def _confined(run: Run, inputs: list[tuple[int, Reader, bytes]]) -> Iterator[tuple[int, Reader, bytes]]:
    """Read inputs in a confined child; yield each that ended the child it was read in."""
    left = inputs
    while left:
        receiving, sending = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(receiving)
            code = 1
            try:
                confine(LIMITS, [run.house.path], [run.house.given / "film"])
                run.counts, run.findings = {}, []
                for number, reader, content in left:
                    os.write(sending, pickle.dumps((number, None)))
                    signal.setitimer(signal.ITIMER_PROF, HARD_CPU_S)
                    run.read(number, reader, content)
                os.write(sending, pickle.dumps((run.counts, run.findings)))
                code = 0
            finally:
                os._exit(code)
        os.close(sending)
        now: Any = None
        with os.fdopen(receiving, "rb") as told:
            while True:
                try:
                    first, second = pickle.load(told)
                except EOFError:
                    break
                if second is None:
                    now = first
                else:
                    for name, one in first.items():
                        run.counts.setdefault(name, Counts()).add(one)
                    run.findings += second
        _, status = os.waitpid(child, 0)
        if status == 0:
            return
        at = next(place for place, one in enumerate(left) if one[0] == now)
        yield left[at]
        # what was read before the end is read again with what comes after it: its counts went with the child
        left = [*left[:at], *left[at + 1 :]]


if __name__ == "__main__":
    sys.exit(main())
