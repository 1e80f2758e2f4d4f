"""The browser that the tests of a file share, and the weather over the pages of console and boards."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chromium import chromium
from tests.browser.leading import lead
from tests.browser.weather import SKY, Sky

__all__ = ["browser", "lead", "sky"]
expect.set_options(timeout=30_000)
"""As long as a busy machine may take to play two seconds of film: what is waited for comes, or never does."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


READERS = ("annotate", "blind_series", "import", "replay", "subtitles", "together")
"""Of these pages' tests none is struck: they show what is over, and nobody presses there for a child."""


@pytest.fixture(autouse=True)
def sky(request: pytest.FixtureRequest) -> Iterator[None]:
    """Draw the weather over a test; ``fair_weather(reason)`` marks one that brings all its weather itself.

    Any other test of the console or the boards that no weather struck fails.
    """
    failed = request.session.testsfailed
    fair = request.node.get_closest_marker("fair_weather") is not None
    drawn = None if fair or request.path.name.startswith(_READING) else Sky(request.node.nodeid)
    token = SKY.set(drawn)
    yield
    SKY.reset(token)
    if drawn is not None and request.session.testsfailed == failed:
        assert drawn.struck, "no weather struck: use let_strike, or say by fair_weather why not"


_READING = tuple(f"test_browser_{name}" for name in READERS)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "fair_weather(reason): what happens to the page is the test's own")
