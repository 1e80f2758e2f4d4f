"""Several children on the replay page, in a real Chromium: each has a lane, a box and a colour."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from nao_sessions.core.events import Event
from tests.browser.chromium import opened, replaying
from tests.review.replay.synthetic_folder import make_folder
from tests.review.replay.synthetic_session import scripted_events

pytestmark = pytest.mark.browser

AT = """([seconds, name]) => {
  const strip = document.querySelector("#strip").getBoundingClientRect();
  const row = [...document.querySelectorAll("#lanes li")].find(one => one.textContent.trim() === name);
  const canvas = document.querySelector("#canvas");
  const scale = canvas.width / strip.width;
  const y = (row.getBoundingClientRect().bottom - strip.top - 14) * scale;
  return fetch("session.json").then(answer => answer.json()).then(data =>
    [...canvas.getContext("2d").getImageData(seconds * 1e9 / data.end * canvas.width, y, 1, 1).data]);
}"""


def test_each_child_has_a_lane_a_box_and_a_colour(browser: Browser, tmp_path: Path) -> None:
    # where no line of the axis is
    touch = Event(900, "in", 14_600_000_000, "robot", "touch", {"part": "chest", "pressed": True})
    folder = make_folder(tmp_path, [*scripted_events(), touch._replace(participant="P08")], pieces=())
    facts = json.loads((folder / "session.json").read_text(encoding="utf-8"))
    facts["participants"] = ["P07", "P08"]
    (folder / "session.json").write_text(json.dumps(facts), encoding="utf-8")
    with replaying(folder, "--lang", "fr") as address, opened(browser, address) as page:
        children = ["P07", "P08", "Enfant non identifié"]
        assert page.locator("#lanes li").all_inner_texts()[3:6] == children
        assert page.locator(".lane-choice").all_inner_texts()[3:6] == children
        drawn = [
            page.evaluate(AT, [22.2, "P07"]),
            page.evaluate(AT, [14.6, "P08"]),
            page.evaluate(AT, [13.2, children[-1]]),
        ]
        assert all(alpha == 255 for *_, alpha in drawn)
        assert len({tuple(colour) for colour in drawn}) == 3
        assert page.evaluate(AT, [14.6, "P07"])[3] == 0
        page.locator(".lane-choice", has_text="P08").click()
        expect(page.locator("[data-seq='900']")).to_be_hidden()
        expect(page.locator("[data-seq='31']")).to_be_visible()
        expect(page.locator("#lanes li", has_text="P08")).to_be_hidden()
        assert Axe().run(page).response["violations"] == []
