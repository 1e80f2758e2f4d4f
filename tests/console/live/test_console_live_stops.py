"""A stop reaches Nao whoever presses it, in whatever state, however often it is sent; a late one is told."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

from nao_sessions.record.log import read_log
from tests.console.live.console_session import Console, on_console


def is_stopped(console: Console) -> bool:
    return console.running.view.paused_because == "stopped"


def shown(console: Console) -> dict[str, Any]:
    """What a page that has heard the present state says of it."""
    assert console.pages.live is not None
    state = console.pages.live.state("s1")
    return {"session": state["session"], "resumes": state["resumes"]}


async def send(console: Console, body: dict[str, Any]) -> dict[str, Any]:
    """Send a press as it is."""
    response = await console.client.post("/session/act?as=lead", content=json.dumps(body).encode())
    answer: dict[str, Any] = response.json()
    return answer


async def resume(console: Console) -> None:
    await console.press("resume")
    await console.until(lambda: console.running.view.paused_because is None)


def stops(folder: Path) -> list[str]:
    """The names of the stops that the log holds as inputs."""
    events = read_log(folder / "events.jsonl").events
    return [e.data["press"] for e in events if e.dir == "in" and e.data.get("name") == "stop"]


def test_a_stop_is_taken_though_its_name_was_used_before(tmp_path: Path) -> None:
    """As of a page whose counter begins again at one while its seat stays the same."""

    async def story(console: Console) -> None:
        await console.asked(1)
        await send(console, {"seat": "s1", "press": "p-1", "name": "pause"})
        await send(console, {"seat": "s1", "press": "p-2", "name": "mark"})
        assert (await send(console, {"seat": "s1", "press": "p-1", "name": "stop"}))["taken"]
        await console.until(lambda: is_stopped(console))
        await resume(console)
        refused = await send(console, {"seat": "s1", "press": "late", "name": "judge", "as": "yes"})
        assert refused["code"] == "stale"
        assert (await send(console, {"seat": "s1", "press": "late", "name": "stop"}))["taken"]
        await console.until(lambda: is_stopped(console))

    assert stops(on_console(tmp_path, story)) == ["p-1", "late"]


def test_a_stop_that_is_repeated_is_answered_each_time_and_counts_once(tmp_path: Path) -> None:
    async def story(console: Console) -> None:
        await console.asked(1)
        body = {"seat": "s1", "press": "a", "name": "stop", **shown(console)}
        assert (await send(console, body))["taken"]
        await console.until(lambda: is_stopped(console))
        await resume(console)
        assert (await send(console, {**body, "age_ms": 9000}))["taken"]
        await console.press("mark")
        assert not is_stopped(console)

    assert stops(on_console(tmp_path, story)) == ["a"]


def test_a_stop_from_before_a_resume_that_its_page_had_not_seen_stops_nothing_and_is_told(
    tmp_path: Path,
) -> None:
    async def story(console: Console) -> None:
        await console.asked(1)
        before = shown(console)
        await console.press("stop")
        await console.until(lambda: is_stopped(console))
        await resume(console)
        late = await send(console, {"seat": "b", "press": "b", "name": "stop", "age_ms": 20_000, **before})
        assert (late["taken"], late["code"]) == (False, "late")
        assert late["sentence"].startswith("Cet arrêt est arrivé après une reprise")
        assert not console.running.session.loop.latch.is_shut

    folder = on_console(tmp_path, story)
    assert len(stops(folder)) == 1
    notes = [event.data for event in read_log(folder / "events.jsonl").events if event.kind == "late_stop"]
    assert notes == [{"press": "b", "resumes": 0}]


def test_a_stop_that_was_pressed_after_the_resume_stops_though_its_page_had_not_heard_of_it(
    tmp_path: Path,
) -> None:
    async def story(console: Console) -> None:
        await console.asked(1)
        before = shown(console)
        await console.press("pause")
        await console.until(lambda: console.running.view.paused_because == "paused")
        await resume(console)
        assert (await send(console, {"seat": "b", "press": "b", "name": "stop", **before}))["taken"]
        await console.until(lambda: is_stopped(console))

    on_console(tmp_path, story)


def test_a_stop_that_comes_while_a_resume_waits_is_not_undone_by_it(tmp_path: Path) -> None:
    """Both lie in the queue before the session takes up either: the stop is the more urgent of the two."""

    async def story(console: Console) -> None:
        await console.asked(1)
        await console.press("pause")
        await console.until(lambda: console.running.view.paused_because == "paused")
        both = await asyncio.gather(console.press("resume"), console.press("stop", "b"))
        assert [one["taken"] for one in both] == [True, True]
        await console.until(lambda: is_stopped(console))
        assert console.running.session.loop.latch.is_shut
        await resume(console)
        assert not console.running.session.loop.latch.is_shut

    on_console(tmp_path, story)


def test_what_became_of_a_press_may_be_asked_and_one_that_never_came_counts_no_more(tmp_path: Path) -> None:
    async def story(console: Console) -> None:
        await console.asked(1)
        body = {"seat": "s1", "press": "a", "name": "judge", "as": "yes", "stamp": console.stamp}
        assert (await send(console, body))["taken"]
        question = {"seat": "s1", "name": "mark", "ask": True}
        assert (await send(console, {**question, "press": "a"}))["taken"]
        lost = await send(console, {**question, "press": "b"})
        assert lost["sentence"] == "Rien n'a été compté\u00a0: la liaison était coupée."
        await console.asked(2)
        late = await send(console, {**body, "press": "b", "stamp": console.stamp})
        assert (late["taken"], late["code"]) == (False, "lost")

    events = read_log(on_console(tmp_path, story) / "events.jsonl").events
    assert [event.data["press"] for event in events if event.data.get("name") == "judge"] == ["a"]
    assert [event for event in events if event.kind == "mark"] == []
