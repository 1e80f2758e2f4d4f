"""Many rehearsed sessions: over all cores, or over a Dask cluster; the same plans give the same results.

Each worker loads the protocol from its bytes once. A worker that dies costs time, no more: what it had in
hand is given to others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from nao_sessions.core.processes import ProcessPool
from nao_sessions.engine import Engine
from nao_sessions.protocol import load_files
from nao_sessions.protocol.flow import Protocol
from nao_sessions.rehearsal.session import RehearsalPlan, RehearsalResult, rehearse

SHARE = 25
"""The sessions handed to a worker at once: a tenth of a second of work, so that progress is seen."""

MOST_DEATHS = 5
"""The pools of workers that may break before it is an error: a machine that kills each kills the next."""

One = TypeVar("One")
"""The result of one session."""

Progress = Callable[[int], None]
"""A function called with the number of sessions done since its last call."""


@dataclass(frozen=True, slots=True)
class Files:
    """A protocol as the bytes of its files, for workers; equal bytes are one protocol."""

    entry: str
    contents: tuple[tuple[str, bytes], ...]

    @classmethod
    def of(cls, protocol: Protocol) -> Files:
        """Return the files of a protocol."""
        return cls(
            protocol.sources[0].name, tuple((source.name, source.content) for source in protocol.sources)
        )


@lru_cache(maxsize=8)
def engine_of(files: Files) -> Engine:
    """Return the engine of a protocol; made once in each process."""
    return Engine(load_files(dict(files.contents), files.entry))


def rehearse_share(files: Files, plans: Sequence[RehearsalPlan]) -> list[RehearsalResult]:
    """Run a worker's share of sessions, and return their results in order."""
    engine = engine_of(files)
    return [rehearse(engine, plan) for plan in plans]


def rehearse_many(
    protocol: Protocol,
    plans: Sequence[RehearsalPlan],
    *,
    jobs: int = 1,
    progress: Progress = lambda done: None,
) -> list[RehearsalResult]:
    """Run sessions, and return their results in the order of their plans.

    Args:
        protocol: the protocol.
        plans: a session each.
        jobs: processes; 1 is this one.
        progress: called as sessions are done.

    Raises:
        BrokenProcessPool: workers died again and again.
    """
    return spread(rehearse_share, protocol, plans, jobs=jobs, progress=progress)


def spread(
    work: Callable[[Files, Sequence[RehearsalPlan]], list[One]],
    protocol: Protocol,
    plans: Sequence[RehearsalPlan],
    *,
    jobs: int = 1,
    progress: Progress = lambda done: None,
) -> list[One]:
    """Call a function on shares of the sessions, and return the results in the order of the plans.

    Raises:
        BrokenProcessPool: workers died again and again.
    """
    files = Files.of(protocol)
    shares = list(_shares(plans))
    if jobs <= 1 or len(shares) <= 1:
        return [done for share in shares for done in _reported(work(files, share), progress)]
    done: dict[int, list[One]] = {}
    for death in range(MOST_DEATHS):
        try:
            _over_processes(work, files, shares, done, jobs, progress)
            break
        except BrokenProcessPool:
            if death == MOST_DEATHS - 1:
                raise
    return [one for number in range(len(shares)) for one in done[number]]


def rehearse_on_dask(
    protocol: Protocol, plans: Sequence[RehearsalPlan], address: str, progress: Progress = lambda done: None
) -> list[RehearsalResult]:
    """Run sessions on a Dask cluster, and return their results in the order of their plans.

    Args:
        protocol: the protocol.
        plans: a session each.
        address: of the cluster's scheduler.
        progress: called as sessions are done.

    Raises:
        ImportError: Dask is not installed.
        OSError: no scheduler answers.
    """
    from dask import distributed

    dask: Any = distributed  # it has no types
    files = Files.of(protocol)
    shares = list(_shares(plans))
    with dask.Client(address, set_as_default=False) as client:
        # Not pure: a share that is asked for again after a worker's death is run again, and gives the same.
        futures = [
            client.submit(rehearse_share, files, share, pure=False, retries=MOST_DEATHS) for share in shares
        ]
        for future in dask.as_completed(futures, loop=client.loop):
            progress(len(future.result()))
        return [one for future in futures for one in future.result()]


def _over_processes(
    work: Callable[[Files, Sequence[RehearsalPlan]], list[One]],
    files: Files,
    shares: Sequence[Sequence[RehearsalPlan]],
    done: dict[int, list[One]],
    jobs: int,
    progress: Progress,
) -> None:
    """Run what is not done yet. Raises: BrokenProcessPool, with what was done kept."""
    with ProcessPool(jobs) as pool:
        futures: dict[Future[list[One]], int] = {
            pool.submit(work, files, share): number
            for number, share in enumerate(shares)
            if number not in done
        }
        for future in as_completed(futures):
            done[futures[future]] = _reported(future.result(), progress)


def _reported(sessions: list[One], progress: Progress) -> list[One]:
    progress(len(sessions))
    return sessions


def _shares(plans: Sequence[RehearsalPlan]) -> Iterator[Sequence[RehearsalPlan]]:
    for start in range(0, len(plans), SHARE):
        yield plans[start : start + SHARE]


def plans_for(
    protocol: Protocol,
    profiles: Sequence[Any],
    *,
    sessions: int,
    seed: int,
    policies: Sequence[Any],
    settings: Mapping[str, Any],
    written: str = "",
) -> list[RehearsalPlan]:
    """Return the plans of sessions: seeds in a row, and profiles, policies and numbers of children in turn.

    A session's seed alone decides which of them it gets, so that any session can be run again by its seed.
    """
    least, most = max(1, protocol.participants_min), max(1, protocol.participants_max)
    plans = []
    for number in range(seed, seed + sessions):
        children = least + number % (most - least + 1)
        chosen = tuple(profiles[(number + child) % len(profiles)] for child in range(children))
        policy = policies[(number // len(profiles)) % len(policies)]
        plans.append(RehearsalPlan(number, chosen, policy, dict(settings), protocol.language, written))
    return plans


def options_for(plan: RehearsalPlan) -> str:
    """Return the options of ``rehearse`` that run this one session again."""
    size = len(plan.profiles)
    names = [""] * size
    for child, behaviour in enumerate(plan.profiles):
        names[(plan.seed + child) % size] = behaviour.id
    children = " ".join(f"--child {name}" for name in names)
    return f"--sessions 1 --seed {plan.seed} {children} --professional {plan.policy}{plan.written}"
