"""One simulated robot: its parts, put together; where one part depends on another, it is here.

Knows no qi: the services translate between the wire and these parts.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from nao_simulator.body import joints, postures
from nao_simulator.body.body import TORSO_PITCH, TORSO_Z, Body, MotionTask
from nao_simulator.body.tracks import through
from nao_simulator.clock import SimClock, Timeline
from nao_simulator.hearing import NOTHING, Hearing
from nao_simulator.life import Life
from nao_simulator.light.lamps import GROUPS
from nao_simulator.light.lights import Lights
from nao_simulator.memory import Memory
from nao_simulator.power import Power
from nao_simulator.settings import PROFILES, Settings
from nao_simulator.sight.cameras import Cameras
from nao_simulator.sight.eye import Eye, eye
from nao_simulator.sight.people import Sight
from nao_simulator.sound.mouth import Mouth
from nao_simulator.sound.speakers import Speakers
from nao_simulator.touch import HandFlicker, Touch
from nao_simulator.trace import Trace

EYES_AT_BOOT = (1.0, 1.0, 1.0)


class Robot:
    """All parts of the robot; :meth:`close` ends its threads."""

    def __init__(self, settings: Settings, trace: Trace, folder: Path) -> None:
        self.settings = settings
        self.trace = trace
        self.clock = SimClock(settings.speed)
        self.timeline = Timeline(self.clock)
        self.memory = Memory(self.clock, trace, settings.timing.device_key_period_s)
        self.sound_sink: Callable[[dict[str, Any]], None] = lambda _command: None
        self.speakers = Speakers(self.timeline, trace, lambda command: self.sound_sink(command))
        raise_event = self.memory.raise_event
        self.mouth = Mouth(self.clock, settings.timing, trace, self.speakers, folder, raise_event)
        self.hearing = Hearing(raise_event, self.timeline)
        self.lights = Lights(self.timeline)
        self.body = Body(self.timeline, trace, postures.POSTURES["Stand"])
        self.life = Life(self.clock, raise_event)
        self.touch = Touch(self.memory, self.timeline)
        self.flicker = HandFlicker(self.touch, self.timeline, self._arm_moves)
        self.power = Power(self.memory)
        self.sight = Sight(self.memory, self.timeline, self.look_through)
        self.cameras = Cameras(self.clock, settings.seed, self.look_through, self.sight.seen)
        self.language = settings.language
        self.awake = False
        self.child = "idle"
        self.all_joints = joints.BODY
        self.changed = threading.Event()
        self._posture: tuple[str, str] = ("", "")
        self._connect_parts()
        self._boot()

    def posture(self) -> str:
        """Return the name of the posture, ``Unknown`` when it is none."""
        found = postures.recognise(self.body.command(), self.body.torso()[1])
        return found.name if found is not None else "Unknown"

    def posture_family(self) -> str:
        """Return the family of postures the body is in."""
        return postures.family(*self.body.torso())

    def look_through(self, camera: int) -> Eye:
        """Return a camera of the head (0 above, 1 below) as it is now."""
        return eye(camera, self.body.sensed(), *self.body.torso())

    def recent_word(self) -> str | None:
        """Return the word that was heard in the last seconds, for the picture."""
        return self.hearing.recent_word(self.clock.now_s())

    def set_awake(self, awake: bool) -> None:
        """Set whether the motors are on, and raise the event of a change."""
        changed, self.awake = awake != self.awake, awake
        if changed:
            self.memory.raise_event("robotIsWakeUp", awake)

    def fall(self) -> None:
        """Fall on the belly: every movement stops, the motors go off, life goes to safeguard."""
        self.body.stop_all()
        self.memory.raise_event("ALMotion/RobotIsFalling", True)
        lying = postures.POSTURES["LyingBelly"]
        seconds = self.settings.timing.fall_s
        self.body.fallen = True

        def plan(now_s: float, position: Callable[[str], float]) -> dict[str, Any]:
            goal = {TORSO_Z: lying.torso_z, TORSO_PITCH: lying.torso_pitch}
            return {
                name: through(now_s, position(name), (seconds,), (value,), 10.0)
                for name, value in goal.items()
            }

        def on_the_ground() -> None:
            self.body.set_stiffness(joints.BODY, 0.0)
            self.set_awake(False)
            self.memory.raise_event("ALMotion/RobotIsStand", False)
            self.memory.raise_event("robotHasFallen", True)
            self.life.enter("safeguard")

        self.body.start(MotionTask("fall", joints.LEGS, plan, seconds, on_end=on_the_ground))

    def get_up(self) -> None:
        """Place the robot in a crouch at once, as somebody would put it; the motors stay as they are."""
        self.body.stop_all()
        self.body.fallen = False
        self.body.place(postures.POSTURES["Crouch"])
        self.memory.raise_event("robotHasFallen", False)
        self._settled()

    def state_json(self) -> str:
        """Return the robot's state as JSON, for tests."""
        lit = self.lights.at(self.clock.now_s())
        state = {
            "speaking": self.mouth.sentence is not None,
            "sentence": self.mouth.sentence,
            "posture": self.posture(),
            "family": self.posture_family(),
            "fallen": self.body.fallen,
            "awake": self.awake,
            "stiffness": {name: self.body.stiffness(name) for name in joints.BODY},
            "joints": self.body.sensed(),
            "leds": {name: lit.rgb(members[0]) for name, members in GROUPS.items() if members},
            "volume": self.speakers.volume_percent,
            "muted": self.speakers.muted,
            "listening": self.hearing.running,
            "vocabulary": self.hearing.vocabulary,
            "battery": self.power.charge_percent,
            "heat": {joint: status for joint, status in self.power.heat.items() if status},
            "life": self.life.state,
            "touched": list(self.touch.pressed()),
            "card": self.sight.card,
            "face": self.sight.face_shown,
            "looking": self.sight.looking,
            "watched": sorted(self.cameras.forms),
            "extractors": sorted(name for name, e in self.sight.extractors.items() if e.running),
            "child": self.child,
            "sounds": [sound.kind for sound in self.speakers.playing()],
            "tasks": [list(task) for task in self.body.task_list()],
        }
        return json.dumps(state, ensure_ascii=False)

    def active(self) -> bool:
        """Return whether the picture of the robot changes by itself now: it moves, fades or blinks."""
        return self.body.moving() or self.lights.changing() or self.life.swaying() or self._blinks()

    def close(self) -> None:
        """Stop voice and movements, then end the threads."""
        self.mouth.close()
        self.body.stop_all()
        self.cameras.close()
        self.timeline.close()

    def _blinks(self) -> bool:
        return self.life.running("AutonomousBlinking")

    def _connect_parts(self) -> None:
        body, senses = (self.body, self.mouth, self.lights, self.life), (self.hearing, self.touch, self.sight)
        for part in (*body, *senses, self.power):
            part.on_change = self.changed.set
        self.sight.present = lambda: self.child != "absent"
        self.body.on_settled = self._settled
        self.body.breathing = self.life.sway
        self.life.may_sway = self._may_sway
        self.power.on_limp = self._too_hot

    def _arm_moves(self, hand: str) -> bool:
        return self.body.moves(joints.CHAINS["LArm" if hand == "left" else "RArm"])

    def _too_hot(self, joint: str, greatest: float) -> None:
        self.body.set_stiffness([joint], min(greatest, self.body.stiffness(joint)))

    def _may_sway(self, chain: str) -> bool:
        standing = self.posture_family() in ("Standing", "Sitting")
        return self.awake and standing and not self.body.held(joints.CHAINS[chain])

    def _settled(self) -> None:
        """Raise the posture events if a movement has ended in another posture."""
        now = (self.posture(), self.posture_family())
        before, self._posture = self._posture, now
        if now[0] != before[0]:
            self.memory.raise_event("PostureChanged", now[0])
        if now[1] != before[1]:
            self.memory.raise_event("PostureFamilyChanged", now[1])
            self.memory.raise_event("ALMotion/RobotIsStand", now[1] == "Standing")

    def _angle(self, read: Callable[[], dict[str, float]], joint: str) -> float:
        return read()[joint]

    def _boot(self) -> None:
        """Start as a robot does that was left to live: standing, awake, solitary, with white eyes."""
        memory = self.memory
        version = PROFILES[self.settings.profile]
        for key, value in {
            "RobotConfig/Body/Type": "Nao",
            "RobotConfig/Body/Version": "6.0.0",
            "RobotConfig/Body/BaseVersion": "V6.0",
            "RobotConfig/Head/Version": "6.0.0",
            "RobotConfig/Head/FullHeadId": "SIMULATED0000000001",
            "NAOqi/Version": version,
            "WordRecognized": NOTHING,
            "robotIsWakeUp": False,
            "footContact": 1.0,
        }.items():
            memory.insert(key, value)
        for joint in joints.BODY:
            key = f"Device/SubDeviceList/{joint}"
            memory.provide(f"{key}/Position/Sensor/Value", partial(self._angle, self.body.sensed, joint))
            memory.provide(f"{key}/Position/Actuator/Value", partial(self._angle, self.body.command, joint))
            memory.provide(f"{key}/Hardness/Actuator/Value", partial(self.body.stiffness, joint))
            memory.provide(f"{key}/ElectricCurrent/Sensor/Value", lambda: 0.0)
        self.body.set_stiffness(joints.BODY, 1.0)
        self.set_awake(True)
        self.life.enter("solitary")
        self._settled()
        red, green, blue = EYES_AT_BOOT
        levels = {"Red": red, "Green": green, "Blue": blue}
        self.lights.set(
            {
                f"Face/Led/{c}/{s}/{n * 45}Deg/Actuator/Value": levels[c]
                for c in levels
                for s in ("Left", "Right")
                for n in range(8)
            }
        )
        memory.raise_event("NAOqiReady", True)
