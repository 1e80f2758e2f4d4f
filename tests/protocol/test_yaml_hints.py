"""What the YAML parser cannot read is told in the author's words, with what to do about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.protocol.small_protocols import changed, check_text, place_of_mark, with_do

QUOTES = 'put the sentence between double quotes: "…"'

UNREADABLE = {
    "a colon in a sentence": (with_do("- say: Attention§: écoute\n"), QUOTES),
    "a sentence that begins with a star": (with_do("- say: *Bonjour§*\n"), QUOTES),
    "a sentence that begins with an at sign": (with_do("- say: §@Nao bonjour\n"), QUOTES),
    "a question mark in braces": (with_do("- {say: §Qui es-tu ?, gesture: hello}\n"), QUOTES),
    "a quote that is never closed": (
        changed('"Bonjour."', '§"Bonjour.'),
        "close the sentence with a quote; inside a sentence write «\u00a0»",
    ),
    "text after the quote": (
        with_do('- say: "Bonjour" §dit Nao\n'),
        "put the whole value between double quotes, single ones inside: \"'a' == data.b\"",
    ),
    "a brace that is never closed": (
        with_do('- §{say: "Bonjour.", gesture: hello\n'),
        "close it, separate with commas, put sentences between double quotes",
    ),
    "a tab": (changed("    buttons:", "§\tbuttons:"), "replace it by spaces"),
    "a key out of line": (
        with_do('- say: "Bonjour."\n §gesture: hello\n'),
        "check the indentation: keys of one level begin in the same column",
    ),
    "a space from a word processor": (
        with_do('- say:§\u00a0"Bonjour."\n'),
        "type an ordinary space; a sentence goes between double quotes",
    ),
}


@pytest.mark.parametrize(("marked", "hint"), UNREADABLE.values(), ids=list(UNREADABLE))
def test_the_hint_says_what_to_do(marked: str, hint: str, tmp_path: Path) -> None:
    text, place = place_of_mark(marked, str(tmp_path / "essai.yaml"))
    finding = check_text(text, tmp_path)[0]
    assert finding.place == place
    assert finding.hint is not None
    assert finding.hint.en == hint
