"""What a session does by itself until it has to wait: steps entered and left, moments begun, turns of groups.

A group goes round once for every child present, or for every item of a table, so many rounds.
"""

from __future__ import annotations

from nao_sessions.engine import acts, blocks, trials
from nao_sessions.engine.blocks import ASK, trials_of
from nao_sessions.engine.compiled import Compiled, ReadingScope, Trace
from nao_sessions.engine.items import deal_of, drawn, keep_deal
from nao_sessions.engine.machine import Traveller
from nao_sessions.engine.records import Turn
from nao_sessions.engine.state import (
    DONE,
    NESTED,
    NOT_BEGUN,
    Awaiting,
    Draft,
    Left,
    Running,
    StackFrame,
    Status,
    Waiting,
)
from nao_sessions.engine.trials import open_answers
from nao_sessions.protocol.expression import Expression, Value, as_words, spoken
from nao_sessions.protocol.flow import BACK, ROBOT_VERBS, Act, Await, Choose, Moment, Show, Speech, Step
from nao_sessions.protocol.flow import DONE as END_OF_GROUP
from nao_sessions.protocol.trials import AnswersFrom, Trials

OF_A_CHILD = frozenset({"commands/leave", "commands/return"})
"""The commands whose words are said to the child who leaves or returns, whoever's turn it is."""

MAX_HOPS = 1_000
"""Transitions without anything to wait for, after which a session is `stalled` (design, section 3)."""

MAX_LEFT = 32
"""Steps remembered for `back`; deeper, the oldest is forgotten."""


LEADING_OUT = frozenset({"commands/finish", "commands/calm", "commands/change"})
"""The commands that lead out of an activity."""


_PAUSING = {"commands/calm": "calm", "commands/pause": "paused", "commands/leave": "left"}
"""The commands behind whose words the session pauses, and why (*leave*: see ``_pauses_behind``)."""


_TO_DO: tuple[Status, ...] = (NOT_BEGUN,)


def advance(draft: Draft, compiled: Compiled) -> None:
    """Do what comes next, until the session waits, pauses or ends, or its closing is due."""
    while not draft.paused and not draft.outcome and not (draft.finish_wanted and blocks.closes_now(draft)):
        if not draft.frames:
            if not _trials_go_on(draft, compiled):
                return
            continue
        frame = draft.frames[-1]
        if frame.improvised is not None:
            if not frame.acts:
                verb, text = frame.improvised
                subject = frame.value if isinstance(frame.value, str) else None
                draft.replace_top(frame.at(frame.position, (Running(acts.ask(draft, verb, text, subject)),)))
                return
            if frame.acts == (NOT_BEGUN,):
                draft.replace_top(frame.at(frame.position))
                continue
            if frame.acts != (DONE,):
                return
            _frame_over(draft, compiled)
            continue
        moments = compiled.protocol.blocks[frame.block]
        if frame.position >= len(moments):
            _frame_over(draft, compiled)
            continue
        moment = moments[frame.position]
        statuses = frame.acts
        if not statuses:
            condition = moment.condition
            if condition is not None and not ReadingScope(draft, compiled, frame.value).holds(condition):
                draft.replace_top(frame.at(frame.position + 1))
                continue
            statuses = _TO_DO * len(moment.acts)
            if compiled.trace is not None:
                _trace_list(compiled, compiled.trace, frame)
                compiled.trace(f"{frame.block}.{frame.position}")
        if NOT_BEGUN in statuses:
            statuses, inside = begin_moment(draft, compiled, frame, moment, statuses)
            draft.replace_top(frame.at(frame.position, statuses))
            if inside is not None:
                draft.frames = (*draft.frames, inside)
                continue
        if statuses.count(DONE) < len(statuses):
            return
        if frame.position + 1 < len(moments):
            draft.replace_top(frame.at(frame.position + 1))
        else:
            _frame_over(draft, compiled)


