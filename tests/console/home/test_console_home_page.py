"""The home page: what is offered, what was interrupted, what was done; and the page of participants."""

from __future__ import annotations

import asyncio
import fcntl
import json
import re
import time
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.home.past import folder_of, is_held, read_past
from nao_sessions.console.people import read_people
from nao_sessions.console.session_registry import SessionRegistry
from nao_sessions.core.errors import UsageError
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.text.messages import Localized
from tests.console.console_house import asking, house_in, put_people, put_protocol, put_session
from tests.console.stub_launcher import StubLauncher

FIRST, SECOND, OPEN = (
    "2026-11-24T140312Z_demo_k3f9",
    "2026-11-25T140312Z_demo_k3f9",
    "2026-11-26T090000Z_demo_op3n",
)
NOTHING = {"act": ""}
"""What a form without a field posts, as far as the pages can tell."""


@pytest.fixture
def config(tmp_path: Path) -> ConsoleConfig:
    return house_in(tmp_path)


def _get(config: ConsoleConfig, address: str = "/", status: int = 200) -> str:
    with asking(config, SessionRegistry(), StubLauncher(config.sessions)) as client:
        answer = client.get(address)
        assert answer.status_code == status
        return unescape(answer.text).replace("\u00a0", " ")


def test_an_approved_protocol_is_offered_with_its_goal_its_duration_and_its_picture(
    config: ConsoleConfig,
) -> None:
    put_protocol(config, "emotions")
    page = _get(config)
    assert 'href="/prepare/emotions">Les émotions</a>' in page
    assert "Reconnaître une émotion sur un visage" in page
    assert "8 min, 15 au plus" in page
    assert 'src="/picture/emotions"' in page
    assert "brouillon" not in page


def test_a_draft_is_offered_apart_and_marked(config: ConsoleConfig) -> None:
    put_protocol(config, "emotions", status="draft")
    page = _get(config)
    assert page.index("Brouillons, en répétition") < page.index('href="/prepare/emotions"')
    assert '<span class="chip chip-draft">brouillon</span>' in page
    assert "Aucun protocole n'est approuvé" in page


def test_a_retired_protocol_is_not_offered(config: ConsoleConfig) -> None:
    put_protocol(config, "emotions", status="retired")
    assert "/prepare/emotions" not in _get(config)


def test_a_protocol_that_cannot_be_loaded_is_told_and_hides_no_other(config: ConsoleConfig) -> None:
    put_protocol(config, "emotions")
    (config.protocols / "casse.yaml").write_text("protocol: 1\nid: casse\n", encoding="utf-8")
    page = _get(config)
    assert "/prepare/emotions" in page
    assert "casse.yaml:1:1 : il manque la clé « version »" in page
    assert str(config.protocols) not in page


def test_a_picture_is_served_by_the_protocols_name_alone(config: ConsoleConfig) -> None:
    put_protocol(config, "emotions")
    with asking(config, SessionRegistry(), StubLauncher(config.sessions)) as client:
        picture = client.get("/picture/emotions")
        assert picture.headers["content-type"] == "image/svg+xml"
        assert b"<svg" in picture.content
        assert client.get("/picture/elsewhere").status_code == 404


def test_the_latest_sessions_are_listed_the_last_one_first(config: ConsoleConfig) -> None:
    put_session(config, "fresh", FIRST)
    put_session(config, "fresh", SECOND)
    page = _get(config)
    assert page.index(f"/after/{SECOND}") < page.index(f"/after/{FIRST}")
    assert "24 nov. 2026 à 14:03" in page
    assert "terminée" in page
    assert "menée à son terme" not in page  # its log is not read here, and may say otherwise
    assert "une séance a été interrompue" not in page.lower()


