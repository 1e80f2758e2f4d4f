"""The state of a session: frozen, hashable, and JSON, with a mutable draft for use inside one step.

The compiled protocol is not in it: the same state can be shown to a new version of the protocol.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import FrozenInstanceError, dataclass, fields
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from nao_sessions.engine.records import (
    Attempt,
    Before,
    Block,
    BoardContent,
    Deal,
    Fade,
    Question,
    Score,
    Stair,
    Tally,
    Trial,
    Turn,
)
from nao_sessions.protocol.expression import Value

# Named tuples as plain JSON and back: each carries its kind, lists stand for tuples.

KIND = "@"


def to_plain(value: Any) -> Any:
    """Return a value as JSON values, tuples with the names of their types."""
    if not isinstance(value, tuple):
        return value
    names = getattr(value, "_fields", None)
    if names is None:
        return [to_plain(item) for item in value]
    return {KIND: type(value).__name__, **dict(zip(names, map(to_plain, value), strict=True))}


def from_plain(value: Any, kinds: Mapping[str, type]) -> Any:
    """Return the value of which :func:`to_plain` returned this. Raises: KeyError: its type is unknown."""
    if isinstance(value, list):
        return tuple(from_plain(item, kinds) for item in value)
    if isinstance(value, Mapping):
        return kinds[value[KIND]](
            **{name: from_plain(item, kinds) for name, item in value.items() if name != KIND}
        )
    return value


NOT_BEGUN: Final = "todo"
DONE: Final = "done"
NESTED = ">"

Closing = Literal["", "limit", "professional"]
"""What began the closing of a session, if anything did."""


class Running(NamedTuple):
    """An act that the robot does: the id of its action."""

    action: str


class Waiting(NamedTuple):
    """A wait in a moment, until a session time."""

    until: int


class Awaiting(NamedTuple):
    """An ``await`` in a moment, until ``limit``; ``hold`` is when it has lasted long enough, or None."""

    limit: int
    hold: int | None = None


Status = Literal["todo", "done"] | Running | Waiting | Awaiting
"""The status of an act of a moment: not begun, done, or under way."""


class StackFrame(NamedTuple):
    """A list of moments in hand: the content of a step at the bottom, reactions to events above it.

    ``acts`` holds how each act of the moment at ``position`` stands; it is empty before the moment began.
    ``owner`` is the entry or command that it belongs to (empty: the step itself; ``trial/ask`` and so on: a
    trial; ending in ``>``: a list inside one of these). ``improvised`` is (verb, text) of what stands in no
    protocol.
    """

    block: str
    owner: str = ""
    position: int = 0
    acts: tuple[Status, ...] = ()
    value: Value = None
    improvised: tuple[str, str] | None = None

    def at(self, position: int, acts: tuple[Status, ...] = ()) -> StackFrame:
        """Return the frame at another moment of its list; twice as fast as ``_replace``."""
        return StackFrame(self.block, self.owner, position, acts, self.value, self.improvised)

    def cut(self) -> StackFrame:
        """Return the frame with its running actions and waits to be begun again."""
        return self.at(self.position, tuple([DONE if act == DONE else NOT_BEGUN for act in self.acts]))

    @property
    def nested(self) -> bool:
        """Return whether the frame is inside the one below it: a routine, a choice, a repetition."""
        return self.owner.endswith(NESTED)

    @property
    def origin(self) -> str:
        """Return the owner of the outermost list that the frame is in."""
        return origin_of(self.owner)

    def running(self) -> tuple[str, ...]:
        """Return the ids of the frame's actions that the robot is doing."""
        return tuple([act.action for act in self.acts if isinstance(act, Running)])

    def waits(self) -> bool:
        """Return whether the frame's moment waits for a time."""
        return any(isinstance(act, Waiting) for act in self.acts)


def origin_of(owner: str) -> str:
    """Return the owner of the outermost list that a list with this owner is in."""
    return owner.rstrip(NESTED)


class Left(NamedTuple):
    """A step that a reaction left, kept for ``back``: where it was, and the last sentence of its question."""

    step: str
    frames: tuple[StackFrame, ...]
    question: str
    block: Block | None = None
    turns: tuple[Turn, ...] = ()


class Pending(NamedTuple):
    """A reaction that begins when the present sentence ends: the entry, and the value of its event."""

    entry: str
    value: Value


