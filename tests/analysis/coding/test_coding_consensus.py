"""The consensus of two codings: what is taken back of it, of whom it is made, what joins it later."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from nao_sessions.analysis.coding.comparison import ComparedCodings, PairChoice
from nao_sessions.core.errors import UsageError
from nao_sessions.record.additions.annotations import CONSENSUS, read_coding
from tests.analysis.coding.two_codings import chosen, code, coded_by_two, differing, table


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return coded_by_two(tmp_path)


def refused(of: ComparedCodings, key: str) -> str:
    with pytest.raises(UsageError) as told:
        of.choose(key, "first")
    assert told.value.code == "K119"
    return told.value.sentence.en


def test_a_choice_is_taken_back_by_the_scheme_that_the_page_shows(folder: Path) -> None:
    gaze, answers = table(folder, "engagement"), table(folder, "answers")
    gaze.choose(differing(gaze), "first")
    answers.choose(differing(answers), "second")
    assert chosen(folder) == ["smiles", "looks_nao", "points"]
    assert gaze.undo() == PairChoice(differing(gaze), "first")  # the other one was chosen later
    assert chosen(folder) == ["smiles", "points"]
    assert (gaze.undo(), chosen(folder)) == (None, ["smiles", "points"])
    assert gaze.redo() == PairChoice(differing(gaze), "first")  # though the other stands behind it
    assert answers.undo() == PairChoice(differing(answers), "second")
    assert chosen(folder) == ["smiles", "looks_nao"]


@pytest.mark.parametrize("take", ["neither", "undecided"])
def test_a_choice_of_nothing_belongs_to_its_scheme_too(folder: Path, take: str) -> None:
    gaze, answers = table(folder, "engagement"), table(folder, "answers")
    answers.choose(differing(answers), "first")
    answers.choose(differing(answers), "neither" if take == "neither" else "undecided")
    gaze.choose(differing(gaze), "second")
    assert answers.undo() == PairChoice(differing(answers), "neither" if take == "neither" else "undecided")
    assert chosen(folder) == ["smiles", "looks_adult", "answers"]


def test_each_page_says_what_it_can_take_back(folder: Path) -> None:
    gaze, answers = table(folder, "engagement"), table(folder, "answers")
    gaze.choose(differing(gaze), "first")
    told = [(one.to_json()["undo"], one.to_json()["redo"]) for one in (gaze, answers)]
    assert told == [(True, False), (False, False)]
    gaze.undo()
    told = [(one.to_json()["undo"], one.to_json()["redo"]) for one in (gaze, answers)]
    assert told == [(False, True), (False, False)]


def test_the_two_are_the_same_two_in_either_order(folder: Path) -> None:
    gaze = table(folder, "engagement")
    gaze.choose(differing(gaze), "first")
    turned = table(folder, "engagement", ("C02", "C01"))
    assert turned.coders == ("C01", "C02")
    assert turned.taken() == gaze.taken()
    turned.choose(differing(turned), "second")
    assert chosen(folder) == ["smiles", "looks_adult"]


def test_a_consensus_of_two_takes_no_choice_of_a_third(folder: Path) -> None:
    code(folder, "C03", "engagement", ("smiles", 2), ("looks_adult", 4), ("looks_adult", 6))
    gaze = table(folder, "engagement")
    gaze.choose(differing(gaze), "first")
    third = table(folder, "engagement", ("C01", "C03"))
    before = read_coding(folder, CONSENSUS)
    said = refused(third, differing(third))
    assert "begun with --compare C01,C02 --tolerance 1:" in said
    wider = table(folder, "engagement", tolerance_s=0.5)
    assert "--tolerance 1:" in refused(wider, differing(wider))
    assert read_coding(folder, CONSENSUS) == before


def test_a_consensus_of_two_lets_no_third_take_anything_back(folder: Path) -> None:
    code(folder, "C01", "engagement", ("turns_away", 20))
    code(folder, "C03", "engagement", ("smiles", 2), ("looks_adult", 4), ("looks_adult", 6))
    gaze = table(folder, "engagement")
    gaze.choose(differing(gaze, "alone"), "first")
    before = read_coding(folder, CONSENSUS)
    for others in (table(folder, "engagement", ("C01", "C03")), table(folder, "engagement", tolerance_s=0.5)):
        shown = others.to_json()
        assert (shown["undo"], shown["redo"], others.taken()) == (False, False, {})
        for act in (others.undo, others.redo):
            with pytest.raises(UsageError, match="begun with --compare C01,C02 --tolerance 1:"):
                act()
    assert read_coding(folder, CONSENSUS) == before
    gaze.undo()
    third = table(folder, "engagement", ("C01", "C03"))
    with pytest.raises(UsageError):
        third.redo()
    assert chosen(folder) == ["smiles"]


def test_a_disk_that_is_full_takes_nothing_of_a_choice(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gaze = table(folder, "engagement")
    seen, room, write = gaze.seen, [700], os.write

    def into_what_is_left(file: int, content: bytes) -> int:
        if not room[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        written = write(file, content[: room[0]])
        room[0] -= written
        return written

    with monkeypatch.context() as full:
        full.setattr("nao_sessions.record.additions.annotations.os.write", into_what_is_left)
        with pytest.raises(OSError, match="No space"):
            gaze.choose(differing(gaze), "first")
    assert read_coding(folder, CONSENSUS).lines == ()
    assert gaze.seen == seen  # so that the page may ask for it again
    gaze.choose(differing(gaze), "first")
    assert chosen(folder) == ["smiles", "looks_nao"]
    assert [line.act for line in read_coding(folder, CONSENSUS).lines] == [1, 2, 3]


def test_what_both_agree_on_later_joins_the_consensus_and_is_no_choice(folder: Path) -> None:
    gaze = table(folder, "engagement")
    gaze.choose(differing(gaze), "first")
    for coder in ("C01", "C02"):
        code(folder, coder, "engagement", ("turns_away", 9))
    later = table(folder, "engagement")
    assert chosen(folder) == ["smiles", "looks_nao"]
    later.choose(differing(later), "second")
    assert chosen(folder) == ["smiles", "looks_adult", "turns_away"]
    assert [later.undo(), later.undo(), later.undo()] == [
        PairChoice(differing(later), "second"),
        PairChoice(differing(later), "first"),
        None,
    ]
    assert chosen(folder) == ["smiles", "turns_away"]


def test_two_who_agree_on_everything_have_a_consensus_too(folder: Path) -> None:
    for coder in ("C03", "C04"):
        code(folder, coder, "engagement", ("smiles", 2))
    same = table(folder, "engagement", ("C03", "C04"))
    assert same.to_json()["to_agree"]
    same.agree()
    assert chosen(folder) == ["smiles"]
    assert read_coding(folder, CONSENSUS).sittings[0]["made_of"] == ["C03", "C04"]
    assert not same.to_json()["to_agree"]
    lines = read_coding(folder, CONSENSUS).lines
    same.agree()  # a second time, nothing is left to write
    assert read_coding(folder, CONSENSUS).lines == lines
