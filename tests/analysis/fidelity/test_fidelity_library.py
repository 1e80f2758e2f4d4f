"""A session that went as it is written is as planned, in every protocol of the library, whoever is there."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from nao_sessions.analysis.fidelity.trials import APART, FAULTS, TrialFidelity, fidelity_of
from nao_sessions.analysis.fidelity.words import total
from nao_sessions.protocol import load
from nao_sessions.protocol.flow import Protocol
from nao_sessions.rehearsal.people.professional import Policy
from tests.analysis.coding.rehearsed import Anything, drop, played, tampered

LIBRARY = Path(__file__).parents[3] / "protocols"
NAMES = sorted(
    str(path.relative_to(LIBRARY).with_suffix(""))
    for path in (*LIBRARY.glob("*.yaml"), *(LIBRARY / "boards").glob("*.yaml"))
    if not path.name.endswith(".expect.yaml") and "    trials:\n" in path.read_text(encoding="utf-8")
)
CHILDREN = ("steady", "silent", "often_wrong", "long_latency")


@lru_cache(maxsize=1)
def protocol_of(name: str) -> Protocol:
    return load(LIBRARY / f"{name}.yaml")


def otherwise(trials: tuple[TrialFidelity, ...]) -> list[object]:
    return [(one.step, one.seq, part) for one in trials for part in one.parts if part.verdict in FAULTS]


@pytest.mark.parametrize("name", NAMES)
def test_a_session_that_nobody_disturbs_is_all_as_planned(name: str) -> None:
    protocol = protocol_of(name)
    policies: tuple[Policy, ...] = ("presses_nothing", "confirms")
    trials = 0
    for seed, who in enumerate(CHILDREN):
        for policy in policies:
            log = played(protocol, who, seed, policy)
            found = fidelity_of(log, protocol)
            trials += len(found)
            assert len(found) == sum(event.kind == "question" for event in log)
            assert otherwise(found) == []
            if policy == "presses_nothing":  # then nobody adapts anything
                whole = [one for one in found if one.interruption is None]
                assert {part.verdict for one in whole for part in one.parts} & APART == set()
                assert total(whole) == (1.0 if whole else None)
    assert trials


@pytest.mark.parametrize("name", NAMES)
def test_whatever_breaks_in_is_told_as_that_and_never_as_otherwise(name: str) -> None:
    protocol = protocol_of(name)
    for seed, who in enumerate(("steady", "silent", "touches_everything")):
        log = played(protocol, who, seed, among=lambda people, seed=seed: Anything(people, seed))
        found = fidelity_of(log, protocol)
        assert len(found) == sum(event.kind == "question" for event in log)
        assert otherwise(found) == []


def test_what_the_library_shows_on_its_boards_is_missed_where_it_is_not_shown() -> None:
    protocol = protocol_of("emotions")
    log = played(protocol, "silent")
    marked = next(e.data["highlight"] for e in log if e.kind == "board" and e.data["highlight"])
    changed = fidelity_of(tampered(log, drop("board", highlight=marked)), protocol)
    assert [part.component for one in changed for part in one.parts if part.verdict in FAULTS] == ["help"]


@pytest.mark.parametrize(
    ("said", "component"),
    [("À toi\u00a0!", "instruction"), ("Quelle couleur vient en premier\u00a0?", "help")],
)
def test_what_hangs_on_how_many_trials_there_were_is_planned_and_missed(said: str, component: str) -> None:
    protocol = protocol_of("simon")
    log = played(protocol, "silent")
    assert otherwise(fidelity_of(log, protocol)) == []
    changed = fidelity_of(tampered(log, drop("do", verb="say", text=said)), protocol)
    assert [part.component for one in changed for part in one.parts if part.verdict in FAULTS] == [component]


def test_an_instruction_that_only_the_first_trial_has_is_missed_there_alone() -> None:
    protocol = protocol_of("consignes")
    log = played(protocol, "steady")
    seqs = {event.seq for event in log if event.kind == "question" and event.data["number"] == 1}
    said = [e for e in log if e.kind == "do" and e.data.get("verb") == "say"]
    spoken = next(e for e in said if e.seq > min(seqs))
    changed = fidelity_of(tampered(log, drop("do", id=spoken.data["id"])), protocol)
    [one] = [one for one in changed if any(part.verdict in FAULTS for part in one.parts)]
    assert one.seq == max(seq for seq in seqs if seq < spoken.seq)
