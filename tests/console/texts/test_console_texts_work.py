"""What is being typed is kept whole, found again, and never overwritten unseen."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from nao_sessions.console.texts.drafts import draft_name, read_changes
from nao_sessions.console.texts.store import ChangedElsewhere, TextStore, Work


def test_nothing_is_kept_of_nothing(tmp_path: Path) -> None:
    desk = TextStore(tmp_path / "drafts")
    assert desk.keep("jeu", 0, "ab", {}) == Work()
    assert not (tmp_path / "drafts").exists()
    assert desk.under_way() == frozenset()


def test_each_keeping_has_a_number_and_is_read_again_as_it_was(tmp_path: Path) -> None:
    desk = TextStore(tmp_path)
    desk.keep("jeu", 0, "ab", {"/title": "Un « jeu » : \n😀"})
    kept = desk.keep("jeu", 1, "ab", {"/title": "Deux"})
    assert kept == desk.read("jeu") == Work(2, "ab", {"/title": "Deux"}, {})
    assert desk.under_way() == {"jeu"}


def test_of_a_hundred_keepings_at_once_on_top_of_one_a_single_one_is_taken_and_none_is_lost(
    tmp_path: Path,
) -> None:
    desk = TextStore(tmp_path)
    desk.keep("jeu", 0, "ab", {"/title": "avant"})

    def keep(number: int) -> bool:
        try:
            desk.keep("jeu", 1, "ab", {f"/goals/{number}": f"but {number}"})
        except ChangedElsewhere:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(keep, range(100)))
    now = desk.read("jeu")
    assert sum(taken) == 1
    assert now.revision == 2
    assert {**now.changes, **now.aside} == {f"/goals/{n}": f"but {n}" for n in range(100)}


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"revision": 1', b'{"revision": "x"}', b"\xff\x00"])
def test_a_torn_or_foreign_file_counts_as_no_work(tmp_path: Path, content: bytes) -> None:
    desk = TextStore(tmp_path)
    (tmp_path / "in-progress").mkdir()
    (tmp_path / "in-progress" / "jeu.json").write_bytes(content)
    assert desk.read("jeu") == Work()


def test_work_that_was_put_aside_is_forgotten_only_when_asked(tmp_path: Path) -> None:
    desk = TextStore(tmp_path)
    desk.keep("jeu", 0, "ab", {"/title": "Un", "/goals/0": "parti"})
    assert desk.put_aside("jeu", {"/goals/0"}).aside == {"/goals/0": "parti"}
    assert desk.put_aside("jeu", {"/goals/0"}) == desk.read("jeu")
    desk.forget_aside("jeu")
    assert desk.read("jeu") == Work(2, "ab", {"/title": "Un"}, {})
    desk.clear("jeu")
    desk.clear("jeu")
    assert desk.read("jeu") == Work()


def test_a_draft_is_named_for_addresses() -> None:
    assert draft_name("jeu", "2.0.1") == "jeu-2.0.1"
    assert draft_name("jeu", "1.0 é/..") == "jeu-1.0---.."


def test_what_a_draft_changed_is_read_or_nothing(tmp_path: Path) -> None:
    assert read_changes(tmp_path / "jeu.yaml") is None
    (tmp_path / "changes.json").write_text(json.dumps({"from": {}}), encoding="utf-8")
    assert read_changes(tmp_path / "jeu.yaml") is None
