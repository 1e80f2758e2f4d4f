"""What a page is sent: the whole state at once, then every change, a beat in between, and the end."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest

from nao_sessions.console.session import live_page
from nao_sessions.console.session.routes import _within
from nao_sessions.live.loop import Incoming
from nao_sessions.record.log import read_log
from nao_sessions.text.languages import unbroken
from tests.console.live.console_session import SORTING, Console, on_console


def test_a_page_is_told_the_whole_state_first_and_every_change_then(tmp_path: Path) -> None:
    async def story(console: Console) -> None:
        await console.asked(1)
        async with console.stream("s1") as stream:
            kind, told = await anext(stream)
            assert (kind, told["doing"]) == ("state", "Nao attend la réponse de Léa")
            assert told["stamp"] == console.stamp
            assert told["recorders"] == []
            await console.press("judge", **{"as": "not_yet"})
            async for kind, told in stream:
                if kind == "state" and told["trial"]["helps"]:
                    break
            assert told["trial"]["helps"] == ["aide verbale"]

    on_console(tmp_path, story)


def test_a_childs_answer_is_shown_as_it_came_until_the_next_question(tmp_path: Path) -> None:
    """Also one that is not right: the help that follows is not all that the professional is shown of it."""

    async def story(console: Console) -> None:
        def given() -> str | None:
            assert console.pages.live is not None
            trial = console.pages.live.state("s1")["trial"]
            told: str | None = trial["given"]
            return told

        def taps(choice: str) -> None:
            console.running.session.loop.put(
                Incoming("board", "board", {"choice": choice}, participant="P07")
            )

        await console.asked(1)
        assert given() is None
        taps("légume")
        await console.until(lambda: given() is not None)
        assert given() == "Réponse donnée\u00a0: légume"
        await console.until(lambda: console.running.view.sentence is None)
        taps("fruit")
        await console.asked(2)
        assert given() is None

    on_console(tmp_path, story)


def test_a_word_that_stands_for_another_answer_is_shown_as_nao_heard_it(tmp_path: Path) -> None:
    async def story(console: Console) -> None:
        def proposed() -> str | None:
            assert console.pages.live is not None
            told: str | None = console.pages.live.state("s1")["trial"]["proposed"]
            return told

        await console.asked(1)
        console.running.session.loop.put(Incoming("robot", "word", {"word": "pomme", "confidence": 0.6}))
        await console.until(lambda: proposed() is not None)
        assert unbroken("Nao a entendu « pomme » : compté comme « fruit » ?") == proposed()

    silent = SORTING.replace(
        'say: "Fruit ou légume ?"', "eyes: blue"
    )  # right after its own voice Nao is deaf
    protocol = silent.replace("{word: fruit}", "{word: [fruit, pomme]}")
    on_console(tmp_path, story, protocol=protocol)


def test_a_childs_answer_that_counts_for_nothing_is_shown_with_why(tmp_path: Path) -> None:
    """A child who answers in a pause has answered: she must know that, and why Nao asks on."""

    async def story(console: Console) -> None:
        def given() -> str | None:
            assert console.pages.live is not None
            trial = console.pages.live.state("s1")["trial"]
            told: str | None = trial and trial["given"]
            return told

        def puts(source: str, kind: str, **data: str) -> None:
            child = "P07" if kind == "board" else None
            console.running.session.loop.put(Incoming(source, kind, data, participant=child))

        await console.asked(1)
        puts("professional", "command", name="pause")
        await console.until(lambda: console.running.view.paused_because is not None)
        puts("board", "board", choice="légume")
        paused = "Réponse non comptée (séance en pause)\u00a0: légume"
        await console.until(lambda: given() is not None)
        assert given() == paused
        puts("professional", "command", name="resume")
        puts("professional", "command", name="judge", **{"as": "yes"})
        await console.asked(2)
        assert given() is None

    on_console(tmp_path, story)


def test_the_wrong_answer_before_the_adults_yes_does_not_stand_beside_it(tmp_path: Path) -> None:
    """It stood there as what was « réussi »."""

    async def story(console: Console) -> None:
        def trial() -> dict[str, Any]:
            assert console.pages.live is not None
            told: dict[str, Any] = console.pages.live.state("s1")["trial"]
            return told

        await console.asked(1)
        put = console.running.session.loop.put
        put(Incoming("board", "board", {"choice": "légume"}, participant="P07"))
        await console.until(lambda: trial()["given"] == "Réponse donnée\u00a0: légume")
        put(Incoming("professional", "command", {"name": "judge", "as": "yes"}))
        await console.until(lambda: trial()["judged"] == "Noté\u00a0: réussi")
        assert trial()["given"] is None

    on_console(
        tmp_path, story, protocol=SORTING.replace("      prompts:", "      pause: 900 s\n      prompts:")
    )


ONE_AFTER_THE_OTHER = """\
participants: {min: 1, max: 3}
commands: {finish: {next: fin}}
start: tour
steps:
  tour:
    each: participant
    start: jeu
    steps:
      jeu:
        trials:
          count: 1
          ask: [{say: "Fruit ou légume ?"}]
          answers: {from: [fruit, légume], by: [board]}
          correct: fruit
          patience: 600 s
          pause: 600 s
        next: done
    next: fin
  fin: {do: [{say: "Au revoir !"}], end: completed}
