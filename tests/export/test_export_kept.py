"""Modifiers in one cell, as ELAN and BIDS show them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nao_sessions.export.kept import modifiers_read, modifiers_shown

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,5}", fullmatch=True)


@given(st.dictionaries(NAMES, st.text(alphabet="a|\\=\n é", max_size=6), max_size=4))
def test_what_is_shown_is_read_again(modifiers: dict[str, str]) -> None:
    assert modifiers_read(modifiers_shown(modifiers)) == modifiers


@pytest.mark.parametrize(
    ("text", "modifiers"),
    [
        ("", {}),
        ("force=peu|main=gauche", {"force": "peu", "main": "gauche"}),
        ("force=peu||", {"force": "peu"}),
        ("gauche", {"1": "gauche"}),  # somebody wrote the value alone
        (r"fichier=C:\x", {"fichier": r"C:\x"}),
    ],
)
def test_what_somebody_wrote_elsewhere_is_read(text: str, modifiers: dict[str, str]) -> None:
    assert modifiers_read(text) == modifiers
