"""The built-in commands: what the professional may do in any step, whatever the author foresaw.

Commands on a trial, a turn or a child (judge, help, redo, skip, leave, return) are here too. What departs
from the protocol gives the output `adaptation`; what cannot be done now, `refused`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from nao_sessions.engine import blocks, trials
from nao_sessions.engine.acts import cut
from nao_sessions.engine.answers import PROFESSIONAL, given, is_right, right_answers
from nao_sessions.engine.blocks import end_with_an_easy_one
from nao_sessions.engine.compiled import Compiled
from nao_sessions.engine.content import (
    OF_A_CHILD,
    absent_in_turn,
    end,
    end_turn,
    end_turn_of_child,
    go_to,
    leads_out,
    pause,
    unpause,
)
from nao_sessions.engine.prompting import judgement_of, next_help
from nao_sessions.engine.reactions import (
    awaits,
    end_await,
    finish,
    hear_again,
    interrupt,
    resume,
    run_command,
)
from nao_sessions.engine.records import Attempt, Question
from nao_sessions.engine.state import Draft, StackFrame
from nao_sessions.protocol.trials import ANY, JUDGEMENTS, NOTHING, PASSED, Judgement

FIVE_MINUTES_NS = 300 * 1_000_000_000
VOLUME_RANGE = (30, 100)
SPEED_RANGE = (60, 120)
STEP_PERCENT = 10

WHILE_PAUSED = frozenset(
    {"resume", "stop", "close", "finish", "calm", "change", "goto", "extend", "louder", "softer", "slower"}
    | {"leave", "return"}
)
"""The commands that are carried out while a session is paused; all others are refused."""

WHILE_STOPPED = frozenset(
    {"resume", "stop", "close", "extend", "louder", "softer", "slower", "leave", "return"}
)
"""The commands that are carried out after a stop: the latch is shut, and *resume* alone opens it."""

_Doing = Callable[[Draft, Compiled, Mapping[str, Any]], None]


def command(draft: Draft, compiled: Compiled, data: Mapping[str, Any]) -> None:
    """Carry out one command; ``data`` has its ``name`` and arguments (step, text, gesture)."""
    name = str(data.get("name", ""))
    doing = _COMMANDS.get(name)
    if doing is None:
        draft.out("refused", what=name, why="unknown_command")
    elif draft.paused == "stopped" and name not in WHILE_STOPPED:
        draft.out("refused", what=name, why="stopped")
    elif draft.paused and name not in WHILE_PAUSED:
        draft.out("refused", what=name, why="paused")
    else:
        draft.hops = 0
        doing(draft, compiled, data)


def _stop(draft: Draft, compiled: Compiled, data: Mapping[str, Any]) -> None:
    pause(draft, "stopped")


def _pause(draft: Draft, compiled: Compiled, data: Mapping[str, Any]) -> None:
    if "pause" in compiled.protocol.commands:
        run_command(draft, compiled, "pause")  # Nao says why, and then the pause begins
    else:
        pause(draft, "paused")


def _resume(draft: Draft, compiled: Compiled, data: Mapping[str, Any]) -> None:
    resume(draft, compiled)


def _close(draft: Draft, compiled: Compiled, data: Mapping[str, Any]) -> None:
    end(draft, compiled, "stopped")


def _finish(draft: Draft, compiled: Compiled, data: Mapping[str, Any]) -> None:
    if data.get("after") == "easy_trial" and not draft.paused and end_with_an_easy_one(draft):
        return
    finish(draft, compiled)


def _calm(draft: Draft, compiled: Compiled, data: Mapping[str, Any]) -> None:
    _adapt(draft, data)
    if "calm" in compiled.protocol.commands:
        unpause(draft, "calm")
        run_command(draft, compiled, "calm")
    else:
        pause(draft, "calm")


def _authored(draft: Draft, compiled: Compiled, data: Mapping[str, Any]) -> None:
    name = str(data["name"])
    if name not in compiled.protocol.commands:
        draft.out("refused", what=name, why="not_in_protocol")
        return
    _adapt(draft, data)
    unpause(draft, name)
    if name == "change":
        _leave_closing(draft)
    run_command(draft, compiled, name)


def _goto(draft: Draft, compiled: Compiled, data: Mapping[str, Any]) -> None:
    step = str(data.get("step", ""))
    if step not in compiled.protocol.steps:
        draft.out("refused", what=f"goto {step}", why="unknown_step")
        return
    _adapt(draft, data)
    cut(draft)
    unpause(draft, "goto")
    _leave_closing(draft)
    go_to(draft, compiled, step, "commands/goto")


def _repeat(draft: Draft, compiled: Compiled, data: Mapping[str, Any]) -> None:
    if not draft.last_sentence:
        draft.out("refused", what="repeat", why="nothing_said")
        return
    _adapt(draft, data)
    speaking = draft.speaking is not None
    cut(draft)
    # A sentence that was being said is said again by itself when its frame goes on.
    if not speaking:
        said = ("say", draft.last_sentence)  # to the child to whom it was said, whose name it may hold
        interrupt(draft, StackFrame("", "commands/repeat", value=draft.last_subject or None, improvised=said))


def _improvise(draft: Draft, compiled: Compiled, data: Mapping[str, Any]) -> None:
    for verb, key in (("say", "text"), ("gesture", "gesture")):
        if data.get(key):
            _adapt(draft, data)
            cut(draft)
            frame = StackFrame(block="", owner="commands/improvise", improvised=(verb, str(data[key])))
            interrupt(draft, frame)
            return
    draft.out("refused", what="improvise", why="nothing_given")


def _voice(draft: Draft, compiled: Compiled, data: Mapping[str, Any]) -> None:
    name = data["name"]
    if name in ("louder", "softer"):
        change = STEP_PERCENT if name == "louder" else -STEP_PERCENT
        draft.volume = min(max(draft.volume + change, VOLUME_RANGE[0]), VOLUME_RANGE[1])
    else:
        change = STEP_PERCENT if name == "faster" else -STEP_PERCENT
        draft.speed = min(max(draft.speed + change, SPEED_RANGE[0]), SPEED_RANGE[1])
    _adapt(draft, data)
    draft.out("voice", volume=draft.volume, speed=draft.speed)


def voice_at_bound(volume: int, speed: int) -> frozenset[str]:
    """Return the voice commands that would change nothing, as volume or speed is at its bound."""
    bounds = {
        "softer": volume <= VOLUME_RANGE[0],
        "louder": volume >= VOLUME_RANGE[1],
        "slower": speed <= SPEED_RANGE[0],
        "faster": speed >= SPEED_RANGE[1],
    }
    return frozenset(name for name, holds in bounds.items() if holds)


def _extend(draft: Draft, compiled: Compiled, data: Mapping[str, Any]) -> None:
    if draft.limit_at is None:
        draft.out("refused", what="extend", why="no_limit")
        return
    _adapt(draft, data)
    draft.limit_at = max(draft.limit_at, draft.at) + FIVE_MINUTES_NS
    draft.over_at = None
    draft.noticed = False
    draft.finish_wanted = False


def _leave_closing(draft: Draft) -> None:
    """Let the session go on where the professional leads back from the closing and time is left."""
    if draft.over_at is None:
        draft.finishing = ""


def _adapt(draft: Draft, data: Mapping[str, Any]) -> None:
    draft.out("adaptation", command=data["name"], step=draft.step)


YES = "yes"
NOT_YET = "not_yet"
HEARD = "heard"
NOT_HEARD = "not_heard"


def _judge(draft: Draft, compiled: Compiled, data: Mapping[str, Any]) -> None:
    """Judge the current trial, or the one that has just ended.

    ``as``: ``yes`` (passed: correct, or prompted when help had been given), ``not_yet`` (the next help, after
    the last one not passed), ``heard`` (what was proposed is the answer), ``not_heard`` (it is not), or a
    judgement. ``answer``: which answer the child gave. An answer that waits for the end of a sentence has
    been given, whatever she says of it.
    """
    how, answer = str(data.get("as", "")), str(data.get("answer", ""))
    question = blocks.question_of(draft)
    if question is None:
        _judge_again(draft, compiled, how)
    elif leads_out(draft) and how != NOT_HEARD:
        _judge_on_the_way_out(draft, compiled, how, answer, question)
    elif answer:
        attempt = _stated_attempt(draft, compiled, answer)
        if attempt is not None:
            trials.decide(draft, compiled, attempt, at_once=True)
    elif how == NOT_YET and _helped(draft, compiled, question):
        return
    elif how == HEARD and question.proposed is not None:
        trials.decide(draft, compiled, question.proposed, at_once=True)
    elif how == NOT_HEARD and question.proposed is not None:
        assert draft.block is not None
        draft.block = draft.block.with_question(question._replace(proposed=None))
        draft.out("dismissed", answer=question.proposed.answer)
    else:
        verdict = _verdict(draft, compiled, how, question)
        if verdict is not None:
            _drop(draft)
            trials.end_trial(draft, compiled, *verdict)


def _prompt(draft: Draft, compiled: Compiled, data: Mapping[str, Any]) -> None:
    """Begin the next help now, or refuse where there is no trial or no help left."""
    question = blocks.question_of(draft)
    number = None
    if question is not None and not leads_out(draft):
        number = next_help(draft, compiled, blocks.trials_of(draft, compiled), question)
    if question is None or number is None:
        draft.out("refused", what="prompt", why="no_trial" if question is None else "no_help_left")
        return
    _drop(draft)
    trials.give_prompt(draft, compiled, number, PROFESSIONAL)


def _redo(draft: Draft, compiled: Compiled, data: Mapping[str, Any]) -> None:
    """Make the current trial void, and ask the same item again."""
    block = draft.block
    if block is None or block.question is None or block.phase == "over":
        draft.out("refused", what="redo", why="no_trial")
        return
    out = leads_out(draft)
    if not out:
        _drop(draft)
    if block.phase not in ("ask", "open"):
        blocks.rejudge(draft, compiled, "void")
        assert draft.block is not None
        draft.block = blocks.once_more(draft.block, block.question)
    else:
        _void(draft, compiled)
    if not out:
        _say_words_of(draft, compiled, "redo")


def _skip(draft: Draft, compiled: Compiled, data: Mapping[str, Any]) -> None:
    """Skip the ``await`` of a moment, else the current trial, else the turn."""
    if awaits(draft):
        end_await(draft, "passed")
        hear_again(draft, compiled)
        return
    block = draft.block
    if block is not None and block.step == draft.step and block.phase != "over":
        out = leads_out(draft)
        if not out:
            _drop(draft)
        in_hand = block.phase in ("ask", "open")
        _void(draft, compiled)
        assert draft.block is not None
        draft.block = draft.block._replace(phase="next", again=None, corrections=())
        if in_hand:
            last = draft.block.last
            assert last is not None
            counted = 0 if last.trial.correction else 1  # a repetition is none of those that the block has
            draft.block = draft.block._replace(
                counted=block.counted + counted, last=last._replace(skipped=bool(counted))
            )
        if not out:
            _say_words_of(draft, compiled, "skip")
    elif draft.turns and not leads_out(draft):
        end_turn(draft, compiled, "commands/skip")
        if not draft.outcome:
            _say_words_of(draft, compiled, "skip")
    else:
        draft.out("refused", what="skip", why="no_trial")


def _leave(draft: Draft, compiled: Compiled, data: Mapping[str, Any]) -> None:
    """Let a child leave: her trial is void, and the round continues with the others."""
    code = _child_named(draft, data, "leave", draft.present)
    if code is None:
        return
    draft.present = tuple(one for one in draft.present if one != code)
    draft.out("left", participant=code, present=list(draft.present))
    if not draft.present:
        cut(draft)
        blocks.void(draft, compiled)
        # Nao says what it has to say to her; the pause comes then.
        if "leave" not in compiled.protocol.commands or draft.paused:
            pause(draft, "left")
    _end_turn_of_absent(draft, compiled, "commands/leave")
    _say_words_of(draft, compiled, "leave", code)


def _return(draft: Draft, compiled: Compiled, data: Mapping[str, Any]) -> None:
    """Let a child come back, at her place in the order."""
    away = tuple(code for code in draft.participants if code not in draft.present)
    code = _child_named(draft, data, "return", away)
    if code is None:
        return
    draft.present = tuple(one for one in draft.participants if one in draft.present or one == code)
    draft.vacant = False
    draft.out("returned", participant=code, present=list(draft.present))
    # In an empty room nobody else could have the turn of the child who had left in it.
    _end_turn_of_absent(draft, compiled, "commands/return")
    _say_words_of(draft, compiled, "return", code)


def _end_turn_of_absent(draft: Draft, compiled: Compiled, by: str) -> None:
    """End the turn of an absent child where others are present: now, or after what must be said first."""
    if not absent_in_turn(draft):
        return
    if draft.paused or leads_out(draft):
        blocks.void(draft, compiled)
    else:
        end_turn_of_child(draft, compiled, by)


def _child_named(draft: Draft, data: Mapping[str, Any], what: str, among: tuple[str, ...]) -> str | None:
    code = str(data.get("participant", ""))
    if not code and len(among) == 1:
        code = among[0]
    if code in among:
        return code
    draft.out("refused", what=f"{what} {code}".strip(), why="unknown_participant")
    return None


def _judge_again(draft: Draft, compiled: Compiled, how: str) -> None:
    last = None if draft.block is None else draft.block.last
    if how == YES and last is not None:
        how = "prompted" if last.trial.prompts else "correct"
    elif how == NOT_YET:
        how = "incorrect"
    if how not in JUDGEMENTS or not blocks.rejudge(draft, compiled, how):
        draft.out("refused", what=f"judge {how}".strip(), why="nothing_to_judge")


def _stated_attempt(draft: Draft, compiled: Compiled, answer: str) -> Attempt | None:
    """Return the child's answer as the professional says it; None, and a refusal, for an unknown answer."""
    block = blocks.trials_of(draft, compiled)
    if given(draft, compiled, block, PROFESSIONAL, answer) is None:
        draft.out("refused", what=f"judge {answer}", why="unknown_answer")
        return None
    right = is_right(answer, right_answers(draft, compiled, block))
    return Attempt(answer, PROFESSIONAL, PROFESSIONAL, draft.t, right)


