"""A seeded sample of the mutants that benchmarks/fuzz.py reads by the million; and what a run notices."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from nao_sessions.core.errors import UsageError
from nao_sessions.text.messages import msg
from tests.fuzz.readers import READERS, House, Reader
from tests.fuzz.run import Run, Watch, chosen

ROOT = Path(__file__).parents[2]


@pytest.mark.long
def test_every_reader_reads_or_tells_whatever_it_is_given(tmp_path: Path) -> None:
    counts = tmp_path / "counts.json"
    # what an input may take is measured on a quiet machine, by the benchmark; here a hang alone counts
    command = [sys.executable, "benchmarks/fuzz.py", "600", "20261130", "--cpu", "20", "--json", str(counts)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stderr
    record = json.loads(counts.read_text(encoding="utf-8"))
    assert (record["inputs"], record["findings"]) == (600, [])
    assert len(record["readers"]) > len(READERS) // 2


def _fails(content: bytes, house: House) -> None:
    raise KeyError("a key")


def _tells(content: bytes, house: House) -> None:
    raise UsageError(msg("{path} cannot be read.", path="a"))


def _tells_what_cannot_be_said(content: bytes, house: House) -> None:
    raise UsageError(msg("{path} cannot be read.", path="\ud800"))


def _is_slow(content: bytes, house: House) -> None:
    began = time.process_time()
    while time.process_time() - began < 0.1:
        pass


def _is_slow_once(content: bytes, house: House) -> None:
    if not (house.given / "slowed").exists():
        (house.given / "slowed").touch()
        _is_slow(content, house)


def _writes_beside(content: bytes, house: House) -> None:
    (house.path / "here" / "made").write_bytes(content)


def _writes_where_it_may(content: bytes, house: House) -> None:
    (house.given / "made").write_bytes(content)


@pytest.mark.parametrize(
    ("read", "found"),
    [
        (_fails, "KeyError"),
        (_tells, ""),
        (_tells_what_cannot_be_said, "told with UnicodeEncodeError"),
        (_is_slow, "took"),
        (_is_slow_once, ""),
        (_writes_beside, "beside"),
        (_writes_where_it_may, ""),
    ],
)
def test_a_run_notices_what_an_input_may_not_do(
    tmp_path: Path, read: Callable[[bytes, House], object], found: str
) -> None:
    for name in ("given", "beside", "here"):
        (tmp_path / name).mkdir()
    house = House(tmp_path)
    run = Run(house, (), 1, Watch(f"{house.given}/"), most_cpu_s=0.05)
    run.read(0, Reader("any", "text", lambda _: [b""], read, 1), b"")
    assert [one.what.startswith(found) for one in run.findings] == ([True] if found else [])


@pytest.mark.parametrize(
    ("event", "arguments", "noted"),
    [
        ("open", ("/etc/motd", "w", 0), True),
        ("open", ("/etc/motd", None, 0o1 | 0o100), True),
        ("open", ("/etc/motd", "r", 0), False),
        ("open", ("/house/given/a", "w", 0), False),
        ("os.remove", ("/house/other", -1), True),
        ("os.rename", ("/house/given/a", "/house/other", -1, -1), True),
        ("subprocess.Popen", ("/bin/sh", [], None, None), True),
        ("socket.connect", (None, ("192.0.2.1", 80)), True),
    ],
)
def test_a_watch_notes_what_happens_outside(event: str, arguments: tuple[object, ...], noted: bool) -> None:
    watch = Watch("/house/given/", on=True)
    watch.hear(event, arguments)
    assert bool(watch.seen) == noted


def test_an_input_follows_from_the_seed_and_its_number() -> None:
    first, rng = chosen(READERS, 5, 1)
    second, again = chosen(READERS, 5, 1)
    assert (first.name, rng.random()) == (second.name, again.random())
