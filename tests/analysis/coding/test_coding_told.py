"""What a page is told of an act that was not written, and of a choice that was taken back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nao_sessions.record.additions.annotations import CONSENSUS, read_coding
from tests.review.coding.test_coding_pages import Coder, choose, comparing, sitting

GOLDEN = Path(__file__).resolve().parent.parent.parent / "sessions" / "fresh"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(GOLDEN, tmp_path / "2026-11-24T140312Z_bonjour_k3f9"))


@pytest.fixture
def coder(folder: Path) -> Iterator[Coder]:
    found = sitting(folder)
    yield found
    found.desk.close()


def commented(coder: Coder, comment: str) -> Any:
    name = coder.press("smiles", 2).json()["annotations"][0]["id"]
    return coder.act(act="change", id=name, changes={"comment": comment})


def test_a_comment_that_is_too_long_is_refused_as_that(coder: Coder, folder: Path) -> None:
    answer = commented(coder, "x" * 2_001)
    assert (answer.status_code, answer.json()) == (
        400,
        {"error": "Ce commentaire a 2001 signes, 2000 au plus\u00a0: il n'a pas été écrit.", "code": "K118"},
    )
    assert read_coding(folder, "C01").annotations[0].comment == ""


def test_what_is_larger_than_any_act_is_refused_in_words(coder: Coder) -> None:
    answer = commented(coder, "x" * 20_000)
    assert (answer.status_code, answer.json()) == (
        413,
        {"error": "C'est trop long\u00a0: rien n'a été écrit.", "code": "K118"},
    )


@pytest.mark.parametrize("body", [{"act": "praise"}, {"act": "undo", "more": 1}])
def test_an_act_that_the_program_does_not_know_is_refused_in_words(coder: Coder, body: Any) -> None:
    answer = coder.act(**body)
    assert (answer.status_code, answer.json()["code"]) == (400, "K118")
    assert answer.json()["error"].startswith("Le programme ne connaît pas cet acte")


def test_a_choice_that_was_taken_back_is_told_with_its_pair(folder: Path) -> None:
    table, client = comparing(folder)
    key = table.pairs[1].key
    assert "took" not in choose(client, key, "second").json()
    undone = choose(client, "", "undecided", act="undo").json()
    assert undone["took"] == {"act": "undo", "pair": key, "take": "second"}
    again = choose(client, "", "undecided", act="redo").json()
    assert again["took"] == {"act": "redo", "pair": key, "take": "second"}
    assert "took" not in client.get("/s/1/coding.json").json()


def test_a_page_with_nothing_to_take_back_is_told_of_nothing(folder: Path) -> None:
    _, client = comparing(folder)
    assert "took" not in choose(client, "", "undecided", act="undo").json()


def test_what_is_agreed_goes_into_the_consensus_unchosen(folder: Path) -> None:
    _, client = comparing(folder)
    assert client.get("/s/1/coding.json").json()["to_agree"]
    assert not choose(client, "", "undecided", act="agree").json()["to_agree"]
    assert [one.behaviour for one in read_coding(folder, CONSENSUS).annotations] == ["smiles"]