def _trials_go_on(draft: Draft, compiled: Compiled) -> bool:
    """Continue the current block of trials, or leave it at its end; return whether anything changed."""
    block = draft.block
    if block is None or block.step != draft.step or draft.waiting_since is not None:
        return False
    if block.phase == "over":
        draft.waiting_since = None
        _content_over(draft, compiled, inside_done=True)
        return True
    if block.phase == "gave_up":
        draft.block = block.in_phase("over")
        leave_by(draft, compiled, f"{block.step}/give_up", reaction=False)
        return True
    return blocks.go_on(draft, compiled)


def enter(
    draft: Draft, compiled: Compiled, name: str, by: str, *, interrupted: tuple[Turn, ...] | None = None
) -> None:
    """Enter a step from its beginning.

    ``interrupted``: the turns in which it was left; the groups around it are gone on with, not begun anew.
    """
    draft.hops += 1
    if draft.hops > MAX_HOPS:
        draft.out("error", code="stalled", text=f"{MAX_HOPS} transitions without a wait", step=name)
        pause(draft, "stalled")
        draft.hops = 0
    blocks.abandon(draft, compiled)
    if _outside(draft, name):
        end(draft, compiled, "completed")
        return
    around = compiled.around[name]
    if draft.turns:
        draft.turns = tuple([turn for turn in draft.turns if turn.group in around])
    known = dict(draft.entered)
    for group in around[1:]:
        if group in known and (
            interrupted is not None
            or compiled.protocol.steps[group].each is None
            or group in [turn.group for turn in draft.turns]
        ):
            continue
        # Somebody has gone straight to a step inside: where nobody is there to have a turn, it is over.
        empty = interrupted is None and not _set_up(draft, compiled, compiled.protocol.steps[group])
        if empty and not _outside(draft, group):
            path = (*around[: around.index(group)], group)
            draft.entered = tuple([(one, known.get(one, draft.at)) for one in path])
            draft.adult = draft.question = ""
            _group_done(draft, compiled, group)
            return
        for turn in interrupted or ():
            if turn.group == group:
                tell_turn(draft, turn)
    draft.entered = (*[(group, known.get(group, draft.at)) for group in around], (name, draft.at))
    if draft.spent:
        still = [group for group in around if group in known]
        draft.spent = tuple(entry for entry in draft.spent if entry.split("/")[0] in (*still, "always"))
    draft.step = name
    draft.frames = (StackFrame(block=compiled.protocol.steps[name].block),)
    draft.waiting_since = None
    draft.pending = None
    draft.adult = ""
    draft.question = ""
    draft.out("entered", step=name, by=by)
    if compiled.trace is not None:
        compiled.trace(name)
    acts.listen(draft, compiled)


def leave_by(
    draft: Draft, compiled: Compiled, exit_name: str, value: Value = None, *, reaction: bool = True
) -> bool:
    """Take an exit of the step; return whether it led on. A reaction remembers the step for ``back``."""
    origin, frames = draft.step, draft.frames
    left = draft.left[-1] if draft.left else None
    traveller = Traveller(origin, left.step if left else None, ReadingScope(draft, compiled, value).guard)
    branch = compiled.machine.leave(exit_name, traveller)
    if branch is None:
        return False
    if compiled.trace is not None:
        compiled.trace(traveller.way)
    if branch.target == BACK:
        assert left is not None
        draft.left = draft.left[:-1]
        _come_back(draft, compiled, left, exit_name)
    elif branch.target == END_OF_GROUP:
        blocks.abandon(draft, compiled)
        draft.out("group_done", step=traveller.state, by=exit_name)
        _group_done(draft, compiled, traveller.state)
    else:
        _remember(draft, compiled, origin, frames, branch.target, reaction)
        enter(draft, compiled, traveller.state, exit_name)
    return True


def go_to(draft: Draft, compiled: Compiled, name: str, by: str) -> None:
    """Enter a step that the professional chose."""
    _remember(draft, compiled, draft.step, draft.frames, name, reaction=True)
    enter(draft, compiled, name, by)