def test_an_interrupted_session_can_be_continued(config: ConsoleConfig) -> None:
    folder = put_session(config, "fresh", OPEN, state="open", outcome="")
    launcher = StubLauncher(config.sessions)
    launcher.error = UsageError(Localized(fr="Nao ne répond pas.", en="Nao does not answer."), code="R999")
    with asking(config, SessionRegistry(), launcher) as client:
        assert f'action="/sessions/{OPEN}/continue"' in client.get("/").text
        assert client.post(f"/sessions/{OPEN}/continue", data=NOTHING).headers["location"] == "/beginning"
        assert _where_it_leads(client) == "/"
        page = client.get("/").text
    assert launcher.continued == [folder]
    assert "Nao ne répond pas." in page
    assert "R999" in page


def test_who_presses_continue_while_it_is_set_up_waits_for_the_same_session(config: ConsoleConfig) -> None:
    folder = put_session(config, "fresh", OPEN, state="open", outcome="")
    launcher = StubLauncher(config.sessions)
    with asking(config, SessionRegistry(), launcher) as client:
        assert client.portal is not None
        held = client.portal.call(asyncio.Event)
        launcher.held = held
        for _ in range(2):
            answer = client.post(f"/sessions/{OPEN}/continue", data=NOTHING)
            assert (answer.status_code, answer.headers["location"]) == (303, "/beginning")
        client.portal.call(held.set)
        _where_it_leads(client)
    assert launcher.continued == [folder]


def test_a_disk_that_is_too_small_is_told_beside_its_session_which_goes_on_all_the_same_if_wished(
    config: ConsoleConfig,
) -> None:
    put_session(config, "fresh", OPEN, state="open", outcome="")
    launcher = StubLauncher(config.sessions)
    launcher.error = UsageError(
        Localized(fr="Le disque est trop petit.", en="The disk is too small."), code="R130"
    )
    with asking(config, SessionRegistry(), launcher) as client:
        assert "despite" not in client.get("/").text
        client.post(f"/sessions/{OPEN}/continue", data=NOTHING)
        assert _where_it_leads(client) == "/"
        page = client.get("/").text
        assert "R130" in page[page.index('class="card interrupted"') : page.index('id="today"')]
        assert "R130" in client.get("/").text  # it stands there until somebody does something about it
        despite = re.findall(r'name="despite" value="(\w+)"', page)
        launcher.error = UsageError(
            Localized(fr="Nao ne répond pas.", en="Nao does not answer."), code="R999"
        )
        client.post(f"/sessions/{OPEN}/continue", data={"despite": [*despite, "G101"]})
        _where_it_leads(client)
        assert "R130" not in client.get("/").text.partition('id="today"')[0]
    assert launcher.despite == [(), ("R130", "R131")]


def test_a_session_that_somebody_holds_is_not_interrupted(config: ConsoleConfig) -> None:
    folder = put_session(config, "fresh", OPEN, state="open")
    with (folder / "events.jsonl").open("ab") as log:
        fcntl.flock(log, fcntl.LOCK_EX)
        assert is_held(folder / "events.jsonl")
        assert not read_past(config.sessions, None)[0].interrupted
    assert read_past(config.sessions, None)[0].interrupted


def test_the_session_that_runs_here_is_not_among_the_past_ones(config: ConsoleConfig) -> None:
    put_session(config, "fresh", OPEN, state="open")
    assert read_past(config.sessions, OPEN) == ()


@pytest.mark.parametrize("name", ["../sessions", "..", ".", "", "nowhere", "protocols"])
def test_no_name_leads_out_of_the_sessions(config: ConsoleConfig, name: str) -> None:
    put_session(config, "fresh", FIRST)
    assert folder_of(config.sessions, name) is None
    assert folder_of(config.sessions, FIRST) == config.sessions / FIRST


def test_a_session_that_is_not_there_is_neither_continued_nor_closed(config: ConsoleConfig) -> None:
    with asking(config, SessionRegistry(), StubLauncher(config.sessions)) as client:
        assert client.post("/sessions/nowhere/continue", data=NOTHING).status_code == 404
        assert client.post("/sessions/nowhere/close").status_code == 404


