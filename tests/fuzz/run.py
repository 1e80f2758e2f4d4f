"""A run of mutants over the readers: each is measured, and what it may not do is a finding.

A finding is an exception that no command tells, too much processor time (in each of three readings: a busy
machine slows one of them), or anything that is written outside the folder given: the folders beside it are
looked at after each input, and each file that is opened for writing, made, moved or removed by its path is
noted as it happens.
"""

from __future__ import annotations

import contextlib
import os
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nao_sessions.core.errors import OddRecord
from tests.fuzz.mutations import mutant
from tests.fuzz.readers import TOLD, House, Reader

MOST_CPU_S = 1.0
HARD_CPU_S = 30.0


@dataclass(frozen=True, slots=True)
class FuzzFinding:
    """What an input may not do: of which reader, with which number, and what it was."""

    reader: str
    number: int
    what: str
    where: str = ""


@dataclass(slots=True)
class Counts:
    """How many inputs a reader had, how many of them it read, and how many it refused in a sentence.

    ``odd`` of those were refused by the net under all readers of folders (R119).
    """

    inputs: int = 0
    read: int = 0
    told: int = 0
    odd: int = 0
    cpu_s: float = 0.0
    slowest_s: float = 0.0

    def add(self, other: Counts) -> None:
        """Add the counts of another run."""
        self.inputs += other.inputs
        self.read += other.read
        self.told += other.told
        self.odd += other.odd
        self.cpu_s += other.cpu_s
        self.slowest_s = max(self.slowest_s, other.slowest_s)


_WRITING = {
    "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod",
    "os.chown", "os.utime", "shutil.rmtree", "shutil.move", "shutil.copyfile",
}  # fmt: skip
_TO_ANOTHER = {"os.rename", "os.link", "os.symlink", "shutil.move", "shutil.copyfile"}
_STARTING = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "socket.connect", "socket.bind"}
_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


@dataclass(slots=True)
class Watch:
    """What is written outside of a folder, noted as it happens; only while ``on``."""

    given: str
    on: bool = False
    seen: list[str] = field(default_factory=list)

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Take an event of Python's audit (sys.addaudithook)."""
        if not self.on:
            return
        if event == "open":
            path, mode, flags = arguments[0], arguments[1], arguments[2]
            writes = (isinstance(flags, int) and flags & _FLAGS) or (
                isinstance(mode, str) and set(mode) & set("wax+")
            )
            if writes and not isinstance(path, int):
                self._note(event, path)
        elif event in _WRITING:
            self._note(event, arguments[1] if event in _TO_ANOTHER else arguments[0])
        elif event in _STARTING and not (event.startswith("socket") and _is_local(arguments[-1])):
            if event == "subprocess.Popen" and self._is_progress(arguments[1]):
                return
            self.seen.append(f"{event} {arguments[0]!r}"[:200])

    def _is_progress(self, command: object) -> bool:
        """Return whether it is the child that reads a house's figures for its page, of that house alone."""
        words = list(map(str, command)) if isinstance(command, (list, tuple)) else []
        module, places = words[-5:-3], words[-3:]
        ours = module == ["-m", "nao_sessions.console.progress.reader"]
        return ours and all(one.startswith(self.given) for one in places)

    def _note(self, event: str, path: object) -> None:
        if isinstance(path, int):
            return
        name = os.fsdecode(path)  # type: ignore[arg-type]  # audit events carry paths
        # A name alone was opened in a folder that is open: the listing sees where it fell.
        if name.startswith(os.sep) and not f"{name}{os.sep}".startswith((self.given, "/dev/null")):
            self.seen.append(f"{event} {name}")


def _is_local(address: object) -> bool:
    return isinstance(address, str) or not isinstance(address, tuple)


def listing(house: House) -> list[tuple[str, int, int]]:
    """Return what lies beside the folder given: names, sizes, times."""
    found = []
    for place in (house.path, house.path / "beside", house.path / "here"):
        with os.scandir(place) as inside:
            for entry in inside:
                at = entry.stat(follow_symlinks=False)
                size = 0 if entry.is_dir() else at.st_size
                found.append((entry.path, size, 0 if entry.is_dir() else at.st_mtime_ns))
    return sorted(found)


def chosen(readers: tuple[Reader, ...], number: int, seed: int) -> tuple[Reader, random.Random]:
    """Return the reader of an input by its number, and the generator that makes its mutant."""
    rng = random.Random(f"{seed}/{number}")
    return rng.choices(readers, [one.weight for one in readers])[0], rng


