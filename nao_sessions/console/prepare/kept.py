"""What the console remembers of a preparation: who, in which order, with which settings; and the ground.

What a child said is of one day, and is never remembered.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from nao_sessions.console.people import not_kept
from nao_sessions.console.prepare.prepared import Prepared
from nao_sessions.session.private import replace_private

FILE = "preparations.json"


class _Preparation(BaseModel):
    model_config = ConfigDict(extra="ignore")

    participants: list[str] = Field(default_factory=list)
    settings: dict[str, str] = Field(default_factory=dict)
    language: str = ""


class _Kept(BaseModel):
    """What ``preparations.json`` holds: by protocol, and for the establishment."""

    model_config = ConfigDict(extra="ignore")

    protocols: dict[str, _Preparation] = Field(default_factory=dict)
    ground: str = ""
    unencrypted: str = ""


def remembered(keep: Path, protocol: str) -> Prepared:
    """Give what was prepared last for a protocol; nothing where the file cannot be read."""
    kept = _read(keep)
    of_protocol = kept.protocols.get(protocol, _Preparation())
    return Prepared(
        participants=tuple(of_protocol.participants),
        settings=of_protocol.settings,
        language=of_protocol.language,
        ground=kept.ground,
        unencrypted=kept.unencrypted,
    )


def remember(keep: Path, protocol: str, prepared: Prepared) -> None:
    """Remember a preparation for the next time (0600, whole or not at all). Raises: RecordError."""
    kept = _read(keep)
    kept.protocols[protocol] = _Preparation(
        participants=list(prepared.participants),
        settings=dict(prepared.settings),
        language=prepared.language,
    )
    kept.ground, kept.unencrypted = prepared.ground, prepared.unencrypted
    try:
        keep.mkdir(parents=True, exist_ok=True, mode=0o700)
        content = json.dumps(kept.model_dump(), ensure_ascii=False, indent=1) + "\n"
        replace_private(keep / FILE, content.encode("utf-8"))
    except OSError as error:
        raise not_kept(error) from error


def for_another_day(prepared: Prepared) -> Prepared:
    """Give what stays of a preparation once its session has begun: no answer, and no empty room."""
    return replace(prepared, agreements={}, ways={}, seen={}, despite=(), clap=False, unrecorded=False)


def _read(keep: Path) -> _Kept:
    try:
        return _Kept.model_validate_json((keep / FILE).read_bytes())
    except (OSError, ValidationError):
        return _Kept()
