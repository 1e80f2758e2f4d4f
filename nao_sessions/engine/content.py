"""What a session does by itself: moments in their order, steps entered and left, until it has to wait.

Each act is asked for once; what was cut is asked for again when its frame comes back to the top.
"""

from __future__ import annotations

from dataclasses import replace

from nao_sessions.engine.compiled import Compiled, Scope
from nao_sessions.engine.machine import Traveller
from nao_sessions.engine.state import DONE, NOT_BEGUN, Draft, Frame, Left
from nao_sessions.protocol.expression import Expression, Value
from nao_sessions.protocol.flow import BACK, ROBOT_VERBS, Act, Moment, Speech
from nao_sessions.protocol.flow import DONE as END_OF_GROUP

MAX_HOPS = 1_000
"""Transitions without anything to wait for, after which a session is `stalled` (design, section 3)."""

EVERYWHERE = ""
"""The name under which the session's beginning is kept, from which the limits of `always` count."""

MAX_LEFT = 32
"""Steps remembered for `back`; deeper, the oldest is forgotten."""

_ARGUMENT_NAMES = {"say": "text", "sound": "file", "gesture": "name", "posture": "name", "look": "where"}


def advance(draft: Draft, compiled: Compiled) -> None:
    """Go on until something has to be waited for, the session pauses, or it ends."""
    while draft.frames and not draft.paused and not draft.outcome:
        frame = draft.top
        if frame.improvised is not None:
            if not frame.acts:
                verb, text = frame.improvised
                draft.replace_top(replace(frame, acts=(_ask(draft, verb, text),)))
                return
            if frame.acts == (NOT_BEGUN,):
                draft.replace_top(replace(frame, acts=()))
                continue
            if frame.acts != (DONE,):
                return
            _frame_over(draft, compiled)
            continue
        moments = compiled.moments(frame)
        if frame.index >= len(moments):
            _frame_over(draft, compiled)
            continue
        moment = moments[frame.index]
        if not frame.acts:
            if not Scope(draft, frame.value).holds(moment.condition):
                draft.replace_top(replace(frame, index=frame.index + 1))
                continue
            frame = replace(frame, acts=(NOT_BEGUN,) * len(moment.acts))
            draft.replace_top(frame)
        if NOT_BEGUN in frame.acts:
            frame = _begin(draft, frame, moment)
            draft.replace_top(frame)
        if any(act != DONE for act in frame.acts):
            return
        draft.replace_top(replace(frame, index=frame.index + 1, acts=()))


def enter(draft: Draft, compiled: Compiled, name: str, by: str) -> None:
    """Enter a step afresh."""
    draft.hops += 1
    if draft.hops > MAX_HOPS:
        draft.out("error", code="stalled", text=f"{MAX_HOPS} transitions without a wait", step=name)
        pause(draft, "stalled")
        draft.hops = 0
    path = (EVERYWHERE, *reversed(compiled.protocol.ancestors(name)), name)
    known = dict(draft.entered)
    still = {group for group in path[:-1] if group in known}
    draft.entered = tuple((step, known[step] if step in still else draft.at) for step in path)
    draft.spent = tuple(entry for entry in draft.spent if entry.split("/")[0] in (*still, "always"))
    draft.step = name
    draft.frames = (Frame(block=compiled.protocol.steps[name].block),)
    draft.waiting_since = None
    draft.pending = None
    draft.adult = ""
    draft.question = ""
    draft.out("entered", step=name, by=by)
    listen(draft, compiled)


def listen(draft: Draft, compiled: Compiled, words: tuple[str, ...] | None = None) -> None:
    """Ask the robot to listen for the words that the step takes, if they are others than before."""
    wanted = compiled.vocabulary[draft.step] if words is None else words
    if wanted != draft.listening:
        draft.listening = wanted
        _do(draft, "listen", words=list(wanted), language=draft.language)


def leave_by(
    draft: Draft, compiled: Compiled, exit_name: str, value: Value = None, *, reaction: bool = True
) -> bool:
    """Take an exit; tell whether it led on. A reaction remembers the step that it leaves, for ``back``."""
    origin, frames = draft.step, draft.frames
    left = draft.left[-1] if draft.left else None
    traveller = Traveller(origin, left.step if left else None, Scope(draft, value).guard)
    branch = compiled.machine.leave(exit_name, traveller)
    if branch is None:
        return False
    if branch.target == BACK:
        assert left is not None
        draft.left = draft.left[:-1]
        _come_back(draft, compiled, left, exit_name)
    elif branch.target == END_OF_GROUP:
        draft.out("group_done", step=traveller.state, by=exit_name)
        draft.step = traveller.state
        draft.frames = ()
        draft.entered = tuple(pair for pair in draft.entered if pair[0] in _path(compiled, draft.step))
        _content_over(draft, compiled, children_done=True)
    else:
        _remember(draft, compiled, Left(origin, frames, draft.question), branch.target, reaction)
        enter(draft, compiled, traveller.state, exit_name)
    return True


def go_to(draft: Draft, compiled: Compiled, name: str, by: str) -> None:
    """Enter a step that a person chose."""
    _remember(draft, compiled, Left(draft.step, draft.frames, draft.question), name, reaction=True)
    enter(draft, compiled, name, by)


def pause(draft: Draft, why: str) -> None:
    """Cut what is under way and do nothing more until a person resumes."""
    cut(draft)
    if not draft.paused:
        draft.paused_at = draft.at
    # A stop stays a stop whatever comes after it: only *resume* ends it (design, section 4).
    if draft.paused != "stopped":
        draft.paused = why
    draft.out("paused", why=why)


