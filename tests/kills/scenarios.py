"""One kill each, from the first line of a session to a folder that verifies; for the tests and the benchmark.

A scenario does what a person would do after the kill, and nothing else; what it finds wrong it tells.
"""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.kills.evidence import (
    Clock,
    deaf_after,
    done_twice,
    first_after_s,
    halt_after,
    lost_before_s,
    paused_after_s,
    pictures,
    same_step_offered,
    silent_before_s,
    unlogged_calls,
    unplayable,
)
from tests.kills.processes import SessionRun, read_lines, until
from tests.kills.room_under_test import NAME, PARTICIPANT, RoomUnderTest

LOST_VIDEO_S = 0.3
FILMED_S = 3.0
"""How long the room is filmed at most after its session died: nobody could end it."""
BACK_WITHIN_S = 3.0
PAUSED_WITHIN_S = 1.0
UNPLAYABLE = 8
"""Pictures that a killed recorder had indexed and not closed: a fragment of 200 ms, and the next begun."""
SOUND_FOLDER = 0

Moment = Callable[[RoomUnderTest], object]


@dataclass(slots=True)
class Result:
    """What a kill came to: figures in seconds, the step that it hit, everything that was wrong, or too late.

    What is late is for the benchmark, on a machine that does nothing else: a test looks at ``wrong`` alone.
    """

    step: str = ""
    figures: dict[str, float] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)

    def at_most(self, name: str, seconds: float | None, limit_s: float) -> None:
        """Keep a figure; find it late above a limit, and wrong where it is missing."""
        if seconds is None:
            self.wrong.append(f"{name}: never")
            return
        self.figures[name] = seconds
        if seconds > limit_s:
            self.late.append(f"{name}: {seconds} s, not within {limit_s} s")


def after_s(seconds: float) -> Moment:
    """Give the moment so long after the first step was entered."""

    def wait(room: RoomUnderTest) -> None:
        begun = room.until_logged("entered")
        clock = clock_of(room)
        until(lambda: clock.at(time.monotonic_ns()) >= begun["at"] + round(seconds * 1e9), "the moment")

    return wait


def kill_session(room: RoomUnderTest, moment: Moment) -> Result:
    """Kill the session: the guard halts Nao, the recorder ends by itself, and a person resumes."""
    result = Result()
    life = room.simulator.life()
    session = _begin(room)
    guard, recorder = room.guard_of(session), room.recorder_of(session)
    moment(room)
    killed_ns = session.kill()
    killed_seq = len(room.events())
    until(lambda: not guard.alive, "end of the guard")
    halt = halt_after(read_lines(room.trace), killed_ns)
    result.wrong += halt.wrong
    result.figures |= {"told": halt.told_after_s or -1.0, "still": halt.still_after_s or 0.0}
    whys = [halted["why"] for halted in read_lines(room.folder / "halts.jsonl")]
    if "session died" not in whys:
        result.wrong.append(f"halts.jsonl tells {whys}")
    stopped = {**life, "state": "disabled", "BackgroundMovement": False, "BasicAwareness": False}
    if (now := room.simulator.life()) != stopped:
        result.wrong.append(f"Nao's life is {now}, not {stopped}")
    until(lambda: not recorder.alive, "end of the orphaned recorder")
    filmed_s = (max(pictures(_video(room))) - killed_ns) / 1e9
    result.figures["filmed"] = filmed_s
    if filmed_s > FILMED_S:
        result.wrong.append(f"the room was filmed for {filmed_s} s after the session had died")
    resumed = room.begin_again()
    room.until_logged("paused", why="crash")
    resumed.type("resume")
    _finish(room, resumed, result, killed_seq)
    sent = _sent(room)
    result.at_most("lost", lost_before_s(_video(room), sent, killed_ns), LOST_VIDEO_S)
    _see_index(room, result, at_most=0)
    result.wrong += same_step_offered(room.events(), "resumed")
    result.wrong += deaf_after(read_lines(room.trace), room.events(), clock_of(room), killed_ns)
    return result


def kill_recorder(room: RoomUnderTest, moment: Moment) -> Result:
    """Kill the recorder: another one takes over, and the session notices nothing."""
    result = Result()
    session = _begin(room)
    recorder = room.recorder_of(session)
    moment(room)
    killed_ns = recorder.kill()
    killed_seq = len(room.events())
    _finish(room, session, result, killed_seq)
    _see_video(room, result, killed_ns, _sent(room))
    _see_index(room, result, at_most=UNPLAYABLE)
    back_s = first_after_s(_video(room, 2), killed_ns) if _video(room, 2).exists() else None
    result.at_most("back", back_s, BACK_WITHIN_S)
    paused = [event["data"]["why"] for event in room.events() if event["kind"] == "paused"]
    if paused:
        result.wrong.append(f"the session paused: {paused}")
    return result


