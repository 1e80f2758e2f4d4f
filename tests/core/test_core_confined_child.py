"""A function called in a confined child: its result, its errors, every way in which the child can fail."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nao_sessions.analysis.importing.video import bring
from nao_sessions.boards.opening import open_boards
from nao_sessions.cli.board import read_file
from nao_sessions.core import processes
from nao_sessions.core.confined_child import TEXT_LIMITS, ConfinedChild, media_limits
from nao_sessions.core.confinement import Limits
from nao_sessions.core.errors import BoardRefused, ForeignFileRefused, UsageError
from nao_sessions.core.json_places import locate
from tests.analysis.importing.foreign_videos import film
from tests.boards.made_boards import package, zipped

BOARDS = Path(__file__).parents[2] / "protocols" / "boards"
BRACKETS = b'{"id":"a","x":[' + b"[]," * 4_000_000 + b"[]]}"
"""A board of 12 MB, within all bounds: reading it takes half a minute and a gigabyte."""


def code_of(limits: Limits, function: Callable[..., Any], *arguments: Any, **child: Any) -> str:
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


def test_what_waits_for_ever_is_ended(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.obf")
    reads = [tmp_path / "a.obf"]
    assert code_of(Limits(60, 1, 1 << 30), read_file, tmp_path / "a.obf", None, reads=reads) == "L101"


def test_what_computes_for_ever_is_ended() -> None:
    assert code_of(Limits(1, 60, 4 << 30), open_boards, "a.obf", BRACKETS) == "L101"


def test_what_fills_the_memory_is_ended() -> None:
    assert code_of(Limits(60, 60, 300 << 20), open_boards, "a.obf", BRACKETS) == "L102"


def test_what_fills_the_disk_is_ended(tmp_path: Path) -> None:
    film(tmp_path / "a.mp4", sound=None)
    (tmp_path / "made").mkdir()
    limits = Limits(60, 60, 3 << 30, written_bytes=1000)
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
