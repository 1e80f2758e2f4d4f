"""The discovery's page and its strip: a scene is played on the fake robot, and the coach follows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.discover.scenes import Discovery, read_discovery, write_discovery
from nao_sessions.console.session_registry import RunningSession, SessionRegistry
from nao_sessions.core.errors import DeviceUnavailable
from nao_sessions.engine.values import View
from nao_sessions.live.loop import Incoming
from nao_sessions.text.messages import Localized
from tests.console.console_house import asking, house_in
from tests.console.stub_launcher import StubLauncher

FASTER = 400.0
MOST_LOOKS = 3_000


class Desk:
    """A console on which somebody plays a scene; ``press`` is what the session page would hand over."""

    def __init__(
        self, client: TestClient, registry: SessionRegistry, launcher: StubLauncher, config: ConsoleConfig
    ) -> None:
        self.client, self.registry, self.launcher, self.config = client, registry, launcher, config

    def begin(self, number: int) -> None:
        assert self.client.post(f"/discover/{number}").headers["location"] == "/beginning"
        self.until(lambda: self.client.get("/beginning/state").json()["to"] == "/session#lead")

    def press(self, kind: str, **data: Any) -> None:
        assert self.client.portal is not None
        self.client.portal.call(self.registry.put, Incoming("professional", kind, data))

    def command(self, name: str, **data: Any) -> None:
        self.press("command", name=name, **data)

    def strip(self) -> dict[str, Any]:
        strip = self.client.get("/discover/strip").json()
        assert strip is not None
        return strip

    def reach(self, step: int) -> None:
        self.until(lambda: self.strip()["step"] == step)

    def until(self, reached: Callable[[], bool]) -> None:
        """Ask as the page does, until it is so; the fake robot is much faster than a person."""
        for _ in range(MOST_LOOKS):
            if reached():
                return
        raise AssertionError("it was not reached")

    def wait(self, seen: Callable[[View], bool]) -> None:
        """Look on at the session until it shows something."""

        async def look_on() -> None:
            with self.registry.looking() as changed:
                while not seen(self.view()):
                    await changed.wait()
                    changed.clear()

        self._on_its_loop(look_on)

    def end(self) -> RunningSession:
        """Wait until the session's folder is closed, and let the session go."""
        running = self.registry.running
        assert running is not None

        async def over() -> None:
            await running.over

        self._on_its_loop(over)
        self._on_its_loop(self.registry.leave)
        return running

    def _on_its_loop(self, call: Callable[[], Any]) -> None:
        assert self.client.portal is not None
        self.client.portal.call(call)

    def view(self) -> View:
        assert self.registry.running is not None
        return self.registry.running.view


@pytest.fixture
def config(tmp_path: Path) -> ConsoleConfig:
    return house_in(tmp_path, rehearsal=True)


@pytest.fixture
def desk(config: ConsoleConfig) -> Iterator[Desk]:
    registry, launcher = SessionRegistry(), StubLauncher(config.sessions, speed=FASTER)
    with asking(config, registry, launcher) as client:
        yield Desk(client, registry, launcher, config)
        assert client.portal is not None
        client.portal.call(launcher.close)


def test_the_page_offers_six_scenes_and_the_first_one_first(desk: Desk) -> None:
    page = unescape(desk.client.get("/discover").text)
    assert page.count('<li class="scene') == 6
    assert page.count("scene-next") == 1
    assert "Scènes faites\u00a0: 0 sur 6" in page


def test_on_a_real_robot_the_discovery_says_that_it_needs_the_simulator(tmp_path: Path) -> None:
    real = house_in(tmp_path, rehearsal=False)
    with asking(real, SessionRegistry(), StubLauncher(real.sessions)) as client:
        page = unescape(client.get("/discover").text).replace("\u00a0", " ")
        assert client.post("/discover/1").status_code == 404
    assert "nao-sessions console --simulator" in page
    assert "<form" not in page


def test_a_scene_is_a_rehearsal_in_which_nobody_is_recorded(desk: Desk) -> None:
    desk.begin(4)
    (wanted,) = desk.launcher.asked
    assert (wanted.rehearsal, wanted.unrecorded) == (True, True)
    assert wanted.participants == ("V01", "V02", "V03")
    assert wanted.language == "fr"


