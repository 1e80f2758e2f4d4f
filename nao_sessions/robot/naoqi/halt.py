"""The cut of everything that Nao is doing, and what it still does afterwards.

The calls are sent all at once, before any answer is waited for; stiffness stays, so that Nao never goes
limp while it stands.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from nao_sessions.robot.naoqi.link import Call, CallFailed, CallLate, LinkLost, QiLink

_CUTS = (
    ("speech", "ALTextToSpeech", "stopAll"),
    ("sound", "ALAudioPlayer", "stopAll"),
    ("posture", "ALRobotPosture", "stopMove"),
    ("motion", "ALMotion", "killAll"),
    ("gesture", "ALBehaviorManager", "stopAllBehaviors"),
)
HALT_SERVICES = (*dict.fromkeys(service for _, service, _ in _CUTS), "ALMemory")
ANSWER_DEADLINE_S = 0.5
_STATUS = "ALTextToSpeech/Status"
_SPEAKING = ("enqueued", "started")


@dataclass(frozen=True, slots=True)
class RunningTasks:
    """What Nao reports to be doing: whether it speaks, and the names of its movements; falsy if nothing."""

    speech: bool
    movements: tuple[str, ...]

    def __bool__(self) -> bool:
        return self.speech or bool(self.movements)


def send_cuts(link: QiLink) -> Mapping[str, Call]:
    """Send all calls that stop Nao, and return them by their names; services that it lacks are left out."""
    sent: dict[str, Call] = {}
    for stage, service, method in _CUTS:
        try:
            sent[stage] = link.send(service, method, anyway=True)
        except (CallFailed, LinkLost):
            continue
    return sent


async def answers(
    sent: Mapping[str, Call], deadline_s: float = ANSWER_DEADLINE_S
) -> Mapping[str, int | None]:
    """Wait for the answers to the cuts; return when each came (CLOCK_MONOTONIC, ns), None: failed or late."""
    if sent:
        await asyncio.wait({call.answer for call in sent.values()}, timeout=deadline_s)
    return {
        stage: call.answer.result().monotonic_ns
        if call.answer.done() and call.answer.exception() is None
        else None
        for stage, call in sent.items()
    }


async def still_running(link: QiLink) -> RunningTasks | None:
    """Return what Nao is still doing; None when it does not answer."""
    try:
        tasks = link.send("ALMotion", "getTaskList", anyway=True)
        status = link.send("ALMemory", "getData", _STATUS, anyway=True)
    except (CallFailed, LinkLost):
        return None
    try:
        await asyncio.wait({tasks.answer, status.answer}, timeout=ANSWER_DEADLINE_S)
        movements = _value(tasks)
    except (CallFailed, CallLate, LinkLost):
        return None
    try:
        speech = _value(status)
    except CallFailed:  # no sentence was ever said: there is no such key yet
        speech = None
    except (CallLate, LinkLost):
        return None
    return RunningTasks(
        speech=isinstance(speech, list | tuple) and len(speech) > 1 and speech[1] in _SPEAKING,
        movements=tuple(str(task[0]) for task in movements if task)
        if isinstance(movements, list | tuple)
        else (),
    )


def _value(call: Call) -> object:
    if not call.answer.done():
        raise CallLate("no answer")
    return call.answer.result().value
