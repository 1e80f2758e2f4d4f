"""The rehearsals of one protocol, each run once whatever asks for it; the same file gives the same sessions.

Nothing is judged here.

What sessions can reach of a protocol: its steps, every way from step to step, its helps, its feedback. The
names are those of ``rehearsal/reports/coverage.py``, of a rehearsal and of a session on the simulator alike.
What a used file brings is that file's own affair: its expectations stand beside it.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from nao_sessions.core.events import Event
from nao_sessions.engine import Engine, Output, State
from nao_sessions.protocol import setting_values
from nao_sessions.protocol.expectations import Coverage, Expectations, ExpectedSettings, Part
from nao_sessions.protocol.flow import Protocol
from nao_sessions.rehearsal.many import plans_for
from nao_sessions.rehearsal.people.behaviour import profile, profile_names
from nao_sessions.rehearsal.people.professional import POLICIES, Policy
from nao_sessions.rehearsal.reports.coverage import universe
from nao_sessions.rehearsal.session import RehearsalPlan, RehearsalResult, rehearse


def parts_of(protocol: Protocol) -> Mapping[Part, tuple[str, ...]]:
    """Return all that can be reached in a protocol's own file, by the names used in reports."""
    all_ = universe(protocol)
    users = tuple(step.name for step in protocol.steps.values() if step.use is not None)

    def own(names: Iterable[str]) -> tuple[str, ...]:
        return tuple(name for name in names if not _used(name, users))

    return {
        "steps": own(all_["steps"]),
        "transitions": own(all_["exits"]),
        "prompts": own(all_["prompts"]),
        "feedback": own(all_["feedback"]),
    }


def _used(name: str, users: Sequence[str]) -> bool:
    return any(name.startswith((f"{user}.", f"{user}:", f"{user}/always")) for user in users)


ROUND = 50
"""After how many sessions a search looks each time whether enough is reached."""


@dataclass(frozen=True, slots=True)
class Run:
    """One rehearsed session: its plan, what came of it, the names that it reached, what Nao said."""

    plan: RehearsalPlan
    rehearsed: RehearsalResult
    names: frozenset[str]
    sentences: frozenset[str]


class Rehearsals:
    """The rehearsals of one protocol, as its expectations ask for them."""

    def __init__(self, protocol: Protocol, expectations: Expectations) -> None:
        self.protocol = protocol
        self.expectations = expectations
        self.parts = parts_of(protocol)
        self._groups: dict[str, tuple[Run, ...]] = {}

    @cached_property
    def _engine(self) -> Engine:
        return Engine(self.protocol)

    def of(self, group: str) -> tuple[Run, ...]:
        """Return the rehearsals of a behaviour or a group."""
        if group not in self._groups:
            asked = self.expectations
            names, policies = asked.groups[group], (_policy(asked.professional),)
            self._groups[group] = self._run(names, policies, asked.seed, asked.sessions, ExpectedSettings())
        return self._groups[group]

    def all(self) -> tuple[Run, ...]:
        """Return the rehearsals of all behaviours and groups, in order."""
        return tuple(run for group in self.expectations.groups for run in self.of(group))

    @cached_property
    def search(self) -> tuple[Run, ...]:
        """Return sessions of all behaviours and professionals, until enough is reached or there are enough.

        Those of :meth:`all` come first, and count too. Rounds take the settings of all sessions and each of
        the variants in turn.
        """
        coverage = self.expectations.coverage
        variants = (ExpectedSettings(), *(() if coverage is None else coverage.variants))
        runs = list(self.all())
        reached = {name for run in runs for name in run.names}
        done = 0
        while coverage is not None and done < coverage.sessions and not self._enough(coverage, reached):
            count = min(ROUND, coverage.sessions - done)
            seed, variant = self.expectations.seed + done, variants[done // ROUND % len(variants)]
            new = self._run(profile_names(), POLICIES, seed, count, variant)
            reached.update(*(run.names for run in new))
            runs += new
            done += count
        return tuple(runs)

    def share(self, part: Part, reached: Set[str]) -> tuple[int, list[str]]:
        """Return how many names of a part (exceptions apart) should be reached, and those that were not."""
        coverage = self.expectations.coverage
        excepted = () if coverage is None else coverage.excepted
        wanted = [name for name in self.parts[part] if name not in excepted]
        return len(wanted), [name for name in wanted if name not in reached]

    def _enough(self, coverage: Coverage, reached: set[str]) -> bool:
        for part, bound in coverage.least.items():
            wanted, missing = self.share(part, reached)
            if wanted and not bound.holds(1 - len(missing) / wanted):
                return False
        return True

    def _run(
        self,
        names: Sequence[str],
        policies: Sequence[Policy],
        seed: int,
        sessions: int,
        variant: ExpectedSettings,
    ) -> tuple[Run, ...]:
        given = {**self.expectations.settings.written, **variant.written}
        written = "".join(f" --setting {shlex.quote(f'{name}={one}')}" for name, one in given.items())
        values = setting_values(self.protocol, given)
        plans = plans_for(
            self.protocol,
            [profile(name) for name in names],
            sessions=sessions,
            seed=seed,
            policies=policies,
            settings={name: values[name] for name in given},
            written=written,
        )
        return tuple(_rehearsed(self._engine, plan) for plan in plans)


def _rehearsed(engine: Engine, plan: RehearsalPlan) -> Run:
    sentences: set[str] = set()

    def watch(event: Event, outputs: Sequence[Output], state: State) -> None:
        for kind, data in outputs:
            if kind == "do" and data["verb"] == "say":
                sentences.add(data["text"])

    rehearsed = rehearse(engine, plan, watch)
    return Run(plan, rehearsed, rehearsed.reached, frozenset(sentences))


def _policy(name: str) -> Policy:
    return next(policy for policy in POLICIES if policy == name)
