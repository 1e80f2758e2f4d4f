"""The acts of a moment: how each begins, and what it waits for."""

from __future__ import annotations

from nao_sessions.engine import acts
from nao_sessions.engine.blocks import ASK, trials_of
from nao_sessions.engine.compiled import Compiled, Scope
from nao_sessions.engine.items import deal_of, keep_deal
from nao_sessions.engine.lots import drawn
from nao_sessions.engine.state import (
    DONE,
    NESTED,
    NOT_BEGUN,
    Awaiting,
    Draft,
    Frame,
    Running,
    Status,
    Waiting,
)
from nao_sessions.engine.trials import open_answers
from nao_sessions.protocol.expression import Expression, Value, as_words, spoken
from nao_sessions.protocol.flow import ROBOT_VERBS, Act, Await, Choose, Moment, Show, Speech
from nao_sessions.protocol.trials import AnswersFrom, Trials

POINTS = {"left": "point_left", "right": "point_right"}
POINT_ELSEWHERE = "point_board"

_LISTS = frozenset({"routine", "choose", "repeat"})
"""Acts that stand for a list of moments."""

OF_A_CHILD = frozenset({"commands/leave", "commands/return"})
"""The commands whose words are said to the child who leaves or returns, whoever's turn it is."""


def begin_moment(
    draft: Draft, compiled: Compiled, frame: Frame, moment: Moment, statuses: tuple[Status, ...]
) -> tuple[tuple[Status, ...], Frame | None]:
    """Begin a moment's acts that have not begun; return their statuses, and a frame to do first, or None."""
    scope = Scope(draft, compiled, frame.value)
    begun: list[Status] = []
    inside: Frame | None = None
    for act, status in zip(moment.acts, statuses, strict=True):
        if status != NOT_BEGUN:
            begun.append(status)
        elif act.verb in _LISTS:
            inside = _inside(draft, act, frame)
            begun.append(DONE)
        else:
            begun.append(_begin(draft, compiled, scope, act, frame))
    return tuple(begun), inside


def _inside(draft: Draft, act: Act, frame: Frame) -> Frame | None:
    """Return the frame that an act opens: a routine, a choice by lot, a question said again; or None."""
    owner = f"{frame.owner}{NESTED}"
    argument = act.argument
    if isinstance(argument, Choose):
        places = [i for i, (_, weight) in enumerate(argument.options) for _ in range(weight)]
        position, deal = drawn(
            deal_of(draft, argument.deck),
            argument.deck,
            len(places),
            f"{draft.seed}/{argument.deck}",
            same=lambda a, b: places[a] == places[b],
            group=places.__getitem__,
            most=1,
        )
        keep_deal(draft, deal)
        block = argument.options[places[position]][0]
        draft.out("chosen", lot=argument.deck, option=places[position])
        return Frame(block, owner, value=frame.value)
    if act.verb == "routine":
        return Frame(str(argument), owner, value=frame.value)
    if argument == "question":
        sentence, subject = draft.question, ""
    else:
        sentence, subject = draft.last_sentence, draft.last_subject
    return Frame("", owner, value=subject or None, improvised=("say", sentence)) if sentence else None


def _begin(draft: Draft, compiled: Compiled, scope: Scope, act: Act, frame: Frame) -> Status:
    """Begin one act; return its status."""
    match act.argument:
        case Speech() as speech:  # more acts are this than all others together
            return _say(draft, scope.text(speech), act, frame)
        case str() as word:
            return _word(draft, compiled, act, word)
        case Await() as what:
            acts.listen(draft, compiled, *_for(what))
            draft.out("awaits", sense=what.stimulus.sense, values=list(what.stimulus.values))
            return Awaiting(draft.at + scope.nanoseconds(what.limit))
        case Show() as what:
            acts.show(draft, scope, what)
            return DONE
        case tuple() as assignments:
            acts.assign(draft, scope, assignments)
            return DONE
        case int() as duration:
            return Waiting(draft.at + scope.nanoseconds(duration))
        case Expression() as duration if act.verb == "wait":
            return Waiting(draft.at + scope.nanoseconds(duration))
        case Expression() as word:
            return _word(draft, compiled, act, scope.value(word, ""))
    raise AssertionError(f"an act {act.verb} cannot be begun")


def _say(draft: Draft, text: str, act: Act, frame: Frame) -> Status:
    addressed = frame.value if frame.origin in OF_A_CHILD and isinstance(frame.value, str) else None
    if act.verb in ("adult", "note"):
        if act.verb == "adult":
            draft.adult = text
        draft.out(act.verb, text=text, **({} if addressed is None else {"participant": addressed}))
        return DONE
    if frame.origin in ("", ASK):
        draft.question = text
    return Running(acts.ask(draft, act.verb, text, addressed))


def _word(draft: Draft, compiled: Compiled, act: Act, value: Value) -> Status:
    word = as_words(value)[0] if isinstance(value, tuple) and value else spoken(value)
    match act.verb:
        case "open":
            open_answers(draft, compiled)
            return DONE
        case "highlight":
            acts.highlight(draft, word)
            return DONE
        case "point":
            return Running(acts.ask(draft, "gesture", _direction(draft, compiled, word)))
    assert act.verb in ROBOT_VERBS
    return Running(acts.ask(draft, act.verb, word))


def _direction(draft: Draft, compiled: Compiled, target: str) -> str:
    """Return the gesture that points to an answer of the current trial, or to anything else."""
    in_question = draft.block is not None and draft.block.phase in ("ask", "open")
    return pointing(target, trials_of(draft, compiled) if in_question else None)


def pointing(target: str, trials: Trials | None) -> str:
    """Return the gesture that points to an answer: to Nao's hand that gives it, else to the board.

    ``trials``: the block whose question is asked; None where none is.
    """
    if target in POINTS:
        return POINTS[target]
    if trials is not None and not isinstance(trials.answers, AnswersFrom):
        ways = next((answer.ways for answer in trials.answers if answer.value == target), ())
        parts = {value.split(".")[-1] for way in ways if way.sense == "touch" for value in way.values}
        for side, gesture in POINTS.items():
            if POINTS.keys() & parts == {side}:
                return gesture
    return POINT_ELSEWHERE


def _for(what: Await) -> tuple[tuple[str, ...], tuple[str, ...]]:
    stimulus = what.stimulus
    words = stimulus.values if stimulus.sense == "word" else ()
    return words, (stimulus.sense,)
