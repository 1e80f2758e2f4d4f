"""What a folder from a stranger may hold in a file's place, and what the reader makes of it."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from nao_sessions.core.bounded_json import MOST_DEPTH, decode_json
from nao_sessions.core.errors import LinkRefused, OddRecord, RecordError
from nao_sessions.core.events import Event
from nao_sessions.core.received import (
    MOST_BYTES,
    as_written,
    files_below,
    is_there,
    read_named,
    read_received,
    read_received_text,
    received,
)

KEY = b"-----BEGIN OPENSSH PRIVATE KEY-----\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "received" / "room").mkdir(parents=True)
    (tmp_path / "key").write_bytes(KEY)
    return tmp_path / "received"


def _links_to_a_key(place: Path) -> None:
    place.symlink_to(place.parents[1] / "key")


def _hard_link(place: Path) -> None:
    os.link(place.parents[1] / "key", place)


def _device(place: Path) -> None:
    place.symlink_to("/dev/zero")


ODD: dict[str, Callable[[Path], None]] = {
    "link": _links_to_a_key,
    "hard link": _hard_link,
    "device": _device,
    "link to nowhere": lambda place: place.symlink_to("nowhere"),
    "link in a circle": lambda place: place.symlink_to(place.name),
    "pipe": os.mkfifo,
    "folder": Path.mkdir,
}


@pytest.mark.parametrize("odd", ODD)
def test_what_is_no_plain_file_of_the_folder_is_named_and_not_read(folder: Path, odd: str) -> None:
    place = folder / "events.jsonl"
    ODD[odd](place)
    with pytest.raises(LinkRefused) as caught:
        read_received(place)
    assert caught.value.code == "R135"
    assert str(place) in caught.value.sentence.en
    assert caught.value.hint is not None
    assert is_there(place)
    if odd != "folder":
        with pytest.raises(LinkRefused):
            files_below(folder)


def test_a_folder_on_the_way_that_is_a_link_is_not_entered(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "key").write_bytes(KEY)
    (folder / "memos").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(LinkRefused):
        read_received(folder / "memos" / "key", within=folder)
    with pytest.raises(LinkRefused):
        files_below(folder / "memos")


def test_the_owners_own_way_to_the_folder_may_be_a_link(folder: Path, tmp_path: Path) -> None:
    (folder / "notes.md").write_bytes(b"mine")
    (tmp_path / "mine").symlink_to(folder)
    assert read_received_text(tmp_path / "mine" / "notes.md") == "mine"


def test_a_file_larger_than_any_of_its_kind_is_named_and_not_read(folder: Path) -> None:
    place = folder / "events.jsonl"
    with place.open("wb") as file:
        file.truncate(40 << 30)
    with pytest.raises(RecordError) as caught:
        read_received(place)
    assert (caught.value.code, str(place) in caught.value.sentence.en) == ("R136", True)
    with pytest.raises(RecordError), received(place):
        pass
    with pytest.raises(OSError, match="too large") as by_name:
        read_named(place)
    assert by_name.value.errno == errno.EFBIG


def test_a_file_as_large_as_allowed_is_read(folder: Path) -> None:
    (folder / "a").write_bytes(b"x" * 100)
    assert read_received(folder / "a", most_bytes=100) == b"x" * 100
    with pytest.raises(RecordError):
        read_received(folder / "a", most_bytes=99)
    assert MOST_BYTES > 100


def test_a_folder_with_more_files_than_any_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nao_sessions.core.received.MOST_FILES", 3)
    for number in range(2):
        (folder / str(number)).touch()
    assert len(files_below(folder)) == 2  # the folder `room` is the third
    (folder / "more").touch()
    with pytest.raises(RecordError) as caught:
        files_below(folder)
    assert caught.value.code == "R136"


def test_a_file_that_a_person_names_may_be_a_link_and_no_pipe(folder: Path, tmp_path: Path) -> None:
    (folder / "mine").symlink_to(tmp_path / "key")
    assert read_named(folder / "mine") == KEY
    os.mkfifo(folder / "pipe")
    with pytest.raises(OSError, match="Invalid") as caught:
        read_named(folder / "pipe")
    assert (caught.value.errno, caught.value.filename) == (errno.EINVAL, str(folder / "pipe"))
    with pytest.raises(IsADirectoryError):
        read_named(folder)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000 + "]" * 100_000,
        "[" * (MOST_DEPTH + 1) + "]" * (MOST_DEPTH + 1),
        '{"a":' * (MOST_DEPTH + 1) + "1" + "}" * (MOST_DEPTH + 1),
        "NaN",
        "[-Infinity]",
        "1e999",
        str(2**63),
        "9" * 5_000,
        '"\\ud800"',
        '"\\udc00 x"',
        "",
        "{} x",
        "\0",
    ],
    ids=lambda text: text[:12],
)
def test_json_that_cannot_be_counted_or_written_is_no_json(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode_json(text)


@pytest.mark.parametrize("content", [b"\xff\xfe", b'"\xed\xa0\x80"', '{"a":1}'.encode("utf-16")])
def test_json_is_in_utf_8(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode_json(content)


def test_json_within_the_bounds_is_as_it_is_written() -> None:
    deep = "[" * MOST_DEPTH + "]" * MOST_DEPTH
    many = "[" + ",".join(["[1]"] * 1_000) + "]"
    for text in (deep, many):
        assert decode_json(text) == eval(text)
    assert decode_json(f'["\\ud83d\\ude00", {2**63 - 1}, {-(2**63)}, 1.5]') == [
        "😀",
        2**63 - 1,
        -(2**63),
        1.5,
    ]
    assert decode_json(b'{"a": null}') == {"a": None}


LINE = '{"seq":0,"dir":"in","at":1,"source":"robot","kind":"touch","data":{}'


@pytest.mark.parametrize(
    "more",
    [
        ',"at":"1"',
        ',"at":1.5',
        ',"at":true',
        f',"at":{2**63}',
        ',"t":"1"',
        ',"t":[]',
        ',"seq":null',
        ',"dir":1',
        ',"kind":["touch"]',
        ',"source":null',
        ',"cause":"0"',
        ',"participant":7',
        ',"participant":[]',
        ',"turn":{}',
        ',"source_t":"1"',
        ',"source_t":NaN',
        ',"data":{"a":1e999}',
        ',"data":{"a":"\\ud800"}',
        ',"data":{"a":' + "[" * 99 + "]" * 99 + "}",
        ',"data":[]',
        "}{",
    ],
)
def test_a_line_with_a_field_of_another_kind_is_no_event(more: str) -> None:
    assert Event.from_line(LINE + "}").at == 1
    with pytest.raises(ValueError, match=r"."):
        Event.from_line(LINE + more + "}")


def test_a_line_with_many_flat_lists_and_escapes_is_an_event() -> None:
    lists = ",".join(["[1,2]"] * 200)
    event = Event.from_line(LINE + ',"data":{"a":[' + lists + '],"b":"\\u00e9 \\ud83d\\ude00"}}')
    assert (len(event.data["a"]), event.data["b"]) == (200, "é 😀")


def test_what_shows_only_where_lines_are_put_together_names_the_folder(tmp_path: Path) -> None:
    with pytest.raises(OddRecord) as caught, as_written(tmp_path):
        {}["judgement"]
    assert (caught.value.code, str(tmp_path) in caught.value.sentence.en) == ("R119", True)
    assert "judgement" in caught.value.sentence.en
    with pytest.raises(FileNotFoundError), as_written(tmp_path):
        (tmp_path / "nowhere").read_bytes()
