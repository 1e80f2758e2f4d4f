"""The findings on this computer (D2xx); each has its row in docs/en/doctor.md."""

from __future__ import annotations

from nao_sessions.doctor.finding_kinds import FindingKind
from nao_sessions.text.messages import msg

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
        "No child is recorded there: install Linux on an encrypted disk (LUKS), or give a folder that is "
        "on such a disk by --out."
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
)
