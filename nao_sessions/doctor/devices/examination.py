"""The devices of a room, all tried at once, as they would be recorded: what each sends, and what is wrong.

A thread a device; what one of them does holds no other up.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from nao_sessions.doctor.devices.facts import bit_rate, facts_of
from nao_sessions.doctor.devices.findings import findings_of, shared
from nao_sessions.doctor.devices.trial import TrialResult, try_source
from nao_sessions.doctor.facts import word
from nao_sessions.doctor.result import ExaminationResult, Fact
from nao_sessions.live.room_file import RecordedSource
from nao_sessions.room.address import NETWORK, device_of, parse, place_of
from nao_sessions.text.messages import msg

ANSWERS_WITHIN_S = 2.0

_CAMERA = msg("Camera '{name}'")
_MICROPHONE = msg("Microphone '{name}'")


@dataclass(frozen=True, slots=True)
class DevicesExamined:
    """What was found of every device, in the order of the room file.

    ``bits_per_s`` is what a recording of them all writes.
    """

    devices: tuple[ExaminationResult, ...]
    bits_per_s: float


def examine_devices(
    sources: Sequence[RecordedSource], seconds: float, done: Callable[[RecordedSource], None] = lambda _: None
) -> DevicesExamined:
    """Try every source for some seconds, all at once.

    Args:
        sources: of the room file.
        seconds: how long each is listened to, once it is open.
        done: is told of each as it is finished, in the caller's thread.
    """
    if not sources:
        return DevicesExamined((), 0.0)
    stopped = [threading.Event() for _ in sources]
    with ThreadPoolExecutor(len(sources), "trial") as threads:
        tasks: dict[Future[TrialResult], RecordedSource] = {
            threads.submit(try_source, source, seconds, end): source
            for source, end in zip(sources, stopped, strict=True)
        }
        try:
            for task in as_completed(tasks):
                done(tasks[task])
        finally:  # where the caller gives up before they have ended
            for end in stopped:
                end.set()
    tried = [task.result() for task in tasks]
    common = shared(sources)
    devices = []
    for one in tried:
        doubled = common.get(one.source.name)
        findings = findings_of(one, answers=one.failure is not None and _answers(one.source))
        devices.append(
            ExaminationResult(
                kind="microphone" if one.source.sound_only else "camera",
                name=one.source.name,
                title=(_MICROPHONE if one.source.sound_only else _CAMERA).format(name=one.source.name),
                facts=(_address(one.source), *facts_of(one)),
                findings=findings if doubled is None else (doubled, *findings),
            )
        )
    return DevicesExamined(tuple(devices), sum(map(bit_rate, tried)))


def _address(source: RecordedSource) -> Fact:
    return word("address", msg("address"), source.url)


def _answers(source: RecordedSource) -> bool:
    """Tell whether anybody is at the address of a source that could not be opened."""
    parts = parse(source.url)
    if parts.scheme not in NETWORK:
        return parts.scheme != "alsa" and Path(device_of(parts)).exists()
    try:
        socket.create_connection(place_of(parts), ANSWERS_WITHIN_S).close()
    except OSError:
        return False
    return True
