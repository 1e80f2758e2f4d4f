"""How many events a second the engine takes, beside bare `transitions` and beside sismic.

One small game of questions inside a group, written three times: as a protocol, as a `transitions`
machine with a model of its own, as a sismic statechart. All three get the same events in the same
order, in turns, ask Nao for the same sentences, and must pass through the same states. The engine is
asked for its deadline after each event, as a session's loop does. Bare `transitions` has no deadlines,
and gives nothing to make a log from. A session's journal makes each output plain data first, and each
line bytes. What a line and plain data take is told as well, beside json.dumps and reading it back.

Run: python benchmarks/engine_events.py [EVENTS] [ROUNDS]      (sismic: the dependency group `bench`)
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from transitions import Machine

from nao_sessions.core.events import Event
from nao_sessions.engine import Engine, Output, State
from nao_sessions.protocol import load_files
from nao_sessions.record.journal import Journal, plain

ENDS_AFTER = 12
"""Right answers until the game begins again."""

SAYS = {
    "question": "Main gauche ou main droite ?",
    "bravo": "Bravo !",
    "encore": "On recommence.",
    "aide": "Essaie encore.",
}
"""What Nao says on entering a state: all three ask for it."""

PROTOCOL = f"""
protocol: 1
id: jeu
version: "1.0.0"
title: "Un jeu"
language: fr
participants: {{min: 1, max: 1}}
duration: {{limit: 6000 min}}
data: {{justes: 0}}
commands: {{finish: {{next: fin}}}}
always:
  buttons: [{{label: "Fin", next: fin}}]
start: jeu
steps:
  jeu:
    start: question
    next: fin
    steps:
      question: {{do: [{{say: "{SAYS["question"]}"}}], next: reponses}}
      reponses:
        buttons: [{{label: "Assez", next: done}}]
        when:
          - touch: hand.left
            if: data.justes + 1 < {ENDS_AFTER}
            set: {{justes: = data.justes + 1}}
            next: bravo
          - {{touch: hand.left, set: {{justes: 0}}, next: encore}}
          - {{touch: hand.right, next: aide}}
        after: {{wait: 60 s, next: aide}}
      bravo: {{do: [{{say: "{SAYS["bravo"]}"}}], next: question}}
      encore: {{do: [{{say: "{SAYS["encore"]}"}}], next: question}}
      aide: {{do: [{{say: "{SAYS["aide"]}"}}], next: reponses}}
  fin: {{do: [{{say: "Au revoir."}}], end: completed}}
"""

STATECHART = f"""
statechart:
  name: jeu
  preamble: justes = 0
  root state:
    name: racine
    initial: jeu
    transitions: [{{event: stop, target: fin}}, {{guard: after(360000), target: fin}}]
    states:
      - name: jeu
        initial: question
        states:
          - name: question
            on entry: notify('say', text='{SAYS["question"]}')
            transitions: [{{event: done, target: reponses}}]
          - name: reponses
            transitions:
              - {{event: left, guard: justes + 1 < {ENDS_AFTER}, action: justes = justes + 1, target: bravo}}
              - {{event: left, guard: justes + 1 >= {ENDS_AFTER}, action: justes = 0, target: encore}}
              - {{event: right, target: aide}}
              - {{event: enough, target: fin}}
              - {{guard: after(60), target: aide}}
          - name: bravo
            on entry: notify('say', text='{SAYS["bravo"]}')
            transitions: [{{event: done, target: question}}]
          - name: encore
            on entry: notify('say', text='{SAYS["encore"]}')
            transitions: [{{event: done, target: question}}]
          - name: aide
            on entry: notify('say', text='{SAYS["aide"]}')
            transitions: [{{event: done, target: reponses}}]
      - name: fin
