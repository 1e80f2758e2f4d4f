"""What a session does when something arrives: which entry takes it, and when (language, sections 3 and 6).

Inner before outer, the first entry that matches, one event for one entry.
"""

from __future__ import annotations

from nao_sessions.engine import blocks, trials
from nao_sessions.engine.acts import assign, cut, listen
from nao_sessions.engine.answers import UNKNOWN, signs_by_sense
from nao_sessions.engine.compiled import Compiled, ReadingScope
from nao_sessions.engine.content import (
    LEADING_OUT,
    absent_in_turn,
    come_back,
    end,
    end_turn_of_child,
    pause,
    unpause,
)
from nao_sessions.engine.state import (
    DONE,
    NOT_BEGUN,
    Awaiting,
    Draft,
    Pending,
    Running,
    StackFrame,
    Status,
    Waiting,
)
from nao_sessions.engine.waits import Due, first
from nao_sessions.protocol.expression import Value
from nao_sessions.protocol.flow import Await, Entry
from nao_sessions.protocol.trials import BY_EAR

DEAF_AFTER_SPEECH_NS = 500_000_000
"""Words do not count while Nao speaks, nor for half a second after (language, section 6)."""

READING_NS, READING_LETTER_NS = 2_000_000_000, 80_000_000
"""How long an adult has for a sentence that she reads for Nao: to see that it is hers, then for each letter
(150 words a minute, as one reads to children). Written here, not taken from the timing model, which is fitted
anew now and then: a log must give the same session again."""

SHORTEST_WAIT_NS = 10_000_000
"""A timer in a step entered less than this ago was no wait: a loop of such steps ends as `stalled`."""


def press(draft: Draft, compiled: Compiled, button: str) -> None:
    """Carry out a button at once, whatever Nao is doing."""
    entry = compiled.entries.get(button)
    live = any(entry in level.buttons for level in compiled.levels[draft.step])
    label = (
        ReadingScope(draft, compiled).text(entry.label)
        if entry is not None and entry.label is not None
        else button
    )
    if entry is None or not live or not ReadingScope(draft, compiled, label).holds(entry.condition):
        draft.out("refused", what=button, why="not_here")
    elif draft.paused:
        draft.out("refused", what=button, why="paused")
    else:
        react(draft, compiled, entry, label)


def child_acted(draft: Draft, compiled: Compiled, sense: str, value: str, by: str = UNKNOWN) -> None:
    """React to what a child did: at once, at the end of the current sentence, or not at all.

    A trial comes first, then what is waited for in a moment, then the reactions from inside out.
    """
    if draft.paused:
        _response(draft, sense, value, "paused", by)
        return
    if sense in BY_EAR and _deaf(draft):
        _response(draft, sense, value, "not_heard", by)
        return
    if trials.answered(draft, compiled, sense, value, by) or awaited(draft, compiled, sense, value):
        return
    entry = _taker(draft, compiled, sense, value)
    if entry is None:
        _response(draft, sense, value, "nothing_waits", by)
    elif draft.pending is not None:
        _response(draft, sense, value, "extra", by)
    elif draft.speaking is not None and not entry.cut:
        draft.pending = Pending(entry.id, value)
        _response(draft, sense, value, "deferred", by, entry)
    else:
        _response(draft, sense, value, "taken", by, entry)
        react(draft, compiled, entry, value)


def stopped_acting(draft: Draft, compiled: Compiled, sense: str) -> None:
    """Handle that a gaze or a face is gone: what has to last begins again."""
    if draft.frames and not draft.paused:
        acts = tuple(Awaiting(act.limit) if isinstance(act, Awaiting) else act for act in draft.top.acts)
        if acts != draft.top.acts and _await_in_hand(draft, compiled, sense) is not None:
            draft.replace_top(draft.top._replace(acts=acts))


def react(draft: Draft, compiled: Compiled, entry: Entry, value: Value) -> None:
    """Interrupt what is under way, assign the entry's values, and begin its moments.

    A limit is spent here, not when it falls due: one that a sentence held back is still due if that is cut.
    """
    cut(draft)
    draft.pending = None
    if entry.limit is not None:
        draft.spent = (*draft.spent, entry.id)
    assign(draft, ReadingScope(draft, compiled, value), entry.assignments)
    interrupt(draft, StackFrame(block=entry.block, owner=entry.id, value=value))


def interrupt(draft: Draft, frame: StackFrame) -> None:
    """Put a frame on top; a reaction that is under way already starts again instead of piling up.

    What came on top of that is dropped with it, but not where words that lead out of the activity are in it,
    and not by the words of *resume*, after which all goes on.
    """
    owners = [under.owner for under in draft.frames]
    kept = owners.index(frame.owner) if frame.owner in owners else len(owners)
    above = draft.frames[kept:]
    led = frame.owner not in LEADING_OUT and any(one.origin in LEADING_OUT for one in above)
    goes_on = led or frame.owner == "commands/resume"
    still = tuple(one for one in above if goes_on and one.origin != frame.owner)
    draft.frames = (*draft.frames[:kept], *still, frame)
    draft.waiting_since = None


