"""The condition of a Nao, as it says itself: what it is, how it stands, what it feels, what else runs on it.

Nothing here moves, speaks, lights, or changes a setting. A key of ours in Nao's memory measures its clock and
is removed again; where a session leads this Nao even that is left out.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nao_sessions.core.clock import MILLISECOND_NS
from nao_sessions.record.telemetry.columns import HEAD_HEAT, JOINTS, heat_columns
from nao_sessions.robot.naoqi import clock as qi_clock
from nao_sessions.robot.naoqi.link import CallFailed, CallLate, LatchShut, LinkLost, QiLink
from nao_sessions.robot.naoqi.samples import POWER_KEYS, TOUCH_KEYS
from nao_sessions.robot.session_mark import DEAD_AFTER_S, MARK

NEEDED = (
    *("ALMemory", "ALTextToSpeech", "ALMotion", "ALRobotPosture", "ALLeds", "ALAudioDevice"),
    *("ALSpeechRecognition", "ALBattery"),
)
"""Without one of these something that a protocol may ask for cannot be done."""

ASKED = (
    *("ALSystem", "ALRobotModel", "ALAnimationPlayer", "ALBehaviorManager", "ALAutonomousLife"),
    *("ALBodyTemperature", "NaoSimulator"),
)
ROUND_TRIPS = 100
LOOKS = 5
"""How often the touch sensors are read, within the time that shows whether a session leads this Nao."""


@dataclass(frozen=True, slots=True)
class Condition:
    """The condition of a Nao, as it says itself; what it did not say is None, or empty."""

    kind: str = ""
    system: str = ""
    body: str = ""
    simulated: bool = False
    missing: Sequence[str] = ()
    led: bool = False
    """A session leads it at this moment."""
    clock_off_ns: int | None = None
    """How far its clock is ahead of the host's UTC; None where a session leads it, too."""
    clock_uncertainty_ns: int = 0
    languages: Sequence[str] = ()
    voice: str = ""
    volume_percent: int | None = None
    muted: bool = False
    posture: str = ""
    family: str = ""
    postures: Sequence[str] = ()
    awake: bool | None = None
    stiffness: Mapping[str, float] = field(default_factory=dict)
    touched: Sequence[str] = ()
    """The sensors that were pressed at some look."""
    stuck: Sequence[str] = ()
    """The sensors that were pressed at every look that Nao answered."""
    programs: Sequence[str] = ()
    life: str = ""
    battery_percent: int | None = None
    charging: bool | None = None
    heat: Mapping[str, float] = field(default_factory=dict)
    """Of each motor: 0 cool, 1 hot, 2 its stiffness is lowered, 3 limp."""
    celsius: Mapping[str, float] = field(default_factory=dict)
    head_celsius: float | None = None
    round_trips_ms: Sequence[float] = ()


async def read_condition(link: QiLink) -> Condition:
    """Return the whole condition of Nao; takes about two seconds.

    Raises:
        LinkLost: the robot went away, or stopped answering, meanwhile.
    """
    led, touched, stuck = await _watch(link)
    heat = await _read(link, POWER_KEYS)
    celsius, statuses = ({joint: heat.get(heat_columns(joint)[n]) for joint in JOINTS} for n in (0, 1))
    clock = None if led else await _clock(link)
    volume, battery = await _number(link, "ALAudioDevice", "getOutputVolume"), await _battery(link)
    return Condition(
        kind=str(
            await link.value("ALRobotModel", "getRobotType") or await _key(link, "RobotConfig/Body/Type")
        ),
        system=str(await link.value("ALSystem", "systemVersion", default="")),
        body=str(await _key(link, "RobotConfig/Body/Version") or ""),
        simulated=link.has("NaoSimulator"),
        missing=tuple(service for service in NEEDED if not link.has(service)),
        led=led,
        clock_off_ns=None if clock is None else clock[0],
        clock_uncertainty_ns=0 if clock is None else clock[1],
        languages=_texts(await link.value("ALTextToSpeech", "getAvailableLanguages")),
        voice=str(await link.value("ALTextToSpeech", "getVoice", default="")),
        volume_percent=volume,
        muted=bool(await link.value("ALAudioDevice", "isAudioOutMuted")),
        posture=str(await link.value("ALRobotPosture", "getPosture", default="")),
        family=str(await link.value("ALRobotPosture", "getPostureFamily", default="")),
        postures=_texts(await link.value("ALRobotPosture", "getPostureList")),
        awake=await link.value("ALMotion", "robotIsWakeUp"),
        stiffness=await _stiffness(link),
        touched=touched,
        stuck=stuck,
        programs=_texts(await link.value("ALBehaviorManager", "getRunningBehaviors")),
        life=str(await link.value("ALAutonomousLife", "getState", default="")),
        battery_percent=battery[0],
        charging=battery[1],
        heat=_numbers(statuses),
        celsius=_numbers(celsius),
        head_celsius=heat.get(HEAD_HEAT),
        round_trips_ms=await _round_trips_ms(link),
    )


