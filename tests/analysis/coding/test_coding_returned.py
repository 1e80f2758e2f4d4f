"""One thing is changed in ELAN or BORIS: that alone changes here, and the rest of it is as it left."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nao_sessions.analysis.coding.reimport import Fitting, MergedActs, merge
from nao_sessions.analysis.formats.boris.read_coding import read_coded_boris
from nao_sessions.analysis.formats.boris.write import boris_of
from nao_sessions.analysis.formats.coded import CodedFile
from nao_sessions.analysis.formats.elan.read_coding import read_coded_eaf
from nao_sessions.analysis.formats.elan.write import IDS, eaf_of
from nao_sessions.analysis.schemes.files import find_scheme
from nao_sessions.analysis.tables.source import Film, SessionSource, read_source
from nao_sessions.core.clock import MILLISECOND_NS, SECOND_NS
from nao_sessions.record.additions.annotations import Annotation
from tests.analysis.tables.coded_strategies import HOUR_NS, codings

SAMPLE = next((Path(__file__).parents[3] / "recordings" / "sample").glob("20*"))
UNTIDY = "  espaces \ufffe autour\x07\r\n "
"""What neither XML holds nor a reader of it keeps."""
MINUTE_NS = 60 * SECOND_NS
ACROSS = Annotation(
    "x1", "engagement", "engaged", 58 * SECOND_NS, 62 * SECOND_NS,
    modifiers={"strength": "clear"}, subject="P07", comment=UNTIDY,
)  # fmt: skip
"""A state that goes on when a video that is late begins."""


@pytest.fixture(scope="module")
def filmed() -> SessionSource:
    return read_source(SAMPLE)


def late(source: SessionSource, begins_ns: int = MINUTE_NS, rate: float = 1.0) -> Film:
    """Give the sample's video as if it had begun at another time, with a camera's clock of another rate."""
    film = source.films[0]
    return replace(film, sync=replace(film.sync, offset_ns=begins_ns, rate=rate))


def merged(read: CodedFile, coded: Sequence[Annotation]) -> MergedActs:
    """Put what came back beside what stands here, which is what left."""
    [back] = read.codings
    fitting = Fitting([find_scheme("engagement")], ["P07"])
    return merge(coded, back, {}, fitting, {one.id for one in coded})


def in_elan(
    source: SessionSource, film: Film, coded: Sequence[Annotation], name: str,
    change: Callable[[ElementTree.Element, dict[str, ElementTree.Element]], None],
) -> MergedActs:  # fmt: skip
    """Change an annotation in the EAF that leaves, given its element and its slots by their role."""
    written = eaf_of(replace(source, coded={"C01": tuple(coded)}), "fr", {film: "room/room.01.mp4"})
    root = ElementTree.fromstring(written)
    ids = next(one.text or "" for one in root.iter("PROPERTY") if one.attrib["NAME"] == f"{IDS}C01")
    there = dict(pair.split("=")[::-1] for pair in ids.split())[name]
    element = next(one for one in root.iter("ALIGNABLE_ANNOTATION") if one.attrib["ANNOTATION_ID"] == there)
    slots = {one.attrib["TIME_SLOT_ID"]: one for one in root.iter("TIME_SLOT")}
    change(element, {role: slots[element.attrib[role]] for role in ("TIME_SLOT_REF1", "TIME_SLOT_REF2")})
    return merged(read_coded_eaf(ElementTree.tostring(root), "x.eaf"), coded)


def move_end(_: ElementTree.Element, slots: dict[str, ElementTree.Element]) -> None:
    end = slots["TIME_SLOT_REF2"]
    end.set("TIME_VALUE", str(int(end.attrib["TIME_VALUE"]) + 100))


def test_an_end_that_is_moved_in_elan_moves_alone_also_where_the_beginning_is_not_shown(
    filmed: SessionSource,
) -> None:
    done = in_elan(filmed, late(filmed), [ACROSS], "x1", move_end)
    assert done.ops.lines == (("change", replace(ACROSS, stop_ns=62_100_000_000)),)


def test_a_behaviour_that_is_renamed_in_elan_keeps_its_id_and_its_times(filmed: SessionSource) -> None:
    def rename(element: ElementTree.Element, _: object) -> None:
        next(element.iter("ANNOTATION_VALUE")).text = "looks_nao"

    was = replace(ACROSS, modifiers={})
    done = in_elan(filmed, late(filmed), [was], "x1", rename)
    assert done.ops.lines == (("change", replace(was, behaviour="looks_nao")),)


def test_a_point_that_becomes_a_state_in_elan_has_an_end(filmed: SessionSource) -> None:
    def rename(element: ElementTree.Element, _: object) -> None:
        next(element.iter("ANNOTATION_VALUE")).text = "looks_nao"

    was = Annotation("x1", "engagement", "smiles", 61 * SECOND_NS + 1, subject="P07")
    done = in_elan(filmed, late(filmed), [was], "x1", rename)
    assert done.ops.lines == (("change", replace(was, behaviour="looks_nao", stop_ns=61 * SECOND_NS)),)


def test_an_end_that_is_moved_in_boris_moves_alone(filmed: SessionSource) -> None:
    was = replace(ACROSS, start_ns=60_400_499_999, stop_ns=3 * MINUTE_NS)
    film = late(filmed, rate=1.0001)
    project = json.loads(boris_of(replace(filmed, coded={"C01": (was,)}), "fr", {film: "room.01.mp4"}))
    events: list[Any] = project["observations"][f"{filmed.name} C01"]["events"]
    events[1][0] += 2
    done = merged(read_coded_boris(json.dumps(project).encode(), "x.boris"), [was])
    [(op, now)] = done.ops.lines
    assert (op, now) == ("change", replace(was, stop_ns=now.stop_ns))
    assert abs((now.stop_ns or 0) - 3 * MINUTE_NS - 2 * SECOND_NS) < MILLISECOND_NS


def engaged(coded: Sequence[Annotation]) -> tuple[Annotation, ...]:
    """Give states of a scheme that ships, as long and with the remarks of whatever is given."""
    return tuple(
        replace(
            one, scheme="engagement", behaviour="engaged", modifiers={}, open=False,
            stop_ns=one.start_ns if one.stop_ns is None else one.stop_ns, subject="P07",
        )
        for one in coded
    )  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(
    coded=codings().filter(bool).map(engaged),
    begins_ns=st.integers(0, HOUR_NS),
    rate=st.floats(0.9999, 1.0001),
    which=st.integers(0, 11),
)
def test_an_end_that_is_moved_in_elan_changes_nothing_else(
    filmed: SessionSource, coded: tuple[Annotation, ...], begins_ns: int, rate: float, which: int
) -> None:
    was = coded[which % len(coded)]
    done = in_elan(filmed, late(filmed, begins_ns, rate), coded, was.id, move_end)
    [(op, now)] = done.ops.lines
    assert (op, now) == ("change", replace(was, stop_ns=now.stop_ns))
    assert now.stop_ns is not None
    assert now.stop_ns > now.start_ns
