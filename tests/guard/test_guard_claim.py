"""Two guards of one robot: the newer one has it, and neither comes in the middle of the other."""

from __future__ import annotations

import asyncio
from pathlib import Path

from nao_sessions.live.guard import Claim


def test_the_newest_guard_has_the_robot_and_leaves_nothing_behind(tmp_path: Path) -> None:
    async def story() -> None:
        old, new = Claim(tmp_path / "guard.lock"), Claim(tmp_path / "guard.lock")
        await old.take()
        assert old.held
        await new.take()
        assert (old.held, new.held) == (False, True)
        with old.acting() as mine:
            assert not mine
        new.let_go()
        assert not old.held
        old.let_go()

    asyncio.run(story())
    assert list(tmp_path.iterdir()) == []


def test_a_new_guard_waits_for_an_old_one_that_is_in_the_middle_of_something(tmp_path: Path) -> None:
    async def story() -> None:
        old, new = Claim(tmp_path / "guard.lock"), Claim(tmp_path / "guard.lock")
        await old.take()
        with old.acting() as mine:
            assert mine
            taking = asyncio.create_task(new.take())
            await asyncio.sleep(0)
            assert old.held
        await taking
        assert not old.held
        new.let_go()
        old.let_go()

    asyncio.run(story())


def test_a_guard_has_the_robot_again_when_a_newer_one_has_ended_and_not_before(tmp_path: Path) -> None:
    async def story() -> None:
        old, new = Claim(tmp_path / "guard.lock"), Claim(tmp_path / "guard.lock")
        await old.take()
        await new.take()
        old.take_back()
        assert (old.held, new.held) == (False, True)
        new.let_go()
        old.take_back()
        assert old.held
        old.take_back()
        with old.acting() as mine:
            assert mine
        old.let_go()

    asyncio.run(story())
    assert list(tmp_path.iterdir()) == []


def test_where_there_is_no_folder_nobody_is_kept_out(tmp_path: Path) -> None:
    claim = Claim(tmp_path / "nowhere" / "guard.lock")
    asyncio.run(claim.take())
    with claim.acting() as mine:
        assert (mine, claim.held) == (True, True)
    claim.let_go()