def test_the_coach_of_the_first_scene_follows_a_stop_and_its_end(desk: Desk) -> None:
    desk.begin(1)
    assert desk.strip()["step"] == 1
    assert "Arrêter" in desk.strip()["told"]
    desk.command("stop")
    desk.reach(2)
    desk.command("resume")
    desk.reach(3)
    desk.press("button", id=desk.view().buttons[0].id)
    session = desk.end()
    strip = desk.client.get(f"/discover/strip?session={session.id}").json()
    assert strip["complete"]
    assert read_discovery(desk.config.keep).done == (1,)


def test_a_child_is_played_only_while_nao_listens(desk: Desk) -> None:
    desk.begin(3)
    desk.wait(lambda view: "chat" in view.hears_words)
    assert desk.strip()["part"] == {"id": "chat", "label": "Faire dire «\u00a0chat\u00a0»"}
    assert desk.client.post("/discover/part", data={"id": "vache"}).status_code == 409
    assert desk.client.post("/discover/part", data={"id": "chat"}).status_code == 204
    desk.reach(2)
    desk.wait(lambda view: view.trial is not None and view.trial.proposed == "chat")
    desk.command("judge", **{"as": "heard"})
    desk.reach(3)


def test_a_member_of_the_group_leaves_and_comes_back(desk: Desk) -> None:
    desk.begin(4)
    desk.wait(lambda view: bool(view.buttons))
    desk.press("button", id=desk.view().buttons[0].id)
    desk.reach(2)
    desk.command("leave", participant="V03")
    desk.reach(3)
    desk.wait(lambda view: bool(view.buttons))
    desk.press("button", id=desk.view().buttons[0].id)
    desk.reach(4)
    desk.command("return", participant="V03")
    desk.reach(5)
    assert "Terminer" in desk.strip()["told"]


def test_the_last_scene_goes_on_at_the_end_page(desk: Desk) -> None:
    desk.begin(6)
    desk.wait(lambda view: view.trial is not None and view.trial.open)
    desk.command("judge", **{"as": "yes"})
    desk.reach(2)
    desk.command("finish")
    session = desk.end()
    folder = desk.config.sessions / session.id
    assert f'href="/after/{session.id}"' in desk.client.get("/discover").text
    assert desk.strip()["step"] == 3
    (folder / "corrections.jsonl").write_text("{}\n")
    desk.reach(4)
    assert desk.client.post("/discover/part", data={"id": "memo"}).status_code == 204
    desk.reach(5)
    assert desk.client.post("/discover/part", data={"id": "read"}).status_code == 204
    assert desk.client.get(f"/discover/strip?session={session.id}").json()["complete"]
    assert desk.client.get("/discover/strip").json() is None


def test_the_strip_stays_away_from_other_sessions(desk: Desk) -> None:
    assert desk.client.get("/discover/strip").json() is None
    desk.begin(1)
    assert desk.client.get("/discover/strip?session=another").json() is None


def test_a_scene_that_cannot_begin_says_why(desk: Desk) -> None:
    desk.launcher.error = DeviceUnavailable(
        Localized(fr="Le simulateur est parti.", en="It is gone."), code="D9"
    )
    assert desk.client.post("/discover/1").status_code == 303
    desk.until(lambda: desk.client.get("/beginning/state").json()["to"] == "/discover")
    assert "Le simulateur est parti." in desk.client.get("/discover").text


def test_a_second_scene_does_not_begin_beside_one_that_runs(desk: Desk) -> None:
    desk.begin(1)
    answer = desk.client.post("/discover/2")
    assert answer.status_code == 409
    assert "C107" in answer.text


def test_a_discovery_is_kept_and_one_that_cannot_be_read_begins_anew(tmp_path: Path) -> None:
    write_discovery(tmp_path / "keep", Discovery(done=(1, 2), scene=3, session="s"))
    assert read_discovery(tmp_path / "keep").done == (1, 2)
    assert (tmp_path / "keep" / "discovery.json").stat().st_mode & 0o777 == 0o600
    (tmp_path / "keep" / "discovery.json").write_text("torn")
    assert read_discovery(tmp_path / "keep") == Discovery()
