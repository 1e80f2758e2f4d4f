"""The course of one session with virtual people, twice: in virtual time, and over the wire on the simulator.

The simulator has its own voice and its own body, and shares no code with the timing model: what a session
lasts there is measured, not computed. Lengths are session time, read from the log.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path
from statistics import fmean
from typing import Any

from nao_sessions.core.events import Event
from nao_sessions.engine import Engine, Output
from nao_sessions.protocol import load
from nao_sessions.protocol.timing.actions import STAND_INS
from nao_sessions.record.log import read_log
from nao_sessions.rehearsal.people.behaviour import BehaviourProfile
from nao_sessions.rehearsal.people.people import people_of
from nao_sessions.rehearsal.session import RehearsalPlan, rehearse
from tests.kills.processes import command

SECOND_NS = 1_000_000_000
SHORT_S = 0.5
FEWEST = 5
"""So many short actions at least say something of the wire."""

AT_ONCE = frozenset({"listen", "watch"})
"""What is set rather than done."""

Line = tuple[int, str, Mapping[str, Any]]
"""Of a log: when, what kind, and its data."""


@dataclass(frozen=True, slots=True)
class Acted:
    """One action of Nao; ``seconds`` is None where it was not done to its end."""

    verb: str
    what: str
    begun_s: float
    seconds: float | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Give what it is, whenever it was."""
        return self.verb, self.what


@dataclass(frozen=True, slots=True)
class Course:
    """A session from its first step on: its length, its outcome, and what Nao did, as it was begun."""

    seconds: float
    outcome: str
    actions: tuple[Acted, ...]

    def as_far_as(self, other: Course) -> Course:
        """Give this course as far as the same was begun, in the same order, as in another one.

        People and Nao race each other: where an answer and a sentence's end fall within milliseconds, the
        wire may turn them round, and what follows is another session.
        """
        pairs = zip(self.actions, other.actions, strict=False)
        alike = sum(1 for _ in takewhile(lambda pair: pair[0].key == pair[1].key, pairs))
        if alike == len(self.actions) == len(other.actions):
            return self
        return replace(
            self, seconds=self.actions[alike - 1].begun_s, actions=self.actions[: max(alike - 1, 0)]
        )

    def done(self) -> dict[str, list[float]]:
        """Give the seconds of what was done to its end, by its kind."""
        found: dict[str, list[float]] = {}
        for action in self.actions:
            if action.seconds is not None and action.verb not in AT_ONCE:
                found.setdefault(action.verb, []).append(action.seconds)
        return found


def wire_share(said: Course, ran: Course) -> float:
    """Give the seconds of session time that the wire itself cost in a run.

    One action takes as much longer than it should as the shortest ones do, whose own length hides nothing:
    the mean of those that should take less than half a second. It is paid once at each moment of beginning,
    since what begins together waits together. Nothing, where too few tell.
    """
    pairs = zip(said.actions, ran.actions, strict=False)
    lengths = [(mine.seconds, theirs.seconds) for mine, theirs in pairs if mine.key == theirs.key]
    short = [theirs - mine for mine, theirs in lengths if mine is not None and theirs and mine < SHORT_S]
    if len(short) < FEWEST:
        return 0.0
    return fmean(short) * len({action.begun_s for action in said.actions})


def predicted(protocol: Path, child: str, seed: int, children: int = 1) -> Course:
    """Rehearse a session in virtual time."""
    loaded = load(protocol)
    told: list[tuple[Event, Sequence[Output]]] = []
    plan = RehearsalPlan(
        seed, (BehaviourProfile(id="of the plan", silence=0.0),) * children, language=loaded.language
    )
    people = people_of(child, plan.codes, seed)
    rehearsed = rehearse(
        Engine(loaded), plan, lambda event, outputs, state: told.append((event, outputs)), people
    )
    lines: list[Line] = []
    for event, outputs in told:
        lines += [(event.at, event.kind, event.data), *((event.at, one.kind, one.data) for one in outputs)]
    course = course_of(lines)
    assert course.outcome == rehearsed.outcome
    return course


def observed(protocol: Path, child: str, seed: int, out: Path, *, speed: float, children: int = 1) -> Course:
    """Run the same session on a simulator of its own, over qi."""
    codes = [f"V{number:02}" for number in range(1, children + 1)]
    taking_part = [word for code in codes for word in ("--participant", code)]
    names = "".join(f"{code}={name}\n" for code, name in zip(codes, STAND_INS, strict=False))
    ran = subprocess.run(
        [
            command("nao-sessions"), "run", str(protocol), "--simulator", "--no-room", "--json", *taking_part,
            "--names", "-", "--child", child, "--seed", str(seed), "--speed", str(speed), "--out", str(out),
        ],
        input=names, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    folder = Path(json.loads(ran.stdout)["folder"])
    events = read_log(folder / "events.jsonl").events
    return course_of([(event.at, event.kind, event.data) for event in events if event.dir != "note"])


def course_of(lines: Iterable[Line]) -> Course:
    """Put the lines of a log, or of a rehearsal, together."""
    began = ended = 0
    outcome = ""
    actions: dict[str, Acted] = {}
    for at, kind, data in lines:
        match kind:
            case "begin":
                began = at
            case "do":
                what = " ".join(str(value) for key, value in data.items() if key not in ("id", "verb"))
                actions[data["id"]] = Acted(data["verb"], what, (at - began) / SECOND_NS)
            case "done" if data["how"] == "finished" and data["action"] in actions:
                acted = actions[data["action"]]
                seconds = (at - began) / SECOND_NS - acted.begun_s
                actions[data["action"]] = replace(acted, seconds=seconds)
            case "ended":
                ended, outcome = at, str(data["outcome"])
    return Course((ended - began) / SECOND_NS, outcome, tuple(actions.values()))
