"""Takes the pictures of the console for docs/pictures/console: French at three sizes, English on a tablet.

    python tools/console_pictures.py [--lang fr|en] [SCREEN...]

They are taken on the simulator, by the hands of the browser tests. Look at them before they are committed.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import Browser, Page, expect  # noqa: E402

from tests.browser.chromium import chromium  # noqa: E402  (with the tests)
from tests.browser.console_room import PROTOCOL, Hands, Room, console_room, device, prepare  # noqa: E402

FOLDER = ROOT / "docs" / "pictures" / "console"
SIZES = {"tablet": (1024, 768), "phone": (390, 844), "laptop": (1440, 900)}
QUALITY = 55
"""Of WebP, which all browsers show: sixty-odd pictures stay under two megabytes, and their letters sharp."""
SETTLE_MS = 900
STEP_MS = 60_000

Before = {
    "home": "/",
    "people": "/people",
    "prepare": f"/prepare/{PROTOCOL}",
    "texts": f"/texts/{PROTOCOL}",
    "discover": "/discover",
    "progress": "/progress",
    "establishment": "/progress/establishment",
}
During = {"session": "/session", "watch": "/watch", "second": "/session?as=second", "board": "/board/V01"}
States: dict[str, Callable[[Page], None]] = {
    "session-other": lambda page: page.locator("#other").tap(),
    "session-more": lambda page: page.locator("#more").tap(),
}
After = {"end": "/after/{session}", "report": "/after/{session}/report", "replay": "/replay/{session}/"}


@dataclass(frozen=True)
class Album:
    """Where the pictures of one language go, which are wanted, and at which sizes."""

    folder: Path
    wanted: tuple[str, ...]
    sizes: tuple[str, ...]

    def asked(self, name: str) -> bool:
        """Tell whether a screen is wanted."""
        return not self.wanted or name in self.wanted

    def shoot(self, page: Page, name: str, size: str) -> None:
        """Take one picture."""
        page.wait_for_timeout(SETTLE_MS)
        pixels = cv2.imdecode(np.frombuffer(page.screenshot(), np.uint8), cv2.IMREAD_COLOR)
        assert pixels is not None
        self.folder.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(self.folder / f"{name}-{size}.webp"), pixels, [cv2.IMWRITE_WEBP_QUALITY, QUALITY])
        print(f"{name}-{size}")

    def walk(self, browser: Browser, room: Room, screens: dict[str, str]) -> None:
        """Take each of some pages at each size, on a device that comes in for it."""
        for size in self.sizes:
            width, height = SIZES[size]
            context, page = device(browser, room, viewport={"width": width, "height": height})
            for name, path in screens.items():
                if self.asked(name):
                    page.goto(room.at + path)
                    self.shoot(page, name, size)
            context.close()

    def each_size(self, page: Page) -> Iterator[str]:
        """Give the device of a session each size in turn."""
        for size in self.sizes:
            width, height = SIZES[size]
            page.set_viewport_size({"width": width, "height": height})
            yield size


@contextmanager
def _session(browser: Browser, room: Room) -> Iterator[Page]:
    """Lead a session up to its first question; it is closed at the end."""
    context, lead = device(browser, room)
    hands = Hands(lead, "touch")
    prepare(hands, room)
    expect(lead.locator("#yes-label")).to_have_text("On commence", timeout=STEP_MS)
    lead.wait_for_timeout(SETTLE_MS)
    hands.press("#yes")
    expect(lead.locator("#doing")).to_have_text(re.compile("attend.*V01|waits.*V01"), timeout=STEP_MS)
    yield lead
    context.close()
    room.close_session(browser)


def main(language: str, wanted: tuple[str, ...]) -> None:
    """Take those that were asked for, or all."""
    french = language == "fr"
    album = Album(FOLDER if french else FOLDER / language, wanted, tuple(SIZES) if french else ("tablet",))
    with (
        tempfile.TemporaryDirectory() as folder,
        console_room(Path(folder), "--lang", language, speed=4.0) as room,
        chromium() as browser,
    ):
        album.walk(browser, room, Before)
        with _session(browser, room) as lead:
            album.walk(browser, room, During)
            for size in album.each_size(lead):
                for name, show in States.items():
                    if album.asked(name):
                        show(lead)
                        album.shoot(lead, name, size)
                        lead.locator(f"[data-close={name.removeprefix('session-')}]").tap()
            if album.asked("session-stopped"):
                lead.locator("#stop").tap()
                for size in album.each_size(lead):
                    album.shoot(lead, "session-stopped", size)
                lead.locator("#trouble [data-act=resume]").tap()
        session = room.session.name
        album.walk(browser, room, {name: path.format(session=session) for name, path in After.items()})


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lang", default="fr", choices=("fr", "en"))
    parser.add_argument("screens", nargs="*", metavar="SCREEN")
    given = parser.parse_args()
    main(given.lang, tuple(given.screens))
