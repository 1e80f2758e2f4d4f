"""Where an export goes: a file that is asked for without an ending gets its format's."""

from __future__ import annotations

from pathlib import Path

import pytest

from nao_sessions.analysis.tables.session_export import place_of


@pytest.mark.parametrize(
    ("format_", "asked", "written"),
    [
        ("eaf", "P07", "P07.eaf"),
        ("boris", "out/P07", "out/P07.boris"),
        ("textgrid", "P07", "P07.TextGrid"),
        ("bundle", "archive", "archive.zip"),
        ("eaf", "P07.xml", "P07.xml"),
        ("csv", "tables", "tables"),
        ("bids", "study", "study"),
        ("eaf", None, "session.eaf"),
        ("csv", None, "session-csv"),
    ],
)
def test_a_file_without_an_ending_gets_its_format_s(format_: str, asked: str | None, written: str) -> None:
    assert place_of("session", format_, None if asked is None else Path(asked)) == Path(written)
