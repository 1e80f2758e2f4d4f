"""How a page of the console is made: its words in one language, the frame that all pages share.

Every page has the same head, the same way back, and the stop of the session that runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import HTMLResponse

from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.session_registry import SessionRegistry
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
    """The pages of one package of the console: its templates, in the language of the configuration."""

    def __init__(self, package: str, config: ConsoleConfig, registry: SessionRegistry) -> None:
        self._config, self._registry = config, registry
        self._templates = environment(package, "nao_sessions.console")
        self._templates.filters["unbroken"] = unbroken
        self._frame = in_language(FRAME, config.language)

    def render(self, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """Return the response with a page made from a template; ``values`` beside those of every page."""
        return HTMLResponse(self.text(template, **values), status_code=status)

    def text(self, template: str, **values: Any) -> str:
        """Return a page made from a template as text, for printing instead of sending."""
        running, simulated = self._registry.running, self._config.rehearsal
        return self._templates.get_template(template).render(
            language=self._config.language,
            frame=self._frame,
            rehearsal=simulated if running is None else running.rehearsal,
            band=self._frame["rehearsal" if simulated else "among_adults"],
            running=running is not None,
            **values,
        )
