"""The same work on many session folders: here, on all cores, or on a Dask cluster, with the same result.

A worker that dies costs its share of the time and nothing else: what it had in hand is done again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any, Generic, TypeVar

from nao_sessions.core.processes import ProcessPool

Result = TypeVar("Result")
Work = Callable[[Path], Result]
"""What is done to one folder: a module's function, for other processes have to find it; it raises nothing."""
Progress = Callable[[int], None]
"""A function called with the number of folders that were done since its last call."""
Keep = Callable[[Path, Result], None]
"""A function called with each folder's result as it comes, in this process: interrupted work keeps those."""

SHARE = 16
"""Folders a task: few enough that a death costs little, enough that handing them out costs nothing."""
MOST_DEATHS = 3
"""So many times workers may die over the same work before it is given up."""


def nobody(done: int) -> None:
    """Ignore progress: the default for callers that show none."""


def nowhere(folder: Path, result: object) -> None:
    """Ignore a folder's result: the default for callers that store nothing before all is done."""


def spread(
    work: Work[Result],
    folders: Sequence[Path],
    *,
    jobs: int = 1,
    dask: str | None = None,
    progress: Progress = nobody,
    keep: Keep[Result] = nowhere,
    share: int = SHARE,
) -> list[Result]:
    """Do the work on every folder, and return the results in the folders' order.

    Args:
        work: what is done to one folder.
        folders: session folders, at paths that every worker can reach.
        jobs: processes on this machine; 1 does it here.
        dask: address of a Dask scheduler; it goes before ``jobs``.
        progress: called as folders are done.
        keep: called with each result as it comes, in no order.
        share: folders a task; 1 where each is minutes of work.

    Raises:
        ImportError: Dask was asked for and is not installed.
        OSError: no scheduler answers.
        BrokenProcessPool: workers died three times over the same work.
    """
    shares = [folders[first : first + share] for first in range(0, len(folders), share)]
    if dask is not None:
        return _on_dask(work, shares, dask, _Arrived(shares, progress, keep))
    if jobs > 1 and len(shares) > 1:
        return _on_processes(work, shares, jobs, _Arrived(shares, progress, keep))
    results = []
    for folder in folders:
        results.append(work(folder))
        keep(folder, results[-1])
        progress(1)
    return results


def share_done(work: Work[Result], folders: Sequence[Path]) -> list[Result]:
    """Do the work on a share of the folders, in a worker process; return the results in order."""
    return [work(folder) for folder in folders]


class _Arrived(Generic[Result]):
    """The results of the shares of folders that are done, handed on to *keep* and *progress* as they come."""

    def __init__(self, shares: Sequence[Sequence[Path]], progress: Progress, keep: Keep[Result]) -> None:
        self._shares, self._progress, self._keep = shares, progress, keep
        self.done: dict[int, list[Result]] = {}

    def take(self, number: int, results: list[Result]) -> None:
        """Store the results of one share, hand on each, and report progress."""
        self.done[number] = results
        for folder, result in zip(self._shares[number], results, strict=True):
            self._keep(folder, result)
        self._progress(len(results))

    def in_order(self) -> list[Result]:
        """Return all results in the folders' order."""
        return [one for number in range(len(self._shares)) for one in self.done[number]]


def _on_processes(
    work: Work[Result], shares: Sequence[Sequence[Path]], jobs: int, arrived: _Arrived[Result]
) -> list[Result]:
    for death in range(MOST_DEATHS):
        pool = ProcessPool(min(jobs, len(shares)))
        try:
            futures: dict[Future[list[Result]], int] = {
                pool.submit(share_done, work, share): number
                for number, share in enumerate(shares)
                if number not in arrived.done
            }
            for future in as_completed(futures):
                arrived.take(futures[future], future.result())
            break
        except BrokenProcessPool:
            if death == MOST_DEATHS - 1:
                raise
        finally:
            # what nobody began is not begun any more: whoever interrupts waits for what is in hand alone
            pool.shutdown(cancel_futures=True)
    return arrived.in_order()


def _on_dask(
    work: Work[Result], shares: Sequence[Sequence[Path]], address: str, arrived: _Arrived[Result]
) -> list[Result]:
    from dask import distributed

    cluster: Any = distributed  # it has no types
    with cluster.Client(address, set_as_default=False) as client:
        # Not pure: a share that is asked for again after a worker's death is done again, and gives the same.
        futures = {
            client.submit(share_done, work, share, pure=False, retries=MOST_DEATHS): number
            for number, share in enumerate(shares)
        }
        for future in cluster.as_completed(list(futures), loop=client.loop):
            arrived.take(futures[future], future.result())
            future.release()  # what was handed on need not wait on the cluster
        return arrived.in_order()
