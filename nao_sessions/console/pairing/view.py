"""What the pages of pairing show, from values alone.

Pure: the times and the state of the moment come in as arguments.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

import segno

from nao_sessions.console.pairing.devices import Device
from nao_sessions.console.pairing.door import AUTHORITY, JOIN
from nao_sessions.console.pairing.guesses import OF_ALL
from nao_sessions.console.pairing.invitations import Invitation, Standing, in_two
from nao_sessions.console.pairing.pairing import Place
from nao_sessions.console.pairing.roles import ROLES
from nao_sessions.console.telling import told, words_in
from nao_sessions.review.replay.words import date
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg

# The words of the pages where devices are paired, in both languages.
#
# Whoever reads them holds a tablet in the other hand: one thing to do a sentence.

WORDS: Mapping[str, Text] = {
    "page": msg("Pair a device"),
    "lead_in": msg("A tablet or a screen of the room joins this console by scanning a code."),
    "choose": msg("What is this device to do?"),
    "child": msg("The child's code"),
    "child_hint": msg("P07 for instance; never a first name."),
    "show_code": msg("Show the code"),
    "devices": msg("Paired devices"),
    "no_device": msg("No device yet."),
    "here": msg("connected"),
    "away": msg("not connected"),
    "since": msg("paired on {date}"),
    "forget": msg("Forget this device"),
    "forget_which": msg("Forget this device: {name}"),
    "forgotten_means": msg("A forgotten device sees nothing more; to come back it needs a new code."),
    "lost": msg("The list of devices could not be read: pair them again (N115)."),
    "guesses": msg("Wrong codes were tried just now: {count}. None of them opened."),
    "guesses_wait": msg("Typing codes is suspended for a minute; scanning one still works."),
    "off": msg("The console answers this computer alone."),
    "off_how": msg("To let the room's tablets join it, start it again like this:"),
    "elsewhere": msg("Devices are paired from the computer that leads the session."),
    # the code
    "scan": msg("Scan this code with the device"),
    "scan_alt": msg("Code to scan in order to join"),
    "or_type": msg("Or type it"),
    "or_type_at": msg("at the address"),
    "or_type_code": msg("the code"),
    "good_once": msg("It is good once, for five minutes."),
    "left": msg("{minutes} min {seconds} s left"),
    "joined": msg("{name} has joined."),
    "joined_gone": msg("The code was used."),
    "expired": msg("This code is no longer good."),
    "cancelled": msg("This code was taken back."),
    "another": msg("Show a new code"),
    "cancel": msg("Take this code back"),
    "back": msg("Back to the devices"),
    # the authority
    "prepare": msg("Prepare a tablet (once)"),
    "prepare_why": msg(
        "The tablet has to trust the certificate of this house: scan this code, install the file, "
        "and compare the fingerprint."
    ),
    "authority_alt": msg("Code to scan for the certificate"),
    "fingerprint": msg("SHA-256 fingerprint"),
    "download": msg("Download the certificate"),
    "cut_off": msg("This page is out of date: the console no longer answers."),
    # the device
    "join": msg("Join the session"),
    "join_lead_in": msg("Type the code that is shown on the computer that leads the session."),
    "code": msg("Code"),
    "code_hint": msg("Eight letters and digits; capitals and hyphen do not matter."),
    "enter": msg("Enter"),
    "entering": msg("One moment…"),
    "not_kept": msg("The device could not be kept: the computer's disk is full or gone."),
}


# A code to scan, as the path of one SVG shape.
#
# Pure; the template draws it, black on white whatever the colours of the page.

QUIET = 4
"""How many modules of white lie around the code (ISO/IEC 18004)."""


@dataclass(frozen=True, slots=True)
class QrCode:
    """A square of ``size`` modules a side, its border with it; ``path`` fills the dark ones."""

    size: int
    path: str


def qr_of(text: str) -> QrCode:
    """Return a text as a QR code; a sixth of it may be unreadable (level M)."""
    matrix = segno.make_qr(text, error="m", boost_error=False).matrix
    runs = []
    for y, row in enumerate(matrix):
        x = 0
        while x < len(row):
            length = 0
            while x + length < len(row) and row[x + length]:
                length += 1
            if length:
                runs.append(f"M{x + QUIET} {y + QUIET}h{length}v1h-{length}z")
            x += max(1, length)
    return QrCode(len(matrix) + 2 * QUIET, "".join(runs))


@dataclass(frozen=True, slots=True)
class RoleChoice:
    """A role that a device may be given, as the page offers it; ``chosen``: it is ticked."""

    role: str
    name: str
    means: str
    of_a_child: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """A device in the list."""

    id: str
    name: str
    since: str
    here: bool
    state: str
    forget: str


@dataclass(frozen=True, slots=True)
class InvitationView:
    """An invitation as a page shows it; ``code``, ``spelled`` and ``qr`` are there while it is open."""

    id: str
    role: str
    participant: str
    title: str
    standing: Standing
    sentence: str
    left_s: int
    code: str
    spelled: str
    qr: QrCode | None


def role_choices(language: Language, chosen: str = "watch") -> tuple[RoleChoice, ...]:
    """Return the roles to choose among."""
    return tuple(
        RoleChoice(
            role=role,
            name=told(row.name, language),
            means=told(row.means, language),
            of_a_child=row.of_a_child,
            chosen=role == chosen,
        )
        for role, row in ROLES.items()
    )


def device_lines(
    devices: Iterable[Device], here: Mapping[str, bool], zone: tzinfo | None, language: Language
) -> tuple[DeviceLine, ...]:
    """Return the list of devices as the page shows it; ``here`` says by id which ones are connected."""
    return tuple(
        DeviceLine(
            id=device.id,
            name=told(device.name, language),
            since=told(WORDS["since"].format(date=date(device.since, zone, language)), language),
            here=here[device.id],
            state=told(WORDS["here" if here[device.id] else "away"], language),
            forget=told(WORDS["forget_which"].format(name=device.name), language),
        )
        for device in devices
    )


def invitation_shown(
    invitation: Invitation,
    standing: Standing,
    left_s: int,
    joined: Device | None,
    place: Place,
    language: Language,
) -> InvitationView:
    """Return an invitation as its page shows it; ``joined`` is the device that used it, if still known."""
    row = ROLES[invitation.role]
    child = invitation.participant
    title = row.name if child is None else msg("{name} {child}", name=row.name, child=child)
    is_open = standing == "open"
    return InvitationView(
        id=invitation.id,
        role=invitation.role,
        participant=child or "",
        title=told(title, language),
        standing=standing,
        sentence=told(_became(standing, left_s, joined), language),
        left_s=left_s,
        code=in_two(invitation.typed) if is_open else "",
        spelled=" ".join(invitation.typed) if is_open else "",
        qr=qr_of(f"{place.origin}{JOIN}#{invitation.scanned}") if is_open else None,
    )


def authority_code(place: Place) -> QrCode:
    """Return the QR code of the address of the authority's certificate."""
    return qr_of(f"{place.origin}{AUTHORITY}")


