"""The EAF that leaves keeps the rules of EAF 3.0, whatever is in it; and the rules find what breaks them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nao_sessions.analysis.formats.elan.write import eaf_of
from nao_sessions.analysis.formats.elan.write_scheme import as_elan
from nao_sessions.analysis.schemes.files import find_scheme, shipped
from nao_sessions.analysis.tables.source import SessionSource, read_source
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.record.additions.annotations import Annotation
from tests.analysis.formats.eaf_rules import shown_on, wrong_with
from tests.analysis.tables.coded_strategies import HOUR_NS, codings

SAMPLE = next((Path(__file__).parents[3] / "recordings" / "sample").glob("20*"))
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
CODED = (
    Annotation("x1", "regard", "regarde Nao", 4_000_000_001, 6_000_000_999, subject="P07"),
    Annotation(
        "x2", "regard", "sourit", 5_000_000_000, modifiers={"force": "peu"}, subject="P07", comment="bref"
    ),
)


@pytest.fixture(scope="module")
def filmed() -> SessionSource:
    return read_source(SAMPLE)


@FEW
@given(
    coded=codings(),
    begins_ns=st.integers(0, 15 * SECOND_NS) | st.integers(0, HOUR_NS),
    rate=st.floats(0.9999, 1.0001),
)
def test_a_session_with_anything_coded_keeps_the_rules(
    filmed: SessionSource, coded: tuple[Annotation, ...], begins_ns: int, rate: float
) -> None:
    film = filmed.films[0]
    film = replace(film, sync=replace(film.sync, offset_ns=begins_ns, rate=rate))
    source = replace(filmed, coded={"C01": coded, "C02": coded})
    assert wrong_with(eaf_of(source, "fr", {film: "room/room.01.mp4"})) == []


def test_what_was_coded_before_the_video_is_on_tiers_of_its_own_and_nothing_is_left_out(
    filmed: SessionSource,
) -> None:
    film = filmed.films[0]
    film = replace(film, sync=replace(film.sync, offset_ns=60 * SECOND_NS))
    before = tuple(
        Annotation(f"x{start}", "regard", "regarde Nao", start * SECOND_NS, stop * SECOND_NS, subject="P07")
        for start, stop in ((5, 6), (9, 10), (20, 30), (58, 62))
    )
    written = eaf_of(replace(filmed, coded={"C01": before}), "fr", {film: "room.01.mp4"})
    assert wrong_with(written) == []
    coded = {name: spans for name, spans in shown_on(written).items() if name.startswith("C01")}
    assert coded == {
        "C01 P07": [(0, 1)], "C01 P07 (2)": [(0, 1)], "C01 P07 (3)": [(0, 1)], "C01 P07 (4)": [(0, 2000)],
    }  # fmt: skip


@pytest.mark.parametrize("scheme", shipped())
def test_a_template_keeps_the_rules(scheme: str) -> None:
    assert wrong_with(as_elan(find_scheme(scheme)).encode("utf-8")) == []


@pytest.mark.parametrize(
    ("whole", "broken"),
    [
        ("<TIME_ORDER>", '<LANGUAGE LANG_ID="x" /><TIME_ORDER>'),
        ('ANNOTATION_ID="a2"', 'ANNOTATION_ID="a1"'),
        ('TIME_SLOT_REF1="ts1"', 'TIME_SLOT_REF1="ts999"'),
        ('TIME_SLOT_REF1="ts1" ', ""),
        ('TIME_SLOT_REF1="ts3"', 'TIME_SLOT_REF1="ts1"'),
        ('TIME_SLOT_ID="ts1" TIME_VALUE="', 'TIME_SLOT_ID="ts1" TIME_VALUE="-'),
        ('TIME_SLOT_ID="ts1"', 'TIME_SLOT_ID="1"'),
        ('CONSTRAINTS="Symbolic_Association"', 'CONSTRAINTS="Elsewhere"'),
        ('LINGUISTIC_TYPE_REF="coding"', 'LINGUISTIC_TYPE_REF="nothing"'),
        ('PARENT_REF="', 'PARENT_REF="C09 '),
        ('TIER_ID="C01 P07 (2)"', 'TIER_ID="C01 P07"'),
        ('TIME_ALIGNABLE="true"', 'TIME_ALIGNABLE="yes"'),
        ('DATE="', 'DATE="24 nov. '),
        (' MIME_TYPE="video/mp4"', ""),
        ("</ANNOTATION_VALUE>", "</ANNOTATION_VALUE><ANNOTATION_VALUE />"),
    ],
)
def test_what_breaks_a_rule_is_found(filmed: SessionSource, whole: str, broken: str) -> None:
    source = replace(filmed, coded={"C01": CODED})
    text = eaf_of(source, "fr", {filmed.films[0]: "room.01.mp4"}).decode()
    assert whole in text
    assert wrong_with(text.replace(whole, broken, 1).encode()) != []
