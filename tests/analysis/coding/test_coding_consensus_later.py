"""Coders who go on coding after a consensus was begun: it holds what they say now, and each thing once."""

from __future__ import annotations

from pathlib import Path

import pytest

from nao_sessions.analysis.coding.comparison import Take
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.record.additions.annotations import CONSENSUS, Coding, read_coding
from tests.analysis.coding.two_codings import chosen, code, code_again, coded_by_two, differing, table


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return coded_by_two(tmp_path)


def consensus(folder: Path) -> Coding:
    return read_coding(folder, CONSENSUS)


def ends_s(folder: Path) -> list[float]:
    """Give when each state of the consensus ends."""
    return [one.stop_ns / SECOND_NS for one in consensus(folder).annotations if one.stop_ns is not None]


def both_look(folder: Path, second_ends_s: float) -> str:
    """Let both see the same look, to its end or not, and give its pair."""
    for coder, end_s in (("C01", 12), ("C02", second_ends_s)):
        code(folder, coder, "engagement", ("looks_nao", 10), ("looks_nao", end_s))
    return next(pair.key for pair in table(folder, "engagement").pairs if pair.at_ns == 10 * SECOND_NS)


def test_what_the_other_sees_later_is_in_the_consensus_once(folder: Path) -> None:
    code(folder, "C01", "engagement", ("turns_away", 20))
    alone = table(folder, "engagement")
    alone.choose(differing(alone, "alone"), "first")
    code(folder, "C02", "engagement", ("turns_away", 20))
    table(folder, "engagement").agree()
    assert chosen(folder) == ["smiles", "turns_away"]
    assert not table(folder, "engagement").to_json()["to_agree"]


def test_what_the_other_sees_otherwise_later_takes_the_place_of_what_was_chosen(folder: Path) -> None:
    code(folder, "C01", "engagement", ("turns_away", 20))
    alone = table(folder, "engagement")
    alone.choose(differing(alone, "alone"), "first")
    code(folder, "C02", "engagement", ("smiles", 20))
    both = table(folder, "engagement")
    key = next(pair.key for pair in both.pairs if pair.at_ns == 20 * SECOND_NS)
    both.choose(key, "second")
    assert chosen(folder) == ["smiles", "smiles"]
    both.undo()  # what went by this choice comes back with it
    assert chosen(folder) == ["smiles", "turns_away"]
    both.redo()
    assert chosen(folder) == ["smiles", "smiles"]


@pytest.mark.parametrize("take", ["undecided", "neither", "second"])
def test_a_pair_that_was_decided_joins_once_both_say_the_same(folder: Path, take: Take) -> None:
    key = both_look(folder, 17)
    table(folder, "engagement").choose(key, take)
    code_again(folder, "C02", "looks_nao", {"stop_ns": 12 * SECOND_NS})
    later = table(folder, "engagement")
    assert later.to_json()["to_agree"]
    later.agree()
    assert ends_s(folder) == [12]
    lines = consensus(folder).lines
    later.agree()
    assert consensus(folder).lines == lines


def test_what_both_move_together_is_moved_in_the_consensus(folder: Path) -> None:
    both_look(folder, 12)
    table(folder, "engagement").agree()
    for coder in ("C01", "C02"):
        code_again(folder, coder, "looks_nao", {"stop_ns": 15 * SECOND_NS})
    table(folder, "engagement").agree()
    assert ends_s(folder) == [15]


def test_a_difference_that_came_later_is_open_until_somebody_chooses(folder: Path) -> None:
    key = both_look(folder, 12)
    table(folder, "engagement").agree()
    code_again(folder, "C02", "looks_nao", {"stop_ns": 18 * SECOND_NS})
    later = table(folder, "engagement")
    assert key not in later.taken()
    later.choose(differing(later), "neither")  # of another pair: what is open is not in the consensus
    assert ends_s(folder) == []
    later.choose(key, "second")
    assert ends_s(folder) == [18]
    later.undo()
    assert (ends_s(folder), later.taken().get(key)) == ([], None)


def test_what_both_removed_leaves_the_consensus(folder: Path) -> None:
    for coder in ("C01", "C02"):
        code(folder, coder, "engagement", ("turns_away", 20))
    answers = table(folder, "answers")
    answers.choose(differing(answers), "first")
    table(folder, "engagement").agree()
    assert chosen(folder) == ["smiles", "answers", "turns_away"]
    for coder in ("C01", "C02"):
        code_again(folder, coder, "turns_away")
    later = table(folder, "engagement")
    assert later.to_json()["to_agree"]
    later.agree()
    assert chosen(folder) == ["smiles", "answers"]  # of another scheme nothing goes
    assert not later.to_json()["undo"]


def test_a_page_knows_that_a_coder_codes_on_beside_it(folder: Path) -> None:
    gaze = table(folder, "engagement")
    seen = gaze.seen
    code(folder, "C02", "engagement", ("turns_away", 20))
    assert gaze.seen != seen  # what it asks for next is refused, and it is shown this
    assert gaze.to_json()["pairs"][-1]["difference"] == "alone"
    seen = gaze.seen
    code(folder, "C03", "engagement", ("turns_away", 20))
    assert gaze.seen == seen
