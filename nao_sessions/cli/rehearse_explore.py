"""`nao-sessions rehearse --explore`: every order of events up to a depth, what must hold, and stories."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from nao_sessions.cli.words import give_json
from nao_sessions.engine import Engine
from nao_sessions.protocol.flow import Protocol
from nao_sessions.rehearsal.exploration.explore import DEPTH, MOST_STATES, explore
from nao_sessions.rehearsal.exploration.explore import Progress as Told
from nao_sessions.rehearsal.exploration.flaws import TRAPPED, UNBOUNDED, ExplorationResult, Flaw
from nao_sessions.rehearsal.exploration.search import missed
from nao_sessions.rehearsal.reports.coverage import universe
from nao_sessions.rehearsal.reports.report import HEAD
from nao_sessions.rehearsal.reports.words import KINDS
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg

ABSTRACTION = msg("draws of seed {seed}; counts are one from {cap} on; of time, the order of deadlines")
_INTERRUPTING = msg("Nao may be interrupted")
_WAITING = msg("people wait for Nao; finish, stop and calm are tried at every moment")
_COMPLETE = msg("all states")
_ONE_DRAW = msg("all states of one draw (--seed draws another one)")
_TO_DEPTH = msg("all orders of events, up to a depth of {depth}")
_CUT = msg("a depth of {depth} at most, stopped at {states} states (--states)")
_HELD = msg(
    "In every state visited ({how_far}): the end can be reached, stop and calm work, no wait is without "
    "an end."
)


@dataclass(frozen=True, slots=True)
class ExplorationOptions:
    """What is explored, and how far; ``path`` and ``written`` (settings) are as on the command line."""

    path: str
    settings: Mapping[str, Any]
    written: str
    seed: int
    depth: int = DEPTH
    states: int = MOST_STATES
    interrupting: bool = False

    def options(self, depth: int | str) -> str:
        """Return the command-line options that repeat the exploration to a depth."""
        cut_in = " --interrupting" if self.interrupting else ""
        return f"--explore --depth {depth} --seed {self.seed}{cut_in}{self.written}"


def rehearse_explore(
    protocol: Protocol, asked: ExplorationOptions, language: Language, *, as_json: bool
) -> int:
    """Explore a protocol and show what was found; return the exit code, 1 if there are flaws."""
    found = explored(protocol, asked, language)
    if as_json:
        give_json(_record(protocol, asked, found))
    else:
        _show(protocol, asked, found, language)
    return 1 if found.flaws else 0


def explored(protocol: Protocol, asked: ExplorationOptions, language: Language) -> ExplorationResult:
    """Explore a protocol, with progress on stderr, and return what was found."""
    with _progress(language, asked.states) as told:
        return explore(
            Engine(protocol),
            participants=codes(protocol),
            settings=asked.settings,
            depth=asked.depth,
            most=asked.states,
            seed=asked.seed,
            interrupting=asked.interrupting,
            progress=told,
        )


def codes(protocol: Protocol) -> tuple[str, ...]:
    """Return codes for the virtual children: as few as the protocol allows, at least one."""
    return tuple(f"V{number:02}" for number in range(1, max(1, protocol.participants_min) + 1))


def again(asked: ExplorationOptions, flaw: Flaw) -> str:
    """Return the command-line options that show a flaw again, at the least depth that does."""
    depth = flaw.events
    if flaw.code == UNBOUNDED.code:
        depth += 1
    elif flaw.code == TRAPPED.code:
        depth = asked.depth
    return asked.options(min(max(depth, 1), asked.depth))


def _record(protocol: Protocol, asked: ExplorationOptions, found: ExplorationResult) -> dict[str, Any]:
    abstraction = ABSTRACTION.format(seed=asked.seed, cap=found.cap)
    held = _HELD.format(how_far=found.how_far())
    return {
        "head": {"fr": HEAD.fr, "en": HEAD.en},
        "protocol": {
            "id": protocol.id,
            "version": protocol.version,
            "sha256": protocol.sources[0].sha256,
        },
        "exploration": {
            "seed": asked.seed,
            "participants": list(codes(protocol)),
            "settings": dict(asked.settings),
            "depth": asked.depth,
            "interrupting": asked.interrupting,
            "states": found.states,
            "events": found.events,
            "deepest": found.depth,
            "complete": found.complete,
            "one_draw": found.one_draw,
            "cap": found.cap,
            "abstraction": {"fr": abstraction.fr, "en": abstraction.en},
        },
        "verdict": None
        if found.flaws
        else {"fr": held.fr, "en": held.en, "complete": found.complete, "one_draw": found.one_draw},
        "reached": {
            kind: {
                "all": len(names),
                "reached": sum(name in found.reached for name in names),
                "missing": [name for name in names if name not in found.reached],
            }
            for kind, names in universe(protocol).items()
        },
        "flaws": [
            {
                "code": flaw.code,
                "fr": flaw.what.fr,
                "en": flaw.what.en,
                "step": flaw.step,
                "story": [told.to_json() for told in flaw.story],
                "again": again(asked, flaw),
            }
            for flaw in found.flaws
        ],
    }


def _show(
    protocol: Protocol, asked: ExplorationOptions, found: ExplorationResult, language: Language
) -> None:
    def say(text: Text) -> str:
        return text.in_language(language)

    click.echo(click.style(HEAD.in_language(language), bold=True))
    whole = _ONE_DRAW if found.one_draw else _COMPLETE
    how_far = whole if found.complete else _CUT if found.states >= asked.states else _TO_DEPTH
    abstraction = ABSTRACTION.format(seed=asked.seed, cap=found.cap).in_language(language)
    how = (_INTERRUPTING if asked.interrupting else _WAITING).in_language(language)
    how_far = how_far.format(depth=asked.depth, states=found.states)
    states, events = msg("states"), msg("events")
    facts = [
        (say(msg("exploration")), how_far.in_language(language)),
        (
            say(msg("visited")),
            f"{found.states} {say(states)}, {found.events} {say(events)}",
        ),
        (say(msg("abstraction")), abstraction),
        ("", how),
        (say(msg("children")), str(len(codes(protocol)))),
    ]
    missing: list[str] = []
    for kind, names in universe(protocol).items():
        reached = sum(name in found.reached for name in names)
        if names:
            facts.append((KINDS[kind].in_language(language), f"{reached} / {len(names)}"))
        missing += [name for name in names if name not in found.reached]
    wide = max(len(name) for name, _ in facts)
    for name, value in facts:
        click.echo(f"  {name:<{wide}}  {value}")
    for text in missed(protocol, missing, found):
        click.echo(f"  {say(text)}")
    click.echo("")
    for flaw in found.flaws:
        click.echo(click.style(say(msg("{what} (step {step})", what=flaw.what, step=flaw.title)), bold=True))
        for number, told in enumerate(flaw.story, start=1):
            click.echo(f"  {number}. {told.in_words().in_language(language)}")
        click.echo(f"  nao-sessions rehearse {asked.path} {again(asked, flaw)}")
    if not found.flaws:
        click.echo(_HELD.format(how_far=found.how_far()).in_language(language))


@contextmanager
def _progress(language: Language, most: int) -> Iterator[Told]:
    """Show the progress on stderr, if it is a terminal; yield what takes states, states left and depth."""
    console = Console(stderr=True)
    words = msg("{task.completed} states, {task.fields[left]} to leave, depth {task.fields[depth]}")
    with Progress(
        TextColumn(words.in_language(language)), BarColumn(), console=console, transient=True,
        disable=not console.is_terminal,
    ) as bar:  # fmt: skip
        task = bar.add_task("", total=most, left=0, depth=0)
        yield lambda states, left, depth: bar.update(task, completed=states, left=left, depth=depth)
