"""*On ne filme plus* in the console: who may press it, what the pages say then, what becomes of the film."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from nao_sessions.analysis.formats.tiers import tiers_of
from nao_sessions.analysis.tables.source import read_source
from nao_sessions.console.after import changes
from nao_sessions.console.after.reading import read_finished
from nao_sessions.console.after.view import AfterPage, page_of
from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.people import People
from nao_sessions.console.session.acts import PagePress, Role
from nao_sessions.console.session.live_page import LivePage
from nao_sessions.console.session_registry import RunningSession
from nao_sessions.record.additions.destructions import DESTROYED_FILE
from nao_sessions.record.film import FILM_OVER_WORDS
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.log import read_log
from nao_sessions.record.verify import verify
from nao_sessions.review.replay.narration import Context
from nao_sessions.review.replay.sentences import told
from nao_sessions.robot.names import Pseudonyms
from tests.console.live.test_console_live_stage import Room, as_a_crash_leaves_it, in_room, press


def live_page(room: Room, running: RunningSession, folder: Path) -> LivePage:
    config = ConsoleConfig("fr", folder, room.sessions, folder / "keep", rehearsal=True)
    return LivePage(config, room.registry, running)


async def end_film(live: LivePage, role: Role, **more: Any) -> bool:
    act = PagePress(seat=f"seat-{role}", press=f"p-{role}", name="end_film", **more)
    return (await live.take(act, role)).taken


async def filmed(room: Room, running: RunningSession) -> None:
    frames = running.session.recorder_facts.get("room", {}).get("frames", 0)
    await room.until(lambda: running.session.recorder_facts.get("room", {}).get("frames", 0) > frames)


def page(folder: Path) -> AfterPage:
    return page_of(read_finished(folder), People(()), Pseudonyms(()), "fr")


def kinds(folder: Path, kind: str) -> list[dict[str, Any]]:
    events = read_log(folder / "events.jsonl").events
    return [dict(one.data) for one in events if (one.dir, one.kind) == ("note", kind)]


def test_a_second_adult_ends_the_film_and_what_was_filmed_is_destroyed_afterwards(tmp_path: Path) -> None:
    async def story(room: Room) -> None:
        running = await room.launcher.begin(room.wanted())
        folder = room.sessions / running.id
        live, other = live_page(room, running, tmp_path), live_page(room, running, tmp_path)
        assert not live.state("a")["film_over"]
        await room.until(lambda: live.devices()["sound_db"] is not None)
        assert not await end_film(live, "second", session="another")
        assert await end_film(live, "second", session=running.id)
        assert await end_film(
            other, "watch"
        )  # two consoles: it is over already, and that is what is answered
        for one in (live, other):
            state = one.state("a")
            assert state["film_over"]
            assert [told["id"] for told in state["notices"]] == ["film_over"]
        await room.until(lambda: bool(kinds(folder, "closed")))
        assert live.devices()["sound_db"] is None
        assert await room.launcher.picture("room") is None
        assert running.view.outcome is None
        press(running, "close")
        assert await running.over == "stopped"

        (over,) = kinds(folder, "film_over")
        assert over == {"press": "p-second"}
        assert [closed["reason"] for closed in kinds(folder, "closed")] == ["film_over"]
        (line,) = [one for one in read_log(folder / "events.jsonl").events if one.kind == "film_over"]
        assert told(line, Context()).sentence == FILM_OVER_WORDS
        assert json.loads((folder / "sync.json").read_text())["film_over_ns"] == line.t
        assert FILM_OVER_WORDS.fr in [
            span.label for tier in tiers_of(read_source(folder), "fr") for span in tier.spans
        ]
        assert verify(SessionFolder(folder)).sound

        assert page(folder).film_why
        names = sorted(path.name for path in (folder / "room").iterdir())
        assert "room.01.mp4" in names
        changes.destroy(folder)
        changes.destroy(folder)
        assert list((folder / "room").iterdir()) == []
        assert not page(folder).film_why
        assert any("détruit" in sentence for sentence in page(folder).summary)
        found = verify(SessionFolder(folder))
        assert (found.problems, found.authenticity.standing) == ([], "authentic")
        assert any("room.01.mp4" in remark.en for remark in found.remarks)
        assert json.loads((folder / "sync.json").read_text())["streams"] == {}

        (folder / "room" / "room.01.mp4").write_bytes(b"back again")
        assert any("still there" in problem.en for problem in verify(SessionFolder(folder)).problems)
        (folder / "room" / "room.01.mp4").unlink()
        with (folder / DESTROYED_FILE).open("a", encoding="utf-8") as lines:
            lines.write(json.dumps({"when_utc": "2026-11-30", "files": ["halts.jsonl"]}) + "\n")
        assert not verify(SessionFolder(folder)).sound

    in_room(tmp_path, story)


def test_a_film_that_ended_by_itself_is_told_with_its_reason_and_no_later_press_counts(
    tmp_path: Path,
) -> None:
    async def story(room: Room) -> None:
        running = await room.launcher.begin(room.wanted())
        folder = room.sessions / running.id
        live = live_page(room, running, tmp_path)
        await room.until(lambda: live.devices()["sound_db"] is not None)
        running.session.end_recording("room", "no_adult unlisted")  # as the gate does when somebody comes in
        state = live.state("a")
        assert state["film_over"]  # so that the page no longer offers to end it
        (notice,) = state["notices"]
        assert "quelqu'un est entré qui n'est dans aucune liste" in notice["text"]
        await end_film(live, "second", session=running.id)
        await room.until(lambda: bool(kinds(folder, "closed")))
        running.session.note_log_objection("withdraws")
        press(running, "close")
        await running.over
        after = page(folder)
        told_of_film = [one for one in after.summary if "cessé de filmer" in one]
        assert [one.endswith("dans aucune liste.") for one in told_of_film] == [True]
        assert any("n'acceptait plus le journal" in one for one in after.summary)
        assert len(after.film_why) == 2  # it was ended, and somebody objected to the log
        assert verify(SessionFolder(folder)).sound

    in_room(tmp_path, story)


def test_a_session_whose_film_was_ended_goes_on_without_it(tmp_path: Path) -> None:
    async def story(room: Room) -> None:
        running = await room.launcher.begin(room.wanted())
        await room.said(running, "Bonjour {participants}.")
        assert await end_film(live_page(room, running, tmp_path), "lead")
        folder = await as_a_crash_leaves_it(room, running)
        again = await room.launcher.go_on(folder)
        assert again.session.recorded == ()
        press(again, "close")
        assert await again.over == "stopped"
        assert len(kinds(folder, "film_over")) == 1

    in_room(tmp_path, story)


def test_a_session_goes_on_without_film_where_only_its_guard_says_that_it_was_ended(tmp_path: Path) -> None:
    async def story(room: Room) -> None:
        running = await room.launcher.begin(room.wanted())
        await room.said(running, "Bonjour {participants}.")
        folder = await as_a_crash_leaves_it(room, running)
        at = read_log(folder / "events.jsonl").events[-1].at + 5
        with (folder / "halts.jsonl").open("a", encoding="utf-8") as marks:
            marks.write(json.dumps({"event": "film_over", "at": at, "press": "p-9"}) + "\n")
        again = await room.launcher.go_on(folder)
        assert again.session.recorded == ()
        press(again, "close")
        assert await again.over == "stopped"
        (line,) = [one for one in read_log(folder / "events.jsonl").events if one.kind == "film_over"]
        assert (line.source, line.t, line.data) == ("guard", at, {"press": "p-9"})
        assert verify(SessionFolder(folder)).problems == []

    in_room(tmp_path, story)
