"""The scenes of the discovery: protocols without a finding, rehearsed, and a coach who follows the log."""

from __future__ import annotations

from typing import Any

import pytest

from nao_sessions.console.discover.scenes import (
    FOLDER,
    SCENES,
    KeptEvidence,
    LoggedEvidence,
    Scene,
    Task,
    progress,
    protocol_of,
    scene_of,
)
from nao_sessions.core.events import Event
from nao_sessions.protocol import check, load
from nao_sessions.protocol.spoken import languages_of
from nao_sessions.rehearsal.exploration.search import until_covered
from nao_sessions.rehearsal.many import rehearse_many
from nao_sessions.rehearsal.session import STUCK
from nao_sessions.text.messages import Localized

EVERY = pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.protocol)


def _line(dir_: Any, kind: str, **data: Any) -> Event:
    return Event(0, dir_, 0, "test", kind, data)


STOP_AND_GO = Scene(
    9,
    "none",
    Localized(fr="essai", en="try"),
    Localized(fr="essai", en="try"),
    1,
    1,
    (
        Task(Localized(fr="Arrêter", en="Stop"), LoggedEvidence("out", "paused", {"why": "stopped"})),
        Task(
            Localized(fr="Noter", en="Score"),
            LoggedEvidence("out", "trial", {"judgement": ("incorrect", "no_response")}),
        ),
        Task(Localized(fr="Corriger", en="Correct"), KeptEvidence("corrected")),
    ),
)


@EVERY
def test_a_scene_is_a_protocol_without_any_finding(scene: Scene) -> None:
    assert check(protocol_of(scene)) == ()


@EVERY
def test_a_scene_is_spoken_in_both_languages_by_adults_alone(scene: Scene) -> None:
    protocol = load(protocol_of(scene))
    assert languages_of(protocol) == ("fr", "en")
    assert protocol.participants_min <= scene.players <= protocol.participants_max


@EVERY
def test_a_scene_is_rehearsed_without_an_error(scene: Scene) -> None:
    protocol = load(protocol_of(scene))
    search = until_covered(protocol, lambda plans: rehearse_many(protocol, plans), seed=1, most=40)
    assert [session.seed for session in search.sessions if session.outcome == STUCK] == []
    assert {error for session in search.sessions for error in session.errors} == set()


def test_there_are_six_scenes_and_each_file_is_one() -> None:
    assert [scene.number for scene in SCENES] == [1, 2, 3, 4, 5, 6]
    assert {protocol_of(scene) for scene in SCENES} == set(FOLDER.glob("*.yaml"))
    assert 25 <= sum(scene.minutes for scene in SCENES) <= 35
    assert scene_of(7) is None


def test_a_task_is_done_once_the_log_shows_it() -> None:
    first = progress(STOP_AND_GO, [_line("in", "command", name="stop")])
    assert (first.done, first.complete) == (0, False)
    second = progress(STOP_AND_GO, [_line("out", "paused", why="stopped")])
    assert second.done == 1
    assert second.next == STOP_AND_GO.tasks[1]


def test_a_task_counts_only_after_those_before_it() -> None:
    judged = _line("out", "trial", judgement="incorrect")
    stopped = _line("out", "paused", why="stopped")
    assert progress(STOP_AND_GO, [judged, stopped]).done == 1
    assert progress(STOP_AND_GO, [stopped, judged]).done == 2


def test_one_line_shows_one_task_at_most() -> None:
    press = Task(Localized(fr="Appuyer", en="Press"), LoggedEvidence("in", "button"))
    twice = Scene(9, "none", Localized(fr="", en=""), Localized(fr="", en=""), 1, 1, (press, press))
    assert progress(twice, [_line("in", "button", id="a")]).done == 1
    assert progress(twice, [_line("in", "button", id="a"), _line("in", "button", id="a")]).complete


@pytest.mark.parametrize("judgement", ["incorrect", "no_response"])
def test_any_of_several_values_shows_a_task(judgement: str) -> None:
    events = [_line("out", "paused", why="stopped"), _line("out", "trial", judgement=judgement)]
    assert progress(STOP_AND_GO, events).done == 2


def test_what_is_kept_beside_the_log_counts_last() -> None:
    events = [_line("out", "paused", why="stopped"), _line("out", "trial", judgement="incorrect")]
    assert progress(STOP_AND_GO, [], {"corrected"}).done == 0
    assert progress(STOP_AND_GO, events, {"corrected"}).complete


def test_a_session_that_ended_before_its_scene_is_told() -> None:
    now = progress(STOP_AND_GO, [_line("out", "ended", outcome="completed")])
    assert (now.ended, now.complete) == (True, False)


@EVERY
def test_a_scene_says_what_to_do_in_both_languages(scene: Scene) -> None:
    for task in scene.tasks:
        assert task.told.fr != task.told.en
        assert task.told.fr.endswith((".", "!"))
