"""One session at a time on one Nao: the locked file, and the mark in Nao's memory."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from simulated_nao import SimulatedNao

from nao_sessions.core.errors import DeviceUnavailable
from nao_sessions.robot.address import read_address
from nao_sessions.robot.naoqi.robot import connect
from nao_sessions.robot.session_mark import MARK, hold

NAO, OTHER = read_address("nao.local"), read_address("nao-2.local")
HOLDING = """
import sys
from nao_sessions.robot.address import read_address
from nao_sessions.robot.session_mark import hold
with hold(read_address("nao.local")):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def robots(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder of a test's own: where what is kept of each robot lies."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return tmp_path / "nao_sessions" / "robots"


def test_who_comes_second_is_refused_and_leaves_the_first_its_file(robots: Path) -> None:
    with hold(NAO):
        for _ in range(2):
            with pytest.raises(DeviceUnavailable) as refused, hold(NAO):
                pass
            assert refused.value.code == "R004"
        with hold(OTHER):
            assert len(list(robots.iterdir())) == 2
    with hold(NAO):
        assert len(list(robots.iterdir())) == 1
    assert list(robots.iterdir()) == []


def test_a_session_that_is_killed_lets_go_of_nao(robots: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as session:
        assert session.stdout is not None
        assert session.stdout.readline() == b"held\n"
        with pytest.raises(DeviceUnavailable), hold(NAO):
            pass
        session.kill()
        session.wait()
    with hold(NAO):
        assert len(list(robots.iterdir())) == 1


def test_where_there_can_be_no_file_the_mark_alone_keeps_others_away(robots: Path) -> None:
    robots.parent.write_bytes(b"")
    with hold(NAO), hold(NAO):
        pass


def test_a_second_link_to_a_nao_is_refused_and_its_life_is_left_as_it_is(
    own_nao: SimulatedNao, tmp_path: Path
) -> None:
    async def story() -> None:
        first = await connect(own_nao.url)
        quietened = own_nao.life()
        with pytest.raises(DeviceUnavailable) as refused:
            await connect(own_nao.url, life_file=tmp_path / "life.json")
        assert refused.value.code == "R004"
        assert own_nao.life() == quietened
        await first.close()
        second = await connect(own_nao.url)
        await second.close()

    asyncio.run(story())
    assert not (tmp_path / "life.json").exists()
    assert MARK not in own_nao.service("ALMemory").getDataListName()
