"""What requests name and post: a session by its folder's name, and the fields of a form, decoded strictly.

A form that is longer than any of ours is refused unread.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

from nao_sessions.core.errors import UsageError
from nao_sessions.core.received import is_there
from nao_sessions.text.messages import msg

# The sessions of a house by the names of their folders.
#
# An address is looked up here, and never becomes a path.


def session_folders(sessions: Path) -> dict[str, Path]:
    """Return every session folder by its name, the oldest first; symbolic links are left out."""
    try:
        found = [
            entry
            for entry in sessions.iterdir()
            if not entry.name.startswith(".") and not entry.is_symlink() and is_there(entry / "session.json")
        ]
    except OSError:
        return {}
    return {entry.name: entry for entry in sorted(found)}


def session_folder(sessions: Path, name: str) -> Path:
    """Return the folder of the session with this name.

    Raises:
        UsageError: there is no session of that name (A101).
    """
    found = session_folders(sessions).get(name)
    if found is None:
        raise UsageError(_NONE, _NONE_HINT, code="A101")
    return found


_NONE = msg("This session is not here.")
_NONE_HINT = msg("Its folder was moved or deleted; the home page shows those that are here.")


LARGEST_BYTES = 64 * 1024
MOST_FIELDS = 500
LONGEST_FIELD = 2_000


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form: each name with its values, in the order in which they stand on the page."""

    fields: Mapping[str, tuple[str, ...]]

    def one(self, name: str, default: str = "") -> str:
        """Return the last value of a field; for a checkbox after a hidden field, that is the checkbox's."""
        return self.fields.get(name, (default,))[-1]

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value of a field; none where the form lacks it."""
        return self.fields.get(name, ())

    def under(self, prefix: str) -> dict[str, str]:
        """Return the fields named ``prefix.…`` by the rest of their names: ``setting.patience``."""
        start = len(prefix) + 1
        return {name[start:]: self.one(name) for name in self.fields if name.startswith(f"{prefix}.")}


async def body_of(request: Request, most_bytes: int) -> bytes | None:
    """Return the body of a request; None where it is longer than that, and the rest is not read."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > most_bytes:
            return None
    return bytes(body)


async def form_of(request: Request) -> Form:
    """Return a posted form (``application/x-www-form-urlencoded``), its values cut to LONGEST_FIELD letters.

    Raises:
        HTTPException: it is too long (413), of another kind or not decodable (400).
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise HTTPException(400)
    content = await body_of(request, LARGEST_BYTES)
    if content is None:
        raise HTTPException(413)
    try:
        pairs = parse_qsl(
            content.decode("ascii"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError as error:
        raise HTTPException(400) from error
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value.replace("\r\n", "\n")[:LONGEST_FIELD])
    return Form({name: tuple(values) for name, values in fields.items()})