"""


def test_an_answer_of_another_child_never_stands_as_that_of_the_one_who_is_asked(tmp_path: Path) -> None:
    """It came too early, or in a pause, beside « Nao attend la réponse de Léa »: whose it is was not said."""

    async def story(console: Console) -> None:
        def given() -> str | None:
            assert console.pages.live is not None
            trial = console.pages.live.state("s1")["trial"]
            told: str | None = trial and trial["given"]
            return told

        def puts(source: str, kind: str, child: str | None = None, **data: str) -> None:
            console.running.session.loop.put(Incoming(source, kind, data, participant=child))

        other = "Réponse non comptée, hors de son tour, de P12\u00a0: "
        puts("board", "board", "P12", choice="légume")  # Nao still asks
        await console.until(lambda: given() is not None)
        assert given() == f"{other}légume"
        await console.asked(1)
        puts("professional", "command", name="pause")
        await console.until(lambda: console.running.view.paused_because is not None)
        puts("board", "board", "P12", choice="fruit")
        puts("board", "board", "P07", choice="fruit")
        own = "Réponse non comptée (séance en pause)\u00a0: fruit"
        await console.until(lambda: own in str(given()))
        assert given() == f"{own} · {other}légume, fruit"

    on_console(tmp_path, story, protocol=ONE_AFTER_THE_OTHER, participants=("P07", "P12"))


ASKED_ONCE = """\
participants: {min: 1, max: 1}
commands: {finish: {next: fin}}
start: jeu
steps:
  jeu:
    do: [{say: "Regarde bien."}]
    next: refaire
  refaire:
    trials:
      count: 2
      ask:
        - {say: "À toi !", if: trials.count == 0}
        - open: answers
      answers: {from: [bleu, jaune], by: [board]}
      correct: bleu
      patience: 600 s
    next: encore
  encore:
    buttons: [{label: "Encore", next: refaire, main: true}]
    after: {wait: 600 s, next: fin}
  fin: {do: [{say: "Au revoir !"}], end: completed}
