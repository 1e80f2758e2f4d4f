"""A session that came from BORIS, coded here by BORIS's own ethogram: both go back, nothing is mixed."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nao_sessions.analysis.coding.reimport import Fitting, merge
from nao_sessions.analysis.formats.boris.read import read_boris
from nao_sessions.analysis.formats.boris.read_coding import read_coded_boris
from nao_sessions.analysis.formats.boris.scheme import read_boris_ethogram
from nao_sessions.analysis.formats.boris.write import boris_of
from nao_sessions.analysis.schemes.exported import as_exported
from nao_sessions.analysis.schemes.model import Scheme
from nao_sessions.analysis.tables.source import SessionSource, read_source
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.record.additions.annotations import Annotation
from tests.analysis.coding.ethograms import ethograms
from tests.analysis.tables.imported_source import SAMPLE, imported

MANY = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


def scheme_of(project: dict[str, Any]) -> Scheme:
    return read_boris_ethogram(json.dumps(project).encode(), "x.boris").scheme


def source_of(
    project: dict[str, Any], coded: dict[str, tuple[Scheme, tuple[Annotation, ...]]]
) -> SessionSource:
    """Give a session that was imported from a project, and coded here by whom and by which scheme."""
    source = imported(read_source(SAMPLE), read_boris(json.dumps(project).encode(), "x.boris"))
    schemes = {coder: (as_exported(scheme),) for coder, (scheme, _) in coded.items()}
    return replace(source, coded={coder: ones for coder, (_, ones) in coded.items()}, schemes=schemes)


def observed(project: dict[str, Any], coder: str) -> dict[str, Any]:
    [found] = [one for name, one in project["observations"].items() if name.endswith(f" {coder}")]
    return dict(found)


@st.composite
def coded_by(draw: st.DrawFn, scheme: Scheme) -> tuple[Annotation, ...]:
    """Give an annotation of each behaviour, one after the other, with whatever may be chosen."""
    found = []
    for place, one in enumerate(scheme.behaviours):
        modifiers = {}
        for code in one.modifiers:
            values = [value.code for value in scheme.modifiers[code].values]
            kind = scheme.modifiers[code].kind
            several = st.lists(st.sampled_from(values), min_size=1, unique=True).map(",".join)
            said = (
                st.just("2")
                if kind == "number"
                else several
                if kind == "several"
                else st.sampled_from(values)
            )
            if (chosen := draw(st.none() | said)) is not None:
                modifiers[code] = chosen
        start = place * 10 * SECOND_NS
        stop = start + 5 * SECOND_NS if one.kind == "state" else None
        found.append(Annotation(f"a{place}", scheme.id, one.code, start, stop, False, modifiers, "P07"))
    return tuple(found)


@MANY
@given(data=st.data(), project=ethograms())
def test_what_is_moved_in_boris_keeps_all_that_was_chosen_and_the_ethogram_is_as_it_came(
    data: st.DataObject, project: dict[str, Any]
) -> None:
    codes = [one["code"] for one in project["behaviors_conf"].values()]
    events = [[float(at), "P07", code, "", "", 1] for at, code in enumerate(codes) for _ in range(2)]
    project = {**project, "observations": {"o": {"type": "LIVE", "events": events}}}
    scheme = scheme_of(project)
    coded = data.draw(coded_by(scheme))
    written = json.loads(boris_of(source_of(project, {"C01": (scheme, coded)}), "fr", {}))
    for was, now in zip(project["behaviors_conf"].values(), written["behaviors_conf"].values(), strict=True):
        assert (now["code"], now["type"]) == (was["code"], was["type"])
        pairs = list(zip(was["modifiers"].values(), now["modifiers"].values(), strict=True))
        assert [one["name"] for _, one in pairs] == [one["name"] for one, _ in pairs]
        for before, after in pairs:
            assert after["values"][: len(before["values"])] == before["values"]
    for event in observed(written, "C01")["events"]:
        event[0] += 0.5
    [back] = read_coded_boris(json.dumps(written).encode(), "x.boris").codings
    ids = frozenset(one.id for one in coded)
    merged = merge(coded, back, {}, Fitting([scheme], ["P07"]), ids)
    assert (merged.changed, merged.came, merged.removed) == (len(coded), 0, 0)
    assert {one.id: dict(one.modifiers) for _, one in merged.ops.lines} == {
        one.id: dict(one.modifiers) for one in coded
    }


def test_each_coder_leaves_in_the_words_of_the_version_that_he_coded_by() -> None:
    looks = {"type": "State event", "key": "r", "code": "Regarde Nao", "modifiers": {}}
    project = {
        "project_name": "Éveil", "project_format_version": "7.0", "behaviors_conf": {"0": looks},
        "observations": {"o": {"type": "LIVE", "events": [[1.0, "P07", "Regarde Nao", "", "", 1]]}},
    }  # fmt: skip
    first = scheme_of(project)
    [behaviour] = first.behaviours
    second = replace(first, version="2", behaviours=(replace(behaviour, there={"word": "Regarde le robot"}),))
    coded = (Annotation("a1", first.id, behaviour.code, 1, SECOND_NS, subject="P07"),)
    written = json.loads(
        boris_of(source_of(project, {"C01": (first, coded), "C02": (second, coded)}), "fr", {})
    )
    said = {coder: {event[2] for event in observed(written, coder)["events"]} for coder in ("C01", "C02")}
    assert said == {"C01": {"Regarde Nao"}, "C02": {"Regarde le robot"}}
    codes = [one["code"] for one in written["behaviors_conf"].values()]
    assert codes == ["Regarde Nao", "Regarde le robot"]
    for coder in said:
        for event in observed(written, coder)["events"]:
            event[0] += 2
    for back in read_coded_boris(json.dumps(written).encode(), "x.boris").codings:
        merged = merge(coded, back, {}, Fitting([first], ["P07"]), frozenset({"a1"}))
        assert [(op, one.behaviour) for op, one in merged.ops.lines] == [("change", behaviour.code)]


def main(*values: str, name: str = "main") -> dict[str, Any]:
    return {"name": name, "description": "", "type": 0, "ask at stop": False, "values": list(values)}


def of_sets(*sets: dict[str, Any]) -> dict[str, Any]:
    """Give a project of one behaviour with these sets."""
    rit = {"type": "Point event", "code": "rit", "modifiers": dict(enumerate(sets))}
    return {"project_name": "x", "project_format_version": "7.0", "behaviors_conf": {"0": rit}}


@pytest.mark.parametrize(
    "of_scheme",
    [
        (main("x", "y", name="force"), main("c", "d")),
        (main("c", "d"), main("a", "b")),
        (main("c", "d"),),
        (main("e"), main("a", "b"), main("c", "d")),
    ],
)
def test_sets_of_one_name_meet_those_of_the_scheme_that_are_most_alike(of_scheme: tuple[Any, ...]) -> None:
    events = [[1.0, "P07", "rit", "a|d", "", 1]]
    project = of_sets(main("a", "b"), main("c", "d")) | {
        "observations": {"o": {"type": "LIVE", "events": events}}
    }
    scheme = scheme_of(of_sets(*of_scheme))
    [behaviour] = scheme.behaviours
    codes = {value.code: code for code in behaviour.modifiers for value in scheme.modifiers[code].values}
    coded = (Annotation("a1", scheme.id, "rit", SECOND_NS, modifiers={codes["d"]: "d"}, subject="P07"),)
    written = json.loads(boris_of(source_of(project, {"C01": (scheme, coded)}), "fr", {}))
    [rit] = written["behaviors_conf"].values()
    sets = [(one["name"], one["values"]) for one in rit["modifiers"].values()]
    assert sets[:2] == [("main", ["a", "b"]), ("main", ["c", "d"])]
    assert len(sets) == 2 + len([one for one in of_scheme if one["values"] not in (["a", "b"], ["c", "d"])])
    [said] = [event[3].split("|") for event in observed(written, "C01")["events"]]
    assert said[:2] == ["None", "d"]


def test_a_set_without_values_is_not_taken_for_another_one() -> None:
    project = of_sets(main(name=""), main("a", "b", name="rit 1"))
    scheme = scheme_of(project)
    coded = (Annotation("a1", scheme.id, "rit", SECOND_NS, modifiers={"rit_1": "b"}, subject="P07"),)
    source = replace(read_source(SAMPLE), coded={"C01": coded}, schemes={"C01": (as_exported(scheme),)})
    written = json.loads(boris_of(source, "fr", {}))
    rit = next(one for one in written["behaviors_conf"].values() if one["code"] == "rit")
    assert [(one["name"], one["values"]) for one in rit["modifiers"].values()] == [
        ("", []),
        ("rit 1", ["a", "b"]),
    ]
    assert [event[3] for event in observed(written, "C01")["events"]] == ["None|b"]


@pytest.mark.parametrize(
    "damaged",
    [
        {"rate": 0}, {"rate": float("nan")}, {"rate": float("inf")}, {"zero_ns": float("inf")}, {"sets": []},
        {"sets": "x"}, {"sets": {"rit": None}}, {"sets": {"rit": 5}}, {"called": []}, {"annotations": 5},
        {"words": {"x": {"sets": {"rit": [["x"]]}, "values": {"main": 3}}}},
    ],
)  # fmt: skip
def test_whatever_stands_in_our_key_of_an_observation_its_events_are_read(damaged: dict[str, Any]) -> None:
    scheme = scheme_of(of_sets(main("a", "b")))
    coded = (Annotation("a1", scheme.id, "rit", SECOND_NS, modifiers={"main": "b"}, subject="P07"),)
    source = replace(read_source(SAMPLE), coded={"C01": coded}, schemes={"C01": (as_exported(scheme),)})
    written = json.loads(boris_of(source, "fr", {}))
    observation = observed(written, "C01")
    observation["nao_sessions"] |= damaged
    [name] = [name for name in written["observations"] if name.endswith(" C01")]
    content = json.dumps({**written, "observations": {name: observation}}).encode()
    [back] = read_coded_boris(content, "x.boris", (), 0).codings
    assert [(one.annotation.start_ns, one.annotation.behaviour) for one in back.noted] == [(SECOND_NS, "rit")]
