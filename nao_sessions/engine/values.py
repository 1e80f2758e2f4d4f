"""The values that go out of the engine: actions for the robot, how they ended, and the view of a session.

These are values: the engine asks for things, and never does them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from nao_sessions.protocol.trials import Sense

How = Literal["finished", "stopped", "failed", "lost"]
Zone = Literal["step", "group", "always"]
Activity = Literal["doing", "waiting", "paused", "ended"]


@dataclass(frozen=True, slots=True)
class Action:
    """Something for the robot to do; ``id`` (``a17``) is the engine's and comes back in the Done.

    By verb, ``data`` holds: say: text, language, volume (percent), speed (percent), and inside a group that
    goes round the ``participant`` whom ``{participant}`` means; sound: file; gesture, posture, look, eyes:
    name, name, where, colour (their words are in protocol/catalogue.py); pose: name (protocol/catalogue.py);
    listen: words (empty: stop listening), language; watch: senses (card, gaze, face, speech; empty: stop).
    """

    id: str
    verb: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """The end of an action; ``monotonic_ns`` is stamped where it was noticed, ``error`` holds no name."""

    action: str
    how: How
    monotonic_ns: int
    error: str = ""


class Button(NamedTuple):
    """A button that can be pressed now; ``zone`` is step, group or always."""

    id: str
    label: str
    main: bool
    zone: Zone


class Choice(NamedTuple):
    """An element that can be chosen: its word, its picture, how it is said, whether it is highlighted.

    ``background`` and ``border`` are the colours of its cell on a communication board, as style sheets write
    them (``rgb(227, 240, 224)``); None where none is stated.
    """

    word: str
    picture: str | None = None
    say: str | None = None
    marked: bool = False
    background: str | None = None
    border: str | None = None


class BoardView(NamedTuple):
    """The content of the board: a picture, a text, the elements to choose from.

    ``cells``: of a communication board, where each choice lies, by its word, row by row; None is an empty
    cell. Empty where choices have no place of their own.
    """

    picture: str | None
    text: str | None
    choices: tuple[Choice, ...]
    cells: tuple[tuple[str | None, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class TrialView:
    """The trial in hand, or the one that has just ended (``over``), with its judgement (``judged``).

    ``number``: of the question, as the log has it; ``place``: which of the block's ``count`` trials it is
    (one that was void is asked again).
    ``expected``: the right answers (``nothing``: silence), None where nothing is judged. ``proposed``: what
    Nao has understood, to be confirmed. ``helps``: those that were given; once it is over, those that count
    for it. ``next_help``: the kind of help that comes next, None when none is left. ``attempted``: something
    was answered in it. ``ways``: how each answer can be given: (answer, sense, what stands for it by that
    sense). ``level``: of an adaptive block, the steps above its lowest level, else 0.
    """

    number: int
    place: int
    count: int | None
    item: str
    asking: bool
    open: bool
    answers: tuple[str, ...]
    expected: tuple[str, ...] | None
    proposed: str | None
    helps: tuple[str, ...]
    next_help: str | None
    judged: str | None
    correction: str = ""
    ways: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    level: int = 0
    attempted: bool = False

    @property
    def over(self) -> bool:
        """Return whether the trial has ended, judged or not."""
        return not self.open and not self.asking


class View(NamedTuple):
    """All that a console, a board, a virtual child or an exploration may see of a session.

    ``hears_touch``, ``hears_words``, ``hears_board``, ``hears_cards`` and ``senses`` (gaze, face, speech) are
    what would be taken up now; ``deadline_ns`` is session time; ``turn`` is the code of the child whose turn
    it is, ``present`` are those in the room; ``awaits`` names the sense that a moment waits for;
    ``unsaid`` is the sentence that Nao could not say, and that the adult reads.
    """

    step: str
    title: str
    activity: Activity
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
    hears_board: tuple[str, ...] = ()
    hears_cards: tuple[str, ...] = ()
    senses: tuple[Sense, ...] = ()
    present: tuple[str, ...] = ()
    trial: TrialView | None = None
    board: BoardView | None = None
    awaits: str | None = None
    unsaid: str | None = None
