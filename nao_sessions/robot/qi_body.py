"""Nao's body: gestures, postures, the look of the head and the colour of the eyes.

Every movement is a blocking call of NAOqi, so that it holds its joints, tells its end and can be killed.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from nao_sessions.core.clock import MILLISECOND_NS
from nao_sessions.protocol.catalogue import COLOURS, GESTURES, LOOKS, POSTURES, Gesture, PostureFamily
from nao_sessions.robot.qi_attempt import Attempt, Refused
from nao_sessions.robot.qi_link import Answer, CallFailed, QiLink

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
    """Moves Nao."""

    def __init__(self, link: QiLink) -> None:
        self._link = link
        self._unknown: set[str] = set()
        self._stiffened: set[str] = set()

    async def gesture(self, attempt: Attempt, data: Mapping[str, Any]) -> Answer:
        """Play the maker's animation where this Nao has one for its posture, else our keyframes."""
        gesture = GESTURES.get(str(data["name"]))
        if gesture is None:
            raise Refused(f"unknown gesture: {data['name']}")
        awake = await self._awake(attempt)
        path = await self._animation(attempt, gesture) if awake else None
        deadline_s = GESTURE_MARGIN_S + max(gesture.duration_ms, gesture.fallback_ms) / 1000
        if path is not None:
            begun_ns = time.monotonic_ns()
            try:
                return await attempt.call("ALAnimationPlayer", "run", path, deadline_s=deadline_s)
            except CallFailed as error:
                if attempt.barred or error.monotonic_ns - begun_ns > UNKNOWN_WITHIN_NS:
                    raise
                self._unknown.add(path)  # refused at once: this Nao has no such animation
        return await self._keyframes(attempt, gesture, awake, deadline_s)

    async def posture(self, attempt: Attempt, data: Mapping[str, Any]) -> Answer:
        """Go to a posture, waking first where needed; or to rest, motors off."""
        posture = POSTURES.get(str(data["name"]))
        if posture is None:
            raise Refused(f"unknown posture: {data['name']}")
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

    async def look(self, attempt: Attempt, data: Mapping[str, Any]) -> Answer:
        """Turn the head."""
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

    async def eyes(self, attempt: Attempt, data: Mapping[str, Any]) -> Answer:
        """Fade the eyes to a colour."""
        colour = COLOURS.get(str(data["colour"]))
        if colour is None:
            raise Refused(f"unknown colour: {data['colour']}")
        red, green, blue = colour.rgb
        return await attempt.call("ALLeds", "fadeRGB", EYE_LEDS, red << 16 | green << 8 | blue, EYE_FADE_S)

    async def relax(self) -> None:
        """Let go of the joints that were stiffened for gestures of a resting Nao. Raises: as QiLink.call."""
        joints = sorted(self._stiffened)
        self._stiffened.clear()
        if joints and not await self._link.value("ALMotion", "robotIsWakeUp", default=True):
            await self._link.call(
                "ALMotion", "stiffnessInterpolation", joints, [0.0] * len(joints), [1.0] * len(joints)
            )

    async def _animation(self, attempt: Attempt, gesture: Gesture) -> str | None:
        if not self._link.has("ALAnimationPlayer") or not gesture.animations:
            return None
        family = FAMILIES.get(str((await attempt.call("ALRobotPosture", "getPostureFamily")).value))
        path = None if family is None else gesture.animations.get(family)
        return None if path in self._unknown else path

    async def _keyframes(self, attempt: Attempt, gesture: Gesture, awake: bool, deadline_s: float) -> Answer:
        """Play the joints, and bring each back to where it was before."""
        joints = list(gesture.keyframes)
        await self._stiffen(attempt, joints, awake)
        before = (await attempt.call("ALMotion", "getAngles", joints, True)).value
        angles = [
            [angle for _, angle in frames] + [float(back)]
            for frames, back in zip(gesture.keyframes.values(), before, strict=True)
        ]
        times = [
            [at_ms / 1000 for at_ms, _ in frames] + [(frames[-1][0] + gesture.return_ms) / 1000]
            for frames in gesture.keyframes.values()
        ]
        return await attempt.call(
            "ALMotion", "angleInterpolation", joints, angles, times, True, deadline_s=deadline_s
        )

    async def _awake(self, attempt: Attempt) -> bool:
        return bool((await attempt.call("ALMotion", "robotIsWakeUp")).value)

    async def _stiffen(self, attempt: Attempt, joints: Sequence[str], awake: bool) -> None:
        """Give a resting Nao the strength to move arms and head: it stays seated as it is."""
        limp = [joint for joint in joints if joint not in self._stiffened]
        if awake or not limp:
            return
        count = len(limp)
        await attempt.call("ALMotion", "stiffnessInterpolation", limp, [1.0] * count, [STIFFEN_S] * count)
        self._stiffened.update(limp)
