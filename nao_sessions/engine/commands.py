"""The built-in commands: what the professional may do in any step, whatever the author foresaw.

What departs from the protocol gives the output `adaptation`; what cannot be done now, `refused`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from nao_sessions.engine.acts import cut
from nao_sessions.engine.blocks import end_with_an_easy_one
from nao_sessions.engine.compiled import Compiled
from nao_sessions.engine.content import end, go_to, pause, unpause
from nao_sessions.engine.guiding import judge, leave, prompt, redo, return_, skip
from nao_sessions.engine.reactions import finish, interrupt, resume, run_command
from nao_sessions.engine.state import Draft, Frame

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
        interrupt(draft, Frame("", "commands/repeat", value=draft.last_subject or None, improvised=said))


def _improvise(draft: Draft, compiled: Compiled, data: Mapping[str, Any]) -> None:
    for verb, key in (("say", "text"), ("gesture", "gesture")):
        if data.get(key):
            _adapt(draft, data)
            cut(draft)
            frame = Frame(block="", owner="commands/improvise", improvised=(verb, str(data[key])))
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
    "judge": judge,
    "prompt": _guided(prompt),
    "redo": _guided(redo),
    "skip": _guided(skip),
    "leave": leave,
    "return": return_,
    "louder": _voice,
    "softer": _voice,
    "slower": _voice,
    "faster": _voice,
    "extend": _extend,
}

COMMANDS = tuple(_COMMANDS)