"""

PARTS = {"left": "hand.left", "right": "hand.right"}
Runner = Callable[[Sequence[str]], list[str]]


def story(events: int, seed: int) -> list[str]:
    """Give events that the game takes, in order: ends of sentences, and touches drawn by a seed."""
    draw = Random(seed).random
    told = ["done"]
    while len(told) < events:
        # After a right answer Nao speaks twice: of the answer, and the next question.
        told += ["left", "done", "done"] if draw() < 0.7 else ["right", "done"]
    return told[:events]


class Game:
    """The model of the bare machine: where it is, how many answers were right, what was asked of Nao."""

    def __init__(self) -> None:
        self.state = "question"
        self.right = 0
        self.asked: list[str] = []

    def say(self) -> None:
        """Ask Nao for what the state says."""
        self.asked.append(SAYS[self.state])

    def goes_on(self) -> bool:
        """Tell whether another question comes."""
        return self.right + 1 < ENDS_AFTER

    def count(self) -> None:
        """Count a right answer."""
        self.right += 1

    def begin_anew(self) -> None:
        """Count from nothing."""
        self.right = 0


def bare() -> Runner:
    """Give the game on `transitions` alone."""
    machine = Machine(
        model=None,
        states=["reponses", *({"name": name, "on_enter": "say"} for name in SAYS)],
        initial="question",
        auto_transitions=False,
    )
    for event, source, target, options in (
        ("done", "question", "reponses", {}),
        ("left", "reponses", "bravo", {"conditions": "goes_on", "before": "count"}),
        ("left", "reponses", "encore", {"before": "begin_anew"}),
        ("right", "reponses", "aide", {}),
        ("done", "bravo", "question", {}),
        ("done", "encore", "question", {}),
        ("done", "aide", "reponses", {}),
    ):
        machine.add_transition(event, source, target, **options)

    def run(events: Sequence[str]) -> list[str]:
        game, path = Game(), []
        machine.add_model(game, initial="question")
        for event in events:
            game.trigger(event)  # type: ignore[attr-defined]
            path.append(game.state)
        machine.remove_model(game)
        return path

    return run


def ours(*, lines: bool = False, write: Callable[[Sequence[Event]], object] | None = None) -> Runner:
    """Give the game on the engine, with its deadline after each event, as the loop of a session asks for it.

    ``lines``: with the line of the log for every input and output, too. ``write``: by a session's journal,
    which gives it what is to be written: every input with its outputs.
    """
    engine = Engine(load_files({"jeu.yaml": PROTOCOL.encode()}, "jeu.yaml"))

    def run(events: Sequence[str]) -> list[str]:
        state, path, at, speaking = State(), [], 0, ""
        journal = None if write is None else Journal(engine, write)
        outputs: Sequence[Output | Event]
        given: list[tuple[str, dict[str, Any]]] = [
            ("start", {"participants": ["V01"], "seed": 1}),
            ("begin", {}),
        ]
        for number in range(len(events) + 2):
            if number < 2:
                kind, data = given[number]
            elif events[number - 2] == "done":
                kind, data = "done", {"action": speaking, "how": "finished"}
            else:
                kind, data = "touch", {"part": PARTS[events[number - 2]], "pressed": True}
            at += 1_000_000_000
            if journal is None:
                event = Event(number, "in", at, "benchmark", kind, data)
                state, outputs = engine.step(state, event)
            else:
                outputs = journal.feed(at, "benchmark", kind, data)
                state = journal.state
            engine.deadline(state)
            for output in outputs:
                if output.kind == "do":
                    speaking = output.data["id"]
            if lines:
                event.to_line()
                for output in outputs:
                    Event(number, "out", at, "engine", output.kind, output.data).to_line()
            if number >= 2:
                path.append(state.step.removeprefix("jeu."))
        return path

    return run


def to_bytes(lines: Sequence[Event]) -> bytes:
    """Return lines as a log writes them."""
    return "".join(line.to_line() + "\n" for line in lines).encode()


def peer() -> Runner:
    """Give the game on sismic, with the clock that it has for simulations. Raises: ImportError."""
    from sismic.interpreter import Interpreter
    from sismic.io import import_from_yaml

    chart = import_from_yaml(STATECHART)

    def run(events: Sequence[str]) -> list[str]:
        interpreter, path, asked = Interpreter(chart), [], []
        interpreter.attach(lambda event: asked.append(event.text) if event.name == "say" else None)
        interpreter.execute()
        for event in events:
            interpreter.clock.time += 1
            interpreter.queue(event).execute()
            path.append(interpreter.configuration[-1])
        return path

    return run


def dumped(event: Event) -> str:
    """Return a line as json.dumps writes it."""
    record = {name: value for name, value in event._asdict().items() if value is not None}
    record["t"] = event.at if event.t is None else event.t
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def parts(count: int, rounds: int) -> None:
    """Print what a line, and the plain data of an output, take on average, beside what json would take."""
    told: list[Event] = []
    ours(write=told.extend)(story(count, 0))
    given = [event.data for event in told if event.dir == "out"]
    works: dict[str, tuple[int, Callable[[], object]]] = {
        "a line": (len(told), lambda: [event.to_line() for event in told]),
        "a line by json.dumps": (len(told), lambda: [dumped(event) for event in told]),
        "plain data": (len(given), lambda: [plain(data) for data in given]),
        "plain data by json": (len(given), lambda: [json.loads(json.dumps(data)) for data in given]),
    }
    took: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, (_, work) in works.items():
            begun = time.process_time()
            work()
            took[name].append(time.process_time() - begun)
    print(f"{len(told) / count:.2f} lines and {len(given) / count:.2f} outputs an event; of each")
    for name, (number, _) in works.items():
        print(f"{name:20} {statistics.median(took[name]) / number * 1e6:6.2f} µs")


def main() -> None:
    """Measure in turns, and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    runners: dict[str, Runner] = {
        "bare transitions": bare(),
        "engine": ours(),
        "engine + log lines": ours(lines=True),
        "a session's journal": ours(write=to_bytes),
    }
    try:
        runners["sismic"] = peer()
    except ImportError:
        print("sismic is not installed (dependency group `bench`): measured beside the engine instead")
    seconds: dict[str, list[float]] = {name: [] for name in runners}
    for seed in range(rounds):
        events = story(count, seed)
        paths = []
        for name, run in runners.items():
            begun = time.process_time()
            paths.append(run(events))
            seconds[name].append(time.process_time() - begun)
        assert all(path == paths[0] for path in paths), "they did not go the same way"
    print(f"{count} events, {rounds} rounds, seeds 0 to {rounds - 1}; load {os.getloadavg()[0]:.1f}")
    other = "sismic" if "sismic" in runners else "engine"
    for name, measured in seconds.items():
        took = statistics.median(measured) / count
        ratios = [theirs / own for own, theirs in zip(measured, seconds[other], strict=True)]
        print(
            f"{name:20} {1 / took:9,.0f} events/s  {took * 1e6:6.1f} µs"
            f"  best {min(measured) / count * 1e6:6.1f} µs"
            f"  {statistics.median(ratios):5.2f} times {other}'s ({min(ratios):.2f} to {max(ratios):.2f})"
        )
    parts(count, rounds)


if __name__ == "__main__":
    main()