def act_ended(draft: Draft, compiled: Compiled, action: str, how: str, error: str) -> None:
    """Process how an action of the robot ended."""
    sentence = None
    if draft.speaking is not None and draft.speaking[0] == action:
        sentence, draft.speaking = draft.speaking[1], None
        draft.speech_ended = None if how == "failed" else draft.t
        if how == "finished":
            draft.unsaid = ""
    speech_over = sentence is not None
    frame = draft.frames[-1] if draft.frames else None
    running = Running(action)
    if frame is not None and running not in frame.acts:
        frame = None
    if how == "failed":
        code = "action_failed" if sentence is None else "speech_failed"
        draft.out("error", code=code, action=action, text=error, **_verb_of(compiled, frame, action))
    if frame is not None:
        status, why = _afterwards(draft, how, sentence)
        draft.replace_top(
            frame.at(frame.position, tuple([status if act == running else act for act in frame.acts]))
        )
        if why and not draft.paused:
            pause(draft, why)
    if speech_over and not draft.paused and not trials.sentence_over(draft, compiled):
        _sentence_over(draft, compiled)


def _afterwards(draft: Draft, how: str, sentence: str | None) -> tuple[Status, str]:
    """Return an act's status after its action ended, and why the session pauses, empty if it does not.

    The first sentence that Nao cannot say pauses, and is asked for again on *continue*. Whoever went on after
    that leads alone, with children: what fails then is hers to read, in the time that it takes.
    """
    match how:
        case "finished":
            return DONE, ""
        case "lost":
            return NOT_BEGUN, "lost"
        case "failed" if sentence is None:
            return DONE, ""
        case "failed" if not draft.reads:
            assert sentence is not None
            draft.unsaid, draft.reads = sentence, True
            return NOT_BEGUN, "speech_failed"
        case "failed":
            assert sentence is not None
            draft.unsaid = sentence
            draft.out("unsaid", text=sentence)
            return Waiting(draft.at + READING_NS + len(sentence) * READING_LETTER_NS), ""
    return NOT_BEGUN, "stopped"


def _verb_of(compiled: Compiled, frame: StackFrame | None, action: str) -> dict[str, str]:
    """Return the verb of a current action as the log calls it; empty for an action that was cut."""
    if frame is None:
        return {}
    if frame.improvised is not None:
        return {"verb": frame.improvised[0]}
    act = compiled.moments(frame)[frame.position].acts[frame.acts.index(Running(action))]
    return {"verb": "gesture" if act.verb == "point" else act.verb}