def pause(draft: Draft, why: str) -> None:
    """Pause the session: cut what is under way, and do nothing more until a person resumes."""
    acts.cut(draft)
    draft.pending = None
    if not draft.paused:
        draft.paused_at = draft.at
    # A stop stays a stop whatever comes after it: only *resume* ends it (design, section 4).
    if draft.paused != "stopped":
        draft.paused = why
    draft.vacant = draft.vacant or why == "left"
    draft.out("paused", why=why)


def unpause(draft: Draft, by: str) -> None:
    """End a pause; limits that count from the entry of a step did not run during it."""
    if not draft.paused:
        return
    length = draft.at - draft.paused_at
    draft.entered = tuple((step, since + length) for step, since in draft.entered)
    draft.paused = ""
    if by != "resume":  # what was to be said of who came and went meanwhile is late by then
        draft.frames = tuple(
            frame for frame in draft.frames if frame.origin not in OF_A_CHILD or frame.position or frame.acts
        )
    draft.out("continued", by=by, paused_ns=length)


def end(draft: Draft, compiled: Compiled, outcome: str) -> None:
    """End the session; the outcome is ``time`` if the time limit led it to its closing."""
    if outcome == "completed" and draft.finishing == "limit":
        outcome = "time"
    acts.cut(draft)
    blocks.abandon(draft, compiled)
    draft.frames = ()
    draft.waiting_since = None
    draft.pending = None
    draft.paused = ""
    acts.deafen(draft)
    draft.outcome = outcome
    _tell_levels(draft, compiled)
    draft.out("ended", outcome=outcome)


def come_back(draft: Draft, compiled: Compiled) -> None:
    """Continue what a reaction interrupted; a wait starts again."""
    if draft.frames or not draft.step or draft.outcome:
        return
    block = draft.block
    if block is not None and block.step == draft.step and block.phase != "over":
        trials.come_back(draft, compiled)
    else:
        draft.waiting_since = draft.at


def end_turn(draft: Draft, compiled: Compiled, by: str) -> None:
    """End the current turn, as ``done`` would."""
    acts.cut(draft)
    blocks.abandon(draft, compiled)
    group = draft.turns[-1].group
    draft.out("group_done", step=group, by=by)
    _group_done(draft, compiled, group)


def leads_out(draft: Draft) -> bool:
    """Return whether words that lead out of the activity are being said; they are finished in any case."""
    return any(frame.origin in LEADING_OUT for frame in draft.frames)


def absent_in_turn(draft: Draft) -> bool:
    """Return whether the child whose turn it is has left, and others are there."""
    whose = next((turn.current for turn in reversed(draft.turns) if turn.children), None)
    return whose is not None and bool(draft.present) and whose not in draft.present


def end_turn_of_child(draft: Draft, compiled: Compiled, by: str) -> None:
    """End the turn of a child who has left, and the turns of items within that turn.

    What is to be said to children who left or returned is said first in what comes then.
    """
    while not draft.turns[-1].children:
        draft.turns = draft.turns[:-1]
    acts.cut(draft)
    words = tuple(frame for frame in draft.frames if frame.origin in OF_A_CHILD)
    end_turn(draft, compiled, by)
    if not draft.outcome:
        draft.frames = (*draft.frames, *words)


def _group_done(draft: Draft, compiled: Compiled, group: str) -> None:
    """Continue after a group's content: with its next turn, or with what follows the group."""
    if _outside(draft, group):
        end(draft, compiled, "completed")
        return
    draft.step = group
    draft.frames = ()
    draft.pending = None
    path = (*compiled.around[group], group)
    draft.entered = tuple([pair for pair in draft.entered if pair[0] in path])
    draft.turns = tuple([turn for turn in draft.turns if turn.group in path])
    # A group that is done is left behind: ``back`` goes to what was left before it.
    if draft.left:
        draft.left = tuple(left for left in draft.left if not left.step.startswith(f"{group}."))
    step = compiled.protocol.steps[group]
    goes_round = bool(step.each is not None and draft.turns and draft.turns[-1].group == group)
    if goes_round and next_turn(draft, compiled, step):
        assert step.start is not None
        if compiled.trace is not None:
            compiled.trace(f"{group}/next_turn")
        enter(draft, compiled, step.start, f"{group}/turn")
        return
    _content_over(draft, compiled, inside_done=True)


