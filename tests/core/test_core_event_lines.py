"""A line of the log is, byte for byte, what json.dumps writes of the event; what it refuses is refused."""

from __future__ import annotations

import enum
import json
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from frozen.archive import ARCHIVE
from hypothesis import given, settings
from hypothesis import strategies as st

from nao_sessions.core.events import Event
from nao_sessions.record.journal import plain

SESSIONS = Path(__file__).resolve().parent.parent / "sessions"


def by_json(event: Event) -> str:
    """Return the line as the standard library writes it, from a dictionary."""
    record: dict[str, Any] = {
        "seq": event.seq,
        "dir": event.dir,
        "at": event.at,
        "t": event.at if event.t is None else event.t,
        "source": event.source,
        "kind": event.kind,
        "data": event.data,
    }
    for name in ("cause", "participant", "turn", "source_t"):
        value = getattr(event, name)
        if value is not None:
            record[name] = value
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def result(write: Callable[[], object]) -> tuple[object, str]:
    """Return what is written, with its types, or the kind and the words of the refusal."""
    try:
        written = write()
    except (TypeError, ValueError) as error:
        return type(error), str(error)
    return written, repr(written)


class Number(enum.IntEnum):
    """A number that is not written as it is shown."""

    SEVEN = 7


class Word(enum.StrEnum):
    """A word that is not a plain str."""

    SAY = "say"


TEXTS = st.text(st.characters(exclude_categories=())) | st.sampled_from(
    ["", '"', "\\", "\x00\n\x1f\x7f", "\u2028é", "\ud800", "\ud83d\ude00", "😀", "</script>", "__class__"]
)
INTS = st.integers() | st.integers(min_value=-(10**40), max_value=10**40)
SCALARS = TEXTS | INTS | st.floats() | st.booleans() | st.none() | st.sampled_from([Number.SEVEN, Word.SAY])
NAMES = TEXTS | st.integers() | st.floats() | st.booleans() | st.none() | st.sampled_from([Word.SAY])
ODD = st.sampled_from([b"bytes", {1}, object, 1j])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(NAMES, inner),
    max_leaves=8,
)
DATA = st.dictionaries(TEXTS, VALUES) | st.dictionaries(NAMES, SCALARS | ODD, max_size=3)
READ = st.none() | INTS | SCALARS | st.lists(SCALARS, max_size=2)
"""What stands in a field that a reader takes as it comes: another program may have written the line."""


@settings(deadline=None)
@given(
    seq=INTS,
    dir=st.sampled_from(["in", "out", "note"]) | READ,
    at=INTS,
    source=TEXTS,
    kind=TEXTS,
    data=DATA,
    t=READ,
    cause=READ,
    participant=READ,
    turn=READ,
    source_t=READ,
)
def test_any_event_is_written_as_json_writes_it(**fields: Any) -> None:
    event = Event(**fields)
    assert result(event.to_line) == result(lambda: by_json(event))


@settings(deadline=None)
@given(DATA)
def test_plain_data_are_what_json_reads_back(data: dict[str, Any]) -> None:
    named = {str(name): value for name, value in data.items()}  # as an output's data are: keywords
    again = result(lambda: json.loads(json.dumps(named, ensure_ascii=False)))
    assert result(lambda: plain(named))[1] == again[1]


def test_plain_data_share_nothing_with_what_the_engine_gave() -> None:
    given_out: dict[str, Any] = {"list": [[1]], "values": {"V01": {"level": 2}}}
    copied = plain(given_out)
    copied["list"][0].append(2)
    copied["values"]["V01"]["level"] = 3
    assert given_out == {"list": [[1]], "values": {"V01": {"level": 2}}}


def frozen_lines() -> Iterator[str]:
    """Return every line of every frozen log."""
    with tarfile.open(ARCHIVE) as archive:
        for member in archive:
            content = archive.extractfile(member) if member.name.endswith("/events.jsonl") else None
            if content is not None:
                yield from content.read().decode("utf-8").splitlines()


def golden_lines() -> Iterator[str]:
    """Return every whole line of every golden log."""
    for log in sorted(SESSIONS.glob("*/events.jsonl")):
        yield from log.read_bytes().rpartition(b"\n")[0].decode("utf-8").split("\n")


@pytest.mark.parametrize(("lines", "at_least"), [(golden_lines, 500), (frozen_lines, 100_000)])
def test_every_recorded_line_is_written_again(lines: Callable[[], Iterator[str]], at_least: int) -> None:
    events = [Event.from_line(line) for line in lines()]
    assert len(events) >= at_least
    assert [event.to_line() for event in events] == [by_json(event) for event in events]