@dataclass(slots=True)
class Run:
    """Inputs read one after the other in a house; ``now`` is told the number of each before it is read."""

    house: House
    readers: tuple[Reader, ...]
    seed: int
    watch: Watch
    most_cpu_s: float = MOST_CPU_S
    counts: dict[str, Counts] = field(default_factory=dict)
    findings: list[FuzzFinding] = field(default_factory=list)
    seeds: dict[str, list[bytes]] = field(default_factory=dict)
    telling: Counter[str] = field(default_factory=Counter)

    def content(self, reader: Reader, rng: random.Random) -> bytes:
        """Return a mutant of one of a reader's files."""
        return mutant(rng.choice(self.seeds[reader.name]), reader.kind, rng)

    def warm_up(self) -> list[str]:
        """Let each reader read its own files as they are; return what was refused of them.

        What a first reading imports and makes is in no figure.
        """
        refused = []
        for reader in self.readers:
            for content in self.seeds.setdefault(reader.name, reader.seeds(self.house)):
                try:
                    reader.read(content, self.house)
                except Exception as error:  # none may be refused: a mutant of it would prove nothing
                    refused.append(f"{reader.name}: {type(error).__name__}: {error}")
        return refused

    def read(self, number: int, reader: Reader, content: bytes) -> None:
        """Let a reader read an input, and note what came of it."""
        counts = self.counts.setdefault(reader.name, Counts())
        before = listing(self.house)
        began = time.process_time()
        what = where = ""
        try:
            with self._watched():
                reader.read(content, self.house)
            counts.read += 1
        except TOLD as error:
            counts.told += 1
            counts.odd += isinstance(error, OddRecord)
            what = _unsayable(error)
        except Exception as error:  # whatever it is, it is the finding that is looked for
            what, where = f"{type(error).__name__}: {error}"[:300], _place(error)
        took_s = time.process_time() - began
        counts.inputs += 1
        counts.cpu_s += took_s
        counts.slowest_s = max(counts.slowest_s, took_s)
        if what:
            self.findings.append(FuzzFinding(reader.name, number, what, where))
        if took_s > self.most_cpu_s:
            took_s = min(took_s, *(self._time_again(reader, content) for _ in range(2)))
        if took_s > self.most_cpu_s:
            self.findings.append(FuzzFinding(reader.name, number, f"took {took_s:.1f} s"))
        for one in self.watch.seen:
            self.findings.append(FuzzFinding(reader.name, number, f"outside: {one}"))
        self.watch.seen.clear()
        if (after := listing(self.house)) != before:
            changed = sorted(set(after) ^ set(before))
            self.findings.append(FuzzFinding(reader.name, number, f"beside: {changed}"[:300]))

    def _time_again(self, reader: Reader, content: bytes) -> float:
        """Return the processor time in s that another reading of an input takes."""
        began = time.process_time()
        with contextlib.suppress(Exception), self._watched():  # what it raises was noted the first time
            reader.read(content, self.house)
        return time.process_time() - began

    @contextlib.contextmanager
    def _watched(self) -> Iterator[None]:
        self.watch.on = True
        try:
            yield
        finally:
            self.watch.on = False


def _unsayable(error: Exception) -> str:
    """Return why the sentence of an error that is told cannot be said; "" where it can, in both languages."""
    texts = [getattr(error, "sentence", None), getattr(error, "hint", None)]
    texts += [text for one in getattr(error, "findings", ()) for text in (one.sentence, one.hint)]
    try:
        for text in texts:
            if text is not None:
                for language in ("fr", "en"):
                    text.in_language(language).encode()
    except Exception as odd:  # a sentence that cannot be shown is a finding
        return f"told with {type(odd).__name__}: {odd}"[:300]
    return ""


def _place(error: Exception) -> str:
    """Return the innermost place of this program in an exception's traceback."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [one for one in frames if "nao_sessions/" in one.filename]
    return (
        f"{ours[-1].filename.rpartition('nao_sessions/')[2]}:{ours[-1].lineno}" if ours else str(frames[-1])
    )


def watching(given: Path) -> Watch:
    """Return a watch that hears of all that this process does from now on."""
    watch = Watch(f"{given}{os.sep}")
    sys.addaudithook(watch.hear)
    return watch
