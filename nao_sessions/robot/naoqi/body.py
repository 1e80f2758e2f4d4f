"""Nao's body: gestures, poses, postures, the look of the head and the colour of the eyes.

Every movement is a blocking call of NAOqi, so that it holds its joints, reports its end and can be killed.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from nao_sessions.core.clock import MILLISECOND_NS
from nao_sessions.protocol.catalogue import (
    COLOURS,
    GESTURES,
    LOOKS,
    POSE_MS,
    POSES,
    POSTURES,
    Gesture,
    Keyframes,
    Pose,
    Posture,
    PostureFamily,
    arms_way,
)
from nao_sessions.robot.hands import SIDES, ArmMovement, sides_of
from nao_sessions.robot.naoqi.clock import ActionAttempt, Refused
from nao_sessions.robot.naoqi.link import CallFailed, QiLink, Reply

BODY_SERVICES = ("ALMotion", "ALRobotPosture", "ALAnimationPlayer", "ALLeds")
FAMILIES: Mapping[str, PostureFamily] = {"Standing": "stand", "Sitting": "sit"}
EYE_LEDS = "FaceLeds"
EYE_FADE_S = 0.3
LOOK_SPEED = 0.15  # of the joints' greatest speed: a calm turn of the head
POSTURE_SPEED = 0.5
POSTURE_DEADLINE_S = 60.0  # sitting down may take 14 s, and Nao tries three times
WAKE_DEADLINE_S = 20.0
GESTURE_MARGIN_S = 15.0
STIFFEN_S = 0.5
UNKNOWN_WITHIN_NS = 500 * MILLISECOND_NS


class Body:
    """The movements of Nao, and the colour of its eyes: a method for each verb of an action."""

    def __init__(self, link: QiLink, arms: ArmMovement) -> None:
        """Prepare; ``arms`` notes which arms move, from before a movement until Nao has ended it."""
        self._link, self._arms = link, arms
        self._unknown: set[str] = set()
        self._stiffened: set[str] = set()
        self._held: Pose | None = None
        self._arms_before: dict[str, float] = {}

    async def pose(self, attempt: ActionAttempt, data: Mapping[str, Any]) -> Reply:
        """Move the arms to a pose, and hold it until the next movement of the body."""
        pose = POSES.get(str(data["name"]))
        if pose is None:
            raise Refused(f"unknown pose: {data['name']}")
        awake = await self._awake(attempt)
        joints = list(pose.joints)
        await self._stiffen(attempt, joints, awake)
        angles = await self._angles(attempt, joints)
        if self._held is None:
            self._arms_before = angles
        close = pose.close or (self._held is not None and self._held.close)
        self._held = pose
        return await self._move_arms(attempt, angles, pose.joints, close)

    async def gesture(self, attempt: ActionAttempt, data: Mapping[str, Any]) -> Reply:
        """Play a gesture: the maker's animation where Nao has one for its posture, else our keyframes."""
        gesture = GESTURES.get(str(data["name"]))
        if gesture is None:
            raise Refused(f"unknown gesture: {data['name']}")
        await self._let_go(attempt)
        awake = await self._awake(attempt)
        path = await self._animation(attempt, gesture) if awake else None
        deadline_s = GESTURE_MARGIN_S + max(gesture.duration_ms, gesture.fallback_ms) / 1000
        if path is not None:
            begun_ns = time.monotonic_ns()
            try:
                with self._arms.moving(SIDES):  # nobody tells which arms a maker's animation moves
                    return await attempt.call("ALAnimationPlayer", "run", path, deadline_s=deadline_s)
            except CallFailed as error:
                if attempt.barred or error.monotonic_ns - begun_ns > UNKNOWN_WITHIN_NS:
                    raise
                self._unknown.add(path)  # refused at once: this Nao has no such animation
        return await self._keyframes(attempt, gesture, awake, deadline_s)

    async def posture(self, attempt: ActionAttempt, data: Mapping[str, Any]) -> Reply:
        """Move to a posture, waking Nao first where needed; or to rest, with motors off."""
        posture = POSTURES.get(str(data["name"]))
        if posture is None:
            raise Refused(f"unknown posture: {data['name']}")
        self._held = None
        with self._arms.moving(SIDES):
            return await self._go_to(attempt, posture)

    async def _go_to(self, attempt: ActionAttempt, posture: Posture) -> Reply:
        if posture.target is None:
            answer = await attempt.call("ALMotion", "rest", deadline_s=POSTURE_DEADLINE_S)
            self._stiffened.clear()
            return answer
        if not await self._awake(attempt):
            await attempt.call("ALMotion", "wakeUp", deadline_s=WAKE_DEADLINE_S)
            self._stiffened.clear()
        answer = await attempt.call(
            "ALRobotPosture", "goToPosture", posture.target, POSTURE_SPEED, deadline_s=POSTURE_DEADLINE_S
        )
        if answer.value is False:
            raise Refused(f"posture not reached: {posture.name}")
        return answer

    async def look(self, attempt: ActionAttempt, data: Mapping[str, Any]) -> Reply:
        """Turn the head to where the action says."""
        look = LOOKS.get(str(data["where"]))
        if look is None:
            raise Refused(f"unknown look: {data['where']}")
        joints = ["HeadYaw", "HeadPitch"]
        await self._stiffen(attempt, joints, await self._awake(attempt))
        return await attempt.call(
            "ALMotion",
            "angleInterpolationWithSpeed",
            joints,
            [look.yaw, look.pitch],
            LOOK_SPEED,
            deadline_s=GESTURE_MARGIN_S,
        )

    async def eyes(self, attempt: ActionAttempt, data: Mapping[str, Any]) -> Reply:
        """Fade the eyes to a colour."""
        colour = COLOURS.get(str(data["colour"]))
        if colour is None:
            raise Refused(f"unknown colour: {data['colour']}")
        red, green, blue = colour.rgb
        return await attempt.call("ALLeds", "fadeRGB", EYE_LEDS, red << 16 | green << 8 | blue, EYE_FADE_S)

    async def relax(self) -> None:
        """Relax the joints that were stiffened for gestures of a resting Nao. Raises: as QiLink.call."""
        joints = sorted(self._stiffened)
        self._stiffened.clear()
        if joints and not await self._link.value("ALMotion", "robotIsWakeUp", default=True):
            await self._link.call(
                "ALMotion", "stiffnessInterpolation", joints, [0.0] * len(joints), [1.0] * len(joints)
            )

    async def _let_go(self, attempt: ActionAttempt) -> None:
        """Move the arms from a held pose back to where they were before it, as a gesture begins there."""
        held = self._held
        if held is None:
            return
        now = await self._angles(attempt, list(self._arms_before))
        await self._move_arms(attempt, now, self._arms_before, held.close)
        self._held = None  # not before: what is cut on the way is taken back the next time

    async def _move_arms(
        self, attempt: ActionAttempt, now: Mapping[str, float], goal: Mapping[str, float], close: bool
    ) -> Reply:
        """Move the arms from their angles now to others; ``close``: from or to a pose at the body."""
        standing = (await attempt.call("ALRobotPosture", "getPostureFamily")).value == "Standing"
        return await self._interpolate(attempt, arms_way(now, goal, round_the_legs=close or not standing))

    async def _angles(self, attempt: ActionAttempt, joints: list[str]) -> dict[str, float]:
        values = (await attempt.call("ALMotion", "getAngles", joints, True)).value
        return {joint: float(value) for joint, value in zip(joints, values, strict=True)}

    async def _interpolate(
        self, attempt: ActionAttempt, frames: Mapping[str, Keyframes], deadline_s: float | None = None
    ) -> Reply:
        """Move joints through keyframes, and wait until Nao has ended the movement."""
        angles = [[angle for _, angle in each] for each in frames.values()]
        times = [[at_ms / 1000 for at_ms, _ in each] for each in frames.values()]
        deadline_s = GESTURE_MARGIN_S + POSE_MS / 1000 if deadline_s is None else deadline_s
        with self._arms.moving(sides_of(frames)):
            return await attempt.call(
                "ALMotion", "angleInterpolation", list(frames), angles, times, True, deadline_s=deadline_s
            )

    async def _animation(self, attempt: ActionAttempt, gesture: Gesture) -> str | None:
        if not self._link.has("ALAnimationPlayer") or not gesture.animations:
            return None
        family = FAMILIES.get(str((await attempt.call("ALRobotPosture", "getPostureFamily")).value))
        path = None if family is None else gesture.animations.get(family)
        return None if path in self._unknown else path

    async def _keyframes(
        self, attempt: ActionAttempt, gesture: Gesture, awake: bool, deadline_s: float
    ) -> Reply:
        """Play the keyframes of a gesture, and return each joint to its angle before."""
        joints = list(gesture.keyframes)
        await self._stiffen(attempt, joints, awake)
        before = await self._angles(attempt, joints)
        there_and_back = {
            joint: (*frames, (frames[-1][0] + gesture.return_ms, before[joint]))
            for joint, frames in gesture.keyframes.items()
        }
        return await self._interpolate(attempt, there_and_back, deadline_s)

    async def _awake(self, attempt: ActionAttempt) -> bool:
        return bool((await attempt.call("ALMotion", "robotIsWakeUp")).value)

    async def _stiffen(self, attempt: ActionAttempt, joints: Sequence[str], awake: bool) -> None:
        """Stiffen joints of a resting Nao so that it can move arms and head; it stays seated."""
        limp = [joint for joint in joints if joint not in self._stiffened]
        if awake or not limp:
            return
        count = len(limp)
        with self._arms.moving(sides_of(limp)):
            await attempt.call("ALMotion", "stiffnessInterpolation", limp, [1.0] * count, [STIFFEN_S] * count)
        self._stiffened.update(limp)
