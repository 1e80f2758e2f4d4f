"""What a board shows, worked out from the view of the session: the view model of the page, and nothing else.

A pure function: no clock is read here, and nothing is written. What is the child's own to read is in *tu*.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, NamedTuple

from nao_sessions.boards.colours import is_dark, read_colour
from nao_sessions.engine.values import BoardView, Choice, View

GROUP = "group"
"""The board that belongs to nobody: the group's screen."""

MOST_TOKENS = 20
"""How many questions tokens show at most: a longer row says nothing to a child."""

Phase = Literal["resting", "ready", "showing", "slate"]


class BoardQuestion(NamedTuple):
    """Which question a board is at: while it is the same, whose fingers touch the board stays the same."""

    step: str
    turn: str | None
    number: int | None


class TouchTarget(NamedTuple):
    """What a touch is meant for: the question, and what there is to be touched. Marks do not change it."""

    question: BoardQuestion
    picture: str | None
    text: str | None
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tile:
    """One choice; ``picture`` is an id out of the picture table.

    ``at`` is its column and row, from 1, where a communication board says them; ``colour`` that of its cell,
    and ``dark``: that is read with white letters.
    """

    word: str
    picture: str | None
    marked: bool
    at: tuple[int, int] | None = None
    colour: str | None = None
    dark: bool = False


@dataclass(frozen=True, slots=True)
class Tokens:
    """How many of the trials are done, whatever became of them, of how many: a token each on the board."""

    done: int
    count: int


@dataclass(frozen=True, slots=True)
class Strip:
    """The strip « first, then »: the titles of the activity now and of the next one."""

    first: str
    then: str


@dataclass(frozen=True, slots=True)
class Band:
    """The time that is waited for, in milliseconds of the host's CLOCK_MONOTONIC."""

    from_ms: float
    until_ms: float


@dataclass(frozen=True, slots=True)
class BoardDisplay:
    """All that a board shows. ``stamp`` names what a touch is meant for.

    ``columns`` and ``rows`` are those of a communication board, whose choices have their places; else 0.
    ``whose``: on the group's screen, who is on turn; ``on_turn``: False dims the board, which still takes
    touches, as what they are.
    """

    phase: Phase
    stamp: str
    picture: str | None = None
    text: str | None = None
    tiles: tuple[Tile, ...] = ()
    columns: int = 0
    rows: int = 0
    on_turn: bool = True
    whose: str | None = None
    paused: bool = False
    model: bool = False
    tokens: Tokens | None = None
    strip: Strip | None = None
    band: Band | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the display as JSON values for the page."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class BoardContext:
    """What a board is made from, beside the view.

    ``picture_id`` returns the id of a picture by its name; ``named`` puts first names, where they are known,
    into a text; ``called`` returns a child's, or the code as pages write it; ``slate`` and ``model`` are the
    adult's choices, whether the board is to draw on and whether the adult touches it; ``band`` is the time
    that is waited for, where there is any.
    """

    code: str
    stamp: str
    picture_id: Callable[[str | None], str | None]
    named: Callable[[str], str]
    called: Callable[[str], str]
    slate: bool = False
    model: bool = False
    strip: tuple[str, str] | None = None
    band: Band | None = None


RESTING = BoardDisplay("resting", "")
"""What a board shows while no session runs, or its child does not take part."""


def question_of(view: View) -> BoardQuestion:
    """Return the question that a session is at: its step, turn and trial."""
    return BoardQuestion(view.step, view.turn, None if view.trial is None else view.trial.number)


def content_of(view: View) -> TouchTarget:
    """Return what the board shows now, which a touch is meant for."""
    board = view.board
    if board is None:
        return TouchTarget(question_of(view), None, None, ())
    return TouchTarget(
        question_of(view), board.picture, board.text, tuple(choice.word for choice in board.choices)
    )


def waits_for_an_answer(view: View) -> bool:
    """Return whether the session waits for a child's answer: a trial is open, and nothing is paused."""
    return view.paused_because is None and view.trial is not None and view.trial.open


def shown_of(view: View, context: BoardContext) -> BoardDisplay:
    """Return what the board of a context shows, at a session's view (what of its state may be seen)."""
    if view.activity == "ended":
        return RESTING
    mine = view.turn is None or context.code in (GROUP, view.turn)
    board = view.board
    whose = view.turn if context.code == GROUP else None
    frame = BoardDisplay(
        phase="slate" if context.slate else "ready" if board is None else "showing",
        stamp=context.stamp,
        on_turn=mine,
        whose=None if whose is None else context.called(whose),
        paused=view.paused_because is not None,
        model=context.model,
        tokens=_tokens(view),
        strip=None if context.strip is None else Strip(*map(context.named, context.strip)),
        band=context.band if mine and waits_for_an_answer(view) else None,
    )
    if board is None or context.slate:
        return frame
    return replace(
        frame,
        picture=context.picture_id(board.picture),
        text=None if board.text is None else context.named(board.text),
        tiles=tuple(_tile(choice, board, context) for choice in board.choices),
        columns=len(board.cells[0]) if board.cells else 0,
        rows=len(board.cells),
    )


def _tile(choice: Choice, board: BoardView, context: BoardContext) -> Tile:
    at = next(
        (
            (column, row)
            for row, cells in enumerate(board.cells, start=1)
            for column, word in enumerate(cells, start=1)
            if word == choice.word
        ),
        None,
    )
    colour = read_colour(choice.background)
    return Tile(
        choice.word,
        context.picture_id(choice.picture),
        choice.marked,
        at,
        choice.background,
        colour is not None and is_dark(colour),
    )


def _tokens(view: View) -> Tokens | None:
    """Return the tokens that show progress, one for each trial; None without a count, or with too many."""
    trial = view.trial
    if trial is None or trial.count is None or not 2 <= trial.count <= MOST_TOKENS:
        return None
    return Tokens(min(trial.count, trial.place - (0 if trial.over else 1)), trial.count)