def _helped(draft: Draft, compiled: Compiled, question: Question) -> bool:
    """Begin the next help, dropping an answer that was not confirmed; return whether a help was left."""
    number = next_help(draft, compiled, blocks.trials_of(draft, compiled), question)
    if number is None:
        return False
    assert draft.block is not None
    draft.block = draft.block.with_question(question._replace(proposed=None))
    _drop(draft)
    trials.give_prompt(draft, compiled, number, NOT_YET)
    return True


def _verdict(
    draft: Draft, compiled: Compiled, how: str, question: Question
) -> tuple[Judgement | None, Attempt | None] | None:
    """Return the judgement that a word of the professional's means, and the answer that it judges.

    What was proposed, and she did not confirm, is no answer; *yes* and *correct* confirm it, if it is right.
    None, and a refusal, where it is no such word.
    """
    waiting = question.decided
    attempts = (waiting, question.proposed)
    stands = next((one for one in attempts if one is not None and one.right is not False), None)
    if how == YES:
        attempt = stands or _of_hers(draft, compiled)
        return judgement_of(question, attempt), attempt
    if how == NOT_YET:
        if not question.settled().attempts:
            hers = _of_hers(draft, compiled)
            return "no_response", hers if hers.right is None else None
        # A right answer that she does not take is kept, but Nao would praise it.
        return "incorrect", None if waiting is None or waiting.right else waiting
    if how in JUDGEMENTS:
        return how, stands if how in PASSED else None
    draft.out("refused", what=f"judge {how}", why="nothing_to_judge")
    return None