def test_a_participant_is_added_changed_and_set_aside_without_any_name(config: ConsoleConfig) -> None:
    with asking(config, SessionRegistry(), StubLauncher(config.sessions)) as client:
        at = client.post("/people").headers["location"]
        code = at.partition("#")[2]
        assert client.get("/people").text.count(f'id="{code}"') == 1
        client.post(f"/people/{code}", data={"symbol": "boat", "colour": "violet"})
        person = read_people(config.keep).get(code)
        assert (person.symbol, person.colour) == ("boat", "violet")
        client.post(f"/people/{code}", data={"symbol": "boat", "colour": "violet", "aside": "yes"})
        assert read_people(config.keep).offered == ()
        client.post(f"/people/{code}", data={"aside": "no"})
        assert [one.code for one in read_people(config.keep).offered] == [code]
        page = client.get("/people").text
    assert not re.search(r'<input(?![^>]*type="radio")', page)


def test_a_badge_that_another_one_has_is_refused_in_place(config: ConsoleConfig) -> None:
    one, other = put_people(config, 2)
    taken = read_people(config.keep).get(other)
    with asking(config, SessionRegistry(), StubLauncher(config.sessions)) as client:
        answer = client.post(f"/people/{one}", data={"symbol": taken.symbol, "colour": taken.colour})
    assert answer.status_code == 422
    assert "C103" in answer.text
    assert f"{other} a déjà ce symbole" in answer.text


def test_a_stranger_cannot_be_changed(config: ConsoleConfig) -> None:
    with asking(config, SessionRegistry(), StubLauncher(config.sessions)) as client:
        assert client.post("/people/P07", data={"symbol": "boat"}).status_code == 404


def test_first_names_are_shown_only_where_they_were_unlocked(tmp_path: Path) -> None:
    locked = house_in(tmp_path / "locked")
    (code,) = put_people(locked, 1)
    unlocked = house_in(tmp_path / "unlocked", names=Pseudonyms(names={code: "Zélie"}))
    (unlocked.keep).mkdir()
    (locked.keep / "participants.json").rename(unlocked.keep / "participants.json")
    assert "Zélie" in _get(unlocked, "/people")
    assert "Zélie" not in (unlocked.keep / "participants.json").read_text(encoding="utf-8")


def test_a_file_of_participants_that_cannot_be_read_is_told_on_both_pages(config: ConsoleConfig) -> None:
    config.keep.mkdir()
    (config.keep / "participants.json").write_text("torn", encoding="utf-8")
    assert "C101" in _get(config)
    assert "C101" in _get(config, "/people", status=422)


def test_the_pages_speak_english_too(tmp_path: Path) -> None:
    config = house_in(tmp_path, language="en")
    put_protocol(config, "emotions")
    assert "What are we doing today?" in _get(config)
    assert "Add a participant" in _get(config, "/people")


def _where_it_leads(client: TestClient) -> str:
    """Ask until what is being set up is done: the page's own question, as often as it would put it."""
    until_s = time.monotonic() + 30
    while time.monotonic() < until_s:
        to = client.get("/beginning/state").json()["to"]
        if to is not None:
            return str(to)
        time.sleep(0.01)
    raise AssertionError("it is still being set up")


def test_a_session_that_was_led_to_its_end_is_told_as_on_the_page_after_it(config: ConsoleConfig) -> None:
    put_session(config, "fresh", FIRST)
    log = config.sessions / FIRST / "events.jsonl"
    lines = log.read_text("utf-8").splitlines()
    entered = max(n for n, one in enumerate(lines) if '"kind":"entered"' in one)
    event = json.loads(lines[entered])
    event["data"]["by"] = "commands/finish"
    lines[entered] = json.dumps(event, separators=(",", ":"))
    log.write_text("\n".join(lines) + "\n", "utf-8")
    page = _get(config)
    assert "conduite à sa fin avant son terme" in page
    assert "terminée" not in page
