"""The golden folder of two codings and their consensus: the format is a promise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nao_sessions.analysis.coding.folder import coded_by, read_coded, scheme_used
from nao_sessions.record.additions.annotations import coders_of, read_coding, to_json

SESSIONS = Path(__file__).resolve().parent.parent.parent / "sessions"
CODED = SESSIONS / "coded"
CODERS = ("C01", "C02", "CONSENSUS")


def test_the_golden_folder_was_coded_by_two_and_has_a_consensus() -> None:
    assert coders_of(CODED) == CODERS


@pytest.mark.parametrize("coder", CODERS)
def test_a_golden_coding_reads_as_it_did(coder: str) -> None:
    expected = json.loads((SESSIONS / "coded.expected.json").read_text(encoding="utf-8"))[coder]
    coding = read_coding(CODED, coder)
    assert [dict(one) for one in coding.sittings] == expected["sittings"]
    assert [to_json(one) for one in coding.annotations] == expected["annotations"]
    assert coding.torn == (coder == "C02")


def test_the_scheme_that_was_kept_is_the_one_by_which_it_was_coded() -> None:
    folder = read_coded(CODED)
    scheme = scheme_used([folder], None)
    assert {digests["engagement"] for digests in folder.schemes.values()} == {scheme.digest()}
    assert [len(coded_by(folder, scheme.id).by_coder[coder]) for coder in CODERS] == [5, 4, 5]