def time_is(draft: Draft, compiled: Compiled) -> None:
    """Process the earliest deadline, if it is due."""
    due = first(draft, compiled)
    if due is None or due.at > draft.at:
        draft.out("refused", what="timer", why="not_due")
        return
    if draft.at - dict(draft.entered)[draft.step] >= SHORTEST_WAIT_NS:
        draft.hops = 0
    if due.what == "wait":
        _wait_over(draft, due)
    elif due.what == "await":
        _await_over(draft, compiled, due)
    elif due.what == "silence":
        trials.silence_over(draft, compiled)
    elif due.what == "between":
        blocks.pause_over(draft)
    elif due.what == "notice":
        draft.noticed = True
        assert draft.limit_at is not None
        draft.out("notice", seconds_left=max(0, draft.limit_at - draft.at) // 1_000_000_000)
    elif due.what == "limit":
        draft.over_at = draft.at
        if not draft.finishing:
            draft.out("notice", seconds_left=0)
            draft.finish_wanted = True
    elif due.what == "closing":
        end(draft, compiled, "time")
    elif due.what == "quiet":
        assert due.entry is not None
        draft.out("quiet", step=draft.step)
        # Where it says and shows nothing, the next silence counts from here: it would be due for ever.
        draft.quiet_since = None
        react(draft, compiled, due.entry, None)
    else:
        assert due.entry is not None
        if draft.speaking is not None and not due.entry.cut:
            draft.pending = Pending(due.entry.id, None)
        else:
            react(draft, compiled, due.entry, None)


def finish_if_due(draft: Draft, compiled: Compiled) -> bool:
    """Begin the closing if the limit has passed and no sentence or trial is under way; return whether."""
    if not blocks.closes_now(draft) or draft.paused or draft.outcome:
        return False
    finish(draft, compiled)
    return True


def finish(draft: Draft, compiled: Compiled) -> None:
    """Lead the session to its closing: say the words of ``finish``, then follow its exit."""
    if not draft.finishing:
        draft.finishing = "professional" if draft.over_at is None else "limit"
    draft.finish_wanted = False
    unpause(draft, "finish")
    run_command(draft, compiled, "finish")


def run_command(draft: Draft, compiled: Compiled, name: str) -> None:
    """Do what the protocol says for a built-in command."""
    cut(draft)
    draft.pending = None
    draft.hops = 0
    command = compiled.protocol.commands[name]
    interrupt(draft, StackFrame(block=command.block, owner=f"commands/{name}"))


def resume(draft: Draft, compiled: Compiled) -> None:
    """End a pause: the sentence that was cut is said again, and the wait starts again."""
    if not draft.paused:
        draft.out("refused", what="resume", why="not_paused")
        return
    if draft.lost:
        draft.out("refused", what="resume", why="robot_lost")
        return
    unpause(draft, "resume")
    draft.hops = 0
    if absent_in_turn(draft) and not blocks.closes_now(draft):  # no turn begins where the closing does
        end_turn_of_child(draft, compiled, "resume")
        return
    if "resume" in compiled.protocol.commands:
        interrupt(
            draft, StackFrame(block=compiled.protocol.commands["resume"].block, owner="commands/resume")
        )
    else:
        come_back(draft, compiled)
    hear_again(draft, compiled)


def hear_again(draft: Draft, compiled: Compiled) -> None:
    """Ask the robot to listen and watch for what would be reacted to now."""
    question = blocks.question_of(draft)
    if question is not None and question.opened_at is not None:
        signs = signs_by_sense(draft, compiled, blocks.trials_of(draft, compiled))
        listen(draft, compiled, signs.get("word", ()), tuple(signs))
    else:
        listen(draft, compiled)


def awaited(draft: Draft, compiled: Compiled, sense: str, value: str) -> bool:
    """Process what a child did if a moment waits for it; return whether one did."""
    what = _await_in_hand(draft, compiled, sense)
    if what is None or value not in what.stimulus.values:
        return False
    hold_ns = ReadingScope(draft, compiled).nanoseconds(what.hold)
    _response(draft, sense, value, "awaited", UNKNOWN)
    if not hold_ns:
        end_await(draft, "seen")
        return True
    acts = tuple(
        act._replace(hold=draft.at + hold_ns) if isinstance(act, Awaiting) and act.hold is None else act
        for act in draft.top.acts
    )
    draft.replace_top(draft.top._replace(acts=acts))
    return True


def end_await(draft: Draft, how: str) -> None:
    """End the current ``await``: ``seen``, ``passed`` by the adult, or at its ``limit``."""
    acts = tuple(DONE if isinstance(act, Awaiting) else act for act in draft.top.acts)
    draft.replace_top(draft.top._replace(acts=acts))
    draft.out("awaited", how=how)


def awaits(draft: Draft) -> bool:
    """Return whether the current moment has an ``await`` under way."""
    if draft.frames:
        for act in draft.frames[-1].acts:
            if isinstance(act, Awaiting):
                return True
    return False


def _await_in_hand(draft: Draft, compiled: Compiled, sense: str) -> Await | None:
    if not awaits(draft):
        return None
    frame = draft.top
    what = compiled.moments(frame)[frame.position].acts[0].argument
    return what if isinstance(what, Await) and what.stimulus.sense == sense else None


def _await_over(draft: Draft, compiled: Compiled, due: Due) -> None:
    """End an ``await`` that lasted long enough, or that nothing came for in time."""
    held = any(isinstance(act, Awaiting) and act.hold == due.at for act in draft.top.acts)
    end_await(draft, "seen" if held else "limit")
    hear_again(draft, compiled)


def _wait_over(draft: Draft, due: Due) -> None:
    acts = tuple(DONE if act == Waiting(due.at) else act for act in draft.top.acts)
    draft.replace_top(draft.top._replace(acts=acts))


def take_pending(draft: Draft, compiled: Compiled) -> bool:
    """Begin the reaction in ``draft.pending``, which the caller has seen; return False while it has to wait.

    It waits while Nao is busy and while the session stands still or is over. What follows from an answer
    that came before it (feedback, a help) comes first.
    """
    if draft.frames or draft.paused or draft.outcome or draft.speaking is not None:
        return False
    _sentence_over(draft, compiled)
    return True


def _sentence_over(draft: Draft, compiled: Compiled) -> None:
    if draft.pending is not None and not blocks.closes_now(draft):
        pending = draft.pending
        entry = compiled.entries[pending.entry]
        react(draft, compiled, entry, pending.value)


def _deaf(draft: Draft) -> bool:
    if draft.speaking is not None:
        return True
    return draft.speech_ended is not None and draft.t < draft.speech_ended + DEAF_AFTER_SPEECH_NS


def _taker(draft: Draft, compiled: Compiled, sense: str, value: str) -> Entry | None:
    scope = ReadingScope(draft, compiled, value)
    for entry in compiled.live[draft.step].reactions:
        takes = any(s.sense == sense and value in s.values for s in entry.stimuli)
        if takes and scope.holds(entry.condition):
            return entry
    return None


def _response(draft: Draft, sense: str, value: str, why: str, by: str, entry: Entry | None = None) -> None:
    data: dict[str, object] = {"sense": sense, "value": value, "why": why}
    if by != UNKNOWN:
        data["by"] = by
    if entry is not None:
        data["entry"] = entry.id
        # A touch of the sentence's last moment may be taken up behind its end: that is no latency.
        if draft.speech_ended is not None and draft.speaking is None and draft.t >= draft.speech_ended:
            data["latency_ns"] = draft.t - draft.speech_ended
    draft.out("response", **data)