def kill_simulator(room: RoomUnderTest, moment: Moment) -> Result:
    """Kill robot and camera: the session pauses, and goes on with those that take their place."""
    result = Result()
    session = _begin(room)
    room.recorder_of(session)
    moment(room)
    killed_ns = room.simulator.kill()
    killed_seq = len(room.events())
    _see_pause(room, result, killed_ns)
    sent = _sent(room)
    room.new_simulator()
    _back(room, session, result, killed_seq)
    _see_video(room, result, killed_ns, sent)
    _see_index(room, result, at_most=0)
    return result


def freeze_simulator(room: RoomUnderTest, moment: Moment) -> Result:
    """Freeze the robot, which no socket tells: the session pauses all the same, and goes on once it thaws."""
    result = Result()
    session = _begin(room)
    room.recorder_of(session)
    moment(room)
    frozen_ns = room.simulator.process.signal(signal.SIGSTOP)
    frozen_seq = len(room.events())
    _see_pause(room, result, frozen_ns)
    room.simulator.process.signal(signal.SIGCONT)
    _back(room, session, result, frozen_seq)
    return result


def clock_of(room: RoomUnderTest) -> Clock:
    """Give the clock of a room's session."""
    return Clock.of(json.loads((room.folder / "session.json").read_text(encoding="utf-8")))


def _video(room: RoomUnderTest, segment: int = 1) -> Path:
    return room.folder / "room" / f"room.{segment:02}.mp4"


def _sent(room: RoomUnderTest) -> list[int]:
    """Give when each picture was taken that the camera has sent."""
    room.simulator.viewer.close()
    return pictures(room.simulator.viewer.file)


def _see_video(room: RoomUnderTest, result: Result, killed_ns: int, sent: list[int]) -> None:
    """Check how near to the kill the first segment plays; ``silent`` counts the camera's own delay too."""
    result.at_most("lost", lost_before_s(_video(room), sent, killed_ns), LOST_VIDEO_S)
    result.figures["silent"] = silent_before_s(_video(room), killed_ns)


def _see_index(room: RoomUnderTest, result: Result, *, at_most: int) -> None:
    """Check that every picture of the first segment's index can be played, but for so many."""
    missing = unplayable(_video(room), room.folder / "room" / "room.frames.csv")
    result.figures["unplayable"] = missing
    if missing > at_most:
        result.wrong.append(f"{missing} indexed pictures cannot be played, {at_most} at most")


def _begin(room: RoomUnderTest) -> SessionRun:
    session = room.begin()
    room.until_logged("entered")
    return session


def _see_pause(room: RoomUnderTest, result: Result, lost_ns: int) -> None:
    """Wait for the pause that a lost robot makes, and check how soon it came."""
    room.until_logged("paused", why="lost")
    paused_s = paused_after_s(room.events(), clock_of(room), lost_ns, "lost")
    result.at_most("paused", paused_s, PAUSED_WITHIN_S)


def _back(room: RoomUnderTest, session: SessionRun, result: Result, seq: int) -> None:
    room.until_logged("back")  # the guard has a link of its own, and may be back earlier
    session.type("resume")
    _finish(room, session, result, seq)
    result.wrong += same_step_offered(room.events(), "lost")


def _finish(room: RoomUnderTest, session: SessionRun, result: Result, seq: int) -> None:
    """See a session to its end, and check what holds after any kill."""
    code = session.wait()
    events = room.events()
    steps = [event["data"]["step"] for event in events[:seq] if event["kind"] == "entered"]
    result.step = steps[-1]
    if any(event["kind"] == "ended" for event in events[:seq]):
        result.wrong.append("the kill came after the end")
    if code != 0:
        result.wrong.append(f"exit code {code}: {session.stderr.splitlines()[-1:]}")
    if "Traceback" in session.stderr:
        result.wrong.append(session.stderr[session.stderr.index("Traceback") :])
    names = {PARTICIPANT: NAME}
    result.wrong += unlogged_calls(read_lines(room.trace), events, clock_of(room), names)
    result.wrong += done_twice(events)
    if not any(event["kind"] == "ended" for event in events):
        result.wrong.append("the session never ended")
    sound, found = room.verify()
    if sound != SOUND_FOLDER or not found.get("reexecuted"):
        result.wrong.append(f"verify: {sound} {found}")
