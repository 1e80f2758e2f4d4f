"""How a page of the console is made: its words in one language, the frame that all pages share.

Every page has the same head, the same way back, and the stop of the session that runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import HTMLResponse

from nao_sessions.console.hall import Hall
from nao_sessions.console.house import House
from nao_sessions.text.languages import unbroken
from nao_sessions.text.messages import Text, msg
from nao_sessions.web.rendering import environment, in_language

# The words that every page of the console shares.

FRAME: Mapping[str, Text] = {
    "name": msg("Sessions with Nao"),
    "home": msg("Home"),
    "rehearsal": msg("Rehearsal: Nao is simulated"),
    "among_adults": msg("Rehearsal, among adults"),
    "to_session": msg("A session is running: go back to it"),
    "skip": msg("Skip to the content"),
}


class Pages:
    """Renders the templates of one package of the console in the house's language."""

    def __init__(self, package: str, house: House, hall: Hall) -> None:
        self._house, self._hall = house, hall
        self._templates = environment(package, "nao_sessions.console")
        self._templates.filters["unbroken"] = unbroken
        self._frame = in_language(FRAME, house.language)

    def render(self, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """Give a page; ``values`` are what its template names beside the frame's own."""
        return HTMLResponse(self.text(template, **values), status_code=status)

    def text(self, template: str, **values: Any) -> str:
        """Give a page as text: for one that is printed, and not sent."""
        running, simulated = self._hall.running, self._house.rehearsal
        return self._templates.get_template(template).render(
            language=self._house.language,
            frame=self._frame,
            rehearsal=simulated if running is None else running.rehearsal,
            band=self._frame["rehearsal" if simulated else "among_adults"],
            running=running is not None,
            **values,
        )
