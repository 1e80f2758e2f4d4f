"""A finding inside a text stands where the author sees it: quotes, escapes, blocks and folds are counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.protocol.small_protocols import check_text, place_of_mark, with_do

WRITTEN = {
    "plain": "- say: Encore {§data.z} fois.\n",
    "double quotes": '- say: "Encore {§data.z} fois."\n',
    "accents": '- say: "Élève, où est « {§data.z} » ?"\n',
    "an escaped quote": '- say: "Il dit \\"oui\\" {§data.z} fois."\n',
    "an escaped letter": '- say: "Caf\\u00e9 {§data.z} fois."\n',
    "single quotes": "- say: 'C''est {§data.z} fois.'\n",
    "a block": "- say: |\n    Un.\n    Encore {§data.z} fois.\n",
    "a folded block": "- say: >-\n    Un,\n    deux, {§data.z} fois.\n",
    "a quoted text on two lines": '- say: "Un,\n    deux, {§data.z} fois."\n',
    "an expression": "- {say: 'Un.', if: 1 < 2 and §data.z > 1}\n",
    "a quoted expression": '- {say: "Un.", if: "1 < 2 and §data.z > 1"}\n',
    "a computed value": "- wait: =  1 + §data.z\n",
    "after an accent in an expression": "- say: 'Un.'\n  if: \"'é' == 'à' or §data.z\"\n",
}


@pytest.mark.parametrize("dash", WRITTEN.values(), ids=list(WRITTEN))
def test_the_place_is_the_column_in_the_file(dash: str, tmp_path: Path) -> None:
    text, place = place_of_mark(with_do(dash), str(tmp_path / "essai.yaml"))
    assert [(finding.code, finding.place) for finding in check_text(text, tmp_path)] == [("P132", place)]
