"""The answer to an act that was not written: what was wrong with it, in the page's language.

A page keeps what was typed; it does not send it again by itself, since it would be refused again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from nao_sessions.analysis.coding.session import MOVED_ON
from nao_sessions.core.errors import NaoSessionsError, UsageError
from nao_sessions.text.messages import Text, msg

UNWRITABLE = "K118"
"""The code of a request that is malformed or too large."""
LONGEST_COMMENT = 2_000
LARGEST_BODY = 16 * 1024
"""The largest request that is read, in bytes."""


class TooLarge(UsageError):
    """A request is larger than any act of a page: it is not read to its end."""

    def __init__(self) -> None:
        super().__init__(
            msg("This is too long: nothing was written."),
            code=UNWRITABLE,
        )


async def body_of(request: Request) -> bytes:
    """Return the body of a request. Raises: TooLarge."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise TooLarge
    return body


def refused(
    error: Exception, typeset: Callable[[Text], str], state: Callable[[], Mapping[str, Any]]
) -> Response:
    """Return the response to an act that failed: 400 or 413 if malformed, 409 if refused, 507 by the disk.

    Args:
        error: why it was not written.
        typeset: returns a sentence in the page's language.
        state: returns what is coded now, for a page that has not seen it.
    """
    if isinstance(error, OSError):
        return JSONResponse({"error": error.strerror or "disk"}, status_code=507)
    if isinstance(error, NaoSessionsError):
        more = {"state": dict(state())} if error.code == MOVED_ON else {}
        status = 413 if isinstance(error, TooLarge) else 409
        return JSONResponse({"error": typeset(error.sentence), "code": error.code} | more, status_code=status)
    sentence = _wrong(error) if isinstance(error, ValidationError) else _UNKNOWN
    return JSONResponse({"error": typeset(sentence), "code": UNWRITABLE}, status_code=400)


def _wrong(error: ValidationError) -> Text:
    """Return a sentence on what is wrong with a request: a comment too long, or an unknown act."""
    for one in error.errors():
        if one["type"] == "string_too_long" and one["loc"][-1:] == ("comment",):
            return _LONG_COMMENT.format(count=len(one["input"]), most=LONGEST_COMMENT)
    return _UNKNOWN


_LONG_COMMENT = msg("This comment has {count} characters, {most} at most: it was not written.")
_UNKNOWN = msg("The program does not know this act: nothing was written. Reload the page.")
