"""What counts as done of a protocol: what happened, whether anything was said of it or not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from nao_sessions.core.events import Event
from nao_sessions.engine import Engine, Output, State
from nao_sessions.protocol import load
from nao_sessions.rehearsal.exploration.explore import explore
from nao_sessions.rehearsal.exploration.search import settled, until_covered
from nao_sessions.rehearsal.many import plans_for, rehearse_many
from nao_sessions.rehearsal.people.behaviour import profile, profile_names
from nao_sessions.rehearsal.people.professional import POLICIES
from nao_sessions.rehearsal.reports.coverage import coverage, to_tell, universe
from nao_sessions.rehearsal.session import RehearsalPlan, rehearse
from tests.course import protocol_of
from tests.rehearsal.coverage_by_hand import counted

LIBRARY = Path(__file__).resolve().parents[2] / "protocols"
SILENT_PARTS = """
commands: {finish: {next: fin}, encourage: {do: [{eyes: green}]}}
data: {n: 0, tirage: rien, vu: 0}
routines: {compte: [{set: {n: = data.n + 1}}]}
always:
  when: [{touch: head.front, set: {vu: 1}}]
start: un
steps:
  un:
    do:
      - choose: [{set: {tirage: a}}, {note: "Le second."}, {do: [{set: {tirage: c}}, {set: {n: 5}}]}]
      - routine: compte
      - {if: data.n > 8, set: {n: 0}}
      - {if: data.n > 0, eyes: blue}
    next: [{if: data.n > 5, next: deux}, {if: data.n > 4, next: fin}, {next: deux}]
  deux:
    do: [{wait: 5 s}]
    buttons: [{label: "Noter", set: {n: 3}}]
    after: {limit: 20 s, next: fin}
  fin: {do: [{say: "Fin."}], end: completed}
"""


def test_an_option_that_only_sets_or_notes_counts_when_it_is_drawn() -> None:
    protocol = protocol_of(SILENT_PARTS)
    search = until_covered(protocol, lambda plans: rehearse_many(protocol, plans), seed=1, most=100)
    options = [f"un/do.0/choose.{n}" for n in (0, 1)] + ["un/do.0/choose.2.0", "un/do.0/choose.2.1"]
    counts = dict(next(one for one in coverage(protocol, search.sessions) if one.kind == "moments").counts)
    assert all(counts[name] > 0 for name in options)
    assert set(search.missing) == {"un/do.2", "un/next -> fin"}


def test_of_three_options_each_session_draws_one() -> None:
    plans = [RehearsalPlan(seed, (profile("steady"),)) for seed in range(30)]
    for session in rehearse_many(protocol_of(SILENT_PARTS), plans):
        assert sum(f"un/do.0/choose.{n}" in session.reached for n in range(3)) == 1


def test_an_exploration_reaches_what_only_sets_a_value() -> None:
    protocol = protocol_of(SILENT_PARTS)
    found = explore(Engine(protocol), depth=8)
    wanted = {
        "routines/compte",
        "un/do.3",
        "un/next -> deux (2)",
        "deux/buttons.0",
        "always/when.0",
        "fin/end",
    }
    assert wanted <= set(found.reached)
    assert "un/do.2" not in found.reached


def test_no_option_that_is_drawn_is_told_as_out_of_reach() -> None:
    protocol = protocol_of(SILENT_PARTS)
    search = until_covered(protocol, lambda plans: rehearse_many(protocol, plans), seed=1, most=100)
    told = settled(protocol, search, explore(Engine(protocol), depth=8), "--explore --depth {depth}")
    assert not [one.about for one in told if "choose" in one.about]


def test_two_branches_to_one_step_are_two_parts() -> None:
    protocol = protocol_of(SILENT_PARTS)
    assert [name for name in universe(protocol)["exits"] if name.startswith("un/next")] == [
        "un/next -> deux", "un/next -> fin", "un/next -> deux (2)",
    ]  # fmt: skip
    plans = [RehearsalPlan(seed, (profile("steady"),)) for seed in range(30)]
    reached = Counter(name for session in rehearse_many(protocol, plans) for name in session.reached)
    assert reached["un/next -> deux"] + reached["un/next -> deux (2)"] == 30
    assert reached["un/next -> deux"] == reached["un/do.0/choose.2.1"]


def test_of_a_list_that_was_not_done_its_name_alone_is_told() -> None:
    protocol = protocol_of(SILENT_PARTS)
    every = [name for names in universe(protocol).values() for name in names]
    assert to_tell(protocol, [name for name in every if name.startswith("deux")]) == ("deux",)
    inside = ["un/do.0/choose.2.0", "un/do.0/choose.2.1", "un/do.2"]
    assert to_tell(protocol, inside) == ("un/do.0/choose.2", "un/do.2")


@pytest.mark.parametrize("traced", [True, False])
def test_states_and_outputs_are_the_same_whether_anybody_asks_what_is_done(traced: bool) -> None:
    protocol = protocol_of(SILENT_PARTS)
    names: list[str] = []
    plain = Engine(protocol)
    engine = plain.traced(names.append) if traced else plain
    state, other = State(), State()
    start = {"settings": {}, "participants": ["V01"], "seed": 3}
    for kind, data in (("start", start), ("begin", {}), ("command", {"name": "finish"})):
        event = Event(0, "in", 0, "test", kind, data)
        state, outputs = engine.step(state, event)
        other, plainly = plain.step(other, event)
        assert (state, outputs) == (other, plainly)
    assert bool(names) == traced


def logs_of(engine: Engine, plans: Sequence[RehearsalPlan]) -> list[list[str]]:
    """Give the lines of the logs of such sessions."""
    logs: list[list[str]] = []

    def watch(event: Event, outputs: Sequence[Output], state: State) -> None:
        logs[-1].append(event.to_line())
        logs[-1].extend(Event(0, "out", event.at, "engine", one.kind, one.data).to_line() for one in outputs)

    for plan in plans:
        logs.append([])
        rehearse(engine, plan, watch)
    return logs


# What a used file brings stands in another file: the one protocol of the library that uses any is left out.
ALONE = sorted(
    path.stem
    for path in LIBRARY.glob("*.yaml")
    if not path.stem.endswith(".expect") and path.stem != "tour-de-role"
)


@pytest.mark.parametrize("name", ALONE)
def test_the_library_is_covered_as_a_count_by_hand_says(name: str) -> None:
    path = LIBRARY / f"{name}.yaml"
    protocol = load(path)
    plans = plans_for(
        protocol,
        [profile(one) for one in profile_names()],
        sessions=66,
        seed=1,
        policies=POLICIES,
        settings={},
    )
    ours = {
        name: count
        for one in coverage(protocol, rehearse_many(protocol, plans))
        for name, count in one.counts.items()
    }
    by_hand = counted(path.read_text(encoding="utf-8"), logs_of(Engine(protocol), plans))
    shared = by_hand.keys() & ours.keys()
    assert {part: by_hand[part] for part in shared} == {part: ours[part] for part in shared}
    assert 3 * len(shared) >= len(ours)
