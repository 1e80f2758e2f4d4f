"""How a page of the console is made: its words in one language, the frame that all pages share.

Every page has the same head, the same way back, and the stop of the session that runs.

How a page writes its sentences: in one language, with the spaces that must not break. An error is shown with
its code, its sentence and its hint; never as a traceback.

How the pages about past sessions answer an error: with a page, or JSON, of its code, sentence and hint.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.session_registry import SessionRegistry
from nao_sessions.core.errors import (
    DeviceUnavailable,
    NaoSessionsError,
    ProtocolRefused,
    RecordError,
    UsageError,
)
from nao_sessions.text.languages import Language, typeset, unbroken
from nao_sessions.text.messages import Text, msg
from nao_sessions.web.pages import environment, in_language

Handler = Callable[[Request], Awaitable[Response]]

_NOT_FOUND = frozenset({"A101", "A105", "A111"})
_CONFLICT = frozenset({"A102", "A113", "A114", "R149", "R150"})


class ErrorPages:
    """Handlers wrapped so that an error becomes a page, or JSON where a script asked for it."""

    def __init__(self, config: ConsoleConfig, pages: Pages) -> None:
        self._config, self._pages = config, pages

    def telling(self, handler: Handler) -> Handler:
        """Return ``handler`` so wrapped that NaoSessionsError and OSError become a page, or JSON."""

        async def answer(request: Request) -> Response:
            try:
                return await handler(request)
            except NaoSessionsError as error:
                return self.refused(request, error)
            except OSError as error:
                return self.refused(request, not_kept(error))

        return answer

    def refused(self, request: Request, error: NaoSessionsError) -> Response:
        """Return the response to an error, as a page or as JSON, with the status that fits its code."""
        language = self._config.language
        sentence = typeset(error.sentence.in_language(language), language)
        hint = typeset(error.hint.in_language(language), language) if error.hint else ""
        status = _status(error)
        if wants_json(request):
            return JSONResponse({"code": error.code, "sentence": sentence, "hint": hint}, status_code=status)
        name = request.path_params.get("session", "")
        back = f"/after/{name}" if name and error.code != "A101" and request.method == "POST" else "/"
        return self._pages.render(
            "refused.html",
            status=status,
            title=(_WAIT if error.code == "A114" else _TITLE).in_language(language),
            go_back=_BACK.in_language(language),
            code=error.code,
            sentence=sentence,
            hint=hint,
            back=back,
            opens=error.code == "A114",
        )


def wants_json(request: Request) -> bool:
    """Return whether a request comes from a page's script, which reads JSON, instead of a person's click."""
    return request.headers.get("accept", "").startswith("application/json")


def not_kept(error: OSError) -> RecordError:
    """Return the error for something that could not be written (A106)."""
    return RecordError(
        msg("This could not be kept ({why}).", why=error.strerror or type(error).__name__),
        msg("Make room on the disk, then try again: nothing else has changed."),
        code="A106",
    )


_TITLE = msg("That was not possible")
_WAIT = msg("One moment")
_BACK = msg("Go back")


def _status(error: NaoSessionsError) -> int:
    if error.code in _NOT_FOUND:
        return 404
    if error.code in _CONFLICT:
        return 409
    if error.code == "A104":
        return 413
    if error.code == "A106":
        return 507
    if isinstance(error, DeviceUnavailable):
        return 503
    return 400 if isinstance(error, UsageError) else 500


@dataclass(frozen=True, slots=True)
class Problem:
    """An error as a page shows it, ``code`` and ``hint`` perhaps empty."""

    code: str
    sentence: str
    hint: str


def told(text: Text, language: Language) -> str:
    """Return a sentence in one language, typeset."""
    return typeset(text.in_language(language), language)


def words_in(words: Mapping[str, Text], language: Language) -> dict[str, str]:
    """Return the words of a page in one language, typeset."""
    return {name: told(text, language) for name, text in words.items()}


def problem_of(error: NaoSessionsError, language: Language) -> Problem:
    """Return an error as pages show it; for a refused protocol, its first finding that is an error."""
    if isinstance(error, ProtocolRefused):
        worst = next((one for one in error.findings if one.severity == "error"), None)
        if worst is not None:
            place = replace(worst.place, file=Path(worst.place.file).name)
            sentence = msg("{place}: {sentence}", place=place, sentence=worst.sentence)
            return Problem(
                worst.code, told(sentence, language), "" if worst.hint is None else told(worst.hint, language)
            )
    hint = "" if error.hint is None else told(error.hint, language)
    return Problem(error.code, told(error.sentence, language), hint)


# The words that every page of the console shares.

FRAME: Mapping[str, Text] = {
    "name": msg("Sessions with Nao"),
    "home": msg("Home"),
    "rehearsal": msg("Rehearsal: Nao is simulated"),
    "among_adults": msg("Rehearsal, among adults"),
    "to_session": msg("A session is running: go back to it"),
    "skip": msg("Skip to the content"),
    "lock": msg("Lock"),
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
        running = self._registry.running
        simulated = self._config.rehearsal or (running is not None and running.simulated)
        return self._templates.get_template(template).render(
            language=self._config.language,
            frame=self._frame,
            rehearsal=self._config.rehearsal if running is None else running.rehearsal,
            band=self._frame["rehearsal" if simulated else "among_adults"],
            running=running is not None,
            asks=self._registry.asks,
            **values,
        )
