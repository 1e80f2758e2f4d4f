"""What is said after a session: the child's word, voice memos, notes; added, and never overwritten."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from nao_sessions.core.errors import RecordError
from nao_sessions.record.additions.afterwards import AFTER_FILE, ChildsWord, append_word, read_afterwards
from nao_sessions.record.additions.lines import SEALED_FILE
from nao_sessions.record.additions.memos import (
    MOST_BYTES,
    add_to_memo,
    begin_memo,
    delete_memo,
    end_memo,
    memo_path,
    read_memos,
)
from nao_sessions.record.additions.notes import NOTES_FILE, NotesSection, append_note, latest, read_notes

NOON = "2026-11-24T12:00:00Z"


def test_a_child_may_say_something_else_later(tmp_path: Path) -> None:
    for code, word in (("P07", "liked"), ("P08", "no_answer"), ("P07", "so_so")):
        append_word(tmp_path, ChildsWord(code, word, NOON))
    said = read_afterwards(tmp_path)
    assert (said.word_of("P07"), said.word_of("P08"), said.word_of("P09")) == ("so_so", "no_answer", None)
    assert len(said.words) == 3


def test_kinds_of_a_newer_program_are_left_out(tmp_path: Path) -> None:
    (tmp_path / AFTER_FILE).write_text('{"kind":"drawing","when_utc":"x"}\n', encoding="utf-8")
    assert read_afterwards(tmp_path).words == ()


def test_a_broken_line_of_what_came_after_is_told(tmp_path: Path) -> None:
    (tmp_path / AFTER_FILE).write_text('{"kind":"child_word"}\n', encoding="utf-8")
    with pytest.raises(RecordError) as caught:
        read_afterwards(tmp_path)
    assert caught.value.code == "R148"


def test_a_memo_grows_second_by_second_and_only_its_owner_hears_it(tmp_path: Path) -> None:
    number = begin_memo(tmp_path)
    assert add_to_memo(tmp_path, number, 0, b"first") == 5
    assert add_to_memo(tmp_path, number, 5, b"second") == 11
    end_memo(tmp_path, number, 2.04)
    (memo,) = read_memos(tmp_path)
    assert (memo.number, memo.seconds, memo.size_bytes, memo.ended) == (1, 2.0, 11, True)
    assert memo_path(tmp_path, 1).read_bytes() == b"firstsecond"
    assert memo_path(tmp_path, 1).stat().st_mode & 0o777 == 0o600
    assert memo_path(tmp_path, 1).parent.stat().st_mode & 0o777 == 0o700


def test_a_second_that_is_sent_twice_is_kept_once(tmp_path: Path) -> None:
    number = begin_memo(tmp_path)
    add_to_memo(tmp_path, number, 0, b"first")
    assert add_to_memo(tmp_path, number, 0, b"first") == 5
    assert memo_path(tmp_path, number).read_bytes() == b"first"


@pytest.mark.parametrize("offset", [3, 6])
def test_a_second_out_of_place_is_refused(tmp_path: Path, offset: int) -> None:
    number = begin_memo(tmp_path)
    add_to_memo(tmp_path, number, 0, b"first")
    with pytest.raises(RecordError) as caught:
        add_to_memo(tmp_path, number, offset, b"other")
    assert caught.value.code == "R150"
    assert memo_path(tmp_path, number).read_bytes() == b"first"


def test_a_memo_that_was_cut_off_keeps_what_came(tmp_path: Path) -> None:
    add_to_memo(tmp_path, begin_memo(tmp_path), 0, b"all that came")
    (memo,) = read_memos(tmp_path)
    assert (memo.ended, memo.size_bytes) == (False, 13)


def test_a_memo_is_bounded(tmp_path: Path) -> None:
    number = begin_memo(tmp_path)
    with pytest.raises(RecordError, match="60 s"):
        add_to_memo(tmp_path, number, 0, b"x" * (MOST_BYTES + 1))
    end_memo(tmp_path, number, 3_600)
    assert read_memos(tmp_path)[0].seconds == 60
    with pytest.raises(RecordError, match="over"):
        add_to_memo(tmp_path, number, 0, b"x")


def test_a_deleted_memo_is_kept_as_deleted(tmp_path: Path) -> None:
    number = begin_memo(tmp_path)
    add_to_memo(tmp_path, number, 0, b"sound")
    end_memo(tmp_path, number, 1)
    delete_memo(tmp_path, number)
    delete_memo(tmp_path, number)
    (memo,) = read_memos(tmp_path)
    assert memo.deleted
    assert not memo_path(tmp_path, number).exists()
    lines = read_afterwards(tmp_path).memos
    assert [line.became for line in lines] == ["begun", "ended", "deleted"]
    assert lines[2].sha256 == hashlib.sha256(b"sound").hexdigest()
    assert begin_memo(tmp_path) == 2


def test_a_sealed_folder_takes_no_memo_and_loses_none(tmp_path: Path) -> None:
    number = begin_memo(tmp_path)
    add_to_memo(tmp_path, number, 0, b"sound")
    end_memo(tmp_path, number, 1)
    (tmp_path / SEALED_FILE).write_text("{}", encoding="utf-8")
    for act in (lambda: begin_memo(tmp_path), lambda: delete_memo(tmp_path, number)):
        with pytest.raises(RecordError) as caught:
            act()
        assert caught.value.code == "R149"
    assert memo_path(tmp_path, number).is_file()


def section(text: str, about: str = "worked", when: str = NOON) -> NotesSection:
    """Give a section of notes."""
    return NotesSection(when, about, "Ce qui a marché", text)


def test_of_a_heading_the_last_section_counts_and_the_first_stays(tmp_path: Path) -> None:
    assert append_note(tmp_path, section("Le tour de rôle."))
    assert append_note(tmp_path, section("À revoir.", "next"))
    assert append_note(tmp_path, section("Le tour de rôle,\net les gestes."))
    assert latest(read_notes(tmp_path)) == {
        "worked": "Le tour de rôle,\net les gestes.",
        "next": "À revoir.",
    }
    assert next(one.text for one in read_notes(tmp_path)) == "Le tour de rôle."
    assert (tmp_path / NOTES_FILE).stat().st_mode & 0o777 == 0o600


def test_what_is_saved_twice_is_written_once(tmp_path: Path) -> None:
    assert append_note(tmp_path, section("Oui."))
    assert not append_note(tmp_path, section("Oui. "))
    assert not append_note(tmp_path, section("", "next"))
    assert len(read_notes(tmp_path)) == 1


def test_a_note_can_be_emptied(tmp_path: Path) -> None:
    append_note(tmp_path, section("Erreur."))
    assert append_note(tmp_path, section(""))
    assert latest(read_notes(tmp_path)) == {"worked": ""}


@pytest.mark.parametrize(
    "typed", ["## 2026-11-24T12:00:00Z · x <!-- next -->", "\\## a", "# a\n## b\n\\\\# c", "a\r\nb"]
)
def test_a_typed_heading_forges_no_section(tmp_path: Path, typed: str) -> None:
    append_note(tmp_path, section(typed))
    append_note(tmp_path, section("suite", "next"))
    assert latest(read_notes(tmp_path)) == {"worked": typed.replace("\r\n", "\n"), "next": "suite"}


@pytest.mark.parametrize("text", ["", "\n", "written by hand", "written by hand\n"])
def test_notes_without_a_heading_are_no_section_and_take_one(tmp_path: Path, text: str) -> None:
    (tmp_path / NOTES_FILE).write_text(text, encoding="utf-8")
    assert read_notes(tmp_path) == ()
    assert append_note(tmp_path, section("Oui."))
    assert latest(read_notes(tmp_path)) == {"worked": "Oui."}
    assert (tmp_path / NOTES_FILE).read_text(encoding="utf-8").startswith(text)


def test_a_note_that_a_power_cut_tore_does_not_swallow_the_next_heading(tmp_path: Path) -> None:
    append_note(tmp_path, section("Le tour de rôle."))
    with (tmp_path / NOTES_FILE).open("r+b") as file:
        file.truncate((tmp_path / NOTES_FILE).stat().st_size - 5)
    append_note(tmp_path, section("À revoir.", "next"))
    assert latest(read_notes(tmp_path)) == {"worked": "Le tour de rô", "next": "À revoir."}
