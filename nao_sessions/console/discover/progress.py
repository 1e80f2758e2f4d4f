"""How far somebody is in the discovery: the scenes that are done, and the one that is being played.

Whose discovery it is, is not kept.
"""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from nao_sessions.console.people import not_kept
from nao_sessions.record.private import replace_private

FILE = "discovery.json"


class Discovery(BaseModel):
    """What ``discovery.json`` holds: the numbers of scenes ``done``, and the one begun last.

    ``session`` is the name of that one's folder, ``ticked`` are the tasks ticked off in it.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    done: tuple[int, ...] = ()
    scene: int = 0
    session: str = ""
    ticked: tuple[str, ...] = Field(default=())


def read_discovery(keep: Path) -> Discovery:
    """Return how far the discovery is; at the beginning where the file is missing or broken."""
    try:
        return Discovery.model_validate_json((keep / FILE).read_bytes())
    except (OSError, ValidationError):
        return Discovery()


def write_discovery(keep: Path, discovery: Discovery) -> None:
    """Replace the file of the discovery (0600, whole or not at all). Raises: RecordError."""
    try:
        keep.mkdir(parents=True, exist_ok=True, mode=0o700)
        replace_private(keep / FILE, (json.dumps(discovery.model_dump()) + "\n").encode("ascii"))
    except OSError as error:
        raise not_kept(error) from error
