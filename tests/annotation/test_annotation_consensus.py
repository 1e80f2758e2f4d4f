"""The consensus of two codings: what is taken back of it, of whom it is made, what joins it later."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from annotation.coded import AT

from nao_sessions.annotation.acts import Press
from nao_sessions.annotation.comparing import Choice, Table
from nao_sessions.annotation.desk import Desk
from nao_sessions.annotation.folder import read_coded, scheme_used
from nao_sessions.annotation.scheme_files import find_scheme
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import UsageError
from nao_sessions.session.annotations import CONSENSUS, read_coding

GOLDEN = Path(__file__).parents[1] / "sessions" / "fresh"
ANSWERS = """\
scheme: 1
id: answers
title: {fr: Réponses, en: Answers}
version: "1.0.0"
behaviours:
  answers: {title: {fr: Répond, en: Answers}, kind: point, key: r}
  points: {title: {fr: Montre, en: Points}, kind: point, key: p}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a session that C01 and C02 coded otherwise, each by two schemes."""
    copied = Path(shutil.copytree(GOLDEN, tmp_path / GOLDEN.name))
    (tmp_path / "answers.yaml").write_text(ANSWERS, encoding="utf-8")
    for coder, gaze, answer in (("C01", "looks_nao", "answers"), ("C02", "looks_adult", "points")):
        code(copied, coder, "engagement", ("smiles", 2), (gaze, 4), (gaze, 6))
        code(copied, coder, str(tmp_path / "answers.yaml"), (answer, 5))
    return copied


def code(folder: Path, coder: str, scheme: str, *presses: tuple[str, float]) -> None:
    desk = Desk(folder, coder, find_scheme(scheme), now=lambda: AT)
    for behaviour, at_s in presses:
        desk.press(Press(behaviour, round(at_s * SECOND_NS)))
    desk.close()


def table(
    folder: Path, scheme: str, coders: tuple[str, str] = ("C01", "C02"), tolerance_s: float = 1
) -> Table:
    coded = read_coded(folder)
    used = scheme_used([coded], scheme)
    return Table(coded, coders, used, round(tolerance_s * SECOND_NS), now=lambda: AT)


def differing(of: Table) -> str:
    return next(pair.key for pair in of.pairs if pair.difference != "same")


def chosen(folder: Path) -> list[str]:
    return [one.behaviour for one in read_coding(folder, CONSENSUS).annotations]


def refused(of: Table, key: str) -> str:
    with pytest.raises(UsageError) as told:
        of.choose(key, "first")
    assert told.value.code == "K119"
    return told.value.sentence.en


def test_a_choice_is_taken_back_by_the_scheme_that_the_page_shows(folder: Path) -> None:
    gaze, answers = table(folder, "engagement"), table(folder, "answers")
    gaze.choose(differing(gaze), "first")
    answers.choose(differing(answers), "second")
    assert chosen(folder) == ["smiles", "looks_nao", "points"]
    assert gaze.undo() == Choice(differing(gaze), "first")  # the other one was chosen later
    assert chosen(folder) == ["smiles", "points"]
    assert (gaze.undo(), chosen(folder)) == (None, ["smiles", "points"])
    assert gaze.redo() == Choice(differing(gaze), "first")  # though the other stands behind it
    assert answers.undo() == Choice(differing(answers), "second")
    assert chosen(folder) == ["smiles", "looks_nao"]


@pytest.mark.parametrize("take", ["neither", "undecided"])
def test_a_choice_of_nothing_belongs_to_its_scheme_too(folder: Path, take: str) -> None:
    gaze, answers = table(folder, "engagement"), table(folder, "answers")
    answers.choose(differing(answers), "first")
    answers.choose(differing(answers), "neither" if take == "neither" else "undecided")
    gaze.choose(differing(gaze), "second")
    assert answers.undo() == Choice(differing(answers), "neither" if take == "neither" else "undecided")
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
        Choice(differing(later), "second"),
        Choice(differing(later), "first"),
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
