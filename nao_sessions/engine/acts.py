"""What is asked of the robot and of the board: actions with their ids, halts, listening and watching.

Each act is asked for once; what was cut is asked for again when its frame comes back to the top.
"""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.engine.compiled import Compiled, ReadingScope
from nao_sessions.engine.records import BoardContent
from nao_sessions.engine.state import Draft, Output
from nao_sessions.protocol.expression import Expression, Value, as_words
from nao_sessions.protocol.flow import Assignments, Show

_ARGUMENT_NAMES = {
    "say": "text",
    "sound": "file",
    "gesture": "name",
    "pose": "name",
    "posture": "name",
    "look": "where",
}
_PARTICIPANT = "participant."


def ask(draft: Draft, verb: str, text: str, child: str | None = None) -> str:
    """Ask the robot to do something; return the action's id.

    ``child``: whom a sentence is said to, where it is not the child whose turn it is.
    """
    if verb != "say":
        return do(draft, verb, {_ARGUMENT_NAMES.get(verb, "colour"): text})
    said: dict[str, object] = {
        "text": text,
        "language": draft.language,
        "volume": draft.volume,
        "speed": draft.speed,
    }
    turn = child or (draft.turn if draft.turns else None)
    if turn is not None:
        said["participant"] = turn  # for the name that the sentence may hold
    action = do(draft, "say", said)
    draft.speaking = (action, text)
    draft.last_sentence, draft.last_subject = text, turn or ""
    return action


def do(draft: Draft, verb: str, data: Mapping[str, object]) -> str:
    """Ask the robot for an action; return the action's id."""
    draft.actions += 1
    action = f"a{draft.actions}"
    draft.outputs.append(Output("do", {"id": action, "verb": verb, **data}))
    return action


def cut(draft: Draft) -> None:
    """Stop the robot's running actions; they are asked for again when their frame is on top again."""
    running = [act for frame in draft.frames for act in frame.running()]
    if running:
        draft.out("halt", ids=running)
    draft.frames = tuple(frame.cut() for frame in draft.frames)
    if draft.speaking is not None:
        draft.speaking = None
        draft.speech_ended = draft.at


def listen(
    draft: Draft, compiled: Compiled, words: tuple[str, ...] = (), senses: tuple[str, ...] = ()
) -> None:
    """Ask the robot to listen and watch for what the step reacts to, and these words and senses, if new."""
    heard = compiled.heard[draft.step]
    if words or senses:
        heard = heard.with_more(words, senses)
    _listen(draft, heard.words)
    _watch(draft, heard.watched)


def deafen(draft: Draft) -> None:
    """Ask the robot to stop listening and watching."""
    _listen(draft, ())
    _watch(draft, ())


def _listen(draft: Draft, words: tuple[str, ...]) -> None:
    if words != draft.listening:
        draft.listening = words
        do(draft, "listen", {"words": list(words), "language": draft.language})


def _watch(draft: Draft, senses: tuple[str, ...]) -> None:
    if senses != draft.watching:
        draft.watching = senses
        do(draft, "watch", {"senses": list(senses)})


def assign(draft: Draft, scope: ReadingScope, assignments: Assignments) -> None:
    """Assign values to data of the session; a value that cannot be computed leaves the datum unchanged."""
    for name, expression in assignments:
        if name.startswith(_PARTICIPANT):
            child, key = draft.turn or "", name.removeprefix(_PARTICIPANT)
            value = scope.value(expression, draft.recall(child, key))
            draft.remember(child, key, value)
            draft.out("set", name=name, value=_listed(value), participant=child)
            continue
        value = scope.value(expression, dict(draft.data).get(name))
        draft.datum(name, value)
        draft.out("set", name=name, value=_listed(value))


def show(draft: Draft, scope: ReadingScope, what: Show) -> None:
    """Show something on the board in place of what is there."""
    choices = scope.value(what.choices, ()) if isinstance(what.choices, Expression) else what.choices
    picture = scope.value(what.picture)
    board = BoardContent(
        picture=picture if isinstance(picture, str) and picture else None,
        choices=as_words(choices),
        text=None if what.text is None else scope.text(what.text),
        page=what.page,
    )
    draft.board = None if board == BoardContent() else board
    _tell_board(draft)


def highlight(draft: Draft, word: str) -> None:
    """Highlight an answer on the board."""
    draft.board = (draft.board or BoardContent())._replace(highlight=word)
    _tell_board(draft)


def _tell_board(draft: Draft) -> None:
    board = draft.board or BoardContent()
    # Told where there is one alone: what shows no communication board is logged as it always was.
    page = {} if board.page is None else {"page": board.page}
    draft.out(
        "board",
        picture=board.picture,
        choices=list(board.choices),
        text=board.text,
        highlight=board.highlight,
        **page,
    )


def _listed(value: Value) -> object:
    return list(value) if isinstance(value, tuple) else value
