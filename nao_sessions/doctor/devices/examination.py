"""The devices of a room, all tried at once, as they would be recorded: what each sends, and what is wrong.

Each device has a thread of its own, so that none holds another up.
"""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from nao_sessions.core.errors import Finding, UsageError
from nao_sessions.doctor.devices import codes as known
from nao_sessions.doctor.devices.facts import bit_rate, facts_of, utc_difference_s
from nao_sessions.doctor.devices.times import counted, jitter_ms, key_distance, longest_gap_s, rate_hz
from nao_sessions.doctor.devices.trial import SILENCE_DB, TrialResult, try_source
from nao_sessions.doctor.result import ExaminationResult, number, word
from nao_sessions.room.address import DEVICES, NETWORK, device_of, parse, place_of
from nao_sessions.room.room_file import CAMERAS, MICROPHONES, RecordedSource
from nao_sessions.room.sources.login import login_path
from nao_sessions.text.messages import EMPTY_TEXT, msg

# Whether what came of a device is good enough to be recorded; every limit stands here, with its reason.
#
# It judges what was observed, and reads nothing itself.

FEWEST_HZ = 14.5
"""The fewest pictures a second: 15, less the error of a short trial; claps are not found in slower films."""
OF_DECLARED = 0.9
MOST_JITTER_MS = 100.0
"""The delay above which a recorder counts a frame as late (``room/capture/counts.py``)."""
LONGEST_GAP_S = 1.0
"""The silence of a device after which a recorder notes a gap (docs/contracts/record.md)."""
MOST_DROPPED = 0.01
"""The share of missing pictures above which there is a finding; about fewer nobody can do anything."""
MOST_KEY_DISTANCE_S = 2.05
"""The greatest distance of key frames: a player decodes up to two seconds to show one picture."""
CLOCK_OFF_S = 1.0
PLAYED_PIXELS = frozenset({"yuv420p", "yuvj420p"})
"""The pixel formats of H.264 that every browser plays: 8 bits, 4:2:0."""


def findings_of(tried: TrialResult, *, answers: bool) -> tuple[Finding, ...]:
    """Return the findings on one device; ``answers`` says whether anything answers at its address."""
    place = _place(tried.source)
    if tried.failure is not None:
        return (_failed(tried, place, answers=answers),)
    if not _decoded(tried):
        seconds = tried.seconds if tried.hung_up_after_s is None else tried.hung_up_after_s
        return (known.NOTHING_CAME.at(place, seconds=number(seconds, 1)),)
    return (*_link(tried, place), *_pictures(tried, place), *_clock(tried, place), *_sound(tried, place))


def shared(sources: Sequence[RecordedSource]) -> dict[str, Finding]:
    """Return findings on sources that share a device or address with an earlier one, by the later's name."""
    found: dict[str, Finding] = {}
    for number_, source in enumerate(sources):
        for other in sources[:number_]:
            if _address_of(source.url) == _address_of(other.url):
                found[source.name] = known.SAME_PLACE.at(_place(source), other=other.name)
            elif source.name not in found and _host(source.url) and _host(source.url) == _host(other.url):
                found[source.name] = known.SAME_HOST.at(_place(source), other=other.name)
    return found


def _place(source: RecordedSource) -> str:
    """Return the place of a source in the room file: ``cameras.room``."""
    return f"{MICROPHONES if source.sound_only else CAMERAS}.{source.name}"


def _device_path(url: str) -> str | None:
    """Return the device file of a plugged-in camera; None for any other source."""
    parts = parse(url)
    return device_of(parts) if parts.scheme == "v4l2" else None


def _failed(tried: TrialResult, place: str, *, answers: bool) -> Finding:
    failure, source = tried.failure, tried.source
    assert failure is not None
    path = _device_path(source.url)
    if isinstance(failure, UsageError):
        return known.LOGIN_UNUSABLE.at(place, why=failure.sentence, hint=failure.hint or EMPTY_TEXT)
    if path is not None and Path(path).exists() and not os.access(path, os.R_OK | os.W_OK):
        return known.NO_ACCESS.at(place, device=path, group="video")
    why = failure.reason
    if failure.code == "refused" and source.login:
        return known.REFUSED.at(place, login=source.login, why=why, path=login_path(source.login))
    if failure.code == "refused":
        return known.WANTS_LOGIN.at(place, why=why, path=login_path("NAME"))
    return (known.NO_STREAM if answers else known.NOT_REACHED).at(place, why=why)


def _decoded(tried: TrialResult) -> bool:
    return bool(tried.heard if tried.source.sound_only else tried.seen is not None and tried.seen.decoded)


def _link(tried: TrialResult, place: str) -> Iterator[Finding]:
    if tried.hung_up_after_s is not None:
        yield known.HUNG_UP.at(place, seconds=number(tried.hung_up_after_s, 1))
    gap_s = longest_gap_s(tried.pictures or tried.sounds)
    if gap_s is not None and gap_s > LONGEST_GAP_S:
        yield known.GAP.at(place, seconds=number(gap_s, 1))


