"""The state of a session: frozen, hashable, and JSON, with a mutable draft for use inside one step.

The compiled protocol is not in it: the same state can be shown to a new version of the protocol.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from nao_sessions.protocol.expression import Value

NOT_BEGUN = "todo"
DONE = "done"


@dataclass(frozen=True, slots=True)
class Frame:
    """A list of moments in hand: the content of a step at the bottom, reactions to events above it.

    ``acts`` holds, for the moment at ``index``, a word per act: ``todo``, ``done``, the id of the action that
    the robot does (``a17``), or ``@NS`` for a wait that ends at that session time; empty before the moment
    began. ``owner`` is the entry or command that it belongs to (empty: the step itself). ``improvised`` is
    (verb, text) of what stands in no protocol.
    """

    block: str
    owner: str = ""
    index: int = 0
    acts: tuple[str, ...] = ()
    value: Value = None
    improvised: tuple[str, str] | None = None

    def cut(self) -> Frame:
        """Give the frame with what was under way to be done again."""
        return replace(self, acts=tuple(act if act == DONE else NOT_BEGUN for act in self.acts))

    def running(self) -> tuple[str, ...]:
        """Give the ids of the actions that the robot has in hand."""
        return tuple(act for act in self.acts if act.startswith("a"))


@dataclass(frozen=True, slots=True)
class Left:
    """A step that a reaction left, kept for ``back``: where it was, and the last sentence of its question."""

    step: str
    frames: tuple[Frame, ...]
    question: str


@dataclass(frozen=True, slots=True)
class Pending:
    """A child's event that is acted upon when the sentence in hand ends."""

    entry: str
    value: Value


@dataclass(frozen=True, slots=True)
class State:
    """Everything that the engine knows of a session. Times are session nanoseconds.

    ``entered`` holds (step or group, time) for the path of the current step; ``waiting_since`` is None while
    there is something to do; ``spent`` names the limits that have fired since their step was entered;
    ``question`` is the last sentence of the step's own content, said again by ``back``.
    """

    step: str = ""
    frames: tuple[Frame, ...] = ()
    waiting_since: int | None = None
    entered: tuple[tuple[str, int], ...] = ()
    spent: tuple[str, ...] = ()
    settings: tuple[tuple[str, Value], ...] = ()
    data: tuple[tuple[str, Value], ...] = ()
    participants: tuple[str, ...] = ()
    language: str = "fr"
    left: tuple[Left, ...] = ()
    pending: Pending | None = None
    paused: str = ""
    paused_at: int = 0
    lost: bool = False
    finishing: bool = False
    finish_wanted: bool = False
    limit_at: int | None = None
    noticed: bool = False
    actions: int = 0
    speaking: tuple[str, str] | None = None
    last_sentence: str = ""
    question: str = ""
    speech_ended: int | None = None
    adult: str = ""
    volume: int = 100
    speed: int = 100
    listening: tuple[str, ...] = ()
    hops: int = 0
    outcome: str = ""

    def to_json(self) -> dict[str, Any]:
        """Give the state as plain JSON values."""
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self)}

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> State:
        """Read what :meth:`to_json` gave."""
        values = {name: _frozen(value) for name, value in record.items()}
        values["frames"] = tuple(_frame(frame) for frame in record["frames"])
        values["left"] = tuple(
            Left(
                step=item["step"],
                frames=tuple(_frame(frame) for frame in item["frames"]),
                question=item["question"],
            )
            for item in record["left"]
        )
        pending = record["pending"]
        values["pending"] = pending and Pending(pending["entry"], _frozen(pending["value"]))
        return cls(**values)


_DRAFT_FIELDS = tuple(f.name for f in fields(State))


class Draft:
    """A state being changed inside one step, with the outputs that the step gives."""

    __slots__ = (*_DRAFT_FIELDS, "at", "outputs", "t")

    step: str
    frames: tuple[Frame, ...]
    waiting_since: int | None
    entered: tuple[tuple[str, int], ...]
    spent: tuple[str, ...]
    settings: tuple[tuple[str, Value], ...]
    data: tuple[tuple[str, Value], ...]
    participants: tuple[str, ...]
    language: str
    left: tuple[Left, ...]
    pending: Pending | None
    paused: str
    paused_at: int
    lost: bool
    finishing: bool
    finish_wanted: bool
    limit_at: int | None
    noticed: bool
    actions: int
    speaking: tuple[str, str] | None
    last_sentence: str
    question: str
    speech_ended: int | None
    adult: str
    volume: int
    speed: int
    listening: tuple[str, ...]
    hops: int
    outcome: str

    def __init__(self, state: State, at: int, t: int) -> None:
        for name in _DRAFT_FIELDS:
            setattr(self, name, getattr(state, name))
        self.at = at
        self.t = t
        self.outputs: list[Output] = []

    def out(self, kind: str, **data: Any) -> None:
        """Add an output."""
        self.outputs.append(Output(kind, data))

    def freeze(self) -> State:
        """Give the state as it stands now."""
        return State(**{name: getattr(self, name) for name in _DRAFT_FIELDS})

    @property
    def top(self) -> Frame:
        """Give the frame in hand."""
        return self.frames[-1]

    def replace_top(self, frame: Frame) -> None:
        """Put a frame in the place of the one in hand."""
        self.frames = (*self.frames[:-1], frame)

    def datum(self, name: str, value: Value) -> None:
        """Set a value that the session keeps."""
        self.data = tuple((key, value if key == name else old) for key, old in self.data)


@dataclass(frozen=True, slots=True)
class Output:
    """One thing that the engine returned; it becomes an ``out`` line of the log."""

    kind: str
    data: Mapping[str, Any] = field(default_factory=dict)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, (Frame, Left, Pending)):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    return value


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value


def _frame(record: Mapping[str, Any]) -> Frame:
    return Frame(**{name: _frozen(value) for name, value in record.items()})
