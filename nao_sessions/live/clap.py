"""The clap: Nao shows a pattern with all its lamps and plays a row of tones, whose times the log keeps.

For an empty room: before the children come in, after they have left. Each clap is one note in the log;
finding it again in the recordings is the room's work (room/sync/clap).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from nao_sessions.core.clock import SECOND_NS, SessionClock
from nao_sessions.engine.values import Action
from nao_sessions.robot.port import Robot
from nao_sessions.room.sync.clap.pattern import BIT_S, DARK, TONE_S, Which, pattern, tone_starts_s
from nao_sessions.room.sync.clap.search import CLAP

AFTER_S = 1.2
"""The wait after a clap: a camera whose picture comes late has still to record the clap's end."""

Note = Callable[[str, str, Mapping[str, Any]], None]


async def _always(_: Which) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Claps:
    """How a session's claps are played: lamps and tones can each be switched off, for a room or a child.

    ``room_is_empty`` asks whoever leads before each clap; where it returns False that clap is left out.
    """

    lamps: bool = True
    tones: bool = True
    room_is_empty: Callable[[Which], Awaitable[bool]] = _always


async def play(robot: Robot, which: Which, ways: Claps, clock: SessionClock, note: Note) -> bool:
    """Play a clap and note it in the log; return whether all of it was played.

    What Nao did not do is not in the note: the recordings are searched only for what was played.
    """
    lamps, tones = await asyncio.gather(
        _lamps(robot, which, clock) if ways.lamps else _no_lamps(),
        _tones(robot, which, clock) if ways.tones else _no_tones(),
    )
    note("session", CLAP, {"which": which, "lamps": lamps, "tones": tones})
    await asyncio.sleep(AFTER_S / clock.speed)
    all_tones = len(tones) == len(tone_starts_s(which))
    return (lamps is not None or not ways.lamps) and (all_tones or not ways.tones)


async def _lamps(robot: Robot, which: Which, clock: SessionClock) -> dict[str, Any] | None:
    """Show the pattern with the lamps, starting dark, then restore them; return its span, or None."""
    colours, times_s = pattern(which).fades()
    await robot.do(Action(f"clap-{which}-dark", "lamps", {"colours": [DARK], "times_s": [BIT_S]}))
    action = Action(f"clap-{which}-lamps", "lamps", {"colours": list(colours), "times_s": list(times_s)})
    played = await _played(robot, action, clock)
    await robot.do(Action(f"clap-{which}-usual", "lamps", {"colours": [], "times_s": []}))
    return played


async def _tones(robot: Robot, which: Which, clock: SessionClock) -> list[dict[str, Any]]:
    """Play the tones one after the other; a late one does not move those that follow."""
    begun_ns = clock.now_ns()
    played: list[dict[str, Any]] = []
    for number, (at_s, pitch) in enumerate(tone_starts_s(which)):
        wait_s = at_s - (clock.now_ns() - begun_ns) / SECOND_NS
        await asyncio.sleep(max(0.0, wait_s / clock.speed))
        action = Action(f"clap-{which}-tone{number}", "tone", {"hz": pitch, "lasts_s": TONE_S})
        call = await _played(robot, action, clock)
        if call is None:
            break
        played.append({"hz": pitch, **call})
    return played


async def _played(robot: Robot, action: Action, clock: SessionClock) -> dict[str, Any] | None:
    """Play a part of the clap, and return its span in session ns; None when Nao did not play it."""
    from_ns = clock.now_ns()
    done = await robot.do(action)
    if done.how != "finished":
        return None
    return {"from": from_ns, "to": clock.at_ns(done.monotonic_ns)}


async def _no_lamps() -> None:
    return None


async def _no_tones() -> list[dict[str, Any]]:
    return []
