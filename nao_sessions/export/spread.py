"""The same work on many session folders: here, on all cores, or on a Dask cluster, with the same result.

A worker that dies costs its share of the time and nothing else: what it had in hand is done again.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any, TypeVar

Result = TypeVar("Result")
Work = Callable[[Path], Result]
"""What is done to one folder: a module's function, for other processes have to find it; it raises nothing."""
Progress = Callable[[int], None]
"""Told how many folders were done since it was told last."""

SHARE = 16
"""Folders a task: few enough that a death costs little, enough that handing them out costs nothing."""
MOST_DEATHS = 3


def nobody(done: int) -> None:
    """Tell nobody how far it is."""


def spread(
    work: Work[Result],
    folders: Sequence[Path],
    *,
    jobs: int = 1,
    dask: str | None = None,
    progress: Progress = nobody,
) -> list[Result]:
    """Do the work on every folder, and give the results in the folders' order.

    Args:
        work: what is done to one folder.
        folders: session folders, at paths that every worker can reach.
        jobs: processes on this machine; 1 does it here.
        dask: address of a Dask scheduler; it goes before ``jobs``.
        progress: told as folders are done.

    Raises:
        ImportError: Dask was asked for and is not installed.
        OSError: no scheduler answers.
        BrokenProcessPool: workers died three times over the same work.
    """
    shares = [folders[first : first + SHARE] for first in range(0, len(folders), SHARE)]
    if dask is not None:
        return _on_dask(work, shares, dask, progress)
    if jobs > 1 and len(shares) > 1:
        return _on_processes(work, shares, jobs, progress)
    results = []
    for folder in folders:
        results.append(work(folder))
        progress(1)
    return results


def share_done(work: Work[Result], folders: Sequence[Path]) -> list[Result]:
    """Do the work on a share of the folders, in a worker."""
    return [work(folder) for folder in folders]


def _on_processes(
    work: Work[Result], shares: Sequence[Sequence[Path]], jobs: int, progress: Progress
) -> list[Result]:
    done: dict[int, list[Result]] = {}
    # Spawned, never forked: another room of the program may have threads.
    context = multiprocessing.get_context("spawn")
    for death in range(MOST_DEATHS):
        try:
            with ProcessPoolExecutor(max_workers=jobs, mp_context=context) as pool:
                futures: dict[Future[list[Result]], int] = {
                    pool.submit(share_done, work, share): number
                    for number, share in enumerate(shares)
                    if number not in done
                }
                for future in as_completed(futures):
                    done[futures[future]] = future.result()
                    progress(len(done[futures[future]]))
            break
        except BrokenProcessPool:
            if death == MOST_DEATHS - 1:
                raise
    return [one for number in range(len(shares)) for one in done[number]]


def _on_dask(
    work: Work[Result], shares: Sequence[Sequence[Path]], address: str, progress: Progress
) -> list[Result]:
    from dask import distributed

    cluster: Any = distributed  # it has no types
    with cluster.Client(address, set_as_default=False) as client:
        # Not pure: a share that is asked for again after a worker's death is done again, and gives the same.
        futures = [
            client.submit(share_done, work, share, pure=False, retries=MOST_DEATHS) for share in shares
        ]
        for future in cluster.as_completed(futures, loop=client.loop):
            progress(len(future.result()))
        return [one for future in futures for one in future.result()]
