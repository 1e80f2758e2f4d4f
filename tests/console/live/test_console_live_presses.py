"""A running session and those who press: once or not at all, two at once, the wrong one, the late one."""

from __future__ import annotations

import asyncio
import json
from html import unescape
from pathlib import Path

from nao_sessions.console.people import People, write_people
from nao_sessions.live.loop import Incoming
from nao_sessions.record.log import read_log
from tests.console.live.console_session import SORTING, Console, on_console


def events(folder: Path, kind: str) -> list[dict[str, object]]:
    return [dict(event.data) for event in read_log(folder / "events.jsonl").events if event.kind == kind]


def test_yes_ends_the_trial_and_the_same_press_sent_twice_counts_once(tmp_path: Path) -> None:
    async def story(console: Console) -> None:
        await console.asked(1)
        body = {"seat": "s1", "press": "s1-a", "name": "judge", "as": "yes", "stamp": console.stamp}
        send = json.dumps(body).encode()
        answers = [await console.client.post("/session/act", content=send) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [200, 409]
        assert answers[1].json()["code"] == "again"
        await console.asked(2)

    assert [trial["judgement"] for trial in events(on_console(tmp_path, story), "trial")] == ["correct"]


def test_a_double_tap_whose_second_finger_comes_after_the_change_does_not_judge_the_next_trial(
    tmp_path: Path,
) -> None:
    async def story(console: Console) -> None:
        await console.asked(1)
        read = console.stamp
        assert (await console.press("judge", **{"as": "not_yet", "stamp": read}))["taken"]
        await console.until(lambda: console.stamp != read)
        late = await console.press("judge", **{"as": "not_yet", "stamp": read})
        assert (late["taken"], late["code"]) == (False, "second")
        assert late["sentence"] == (
            "Votre deuxième appui n'a pas compté\u00a0: le premier compte, pour l'essai 1."
        )

    helps = [told["help"] for told in events(on_console(tmp_path, story), "prompt")]
    assert helps == ["verbal"]


def begin_help(console: Console) -> None:
    """Have Nao begin the next help, as when the time for an answer is over: no page has pressed."""
    console.running.session.loop.put(Incoming("professional", "command", {"name": "prompt"}))


def test_the_first_press_of_a_session_counts_though_a_help_has_just_begun(tmp_path: Path) -> None:
    """It was told « Votre deuxième appui n'a pas compté : le premier compte », and no press had counted."""

    async def story(console: Console) -> None:
        await console.asked(1)
        read = console.stamp
        begin_help(console)
        await console.until(lambda: console.stamp != read)
        assert (await console.press("judge", **{"as": "yes", "stamp": read}))["taken"]
        again = await console.press("judge", **{"as": "yes", "stamp": read})
        assert (again["taken"], again["code"]) == (False, "second")
        await console.asked(2)

    (trial,) = events(on_console(tmp_path, story), "trial")
    # Whether that help counts is told by how long after its beginning the finger came down.
    assert (trial["number"], trial["judgement"] in ("correct", "prompted")) == (1, True)


def test_a_not_yet_as_a_help_begins_asks_for_no_further_help_and_is_told_so(tmp_path: Path) -> None:
    async def story(console: Console) -> None:
        await console.asked(1)
        assert (await console.press("judge", **{"as": "yes"}))["taken"]
        await console.asked(2)
        read = console.stamp
        begin_help(console)
        await console.until(lambda: console.stamp != read)
        late = await console.press("judge", **{"as": "not_yet", "stamp": read})
        assert (late["taken"], late["code"]) == (False, "helped")
        assert "Nao venait de commencer cette aide" in late["sentence"]
        stale = await console.press("skip", stamp=read)
        assert (stale["taken"], stale["code"]) == (False, "stale")
        assert "Appuyez de nouveau" in stale["sentence"]

    assert len(events(on_console(tmp_path, story), "prompt")) == 1


def test_of_two_judging_presses_for_one_screen_the_first_counts_whoever_pressed(tmp_path: Path) -> None:
    async def story(console: Console) -> None:
        await console.asked(1)
        read = console.stamp
        assert (await console.press("judge", "a", "lead", **{"as": "not_yet", "stamp": read}))["taken"]
        await console.until(lambda: console.stamp != read)
        own = await console.press("judge", "a", "lead", **{"as": "yes", "stamp": read})
        other = await console.press("judge", "b", "second", **{"as": "yes", "stamp": read})
        assert [(one["taken"], one["code"]) for one in (own, other)] == [(False, "second"), (False, "other")]

    folder = on_console(tmp_path, story)
    assert len(events(folder, "prompt")) == 1
    assert events(folder, "trial") == []


def test_a_press_after_the_childs_own_answer_is_not_told_as_if_the_answer_had_not_counted(
    tmp_path: Path,
) -> None:
    async def story(console: Console) -> None:
        await console.asked(1)
        read = console.stamp
        board = Incoming("board", "board", {"choice": "fruit"}, participant="P07")
        console.running.session.loop.put(board)
        await console.until(lambda: judged(console) == "correct")
        late = await console.press("judge", **{"as": "yes", "stamp": read})
        assert (late["taken"], late["code"]) == (False, "scored")
        assert late["sentence"] == "Cet appui n'a pas compté\u00a0: l'essai venait d'être noté."

    slow = SORTING.replace("patience: 600 s", "patience: 600 s\n      pause: 600 s")
    folder = on_console(tmp_path, story, protocol=slow)
    assert [trial["judgement"] for trial in events(folder, "trial")] == ["correct"]


def judged(console: Console) -> str | None:
    """How the trial that is shown was judged."""
    trial = console.running.view.trial
    return None if trial is None else trial.judged


def test_two_professionals_who_press_at_once_judge_a_trial_once(tmp_path: Path) -> None:
    """The lead presses *Oui* and the second adult *Pas encore* at the same moment, at every trial."""

    async def story(console: Console) -> None:
        for number in range(1, 4):
            await console.asked(number)
            stamp = console.stamp
            both = await asyncio.gather(
                console.press("judge", "a", "lead", **{"as": "yes", "stamp": stamp}),
                console.press("judge", "b", "second", **{"as": "not_yet", "stamp": stamp}),
            )
            assert [answer["taken"] for answer in both] == [True, False]
            assert both[1]["code"] == "other"

    folder = on_console(tmp_path, story)
    trials = events(folder, "trial")
    assert [(trial["number"], trial["judgement"]) for trial in trials] == [
        (number, "correct") for number in (1, 2, 3)
    ]
    assert events(folder, "prompt") == []


def test_a_press_is_taken_again_once_the_one_before_was_taken_up_though_it_changed_nothing(
    tmp_path: Path,
) -> None:
    async def story(console: Console) -> None:
        await console.asked(1)
        for number in (1, 2):
            assert (await console.press("repeat"))["taken"]
            await console.until(lambda number=number: said(console) >= number)  # type: ignore[misc]

    def said(console: Console) -> int:
        return len(events(console.running.session.begun.folder.path, "adaptation"))

    assert len(events(on_console(tmp_path, story), "adaptation")) == 2


def test_who_watches_presses_nothing_but_the_stop(tmp_path: Path) -> None:
    async def story(console: Console) -> None:
        await console.asked(1)
        async with console.stream("lead") as stream, console.stream("other") as other:
            assert (await anext(stream))[1]["control"]["leads"]
            assert not (await anext(other))[1]["control"]["leads"]
            refused = await console.press("judge", "other", **{"as": "yes"})
            assert (refused["status"], refused["code"]) == (409, "watching")
            for role in ("watch", "second"):  # neither can take over, and is not told to
                assert (await console.press("goto", "w", role, step="fin"))["code"] == "led_elsewhere"
            assert (await console.press("stop", "w", "watch"))["taken"]
            await console.until(lambda: console.running.view.paused_because == "stopped")

    folder = on_console(tmp_path, story)
    assert events(folder, "trial") == []


def test_control_is_taken_over_expressly_and_the_log_tells_it(tmp_path: Path) -> None:
    async def story(console: Console) -> None:
        await console.asked(1)
        async with console.stream("first") as first, console.stream("second") as second:
            await anext(first)
            await anext(second)
            body = json.dumps({"seat": "second"}).encode()
            assert (await console.client.post("/session/control", content=body)).status_code == 200
            kind, told = await anext(second)
            assert (kind, told["control"]["leads"]) == ("state", True)
            assert (await console.press("judge", "first", **{"as": "yes"}))["code"] == "watching"
            watching = await console.client.post("/session/control?as=watch", content=body)
            assert watching.status_code == 409

    assert len(events(on_console(tmp_path, story), "control")) == 1


def test_who_comes_into_the_room_is_counted_in_by_the_page_that_leads(tmp_path: Path) -> None:
    came: list[str] = []

    async def story(console: Console) -> None:
        await console.asked(1)
        body = json.dumps({"seat": "s1", "code": "A77"}).encode()
        assert "data-arrival" not in (await console.client.get("/session")).text
        assert (await console.client.post("/session/arrival", content=body)).status_code == 404
        console.running.arrive = came.append
        page = (await console.client.get("/session")).text
        assert 'data-arrival=""' in page
        assert "Quelqu'un qui n'est pas dans la liste" in unescape(page)
        watching = await console.client.post("/session/arrival?as=watch", content=body)
        assert (watching.status_code, came) == (409, [])
        assert (await console.client.post("/session/arrival", content=body)).status_code == 200
        assert came == [""]  # a code that the ledger does not know is nobody's: unlisted
        people = (
            People().with_new()
        )  # a child who was not asked today, or does not take part, comes all the same
        write_people(tmp_path / "keep", people)
        child = people.everybody[0].code
        assert f'data-arrival="{child}"' in (await console.client.get("/session")).text
        body = json.dumps({"seat": "s1", "code": child}).encode()
        assert (await console.client.post("/session/arrival", content=body)).status_code == 200
        assert came == ["", child]

    on_console(tmp_path, story)


def test_a_stop_halts_nao_and_only_resume_lets_it_go_on(tmp_path: Path) -> None:
    async def story(console: Console) -> None:
        await console.asked(1)
        await console.press("stop", stamp="whatever")
        await console.until(lambda: console.running.view.paused_because == "stopped")
        await console.press("repeat")
        await console.press("resume")
        await console.until(lambda: console.running.view.paused_because is None)

    folder = on_console(tmp_path, story)
    refused = [told["why"] for told in events(folder, "refused")]
    assert refused == ["stopped"]


def test_a_mark_is_kept_at_the_moment_the_finger_went_down(tmp_path: Path) -> None:
    async def story(console: Console) -> None:
        await console.asked(1)
        await console.press("mark", age_ms=100)

    folder = on_console(tmp_path, story)
    (mark,) = [event for event in read_log(folder / "events.jsonl").events if event.kind == "mark"]
    assert (mark.dir, mark.source, dict(mark.data)) == ("note", "professional", {"press": "s1-1"})
    assert mark.t is not None
    assert mark.at - mark.t >= 100_000_000 * 20


def test_a_name_that_is_typed_is_in_no_file(tmp_path: Path) -> None:
    async def story(console: Console) -> None:
        await console.asked(1)
        await console.press("improvise", text="Bravo Léa !")
        body = json.dumps({"text": "Bravo Léa !"}).encode()
        kept = await console.client.post("/session/favourite", content=body)
        assert kept.json() == {"favourites": ["Bravo {participant} !"]}
        await console.until(lambda: console.running.view.sentence is None)

    on_console(tmp_path, story)
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert "Léa".encode() not in written
    assert b"Bravo {participant} !" in written


def test_an_answer_just_after_the_last_trial_is_told_with_the_childs_name(tmp_path: Path) -> None:
    """It was shown nowhere: the next step waits for nothing, and its trial is no longer there."""

    async def story(console: Console) -> None:
        await console.asked(1)
        assert (await console.press("judge", **{"as": "yes"}))["taken"]
        await console.until(lambda: console.running.view.step == "suite")
        board = Incoming("board", "board", {"choice": "fruit"}, participant="P07")
        console.running.session.loop.put(board)
        await console.until(lambda: bool(told(console)))
        assert told(console) == ["Réponse non comptée (venue après) de Léa\u00a0: fruit"]

    def told(console: Console) -> list[str]:
        assert console.pages.live is not None
        return [one["text"] for one in console.pages.live.devices()["notices"]]

    protocol = SORTING.replace("patience: 600 s", "patience: 600 s\n      count: 1")
    protocol = protocol.replace("next: fin\n", "next: suite\n  suite: {after: {wait: 600 s, next: fin}}\n")
    folder = on_console(tmp_path, story, protocol=protocol)
    assert [one["why"] for one in events(folder, "response")] == ["nothing_waits"]