@dataclass(init=False, unsafe_hash=True)
class State:
    """Everything that the engine knows of a session. Times are session nanoseconds.

    ``entered`` holds (step or group, time) for the path of the current step; ``waiting_since`` is None while
    there is something to do; ``spent`` names the limits that have fired since their step was entered;
    ``question`` is the last sentence of the step's own content, said again by ``back``. ``present`` are the
    children in the room; ``vacant``: the session has paused because none is, until one returns;
    ``remembered`` holds (code, name, value); ``quiet_since`` is when Nao was done and
    nobody had done anything yet; ``only`` is the step that is tried alone, if one is. ``finishing`` is what
    began the closing, ``over_at`` since when the session is over its limit. ``unsaid`` is the last sentence
    that Nao could not say, until one is said; with ``reads`` the adult went on after the first one.

    Nothing can be set in it: a step changes a :class:`Draft` and freezes it. Without slots, other than the
    values around it: a draft takes its fields over as one dictionary and gives them back so, which takes
    0.6 µs a step where copying 42 fields one by one took 2.4 µs.
    """

    step: str = ""
    frames: tuple[StackFrame, ...] = ()
    waiting_since: int | None = None
    entered: tuple[tuple[str, int], ...] = ()
    spent: tuple[str, ...] = ()
    settings: tuple[tuple[str, Value], ...] = ()
    data: tuple[tuple[str, Value], ...] = ()
    participants: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    vacant: bool = False
    language: str = "fr"
    seed: str = "0"
    only: str = ""
    remembered: tuple[tuple[str, str, Value], ...] = ()
    turns: tuple[Turn, ...] = ()
    block: Block | None = None
    scores: tuple[Score, ...] = ()
    stairs: tuple[Stair, ...] = ()
    fades: tuple[Fade, ...] = ()
    deals: tuple[Deal, ...] = ()
    ends: tuple[tuple[str, str], ...] = ()
    board: BoardContent | None = None
    watching: tuple[str, ...] = ()
    quiet_since: int | None = None
    left: tuple[Left, ...] = ()
    pending: Pending | None = None
    paused: str = ""
    paused_at: int = 0
    lost: bool = False
    finishing: Closing = ""
    finish_wanted: bool = False
    limit_at: int | None = None
    over_at: int | None = None
    noticed: bool = False
    actions: int = 0
    speaking: tuple[str, str] | None = None
    last_sentence: str = ""
    last_subject: str = ""
    question: str = ""
    speech_ended: int | None = None
    unsaid: str = ""
    reads: bool = False
    adult: str = ""
    volume: int = 100
    speed: int = 100
    listening: tuple[str, ...] = ()
    hops: int = 0
    outcome: str = ""

    def __init__(self, **values: Any) -> None:
        if unknown := values.keys() - _DEFAULTS.keys():
            raise TypeError(f"a state has no {', '.join(sorted(unknown))}")
        self.__dict__.update(_DEFAULTS | values)

    if not TYPE_CHECKING:  # a type checker lets any name be set where a class has this

        def __setattr__(self, name: str, value: object) -> None:
            raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def to_json(self) -> dict[str, Any]:
        """Return the state as plain JSON values."""
        return {KIND: State.__name__, **{name: to_plain(value) for name, value in self.__dict__.items()}}

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> State:
        """Return the state of which :meth:`to_json` returned this."""
        state = from_plain(record, _KINDS)
        assert isinstance(state, cls)
        return state

    def _replace(self, **changes: Any) -> State:
        """Return the state with some fields replaced, like the named tuples in it."""
        return State(**(self.__dict__ | changes))


_DEFAULTS: dict[str, Any] = {field.name: field.default for field in fields(State)}

_KINDS = {
    kind.__name__: kind
    for kind in (
        State,
        StackFrame,
        Running,
        Waiting,
        Awaiting,
        Left,
        Pending,
        Block,
        Question,
        Attempt,
        Before,
        Trial,
        Score,
        Tally,
        Stair,
        Fade,
    )
} | {kind.__name__: kind for kind in (Deal, Turn, BoardContent)}


class Draft(State):
    """A state being changed inside one step of the engine, with the outputs so far.

    It has the fields of a state, and the event's times, which are no part of it: they stand in slots.
    """

    __slots__ = ("at", "outputs", "t")
    if not TYPE_CHECKING:
        __setattr__ = object.__setattr__

    def __init__(self, state: State, at: int, t: int) -> None:
        self.__dict__ = state.__dict__.copy()
        self.at = at
        self.t = t
        self.outputs: list[Output] = []

    @classmethod
    def reading(cls, state: State) -> Draft:
        """Return a draft of a state for reading only: it shares the state's own fields."""
        draft = cls.__new__(cls)
        draft.__dict__ = state.__dict__
        draft.at = draft.t = 0
        draft.outputs = []
        return draft

    def out(self, kind: str, **data: Any) -> None:
        """Add an output to the step."""
        self.outputs.append(Output(kind, data))

    def freeze(self) -> State:
        """Return the draft as a state; the draft must not be used afterwards."""
        state = State.__new__(State)
        object.__setattr__(state, "__dict__", self.__dict__)
        return state

    @property
    def turn(self) -> str | None:
        """Return the code of the child whose turn it is, else of the only child present; None otherwise."""
        for turn in reversed(self.turns):
            if turn.children:
                return turn.current
        return self.present[0] if len(self.present) == 1 else None

    @property
    def child(self) -> str:
        """Return the code that counts and lots are kept by: the child in turn, the only child, or ""."""
        for turn in reversed(self.turns):
            if turn.children:
                return turn.current
        return self.participants[0] if len(self.participants) == 1 else ""

    @property
    def top(self) -> StackFrame:
        """Return the top frame: what Nao does now."""
        return self.frames[-1]

    def replace_top(self, frame: StackFrame) -> None:
        """Replace the top frame."""
        self.frames = (*self.frames[:-1], frame)

    def datum(self, name: str, value: Value) -> None:
        """Set a datum of the session; those of a used file are added when that file is entered."""
        if any(key == name for key, _ in self.data):
            self.data = tuple((key, value if key == name else old) for key, old in self.data)
        else:
            self.data = (*self.data, (name, value))

    def remember(self, child: str, name: str, value: Value) -> None:
        """Set a value that is remembered for a child."""
        self.remembered = tuple(
            (code, key, value if (code, key) == (child, name) else old) for code, key, old in self.remembered
        )

    def recall(self, child: str, name: str) -> Value:
        """Return a value that is remembered for a child; None where there is none."""
        return next((old for code, key, old in self.remembered if (code, key) == (child, name)), None)


class Output(NamedTuple):
    """One thing that the engine returned; it becomes an ``out`` line of the log."""

    kind: str
    data: Mapping[str, Any]
