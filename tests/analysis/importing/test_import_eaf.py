"""ELAN files: aligned, referring and divided annotations, whom tiers are about, media, and no entities."""

from __future__ import annotations

from pathlib import Path

import pytest

from nao_sessions.analysis.formats.elan.read import read_eaf
from nao_sessions.analysis.formats.table import Media
from nao_sessions.core.errors import TableRefused

FILES = Path(__file__).parent / "files"
WRITTEN_BY_PYMPI = FILES / "pympi.eaf"
"""Written by pympi-ling 1.71, which writes EAF 2.8."""
WRITTEN_BY_HAND = FILES / "three.eaf"
"""EAF 3.0, as ELAN 6 writes it."""


def spans(path: Path) -> list[tuple[str, str, str, int, int | None]]:
    """Give tier, subject, text, and the two times in ms of every annotation."""
    return [
        (
            row.fields["tier"],
            row.subject,
            row.code,
            row.start_ns // 1_000_000,
            None if row.end_ns is None else row.end_ns // 1_000_000,
        )
        for row in read_eaf(path.read_bytes(), path.name).rows
    ]


def refused(content: str | bytes) -> list[str]:
    with pytest.raises(TableRefused) as told:
        read_eaf(content.encode() if isinstance(content, str) else content, "e.eaf")
    return [f"{finding.place}: {finding.code}" for finding in told.value.findings]


def changed(old: str, new: str) -> str:
    text = WRITTEN_BY_HAND.read_text(encoding="utf-8")
    assert old in text
    return text.replace(old, new)


def test_a_file_that_pympi_wrote_is_read() -> None:
    assert spans(WRITTEN_BY_PYMPI) == [
        ("regard", "P07", "vers Nao", 500, 1740),
        ("regard", "P07", "vers l'adulte & l'enfant", 3000, 4000),
        ("geste", "P08", "pointe", 1000, 1990),
        ("force", "P08", "forte", 1000, 1990),
    ]


def test_the_media_of_a_file_begin_as_far_before_as_its_time_origin_says() -> None:
    assert read_eaf(WRITTEN_BY_PYMPI.read_bytes(), "p.eaf").media == (
        Media("salle bleue.mp4", -2_500_000_000),
    )
    assert read_eaf(WRITTEN_BY_HAND.read_bytes(), "t.eaf").media == (
        Media("salle.mp4", 0),
        Media("visage.mp4", -1_200_000_000),
    )


def test_annotations_without_times_get_equal_shares() -> None:
    assert spans(WRITTEN_BY_HAND) == [
        ("phrase", "P07", "le chat dort", 1000, 4000),
        ("mot", "P07", "le", 1000, 2000),
        ("mot", "P07", "chat", 2000, 3000),
        ("mot", "P07", "dort", 3000, 4000),
        ("part", "P07", "deux", 2500, 4000),
        ("part", "P07", "un", 1000, 2500),
        ("glose", "P07", "second", 2500, 4000),
        ("glose", "P07", "", 1000, 2500),
    ]


def test_annotations_without_text_are_left_out_and_told() -> None:
    remarks = read_eaf(WRITTEN_BY_HAND.read_bytes(), "t.eaf").remarks
    assert [remark.en for remark in remarks] == ["Annotations without text, kept for ELAN alone: 1."]


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE a [<!ENTITY b "c">]>',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a SYSTEM "http://192.0.2.1/a.dtd">',
    ],
)
def test_a_document_type_is_refused_before_anything_of_it_is_read(declared: str) -> None:
    text = f'<?xml version="1.0"?>\n{declared}\n<ANNOTATION_DOCUMENT>&b;</ANNOTATION_DOCUMENT>'
    (found,) = refused(text)
    assert found.startswith("e.eaf:2:")
    assert found.endswith("I116")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('VERSION="3.0"', 'VERSION="4.0"', ["e.eaf:2:1: I113"]),
        ("milliseconds", "PAL-frames", ["e.eaf:2:1: I113"]),
        ('TIME_SLOT_ID="ts4" TIME_VALUE="4000"', 'TIME_SLOT_ID="ts4" TIME_VALUE="x"', None),
        ('TIME_SLOT_REF2="ts4"', 'TIME_SLOT_REF2="ts9"', None),
        ('TIME_SLOT_ID="ts1" TIME_VALUE="1000"', 'TIME_SLOT_ID="ts1" TIME_VALUE="9000"', None),
        ('ANNOTATION_REF="a5"', 'ANNOTATION_REF="a8"', ["e.eaf:56:13: I117"]),
        ('<TIME_SLOT TIME_SLOT_ID="ts3"/>', "", ["e.eaf:27:13: I117", "e.eaf:32:13: I117"]),
        ('TIME_ORIGIN="1200"', 'TIME_ORIGIN="x"', ["e.eaf:5:9: I107"]),
        ("</ANNOTATION_DOCUMENT>", "", ["e.eaf:66:1: I101"]),
        ("<ANNOTATION_VALUE>un<", "<ANNOTATION_VALUE>&b;<", ["e.eaf:45:35: I101"]),
    ],
)
def test_what_is_wrong_in_a_file_is_told_at_its_place(old: str, new: str, expected: list[str] | None) -> None:
    found = refused(changed(old, new))
    assert found == expected if expected is not None else found != []


@pytest.mark.parametrize("content", [b"", b"<a/>", b"\0", b"<ANNOTATION_DOCUMENT", b"bonjour"])
def test_what_is_no_elan_file_is_refused(content: bytes) -> None:
    assert [found.rpartition(" ")[2] for found in refused(content)] == ["I101"]


def test_a_file_without_annotations_is_refused() -> None:
    assert refused("<ANNOTATION_DOCUMENT/>") == ["e.eaf: I111"]


def test_what_of_a_file_is_not_kept_is_told() -> None:
    content = WRITTEN_BY_HAND.read_text(encoding="utf-8")
    before = [one.en for one in read_eaf(content.encode(), "e.eaf").remarks]
    head = content.index("<HEADER")
    links = (
        '<REF_LINK_SET LINK_SET_ID="l"><CROSS_REF_LINK REF_LINK_ID="r" REF1="a1" REF2="a2"/></REF_LINK_SET>'
    )
    content = content[:head] + '<LICENSE LICENSE_URL="">CC BY</LICENSE>' + content[head:]
    linked = '<LINKED_FILE_DESCRIPTOR LINK_URL="x.csv" MIME_TYPE="text/csv"/></HEADER>'
    content = content.replace("</HEADER>", linked, 1)
    content = content.replace("</ANNOTATION_DOCUMENT>", links + "</ANNOTATION_DOCUMENT>")
    told = [one.en for one in read_eaf(content.encode(), "e.eaf").remarks]
    assert told[: len(before)] == before
    assert told[len(before) :] == [
        "Left out, licence: 1.", "Left out, links between annotations: 1.", "Left out, linked files: 1.",
    ]  # fmt: skip