def _of_hers(draft: Draft, compiled: Compiled) -> Attempt:
    """Return the answer that the professional's word alone means: the right one, if there is only one."""
    right = right_answers(draft, compiled, blocks.trials_of(draft, compiled))
    answer = right[0] if right is not None and len(right) == 1 and right[0] not in (ANY, NOTHING) else ""
    return Attempt(answer, PROFESSIONAL, PROFESSIONAL, draft.t, None if right is None else True)


def _judge_on_the_way_out(
    draft: Draft, compiled: Compiled, how: str, answer: str, question: Question
) -> None:
    """Judge the current trial while words that lead out of it are said: without help or feedback."""
    verdict: tuple[Judgement | None, Attempt | None] | None = None
    attempt = question.proposed if how == HEARD else None
    if answer:
        attempt = _stated_attempt(draft, compiled, answer)
    if attempt is not None:
        question, attempt = question.taken(attempt)
        verdict = judgement_of(question, attempt), attempt
    elif not answer:
        verdict = _verdict(draft, compiled, how, question)
    if verdict is not None:
        blocks.judge_and_leave(draft, compiled, question, *verdict)


def _void(draft: Draft, compiled: Compiled) -> None:
    """Make the current trial void; what Nao says for it is dropped, but not a command's words."""
    if leads_out(draft):
        blocks.void(draft, compiled, by_hand=True)
    else:
        blocks.abandon(draft, compiled, again=True, void=True)


