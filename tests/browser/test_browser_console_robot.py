"""A console on a robot that is a program of its own, in a room whose file names its camera: whole sessions.

To the console this is a real room: it wants every adult named, and it asks whether the children have left.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.verify import verify
from tests.browser.console_room import (
    PATIENT_MS,
    PROTOCOL,
    Hands,
    Room,
    console_room,
    device,
    readable,
    trial_is_open,
    waits_for,
)
from tests.privacy.families import adult_is_told

pytestmark = pytest.mark.browser

SPEED = 8.0
TURNS = ("V01", "V02", "V01", "V02", "V01", "V02")


@dataclass(frozen=True, slots=True)
class Nao:
    """A simulator under way, on its own."""

    process: subprocess.Popen[str]
    url: str
    cameras: tuple[str, ...]


@contextmanager
def own_nao(trace: Path) -> Iterator[Nao]:
    """Start a simulator as a technician would, and end it."""
    program = Path(sys.executable).parent / "nao-simulator"
    command = [str(program), "--speed", str(SPEED), "--trace", str(trace), "--until-stdin-closes"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        try:
            yield Nao(process, ready["qi"], tuple(ready["cameras"]))
        finally:
            process.send_signal(signal.SIGCONT)
            process.terminate()
            process.wait(timeout=30)


@pytest.fixture
def nao(tmp_path: Path) -> Iterator[Nao]:
    with own_nao(tmp_path / "trace.jsonl") as started:
        yield started


@pytest.fixture
def room(tmp_path: Path, nao: Nao) -> Iterator[Room]:
    file = tmp_path / "room.yaml"
    file.write_text(f"cameras: {{salle: {{url: '{nao.cameras[0]}'}}}}\n", encoding="utf-8")
    on = ("--robot", nao.url, "--room", str(file))
    with console_room(tmp_path, speed=SPEED, robot=on) as started:
        yield started


def prepare_for_real(page: Page, hands: Hands, room: Room, *, clap: bool = False) -> None:
    """Prepare a session that is recorded, among adults, as the protocol is a draft: each is named."""
    adult_is_told("camera:salle", "sound:salle")
    page.goto(f"{room.at}/prepare/{PROTOCOL}")
    expect(page.locator("body")).to_contain_text("Répétition, entre adultes")
    known = page.locator("input[name=adult]").is_checked()  # all but what is of one day is remembered
    for code in () if known else ("V01", "V02"):
        hands.press(f"button[value='add:{code}']")
        page.wait_for_selector(f"input[name=participant][value={code}]", state="attached")
    line = page.locator("li[data-key=ground]")
    if not known:
        expect(line).to_contain_text("G103", timeout=PATIENT_MS)
        page.locator("input[name=adult][value=A01]").check()
    expect(line).not_to_contain_text("G103", timeout=PATIENT_MS)
    expect(page.locator("li[data-key='sound:salle']")).to_contain_text("On entend", timeout=PATIENT_MS)
    if page.locator("#unencrypted").is_visible():
        page.locator("#unencrypted").fill("essai sur un disque de test")
    if clap:
        page.locator("input[name=clap]").check()
    expect(page.locator("#remaining")).to_have_text("Tout est prêt.", timeout=PATIENT_MS)
    hands.press("button[value=begin]")
    page.wait_for_url("**/session*", timeout=60_000)


def test_a_whole_session_on_a_robot_that_is_lost_and_comes_back(
    browser: Browser, room: Room, nao: Nao
) -> None:
    context, page = device(browser, room)
    hands = Hands(page, "touch")
    prepare_for_real(page, hands, room)
    expect(page.locator("#yes-label")).to_have_text("On commence", timeout=PATIENT_MS)
    readable(page)
    hands.press("#yes")
    trial_is_open(page, 1, "V01")

    os.kill(nao.process.pid, signal.SIGSTOP)  # as a Nao that hangs: nothing is refused, nothing answers
    expect(page.locator("#doing")).to_have_text("Nao ne répond plus", timeout=PATIENT_MS)
    expect(page.locator("#trouble-lines")).to_contain_text("Dites à l'enfant que Nao se repose")
    os.kill(nao.process.pid, signal.SIGCONT)
    expect(page.locator("#robot")).not_to_contain_text("ne répond plus", timeout=PATIENT_MS)
    readable(page)
    hands.press("#trouble [data-act=resume]")
    trial_is_open(page, 1, "V01")
    readable(page)

    before = len(room.calls("stopAll"))
    hands.press("#stop")
    expect(page.locator("#doing")).to_have_text("Nao est arrêté")
    assert len(room.calls("stopAll")) > before
    readable(page)
    hands.press("#trouble [data-act=resume]")

    for number, turn in enumerate(TURNS, start=1):
        trial_is_open(page, number, turn)
        readable(page)
        hands.press("#yes")
        expect(page.locator("#doing")).not_to_have_text(waits_for(turn))
    page.wait_for_url("**/after/**", timeout=60_000)
    expect(page.locator("main")).to_contain_text("Rôle 1")

    trials = [(event.data["judgement"], event.data["child"]) for event in room.events("trial")]
    assert [trial for trial in trials if trial[0] != "void"] == [("correct", turn) for turn in TURNS]
    folder = SessionFolder.open(room.session)
    manifest = folder.read_manifest()
    assert (manifest.state, manifest.outcome, manifest.rehearsal) == ("closed", "completed", True)
    assert manifest.ground.text.startswith("ledger ")
    assert [text.en for text in verify(folder).problems] == []
    assert (folder.path / "room" / "salle.01.mp4").stat().st_size > 0

    hands.press(f"a[href='/replay/{folder.path.name}/']")
    page.wait_for_selector("main[aria-busy=false]", timeout=60_000)
    page.wait_for_function("() => document.querySelector('video').readyState >= 2", timeout=60_000)
    hands.press(".top-back")
    page.wait_for_url("**/after/**")
    context.close()


@pytest.mark.fair_weather("it leads to its question twice, and Back keeps the group that was chosen")
def test_the_last_clap_is_asked_for_once_the_children_may_have_left_and_is_played_on_a_yes_alone(
    browser: Browser, room: Room
) -> None:
    context, page = device(browser, room)
    hands = Hands(page, "touch")

    def led_to_its_question() -> None:
        prepare_for_real(page, hands, room, clap=True)
        expect(page.locator("#yes-label")).to_have_text("On commence", timeout=PATIENT_MS)
        assert [event.data["which"] for event in room.events("clap")] == ["start"]
        hands.press("#more")
        hands.press("#more-panel [data-act=close]")
        expect(page.locator("#empty-room")).to_be_visible(timeout=PATIENT_MS)
        expect(page.locator("#empty-room")).to_contain_text("Les enfants sont sortis ?")
        expect(page.locator("#more-panel")).to_be_hidden()  # nothing lies over what is asked

    led_to_its_question()
    assert [event.data["which"] for event in room.events("clap")] == ["start"]
    readable(page)
    hands.press("#empty-room [data-empty=no]")
    page.wait_for_url("**/after/**", timeout=60_000)
    assert [event.data["which"] for event in room.events("clap")] == ["start"]

    led_to_its_question()
    readable(page)
    hands.press("#empty-room [data-empty=yes]")
    page.wait_for_url("**/after/**", timeout=60_000)
    assert [event.data["which"] for event in room.events("clap")] == ["start", "end"]
    context.close()
