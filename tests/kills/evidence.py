"""What a kill must leave behind, read from files alone: the simulator's trace, the log, the videos.

The simulator's trace is the witness of what reached Nao, the strip in the pictures of when they were taken.
Each check gives what it found wrong, in sentences; an empty list is a pass.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nao_sessions.protocol.catalogue import COLOURS, GESTURES, LOOKS, POSTURES
from tests import timecode

Line = dict[str, Any]
SECOND_NS = 1_000_000_000
HALTED_WITHIN_S = 1.0
"""From a session's death to Nao's silence: the guard sees the end of a pipe at once; a second is far more."""

OVERWRITING = ["oui"]
"""The words that Nao's ears are left with when nobody listens any more."""
_EARS = "ALSpeechRecognition"

_TAGS = re.compile(r"\\[^\\]*\\\s*")


@dataclass(frozen=True, slots=True)
class Clock:
    """The session's clock: session time = (CLOCK_MONOTONIC - origin) x speed."""

    origin_ns: int
    speed: float = 1.0

    @classmethod
    def of(cls, manifest: Mapping[str, Any]) -> Clock:
        """Read it from ``session.json``."""
        return cls(int(manifest["clock"]["origin_ns"]), float(manifest["clock"]["speed"]))

    def at(self, monotonic_ns: int) -> int:
        """Give the session time of an instant."""
        return round((monotonic_ns - self.origin_ns) * self.speed)

    def monotonic_ns(self, at: int) -> int:
        """Give the instant of a session time."""
        return self.origin_ns + round(at / self.speed)


# Calls and the log.

CUTS = frozenset({"stopAll", "stopMove", "killAll", "stopAllBehaviors"})
UNLOGGED: Mapping[str, frozenset[str]] = {
    "readings and heartbeats change nothing": frozenset(
        {
            "ping",
            "getData",
            "getTimestamp",
            "getTaskList",
            "getAutonomousAbilityEnabled",
            "getAutonomousAbilitiesStatus",
            "isEnabled",
            "getBreathEnabled",
            "getIdlePostureEnabled",
            "getState",
            "getAudioExpression",
            "getRobotType",
            "getAvailableLanguages",
            "getBatteryCharge",
            "systemVersion",
            "robotIsWakeUp",
            "getPostureFamily",
            "getAngles",
            "getBodyNames",
            "getDataList",
            "getListData",
        }
    ),
    "Nao's own life is quietened for a session and put back, which no protocol asks for": frozenset(
        {
            "setState",
            "setAutonomousAbilityEnabled",
            "setEnabled",
            "setBreathEnabled",
            "setIdlePostureEnabled",
            "setAudioExpression",
        }
    ),
    "keys of our own in Nao's memory: its clock against ours, the mark of a session that lives": frozenset(
        {"insertData", "removeData"}
    ),
    "what stops Nao comes from the guard as well, and needs nobody's leave": CUTS,
    "subscriptions and the ears' pauses move nothing; the words themselves are checked": frozenset(
        {"subscriber", "subscribe", "unsubscribe", "pause", "setLanguage"}
    ),
    "pictures that are looked at for cards move nothing and are kept nowhere": frozenset(
        {"subscribeCamera", "unsubscribeAllInstances", "getImageRemote", "getLanguage"}
    ),
}
"""The calls that need no line of the log, by the reason why; all others need one."""

_FREE = frozenset().union(*UNLOGGED.values())
_Fits = Callable[[Mapping[str, Any], list[Any], Mapping[str, str]], bool]


def _says(data: Mapping[str, Any], args: list[Any], names: Mapping[str, str]) -> bool:
    text = str(data["text"])
    for code, name in names.items():
        text = text.replace("{participant}", name).replace(f"{{{code}}}", name)
    return _TAGS.sub("", str(args[0])).strip() == text


def _gesture(data: Mapping[str, Any], args: list[Any], names: Mapping[str, str]) -> bool:
    return str(args[0]) in GESTURES[data["name"]].animations.values()


def _keyframes(data: Mapping[str, Any], args: list[Any], names: Mapping[str, str]) -> bool:
    return list(args[0]) == list(GESTURES[data["name"]].keyframes)


def _look(data: Mapping[str, Any], args: list[Any], names: Mapping[str, str]) -> bool:
    look = LOOKS[data["where"]]
    wanted = (look.yaw, look.pitch)
    return all(abs(a - b) < 1e-6 for a, b in zip(args[1], wanted, strict=True))


def _eyes(data: Mapping[str, Any], args: list[Any], names: Mapping[str, str]) -> bool:
    red, green, blue = COLOURS[data["colour"]].rgb
    return bool(args[1] == red << 16 | green << 8 | blue)


def _posture(data: Mapping[str, Any], args: list[Any], names: Mapping[str, str]) -> bool:
    return bool(POSTURES[data["name"]].target == (args[0] if args else None))


