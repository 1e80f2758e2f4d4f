"""The keys of a door, kept for the next run: pages that outlive a program which was killed come back.

Only digests are written, in a file that its owner alone reads; a key grows old after a day.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from nao_sessions.record.private import replace_private
from nao_sessions.web.access_policy import AccessPolicy, OlderKeys, digest

KEPT_FOR = timedelta(hours=24)
MOST_KEPT = 8
"""How many earlier runs have their keys kept: as many restarts as a day may have."""

_log = logging.getLogger(__name__)


class _Keys(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    port: int
    token_sha256: str
    cookie_sha256: str
    since: datetime


class _File(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    doors: tuple[_Keys, ...] = ()


def kept_door(path: Path, port: int, now: datetime | None = None) -> AccessPolicy:
    """Return an access policy with new keys that also accepts the keys of earlier runs at the same port.

    Args:
        path: the file that the digests are kept in; one that cannot be read counts as empty.
        port: where the door is.
        now: the time, with a zone; None: this moment.

    Raises:
        OSError: the digests cannot be written.
    """
    now = datetime.now(UTC) if now is None else now
    fresh = [keys for keys in _read(path) if timedelta(0) <= now - keys.since < KEPT_FOR][-MOST_KEPT:]
    older = tuple(OlderKeys(keys.token_sha256, keys.cookie_sha256) for keys in fresh if keys.port == port)
    door = AccessPolicy(port=port, older=older)
    ours = _Keys(port=port, token_sha256=digest(door.token), cookie_sha256=digest(door.cookie), since=now)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    replace_private(path, _File(doors=(*fresh, ours)).model_dump_json(indent=1).encode())
    return door


def _read(path: Path) -> tuple[_Keys, ...]:
    try:
        return _File.model_validate_json(path.read_bytes()).doors
    except FileNotFoundError:
        return ()
    except (OSError, ValidationError):
        _log.warning("the keys of earlier runs cannot be read: pages have to be opened anew")
        return ()
