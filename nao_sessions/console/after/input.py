"""What a person has typed or pressed, as it comes in: forms read whole, bounded, and checked before use.

Nothing of a request is trusted: what does not fit is refused, and nothing was written.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar
from urllib.parse import parse_qsl

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from starlette.requests import Request

from nao_sessions.console.forms import body_of
from nao_sessions.core.errors import UsageError
from nao_sessions.protocol.trials import Judgement
from nao_sessions.record.additions.afterwards import Liking
from nao_sessions.record.additions.notes import MOST_CHARACTERS
from nao_sessions.text.messages import msg

MOST_FORM_BYTES = 128 * 1024
"""How long a form may be: a note of the longest kind in the widest letters, percent-encoded."""

_Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=400)]


class _Typed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TypedCorrection(_Typed):
    """A correction of the trial whose line in the log is ``seq``: its new judgement, who answered, why."""

    seq: int
    judgement: Judgement | Literal["unscored"]
    by: _Line
    why: _Line = ""


class TypedWord(_Typed):
    """What a child said of the session."""

    child: _Line
    word: Liking


class TypedNote(_Typed):
    """What was written under a heading of the notes."""

    about: Literal["worked", "hard", "next"]
    text: Annotated[str, StringConstraints(max_length=MOST_CHARACTERS)] = ""


class TypedSound(_Typed):
    """Where a part of a memo belongs, in bytes from its beginning."""

    at: int = Field(ge=0)


class TypedEnd(_Typed):
    """How long a memo was, by the page that recorded it."""

    seconds: float = Field(ge=0, allow_inf_nan=False)


class ReadReport(_Typed):
    """Which report is asked for: of one child or all, with the notes or without."""

    child: _Line = ""
    note: Literal["", "1"] = ""


Form = TypeVar("Form", bound=_Typed)


async def read_form(request: Request, form: type[Form]) -> Form:
    """Return the fields of a posted form, checked.

    Raises:
        UsageError: it is too long, or its fields are not what they can be (A103).
    """
    content = await read_body(request, MOST_FORM_BYTES)
    return _checked(dict(parse_qsl(content.decode("utf-8", "replace"), keep_blank_values=True)), form)


def read_query(request: Request, form: type[Form]) -> Form:
    """Return the query of an address as a form, checked. Raises: UsageError (A103)."""
    return _checked(dict(request.query_params), form)


async def read_body(request: Request, most_bytes: int) -> bytes:
    """Return the body of a request. Raises: UsageError (A104): it is longer than ``most_bytes``."""
    content = await body_of(request, most_bytes)
    if content is None:
        raise UsageError(_TOO_LONG, code="A104")
    return content


def _checked(fields: dict[str, str], form: type[Form]) -> Form:
    try:
        return form.model_validate(fields)
    except ValidationError as error:
        raise UsageError(_UNFIT, _UNFIT_HINT, code="A103") from error


_UNFIT = msg("This request does not fit this page.")
_UNFIT_HINT = msg("Load the page again, then try again.")
_TOO_LONG = msg("This is too long to be kept.")
