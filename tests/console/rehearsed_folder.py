"""Session folders for the tests of what comes after: a protocol of the library, rehearsed in virtual time.

Nothing is waited for: half an hour of session is a few milliseconds, and the same seed is the same log.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.events import Event
from nao_sessions.engine import Engine
from nao_sessions.engine.state import State
from nao_sessions.protocol import load
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.manifest import ClockAnchor, Grounds, Manifest, ProtocolFacts
from nao_sessions.record.private import write_private
from nao_sessions.rehearsal.people.behaviour import profile as behaviour
from nao_sessions.rehearsal.people.people import InTheRoom, VirtualPeople
from nao_sessions.rehearsal.people.professional import Policy
from nao_sessions.rehearsal.session import RehearsalPlan, rehearse

LIBRARY = Path(__file__).parents[2] / "protocols"
DAY_NS = 24 * 3600 * SECOND_NS
FIRST_UTC_NS = 1_795_528_992 * SECOND_NS
"""24 November 2026, 14:03:12 UTC."""


def make_session(
    parent: Path,
    protocol: str = "emotions",
    *,
    children: Sequence[str] = ("P07",),
    profile: str = "often_wrong",
    seed: int = 1,
    day: int = 0,
    state: str = "closed",
    rehearsal: bool = False,
    policy: Policy = "confirms",
    around: Callable[[InTheRoom], InTheRoom] | None = None,
) -> Path:
    """Make a closed session folder, ``day`` days after the first; give its path.

    ``around`` puts something between the session and its virtual people: pauses, a lost robot.
    """
    engine = engine_of(protocol)
    events, outcome = _played(engine, tuple(children), profile, seed, policy, around)
    folder = SessionFolder(parent / f"2026-11-24T1403{seed % 60:02}Z_{protocol}_d{day:03}")
    for made in (folder.path, folder.protocol, folder.room):
        made.mkdir(parents=True, mode=0o700)
    for source in engine.protocol.sources:
        target = folder.protocol / source.name
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_private(target, source.content)
    write_private(folder.events, "".join(event.to_line() + "\n" for event in events).encode())
    _manifest(engine, folder.path.name, children, day, state, outcome, rehearsal).write(folder.manifest)
    return folder.path


@cache
def engine_of(protocol: str) -> Engine:
    """Give the engine of a protocol of the library."""
    return Engine(load(LIBRARY / f"{protocol}.yaml"))


def _played(
    engine: Engine,
    children: tuple[str, ...],
    profile: str,
    seed: int,
    policy: Policy,
    around: Callable[[InTheRoom], InTheRoom] | None,
) -> tuple[tuple[Event, ...], str]:
    """Rehearse, and write down what a log would hold, with these children's codes."""
    lines: list[Event] = []

    def watch(event: Event, outputs: Sequence[Any], state: State) -> None:
        lines.append(event._replace(seq=len(lines)))
        cause = lines[-1].seq
        for output in outputs:
            lines.append(Event(len(lines), "out", event.at, "engine", output.kind, output.data, cause=cause))

    plan = RehearsalPlan(seed, tuple(behaviour(profile) for _ in children), policy)
    people: InTheRoom = VirtualPeople(plan.codes, plan.profiles, plan.policy, plan.seed)
    played = rehearse(engine, plan, watch, people if around is None else around(people))
    text = "\n".join(line.to_line() for line in lines)
    for virtual, code in zip(plan.codes, children, strict=True):
        text = text.replace(f'"{virtual}"', f'"{code}"')
    return tuple(Event.from_line(line) for line in text.splitlines()), played.outcome


def _manifest(
    engine: Engine,
    name: str,
    children: Sequence[str],
    day: int,
    state: str,
    outcome: str,
    rehearsal: bool,
) -> Manifest:
    protocol = engine.protocol
    return Manifest.model_validate(
        {
            "id": name,
            "protocol": ProtocolFacts(
                id=protocol.id,
                version=protocol.version,
                title=protocol.title.template("fr").source,
                entry=f"{protocol.id}.yaml",
            ),
            "participants": list(children),
            "ground": Grounds(text="accord des représentants légaux"),
            "rehearsal": rehearsal,
            "robot": {"simulator": True},
            "room": {},
            "software": {"nao_sessions": "0.1.0"},
            "seed": 7,
            "settings": {},
            "language": "fr",
            "clock": ClockAnchor(origin_ns=0, utc_ns=FIRST_UTC_NS + day * DAY_NS, boot_id="b"),
            "state": state,
            "outcome": outcome,
        }
    )
