"""What begins in BORIS or ELAN, is imported and goes back: the same events, names, kinds, remarks, tiers."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from eaf_rules import wrong_with
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nao_sessions.core.errors import Place
from nao_sessions.core.events import Event
from nao_sessions.export.boris import boris_of
from nao_sessions.export.eaf import eaf_of
from nao_sessions.export.source import Source, read_source
from nao_sessions.importing.boris import read_boris
from nao_sessions.importing.coded_eaf import read_coded_eaf
from nao_sessions.importing.eaf import read_eaf
from nao_sessions.importing.layout import Hidden
from nao_sessions.importing.noting import notes_of
from nao_sessions.importing.people import People
from nao_sessions.importing.table import Row, Table

SAMPLE = next((Path(__file__).parents[2] / "recordings" / "sample").glob("20*"))
FILES = Path(__file__).parents[1] / "importing" / "files"
MANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
SECOND_NS = 10**9
SIGNS = st.characters(exclude_categories=("C", "Z"), exclude_characters="|,@()")
WORDS = st.text(SIGNS, min_size=1, max_size=8)
SETS = st.tuples(WORDS, st.sampled_from([0, 1, 2]), st.lists(WORDS, max_size=3))
SAYINGS = st.just("") | WORDS
SUBJECTS = st.sampled_from(["P07", "P12", "robot", "adulte", ""])
LISTS = ("behaviours", "categories", "subjects", "tiers", "types", "vocabularies")
FIELDS = ("code", "name", "category", "type", "whom", "parent", "vocabulary", "constraint", "v", "")
TIMES_MS = st.lists(st.integers(0, 3_600_000), min_size=2, max_size=2, unique=True).map(sorted)


@pytest.fixture(scope="module")
def sample() -> Source:
    return read_source(SAMPLE)


def imported(sample: Source, table: Table, people: People | None = None, *, layout: bool = True) -> Source:
    """Give the session that an import makes of a table, without a folder and its video."""
    people = people or People([])
    notes, participants = notes_of(table.rows, people, "t")
    data: dict[str, Any] = {"format": "x", "table_zero_ns": 0}
    if layout:
        data["layout"] = Hidden(table.layout, people, table.rows).layout
    first = Event(0, "note", 0, "import", "imported", data)
    events = (first, *(note(number, 0) for number, note in enumerate(notes, start=1)))
    facts = sample.facts.model_copy(update={"state": "imported", "participants": list(participants)})
    whole = tuple(Event.from_line(one.to_line()) for one in events)
    return replace(sample, events=whole, facts=facts, coded={})


@st.composite
def projects(draw: st.DrawFn) -> dict[str, Any]:
    """Give a project as somebody may have coded one: states, points, modifiers of all kinds, comments."""
    names = draw(st.lists(WORDS, min_size=1, max_size=5, unique=True))
    ethogram, events = [], []
    for name in names:
        lasts = draw(st.booleans())
        sets = draw(st.lists(SETS, max_size=2))
        ethogram.append(
            {
                "type": "State event" if lasts else "Point event",
                "key": draw(SAYINGS), "code": name, "description": draw(SAYINGS),
                "color": "", "category": "c",
                "modifiers": {
                    str(n): {"name": name_, "type": kind, "values": values}
                    for n, (name_, kind, values) in enumerate(sets)
                },
                "excluded": draw(st.sampled_from(["", names[0]])), "coding map": "",
            }
        )  # fmt: skip
        subject = draw(SUBJECTS)
        said = "|".join(draw(WORDS) for _ in sets)
        times = sorted(draw(st.lists(st.integers(0, 3_600_000), max_size=7, unique=True)))
        for ms in times:
            events.append([ms / 1000, subject, name, said, draw(SAYINGS), "NA"])
    events.sort(key=lambda one: one[0])
    return {
        "project_format_version": "7.0",
        "behaviors_conf": {str(n): one for n, one in enumerate(ethogram)},
        "behavioral_categories": ["c", "d"],
        "subjects_conf": {"0": {"key": "s", "name": "P07", "description": "l'aîné"}},
        "observations": {"o": {"type": "MEDIA", "file": {}, "time offset": 0.0, "events": events}},
    }


def shown(project: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    [events] = [one["events"] for one in project["observations"].values()]
    return sorted((round(one[0] * 1000), *one[1:5]) for one in events)


@MANY
@given(project=projects())
def test_boris_and_back_by_an_import_loses_nothing(sample: Source, project: dict[str, Any]) -> None:
    [before] = project["observations"].values()
    if not before["events"]:
        return
    source = imported(sample, read_boris(json.dumps(project).encode(), "x.boris"))
    back = json.loads(boris_of(source, "fr", {}))
    assert shown(back) == shown(project)
    for key in ("behaviors_conf", "behavioral_categories"):
        assert back[key] == project[key]
    assert back["subjects_conf"]["0"] == project["subjects_conf"]["0"]


Tiers = list[tuple[str, str, str, list[tuple[int, int, str]]]]


@st.composite
def tiers(draw: st.DrawFn) -> Tiers:
    """Give tiers: name, participant, vocabulary, annotations that do not overlap."""
    found: Tiers = []
    for name in draw(st.lists(WORDS, min_size=1, max_size=4, unique=True)):
        marked = draw(st.sampled_from(["", "@P07", "@P12"]))
        edges = sorted(draw(st.lists(st.integers(0, 3_600_000), max_size=10, unique=True)))
        spans = [(a, b, draw(WORDS)) for a, b in zip(edges[::2], edges[1::2], strict=False)]
        participant = draw(st.sampled_from(["", "P07"])) if not marked else ""
        found.append((name + marked, participant, draw(st.sampled_from(["", "v"])), spans))
    return found


def eaf(tiers: Tiers, details: Mapping[str, str]) -> bytes:
    """Write an EAF as ELAN has it; ``details`` are words that hang on the annotations of a tier."""
    root = ET.Element("ANNOTATION_DOCUMENT", {"AUTHOR": "", "DATE": "", "FORMAT": "3.0", "VERSION": "3.0"})
    ET.SubElement(root, "HEADER", {"TIME_UNITS": "milliseconds"})
    order = ET.SubElement(root, "TIME_ORDER")
    count = 0
    for name, participant, vocabulary, spans in tiers:
        kind = f"t{vocabulary}"
        tier = ET.SubElement(
            root, "TIER", {"TIER_ID": name, "LINGUISTIC_TYPE_REF": kind, "PARTICIPANT": participant}
        )
        below = None
        if name in details:
            facts = {"TIER_ID": f"plus {name}", "LINGUISTIC_TYPE_REF": "a", "PARENT_REF": name}
            below = ET.SubElement(root, "TIER", facts)
        for start, stop, value in spans:
            count += 1
            slots = (f"ts{count}a", f"ts{count}b")
            for slot, ms in zip(slots, (start, stop), strict=True):
                ET.SubElement(order, "TIME_SLOT", {"TIME_SLOT_ID": slot, "TIME_VALUE": str(ms)})
            one = ET.SubElement(
                ET.SubElement(tier, "ANNOTATION"),
                "ALIGNABLE_ANNOTATION",
                {"ANNOTATION_ID": f"a{count}", "TIME_SLOT_REF1": slots[0], "TIME_SLOT_REF2": slots[1]},
            )
            ET.SubElement(one, "ANNOTATION_VALUE").text = value
            if below is not None:
                hung = {"ANNOTATION_ID": f"b{count}", "ANNOTATION_REF": f"a{count}"}
                ref = ET.SubElement(ET.SubElement(below, "ANNOTATION"), "REF_ANNOTATION", hung)
                ET.SubElement(ref, "ANNOTATION_VALUE").text = details[name]
    for kind, more in (
        ("t", {}),
        ("tv", {"CONTROLLED_VOCABULARY_REF": "v"}),
        ("a", {"CONSTRAINTS": "Symbolic_Association"}),
    ):
        ET.SubElement(root, "LINGUISTIC_TYPE", {"LINGUISTIC_TYPE_ID": kind, **more})
    words = ET.SubElement(root, "CONTROLLED_VOCABULARY", {"CV_ID": "v"})
    for number, word in enumerate(("oui", "non")):
        entry = ET.SubElement(words, "CV_ENTRY_ML", {"CVE_ID": f"c{number}"})
        ET.SubElement(entry, "CVE_VALUE", {"LANG_REF": "fra", "DESCRIPTION": f"quand {word}"}).text = word
    return ET.tostring(root)


def on_tiers(content: bytes) -> list[tuple[Any, ...]]:
    """Give each tier: its name, whom it is about, on which it hangs, its vocabulary, and what is on it."""
    root = ET.fromstring(content)
    times = {one.get("TIME_SLOT_ID"): int(one.get("TIME_VALUE", "")) for one in root.iter("TIME_SLOT")}
    types = {one.get("LINGUISTIC_TYPE_ID"): one for one in root.iter("LINGUISTIC_TYPE")}
    spans: dict[str | None, tuple[int, int]] = {
        one.get("ANNOTATION_ID"): (times[one.get("TIME_SLOT_REF1")], times[one.get("TIME_SLOT_REF2")])
        for one in root.iter("ALIGNABLE_ANNOTATION")
    }
    found: list[tuple[Any, ...]] = []
    for tier in root.iter("TIER"):
        kind = types[tier.get("LINGUISTIC_TYPE_REF")]
        on = []
        for one in (*tier.iter("ALIGNABLE_ANNOTATION"), *tier.iter("REF_ANNOTATION")):
            value = one.find("ANNOTATION_VALUE")
            assert value is not None
            on.append((*spans[one.get("ANNOTATION_REF") or one.get("ANNOTATION_ID")], value.text))
        facts = (tier.get("PARTICIPANT") or "", tier.get("PARENT_REF"), kind.get("CONTROLLED_VOCABULARY_REF"))
        found.append((tier.get("TIER_ID"), *facts, sorted(on)))
    return sorted(found, key=lambda one: str(one[0]))


FOUR = st.lists(st.none() | WORDS, min_size=4, max_size=4)


@MANY
@given(tiers=tiers(), hung=FOUR)
def test_elan_and_back_by_an_import_loses_nothing(
    sample: Source, tiers: Tiers, hung: list[str | None]
) -> None:
    if not any(spans for *_, spans in tiers):
        return
    details = {tier[0]: word for tier, word in zip(tiers, hung, strict=False) if word}
    written = eaf(tiers, details)
    back = eaf_of(imported(sample, read_eaf(written, "x.eaf")), "fr", {})
    assert wrong_with(back) == []
    assert on_tiers(back) == on_tiers(written)
    [vocabulary] = ET.fromstring(back).iter("CONTROLLED_VOCABULARY")
    assert [(one.text, one.get("DESCRIPTION")) for one in vocabulary.iter("CVE_VALUE")] == [
        ("oui", "quand oui"), ("non", "quand non"),
    ]  # fmt: skip
    # what was imported is no coder's
    assert read_coded_eaf(back, "x.eaf").codings == ()


@pytest.mark.parametrize("name", ["pympi.eaf", "three.eaf"])
def test_files_of_elan_are_files_of_elan_again(sample: Source, name: str) -> None:
    back = eaf_of(imported(sample, read_eaf((FILES / name).read_bytes(), name)), "fr", {})
    assert wrong_with(back) == []
    assert {one[0] for one in on_tiers(back)} >= set(
        re.findall('TIER_ID="(.*?)"', (FILES / name).read_text())
    )


def test_a_project_of_boris_goes_back_as_it_came(sample: Source) -> None:
    content = (FILES / "projet.boris").read_bytes()
    back = json.loads(boris_of(imported(sample, read_boris(content, "p.boris")), "fr", {}))
    assert shown(back) == shown(json.loads(content))


def test_boris_goes_to_elan_with_a_tier_for_each_behaviour_and_its_remarks_below(sample: Source) -> None:
    table = read_boris((FILES / "projet.boris").read_bytes(), "p.boris")
    made = eaf_of(imported(sample, table), "fr", {})
    assert wrong_with(made) == []
    assert [(name, len(on)) for name, *_, on in on_tiers(made)] == [
        ("regard", 1), ("regard modifiers", 1), ("regard@P07", 1), ("regard@P07 comment", 1),
        ("regard@P07 modifiers", 1), ("touche@P07", 2), ("touche@P07 modifiers", 1),
    ]  # fmt: skip


def test_what_was_imported_before_layouts_were_kept_still_leaves_by_its_codes(sample: Source) -> None:
    table = read_boris((FILES / "projet.boris").read_bytes(), "p.boris")
    old = imported(
        sample, replace(table, rows=tuple(replace(row, original={}) for row in table.rows)), layout=False
    )
    back = json.loads(boris_of(old, "fr", {}))
    kinds = {one["code"]: one["type"] for one in back["behaviors_conf"].values()}
    assert kinds == {"regard": "State event", "touche": "Point event"}
    [events] = [one["events"] for one in back["observations"].values()]
    assert [one[2:4] for one in events] == [
        ["regard", "Nao"], ["touche", ""], ["regard", "Nao"], ["regard", "adulte"], ["touche", "tete"],
    ]  # fmt: skip
    assert wrong_with(eaf_of(old, "fr", {})) == []


def test_no_name_of_a_layout_stays(sample: Source) -> None:
    project = {
        "project_format_version": "7.0",
        "behaviors_conf": {
            "0": {"type": "Point event", "code": "Léa rit", "description": "quand Léa rit", "modifiers": {}},
            "1": {"type": "Point event", "code": "rit", "description": "comme Emma", "modifiers": {}},
        },
        "subjects_conf": {"0": {"name": "Léa", "key": "l", "description": ""}, "1": {"name": "Inès"}},
        "observations": {"o": {"type": "LIVE", "events": [[1.0, "Léa", "Léa rit", "", "", 1]]}},
    }
    people = People([], [("P07", "Léa")])
    table = read_boris(json.dumps(project).encode(), "x.boris")
    hidden = Hidden(table.layout, people)
    assert hidden.left_out == 1
    source = imported(sample, table, people)
    written = "".join(event.to_line() for event in source.events) + boris_of(source, "fr", {}).decode()
    assert not [name for name in ("Léa", "Emma", "Inès") if name in written]
    back = json.loads(boris_of(source, "fr", {}))
    assert [one["name"] for one in back["subjects_conf"].values()] == ["P07"]
    assert back["behaviors_conf"]["0"]["description"] == "quand P07 rit"


LEAVES = st.none() | st.booleans() | st.integers(-3, 3) | st.just(0.5) | st.sampled_from(["", "rit", "v"])
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=4),
    max_leaves=12,
)
LAYOUTS = st.fixed_dictionaries({}, optional=dict.fromkeys(LISTS, JSON | st.lists(JSON, max_size=3)))


@MANY
@given(program=st.sampled_from(["boris", "elan"]), layout=LAYOUTS)
def test_whatever_a_layout_holds_its_session_leaves(
    sample: Source, program: str, layout: dict[str, Any]
) -> None:
    row = Row(Place("t", 1, 1), SECOND_NS, "rit", end_ns=2 * SECOND_NS, original={"tier": "0"})
    source = imported(sample, Table((row,)))
    first = Event(0, "note", 0, "import", "imported", {"layout": {**layout, "program": program}})
    source = replace(source, events=(Event.from_line(first.to_line()), *source.events[1:]))
    assert {one[2] for one in shown(json.loads(boris_of(source, "fr", {})))} == {"rit"}
    assert [on[2] for *_, ones in on_tiers(eaf_of(source, "fr", {})) for on in ones] == ["rit"]


@pytest.mark.parametrize(
    "odd",
    [
        {"behaviors_conf": {"0": "x", "1": None, "2": ["y"], "3": {"type": "Point event"}}},
        {"behaviors_conf": "x", "subjects_conf": 3, "behavioral_categories": {"0": {"name": "c"}, "1": "d"}},
        {"subjects_conf": {"0": "x", "1": {"key": "k"}, "2": {"name": None}, "3": {"name": 7}}},
    ],
)
def test_an_odd_project_is_imported_and_leaves_without_what_is_odd(
    sample: Source, odd: dict[str, Any]
) -> None:
    events = [[1.0, "", "rit", "", "", 1]]
    project = {"project_format_version": "7.0", "observations": {"o": {"type": "LIVE", "events": events}}}
    source = imported(sample, read_boris(json.dumps(project | odd).encode(), "x.boris"))
    back = json.loads(boris_of(source, "fr", {}))
    assert [one["code"] for one in back["behaviors_conf"].values()] == ["rit"]
    assert shown(back) == [(1000, "", "rit", "", "")]


def test_a_number_as_a_code_is_the_code_of_its_events(sample: Source) -> None:
    project = {
        "project_format_version": "7.0",
        "behaviors_conf": {"0": {"type": "State event", "code": 3, "category": 1}},
        "observations": {"o": {"type": "LIVE", "events": [[n, "", 3, "", "", 1] for n in (1, 2)]}},
    }
    source = imported(sample, read_boris(json.dumps(project).encode(), "x.boris"))
    assert source.events[1].data["end_ns"] == 2 * SECOND_NS
    back = json.loads(boris_of(source, "fr", {}))
    assert [(one["code"], one["category"]) for one in back["behaviors_conf"].values()] == [("3", "1")]
    assert back["behavioral_categories"] == ["1"]
    assert shown(back) == [(1000, "", "3", "", ""), (2000, "", "3", "", "")]


def test_a_first_name_that_no_event_says_leaves_an_ethogram_and_is_counted(sample: Source) -> None:
    sets = {
        "0": {"name": "vers Tom", "description": "Tom", "type": 0, "values": ["Tom (t)", "autre (a)"]},
        "1": {"name": "", "description": "", "type": 1, "values": ["Zoé (z)", "Max (Zoé)", "Lucas"]},
    }
    behaviours = [
        {"code": "parle", "category": "Camille", "modifiers": sets, "excluded": "rit,Tom parle"},
        {"code": "Tom parle", "category": "", "modifiers": {}, "excluded": ""},
        {
            "code": "Max rit",
            "category": "",
            "modifiers": {"Emma": {"name": "a"}},
            "Hugo": "x",
            "color": {"a": "Emma"},
        },
    ]
    events = [[1.0, "", "parle", "None|Zoé,Max", "", 1], [2.0, "", "Max rit", "", "", 1]]
    project = {
        "project_format_version": "7.0",
        "behaviors_conf": {str(n): {"type": "Point event", **one} for n, one in enumerate(behaviours)},
        "behavioral_categories": ["Camille", "jeu"],
        "subjects_conf": {"0": {"name": "P07", "key": "Tom", "description": ""}},
        "observations": {"o": {"type": "LIVE", "events": events}},
    }
    table = read_boris(json.dumps(project).encode(), "x.boris")
    hidden = Hidden(table.layout, People([]), table.rows)
    source = imported(sample, table)
    log = "".join(event.to_line() for event in source.events)
    back = json.loads(boris_of(source, "fr", {}))
    for written in (log, json.dumps(back, ensure_ascii=False)):
        assert not [name for name in ("Camille", "Tom", "Lucas", "Emma", "Hugo") if name in written]
    parle, rit = back["behaviors_conf"].values()
    assert (parle["category"], parle["excluded"]) == ("", "rit")
    assert parle["modifiers"]["0"] == {"name": "", "description": "", "type": 0, "values": ["autre (a)"]}
    # an event says them, and doing so was told
    assert parle["modifiers"]["1"]["values"] == ["Zoé (z)"]
    assert (rit["code"], rit["modifiers"]) == ("Max rit", {})
    assert back["behavioral_categories"] == ["jeu"]
    assert hidden.left_out == 9


def test_a_first_name_that_no_event_says_leaves_types_and_vocabularies_and_is_counted(sample: Source) -> None:
    written = eaf(
        [("regard", "", "v", [(0, 9, "oui"), (10, 12, "Zoé")]), ("vide", "", "", [])], {"regard": "mot"}
    )
    named = written.decode("ascii")
    for plain, name in (
        ('"t"', '"type 1"'), ('"tv"', '"Regard de Tom"'), ('"a"', '"Emma"'), ('"v"', '"Mots de Tom"'),
        ('"vide"', '"Lucas"'), (">oui</CVE", ">Zo&#233;</CVE"), (">non</CVE", ">Hugo</CVE"),
    ):  # fmt: skip
        assert plain in named
        named = named.replace(plain, name)
    table = read_eaf(named.encode(), "x.eaf")
    hidden = Hidden(table.layout, People([]), table.rows)
    source = imported(sample, table)
    back = eaf_of(source, "fr", {})
    assert wrong_with(back) == []
    for text in ("".join(event.to_line() for event in source.events), back.decode()):
        assert not [name for name in ("Tom", "Emma", "Lucas", "Hugo") if name in text]
    root = ET.fromstring(back)
    types = {
        one.get("LINGUISTIC_TYPE_ID"): one.get("CONTROLLED_VOCABULARY_REF")
        for one in root.iter("LINGUISTIC_TYPE")
    }
    assert types["type 2"] == "vocabulary 1"
    [vocabulary] = root.iter("CONTROLLED_VOCABULARY")
    assert [one.text for one in vocabulary.iter("CVE_VALUE")] == ["Zoé"]
    assert [name for name, *_ in on_tiers(back)] == ["?", "plus regard", "regard"]
    assert hidden.left_out == 5


def test_a_table_without_layout_makes_behaviours_of_its_codes(sample: Source) -> None:
    rows = tuple(
        Row(Place("t.csv", n), n * SECOND_NS, code, end_ns=stop, subject="P07", comment=said)
        for n, code, stop, said in ((1, "rit", None, "fort"), (2, "regarde", 3 * SECOND_NS, ""))
    )
    back = json.loads(boris_of(imported(sample, Table(rows)), "fr", {}))
    assert shown(back) == [
        (1000, "P07", "rit", "", "fort"), (2000, "P07", "regarde", "", ""), (3000, "P07", "regarde", "", ""),
    ]  # fmt: skip
