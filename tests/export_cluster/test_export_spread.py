"""Work on many sessions over two Dask workers: the same as here, and a worker that dies costs time alone."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest
from dask import distributed

sys.path.insert(0, str(Path(__file__).parents[1] / "console"))

from rehearsed_folder import make_session

from nao_sessions.export.index import index_of
from nao_sessions.export.reexecuted import reexecuted
from nao_sessions.export.spread import spread

COUNT = 20


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a corpus of twenty sessions: more than one share of the work."""
    below = tmp_path_factory.mktemp("corpus")
    for day in range(COUNT):
        make_session(below, "rituel-bonjour", day=day, seed=day + 1)
    return below


def dying(folder: Path) -> str:
    """Name a folder; the first time that the third one comes, the worker is killed."""
    died = folder.parent / ".died"
    if folder.name.endswith("d002") and not died.exists():
        died.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return folder.name


@pytest.mark.filterwarnings("default")  # of a worker that is killed, its nanny tells in its own way
def test_two_workers_give_the_same_index_and_a_killed_one_costs_time_alone(
    root: Path, tmp_path: Path
) -> None:
    alone = index_of(root, tmp_path / "here")
    folders = sorted(path for path in root.iterdir() if not path.name.startswith("."))
    told: list[int] = []
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        address = cluster.scheduler_address
        over = index_of(root, tmp_path / "there", dask=address, progress=told.append)
        named = spread(dying, folders, dask=address)
    assert sum(told) == COUNT
    assert all(alone.tables[name].equals(over.tables[name]) for name in alone.tables)
    assert named == [folder.name for folder in folders]
    assert (root / ".died").exists()


def test_a_killed_process_of_this_machine_costs_time_alone(root: Path) -> None:
    (root / ".died").unlink(missing_ok=True)
    folders = sorted(path for path in root.iterdir() if not path.name.startswith("."))
    assert spread(dying, folders, jobs=2) == [folder.name for folder in folders]
    assert (root / ".died").exists()


def test_every_session_is_verified_again(root: Path) -> None:
    folders = sorted(path for path in root.iterdir() if not path.name.startswith("."))[:2]
    found = spread(reexecuted, folders)
    assert [one.folder for one in found] == folders
    assert all(one.events > 0 for one in found)
