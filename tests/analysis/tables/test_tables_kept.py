"""Modifiers in one cell, as ELAN and BIDS show them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nao_sessions.analysis.formats.annotation_text import kept, modifiers_read, modifiers_shown

TEXTS = st.text(alphabet="a|\\=\n\té ", max_size=6)


@given(st.dictionaries(TEXTS, TEXTS, max_size=4))
@example({"|\t": "u", "\t": "v"})
@example({"a=": "b", "\\": "c"})
def test_what_is_shown_is_read_again_but_for_spaces_around_it(modifiers: dict[str, str]) -> None:
    read = modifiers_read(modifiers_shown(modifiers).strip())  # ELAN's cells lose the spaces around them
    assert read == {name.strip(): value.strip() for name, value in modifiers.items()}
    assert modifiers_read(modifiers_shown(read).strip()) == read


@pytest.mark.parametrize(
    ("text", "modifiers"),
    [
        ("", {}),
        ("force=peu|main=gauche", {"force": "peu", "main": "gauche"}),
        ("force=peu||", {"force": "peu"}),
        ("gauche", {"1": "gauche"}),  # somebody wrote the value alone
        (r"fichier=C:\x", {"fichier": r"C:\x"}),
        ("force = peu | main = gauche", {"force": "peu", "main": "gauche"}),
        ("somme=1+1=2", {"somme": "1+1=2"}),
    ],
)
def test_what_somebody_wrote_elsewhere_is_read(text: str, modifiers: dict[str, str]) -> None:
    assert modifiers_read(text) == modifiers


@pytest.mark.parametrize(
    "text", ["", "7", "null", "[7]", "[[]]", '["x"]', "[{}]", "[" * 99_999, '[{"id":NaN}]']
)
def test_what_a_foreign_file_keeps_for_us_is_no_annotation_if_otherwise(text: str) -> None:
    assert kept(text) == ()
