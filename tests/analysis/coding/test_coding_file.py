"""A coder's file: what stands after adding, changing, removing, taking back; what a crash leaves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nao_sessions.core.errors import FolderInUse, FormatTooNew, RecordError
from nao_sessions.record.additions.annotations import (
    AnnotationLine,
    AnnotationWriter,
    Coding,
    annotation_path,
    coders_of,
    read_coding,
)
from tests.analysis.coding.coded import AT, line, point, state

SMILE = point("smiles", 2, "k1")
LOOK = state("looks_nao", 1, None, "k2")
LOOKED = state("looks_nao", 1, 3, "k2")


def coding(*lines: AnnotationLine) -> Coding:
    return Coding("C01", lines)


def test_what_was_added_stands_in_the_order_of_time() -> None:
    assert coding(line("add", 1, SMILE), line("add", 2, LOOK)).annotations == (LOOK, SMILE)


def test_a_change_stands_in_the_place_of_what_it_changes() -> None:
    assert coding(line("add", 1, LOOK), line("change", 2, LOOKED)).annotations == (LOOKED,)


def test_what_was_removed_stands_no_more() -> None:
    assert coding(line("add", 1, SMILE), line("remove", 2, removed="k1")).annotations == ()


def test_undo_takes_back_the_whole_act() -> None:
    both = coding(line("add", 1, LOOK), line("change", 2, LOOKED), line("add", 2, SMILE))
    assert both.to_undo() == 2
    undone = coding(*both.lines, line("undo", 3, undoes=2))
    assert undone.annotations == (LOOK,)
    assert undone.to_undo() == 1


def test_redo_is_an_undo_that_is_taken_back() -> None:
    undone = coding(line("add", 1, SMILE), line("undo", 2, undoes=1))
    assert undone.to_redo() == 2
    again = coding(*undone.lines, line("undo", 3, undoes=2))
    assert again.annotations == (SMILE,)
    assert (again.to_undo(), again.to_redo()) == (1, None)


def test_undo_passes_over_what_was_said_to_be_done() -> None:
    done = AnnotationLine("done", 2, AT, facts={"scheme": "test"})
    both = coding(line("add", 1, SMILE), done)
    assert (both.annotations, both.to_undo(), both.done_by) == ((SMILE,), 1, {"test"})


def test_a_writer_that_wrote_nothing_leaves_nothing(tmp_path: Path) -> None:
    AnnotationWriter(tmp_path, "C01").close()
    assert list(tmp_path.iterdir()) == []


def test_a_file_without_a_byte_is_no_coder(tmp_path: Path) -> None:
    path = annotation_path(tmp_path, "C01")
    path.parent.mkdir()
    path.touch()
    assert coders_of(tmp_path) == ()


def test_two_undone_acts_come_back_one_after_the_other() -> None:
    lines = [
        line("add", 1, SMILE),
        line("add", 2, LOOK),
        line("undo", 3, undoes=2),
        line("undo", 4, undoes=1),
    ]
    assert coding(*lines).to_redo() == 4
    lines.append(line("undo", 5, undoes=4))
    assert coding(*lines).to_redo() == 3
    assert coding(*lines, line("undo", 6, undoes=3)).annotations == (LOOK, SMILE)


def test_after_something_new_there_is_nothing_to_redo() -> None:
    lines = (line("add", 1, SMILE), line("undo", 2, undoes=1), line("add", 3, LOOK))
    assert coding(*lines).to_redo() is None


@given(st.lists(st.sampled_from(["add", "undo", "redo"]), max_size=30))
def test_undo_and_redo_do_what_a_stack_does(acts: list[str]) -> None:
    found = coding()
    done: list[str] = []
    undone: list[str] = []
    for number, act in enumerate(acts, start=1):
        if act == "add":
            new = line("add", number, point("smiles", number, f"k{number}"))
            done.append(f"k{number}")
            undone.clear()
        else:
            taken = found.to_undo() if act == "undo" else found.to_redo()
            if taken is None:
                assert not (done if act == "undo" else undone)
                continue
            new = line("undo", number, undoes=taken)
            source, target = (done, undone) if act == "undo" else (undone, done)
            target.append(source.pop())
        found = coding(*found.lines, new)
        assert {one.id for one in found.annotations} == set(done)


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    writer = AnnotationWriter(tmp_path, "C01")
    opened = AnnotationLine("open", 1, AT, facts={"format": 1, "coder": "C01", "hidden": ["robot"]})
    written = writer.append([opened, line("add", 2, SMILE), line("add", 2, LOOK)])
    writer.close()
    assert read_coding(tmp_path, "C01") == written
    assert written.sittings == ({"format": 1, "coder": "C01", "hidden": ["robot"]},)
    assert coders_of(tmp_path) == ("C01",)
    assert annotation_path(tmp_path, "C01").stat().st_mode & 0o777 == 0o600


def test_a_torn_last_line_is_dropped_and_the_file_goes_on(tmp_path: Path) -> None:
    writer = AnnotationWriter(tmp_path, "C01")
    writer.append([line("add", 1, SMILE)])
    writer.append([line("add", 2, LOOK)])
    writer.close()
    path = annotation_path(tmp_path, "C01")
    path.write_bytes(path.read_bytes()[:-7])
    assert read_coding(tmp_path, "C01").torn
    assert read_coding(tmp_path, "C01").annotations == (SMILE,)
    again = AnnotationWriter(tmp_path, "C01")
    again.append([line("add", 2, LOOK)])
    again.close()
    assert read_coding(tmp_path, "C01").annotations == (LOOK, SMILE)


def test_every_truncation_leaves_what_came_before(tmp_path: Path) -> None:
    writer = AnnotationWriter(tmp_path, "C01")
    for number in range(1, 4):
        writer.append([line("add", number, point("smiles", number, f"k{number}"))])
    writer.close()
    path = annotation_path(tmp_path, "C01")
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert len(read_coding(tmp_path, "C01").annotations) == whole[:length].count(b"\n")


def test_a_file_has_one_writer(tmp_path: Path) -> None:
    writer = AnnotationWriter(tmp_path, "C01")
    with pytest.raises(FolderInUse) as refused:
        AnnotationWriter(tmp_path, "C01")
    assert refused.value.code == "K111"
    AnnotationWriter(tmp_path, "C02").close()
    writer.close()
    AnnotationWriter(tmp_path, "C01").close()


@pytest.mark.parametrize("name", ["Léa", "lea", "../C01", "c01", "LIVE", ""])
def test_a_coder_is_a_code_and_never_a_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(RecordError) as refused:
        annotation_path(tmp_path, name)
    assert refused.value.code == "K113"


@pytest.mark.parametrize(
    "wrong",
    [
        b"{\n",
        b'{"op":"add","act":1}\n',
        b'{"op":"add","act":1,"id":"k1","scheme":"s","behaviour":"b","start_ns":5,"stop_ns":4}\n',
        b'{"op":"add","act":1,"id":"../k","scheme":"s","behaviour":"b","start_ns":5}\n',
        b"\xff\n",
    ],
)
def test_a_line_that_is_none_is_told_with_its_number(tmp_path: Path, wrong: bytes) -> None:
    path = annotation_path(tmp_path, "C01")
    path.parent.mkdir()
    path.write_bytes(wrong + b"{}\n")
    with pytest.raises(RecordError, match=f"{path}:1"):
        read_coding(tmp_path, "C01")


def test_a_newer_format_is_refused_by_name(tmp_path: Path) -> None:
    annotation_path(tmp_path, "C01").parent.mkdir()
    opened = {"op": "open", "act": 1, "format": 2, "at_utc": AT}
    annotation_path(tmp_path, "C01").write_text(json.dumps(opened) + "\n")
    with pytest.raises(FormatTooNew) as refused:
        read_coding(tmp_path, "C01")
    assert refused.value.code == "K112"


@pytest.mark.parametrize("act", [None, "third", [3]])
def test_a_line_of_a_newer_kind_may_count_its_acts_otherwise(tmp_path: Path, act: object) -> None:
    writer = AnnotationWriter(tmp_path, "C01")
    writer.append([line("add", 1, point("smiles", 2))])
    writer.close()
    with annotation_path(tmp_path, "C01").open("a") as file:
        file.write(json.dumps({"op": "rate", "act": act}) + "\n")
    assert [one.behaviour for one in read_coding(tmp_path, "C01").annotations] == ["smiles"]


def test_fields_and_kinds_of_a_newer_program_are_ignored(tmp_path: Path) -> None:
    writer = AnnotationWriter(tmp_path, "C01")
    writer.append([line("add", 1, SMILE)])
    writer.close()
    path = annotation_path(tmp_path, "C01")
    record = json.loads(path.read_text())
    strange = {"op": "praise", "act": 2, "at_utc": AT}
    path.write_text("".join(json.dumps(one) + "\n" for one in (record | {"mood": "calm"}, strange)))
    assert read_coding(tmp_path, "C01").annotations == (SMILE,)
