"""What the replay page says of the pictures, in a real Chromium: while they play, and of several cameras."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import in_scheme, opened, replaying
from tests.browser.pictures import settled
from tests.review.replay.synthetic_folder import Piece, make_folder
from tests.review.replay.synthetic_session import scripted_events

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = make_folder(
        tmp_path_factory.mktemp("told"),
        scripted_events(),
        pieces=(Piece(1.0, 21.0),),
        others={"window": (Piece(1.0, 8.0),)},
    )
    sync = json.loads((folder / "sync.json").read_text(encoding="utf-8"))
    sync["streams"]["window"]["segments"][0]["uncertainty_ms"] = 41.0
    (folder / "sync.json").write_text(json.dumps(sync), encoding="utf-8")
    response = next(event for event in scripted_events() if event.kind == "response")
    took = {
        "seq": response.seq,
        "latency_ns": 2_800_000_000,
        "answered_ns": response.at,
        "uncertainty_ms": 30.0,
    }
    record = {"format": 1, "answers": [took | {"method": "sound", "why": None}]}
    (folder / "latencies.json").write_text(json.dumps(record), encoding="utf-8")
    with replaying(folder, "--lang", "fr") as found:
        yield found


def _go_to(page: Page, seconds: float) -> str:
    page.locator("#go-to-time").fill(f"{seconds}")
    page.locator("#go-to-time").press("Enter")
    return settled(page)


WHILE_IT_PLAYS = """() => {
  window.told = [];
  const read = id => document.querySelector(id).textContent;
  const look = () => {
    if (document.querySelector("#pause-icon").hidden) return;
    window.told.push([read("#clock"), read("#shown"), read("#v0 figcaption"), read("#v1 figcaption"),
      document.querySelector("#shown").getAttribute("aria-live")]);
    requestAnimationFrame(look);
  };
  look();
}"""


def test_while_it_plays_what_is_said_follows_the_pictures(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        assert _go_to(page, 3).endswith("c'est bien l'image affichée")
        before = page.locator("#v1 figcaption").text_content()
        page.locator("#play").click()
        page.evaluate(WHILE_IT_PLAYS)
        expect(page.locator("#clock")).to_contain_text("0:04")
        told = page.evaluate("window.told")
        page.keyboard.press("k")
        assert settled(page).endswith("c'est bien l'image affichée")
        assert page.locator("#shown").get_attribute("aria-live") == "polite"
    playing = [one for one in told if one[0] != "0:03,000"]  # where it begins the place asked for is told
    assert len(playing) > 10
    for clock, shown, first, _, live in playing:
        assert f"prise à {clock}" in shown.replace("\u00a0", " ")
        assert "c'est bien l'image affichée" not in shown
        assert clock in first
        assert live == "off"
    assert len({second for _, _, _, second, _ in told} - {before}) > 5


def test_the_worst_of_the_cameras_that_show_something_is_told(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        verdict = page.locator("#verdict")
        _go_to(page, 3)
        expect(verdict).to_contain_text("Caméra window – synchro\u00a0: ±41\u00a0ms (95\u00a0%), estimée")
        captions = page.locator("figcaption")
        expect(captions.nth(0)).to_contain_text("±4\u00a0ms (95\u00a0%)")
        expect(captions.nth(1)).to_contain_text("±41\u00a0ms (95\u00a0%)")
        assert _go_to(page, 12).startswith("Caméra room – Image ")  # the window's film is over
        expect(verdict).to_contain_text("synchro\u00a0: ±4\u00a0ms (95\u00a0%), estimée")


def test_each_picture_has_the_name_of_its_camera(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        _go_to(page, 3)
        captions = page.locator("figcaption")
        expect(captions.nth(0)).to_have_text(
            "Caméra room · 0:02,964 · ±4\u00a0ms (95\u00a0%), sans le retard de la caméra"
        )
        expect(captions.nth(1)).to_contain_text("Caméra window · 0:0")
        _go_to(page, 12)
        expect(captions.nth(1)).to_have_text("Caméra window")
        expect(captions.nth(1)).to_be_visible()


OF_A_LANE = """async ([lane, from, until, below, high]) => {
  const drawn = () => new Promise(requestAnimationFrame);
  await drawn();
  await drawn();
  const strip = document.querySelector("#strip").getBoundingClientRect();
  const row = document.querySelectorAll("#lanes li")[lane].getBoundingClientRect();
  const canvas = document.querySelector("#canvas");
  const pen = canvas.getContext("2d");
  const sunk = getComputedStyle(document.documentElement).getPropertyValue("--sunk").match(/[0-9a-f]{2}/gi);
  const x = seconds => Math.round(seconds / 42.5 * canvas.width);
  const top = Math.round(row.bottom - strip.top - 14 + below - high / 2);
  const { data } = pen.getImageData(x(from), top, x(until) - x(from), high);
  const background = sunk.map(part => parseInt(part, 16));
  const pixels = [];
  for (let n = 0; n < data.length; n += 4) {
    const alpha = data[n + 3] / 255;
    pixels.push(background.map((part, k) => Math.round(data[n + k] * alpha + part * (1 - alpha))));
  }
  return { pixels, sunk: background };
}"""


def _contrast(one: list[int], other: list[int]) -> float:
    def light(colour: list[int]) -> float:
        parts = [part / 255 for part in colour]
        linear = [part / 12.92 if part <= 0.04 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_dimmed_can_still_be_read_and_its_latencies_are_dimmed_too(
    browser: Browser, address: str, scheme: str
) -> None:
    with opened(browser, address) as page:
        in_scheme(page, scheme)
        latency = [3, 10.8, 12, 10.5, 1]
        bright = page.evaluate(OF_A_LANE, latency)
        page.locator("#search").fill("rien de tel")
        dimmed = page.evaluate(OF_A_LANE, latency)
        bar = page.evaluate(OF_A_LANE, [0, 28, 32, 0, 8])
    assert _contrast(bright["pixels"][0], bright["sunk"]) > 2 * _contrast(dimmed["pixels"][0], dimmed["sunk"])
    fill = max(bar["pixels"], key=bar["pixels"].count)
    assert fill != bar["sunk"]
    assert max(_contrast(fill, one) for one in bar["pixels"]) >= 4.5


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1280, 800), (768, 1024)])
def test_the_controls_take_one_line_each_on_a_small_laptop_and_a_tablet(
    browser: Browser, address: str, width: int, height: int
) -> None:
    with opened(browser, address, width, height) as page:
        expect(page.locator("#verdict")).not_to_be_empty()
        for line in (".controls > *", ".clock > #clock, .clock > form, .clock > button"):
            boxes = [one.bounding_box() for one in page.locator(line).all()]
            middles = [box["y"] + box["height"] / 2 for box in boxes if box is not None]
            assert len(middles) > 2
            assert max(middles) - min(middles) < 6
        expect(page.get_by_role("combobox", name="Vitesse")).to_be_visible()
