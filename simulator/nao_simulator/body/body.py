"""The moving body: who holds which joint, where every joint is now, and how all of it stops at once.

A joint's position is a pure function of time (tracks); so a stop freezes it where it is, without a cycle.
"""

from __future__ import annotations

import itertools
import math
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from nao_simulator.body import joints, postures
from nao_simulator.body.tracks import Track, glide
from nao_simulator.body.walk import Walk
from nao_simulator.clock import Timeline, Timer
from nao_simulator.pending import Pending
from nao_simulator.trace import Trace

TORSO_Z, TORSO_PITCH = "TorsoZ", "TorsoPitch"
TORSO = (TORSO_Z, TORSO_PITCH)
Plan = Callable[[float, Callable[[str], float]], Mapping[str, Track]]
"""The function that returns a task's tracks from the time and a reader of positions, as the task begins."""


def no_plan(_now_s: float, _position: Callable[[str], float]) -> Mapping[str, Track]:
    """Return no track, for a task that moves no joint."""
    return {}


@dataclass(slots=True)
class MotionTask:
    """One action of the body. ``joints`` are held while it runs: another task that needs one waits."""

    name: str
    joints: tuple[str, ...]
    plan: Plan = no_plan
    seconds: float = 0.0  # it lasts at least so long, in simulated time
    result: Any = None
    stopped_result: Any = None
    on_begin: Callable[[], None] | None = None  # called with the body's lock held
    on_end: Callable[[], None] | None = None  # only when it was not stopped
    on_stop: Callable[[], None] | None = None
    pending: Pending = field(default_factory=Pending)
    task_id: int = 0
    timer: Timer | None = None


