"""What the engine gives to the outside: actions for the robot, how they ended, and the view of a session.

These are values: the engine asks for things, and never does them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

How = Literal["finished", "stopped", "failed", "lost"]


@dataclass(frozen=True, slots=True)
class Action:
    """Something for the robot to do; ``id`` (``a17``) is given by the engine and comes back in the Done.

    By verb, ``data`` holds: say: text, language, volume (percent), speed (percent); sound: file; gesture:
    name; posture: name; look: where; eyes: colour (their words are in protocol/catalogue.py); listen: words
    (empty: stop listening), language.
    """

    id: str
    verb: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """How an action ended; ``monotonic_ns`` is stamped where it was noticed, ``error`` holds no name."""

    action: str
    how: How
    monotonic_ns: int
    error: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """A button that can be pressed now; ``zone`` is step, group or always."""

    id: str
    label: str
    main: bool
    zone: Literal["step", "group", "always"]


@dataclass(frozen=True, slots=True)
class View:
    """All that a console, a board, a virtual child or an exploration may see of a session.

    ``hears_touch`` and ``hears_words`` are what would be taken up now; ``deadline_ns`` is session time.
    """

    step: str
    title: str
    activity: Literal["doing", "waiting", "paused", "ended"]
    sentence: str | None
    last_sentence: str | None
    adult: str | None
    buttons: tuple[Button, ...]
    hears_touch: tuple[str, ...]
    hears_words: tuple[str, ...]
    deadline_ns: int | None
    paused_because: str | None
    outcome: str | None
    turn: str | None = None
