"""How a board is set for its child: words, tokens, the time band, switches; kept by code beside the console.

No setting says anything of what a child can do: they say how this child is spoken to.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from nao_sessions.record.private import replace_private

_FILE = "boards.json"


class BoardSettings(BaseModel):
    """The settings of one board; times in milliseconds.

    ``again_ms``: a second tap within it does not count. ``step_ms``: how long the frame of a scan stays.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    text: bool = True
    tokens: bool = True
    first_then: bool = False
    timer: bool = False
    again_ms: int = Field(default=500, ge=0, le=3000)
    scanning: Literal["off", "linear", "rows"] = "off"
    switches: Literal[1, 2] = 1
    start: Literal["press", "automatic"] = "press"
    step_ms: int = Field(default=1500, ge=400, le=10_000)
    loops: int = Field(default=3, ge=1, le=20)

    @classmethod
    def of_form(cls, fields: Mapping[str, str]) -> BoardSettings:
        """Return the settings in a form's fields; a tick box that is missing is not ticked.

        Raises:
            ValidationError: a value is not possible.
        """
        ticks = {name: name in fields for name in ("text", "tokens", "first_then", "timer")}
        values = {name: value for name, value in fields.items() if name in cls.model_fields and value}
        if "switches" in values:
            return cls.model_validate({**values, **ticks, "switches": 2 if values["switches"] == "2" else 1})
        return cls.model_validate({**values, **ticks})


class KeptSettings:
    """The settings of all boards, in one file that only its owner reads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, BoardSettings] | None = None

    def of(self, code: str) -> BoardSettings:
        """Return the settings of a board; the defaults where they were never set."""
        return self._all().get(code, BoardSettings())

    def keep(self, code: str, settings: BoardSettings) -> None:
        """Write the settings of a board to the file. Raises: OSError."""
        known = {**self._all(), code: settings}
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        content = {each: of_board.model_dump() for each, of_board in sorted(known.items())}
        replace_private(self._folder / _FILE, (json.dumps(content, indent=2) + "\n").encode())
        self._known = known

    def _all(self) -> dict[str, BoardSettings]:
        if self._known is None:
            self._known = _read(self._folder / _FILE)
        return self._known


def _read(path: Path) -> dict[str, BoardSettings]:
    """Return the settings of all boards, by code; a part that cannot be read is left out."""
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    found: dict[str, BoardSettings] = {}
    for code, settings in content.items() if isinstance(content, dict) else ():
        try:
            found[code] = BoardSettings.model_validate(settings)
        except ValidationError:
            continue
    return found
