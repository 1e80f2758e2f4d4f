"""Telemetry beside a session: kept in session time, ended by a full disk, never at the session's cost."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from nao_sessions.core.clock import SECOND_NS, SessionClock
from nao_sessions.launch.people_at_simulator import PeopleAtSimulator
from nao_sessions.live.session import LiveSession
from nao_sessions.live.start import StartedSession
from nao_sessions.live.telemetry import keep_telemetry
from nao_sessions.record.log import read_log
from nao_sessions.record.telemetry.columns import every_s
from nao_sessions.record.telemetry.samples import read_raw, read_telemetry
from nao_sessions.record.verify import verify
from nao_sessions.rehearsal.people.people import ScriptAlone, ScriptedChild
from nao_sessions.robot.fake import FakeRobot
from nao_sessions.robot.latch import HaltLatch
from nao_sessions.robot.port import BodySample
from tests.live.test_live_session import SPEED, FakeHand, begin, robot


async def play(begun: StartedSession, fake: FakeRobot) -> str:
    session = LiveSession(begun, fake, [], HaltLatch.create(), sampled=fake)
    script = ScriptAlone(ScriptedChild(("touch", "word"), seed=1))
    session.loop.watch(PeopleAtSimulator(script, begun, FakeHand(fake), session.loop.put).watch)
    outcome = await asyncio.wait_for(session.run(), 30)
    await fake.close()
    session.close()
    return outcome


def test_a_whole_session_has_its_telemetry_in_session_time(tmp_path: Path) -> None:
    begun = begin(tmp_path)

    async def main() -> str:
        return await play(begun, robot())

    assert asyncio.run(main()) == "completed"
    table = read_telemetry(begun.folder)
    at = [row["at_ns"] for row in table.to_pylist() if row["part"] == "joints"]
    last = read_log(begun.folder.events).events[-1].at
    assert 0 <= at[0] <= at[-1] <= last + SECOND_NS
    shortest_ns = 0.5 * every_s("joints", SPEED) * SECOND_NS  # a late one may come close before the next
    assert [after - before for before, after in pairwise(at) if after <= before] == []
    assert (at[-1] - at[0]) / (len(at) - 1) > shortest_ns
    assert (verify(begun.folder).samples, begun.folder.telemetry_raw.exists()) == (table.num_rows, False)


def test_nothing_is_kept_while_the_robot_is_lost_and_all_goes_on_once_it_is_back(tmp_path: Path) -> None:
    class Counted(FakeRobot):
        asked = 0

        async def sample(self, part: str) -> BodySample | None:
            self.asked += 1
            return await super().sample(part)

    async def main() -> int:
        fake, path = Counted(), tmp_path / "telemetry.jsonl"
        clock = SessionClock(time.monotonic_ns(), SPEED)
        keeping = asyncio.create_task(keep_telemetry(fake, path, clock, lambda *_: None))

        def kept() -> int:
            return len(read_raw(path).rows.get("joints", [])) if path.exists() else 0

        async def until(check: Callable[[], bool]) -> None:
            for _ in range(3000):
                if check():
                    return
                await asyncio.sleep(0.01)
            raise AssertionError("not within thirty seconds")

        await until(lambda: kept() > 2)
        fake.lose()
        lost, asked = kept(), fake.asked
        await until(lambda: fake.asked > asked + 5)
        meanwhile = kept()
        fake.come_back()
        await until(lambda: kept() > lost + 2)
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)
        return meanwhile - lost

    assert asyncio.run(main()) == 0


def test_a_session_goes_on_where_samples_cannot_be_kept(tmp_path: Path) -> None:
    begun = begin(tmp_path)
    begun.folder.telemetry_raw.mkdir()  # nothing can be written there

    async def main() -> str:
        return await play(begun, robot())

    assert asyncio.run(main()) == "completed"
    told = [event.data for event in read_log(begun.folder.events).events if event.kind == "telemetry_ended"]
    assert told == [{"error": "Is a directory"}]
    assert verify(begun.folder).problems == []


def test_a_robot_that_fails_in_an_unknown_way_costs_the_telemetry_alone(tmp_path: Path) -> None:
    class Broken(FakeRobot):
        async def sample(self, part: str) -> None:
            raise ValueError(part)

    begun = begin(tmp_path)

    async def main() -> str:
        whole = robot()
        broken = Broken(whole._schedule, names=whole._names)
        return await play(begun, broken)

    assert asyncio.run(main()) == "completed"
    told = [event.data for event in read_log(begun.folder.events).events if event.kind == "telemetry_ended"]
    assert told == [{"error": "ValueError"}]