def _frame_over(draft: Draft, compiled: Compiled) -> None:
    frame = draft.top
    draft.frames = draft.frames[:-1]
    if compiled.trace is not None:
        _trace_list(compiled, compiled.trace, frame)
    if frame.owner == "":
        _content_over(draft, compiled, inside_done=False)
        return
    if frame.nested:
        return
    if frame.owner.startswith(blocks.OWN):
        trials.frame_over(draft, compiled, frame.owner)
        return
    if compiled.machine.leads_on(frame.owner) and leave_by(draft, compiled, frame.owner, frame.value):
        return
    if _pauses_behind(draft, frame.owner):
        pause(draft, _PAUSING[frame.owner])
        return  # what was interrupted goes on with *continue*
    if absent_in_turn(draft) and not leads_out(draft):
        end_turn_of_child(draft, compiled, frame.owner)
        return
    come_back(draft, compiled)


def _pauses_behind(draft: Draft, owner: str) -> bool:
    """Return whether the session pauses after a command's words; after ``leave``, if the last child left."""
    if owner == "commands/leave":
        return not draft.present and not draft.vacant
    return owner in _PAUSING


def _trace_list(compiled: Compiled, trace: Trace, frame: StackFrame) -> None:
    """Trace a list of moments, and its entry or command if that one only comes back."""
    if frame.block:
        trace(frame.block)
    if frame.owner in compiled.coming_back:
        trace(frame.owner)


def _content_over(draft: Draft, compiled: Compiled, *, inside_done: bool) -> None:
    """Continue after the content of a step: with its group or trials, or by its exit."""
    step = compiled.protocol.steps[draft.step]
    if not inside_done and step.trials is not None:
        blocks.begin_block(draft, compiled, step)
    elif not inside_done and step.start is not None and _enter_group(draft, compiled, step):
        pass
    elif step.end is not None:
        if compiled.trace is not None:
            compiled.trace(f"{step.name}/end")
        user = compiled.protocol.used_by(step.name)
        if user is None:
            end(draft, compiled, step.end)
        else:
            draft.ends = (*(pair for pair in draft.ends if pair[0] != user), (user, step.end))
            draft.out("group_done", step=user, by=f"{step.name}/end", outcome=step.end)
            _group_done(draft, compiled, user)
    elif step.next:
        if not leave_by(draft, compiled, f"{step.name}/next", reaction=False):
            draft.out("error", code="no_branch", step=step.name, text="no branch is open")
            pause(draft, "no_branch")
    else:
        draft.waiting_since = draft.at
        acts.listen(draft, compiled)


def _enter_group(draft: Draft, compiled: Compiled, step: Step) -> bool:
    """Enter the first step of a group; return False when nobody is there to have a turn."""
    assert step.start is not None
    if not _set_up(draft, compiled, step):
        return False
    enter(draft, compiled, step.start, f"{step.name}/start")
    return True


def _set_up(draft: Draft, compiled: Compiled, step: Step) -> bool:
    """Set the values and turns that a group begins with; return whether it can begin."""
    if step.use is not None:
        acts.assign(draft, ReadingScope(draft, compiled), step.use.begin)
    if step.each is None:
        return True
    begun = begin_turns(draft, compiled, step)
    if begun and compiled.trace is not None:
        compiled.trace(f"{step.name}/turn")
    return begun


def _outside(draft: Draft, name: str) -> bool:
    """Return whether a step is outside the one step that is tried alone; False where none is."""
    return bool(draft.only) and not f"{name}.".startswith(f"{draft.only}.")