class Body:
    """Joints, torso, walk and the tasks on them. Thread-safe; never waits for anything but its own lock."""

    def __init__(self, timeline: Timeline, trace: Trace, start: postures.Posture) -> None:
        self.timeline = timeline
        self.clock = timeline.clock
        self.walk = Walk()
        self.fallen = False
        self.on_change: Callable[[], None] = lambda: None  # something visible changed, or began to
        self.on_settled: Callable[[], None] = lambda: None  # a movement ended or was stopped
        self.breathing: Callable[[float], Mapping[str, float]] = lambda _now_s: {}
        self._trace = trace
        self._lock = threading.RLock()
        self._rest = {name: start.angles[name] for name in joints.motors(joints.BODY)}
        self._rest |= {TORSO_Z: start.torso_z, TORSO_PITCH: start.torso_pitch}
        self._tracks: dict[str, Track] = {}
        self._owner: dict[str, int] = {}
        self._stiffness = dict.fromkeys(joints.motors(joints.BODY), 0.0)
        self._running: dict[int, MotionTask] = {}
        self._waiting: list[MotionTask] = []
        self._ids = itertools.count(1)
        self._glide_id = 0  # the id of the free movement (setAngles) under way, 0 when there is none
        self._glide_timer: Timer | None = None

    # Reading

    def position(self, name: str, now_s: float | None = None) -> float:
        """Return the commanded angle (rad) of a motor, or height (m) or pitch (rad) of the torso."""
        with self._lock:
            track = self._tracks.get(name)
            if track is None:
                return self._rest[name]
            value = track.position(self.clock.now_s() if now_s is None else now_s)
        return value if name in TORSO else joints.clip(name, value)

    def command(self) -> dict[str, float]:
        """Return the commanded angle of every joint (rad), within the coupled limits too."""
        now_s = self.clock.now_s()
        with self._lock:
            angles = {name: self.position(joints.motor(name), now_s) for name in joints.BODY}
        joints.clip_coupled(angles)
        return angles

    def sensed(self) -> dict[str, float]:
        """Return the angle of every joint as it is, with breathing and the steps of a walk (rad)."""
        now_s = self.clock.now_s()
        angles = self.command()
        for name, offset in (*self.breathing(now_s).items(), *self.walk.steps(now_s).items()):
            angles[name] = joints.clip(name, angles[name] + offset)
        joints.clip_coupled(angles)
        return angles

    def torso(self) -> tuple[float, float]:
        """Return the torso's height (m) and pitch (rad)."""
        return self.position(TORSO_Z), self.position(TORSO_PITCH)

    def stiffness(self, name: str) -> float:
        """Return the stiffness of a joint, 0 to 1."""
        return self._stiffness[joints.motor(name)]

    def moving(self) -> bool:
        """Return whether any task or free movement is under way."""
        return bool(self._running or self._glide_id)

    def task_list(self) -> list[tuple[str, int, tuple[str, ...]]]:
        """Return (name, id, joints) of every movement under way or waiting for its joints."""
        with self._lock:
            tasks = [
                (task.name, task.task_id, task.joints) for task in (*self._running.values(), *self._waiting)
            ]
            if self._glide_id:
                tasks.append(("setAngles", self._glide_id, self._free_movers()))
            return tasks

    def held(self, names: Iterable[str]) -> bool:
        """Return whether a running task holds any of these joints."""
        with self._lock:
            return any(motor in self._owner for motor in joints.motors(names))

    def moves(self, names: Iterable[str]) -> bool:
        """Return whether any of these joints moves, or is held by a task."""
        with self._lock:
            return any(motor in self._owner or motor in self._tracks for motor in joints.motors(names))

    # Moving

    def start(self, task: MotionTask) -> Pending:
        """Begin a task, now or when its joints are free; cancelling the returned pending stops it."""
        task.task_id = next(self._ids)
        task.joints = joints.motors(task.joints)
        task.pending.on_cancel = lambda: self.stop(lambda other: other is task, cancelled=True)
        with self._lock:
            needed = set(task.joints)
            busy = any(motor in self._owner for motor in needed)
            if busy or any(needed & set(other.joints) for other in self._waiting):
                self._waiting.append(task)
            else:
                self._begin(task)
        return task.pending

    def glide(self, targets: Mapping[str, float], fraction: float) -> None:
        """Move joints freely to targets (rad) at a fraction of their speed; a newer target takes over.

        A joint without stiffness, or held by a task, does not follow.
        """
        with self._lock:
            now_s = self.clock.now_s()
            for name, target in targets.items():
                motor = joints.motor(name)
                if motor in self._owner or self._stiffness[motor] <= 0:
                    continue
                track = self._tracks.get(motor)
                speed = 0.0 if track is None else track.speed(now_s)
                greatest = joints.JOINTS[motor].speed * fraction
                start = self.position(motor, now_s)
                self._tracks[motor] = glide(now_s, start, speed, joints.clip(motor, target), greatest)
            self._watch_glides()
        self.on_change()

    def set_stiffness(self, names: Iterable[str], value: float) -> None:
        """Set the stiffness of joints, 0 to 1; a joint that goes limp stops moving."""
        with self._lock:
            now_s = self.clock.now_s()
            for motor in joints.motors(names):
                self._stiffness[motor] = value
                if value <= 0:
                    self._freeze(motor, now_s)
        self.on_change()

    def place(self, posture: postures.Posture) -> None:
        """Put the body in a posture at once."""
        with self._lock:
            self._tracks.clear()
            self._rest |= {name: posture.angles[name] for name in joints.motors(joints.BODY)}
            self._rest |= {TORSO_Z: posture.torso_z, TORSO_PITCH: posture.torso_pitch}
        self.on_change()

    # Stopping

    def stop(
        self,
        which: Callable[[MotionTask], bool],
        free: Callable[[str], bool] = lambda _motor: False,
        *,
        cancelled: bool = False,
    ) -> None:
        """Stop the tasks that ``which`` chooses and the free movements that ``free`` chooses, at once."""
        ended: list[MotionTask] = []
        with self._lock:
            now_s = self.clock.now_s()
            for task in [task for task in self._waiting if which(task)]:
                self._waiting.remove(task)
                ended.append(task)
            for task in [task for task in self._running.values() if which(task)]:
                self._release(task, now_s)
                self._trace.effect("motion.stopped", task=task.name, id=task.task_id)
                ended.append(task)
            self._stop_glides(free, now_s)
        for task in ended:
            if task.on_stop is not None:
                task.on_stop()
            if cancelled:
                task.pending.cancelled()
            else:
                task.pending.done(task.stopped_result)
        self._after_end()

    def stop_all(self) -> None:
        """Stop every task and every free movement: after this call no joint moves."""
        self.stop(lambda _task: True, lambda _motor: True)

    def stop_task(self, task_id: int) -> bool:
        """Stop one movement by its id; return whether there was one."""
        known = any(task_id == number for _, number, _ in self.task_list())
        free = task_id == self._glide_id
        self.stop(lambda task: task.task_id == task_id, lambda _motor: free)
        return known

    def stop_using(self, names: Iterable[str]) -> None:
        """Stop the tasks and free movements that use any of these joints."""
        motors = set(joints.motors(names))
        self.stop(lambda task: not motors.isdisjoint(task.joints), lambda motor: motor in motors)

    # Inside; the lock is held

    def _begin(self, task: MotionTask) -> None:
        now_s = self.clock.now_s()
        self._running[task.task_id] = task
        for motor in task.joints:
            self._owner[motor] = task.task_id
            self._freeze(motor, now_s)
        self._trace.effect("motion.started", task=task.name, id=task.task_id, joints=list(task.joints))
        if task.on_begin is not None:
            task.on_begin()
        tracks = task.plan(now_s, lambda name: self.position(name, now_s))
        end_s = now_s + task.seconds
        for name, track in tracks.items():
            if name in TORSO or self._stiffness[name] > 0:
                self._tracks[name] = track
            end_s = max(end_s, track.end_s)
        if not math.isinf(end_s):
            task.timer = self.timeline.at(end_s, lambda: self._finish(task))
        self.on_change()

    def _finish(self, task: MotionTask) -> None:
        with self._lock:
            if task.task_id not in self._running:
                return
            self._release(task, self.clock.now_s())
            self._trace.effect("motion.ended", task=task.name, id=task.task_id)
        if task.on_end is not None:
            task.on_end()  # without the lock: it may raise events
        task.pending.done(task.result)
        self._after_end()

    def _release(self, task: MotionTask, now_s: float) -> None:
        del self._running[task.task_id]
        if task.timer is not None:
            task.timer.cancel()
        moved_torso = TORSO if set(joints.motors(joints.LEGS)) <= set(task.joints) else ()
        for name in (*task.joints, *moved_torso):
            self._freeze(name, now_s)
            self._owner.pop(name, None)

    def _freeze(self, name: str, now_s: float) -> None:
        track = self._tracks.pop(name, None)
        if track is not None:
            position = track.position(now_s)
            self._rest[name] = position if name in TORSO else joints.clip(name, position)

    def _after_end(self) -> None:
        with self._lock:
            claimed = set(self._owner)
            for task in list(self._waiting):
                if claimed.isdisjoint(task.joints):
                    self._waiting.remove(task)
                    self._begin(task)
                claimed |= set(task.joints)
        self.on_change()
        self.on_settled()

    # Free movements (setAngles): one pseudo-task for all joints that move without a task

    def _free_movers(self) -> tuple[str, ...]:
        return tuple(name for name in self._tracks if name not in self._owner and name not in TORSO)

    def _watch_glides(self) -> None:
        movers = self._free_movers()
        if self._glide_timer is not None:
            self._glide_timer.cancel()
        if not movers:
            return
        if not self._glide_id:
            self._glide_id = next(self._ids)
            self._trace.effect("motion.started", task="setAngles", id=self._glide_id, joints=list(movers))
        end_s = max(self._tracks[name].end_s for name in movers)
        self._glide_timer = self.timeline.at(end_s, self._end_glides)

    def _end_glides(self) -> None:
        with self._lock:
            now_s = self.clock.now_s()
            for name in self._free_movers():
                self._freeze(name, now_s)
            if self._glide_id:
                self._trace.effect("motion.ended", task="setAngles", id=self._glide_id)
            self._glide_id = 0
        self._after_end()

    def _stop_glides(self, free: Callable[[str], bool], now_s: float) -> None:
        stopped = [name for name in self._free_movers() if free(name)]
        for name in stopped:
            self._freeze(name, now_s)
        if stopped and self._glide_id:
            self._trace.effect("motion.stopped", task="setAngles", id=self._glide_id, joints=stopped)
            if not self._free_movers():
                self._glide_id = 0
                if self._glide_timer is not None:
                    self._glide_timer.cancel()
