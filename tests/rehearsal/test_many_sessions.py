"""Many sessions: the same report on one process, two, a cluster; a worker that dies costs time alone."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Sequence
from pathlib import Path

import pytest

from nao_sessions.rehearsal import many
from nao_sessions.rehearsal.exploration.search import until_covered
from nao_sessions.rehearsal.many import (
    Files,
    options_for,
    plans_for,
    rehearse_many,
    rehearse_on_dask,
    rehearse_share,
)
from nao_sessions.rehearsal.people.behaviour import profile, profile_names
from nao_sessions.rehearsal.reports.page import report_page
from nao_sessions.rehearsal.reports.report import HEAD, report
from nao_sessions.rehearsal.session import RehearsalPlan, RehearsalResult
from tests.course import protocol_of
from tests.engine.test_trials import BLOCK, block

PROTOCOL = protocol_of(
    block(BLOCK + "count: 4\n", step='buttons: [{label: "Assez", next: fin}]\nnext: fin\n')
)
PLANS = plans_for(
    PROTOCOL,
    [profile(name) for name in profile_names()],
    sessions=60,
    seed=3,
    policies=("confirms", "presses_everything"),
    settings={},
)


def told(sessions: Sequence[RehearsalResult]) -> str:
    """Give the report of sessions, to the byte."""
    return json.dumps(report(PROTOCOL, PLANS, sessions).to_json(), ensure_ascii=False)


def test_two_processes_give_the_same_report_as_one() -> None:
    done: list[int] = []
    one = rehearse_many(PROTOCOL, PLANS, jobs=1)
    two = rehearse_many(PROTOCOL, PLANS, jobs=2, progress=done.append)
    assert told(one) == told(two)
    assert sum(done) == len(PLANS)


def _dying(files: Files, plans: Sequence[RehearsalPlan]) -> list[RehearsalResult]:
    """Run a share; the first time that the third one comes, the worker is killed."""
    died = Path(os.environ["NAO_DIED"])
    if plans[0].seed == PLANS[many.SHARE].seed and not died.exists():
        died.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return rehearse_share(files, plans)


def test_a_worker_that_is_killed_costs_time_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    died = tmp_path_factory.mktemp("worker") / "died"
    monkeypatch.setenv("NAO_DIED", str(died))
    monkeypatch.setattr(many, "rehearse_share", _dying)
    assert told(rehearse_many(PROTOCOL, PLANS, jobs=2)) == told(rehearse_many(PROTOCOL, PLANS, jobs=1))
    assert died.exists()


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_of_two_workers_gives_the_same_report_though_one_is_killed() -> None:
    distributed = pytest.importorskip("dask.distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as cluster:
        killed: list[int] = []

        def kill_one(done: int) -> None:
            if not killed:
                worker = next(iter(cluster.workers.values()))
                killed.append(worker.pid)
                os.kill(worker.pid, signal.SIGKILL)

        sessions = rehearse_on_dask(PROTOCOL, PLANS, cluster.scheduler_address, kill_one)
    assert killed
    assert told(sessions) == told(rehearse_many(PROTOCOL, PLANS, jobs=1))


def test_any_session_can_be_run_again_by_the_options_that_are_told() -> None:
    for plan, session in list(zip(PLANS, rehearse_many(PROTOCOL, PLANS), strict=True))[::7]:
        words = options_for(plan).split()
        children = [words[i + 1] for i, word in enumerate(words) if word == "--child"]
        seed = int(words[words.index("--seed") + 1])
        policy = words[words.index("--professional") + 1]
        again = plans_for(
            PROTOCOL, [profile(n) for n in children], sessions=1, seed=seed, policies=(policy,), settings={}
        )
        assert rehearse_many(PROTOCOL, again) == [session]


def test_a_search_covers_what_can_be_covered_and_says_what_was_not() -> None:
    found = until_covered(PROTOCOL, lambda plans: rehearse_many(PROTOCOL, plans), seed=1, most=400)
    assert found.missing == ()
    hidden = protocol_of(
        block(BLOCK, step='buttons: [{label: "Jamais", if: 1 > 2, next: secret}]\nnext: fin\n').replace(
            "  fin: {do", '  secret: {do: [{say: "Un secret."}], next: fin}\n  fin: {do'
        )
    )
    missing = until_covered(hidden, lambda plans: rehearse_many(hidden, plans), seed=1, most=200).missing
    assert "secret" in missing


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_says_first_that_it_is_a_simulation(language: str) -> None:
    found = report(PROTOCOL, PLANS, rehearse_many(PROTOCOL, PLANS))
    page = report_page(found, "fr" if language == "fr" else "en", title="Essai <b>", protocol="essai.yaml")
    head = HEAD.fr if language == "fr" else HEAD.en
    assert page.index(head) < page.index("<table")
    assert "<script" not in page
    assert "Essai &lt;b&gt;" in page
    assert page.count("<svg") == 1