_LOGGED: Mapping[str, tuple[str, _Fits]] = {
    "say": ("say", _says),
    "playFile": ("sound", lambda data, args, names: bool(data["file"] == args[0])),
    "run": ("gesture", _gesture),
    "angleInterpolation": ("gesture", _keyframes),
    "angleInterpolationWithSpeed": ("look", _look),
    "fadeRGB": ("eyes", _eyes),
    "goToPosture": ("posture", _posture),
    "rest": ("posture", _posture),
}
"""Each call that speaks, moves or lights, the verb that asks for it, and whether it is what was asked."""


def calls(trace: Sequence[Line]) -> Iterator[Line]:
    """Give the calls on NAOqi's own services."""
    for line in trace:
        if str(line.get("service", "")).startswith("AL"):
            yield line


def unlogged_calls(
    trace: Sequence[Line], events: Sequence[Line], clock: Clock, names: Mapping[str, str]
) -> list[str]:
    """Find every call that no earlier line of the log asked for: each line asks for one call.

    The words to listen for are set again when a robot comes back, so a line may ask for those many times.
    Ears that nobody listens with may be given others, which take a child's words' place in Nao's memory.
    """
    asked = [event for event in events if event["dir"] == "out" and event["kind"] == "do"]
    used: set[tuple[str, int]] = set()
    wrong: list[str] = []
    listening = False
    for call in calls(trace):
        method, at = call["method"], clock.at(call["at"])
        if call["service"] == _EARS and method in ("subscribe", "unsubscribe"):
            listening = method == "subscribe"
        if method in _FREE:
            continue
        if method == "setVocabulary":
            asked_for = any(_listens(do["data"], call) and do["at"] <= at for do in asked)
            if not asked_for and (listening or call["args"][0] != OVERWRITING):
                wrong.append(f"{method} {call['args']} at {at} stands in no earlier line")
            continue
        if method not in _LOGGED:
            wrong.append(f"{method} at {at}: nobody knows such a call")
            continue
        verb, fits = _LOGGED[method]
        candidates = (
            do
            for do in asked
            if (method, do["seq"]) not in used
            and do["data"]["verb"] == verb
            and do["at"] <= at
            and fits(do["data"], call["args"], names)
        )
        found = next(candidates, None)
        if found is None:
            wrong.append(f"{method} {call['args']} at {at} stands in no earlier line")
        else:
            used.add((method, found["seq"]))
    return wrong


def _listens(data: Mapping[str, Any], call: Line) -> bool:
    return bool(data["verb"] == "listen" and data["words"] == call["args"][0])


def done_twice(events: Sequence[Line]) -> list[str]:
    """Find what one visit of a step did twice: a ``set``, or an act that had already finished."""
    wrong: list[str] = []
    sets: list[str] = []
    acts: dict[str, str] = {}
    finished: set[str] = set()
    values: list[Any] = []
    for event in events:
        data = event["data"]
        match event["dir"], event["kind"]:
            case "out", "entered":
                sets, acts, finished = [], {}, set()
            case "out", "set":
                if data["name"] in sets:
                    wrong.append(f"seq {event['seq']}: {data['name']} is set twice")
                sets.append(data["name"])
                values.append(data["value"])
            case "out", "do":
                content = _content(data)
                acts[data["id"]] = content
                if content in finished:
                    wrong.append(f"seq {event['seq']}: had finished already: {content}")
            case "in", "done":
                if data["how"] == "finished" and data["action"] in acts:
                    finished.add(acts[data["action"]])
            case _:
                pass
    if values != list(range(1, len(values) + 1)):
        wrong.append(f"the steps were counted {values}")
    return wrong


def step_at(events: Sequence[Line], seq: int) -> str:
    """Give the step that a session was in before a line."""
    return str([e["data"]["step"] for e in events[:seq] if e["kind"] == "entered"][-1])


def same_step_offered(events: Sequence[Line], kind: str) -> list[str]:
    """Check that the step of before an interruption (``resumed`` or ``lost``) is the one that goes on.

    What was cut, and what had not been asked for yet, comes first when the session continues.
    """
    start = next(e["seq"] for e in events if e["kind"] == kind)
    continued = next((e["seq"] for e in events[start:] if e["kind"] == "continued"), None)
    if continued is None:
        return [f"after {kind} nothing continued"]
    before, after = step_at(events, start), step_at(events, continued)
    wrong = [] if before == after else [f"{before} was offered as {after}"]
    between = [e["kind"] for e in events[start:continued] if e["kind"] in ("do", "set", "entered")]
    if between:
        wrong.append(f"{kind}: {between} before anybody said so")
    again = [_content(e["data"]) for e in events[continued:] if e["kind"] == "do"]
    skipped = [content for content in unfinished(events[:continued]) if content not in again]
    if skipped:
        wrong.append(f"{kind}: {skipped} had not finished, and never came again")
    return wrong


