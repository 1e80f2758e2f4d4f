"""What is asked of every page, so that nobody is kept out: axe's rules, narrow and zoomed screens.

What axe finds is told with its rule and where it lies; nothing is left out.
"""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}
NARROW = {"width": 320, "height": 640}
ZOOMED = {"width": 512, "height": 384}
"""A tablet of 1024 by 768 at 200 %."""


def findings(page: Page) -> list[str]:
    """Give what axe finds, a line each."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


def overflow_px(page: Page) -> int:
    """Give by how much the page is wider than the screen."""
    wider: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wider
