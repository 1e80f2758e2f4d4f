"""Work on many sessions over two Dask workers: the same as here, and a worker that dies costs time alone."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import pytest
from click.testing import CliRunner
from dask import distributed

from nao_sessions import open_corpus
from nao_sessions.analysis.corpus.index import index_of
from nao_sessions.analysis.corpus.reexecution import reexecuted
from nao_sessions.analysis.corpus.spread import spread
from nao_sessions.analysis.film.features.measures import measured
from nao_sessions.analysis.film.features.store import FeatureFiles, measure, recordings_of
from nao_sessions.cli.verify import verify
from nao_sessions.text.messages import Text
from tests.analysis.film.filmed import film_in
from tests.console.rehearsed_folder import make_session

pytestmark = pytest.mark.alone

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


def dying_measured(path: Path) -> bytes | Text:
    """Measure a recording; the first time that the second one comes, the worker is killed."""
    session = path.parent.parent
    died = session.parent / ".died-measuring"
    if session.name.endswith("d001") and not died.exists():
        died.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return measured(path)


def kept(cache: Path) -> dict[str, bytes]:
    """Give every file of features, by its place."""
    return {str(path.relative_to(cache)): path.read_bytes() for path in cache.rglob("*.arrow")}


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


@pytest.mark.filterwarnings("default")  # of a worker that is killed, its nanny tells in its own way
def test_features_are_the_same_bytes_on_one_process_on_two_and_on_a_cluster_that_loses_one(
    root: Path, tmp_path: Path
) -> None:
    filmed = sorted(path for path in root.iterdir() if not path.name.startswith("."))[:3]
    for session in filmed:
        film_in(session)
    recordings = [one for session in filmed for one in recordings_of(session)]
    measure(recordings, FeatureFiles(tmp_path / "one"))
    measure(recordings, FeatureFiles(tmp_path / "two"), jobs=2, work=dying_measured)
    assert (root / ".died-measuring").exists()
    (root / ".died-measuring").unlink()
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        address = cluster.scheduler_address
        measure(recordings, FeatureFiles(tmp_path / "cluster"), dask=address, work=dying_measured)
        over = open_corpus(root, cache=tmp_path / "cluster", dask=address)
        assert over.lacking() == []
        table = over.features
    assert (root / ".died-measuring").exists()
    assert len(kept(tmp_path / "one")) == len(filmed)
    assert kept(tmp_path / "one") == kept(tmp_path / "two") == kept(tmp_path / "cluster")
    assert table.equals(open_corpus(root, cache=tmp_path / "one").features)


def test_a_killed_process_of_this_machine_costs_time_alone(root: Path) -> None:
    (root / ".died").unlink(missing_ok=True)
    folders = sorted(path for path in root.iterdir() if not path.name.startswith("."))
    assert spread(dying, folders, jobs=2) == [folder.name for folder in folders]
    assert (root / ".died").exists()


def test_every_session_is_verified_again_here_and_over_a_cluster(root: Path) -> None:
    folders = sorted(path for path in root.iterdir() if not path.name.startswith("."))
    here = spread(reexecuted, folders)
    assert [one.folder for one in here] == folders
    assert all(one.events > 0 for one in here)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        address = cluster.scheduler_address
        assert spread(reexecuted, folders, dask=address) == here
        told = CliRunner().invoke(verify, [str(root), "--dask", address, "--json"])
    sessions = json.loads(told.stdout)["sessions"]
    assert [one["folder"] for one in sessions] == [folder.name for folder in folders]
    assert [one["events"] for one in sessions] == [one.events for one in here]
