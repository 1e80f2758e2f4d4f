"""The browser that the tests of a file share, and the weather over the pages of console and boards."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chromium import chromium
from tests.browser.weather import SKY, Sky

expect.set_options(timeout=30_000)
"""As long as a busy machine may take to play two seconds of film: what is waited for comes, or never does."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(autouse=True)
def sky(request: pytest.FixtureRequest) -> Iterator[None]:
    """Draw the weather over a test; ``fair_weather(reason)`` marks one that brings all its weather itself."""
    fair = request.node.get_closest_marker("fair_weather") is not None
    token = SKY.set(None if fair else Sky(request.node.nodeid))
    yield
    SKY.reset(token)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "fair_weather(reason): what happens to the page is the test's own")
