"""Bands and panels on pages of A4's shape: side by side while they fit, then on the next page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nao_sessions.protocol.diagram.plan import (
    FOOT,
    HEADING,
    MARGIN,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    ROOM_HEIGHT,
    ROOM_WIDTH,
)

APART = 40
"""Pixels between two columns."""
SCALES = (1.0, 1.05, 1.1, 1.15)
"""How much larger pages may become if there are fewer for it: 12 pixels still print as 5.9 points."""
STACKED = 18
"""Pixels between two panels below each other."""


@dataclass(frozen=True, slots=True)
class PageLayout:
    """Where everything stands: bands and panels in their order, as (left, top) on one long sheet."""

    width: int
    height: int
    pages: int
    bands: tuple[tuple[int, int], ...]
    panels: tuple[tuple[int, int], ...]

    @property
    def page_height(self) -> int:
        """Return the height of one page."""
        return self.height // self.pages


@dataclass(slots=True)
class _Column:
    page: int
    left: int
    top: int
    width: int
    bottom: int
    closed: bool = False
    """Whether another row of columns stands below it."""


def paged(bands: Sequence[tuple[int, int]], panels: Sequence[tuple[int, int]]) -> PageLayout:
    """Put bands and panels, each given as (width, height), on pages.

    A single page is as small as what is on it; several are all alike, and nothing is cut by a page's end.
    Pages keep A4's shape: a drawing that is too wide or too tall for one makes all of them larger, and so
    does one that needs a page less for it.
    """
    wide = max([ROOM_WIDTH, *(width for width, _ in bands)])
    tall = max([ROOM_HEIGHT, *(height for _, height in bands)])
    least = max((wide + 2 * MARGIN) / PAGE_WIDTH, (tall + 2 * MARGIN + HEADING + FOOT) / PAGE_HEIGHT, 1.0)
    tried = [_Packing(bands, panels, max(least, scale)) for scale in SCALES]
    fewest = min(tried, key=lambda packing: packing.pages)
    return fewest.paged()


class _Packing:
    """Bands and panels on pages of one size."""

    def __init__(
        self, bands: Sequence[tuple[int, int]], panels: Sequence[tuple[int, int]], scale: float
    ) -> None:
        self._width, self._height = round(PAGE_WIDTH * scale), round(PAGE_HEIGHT * scale)
        self._columns: list[_Column] = []
        self._bands = [self._beside(width, height) for width, height in bands]
        self._panels = [self._panel(width, height) for width, height in panels]

    @property
    def pages(self) -> int:
        """Return how many pages there are."""
        return self._columns[-1].page + 1

    def paged(self) -> PageLayout:
        """Return where everything stands."""
        width, height = self._width, self._height
        if self.pages == 1:
            width = max(column.left + column.width for column in self._columns) + MARGIN
            height = max(column.bottom for column in self._columns) + MARGIN
        return PageLayout(
            width,
            height * self.pages,
            self.pages,
            tuple((x, y + page * height) for page, x, y in self._bands),
            tuple((x, y + page * height) for page, x, y in self._panels),
        )

    def _beside(self, width: int, height: int) -> tuple[int, int, int]:
        """Open a column to the right of the last one, or below all of its page, or on the next page."""
        if not self._columns:
            return self._column(0, MARGIN, _top(0), width, height)
        last = self._columns[-1]
        right, floor = self._width - MARGIN, self._height - MARGIN - FOOT
        left = self._free(last.page)
        if left + width <= right and last.top + height <= floor:
            return self._column(last.page, left, last.top, width, height)
        here = [column for column in self._columns if column.page == last.page]
        below = max(column.bottom for column in here) + APART
        if below + height <= floor and MARGIN + width <= right:
            for column in here:
                column.closed = True
            return self._column(last.page, MARGIN, below, width, height)
        return self._column(last.page + 1, MARGIN, _top(last.page + 1), width, height)

    def _column(self, page: int, left: int, top: int, width: int, height: int) -> tuple[int, int, int]:
        self._columns.append(_Column(page, left, top, width, top + height))
        self._columns.sort(key=lambda column: column.page)
        return page, left, top

    def _free(self, page: int) -> int:
        """Return where the next column of a page would begin: beside those of its lowest row."""
        return max(
            (
                column.left + column.width + APART
                for column in self._columns
                if column.page == page and not column.closed
            ),
            default=MARGIN,
        )

    def _panel(self, width: int, height: int) -> tuple[int, int, int]:
        """Put a panel on the first page that has room: below a column, beside all; else on a new page."""
        floor = self._height - MARGIN - FOOT
        for page in range(self.pages):
            here = [column for column in self._columns if column.page == page and not column.closed]
            tallest = max(column.bottom for column in here)
            left, top = self._free(page), here[0].top
            beside = left + width <= self._width - MARGIN and top + height <= floor
            for limit in (tallest,) if beside else (tallest, floor):
                for column in here:
                    if column.width >= width and column.bottom + STACKED + height <= limit:
                        below = column.bottom + STACKED
                        column.bottom = below + height
                        return page, column.left, below
            if beside:
                return self._column(page, left, top, width, height)
        return self._beside(width, height)


def _top(page: int) -> int:
    return MARGIN + (HEADING if page == 0 else 0)
