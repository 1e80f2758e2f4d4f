"""The report's addresses: a page that prints as one sheet of A4 a child, and the same as a PDF.

The PDF is made by a child process (Chromium) from the same sheet and the same style as the page.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Literal

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from nao_sessions.console.after.reading import read_finished
from nao_sessions.console.after.report import REPORT, Sheet, sheets
from nao_sessions.console.after.typed import ReadReport, read_query
from nao_sessions.console.after.words import WORDS
from nao_sessions.console.answering import Answering
from nao_sessions.console.house import House
from nao_sessions.console.rendering import Pages
from nao_sessions.console.table import session_folder
from nao_sessions.core.errors import UsageError
from nao_sessions.core.paper.pdf import print_pdf
from nao_sessions.pages.files import read_static
from nao_sessions.pages.rendering import in_language
from nao_sessions.text.languages import typeset
from nao_sessions.text.messages import msg

_PACKAGES = ("nao_sessions.console", "nao_sessions.console.after")


class ReportPages:
    """Answers with the report of a session."""

    def __init__(self, house: House, pages: Pages, answering: Answering) -> None:
        self._house, self._pages = house, pages
        self._telling = answering.telling
        self._printing = asyncio.Lock()
        static = read_static(*_PACKAGES)
        self._style = "".join(
            static[name].content.decode("utf-8") for name in ("plots.css", "after-report.css")
        )
        language = house.language
        self._words = {
            name: typeset(text, language) for name, text in in_language({**WORDS, **REPORT}, language).items()
        }

    def routes(self) -> list[Route]:
        """Give every route."""
        return [
            Route("/after/{session}/report", self._telling(self._page)),
            Route("/after/{session}/report.pdf", self._telling(self._pdf)),
        ]

    async def _page(self, request: Request) -> Response:
        name, asked, found = await self._read(request)
        return self._pages.render(
            "after-report.html",
            words=self._words,
            sheets=_marked(found),
            id=name,
            asked=asked,
        )

    async def _pdf(self, request: Request) -> Response:
        name, asked, found = await self._read(request)
        paper = self._pages.text(
            "after-paper.html", words=self._words, sheets=_marked(found), style=Markup(self._style)
        )
        async with self._printing:  # one Chromium at a time: a session may be running
            pdf = await asyncio.to_thread(print_pdf, paper)
        child = f"_{asked.child}" if asked.child else ""
        return Response(
            pdf,
            media_type="application/pdf",
            headers={"Content-Disposition": f'attachment; filename="{name}{child}.pdf"'},
        )

    async def _read(self, request: Request) -> tuple[str, ReadReport, tuple[Sheet, ...]]:
        """Read the session and lay out the sheets that are asked for. Raises: UsageError, RecordError."""
        asked = read_query(request, ReadReport)

        def read() -> tuple[str, tuple[Sheet, ...]]:
            folder: Path = session_folder(self._house.sessions, request.path_params["session"])
            found = sheets(
                read_finished(folder),
                self._house.language,
                self._house.zone,
                child=asked.child or None,
                with_notes=asked.note == _WITH_NOTES,
            )
            return folder.name, found

        name, found = await asyncio.to_thread(read)
        if not found:
            raise UsageError(msg("This child did not take part."), code="A105")
        return name, asked, found


_WITH_NOTES: Literal["1"] = "1"


def _marked(found: tuple[Sheet, ...]) -> list[tuple[Sheet, Markup]]:
    """Give each sheet with its figure as markup: it is ours, and every text in it is escaped already."""
    return [(sheet, Markup(sheet.figure)) for sheet in found]
