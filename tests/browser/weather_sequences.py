"""Seeded sequences of presses and page weather on a running console, held against its log and Nao's trace.

A sequence is drawn from its seed alone. What a page shows is compared with the log within two seconds of its
link's return; every press is in the log once, or the page said that it did not count; every stop stopped Nao.
"""

from __future__ import annotations

import json
import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Error, Page, Request

from tests.browser.console_room import PATIENT_MS, Hands, Room, console_room, device, prepare
from tests.browser.weather import Weather, drawn_seconds
from tests.browser.weather_truth import counted_in, difference, is_past, lines_of, truth_of

WITHIN_S = 2.0
PRESS_WITHIN_S = 10.0
"""A press that neither counted nor was told to count by then is lost; how long it took is a figure."""
STEPS = (3, 6)
READ_S = 0.35
PROTOCOL = """\
protocol: 1
id: a-tour-de-role
version: "1.0.0"
title: "Météo"
language: fr
participants: {min: 2, max: 2}
commands:
  finish: {next: fin}
  encourage: {do: [{say: "Tu peux le faire."}]}
items:
  mots: [{id: pomme, answer: fruit}, {id: poireau, answer: légume}, {id: poire, answer: fruit}]
start: jeu
steps:
  jeu:
    each: participant
    rounds: 400
    start: question
    next: fin
    steps:
      question:
        title: "Fruit ou légume"
        trials:
          items: mots
          count: 3
          ask: [{say: "{participant}, fruit ou légume ?", show: {choices: [fruit, légume]}}]
          answers:
            fruit: [{board: fruit}, {word: fruit}]
            légume: [{board: légume}, {word: légume}]
          correct: = item.answer
          patience: 3600 s
          prompts:
            - {help: verbal, do: [{say: "Regarde bien."}]}
            - {help: gestural, do: [{say: "Par ici.", gesture: calm}]}
          feedback:
            correct: [{say: "Bravo !"}]
            prompted: [{say: "Oui !"}]
            incorrect: [{say: "On continue."}]
        next: done
  fin: {do: [{say: "Au revoir !"}], end: completed}
"""
LOOK = """() => {
  const by = (id) => document.getElementById(id);
  if (!by("session")) return null;
  const text = (id) => (by(id)?.textContent ?? "").replaceAll(/\\s+/g, " ").trim();
  const acts = [...document.querySelectorAll("#pad button:not(#stop)")];
  const lit = acts.filter((one) => !one.matches(":disabled"));
  return {
    doing: text("doing"), sentence: text("sentence"), where: text("where"),
    item: by("trial").hidden ? "" : text("item"), helps: by("trial").hidden ? "" : text("helps"),
    trouble: !by("trouble").hidden, over: !by("over").hidden, judgeable: !by("other").matches(":disabled"),
    told: [...document.querySelectorAll("#alarms p, #standing p")].map((one) => one.textContent),
    robot: text("robot"), recording: text("recording-text"), news: text("news"),
    cut: !by("cut-off").hidden, lit: lit.length, stop: !by("stop").matches(":disabled"),
  };
}"""
TELL_NEWS = """addEventListener("DOMContentLoaded", () => {
  const news = document.getElementById("news");
  const tell = () => tellNews(news.textContent, Date.now());
  if (news) new MutationObserver(tell).observe(news, { childList: true });
});"""
PRESSES = {
    "yes": "#yes", "not_yet": "#not-yet", "repeat": ".pad [data-act=repeat]", "mark": "[data-act=mark]",
    "encourage": "[data-act=encourage]", "pause": "#pause", "prompt": ".pad [data-act=prompt]",
}  # fmt: skip
KEYS = {"yes": "KeyO", "not_yet": "KeyN", "repeat": "KeyR", "mark": "Period", "pause": "KeyP"}
REFUSALS = (
    "Rien n'a été compté", "Cet appui n'a pas compté", "Votre deuxième appui", "Cet écran regarde",
    "Ce bouton n'est plus", "La séance", "Nao est arrêté",
    "Il n'y a rien", "Aucun essai", "Toutes les aides", "Aucune séance", "Cet arrêt",
    "Pas d'autre aide",
)  # fmt: skip
"""How the sentences begin by which a page says that a press did not count."""


@dataclass
class Figures:
    """What is counted over all sequences. Times in seconds."""

    presses: int = 0
    counted: int = 0
    refused: int = 0
    stops: int = 0
    to_truth_s: list[float] = field(default_factory=list)
    to_halt_s: list[float] = field(default_factory=list)
    to_resume_s: list[float] = field(default_factory=list)


