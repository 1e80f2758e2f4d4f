"""Takes the pictures of the console's screens for docs/pictures/console, at three sizes.

    python tools/console_pictures.py [SCREEN...]

They are taken on the simulator, by the hands of the browser tests. Look at them before they are committed.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests" / part) for part in (".", "browser")]

from chromium import chromium  # noqa: E402  (with the tests)
from console_room import PROTOCOL, Hands, Room, console_room, device, prepare, trial_is_open  # noqa: E402
from playwright.sync_api import Browser, Page, expect  # noqa: E402

FOLDER = ROOT / "docs" / "pictures" / "console"
SIZES = {"tablet": (1024, 768), "phone": (390, 844), "laptop": (1440, 900)}
JPEG_QUALITY = 45
"""Thirty-odd pictures stay under two megabytes."""
SETTLE_MS = 900

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


def shoot(page: Page, name: str, size: str) -> None:
    """Take one picture."""
    page.wait_for_timeout(SETTLE_MS)
    FOLDER.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=FOLDER / f"{name}-{size}.jpg", type="jpeg", quality=JPEG_QUALITY)
    print(f"{name}-{size}")


@contextmanager
def screen(browser: Browser, room: Room, size: str) -> Iterator[Page]:
    """Give a device of a size that has come in."""
    width, height = SIZES[size]
    context, page = device(browser, room, viewport={"width": width, "height": height})
    yield page
    context.close()


def main(wanted: list[str]) -> None:
    """Take those that were asked for, or all."""

    def asked(name: str) -> bool:
        return not wanted or name in wanted

    with (
        tempfile.TemporaryDirectory() as folder,
        console_room(Path(folder), speed=4.0) as room,
        chromium() as browser,
    ):
        for size in SIZES:
            with screen(browser, room, size) as page:
                for name, path in Before.items():
                    if asked(name):
                        page.goto(room.at + path)
                        shoot(page, name, size)
        context, lead = device(browser, room)
        hands = Hands(lead, "touch")
        prepare(hands, room)
        expect(lead.locator("#yes-label")).to_have_text("On commence", timeout=60_000)
        lead.wait_for_timeout(SETTLE_MS)
        hands.press("#yes")
        trial_is_open(lead, 1, "V01")
        for size in SIZES:
            with screen(browser, room, size) as page:
                for name, path in During.items():
                    if asked(name):
                        page.goto(room.at + path)
                        shoot(page, name, size)
        for size, (width, height) in SIZES.items():
            lead.set_viewport_size({"width": width, "height": height})
            for name, show in States.items():
                if asked(name):
                    show(lead)
                    shoot(lead, name, size)
                    lead.locator(f"[data-close={name.removeprefix('session-')}]").tap()
        if asked("session-stopped"):
            lead.locator("#stop").tap()
            for size, (width, height) in SIZES.items():
                lead.set_viewport_size({"width": width, "height": height})
                shoot(lead, "session-stopped", size)
            lead.locator("#trouble [data-act=resume]").tap()
        context.close()
        room.close_session(browser)
        for size in SIZES:
            with screen(browser, room, size) as page:
                for name, path in (
                    ("end", f"/after/{room.session.name}"),
                    ("report", f"/after/{room.session.name}/report"),
                ):
                    if asked(name):
                        page.goto(room.at + path)
                        shoot(page, name, size)


if __name__ == "__main__":
    main(sys.argv[1:])
