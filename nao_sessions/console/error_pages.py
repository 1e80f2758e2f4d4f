"""How the pages about past sessions answer an error: with a page, or JSON, of its code, sentence and hint."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from nao_sessions.console.config import ConsoleConfig
from nao_sessions.console.rendering import Pages
from nao_sessions.core.errors import DeviceUnavailable, NaoSessionsError, RecordError, UsageError
from nao_sessions.text.languages import typeset
from nao_sessions.text.messages import msg

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