async def _watch(link: QiLink) -> tuple[bool, tuple[str, ...], tuple[str, ...]]:
    """Return whether a session leads Nao, and which of its sensors were touched, and which at every look.

    It takes as long as a session's mark takes to change. A look that Nao did not answer in time says nothing
    of a sensor; one that was read only once is not stuck.
    """
    mark = await _key(link, MARK)
    looks: dict[str, list[bool]] = {}
    for _ in range(LOOKS):
        levels = await _read(link, {key: _sensor(key) for key in TOUCH_KEYS})
        for sensor, level in levels.items():
            if _is_number(level):
                looks.setdefault(sensor, []).append(level > 0)
        await asyncio.sleep(DEAD_AFTER_S / LOOKS)
    led = mark is not None and await _key(link, MARK) not in (None, mark)
    touched = sorted(sensor for sensor, pressed in looks.items() if any(pressed))
    stuck = tuple(sensor for sensor in touched if all(looks[sensor]) and len(looks[sensor]) > 1)
    return led, tuple(touched), stuck


async def _clock(link: QiLink) -> tuple[int, int] | None:
    """Return how far Nao's clock is ahead of this host's UTC, and the uncertainty, in ns; None if unknown."""
    with contextlib.suppress(LatchShut, CallLate):
        offset = await qi_clock.measure(link)
        host_ns = time.time_ns() - time.monotonic_ns()
        await link.value("ALMemory", "removeData", qi_clock.KEY)
        if offset is not None:
            return offset.offset_ns - host_ns, offset.uncertainty_ns
    return None


async def _battery(link: QiLink) -> tuple[int | None, bool | None]:
    charging = await _key(link, "BatteryChargingFlagChanged")
    percent = await _number(link, "ALBattery", "getBatteryCharge")
    return percent, None if charging is None else bool(charging)


async def _stiffness(link: QiLink) -> dict[str, float]:
    names = _texts(await link.value("ALMotion", "getBodyNames", "Body"))
    values = await link.value("ALMotion", "getStiffnesses", "Body")
    return dict(zip(names, values, strict=False)) if isinstance(values, list | tuple) else {}


async def _round_trips_ms(link: QiLink) -> tuple[float, ...]:
    """Return the times of the cheapest call, from the question to the answer on qi's thread, in ms.

    Raises:
        LinkLost: none was answered.
    """
    times_ms: list[float] = []
    for _ in range(ROUND_TRIPS):
        before_ns = time.monotonic_ns()
        with contextlib.suppress(CallFailed, CallLate):
            answer = await link.call("ALMemory", "ping", anyway=True)
            times_ms.append((answer.monotonic_ns - before_ns) / MILLISECOND_NS)
    if not times_ms:
        raise LinkLost("no answer")
    return tuple(times_ms)


async def _read(link: QiLink, keys: Mapping[str, str]) -> dict[str, Any]:
    """Return values of Nao's memory, by the names that ``keys`` assigns; keys that Nao lacks are left out."""
    known = set(_texts(await link.value("ALMemory", "getDataList", "Device/SubDeviceList/")))
    present = [key for key in keys if key in known]
    values = await link.value("ALMemory", "getListData", present) if present else ()
    return dict(zip((keys[key] for key in present), values or (), strict=False))


async def _key(link: QiLink, key: str) -> Any:
    return await link.value("ALMemory", "getData", key)


async def _number(link: QiLink, service: str, method: str) -> int | None:
    value = await link.value(service, method)
    return int(value) if _is_number(value) else None


def _sensor(key: str) -> str:
    return key.removeprefix("Device/SubDeviceList/").removesuffix("/Sensor/Value")


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(text) for text in value) if isinstance(value, list | tuple) else ()


def _numbers(values: Mapping[str, Any]) -> dict[str, float]:
    return {name: value for name, value in values.items() if _is_number(value)}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float)
