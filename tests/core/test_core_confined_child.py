"""A function called in a confined child: its result, its errors, every way in which the child can fail."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from nao_sessions.analysis.importing.video import bring
from nao_sessions.boards.opening import open_boards
from nao_sessions.core import processes
from nao_sessions.core.confined_child import TEXT_LIMITS, ConfinedChild, media_limits
from nao_sessions.core.confinement import ChildLimits
from nao_sessions.core.errors import BoardRefused, ForeignFileRefused, UsageError
from nao_sessions.core.json_places import locate
from nao_sessions.room.capture.hold import wait_until_free
from tests.analysis.importing.foreign_videos import film
from tests.boards.made_boards import package, zipped
from tests.kills.processes import until

pytestmark = pytest.mark.alone  # they wait for real processes

BOARDS = Path(__file__).parents[2] / "protocols" / "boards"
BRACKETS = b'{"id":"a","x":[' + b"[]," * 4_000_000 + b"[]]}"
"""A board of 12 MB, within all bounds: reading it takes half a minute and a gigabyte."""


@pytest.fixture
def recorded(tmp_path: Path) -> Iterator[Path]:
    """A folder into which somebody records and does not end: whoever waits for that waits for ever."""
    folder = tmp_path / "room"
    folder.mkdir()
    held = os.open(folder, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    yield folder
    os.close(held)


def code_of(limits: ChildLimits, function: Callable[..., Any], *arguments: Any, **child: Any) -> str:
    """Return the code with which a call is refused."""
    with pytest.raises(ForeignFileRefused) as caught:
        ConfinedChild("the file.obf", limits, **child).call(function, *arguments)
    assert "the file.obf" in caught.value.sentence.en
    assert caught.value.hint is not None
    return caught.value.code


def test_a_result_is_what_the_function_returns_here() -> None:
    kept = {"ext_x": {"a": [1, 2.5, 10**30, None, True, {"é\u2028": "\0\n"}]}}
    for name, content in (
        ("emotions.obf", (BOARDS / "emotions.obf").read_bytes()),
        ("repas.obz", zipped(package(**kept) | {"a.bin": bytes(range(256))})),
    ):
        assert ConfinedChild(name, TEXT_LIMITS).call(open_boards, name, content) == open_boards(name, content)


def test_findings_and_remarks_come_back_with_their_places_in_both_languages() -> None:
    with pytest.raises(BoardRefused) as here:
        open_boards("a.obf", b'{"format": "open-board-9.9"}')
    with pytest.raises(BoardRefused) as there:
        ConfinedChild("a.obf", TEXT_LIMITS).call(open_boards, "a.obf", b'{"format": "open-board-9.9"}')
    assert there.value.findings == here.value.findings
    assert [one.render("fr") for one in there.value.findings] == [
        one.render("fr") for one in here.value.findings
    ]


def test_an_error_comes_back_as_the_one_of_the_tree() -> None:
    with pytest.raises(UsageError) as caught:
        ConfinedChild("a.odt", TEXT_LIMITS).call(open_boards, "a.odt", b"")
    assert (caught.value.code, caught.value.sentence.fr[:7]) == ("B130", "«\u00a0a.odt")


def test_an_error_of_the_system_comes_back(tmp_path: Path) -> None:
    film(tmp_path / "a.mp4", sound=None)
    child = ConfinedChild("a.mp4", media_limits(tmp_path / "a.mp4"), [tmp_path / "missing"])
    with pytest.raises(FileNotFoundError):
        child.call(bring, tmp_path / "a.mp4", tmp_path / "b.mp4", "{}")


def test_what_waits_for_ever_is_ended(recorded: Path) -> None:
    assert code_of(ChildLimits(60, 1, 1 << 30), wait_until_free, recorded, 600.0, reads=[recorded]) == "L101"


def test_what_computes_for_ever_is_ended() -> None:
    assert code_of(ChildLimits(1, 60, 4 << 30), open_boards, "a.obf", BRACKETS) == "L101"


def test_what_fills_the_memory_is_ended() -> None:
    assert code_of(ChildLimits(60, 60, 300 << 20), open_boards, "a.obf", BRACKETS) == "L102"


def test_what_fills_the_disk_is_ended(tmp_path: Path) -> None:
    film(tmp_path / "a.mp4", sound=None)
    (tmp_path / "made").mkdir()
    limits = ChildLimits(60, 60, 3 << 30, written_bytes=1000)
    files = (tmp_path / "a.mp4", tmp_path / "made" / "b.mp4")
    assert code_of(limits, bring, *files, "{}", reads=[files[0]], writes=[tmp_path / "made"]) == "L103"


def test_what_nobody_foresaw_is_told_without_a_traceback() -> None:
    assert code_of(TEXT_LIMITS, locate, "{") == "L104"


def test_functions_of_this_program_alone_are_called() -> None:
    assert code_of(TEXT_LIMITS, os.getcwd) == "L104"


ANSWERS = {
    "nothing": "",
    "no answer": "hello",
    "no JSON": "r(",
    "another type": 'r[{"boards": 1}]',
    "cut short": "r[",
    "a share that is none": "pnan",
    "an error that is none": 't[{"kind": "Path"}]',
    "an error of Python": 't[{"kind": "KeyboardInterrupt"}]',
    "a failure that is none": "f{",
    "an object": "cos\\nsystem\\n(S'true'\\ntR.",
}


@pytest.mark.parametrize("name", ANSWERS)
def test_a_child_that_was_taken_over_says_nothing_that_is_believed(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    end = "" if name == "cut short" else "\\n"
    command = [
        sys.executable,
        "-c",
        f'import sys; sys.stdin.readline(); print("""{ANSWERS[name]}""", end="{end}")',
    ]
    monkeypatch.setattr(processes, "python_command", lambda module: command)
    assert code_of(TEXT_LIMITS, open_boards, "a.obf", b"") == "L104"


def test_a_child_tells_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[float] = []
    lines = 'print("p0.25\\np7\\np1.0\\nf0")'
    monkeypatch.setattr(processes, "python_command", lambda module: [sys.executable, "-c", lines])
    assert code_of(TEXT_LIMITS, open_boards, "a.obf", b"", tell=heard.append) == "L104"
    assert heard == [0.25, 1.0]


def test_a_running_loop_gets_the_result_and_the_error() -> None:
    content = (BOARDS / "emotions.obf").read_bytes()
    called = ConfinedChild("a.obf", TEXT_LIMITS).call_beside(open_boards, "emotions.obf", content)
    assert asyncio.run(called) == open_boards("emotions.obf", content)
    with pytest.raises(BoardRefused):
        asyncio.run(ConfinedChild("a.obf", TEXT_LIMITS).call_beside(open_boards, "a.obf", b""))


def test_what_waits_for_ever_is_ended_beside_a_loop_too(recorded: Path) -> None:
    child = ConfinedChild("the file.obf", ChildLimits(60, 1, 1 << 30), [recorded])
    with pytest.raises(ForeignFileRefused) as caught:
        asyncio.run(child.call_beside(wait_until_free, recorded, 600.0))
    assert caught.value.code == "L101"


def test_a_child_whose_caller_goes_is_ended(recorded: Path) -> None:
    async def story() -> None:
        child = ConfinedChild("the file.obf", ChildLimits(60, 600, 1 << 30), [recorded])
        reading = asyncio.create_task(child.call_beside(wait_until_free, recorded, 600.0))
        confined = await asyncio.to_thread(until, lambda: confined_children(os.getpid()), "a child")
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
        assert not any(is_running(one) for one in confined)

    asyncio.run(story())


def test_a_child_whose_parent_is_killed_is_ended(recorded: Path) -> None:
    program = (
        "import sys\nfrom pathlib import Path\n"
        "from nao_sessions.room.capture.hold import wait_until_free\n"
        "from nao_sessions.core.confined_child import ConfinedChild, ChildLimits\n"
        "room = Path(sys.argv[1])\n"
        "ConfinedChild('a', ChildLimits(60, 600, 1 << 30), [room]).call(wait_until_free, room, 600.0)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program, str(recorded)])
    confined = until(lambda: confined_children(parent.pid), "a child that gave up its rights")
    parent.kill()
    parent.wait()
    until(lambda: not any(is_running(one) for one in confined), "the child's end")


def confined_children(pid: int) -> list[int]:
    """Return the children of a process that gave up what they could."""
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(OSError):
            lines = dict(line.split(":\t", 1) for line in status.read_text().splitlines() if ":\t" in line)
            if (int(lines["PPid"]), lines["NoNewPrivs"]) == (pid, "1"):
                found.append(int(status.parent.name))
    return found


def is_running(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    return False