def _tell_levels(draft: Draft, compiled: Compiled) -> None:
    """Output, at the end, what is remembered of each child for the next session."""
    kept = {value.name for value in compiled.protocol.remembered if value.keep}
    values: dict[str, dict[str, object]] = {}
    for child, name, value in draft.remembered:
        if name in kept and child:
            values.setdefault(child, {})[name] = value
    fades = [fade._asdict() for fade in draft.fades if fade.child and fade.trials]
    if values or fades:
        draft.out("levels", values=values, help=fades)


def _come_back(draft: Draft, compiled: Compiled, left: Left, by: str) -> None:
    enter(draft, compiled, left.step, by, interrupted=left.turns)
    draft.turns = left.turns
    if absent_in_turn(draft):
        end_turn_of_child(draft, compiled, by)
        return
    draft.frames = left.frames
    draft.question = left.question
    if left.block is not None:
        draft.block = left.block
    elif not draft.frames:
        if left.question:
            draft.frames = (StackFrame(block="", owner="back", improvised=("say", left.question)),)
        come_back(draft, compiled)


def _remember(
    draft: Draft, compiled: Compiled, step: str, frames: tuple[StackFrame, ...], target: str, reaction: bool
) -> None:
    """Remember the step that a reaction leaves, if the step that is entered can come back to it."""
    if draft.block is not None and draft.block.step == step and draft.block.phase != "over":
        blocks.abandon(draft, compiled, again=True)
    if target not in compiled.returning:
        draft.left = ()
    elif reaction and step:
        draft.left = (*draft.left, _left(draft, step, frames))[-MAX_LEFT:]


def _left(draft: Draft, step: str, frames: tuple[StackFrame, ...]) -> Left:
    """Return how a step was left, for coming back; the current item of its trials is asked again.

    What a reaction or a command was doing there, the closing for one, comes before that.
    """
    block = draft.block
    if block is None or block.step != step or block.phase == "over":
        return Left(step, frames, draft.question, None, draft.turns)
    frames = tuple(frame for frame in frames if not frame.origin.startswith(blocks.OWN))
    return Left(step, frames, draft.question, block.in_phase("next"), draft.turns)


POINTS = {"left": "point_left", "right": "point_right"}
POINT_ELSEWHERE = "point_board"

_LISTS = frozenset({"routine", "choose", "repeat"})
"""Acts that stand for a list of moments."""


def begin_moment(
    draft: Draft, compiled: Compiled, frame: StackFrame, moment: Moment, statuses: tuple[Status, ...]
) -> tuple[tuple[Status, ...], StackFrame | None]:
    """Begin a moment's acts that have not begun; return their statuses, and a frame to do first, or None."""
    scope = ReadingScope(draft, compiled, frame.value)
    begun: list[Status] = []
    inside: StackFrame | None = None
    for act, status in zip(moment.acts, statuses, strict=True):
        if status != NOT_BEGUN:
            begun.append(status)
        elif act.verb in _LISTS:
            inside = _frame_inside(draft, act, frame)
            begun.append(DONE)
        else:
            begun.append(_begin_act(draft, compiled, scope, act, frame))
    return tuple(begun), inside


def _frame_inside(draft: Draft, act: Act, frame: StackFrame) -> StackFrame | None:
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
        return StackFrame(block, owner, value=frame.value)
    if act.verb == "routine":
        return StackFrame(str(argument), owner, value=frame.value)
    if argument == "question":
        sentence, subject = draft.question, ""
    else:
        sentence, subject = draft.last_sentence, draft.last_subject
    return StackFrame("", owner, value=subject or None, improvised=("say", sentence)) if sentence else None


def _begin_act(draft: Draft, compiled: Compiled, scope: ReadingScope, act: Act, frame: StackFrame) -> Status:
    """Begin one act; return its status."""
    match act.argument:
        case Speech() as speech:  # more acts are this than all others together
            return _say(draft, scope.text(speech), act, frame)
        case str() as word:
            return _do_word(draft, compiled, act, word)
        case Await() as what:
            acts.listen(draft, compiled, *_listened_for(what))
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
            return _do_word(draft, compiled, act, scope.value(word, ""))
    raise AssertionError(f"an act {act.verb} cannot be begun")


