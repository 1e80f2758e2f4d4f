"""Touches of boards in a real session: they become the engine's answers, or are noted as what they are."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from nao_sessions.console.board.boards import Boards, SessionBoards, Touch
from nao_sessions.console.board.display import GROUP
from nao_sessions.console.session.live_page import LivePage
from nao_sessions.record.verify import verify
from tests.console.board_session import ALONE, TOGETHER, BoardSession, is_open, is_over, press, session_of

MILLISECOND_NS = 1_000_000


def touch(boards: SessionBoards, choice: str, *, name: str, ago_ms: float = 5, stamp: str = "") -> Touch:
    return Touch(
        id=name,
        choice=choice,
        stamp=stamp or boards.stamp,
        down_ms=time.monotonic_ns() / MILLISECOND_NS - ago_ms,
        uncertainty_ms=0.4,
    )


async def to_the_question(playing: BoardSession) -> SessionBoards:
    boards = Boards(playing.config, playing.registry).session
    assert boards is not None
    await press(playing, "Suite")
    await playing.until(is_open)
    return boards


def test_a_touch_on_a_childs_own_board_decides_its_trial(tmp_path: Path) -> None:
    async def main() -> None:
        async with session_of(tmp_path) as playing:
            boards = await to_the_question(playing)
            sent = touch(boards, "pomme", name="a.1", ago_ms=0)
            assert boards.touched("P07", sent, 500) == "acts"
            view = await playing.until(is_over)
            assert view.trial is not None
            assert view.trial.judged == "correct"
            (answer,) = (event for event in playing.events("board") if event.dir == "in")
            assert (answer.source, answer.participant) == ("board", "P07")
            assert answer.data == {"choice": "pomme", "pointer": "touch", "uncertainty_ms": 0.4}
            assert sent.down_ms is not None
            went_down = playing.begun.clock.at_ns(round(sent.down_ms * MILLISECOND_NS))
            assert answer.t == went_down
            (response,) = playing.events("response")
            assert (response.data["why"], response.data["by"]) == ("decides", "P07")
            (opened,) = playing.events("open")
            asked = next(event for event in playing.events("done") if event.seq == opened.cause)
            assert asked.t is not None
            assert response.data["latency_ns"] == went_down - asked.t

    asyncio.run(main())


def test_a_whole_session_by_touch_ends_and_verifies(tmp_path: Path) -> None:
    async def main() -> BoardSession:
        async with session_of(tmp_path) as playing:
            boards = await to_the_question(playing)
            for number, choice in enumerate(("pomme", "carotte", "chien"), start=1):
                at = number
                await playing.until(lambda view, at=at: is_open(view) and view.trial.number == at)  # type: ignore[misc, union-attr]
                assert boards.touched("P07", touch(boards, choice, name=f"a.{number}"), 0) == "acts"
            await press(playing, "Fin")
            assert await asyncio.wait_for(playing.running.over, 20) == "completed"
            return playing

    playing = asyncio.run(main())
    judgements = [event.data["judgement"] for event in playing.events("trial")]
    assert judgements == ["correct", "correct", "correct"]
    assert verify(playing.begun.folder).problems == []


def test_the_groups_screen_belongs_to_none_and_only_proposes(tmp_path: Path) -> None:
    async def main() -> None:
        async with session_of(tmp_path, TOGETHER, ("P07", "P09")) as playing:
            boards = await to_the_question(playing)
            assert boards.touched(GROUP, touch(boards, "pomme", name="g.1"), 500) == "acts"
            view = await playing.until(
                lambda view: view.trial is not None and view.trial.proposed is not None
            )
            assert view.trial is not None
            assert (view.trial.proposed, view.trial.open) == ("pomme", True)
            (line,) = (event for event in playing.events("board") if event.dir == "in")
            assert line.participant is None

    asyncio.run(main())


def test_a_board_that_is_not_on_turn_is_told_as_out_of_turn(tmp_path: Path) -> None:
    async def main() -> None:
        async with session_of(tmp_path, TOGETHER, ("P07", "P09")) as playing:
            boards = await to_the_question(playing)
            turn = playing.begun.journal.view.turn
            (other,) = {"P07", "P09"} - {turn}
            live = LivePage(playing.config, playing.registry, playing.running)
            assert [one["been"] for one in live.state("a")["children"] if one["code"] == other] == [False]
            assert boards.shown(other).on_turn is False
            boards.touched(other, touch(boards, "pomme", name="b.1"), 500)
            with playing.registry.looking() as changed:
                await asyncio.wait_for(changed.wait(), 20)
            assert [event.data["why"] for event in playing.events("response")] == ["out_of_turn"]
            assert is_open(playing.begun.journal.view)
            # it leaves now, and was not absent
            assert all(one["been"] for one in live.state("a")["children"])

    asyncio.run(main())


@pytest.mark.parametrize(
    ("how", "why"),
    [({"stamp": "0.0"}, "stale"), ({"ago_ms": 3500.0}, "late")],
)
def test_a_touch_that_comes_for_something_else_is_noted_and_does_not_act(
    tmp_path: Path, how: dict[str, object], why: str
) -> None:
    async def main() -> None:
        async with session_of(tmp_path) as playing:
            boards = await to_the_question(playing)
            assert boards.touched("P07", touch(boards, "pomme", name="a.1", **how), 500) == why  # type: ignore[arg-type]
            (note,) = playing.events("touch")
            assert (note.dir, note.source, note.data["why"]) == ("note", "board", why)
            assert (note.data["board"], note.data["choice"]) == ("P07", "pomme")
            assert is_open(playing.begun.journal.view)
            assert playing.events("response") == []

    asyncio.run(main())


def test_a_double_tap_acts_once_and_one_sent_twice_is_kept_once(tmp_path: Path) -> None:
    async def main() -> None:
        async with session_of(tmp_path) as playing:
            boards = await to_the_question(playing)
            first = touch(boards, "carotte", name="a.1", ago_ms=200)
            worths = [
                boards.touched("P07", first, 500),
                boards.touched("P07", first, 500),
                boards.touched("P07", touch(boards, "carotte", name="a.2", ago_ms=50), 500),
            ]
            assert worths == ["acts", "known", "again"]
            await playing.until(lambda view: view.trial is not None and bool(view.trial.helps))
            answers = [event for event in playing.events("board") if event.dir == "in"]
            assert (len(answers), len(playing.events("touch"))) == (1, 1)

    asyncio.run(main())


def test_touches_under_the_model_key_are_the_adults_until_the_next_question(tmp_path: Path) -> None:
    async def main() -> None:
        async with session_of(tmp_path) as playing:
            boards = await to_the_question(playing)
            boards.let_model("P07", True)
            assert boards.shown("P07").model
            assert boards.touched("P07", touch(boards, "pomme", name="a.1"), 0) == "model"
            assert is_open(playing.begun.journal.view)
            boards.let_model("P07", False)
            assert boards.touched("P07", touch(boards, "pomme", name="a.2"), 0) == "acts"
            boards.let_model("P07", True)
            await playing.until(
                lambda view: is_open(view) and view.trial is not None and view.trial.number == 2
            )
            assert not boards.shown("P07").model

    asyncio.run(main())


def test_a_first_name_is_read_on_the_board_and_stands_in_no_file(tmp_path: Path) -> None:
    body = ALONE.replace('do: [{say: "Bonjour."}]', 'do: [{show: {text: "Bonjour {participants} !"}}]')

    async def main() -> BoardSession:
        async with session_of(tmp_path, body) as playing:
            boards = Boards(playing.config, playing.registry).session
            assert boards is not None
            await playing.until(lambda view: view.board is not None)
            assert boards.shown("P07").text == "Bonjour Léa !"
            boards.touched("P07", touch(boards, "Léa", name="a.1"), 500)
            return playing

    playing = asyncio.run(main())
    assert playing.events("touch")[0].data["choice"] == "{participant}"
    assert "Léa" not in playing.begun.folder.events.read_text(encoding="utf-8")


def test_the_time_band_never_shows_the_limit_of_the_session(tmp_path: Path) -> None:
    limited = ALONE.replace("start: accueil", "duration: {expected: 20 s, limit: 30 s}\nstart: accueil")

    async def main() -> tuple[bool, bool]:
        bands = []
        for body in (ALONE, limited):  # sixty seconds for an answer, thirty for the session
            async with session_of(tmp_path, body) as playing:
                boards = await to_the_question(playing)
                bands.append(boards.shown("P07").band is not None)
        return bands[0], bands[1]

    assert asyncio.run(main()) == (True, False)
