"""Names in a foreign table: none is kept, and what is not known to be nobody's name is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nao_sessions.analysis.formats.name_filter import (
    KnownPeople,
    Subject,
    doubtful_lines,
    file_as_written,
    holds_first_name,
    read_name_lines,
)
from nao_sessions.analysis.formats.table import TableRow
from nao_sessions.analysis.importing.folder import notes_of
from nao_sessions.core.errors import Place, TableRefused, UsageError


def row(subject: str, code: str = "x", comment: str = "", line: int = 2) -> TableRow:
    return TableRow(
        Place("t.csv", line, 1),
        0,
        code,
        subject=subject,
        comment=comment,
        subject_place=Place("t.csv", line, 5),
    )


def test_codes_and_roles_need_no_word() -> None:
    people = KnownPeople(())
    assert people.subject("P07") == Subject("P07")
    assert people.subject("Adulte") == Subject(None, "adult")
    assert people.subject("Robot") == Subject(None, "nao")
    assert people.subject("No focal subject") == Subject()
    assert people.subject("") == Subject()


def test_a_word_of_the_table_becomes_its_code() -> None:
    people = KnownPeople(
        ("P07", "P08"), read_name_lines(["# qui", "", "P07 = Léa", "P07: enfant 1", "P08;Tom"])
    )
    assert [people.subject(word) for word in ("léa", "LEA", "Enfant  1", "Tom")] == [
        Subject("P07"), Subject("P07"), Subject("P07"), Subject("P08"),
    ]  # fmt: skip


def test_a_subject_that_is_not_known_is_refused_at_its_place_and_not_shown() -> None:
    with pytest.raises(TableRefused) as told:
        notes_of([row("Zoé"), row("Zoé", line=3), row("Max", line=4)], KnownPeople(()), "t.csv")
    findings = told.value.findings
    assert [str(finding.place) for finding in findings] == ["t.csv:2:5", "t.csv:4:5"]
    rendered = "".join(finding.render("fr") + finding.render("en") for finding in findings)
    assert "Zoé" not in rendered
    assert "Max" not in rendered


def test_a_code_that_was_not_declared_is_refused() -> None:
    assert KnownPeople(("P07",)).subject("P08") is None


def test_names_in_codes_and_comments_become_codes() -> None:
    people = KnownPeople(("P07", "P08"), [("P07", "Léa"), ("P07", "Léa-Rose"), ("P08", "enfant")])
    notes, participants = notes_of(
        [row("Léa", "Léa touche", "l'enfant rit, LÉA aussi, puis Léa-Rose")], people, "t.csv"
    )
    assert participants == ("P07", "P08")
    event = notes[0](1, 0)
    assert event.data["code"] == "P07 touche"
    assert "enfant" in event.data["comment"]
    assert "l" + "éa" not in event.to_line().casefold()


def test_one_participant_is_called_by_the_code_too() -> None:
    assert KnownPeople((), [("P07", "Léa")]).hide("Léa rit") == "P07 rit"


def test_those_who_take_part_are_those_of_the_table() -> None:
    notes, participants = notes_of([row("P08"), row("adulte"), row("P07")], KnownPeople(()), "t.csv")
    assert (len(notes), participants) == (3, ("P08", "P07"))


@pytest.mark.parametrize(
    ("participants", "called", "code"),
    [
        (("Léa",), [], "U104"),
        ((), [("Léa", "P07")], "U104"),
        (("P07",), [("P08", "Tom")], "U160"),
        ((), [("P07", "Tom"), ("P08", "TOM")], "U160"),
    ],
)
def test_what_is_wrong_about_codes_is_told_without_a_name(
    participants: tuple[str, ...], called: list[tuple[str, str]], code: str
) -> None:
    with pytest.raises(UsageError) as told:
        KnownPeople(participants, called)
    sentence = told.value.sentence
    assert told.value.code == code
    assert "Léa" not in sentence.fr + sentence.en
    assert "Tom" not in sentence.fr + sentence.en


def test_a_line_without_a_code_is_told_by_its_number_alone() -> None:
    with pytest.raises(UsageError) as told:
        read_name_lines(["P07 = Léa", "Tom"])
    assert told.value.sentence.en == "--names, line 2: a code is needed, then what the table says."


def test_nobody_is_shown_by_a_repr() -> None:
    assert repr(KnownPeople((), [("P07", "Léa")])) == "People(P07)"


@pytest.mark.parametrize("text", ["Léa", "LEA", "regard_Léa", "Lea2", "avec Jean-Luc", "Tom regarde"])
def test_a_common_first_name_is_noticed(text: str) -> None:
    assert holds_first_name(text)


@pytest.mark.parametrize("text", ["", "regard", "Regard", "P07", "Nao", "la rose", "Pierre", "le malo"])
def test_what_is_no_first_name_or_an_everyday_word_is_not(text: str) -> None:
    assert not holds_first_name(text)


def test_a_tier_that_is_called_like_a_child_is_refused_unless_a_code_is_given() -> None:
    tiers = [replace(row("", line=line), fields={"tier": "Léa_regard"}) for line in (7, 8)]
    with pytest.raises(TableRefused) as told:
        notes_of(tiers, KnownPeople(()), "t.eaf")
    assert [f"{finding.place}: {finding.code}" for finding in told.value.findings] == ["t.csv:7:5: I118"]
    assert "Léa" not in "".join(finding.render("fr") for finding in told.value.findings)
    notes, _ = notes_of(tiers, KnownPeople((), [("P07", "Léa")]), "t.eaf")
    assert notes[0](1, 0).data["tier"] == "P07_regard"


def test_lines_where_a_first_name_seems_to_be_left_are_told() -> None:
    rows = [row("", "regarde", "Zoé rit", line=2), row("", "Tom part", line=3), row("", "rit", line=4)]
    assert doubtful_lines(rows, KnownPeople((), [("P08", "Zoé")]).hide) == (3,)


def test_the_name_of_a_file_is_not_kept_where_it_holds_a_first_name() -> None:
    assert file_as_written("Zoé 12 mars.CSV", str) == "table.CSV"
    assert file_as_written("codage 12 mars.csv", str) == "codage 12 mars.csv"
