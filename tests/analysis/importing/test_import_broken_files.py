"""Whatever bytes a file holds, a reader gives a table or tells what is wrong: nothing else ever comes out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nao_sessions.analysis.formats.boris.read import read_boris
from nao_sessions.analysis.formats.elan.read import read_eaf
from nao_sessions.analysis.formats.plain_tables import read_csv, read_json_lines
from nao_sessions.analysis.formats.table import ImportedTable
from nao_sessions.core.errors import TableRefused

FILES = Path(__file__).parent / "files"
TABLE = 'début;fin;code;sujet\n0,5;1,25;"a ""b""";P07\n0:01:02,500;;c;\n'.encode()
LINES = b'{"start": 1.5, "end": 2, "code": "x", "subject": null}\n{"onset_ms": 12, "event": "y"}\n'
READERS: dict[str, tuple[Callable[[bytes, str], ImportedTable], bytes]] = {
    "csv": (read_csv, TABLE),
    "jsonl": (read_json_lines, LINES),
    "boris": (read_boris, (FILES / "projet.boris").read_bytes()),
    "eaf": (read_eaf, (FILES / "three.eaf").read_bytes()),
}


def read_or_told(kind: str, content: bytes) -> None:
    read, _ = READERS[kind]
    found: object
    try:
        found = read(content, "t").rows
    except TableRefused as told:
        found = told.findings
    assert found


@pytest.mark.parametrize("kind", READERS)
@given(content=st.binary(max_size=200))
def test_any_bytes_are_read_or_told(kind: str, content: bytes) -> None:
    read_or_told(kind, content)


@pytest.mark.parametrize("kind", READERS)
@given(data=st.data())
def test_a_file_with_something_else_in_it_is_read_or_told(kind: str, data: st.DataObject) -> None:
    _, good = READERS[kind]
    start = data.draw(st.integers(0, len(good)))
    end = data.draw(st.integers(start, min(len(good), start + 40)))
    pieces = st.sampled_from(
        [b"", b'"', b"<", b"{", b"[", b"null", b"-1", b"1e999", b"&a;", b"\xff", b";;;", b"\n"]
    )
    read_or_told(kind, good[:start] + data.draw(pieces | st.binary(max_size=6)) + good[end:])


@pytest.mark.parametrize("kind", READERS)
def test_a_file_that_is_cut_anywhere_is_read_or_told(kind: str) -> None:
    _, good = READERS[kind]
    for length in range(len(good)):
        read_or_told(kind, good[:length])


@pytest.mark.parametrize("encoding", ["nullUTF-8", "utf-7", "utf-16-be", "shift_jis", "hex", "x" * 90])
def test_an_encoding_that_cannot_be_read_is_told(encoding: str) -> None:
    _, good = READERS["eaf"]
    with pytest.raises(TableRefused):
        read_eaf(good.replace(b"UTF-8", encoding.encode(), 1), "t")