"""


def test_a_trial_is_shown_with_its_round_and_with_no_sentence_of_an_earlier_one(tmp_path: Path) -> None:
    """As in *simon*, whose second colour stood under the « À toi ! » of the first."""

    async def story(console: Console) -> None:
        def page() -> tuple[str, str]:
            assert console.pages.live is not None
            told = console.pages.live.state("s1")
            return told["where"][-1], told["sentence"]

        def taps() -> None:
            console.running.session.loop.put(
                Incoming("board", "board", {"choice": "bleu"}, participant="P07")
            )

        await console.asked(1)
        assert page() == ("essai 1 sur 2", "«\u00a0À toi\u00a0!\u00a0»")
        taps()
        await console.asked(2)
        assert page() == ("essai 2 sur 2", None)
        taps()
        await console.until(lambda: bool(console.running.view.buttons))
        await console.press("button", id=console.running.view.buttons[0].id)
        await console.asked(1)
        assert page() == ("essai 1 sur 2, passage 2", "«\u00a0À toi\u00a0!\u00a0»")
        taps()
        await console.asked(2)
        assert page() == ("essai 2 sur 2, passage 2", None)
        assert console.pages.live is not None
        ended = [one["text"] for one in console.pages.live.state("s1")["trials"]]
        assert ended[1:] == ["essai 2, réussi", "essai 1, passage 2, réussi"]

    on_console(tmp_path, story, protocol=ASKED_ONCE)


GROUP = """\
participants: {min: 1, max: 3}
commands: {finish: {next: fin}}
start: tour
steps:
  tour:
    each: participant
    start: salut
    steps:
      salut: {do: [{say: "Au revoir {participant} !"}], next: done}
    next: fin
  fin:
    buttons: [{label: "Fini", next: bout, main: true}]
    after: {wait: 600 s, next: bout}
  bout: {end: completed}
"""


def test_a_sentence_stays_the_childs_to_whom_it_was_said_when_nobody_has_the_turn(tmp_path: Path) -> None:
    """It named everybody: 'Au revoir Léa, P12 !', of what Nao had said to one."""

    async def story(console: Console) -> None:
        await console.until(lambda: bool(console.running.view.buttons))
        assert console.pages.live is not None
        assert console.pages.live.state("s1")["sentence"] == "«\u00a0Au revoir ‹P12›\u00a0!\u00a0»"

    on_console(tmp_path, story, protocol=GROUP, first=False, participants=("P07", "P12"))


def test_a_lost_nao_is_not_to_be_finished_with_a_goodbye_that_waits_for_it(tmp_path: Path) -> None:
    """*Finish* leads to the goodbye, which waits for Nao again: to close is what ends, and what is told."""

    async def story(console: Console) -> None:
        def page() -> dict[str, Any]:
            assert console.pages.live is not None
            return console.pages.live.state("s1")

        await console.asked(1)
        console.running.session.loop.put(Incoming("robot", "lost", {"why": "no answer"}))
        await console.until(lambda: page()["paused"] is not None)
        assert "close" in page()["accepted"]
        assert not {"finish", "resume"} & set(page()["accepted"])
        assert "Fermer tout de suite" in page()["paused"]["lines"][-1]
        console.running.session.loop.put(Incoming("robot", "back"))
        await console.until(lambda: page()["paused"]["why"] == "back")
        assert {"finish", "resume"} <= set(page()["accepted"])

    on_console(tmp_path, story)


def test_a_camera_that_gives_no_picture_is_not_told_as_recording_until_it_does(tmp_path: Path) -> None:
    """Its recorder lives, and tells so each second: what it records is nothing."""

    async def story(console: Console) -> None:
        session = console.running.session
        session.recorder_facts["room"] = {"event": "status", "at": 2**60, "frames": 25}

        def records() -> bool:
            assert console.pages.live is not None
            [one] = console.pages.live.devices()["recorders"]
            return bool(one["records"])

        await console.asked(1)
        assert records()
        session.loop.note("recorder", "frozen", {"name": "room", "segment": 1, "from": 0})
        assert not records()
        back = {"name": "room", "segment": 1, "reason": "frozen", "from": 0, "to": 1}
        session.loop.note("recorder", "gap", back)
        assert records()

    on_console(tmp_path, story)


def test_a_source_that_sends_a_picture_on_each_link_is_told_once_as_not_recording(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A network that stands still: each link brings a picture, and is cut. The line stays until one holds."""

    async def story(console: Console) -> None:
        session = console.running.session
        session.recorder_facts["wifi"] = {"event": "status", "at": 2**60, "frames": 25}

        def stands() -> bool:
            assert console.pages.live is not None
            told = [str(one["text"]) for one in console.pages.live.devices()["notices"]]
            return any("wifi" in one and "n'enregistre pas" in one for one in told)

        await console.asked(1)
        assert not stands()
        session.loop.note("recorder", "frozen", {"name": "wifi", "segment": 1, "from": 0})
        seen = []
        for segment in range(2, 7):
            about = {"name": "wifi", "segment": segment, "from": 0}
            session.loop.note("recorder", "closed", {"name": "wifi", "segment": segment, "reason": "cut"})
            seen.append(stands())
            for kind in ("gap", "rolling", "frozen"):
                session.loop.note("recorder", kind, about | ({"to": 1} if kind == "gap" else {}))
                seen.append(stands())
        assert seen == [True] * 20
        session.loop.note("recorder", "rolling", {"name": "wifi", "segment": 7})
        assert stands()
        monkeypatch.setattr(live_page, "STEADY_S", 0)  # so long has it held
        assert not stands()

    on_console(tmp_path, story)