def unfinished(events: Sequence[Line]) -> list[str]:
    """Give what the last visit of a step had asked for and had not seen finish."""
    begun = max(n for n, event in enumerate(events) if event["kind"] == "entered")
    asked: dict[str, str] = {}
    for event in events[begun:]:
        data = event["data"]
        if event["kind"] == "do" and data["verb"] != "listen":
            asked[data["id"]] = _content(data)
        elif event["kind"] == "done" and data["how"] in ("finished", "failed"):
            asked.pop(data["action"], None)
    return list(asked.values())


def _content(data: Mapping[str, Any]) -> str:
    """Give an act without its number: the same act asked for again is another number."""
    return str({key: value for key, value in data.items() if key != "id"})


def paused_after_s(events: Sequence[Line], clock: Clock, killed_ns: int, why: str) -> float | None:
    """Give the seconds from a kill to the session's pause; None if it never paused for that."""
    at = clock.at(killed_ns)
    paused = (e["at"] for e in events if e["kind"] == "paused" and e["data"]["why"] == why and e["at"] >= at)
    return next(((found - at) / SECOND_NS / clock.speed for found in paused), None)


# The halt of a session that died.


@dataclass(frozen=True, slots=True)
class Halt:
    """How long after a kill Nao was told to stop, and was still; and what was wrong."""

    told_after_s: float | None
    still_after_s: float | None
    wrong: list[str]


_BEGINS = ("speech.started", "motion.started", "sound.started")
_ENDS = ("speech.ended", "speech.cut", "motion.ended", "motion.stopped", "sound.ended", "sound.stopped")


def deaf_after(trace: Sequence[Line], events: Sequence[Line], clock: Clock, killed_ns: int) -> list[str]:
    """Tell what is wrong where Nao listened before a kill, and is not asked to in the step that goes on."""
    asked = [call["at"] for call in calls(trace) if call["method"] == "setVocabulary"]
    resumed = next(event["seq"] for event in events if event["kind"] == "resumed")
    left = next(e["at"] for e in events if e["kind"] == "entered" and e["seq"] > resumed)
    if not any(at < killed_ns for at in asked):
        return ["nobody had asked Nao to hear any word before the kill"]
    if not any(killed_ns <= at < clock.monotonic_ns(left) for at in asked):
        return ["Nao was not asked again to hear the words of the step in hand"]
    return []


def halt_after(trace: Sequence[Line], killed_ns: int) -> Halt:
    """Look whether Nao was halted after a kill, and stayed still until the end of the trace."""
    told = next((c["at"] for c in calls(trace) if c["method"] in CUTS and c["at"] >= killed_ns), None)
    running, still_ns = 0, killed_ns
    wrong: list[str] = []
    for line in trace:
        effect = line.get("effect")
        if effect in _BEGINS:
            running += 1
            if told is not None and line["at"] > told + SECOND_NS // 10:
                wrong.append(f"{effect} {(line['at'] - killed_ns) / SECOND_NS:.3f} s after the kill")
        elif effect in _ENDS:
            running -= 1
            still_ns = max(still_ns, line["at"])
    if told is None:
        wrong.append("nobody told Nao to stop")
    if running:
        wrong.append("Nao speaks or moves on")
    still_s = None if running else (still_ns - killed_ns) / SECOND_NS
    if still_s is not None and still_s > HALTED_WITHIN_S:
        wrong.append(f"still only after {still_s:.3f} s")
    return Halt(None if told is None else (told - killed_ns) / SECOND_NS, still_s, wrong)


# Videos.


def pictures(video: Path) -> list[int]:
    """Give when each picture that can be read was taken (CLOCK_MONOTONIC ns, by its strip), in order."""
    return sorted(taken_ns for _, taken_ns in timecode.frames_of(video) if taken_ns is not None)


def lost_before_s(video: Path, sent: Sequence[int], killed_ns: int) -> float:
    """Give the seconds from the last picture of a video to the last that the camera took before the kill."""
    last = max(taken_ns for taken_ns in pictures(video) if taken_ns <= killed_ns)
    return (max(taken_ns for taken_ns in sent if taken_ns <= killed_ns) - last) / SECOND_NS


def unplayable(video: Path, index: Path) -> int:
    """Give how many pictures of the first segment stand in the index, and cannot be read from the video."""
    with index.open(encoding="utf-8", newline="") as lines:
        indexed = {int(line["pts"]) for line in csv.DictReader(lines) if line["segment"] == "1"}
    return len(indexed - {pts for pts, _ in timecode.frames_of(video)})


def silent_before_s(video: Path, killed_ns: int) -> float:
    """Give the seconds between the last picture of a video before a kill, and the kill itself."""
    return (killed_ns - max(taken_ns for taken_ns in pictures(video) if taken_ns <= killed_ns)) / SECOND_NS


def first_after_s(video: Path, killed_ns: int) -> float:
    """Give the seconds from a kill to the first picture of a video."""
    return (min(pictures(video)) - killed_ns) / SECOND_NS
