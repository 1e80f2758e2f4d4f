"""How many sessions a second are rehearsed on one core, how that grows with steps and sessions, what is left.

The sorting protocol of the examples with twelve turns, one virtual child. Beside it, in the same run and in
turns: what the log's lines of such a session and its exits, triggered on a bare `transitions` machine, take.
Times are of the processor; of each, the best and the median round are given, since other programs disturb.

Run: python benchmarks/rehearsal_speed.py [ROUNDS] [--profile]
"""

from __future__ import annotations

import cProfile
import os
import pstats
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from transitions import Machine

from nao_sessions.core.events import Event
from nao_sessions.engine import Engine, Output, State
from nao_sessions.protocol import load_files
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.loading import load
from nao_sessions.rehearsal.many import rehearse_many
from nao_sessions.rehearsal.people.behaviour import profile
from nao_sessions.rehearsal.reports.report import report
from nao_sessions.rehearsal.session import RehearsalPlan, rehearse

ROOT = Path(__file__).resolve().parent.parent
SORTING = ROOT / "tests" / "protocol" / "examples" / "tri-fruits.yaml"
TURNS = 12
SHARE = 25
"""Sessions in one measurement."""

STEPS = (10, 100, 1_000, 10_000)
FILES = (10, 100, 1_000, 2_000)
"""Steps of one file: it may hold 20,000 values."""

BLOCKS = (10, 100, 500)

SESSIONS = (10, 100, 1_000)


def seconds(work: Callable[[], object]) -> float:
    """Give the processor's time that something takes."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def plans(count: int) -> list[RehearsalPlan]:
    """Give so many plans, seeds in a row."""
    return [RehearsalPlan(seed, (profile("steady"),), settings={"tours": TURNS}) for seed in range(count)]


def lines_of(engine: Engine, plan: RehearsalPlan) -> list[Event]:
    """Give a session's log as events: inputs and outputs."""
    told: list[Event] = []

    def watch(event: Event, outputs: Sequence[Output], state: State) -> None:
        told.append(event)
        told.extend(Event(event.seq, "out", event.at, "engine", one.kind, one.data) for one in outputs)

    rehearse(engine, plan, watch)
    return told


def floor(told: Sequence[Event]) -> Callable[[], None]:
    """Give what the lines of a log and a bare machine's triggers, one an exit, cost alone."""
    machine = Machine(model=None, states=["a", "b"], initial="a", auto_transitions=False)
    machine.add_transition("go", "a", "b", conditions=lambda: True)
    machine.add_transition("go", "b", "a", conditions=lambda: True)
    exits = sum(event.kind in ("entered", "group_done") for event in told)

    def work() -> None:
        class Model:
            state = "a"

        model: Any = Model()
        machine.add_model(model, initial="a")
        for _ in range(exits):
            model.go()
        machine.remove_model(model)
        for event in told:
            event.to_line()

    return work


def speed(rounds: int) -> None:
    """Print sessions and events a second, with the lines of a log and without, and the floor beside."""
    engine = Engine(load(SORTING))
    chosen = plans(SHARE)
    logs = [lines_of(engine, plan) for plan in chosen]
    floors = [floor(told) for told in logs]
    inputs = sum(rehearse(engine, plan).inputs for plan in chosen)
    works: dict[str, Callable[[], object]] = {
        "rehearsed": lambda: [rehearse(engine, plan) for plan in chosen],
        "rehearsed, log written": lambda: [
            [event.to_line() for event in lines_of(engine, plan)] for plan in chosen
        ],
        "lines and triggers alone": lambda: [work() for work in floors],
    }
    took: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            took[name].append(seconds(work))
    print(
        f"\n{SHARE} sessions of {inputs / SHARE:.0f} inputs, {rounds} rounds; load {os.getloadavg()[0]:.1f}"
    )
    for name, measured in took.items():
        best, median = min(measured), statistics.median(measured)
        print(
            f"{name:26} best {SHARE / best:6.0f} sessions/s, median {SHARE / median:6.0f}"
            f"   ({inputs / best:7,.0f} inputs/s, {best / inputs * 1e6:5.1f} µs an input)"
        )


def chain(steps: int) -> str:
    """Write a protocol of so many steps, one after the other, each with a sentence."""
    body = [
        f'  s{n}: {{do: [{{say: "Un."}}], next: {f"s{n + 1}" if n + 1 < steps else "fin"}}}'
        for n in range(steps)
    ]
    return "\n".join(
        [
            "protocol: 1",
            "id: longue",
            'version: "1.0.0"',
            'title: "Une longue suite"',
            "language: fr",
            "participants: {min: 1, max: 1}",
            "commands: {finish: {next: fin}, calm: {next: calme}}",
            "start: s0",
            "steps:",
            *body,
            "  calme:",
            '    do: [{say: "On se calme."}]',
            '    buttons: [{label: "Reprendre", next: back}, {label: "Finir", next: fin}]',
            "    after: {wait: 60 s, next: fin}",
            '  fin: {do: [{say: "Fin."}], end: completed}',
            "",
        ]
    )