def test_a_page_hears_a_beat_while_nothing_changes(tmp_path: Path) -> None:
    async def story(console: Console) -> None:
        await console.asked(1)
        async with console.stream("s1") as stream:
            first = (await anext(stream))[1]
            kind, told = await anext(stream)
            while kind != "beat":
                kind, told = await anext(stream)
            assert told["now_ns"] > first["now_ns"]
            assert told["robot"]["state"] in ("none", "well")

    on_console(tmp_path, story)


def test_a_page_that_comes_back_is_told_what_is_true_then_and_nothing_older(tmp_path: Path) -> None:
    async def story(console: Console) -> None:
        await console.asked(1)
        async with console.stream("s1") as stream:
            await anext(stream)
        for number in (1, 2):
            await console.asked(number)
            await console.press("judge", **{"as": "yes"})
        await console.asked(3)
        async with console.stream("s1") as stream:
            told = (await anext(stream))[1]
        assert (told["trial"]["number"], told["control"]["leads"]) == (3, True)

    on_console(tmp_path, story)


def test_a_page_is_told_when_the_session_is_over_and_where_its_end_is(tmp_path: Path) -> None:
    async def story(console: Console) -> None:
        await console.asked(1)
        async with console.stream("s1") as stream:
            await anext(stream)
            id = console.running.id  # noqa: A001  what the record calls it
            console.registry.leave()
            kind, told = await anext(stream)
            while kind != "over":
                kind, told = await anext(stream)
            assert told == {"session": id}
            page = await console.client.get("/session")
            assert (page.status_code, page.headers["location"]) == (303, f"/after/{id}")

    on_console(tmp_path, story)


def test_a_robot_that_is_lost_and_comes_back_is_told(tmp_path: Path) -> None:
    async def story(console: Console) -> None:
        await console.asked(1)
        robot = console.running.session._robot
        robot.lose("no answer")  # type: ignore[attr-defined]  # the fake can
        await console.until(lambda: console.running.view.paused_because == "lost")
        async with console.stream("s1") as stream:
            told = (await anext(stream))[1]
        assert (told["paused"]["title"], told["robot"]["state"]) == ("Nao ne répond plus", "lost")
        assert len(told["paused"]["lines"]) >= 3

    on_console(tmp_path, story)


def test_the_journal_tells_the_last_things_first(tmp_path: Path) -> None:
    async def story(console: Console) -> None:
        await console.asked(1)
        await console.press("judge", **{"as": "yes"})
        await console.asked(2)
        await console.press("goto", step="fin")
        await console.until(lambda: console.running.view.step == "fin")
        lines = (await console.client.get("/session/journal")).json()["lines"]
        assert len(lines) > 3
        assert all(line["sentence"] for line in lines)
        told = [line["sentence"].replace("\u00a0", " ") for line in lines]
        assert "Commande : aller à une étape, où Nao dit « Au revoir ! »" in told  # no step by its id
        assert "Étape où Nao dit « Au revoir ! »" in told

    on_console(tmp_path, story)