def fingerprint_lines(fingerprint: str, pairs: int = 8) -> tuple[str, ...]:
    """Return a fingerprint in lines that are easy to compare by eye."""
    parts = fingerprint.split(":")
    return tuple(" ".join(parts[start : start + pairs]) for start in range(0, len(parts), pairs))


def warnings(guesses: int, lost: bool, language: Language) -> tuple[str, ...]:
    """Return the warnings of the page of devices: a lost file, wrong codes."""
    sentences = []
    if lost:
        sentences.append(WORDS["lost"])
    if guesses:
        sentences.append(WORDS["guesses"].format(count=guesses))
    if guesses >= OF_ALL:
        sentences.append(WORDS["guesses_wait"])
    return tuple(told(text, language) for text in sentences)


def news(lines: Iterable[DeviceLine], shown: InvitationView | None, warned: Iterable[str]) -> dict[str, Any]:
    """Return what changes on an open page, as JSON values: devices, the invitation, warnings."""
    return {
        "devices": {line.id: {"here": line.here, "state": line.state} for line in lines},
        "invitation": None if shown is None else {"standing": shown.standing, "sentence": shown.sentence},
        "warnings": list(warned),
    }


def page_words(language: Language) -> dict[str, str]:
    """Return the words of the pairing pages, typeset."""
    return words_in(WORDS, language)


def _became(standing: Standing, left_s: int, joined: Device | None) -> Text:
    if standing == "open":
        return WORDS["left"].format(minutes=left_s // 60, seconds=left_s % 60)
    if standing == "used":
        return WORDS["joined_gone"] if joined is None else WORDS["joined"].format(name=joined.name)
    return WORDS[standing]