def questions(steps: int) -> str:
    """Write a protocol of so many blocks of trials, one after the other, each with one question."""
    ways = "{un: [{touch: hand.left}], deux: [{touch: hand.right}]}"
    asks = f'{{ask: [{{say: "Un ou deux ?"}}], answers: {ways}, correct: un}}'
    lines = [line for line in chain(steps).splitlines() if not line.startswith("  s")]
    body = [
        f"  s{n}: {{trials: {asks}, next: {f's{n + 1}' if n + 1 < steps else 'fin'}}}" for n in range(steps)
    ]
    place = lines.index("steps:") + 1
    return "\n".join([*lines[:place], *body, *lines[place:], ""])


def longer(protocol: Protocol, steps: int) -> Protocol:
    """Make a chain longer than a file may be: the flow is made from its first step."""
    first = protocol.steps["s0"]
    made = {}
    for number in range(steps):
        target = f"s{number + 1}" if number + 1 < steps else "fin"
        way = replace(first.next[0], target=target)
        made[f"s{number}"] = replace(first, name=f"s{number}", next=(way,))
    return replace(protocol, steps=made | {name: protocol.steps[name] for name in ("calme", "fin")})


def growth_with_steps(rounds: int) -> None:
    """Print what an input takes in chains of more and more steps; what loading and compiling take."""
    short = load_files({"longue.yaml": chain(10).encode()}, "longue.yaml")
    plan = RehearsalPlan(1, (profile("steady"),))
    engines, compiling = {}, {}
    for steps in STEPS:
        flow = longer(short, steps)
        begun = time.process_time()
        engines[steps] = Engine(flow)
        compiling[steps] = time.process_time() - begun
    took: dict[int, list[float]] = {steps: [] for steps in STEPS}
    for _ in range(rounds):
        for steps, engine in engines.items():
            times = max(1, 400 // steps)
            inputs = rehearse(engine, plan).inputs * times
            took[steps].append(seconds(lambda: [rehearse(engine, plan) for _ in range(times)]) / inputs)  # noqa: B023
    print(f"\nchains of steps, {rounds} rounds; load {os.getloadavg()[0]:.1f}")
    for steps, measured in took.items():
        print(
            f"{steps:7,} steps: best {min(measured) * 1e6:5.1f} µs an input, "
            f"median {statistics.median(measured) * 1e6:5.1f}; compiled in "
            f"{compiling[steps] * 1e3:7.1f} ms, {compiling[steps] / steps * 1e6:4.0f} µs a step"
        )
    for steps in BLOCKS:
        engine = Engine(load_files({"longue.yaml": questions(steps).encode()}, "longue.yaml"))
        times = max(1, 200 // steps)
        inputs = rehearse(engine, plan).inputs * times
        best = min(
            seconds(lambda: [rehearse(engine, plan) for _ in range(times)])  # noqa: B023
            for _ in range(min(rounds, 3))
        )
        print(f"{steps:7,} blocks of trials: best {best / inputs * 1e6:5.1f} µs an input")
    for steps in FILES:
        files = {"longue.yaml": chain(steps).encode()}
        best = min(seconds(lambda: load_files(files, "longue.yaml")) for _ in range(min(rounds, 3)))  # noqa: B023
        print(
            f"{steps:7,} steps of a file: loaded and checked in {best * 1e3:7.1f} ms, "
            f"{best / steps * 1e6:4.0f} µs a step"
        )


def growth_with_sessions() -> None:
    """Print what a session takes when more and more are rehearsed, and what their report takes."""
    protocol = load(SORTING)
    print(f"\nmany sessions on one core; load {os.getloadavg()[0]:.1f}")
    for count in SESSIONS:
        chosen = plans(count)
        begun = time.process_time()
        done = rehearse_many(protocol, chosen)
        rehearsed = time.process_time() - begun
        reporting = seconds(lambda: report(protocol, chosen, done))  # noqa: B023
        print(
            f"{count:6,} sessions: {rehearsed / count * 1e3:5.2f} ms a session, "
            f"the report {reporting / count * 1e3:5.2f} ms a session"
        )


def profile_of_what_remains() -> None:
    """Print where the time goes: by room of the house, and by function."""
    engine = Engine(load(SORTING))
    watched = cProfile.Profile()
    watched.enable()
    for plan in plans(100):
        rehearse(engine, plan)
    watched.disable()
    stats: Any = pstats.Stats(watched)
    rooms: Counter[str] = Counter()
    functions: Counter[str] = Counter()
    for (file, _, name), (_, _, own, _, _) in stats.stats.items():
        parts = Path(file).parts
        inside = parts[parts.index("nao_sessions") + 1 :] if "nao_sessions" in parts else ()
        room = (
            "/".join(inside[:2]) if inside else "transitions" if "transitions" in parts else "Python itself"
        )
        rooms[room] += own
        functions[f"{room} {name}"] += own
    whole = rooms.total()
    print("\nown time by module, under cProfile (which makes small functions look dearer)")
    for room, own in rooms.most_common(16):
        print(f"{own / whole:6.1%} {room}")
    print("\nby function")
    for function, own in functions.most_common(16):
        print(f"{own / whole:6.1%} {function}")


def main() -> None:
    """Measure, and print."""
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    rounds = numbers[0] if numbers else 15
    speed(rounds)
    growth_with_steps(min(rounds, 5))
    growth_with_sessions()
    if "--profile" in sys.argv:
        profile_of_what_remains()


if __name__ == "__main__":
    main()