def _drop(draft: Draft) -> None:
    """Cut what is being said and done, and do not come back to it."""
    cut(draft)
    draft.frames = ()
    draft.pending = None


def _say_words_of(draft: Draft, compiled: Compiled, name: str, child: str | None = None) -> None:
    """Say the protocol's words for a command, then go on with what they cut; ``child``: to whom."""
    command = compiled.protocol.commands.get(name)
    if command is not None:
        cut(draft)
        draft.pending = None
        if child is not None:
            _drop_words_of_a_child(draft)
        interrupt(draft, StackFrame(block=command.block, owner=f"commands/{name}", value=child))


def _drop_words_of_a_child(draft: Draft) -> None:
    """Drop what is being said about a child who came or left, as another one comes or leaves."""
    draft.frames = tuple(frame for frame in draft.frames if frame.origin not in OF_A_CHILD)


def _guided(doing: _Doing) -> _Doing:
    """Return a command that also logs an adaptation, unless it is refused: it departs from the protocol."""

    def run(draft: Draft, compiled: Compiled, data: Mapping[str, Any]) -> None:
        before = len(draft.outputs)
        doing(draft, compiled, data)
        if not any(output.kind == "refused" for output in draft.outputs[before:]):
            _adapt(draft, data)

    return run


_COMMANDS: Mapping[str, _Doing] = {
    "stop": _stop,
    "pause": _pause,
    "resume": _resume,
    "close": _close,
    "finish": _finish,
    "calm": _calm,
    "encourage": _authored,
    "change": _authored,
    "goto": _goto,
    "repeat": _repeat,
    "improvise": _improvise,
    "judge": _judge,
    "prompt": _guided(_prompt),
    "redo": _guided(_redo),
    "skip": _guided(_skip),
    "leave": _leave,
    "return": _return,
    "louder": _voice,
    "softer": _voice,
    "slower": _voice,
    "faster": _voice,
    "extend": _extend,
}

COMMANDS = tuple(_COMMANDS)
