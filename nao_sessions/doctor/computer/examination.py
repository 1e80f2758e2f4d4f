"""The judgement on this computer: its facts, and the findings that make it unfit for a session.

Pure: what ``reading`` found comes in. Every limit stands here, with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from nao_sessions.core.confinement import Confinement
from nao_sessions.core.errors import Finding
from nao_sessions.doctor.computer.reading import Computer
from nao_sessions.doctor.result import ExaminationResult, Fact, FindingKind, answer, number, quantity, word
from nao_sessions.text.formats import listed
from nao_sessions.text.messages import Text, msg, verbatim

NOT_WRITABLE = FindingKind(
    "D200",
    "error",
    msg("nothing can be written into {folder}"),
    msg("Choose another folder (--out), or ask for the right to write into it."),
)
DISK_FULL = FindingKind(
    "D201",
    "error",
    msg("the disk holds only {hours} h of recording"),
    msg("Copy old sessions elsewhere, verify them (nao-sessions verify), then delete them here."),
)
DISK_FILLS = FindingKind(
    "D202",
    "warning",
    msg("the disk holds {hours} h of recording"),
    msg("Make room before next week, or lower the cameras' bit rates."),
)
NOT_ENCRYPTED = FindingKind(
    "D203",
    "warning",
    msg("{folder} is not on an encrypted volume"),
    msg(
        "No child is recorded there without a written reason: install Linux on an encrypted disk (LUKS), or "
        "give a folder that is on such a disk by --out."
    ),
)
FOLDER_OPEN = FindingKind(
    "D204",
    "warning",
    msg("{folder} can be opened by others than you"),
    msg("'chmod 700 {folder}'"),
)
LOGIN_OPEN = FindingKind(
    "D205",
    "error",
    msg("the login {path} can be read by others than you"),
    msg("'chmod 600 {path}', and change the camera's password if it may have been read."),
)
NOT_SYNCHRONISED = FindingKind(
    "D206",
    "warning",
    msg("no time server keeps this computer's time"),
    msg("'sudo timedatectl set-ntp true', or install chrony, which can give the cameras the time as well."),
)
WRONG_TIME = FindingKind(
    "D207",
    "error",
    msg("this computer's date is wrong: {date}, before this program was made"),
    msg("Set the date: session folders and the families' consent go by it."),
)
BUSY = FindingKind(
    "D208",
    "warning",
    msg("this computer is busy: load {load} on {cores} cores"),
    msg("Close what is not of the session: browser, updates, backup."),
)
NO_BROWSER = FindingKind(
    "D210",
    "remark",
    msg("no Chromium: no sheet as a PDF"),
    msg("'sudo apt install chromium', or print the HTML page from another browser."),
)
NO_ALSA = FindingKind(
    "D211",
    "warning",
    msg("a microphone is read by ALSA, and ALSA's configuration is missing"),
    msg("'sudo apt install libasound2-data'"),
)
CAMERA_CLOSED = FindingKind(
    "D212",
    "warning",
    msg("you may not open {devices}"),
    msg("'sudo usermod -aG video $USER', then log out of this computer and in again."),
)
ON_BATTERY = FindingKind(
    "D213",
    "warning",
    msg("this computer runs on its battery ({percent}%)"),
    msg("Plug it in: on its battery it slows down, and may go out in the middle of a session."),
)
MAY_SLEEP = FindingKind(
    "D214",
    "remark",
    msg("nothing keeps this computer from falling asleep"),
    msg("'systemd-inhibit --what=sleep:idle:handle-lid-switch nao-sessions run ...', with the lid open."),
)
NO_QI = FindingKind(
    "D215",
    "warning",
    msg("a real Nao cannot be led from here: {why}"),
    msg("Install Python 3.11 or 3.12 on Linux x86_64, then run 'make setup' again."),
)
NOT_CONFINED = FindingKind(
    "D216",
    "warning",
    msg("here, what reads films and boards from elsewhere can still reach: {open}"),
    msg(
        "Open such files on another computer. This takes Linux 6.7 with Landlock, and user namespaces "
        "(kernel.unprivileged_userns_clone, kernel.apparmor_restrict_unprivileged_userns)."
    ),
)

COMPUTER_CODES = (
    NOT_WRITABLE,
    DISK_FULL,
    DISK_FILLS,
    NOT_ENCRYPTED,
    FOLDER_OPEN,
    LOGIN_OPEN,
    NOT_SYNCHRONISED,
    WRONG_TIME,
    BUSY,
    NO_BROWSER,
    NO_ALSA,
    CAMERA_CLOSED,
    ON_BATTERY,
    MAY_SLEEP,
    NO_QI,
    NOT_CONFINED,
)


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
    held = computer.confinement
    for key, label in _CONFINED.items():
        yield answer(f"confined_{key}", label, None if held is None else bool(getattr(held, key)))
    packages = ", ".join(f"{name} {version}" for name, version in computer.packages.items())
    yield word("packages", msg("versions"), packages)


def _of_disk(computer: Computer, hours: float | None) -> Iterator[Finding]:
    disk = computer.disk
    if not disk.writable:
        yield NOT_WRITABLE.at(_PLACE, folder=disk.folder)
    if hours is not None and hours < FEWEST_HOURS:
        yield DISK_FULL.at(_PLACE, hours=number(hours, 1))
    elif hours is not None and hours < COMFORTABLE_HOURS:
        yield DISK_FILLS.at(_PLACE, hours=number(hours, 1))
    if not disk.encrypted:
        yield NOT_ENCRYPTED.at(_PLACE, folder=disk.folder)
    if disk.open_to_others:
        yield FOLDER_OPEN.at(_PLACE, folder=disk.folder)
    for path in computer.open_logins:
        yield LOGIN_OPEN.at(_PLACE, path=path)


def _of_clock(computer: Computer) -> Iterator[Finding]:
    if computer.utc_s < MADE_AT.timestamp():
        yield WRONG_TIME.at(_PLACE, date=_date(computer.utc_s))
    if computer.clock is not None and not computer.clock.synchronised:
        yield NOT_SYNCHRONISED.at(_PLACE)


def _of_devices(computer: Computer, *, uses_alsa: bool) -> Iterator[Finding]:
    if uses_alsa and not computer.alsa_configured:
        yield NO_ALSA.at(_PLACE)
    if computer.closed_cameras:
        yield CAMERA_CLOSED.at(_PLACE, devices=", ".join(computer.closed_cameras))


def _of_running(computer: Computer) -> Iterator[Finding]:
    if computer.load > computer.cores:
        yield BUSY.at(_PLACE, load=number(computer.load, 1), cores=computer.cores)
    if computer.power.on_mains is False:
        percent = computer.power.battery_percent
        yield ON_BATTERY.at(_PLACE, percent="?" if percent is None else percent)
    if computer.sleep_held_off is False:
        yield MAY_SLEEP.at(_PLACE)
    if computer.browser is None:
        yield NO_BROWSER.at(_PLACE)
    if computer.no_qi is not None:
        yield NO_QI.at(_PLACE, why=computer.no_qi)
    if open_ := [*_left_open(computer.confinement)]:
        yield NOT_CONFINED.at(_PLACE, open=listed(open_))


_CONFINED = {
    "network": msg("foreign files read without network"),
    "tcp": msg("foreign files read without TCP"),
    "files": msg("foreign files read without others"),
}


def _left_open(held: Confinement | None) -> Iterator[Text]:
    """Yield what a child that reads a foreign file could still reach."""
    if held is None or not held.network:
        yield _BUT_TCP if held is not None and held.tcp else _NETWORK
    if held is None or not held.files:
        yield _FILES


_NETWORK = msg("the network")
_BUT_TCP = msg("the network, but for TCP")
_FILES = msg("your other files")


def _date(utc_s: float) -> str:
    return f"{datetime.fromtimestamp(utc_s, UTC):%Y-%m-%d %H:%M:%S}"