def _say(draft: Draft, text: str, act: Act, frame: StackFrame) -> Status:
    addressed = frame.value if frame.origin in OF_A_CHILD and isinstance(frame.value, str) else None
    if act.verb in ("adult", "note"):
        if act.verb == "adult":
            draft.adult = text
        draft.out(act.verb, text=text, **({} if addressed is None else {"participant": addressed}))
        return DONE
    if frame.origin in ("", ASK):
        draft.question = text
    return Running(acts.ask(draft, act.verb, text, addressed))


def _do_word(draft: Draft, compiled: Compiled, act: Act, value: Value) -> Status:
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


def _listened_for(what: Await) -> tuple[tuple[str, ...], tuple[str, ...]]:
    stimulus = what.stimulus
    words = stimulus.values if stimulus.sense == "word" else ()
    return words, (stimulus.sense,)


def begin_turns(draft: Draft, compiled: Compiled, step: Step) -> bool:
    """Begin the first turn of a group; return whether there is anybody, or any item, to have one."""
    assert step.each is not None
    rounds = step.each.rounds
    value = rounds if isinstance(rounds, int) else ReadingScope(draft, compiled).value(rounds, 1)
    count = max(int(value), 0) if isinstance(value, int | float) else 1
    everyone = _everyone(draft, compiled, step)
    if not everyone or not count:
        return False
    _forget_runs(draft, step.name)
    turn = Turn(step.name, step.each.children, everyone[0], everyone[1:], 1, count)
    draft.turns = (*draft.turns, turn)
    tell_turn(draft, turn)
    return True


def next_turn(draft: Draft, compiled: Compiled, step: Step) -> bool:
    """Begin the next turn of a group; return whether there is one.

    Who has left is passed over; who came back within a round has her turn at its end, if she has not had it.
    """
    turn = draft.turns[-1]
    assert turn.group == step.name
    had = _had(draft, turn)
    left = _still_there(draft, turn, had)
    number = turn.round
    if not left and number < turn.rounds:
        left, number, had = _everyone(draft, compiled, step), number + 1, ()
    if not left:
        draft.turns = draft.turns[:-1]
        return False
    turn = Turn(turn.group, turn.children, left[0], left[1:], number, turn.rounds, had)
    draft.turns = (*draft.turns[:-1], turn)
    tell_turn(draft, turn)
    return True


def _everyone(draft: Draft, compiled: Compiled, step: Step) -> tuple[str, ...]:
    assert step.each is not None
    if step.each.children:
        return draft.present
    return tuple(item.id for item in compiled.protocol.decks[step.each.over].items)


def _had(draft: Draft, turn: Turn) -> tuple[str, ...]:
    """Return who has had a turn in this round; a child who left during her own turn has not."""
    return (*turn.had, turn.current) if turn.current in draft.present else turn.had


def _still_there(draft: Draft, turn: Turn, had: tuple[str, ...]) -> tuple[str, ...]:
    if not turn.children:
        return turn.left
    waiting = tuple(code for code in turn.left if code in draft.present)
    back = tuple(code for code in draft.present if code not in (*had, *waiting))
    return (*waiting, *back)


def _forget_runs(draft: Draft, group: str) -> None:
    """Reset the runs of answers in a group: they go on from turn to turn, but not from visit to visit."""
    inside = f"{group}."
    draft.scores = tuple(
        score._replace(visit=score.visit.without_runs()) if score.step.startswith(inside) else score
        for score in draft.scores
    )
    if draft.block is not None and draft.block.step.startswith(inside):
        draft.block = draft.block._replace(runs_over=True)


def tell_turn(draft: Draft, turn: Turn) -> None:
    """Output whose turn begins, or goes on after something else."""
    key = "participant" if turn.children else "item"
    draft.out("turn", group=turn.group, round=turn.round, **{key: turn.current})
