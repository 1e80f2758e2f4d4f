"""The judgement on this computer: its facts, and the findings that make it unfit for a session.

Pure: what ``reading`` found comes in. Every limit stands here, with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from nao_sessions.core.errors import Finding
from nao_sessions.doctor.computer import codes as known
from nao_sessions.doctor.computer.reading import Computer
from nao_sessions.doctor.result import ExaminationResult, Fact, answer, number, quantity, word
from nao_sessions.text.messages import msg, verbatim

FEWEST_HOURS = 1.0
"""The hours of recording below which a disk is too full: a workshop with its beginning and its end."""
COMFORTABLE_HOURS = 10.0
"""The hours below which there is a warning: a week of workshops, so that nobody makes room on the day."""
MADE_AT = datetime(2026, 11, 1, tzinfo=UTC)
"""The date of this program: a clock that says an earlier one is wrong."""
GIGABYTE = 1e9
_PLACE = "computer"


def hours_held(free_bytes: int, bits_per_s: float) -> float | None:
    """Return how many hours of recording a disk holds at a bit rate; None where nothing is recorded."""
    return free_bytes * 8 / bits_per_s / 3600 if bits_per_s > 0 else None


def examine_computer(computer: Computer, bits_per_s: float, *, uses_alsa: bool) -> ExaminationResult:
    """Return the facts and findings on this computer: its disk, clock, devices and load.

    Args:
        computer: what was read of the computer.
        bits_per_s: the rate at which a recording of all the room's devices writes; 0 where none was tried.
        uses_alsa: whether the room file names a microphone that is plugged in.
    """
    hours = hours_held(computer.disk.free_bytes, bits_per_s)
    return ExaminationResult(
        kind="computer",
        name="computer",
        title=msg("This computer"),
        facts=tuple(_facts(computer, hours)),
        findings=(
            *_of_disk(computer, hours),
            *_of_clock(computer),
            *_of_devices(computer, uses_alsa=uses_alsa),
            *_of_running(computer),
        ),
    )


def _facts(computer: Computer, hours: float | None) -> Iterator[Fact]:
    disk, clock, power = computer.disk, computer.clock, computer.power
    yield word("recordings", msg("folder of sessions"), str(disk.folder))
    free = disk.free_bytes / GIGABYTE
    yield quantity("free_gb", msg("free space"), free, msg("GB"), 1)
    holds = msg("holds, at the rate of what answers")
    yield quantity("hours_of_recording", holds, hours, "h", 1)
    yield answer("encrypted", msg("encrypted volume"), disk.encrypted)
    private = msg("yours alone")
    yield answer("private", private, not disk.open_to_others)
    yield answer(
        "clock_synchronised",
        msg("time kept by a server"),
        None if clock is None else clock.synchronised,
    )
    error = msg("error of the time, at most")
    most_s = clock.most_error_s if clock is not None and clock.synchronised else None
    yield quantity("clock_error_s", error, most_s, "s", 3)
    date = _date(computer.utc_s)
    yield Fact("utc", date, msg("UTC"), verbatim(date))
    yield Fact("cores", computer.cores, msg("cores"), number(computer.cores))
    load = number(computer.load, 2)
    yield Fact("load", round(computer.load, 2), msg("load (1 min)"), load)
    yield answer("on_mains", msg("on mains"), power.on_mains)
    yield quantity("battery_percent", msg("battery"), power.battery_percent, "%")
    yield answer("sleep_held_off", msg("sleep held off"), computer.sleep_held_off)
    yield word("chromium", msg("Chromium (PDF)"), computer.browser)
    yield answer("alsa", msg("ALSA configured"), computer.alsa_configured)
    yield word("python", msg("Python"), computer.python)
    yield answer("qi", msg("qi (a real Nao)"), computer.no_qi is None)
    packages = ", ".join(f"{name} {version}" for name, version in computer.packages.items())
    yield word("packages", msg("versions"), packages)


def _of_disk(computer: Computer, hours: float | None) -> Iterator[Finding]:
    disk = computer.disk
    if not disk.writable:
        yield known.NOT_WRITABLE.at(_PLACE, folder=disk.folder)
    if hours is not None and hours < FEWEST_HOURS:
        yield known.DISK_FULL.at(_PLACE, hours=number(hours, 1))
    elif hours is not None and hours < COMFORTABLE_HOURS:
        yield known.DISK_FILLS.at(_PLACE, hours=number(hours, 1))
    if not disk.encrypted:
        yield known.NOT_ENCRYPTED.at(_PLACE, folder=disk.folder)
    if disk.open_to_others:
        yield known.FOLDER_OPEN.at(_PLACE, folder=disk.folder)
    for path in computer.open_logins:
        yield known.LOGIN_OPEN.at(_PLACE, path=path)


def _of_clock(computer: Computer) -> Iterator[Finding]:
    if computer.utc_s < MADE_AT.timestamp():
        yield known.WRONG_TIME.at(_PLACE, date=_date(computer.utc_s))
    if computer.clock is not None and not computer.clock.synchronised:
        yield known.NOT_SYNCHRONISED.at(_PLACE)


def _of_devices(computer: Computer, *, uses_alsa: bool) -> Iterator[Finding]:
    if uses_alsa and not computer.alsa_configured:
        yield known.NO_ALSA.at(_PLACE)
    if computer.closed_cameras:
        yield known.CAMERA_CLOSED.at(_PLACE, devices=", ".join(computer.closed_cameras))


def _of_running(computer: Computer) -> Iterator[Finding]:
    if computer.load > computer.cores:
        yield known.BUSY.at(_PLACE, load=number(computer.load, 1), cores=computer.cores)
    if computer.power.on_mains is False:
        percent = computer.power.battery_percent
        yield known.ON_BATTERY.at(_PLACE, percent="?" if percent is None else percent)
    if computer.sleep_held_off is False:
        yield known.MAY_SLEEP.at(_PLACE)
    if computer.browser is None:
        yield known.NO_BROWSER.at(_PLACE)
    if computer.no_qi is not None:
        yield known.NO_QI.at(_PLACE, why=computer.no_qi)


def _date(utc_s: float) -> str:
    return f"{datetime.fromtimestamp(utc_s, UTC):%Y-%m-%d %H:%M:%S}"
