"""Nine published tasks: in the language alone, with their sources, and with an end whatever happens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nao_sessions.protocol import check, load
from tests.published.published_session import SECOND_NS, TASKS, Published

NAMES = [path.stem for path in TASKS]
tasks = pytest.mark.parametrize("task", NAMES)
paths = pytest.mark.parametrize("path", TASKS, ids=NAMES)


def test_there_are_nine() -> None:
    assert len(TASKS) == 9


@paths
def test_a_task_has_no_finding(path: Path) -> None:
    assert check(path) == ()


@paths
def test_a_task_begins_with_its_citation_and_with_what_each_part_of_it_implements(path: Path) -> None:
    head = path.read_text(encoding="utf-8").partition("protocol: 1")[0]
    author, year = path.stem.split("-")[0], re.search(r"\d{4}", path.stem)
    assert year is not None
    assert re.search(rf"(?i)# {author}\w*, .*\({year[0]}\)", head, re.DOTALL)
    assert "->" in head
    assert "Notre part" in head
    sources = load(path).about.sources
    assert any(year[0] in source for source in sources)
    flat = re.sub(r"[\s#]+", " ", head)
    assert [source for source in sources if source not in flat] == []


@tasks
def test_a_session_in_which_nobody_does_anything_ends_by_itself(task: str) -> None:
    session = Published(task)
    assert session.until_the_end() in ("completed", "refused")
    silent = {judgement for judgement in session.judgements if judgement != "correct"}
    assert silent <= {"no_response"}


def in_a_trial(task: str) -> Published:
    """Go on to the first question, and to the first moment at which a person has a second to act."""
    session = Published(task)
    session.presses(session.view.buttons[0].label)
    while not session.told("question") or session.journal.deadline == round(session.now_s * SECOND_NS):
        session.silence()
    return session


@tasks
def test_a_session_that_is_finished_in_a_trial_leaves_that_trial_void(task: str) -> None:
    session = in_a_trial(task)
    session.commands("finish")
    assert session.until_the_end() == "completed"
    assert session.judgements[-1] == "void"


@tasks
def test_a_child_who_does_not_want_to_ends_it_as_refused(task: str) -> None:
    session = Published(task)
    label = next(b.label for b in session.view.buttons if b.label.startswith("Ne v"))
    session.presses(label)
    assert (session.until_the_end(), session.trials) == ("refused", [])


@tasks
def test_a_robot_that_is_lost_in_a_trial_pauses_and_the_same_item_is_asked_again(task: str) -> None:
    session = in_a_trial(task)
    item = session.asked["item"]
    session.give("lost", {}, after_s=0.5)
    assert session.view.paused_because == "lost"
    session.give("back", {}, after_s=5.0)
    session.commands("resume")
    assert session.asked["item"] == item
    assert session.outcome == ""