def test_the_page_itself_says_what_can_be_pressed_and_names_no_inline_script(tmp_path: Path) -> None:
    async def story(console: Console) -> None:
        html = (await console.client.get("/session")).text
        assert "Arrêter" in html
        assert "<script>" not in html
        assert 'data-role="lead"' in html
        assert 'data-role="watch"' in (await console.client.get("/watch")).text
        assert 'data-role="second"' in (await console.client.get("/session?as=second")).text

    on_console(tmp_path, story)


@pytest.mark.parametrize(
    ("led", "label"), [(False, "Faire dire à Nao"), (True, "Une phrase à dire vous-même")]
)
def test_without_a_robot_nothing_is_offered_of_naos_voice(tmp_path: Path, led: bool, label: str) -> None:
    async def story(console: Console) -> None:
        html = (await console.client.get("/session")).text
        assert f'<label for="improvised">{label}</label>' in html
        assert ("Faire dire à Nao" in html) is not led
        assert ('data-act="louder"' in html) is not led

    on_console(tmp_path, story, led=led)


def test_the_page_opens_where_the_participants_cannot_be_read(tmp_path: Path) -> None:
    async def story(console: Console) -> None:
        (tmp_path / "keep").mkdir()
        (tmp_path / "keep" / "participants.json").write_text("torn", encoding="utf-8")
        page = await console.client.get("/session")
        assert (page.status_code, "Arrêter" in page.text) == (200, True)

    on_console(tmp_path, story)


def test_a_step_without_a_title_is_offered_by_what_is_said_in_it(tmp_path: Path) -> None:
    async def story(console: Console) -> None:
        html = (await console.client.get("/session")).text
        offered = re.findall(r"<option[^>]*>([^<]*)</option>", html[html.index('id="goto"') :])
        assert [" ".join(one.split()) for one in offered[:2]] == [
            "où Nao dit « Fruit ou légume ? »", "où Nao dit « Au revoir ! »"
        ]  # fmt: skip

    on_console(tmp_path, story)


def test_many_who_look_on_do_not_hold_the_session_up(tmp_path: Path) -> None:
    async def story(console: Console) -> None:
        await console.asked(1)
        async with asyncio.TaskGroup() as lookers:

            async def look(seat: int) -> None:
                async with console.stream(f"w{seat}", "watch") as stream:
                    async for _, told in stream:
                        if told.get("trial") and told["trial"]["number"] == 2:
                            return

            for seat in range(16):
                lookers.create_task(look(seat))
            await asyncio.sleep(0)
            await console.press("judge", "lead", **{"as": "yes"})

    on_console(tmp_path, story)


def test_a_change_in_the_turn_of_the_loop_in_which_a_beat_falls_due_is_told() -> None:
    """Else the page shows what was before, until something else changes."""

    async def main() -> bool:
        changed = asyncio.Event()
        asyncio.get_running_loop().call_soon(changed.set)
        return await _within(changed, 0)

    assert asyncio.run(main())


def test_the_clock_of_a_session_stands_where_it_ended_while_its_folder_is_closed(tmp_path: Path) -> None:
    async def story(console: Console) -> None:
        await console.asked(1)
        async with console.stream("s1") as stream:
            await console.press("close")
            async for kind, told in stream:
                if kind == "state" and told["outcome"] is not None:
                    break
            [ended] = [e for e in read_log(events_of(console)).events if e.kind == "ended"]
            async for kind, beat in stream:  # noqa: B007
                if kind == "beat":
                    break
        assert told["now_ns"] == beat["now_ns"] == ended.at
        assert (beat["speed"], beat["ended"]) == (0, True)

    on_console(tmp_path, story)


def events_of(console: Console) -> Path:
    """The log of the session."""
    return console.running.session.begun.folder.events
