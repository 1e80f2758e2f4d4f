"""What a page of Textes sends: a form, or JSON while somebody types; bounded, and first names taken out.

A first name that is unlocked in this console never reaches a file: it is turned back before it is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import ClientDisconnect, Request

from nao_sessions.console.texts.typed import as_typed
from nao_sessions.core.errors import NaoSessionsError
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.text.messages import msg

LARGEST_BYTES = 2 * 1024 * 1024
"""A protocol has 256 KB at most; percent signs make six bytes of an accented letter."""

MOST_FIELDS = 20_000


class Typed(BaseModel):
    """What is sent while somebody types: only what differs from the files."""

    model_config = ConfigDict(extra="forbid")

    revision: int
    sha256: str
    changes: dict[str, str]
    over: bool = False


async def read_typed(request: Request) -> Typed:
    """Read what was typed. Raises: NaoSessionsError, T108, it is too large or is something else."""
    try:
        typed = Typed.model_validate_json(await _body(request))
    except ValidationError:
        raise _not_understood() from None
    return typed.model_copy(update={"changes": {key: as_typed(text) for key, text in typed.changes.items()}})


async def read_form(request: Request) -> dict[str, str]:
    """Read a plain form. Raises: NaoSessionsError, T108, it is too large or is something else."""
    try:
        pairs = parse_qsl(
            (await _body(request)).decode("ascii"),
            keep_blank_values=True,
            strict_parsing=False,
            max_num_fields=MOST_FIELDS,
        )
    except ValueError:
        raise _not_understood() from None
    return {key: as_typed(text) for key, text in pairs}


def without_names(changes: Mapping[str, str], names: Pseudonyms) -> dict[str, str]:
    """Give the changes with every first name turned back into its place."""
    return {key: names.hide(text) for key, text in changes.items()}


async def _body(request: Request) -> bytes:
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > LARGEST_BYTES:
                raise _not_understood()
    except ClientDisconnect:  # the page was left in the middle: half of what was typed is not kept
        raise _not_understood() from None
    return bytes(body)


def _not_understood() -> NaoSessionsError:
    return NaoSessionsError(
        msg("This is not what a form asks."),
        msg("Reload the page."),
        code="T108",
    )