def _pictures(tried: TrialResult, place: str) -> Iterator[Finding]:
    form, seen = tried.picture, tried.seen
    if form is None or seen is None:
        return
    rate = rate_hz(tried.pictures)
    if rate is not None and rate < FEWEST_HZ:
        yield known.SLOW.at(place, rate=number(rate, 1))
    elif rate is not None and form.declared_hz is not None and rate < OF_DECLARED * form.declared_hz:
        yield known.NOT_AS_DECLARED.at(place, rate=number(rate, 1), declared=number(form.declared_hz, 1))
    counts = counted(tried.pictures)
    if counts.dropped > MOST_DROPPED * (counts.frames + counts.dropped):
        yield known.DROPPED.at(place, count=counts.dropped, frames=counts.frames + counts.dropped)
    jitter = jitter_ms(tried.pictures)
    if jitter is not None and jitter > MOST_JITTER_MS:
        yield known.JITTER.at(place, jitter=number(jitter))
    keys = key_distance(tried.pictures)
    if keys is not None and keys.seconds > MOST_KEY_DISTANCE_S:
        seconds = number(keys.seconds, 1)
        if keys.at_least:
            seconds = msg("{seconds} s at least", seconds=seconds)
        else:
            seconds = msg("{seconds} s", seconds=seconds)
        yield known.KEYS_FAR_APART.at(place, time=seconds)
    if form.codec == "hevc":
        yield known.HEVC.at(place)
    elif form.codec == "h264" and form.pixels not in PLAYED_PIXELS:
        yield known.PIXELS.at(place, pixels=form.pixels, profile=form.profile)
    if "picture" in tried.encoded:
        yield known.ENCODED.at(place, codec=form.codec, what=msg("its pictures"))
    if seen.black:
        yield known.BLACK.at(place)
    elif seen.frozen:
        yield known.FROZEN.at(place)


def _clock(tried: TrialResult, place: str) -> Iterator[Finding]:
    behind_s = utc_difference_s(tried)
    if behind_s is None:
        return
    if behind_s < -CLOCK_OFF_S:
        yield known.CLOCK_AHEAD.at(place, seconds=number(-behind_s, 1))
    elif behind_s > CLOCK_OFF_S:
        yield known.CLOCK_BEHIND.at(place, seconds=number(behind_s, 1))


def _sound(tried: TrialResult, place: str) -> Iterator[Finding]:
    if tried.sound is None:
        yield known.NO_SOUND.at(place)
        return
    # A plugged-in microphone gives raw samples: encoding them is what is meant to be done.
    if "sound" in tried.encoded and parse(tried.source.url).scheme not in DEVICES:
        yield known.ENCODED.at(place, codec=tried.sound.codec, what=msg("its sound"))
    heard = tried.heard
    if heard is None or heard.silent:
        yield known.SILENT.at(place, peak=number(SILENCE_DB if heard is None else heard.peak_db))
    elif heard.clips:
        yield known.CLIPPING.at(place, share=number(100 * heard.cut_share, 1))


def _address_of(url: str) -> tuple[object, ...]:
    """Return a key that is equal for two addresses of the same stream."""
    parts = parse(url)
    if parts.scheme in NETWORK:
        return (parts.scheme, *place_of(parts), parts.path, parts.query)
    if parts.scheme == "alsa":
        return (parts.scheme, device_of(parts))
    return (parts.scheme, os.path.realpath(device_of(parts)))


def _host(url: str) -> str | None:
    """Return the host of a network source; None for a plugged-in one."""
    parts = parse(url)
    return place_of(parts)[0] if parts.scheme in NETWORK else None


ANSWERS_WITHIN_S = 2.0

_CAMERA = msg("Camera '{name}'")
_MICROPHONE = msg("Microphone '{name}'")


@dataclass(frozen=True, slots=True)
class DevicesExamined:
    """The results of all devices, in the order of the room file.

    ``bits_per_s`` is the rate at which a recording of them all writes.
    """

    devices: tuple[ExaminationResult, ...]
    bits_per_s: float


def examine_devices(
    sources: Sequence[RecordedSource], seconds: float, done: Callable[[RecordedSource], None] = lambda _: None
) -> DevicesExamined:
    """Try every source for some seconds, all at once, and return the results.

    Args:
        sources: of the room file.
        seconds: how long each is recorded, once it is open.
        done: called with each source as its trial ends, in the caller's thread.
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
    for trial in tried:
        source = trial.source
        doubled = common.get(source.name)
        findings = findings_of(trial, answers=trial.failure is not None and _answers(source))
        devices.append(
            ExaminationResult(
                kind="microphone" if source.sound_only else "camera",
                name=source.name,
                title=(_MICROPHONE if source.sound_only else _CAMERA).format(name=source.name),
                facts=(word("address", msg("address"), source.url), *facts_of(trial)),
                findings=findings if doubled is None else (doubled, *findings),
            )
        )
    return DevicesExamined(tuple(devices), sum(map(bit_rate, tried)))


def _answers(source: RecordedSource) -> bool:
    """Return whether anything answers at the address of a source that could not be opened."""
    parts = parse(source.url)
    if parts.scheme not in NETWORK:
        return parts.scheme != "alsa" and Path(device_of(parts)).exists()
    try:
        socket.create_connection(place_of(parts), ANSWERS_WITHIN_S).close()
    except OSError:
        return False
    return True