def unpause(draft: Draft, by: str) -> None:
    """Leave a pause: limits that count from an entry have not run during it."""
    if not draft.paused:
        return
    length = draft.at - draft.paused_at
    draft.entered = tuple((step, since + length) for step, since in draft.entered)
    draft.paused = ""
    draft.out("continued", by=by, paused_ns=length)


def cut(draft: Draft) -> None:
    """Stop what the robot has in hand; it is asked for again when its frame comes back to the top."""
    running = [act for frame in draft.frames for act in frame.running()]
    if running:
        draft.out("halt", ids=running)
    draft.frames = tuple(frame.cut() for frame in draft.frames)
    if draft.speaking is not None:
        draft.speaking = None
        draft.speech_ended = draft.at


def end(draft: Draft, compiled: Compiled, outcome: str) -> None:
    """End the session."""
    cut(draft)
    draft.frames = ()
    draft.waiting_since = None
    draft.pending = None
    draft.paused = ""
    listen(draft, compiled, ())
    draft.outcome = outcome
    draft.out("ended", outcome=outcome)


def come_back(draft: Draft) -> None:
    """Go on with what a reaction interrupted: a wait starts again."""
    if not draft.frames and draft.step and not draft.outcome:
        draft.waiting_since = draft.at


def _frame_over(draft: Draft, compiled: Compiled) -> None:
    frame = draft.top
    draft.frames = draft.frames[:-1]
    if frame.owner == "":
        _content_over(draft, compiled, children_done=False)
        return
    if compiled.machine.leads_on(frame.owner) and leave_by(draft, compiled, frame.owner, frame.value):
        return
    if frame.owner == "commands/calm":
        pause(draft, "calm")
    come_back(draft)


def _content_over(draft: Draft, compiled: Compiled, *, children_done: bool) -> None:
    step = compiled.protocol.steps[draft.step]
    if step.start is not None and not children_done:
        enter(draft, compiled, step.start, f"{step.name}/start")
    elif step.end is not None:
        end(draft, compiled, step.end)
    elif step.next:
        if not leave_by(draft, compiled, f"{step.name}/next", reaction=False):
            draft.out("error", code="no_branch", step=step.name, text="no branch is open")
            pause(draft, "no_branch")
    else:
        draft.waiting_since = draft.at
        listen(draft, compiled)


def _come_back(draft: Draft, compiled: Compiled, left: Left, by: str) -> None:
    enter(draft, compiled, left.step, by)
    draft.frames = left.frames
    if not draft.frames:
        if left.question:
            draft.frames = (Frame(block="", owner="back", improvised=("say", left.question)),)
        draft.question = left.question
        come_back(draft)


def _remember(draft: Draft, compiled: Compiled, left: Left, target: str, reaction: bool) -> None:
    if target not in compiled.returning:
        draft.left = ()
    elif reaction and left.step:
        draft.left = (*draft.left, left)[-MAX_LEFT:]


def _path(compiled: Compiled, name: str) -> tuple[str, ...]:
    return (EVERYWHERE, *compiled.protocol.ancestors(name), name)


def _begin(draft: Draft, frame: Frame, moment: Moment) -> Frame:
    scope = Scope(draft, frame.value)
    acts = tuple(
        _start(draft, scope, act, own=not frame.owner) if status == NOT_BEGUN else status
        for act, status in zip(moment.acts, frame.acts, strict=True)
    )
    return replace(frame, acts=acts)


def _start(draft: Draft, scope: Scope, act: Act, *, own: bool) -> str:
    """Begin one act and give its status; ``own`` tells the step's content from a reaction's."""
    argument = act.argument
    if act.verb == "wait":
        assert isinstance(argument, (int, Expression))
        return f"@{draft.at + scope.nanoseconds(argument)}"
    if act.verb == "set":
        assert isinstance(argument, tuple)
        assign(draft, scope, argument)
        return DONE
    text = scope.text(argument) if isinstance(argument, Speech) else str(_word(scope, argument))
    if act.verb == "note":
        draft.out("note", text=text)
        return DONE
    if act.verb == "adult":
        draft.adult = text
        draft.out("adult", text=text)
        return DONE
    assert act.verb in ROBOT_VERBS
    if own and act.verb == "say":
        draft.question = text
    return _ask(draft, act.verb, text)


def assign(draft: Draft, scope: Scope, assignments: tuple[tuple[str, Value | Expression], ...]) -> None:
    """Set values that the session keeps; one that cannot be computed stays as it was."""
    for name, expression in assignments:
        old = dict(draft.data).get(name)
        value = scope.value(expression, old)
        draft.datum(name, value)
        draft.out("set", name=name, value=list(value) if isinstance(value, tuple) else value)


def _word(scope: Scope, argument: object) -> Value:
    assert isinstance(argument, (str, Expression))
    return scope.value(argument, "")


def _ask(draft: Draft, verb: str, text: str) -> str:
    """Ask the robot for something and give the action's id."""
    if verb == "say":
        action = _do(draft, "say", text=text, language=draft.language, volume=draft.volume, speed=draft.speed)
        draft.speaking = (action, text)
        draft.last_sentence = text
        return action
    return _do(draft, verb, **{_ARGUMENT_NAMES.get(verb, "colour"): text})


def _do(draft: Draft, verb: str, **data: object) -> str:
    draft.actions += 1
    action = f"a{draft.actions}"
    draft.out("do", id=action, verb=verb, **data)
    return action
