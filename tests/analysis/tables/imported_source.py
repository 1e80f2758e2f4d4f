"""A session as an import makes it of a table, without a folder and its video; files as they are compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from nao_sessions.analysis.formats.name_filter import KnownPeople, NameFilter
from nao_sessions.analysis.formats.table import ImportedTable
from nao_sessions.analysis.importing.folder import notes_of
from nao_sessions.analysis.tables.source import SessionSource
from nao_sessions.core.events import Event

Tiers = list[tuple[str, str, str, list[tuple[int, int, str]]]]
SAMPLE = next((Path(__file__).parents[3] / "recordings" / "sample").glob("20*"))


def imported(
    sample: SessionSource, table: ImportedTable, people: KnownPeople | None = None, *, copy: bool = True
) -> SessionSource:
    """Give the session that an import makes of a table, without a folder and its video."""
    people = people or KnownPeople([])
    notes, participants = notes_of(table.rows, people, "t")
    first = Event(0, "note", 0, "import", "imported", {"format": "x", "table_zero_ns": 0})
    events = (first, *(note(number, 0) for number, note in enumerate(notes, start=1)))
    facts = sample.facts.model_copy(update={"state": "imported", "participants": list(participants)})
    whole = tuple(Event.from_line(one.to_line()) for one in events)
    source = replace(sample, events=whole, facts=facts, coded={})
    content = copied(table, people)[0] if copy else b""
    if not content:
        return source
    return replace(source, copy=content, copy_program="eaf" if content.startswith(b"<") else "boris")


def copied(table: ImportedTable, people: KnownPeople) -> tuple[bytes, NameFilter]:
    """Give the file that a session keeps of a table, and what took out the names."""
    names = NameFilter(people, table.words)
    return (table.copy(names) if table.copy is not None else b""), names


def shown(project: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    [events] = [one["events"] for one in project["observations"].values()]
    return sorted((round(one[0] * 1000), *one[1:5]) for one in events)


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