@contextmanager
def meteo(folder: Path, speed: float = 4.0) -> Iterator[Room]:
    """Run a console that has the one protocol of these sequences."""
    (folder / "meteo").mkdir()
    (folder / "meteo" / "a-tour-de-role.yaml").write_text(PROTOCOL, encoding="utf-8")
    with console_room(folder, "--no-room", "--protocols", str(folder / "meteo"), speed=speed) as room:
        yield room


def begin(browser: Browser, room: Room) -> None:
    """Begin the session in which sequences are played."""
    context, page = device(browser, room)
    prepare(Hands(page, "touch"), room)
    context.close()


class Sequence:
    """One sequence, on a tablet of its own that leads the session."""

    def __init__(self, browser: Browser, room: Room, seed: int, figures: Figures) -> None:
        self.room, self.figures = room, figures
        self.draw = random.Random(seed)
        self.sent: dict[str, str] = {}
        self.news: list[str] = []
        self.faults: list[str] = []
        self.did: list[str] = []
        self.mine: dict[str, Request] = {}
        """The presses of the page that leads, and by what each was sent first."""
        self.appeared = (0.0, 0.0)
        """When the news that stands appeared: of the monotonic clock, and of the browser's (ms)."""
        self.context, self.page = device(browser, room)
        self.context.expose_function("tellNews", self._hear)
        self.context.add_init_script(TELL_NEWS)
        self.context.on("request", self._note)
        self.page.goto(f"{room.at}/session")
        self.page.wait_for_function("() => document.getElementById('doing')?.textContent")
        self._lead()
        self.watching = self.context.new_page()
        self.watching.goto(f"{room.at}/watch")
        self.weather = Weather(self.page)

    def run(self) -> list[str]:
        """Play it; return what was untrue, refused or lost."""
        try:
            for _ in range(self.draw.randint(*STEPS)):
                kind = self.draw.choices(
                    ("press", "tap_twice", "stop", "reload", "back", "tab", "duplicate", "freeze", "offline",
                     "slow", "kill", "hang"),
                    (30, 6, 12, 10, 8, 4, 6, 6, 9, 5, 1, 3),
                )[0]  # fmt: skip
                self.did.append(kind)
                getattr(self, f"_{kind}")()
                self._true()
            self._account()
        except Error as error:
            self.faults.append(f"{self.did}: {str(error).splitlines()[0]}")
        finally:
            self._leave_running()
            self.context.close()
        return self.faults

    def _lead(self) -> None:
        """Take the lead over, where another page has it."""
        if not self.page.locator("#control-line").is_visible():
            return
        with self.page.expect_response("**/session/control*") as answer:
            self.page.locator("#take-over").tap()
        if answer.value.status != 200:
            self.faults.append(f"{self.did}: the lead was refused ({answer.value.status})")
        try:
            self.page.locator("#control-line").wait_for(state="hidden", timeout=5000)
        except Error:
            self.faults.append(f"{self.did}: the lead was taken over and not shown: {self._look()}")

    # What is pressed.

    def _press(self) -> None:
        self._read()
        self._tap(self.draw.choice(tuple(PRESSES)))
        if self.draw.random() < 0.3:  # and once more, while Nao speaks
            self._wait(0.4)
            self._tap(self.draw.choice(("repeat", "yes", "not_yet", "mark")))

    def _tap(self, name: str) -> None:
        """Press what is lit; on a paused page what is offered there."""
        if name in KEYS and self.draw.random() < 0.3:
            self.page.keyboard.press(KEYS[name])
            return
        target = self.page.locator(PRESSES[name])
        if target.is_enabled():
            target.tap()

    def _tap_twice(self) -> None:
        self._read()
        target = self.page.locator(PRESSES[self.draw.choice(("yes", "not_yet", "mark"))])
        if target.is_enabled():  # at the same place, as a finger does, whatever is there by then
            target.scroll_into_view_if_needed()
            box = target.bounding_box()
            assert box is not None
            for _ in range(2):
                self.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    def _stop(self) -> None:
        if self.draw.random() < 0.3:
            self._read()
        self._halts(self._press_stop(self.draw.choice((self.page, self.page, self.watching))))

    def _press_stop(self, page: Page) -> int:
        self.figures.stops += 1
        at_ns = time.monotonic_ns()
        key = self.draw.choice(("", "", "Escape", "F5"))
        if key:
            page.bring_to_front()
            page.keyboard.press(key)
        else:
            page.locator("#stop").tap()
        return at_ns

    def _halts(self, since_ns: int, from_ns: int | None = None) -> None:
        """Wait until Nao's trace and the log show that a stop stopped, then go on as a person would."""
        until = time.monotonic() + 5
        while time.monotonic() < until:
            halt = self._halt_after(since_ns)
            if halt is not None and truth_of(self._lines()).paused == "stopped":
                self.figures.to_halt_s.append((halt - (from_ns or since_ns)) / 1e9)
                break
            self._wait(0.1)
        else:
            self.faults.append(f"{self.did}: a stop was lost")
        self._true()
        self._resume()

    def _resume(self) -> None:
        """Press *Reprendre*, and once more where the page says why it did not count, as a person would."""
        for _ in range(2):
            self._read()
            button = self.page.locator("#trouble [data-act=resume]")
            if not button.is_visible():
                return
            told, since = len(self.news), time.monotonic()
            button.tap()
            while time.monotonic() < since + PRESS_WITHIN_S:
                if not truth_of(self._lines()).paused:
                    self.figures.to_resume_s.append(time.monotonic() - since)
                    return
                if any(news.startswith(REFUSALS) for news in self.news[told:]):
                    break
                self._wait(0.1)
        kinds = [(line["dir"], line["kind"]) for line in self._lines()[-6:]]
        self.faults.append(f"{self.did}: Reprendre did nothing: {self.news[-2:]}, {kinds}, {self._look()}")

    # The weather.

    def _reload(self) -> None:
        self.weather.reload()

    def _back(self) -> None:
        self.weather.back_and_forward()

    def _tab(self) -> None:
        other = self.weather.second_tab(f"{self.room.at}/session")
        self._wait(0.5)
        other.close()

    def _duplicate(self) -> None:
        other = self.weather.duplicate()
        other.wait_for_function("() => document.getElementById('doing')?.textContent")
        self._wait(READ_S)
        if self.draw.random() < 0.5 and other.locator("[data-act=mark]").is_enabled():
            other.locator("[data-act=mark]").tap()
            self._wait(0.3)
        other.close()

    def _freeze(self) -> None:
        stopped_ns = None
        with self.weather.frozen():
            if self.draw.random() < 0.5:
                stopped_ns = self._press_stop(self.watching)
            self.watching.wait_for_timeout(1000 * drawn_seconds(self.draw, 0.5, 4))
        if stopped_ns is not None:
            self._halts(stopped_ns)

    def _offline(self) -> None:
        stopped_ns = None
        lasts_s = drawn_seconds(self.draw)
        with self.weather.offline():
            first_s = min(2.5, lasts_s / 2)
            self._wait(first_s)
            shown = self._look() if lasts_s > 5 else None
            if shown is not None and (not shown["cut"] or shown["lit"] or not shown["stop"]):
                self.faults.append(f"{self.did}: offline, and lit: {shown}")
            if self.draw.random() < 0.5:
                stopped_ns = self._press_stop(self.page)
            elif self.draw.random() < 0.5:
                self.page.keyboard.press("KeyR")
                self.appeared = (time.monotonic(), self.appeared[1])  # told again, in the same words
            self._wait(lasts_s - first_s)
        if stopped_ns is not None:
            self._halts(stopped_ns, time.monotonic_ns())

    def _slow(self) -> None:
        with self.weather.slow():
            self._press()
            if self.draw.random() < 0.5:
                self._halts(self._press_stop(self.page))
            else:
                self._wait(1.0)

    def _hang(self) -> None:
        """The server answers nothing for a while: the guard stops Nao all the same."""
        server = self.room.server
        os.kill(server, signal.SIGSTOP)
        try:
            self._wait(drawn_seconds(self.draw, 1, 4))
            stopped_ns = self._press_stop(self.page) if self.draw.random() < 0.5 else None
            if stopped_ns is not None:
                self._wait(1.0)
                if self._halt_after(stopped_ns) is None:
                    self.faults.append(f"{self.did}: no halt while the server hung")
        finally:
            os.kill(server, signal.SIGCONT)
        if stopped_ns is not None:
            self._halts(stopped_ns)

    def _kill(self) -> None:
        """The server is killed; its keeper starts another, and a person goes on with the session."""
        os.kill(self.room.server, signal.SIGKILL)
        self.page.locator("#over").wait_for(timeout=PATIENT_MS)
        self._account()
        with self.page.expect_navigation(url="**/session*", timeout=60_000):
            self.page.locator("#go-on .button-main").tap()
        self.page.wait_for_function("() => document.getElementById('doing')?.textContent")
        self._lead()
        self._true()
        self._resume()

    # What must be so.

    def _true(self) -> None:
        """Hold the page against the log, within two seconds of its link's return."""
        since = time.monotonic()
        known: float | None = None
        wrong = "the page shows no session"
        while True:
            before = self._lines()
            shown = self._look()
            now = time.monotonic()
            if shown is not None and shown["cut"] and shown["lit"]:
                self.faults.append(f"{self.did}: it does not know, and acts are lit")
                return
            if shown is not None and not shown["cut"] and shown["doing"]:
                known = known or now
                if len(before) == len(self._lines()):
                    wrong = difference(truth_of(before), shown) or self._outlived(shown["news"])
                    if not wrong:
                        self.figures.to_truth_s.append(now - since)
                        return
            if now > (known or since + 30) + WITHIN_S:
                self.faults.append(f"{self.did}: {wrong}")
                return
            self._wait(0.05)

    def _hear(self, news: str, at_ms: float) -> None:
        self.news.append(news)
        self.appeared = (time.monotonic(), at_ms)

    def _outlived(self, news: str) -> str:
        """Name what is told of a press although one that was sent after counted, or although it is long past.

        An older press's answer may come after a stop's, by way of the guard, and before the stop's line: what
        it tells is younger than that stop.
        """
        since, at_ms = self.appeared
        younger = {press for press, request in self.mine.items() if request.timing["startTime"] > at_ms}
        later = len(younger & counted_in(self._lines()))
        shown_s = time.monotonic() - since
        if not is_past(news, later, shown_s):
            return ""
        return f"news {news!r} after {later} presses, {shown_s:.0f} s: {self.sent}, {self.news[-3:]}"

    def _account(self) -> None:
        """Hold what was sent against the log: once, or the page said that it did not count."""
        until = time.monotonic() + WITHIN_S
        while True:
            lines = self._lines()
            named = [line["data"].get("press") for line in lines if line["dir"] in ("in", "note")]
            twice = [p for p in self.sent if named.count(p) > 1 and self.sent[p] != "stop"]
            missing = [p for p, name in self.sent.items() if p not in named and name != "stop"]
            told = sum(news.startswith(REFUSALS) for news in self.news)
            if "tap_twice" in self.did:  # of nothing else is it true that it counted once
                told += sum(news.startswith("Compté une seule fois") for news in self.news)
            if (not twice and len(missing) <= told) or time.monotonic() > until:
                break
            self._wait(0.1)
        if twice or len(missing) > told:
            what = [self.sent[press] for press in missing]
            self.faults.append(
                f"{self.did}: counted twice {len(twice)}, neither counted nor told: {what} ({told} told)"
            )
        self.figures.presses += sum(name != "stop" for name in self.sent.values())
        self.figures.counted += sum(p in named for p, name in self.sent.items() if name != "stop")
        self.figures.refused += len(missing)
        self.sent.clear()
        self.news.clear()

    def _note(self, request: Request) -> None:
        if request.method == "POST" and "/session/act" in request.url:
            body = json.loads(request.post_data or "{}")
            if not body.get("ask"):
                self.sent[body["press"]] = body["name"]
                if request.frame.page == self.page:
                    self.mine.setdefault(body["press"], request)  # a stop is sent again

    def _leave_running(self) -> None:
        """Leave no pause to the next sequence."""
        try:
            if truth_of(self._lines()).paused:
                self._resume()
        except Error:
            self.faults.append(f"{self.did}: it stays paused")

    def _halt_after(self, since_ns: int) -> int | None:
        trace = (self.room.folder / "trace.jsonl").read_bytes().rpartition(b"\n")[0].splitlines()
        for line in reversed(trace[-4000:]):
            if b'"killAll"' in line and json.loads(line)["at"] >= since_ns:
                return int(json.loads(line)["at"])
        return None

    def _lines(self) -> list[dict[str, Any]]:
        return lines_of(self.room.session / "events.jsonl")

    def _look(self) -> dict[str, Any] | None:
        try:
            shown: dict[str, Any] | None = self.page.evaluate(LOOK)
        except Error:
            return None
        return shown

    def _read(self) -> None:
        self._wait(READ_S)

    def _wait(self, seconds: float) -> None:
        self.watching.wait_for_timeout(1000 * seconds)
