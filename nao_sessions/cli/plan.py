"""What the command line of `run` asks for, made into a plan: settings, codes, names, and where to record.

First names are read here and kept in memory alone; no argument of a command ever holds one.
"""

from __future__ import annotations

import getpass
import os
import random
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from nao_sessions.cli.words import key_and_value
from nao_sessions.core.errors import UsageError
from nao_sessions.protocol import setting_values
from nao_sessions.protocol.expression import Value
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.spoken import languages_of
from nao_sessions.robot.names import Pseudonyms
from nao_sessions.session.folder import is_code
from nao_sessions.session.manifest import PHASE, checked_phase
from nao_sessions.text.messages import msg

MOST_SEEDS = 2**31


@dataclass(frozen=True, slots=True)
class Plan:
    """A protocol with what was chosen for it."""

    protocol: Protocol
    settings: dict[str, Value]
    participants: tuple[str, ...]
    seed: int
    speed: float
    language: str
    """That Nao speaks and listens in."""
    phase: str = ""
    """Which phase of a study the session belongs to, where the protocol itself has no such setting."""


def plan_of(
    protocol: Protocol,
    settings: Iterable[str],
    participants: tuple[str, ...],
    seed: int | None,
    speed: float,
    hide_names: Callable[[str], str],
    language: str | None = None,
) -> Plan:
    """Make the plan; a first name in a setting is turned back, since settings are written down.

    Raises:
        UsageError: a setting is unknown, or a value does not fit it; the protocol lacks the language.
    """
    choices = {known.name: known.choices for known in protocol.settings}
    given: dict[str, str] = {}
    for setting in settings:
        key, value = key_and_value(setting, hide_names(setting))
        # A choice is a word of the author's, whoever else may be called so.
        key = key if key in choices else hide_names(key)
        given[key] = value if value.strip() in choices.get(key, ()) else hide_names(value)
    phase = "" if PHASE in choices else checked_phase(given.pop(PHASE, ""))
    return Plan(
        protocol=protocol,
        settings=setting_values(protocol, given),
        participants=participants,
        seed=random.SystemRandom().randrange(MOST_SEEDS) if seed is None else seed,
        speed=speed,
        language=_spoken(protocol, language),
        phase=phase,
    )


def _spoken(protocol: Protocol, language: str | None) -> str:
    """Give the language of a session: the protocol's own, or another that it is written in."""
    known = languages_of(protocol)
    if language is None or language in known:
        return language or protocol.language
    raise UsageError(
        msg("Nao has no sentences in '{language}' in this protocol.", language=language),
        msg("Languages of this protocol: {known}.", known=", ".join(known)),
        code="U123",
    )


def check_participants(protocol: Protocol, participants: tuple[str, ...]) -> None:
    """Check that participants are codes, and as many as the protocol is for. Raises: UsageError."""
    for code in participants:
        if not is_code(code):
            raise UsageError(
                msg("--participant takes a code such as P07, never a name."),
                msg("First names go by --names."),
                code="U104",
            )
    fewest, most = protocol.participants_min, protocol.participants_max
    if participants and not fewest <= len(participants) <= most:
        words = _FOR if fewest == most else _FOR_UP_TO if fewest == 0 else _FOR_BETWEEN
        raise UsageError(words[most > 1].format(fewest=fewest, most=most), code="U105")


_FOR = (
    msg("This protocol is for {most} participant."),
    msg("This protocol is for {most} participants."),
)
_FOR_UP_TO = tuple(
    msg("This protocol is for at most {most} {who}.", who=who) for who in ("participant", "participants")
)
_FOR_BETWEEN = (msg("This protocol is for {fewest} to {most} participants."),) * 2
"""For one or none, and for several."""


def names_of(source: str | None, participants: tuple[str, ...]) -> Pseudonyms:
    """Read first names from a file or from stdin, or ask for them; they are kept in memory alone.

    Raises:
        UsageError: names are given and nobody takes part, or they cannot be read.
    """
    if source is not None and not participants:
        raise UsageError(
            msg("--names gives first names, but nobody takes part."),
            msg("Add --participant CODE for each child."),
            code="U108",
        )
    if source == "-" and sys.stdin.isatty():
        return Pseudonyms.asked(participants, lambda code: getpass.getpass(f"{code} : "))
    if source == "-":
        return Pseudonyms.from_lines(participants, _stdin_names(len(participants)))
    if source is not None:
        try:
            lines = Path(source).read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            raise UsageError(
                msg("--names: the file cannot be read."),
                msg("A text file in UTF-8 is needed."),
                code="U106",
            ) from None  # the error of a decoder holds the bytes that it was given: names
        return Pseudonyms.from_lines(participants, lines)
    return Pseudonyms(participants)


def _stdin_names(count: int) -> list[str]:
    """Read one line with a name for each participant; what follows on stdin belongs to the session."""
    lines: list[str] = []
    while count and (line := _raw_line()) is not None:
        lines.append(line)
        text = line.strip().lstrip("\ufeff")
        count -= bool(text) and not text.startswith("#")
    return lines


def _raw_line() -> str | None:
    """Read a line from stdin byte by byte, so that nothing behind it is swallowed; None at its end."""
    found = bytearray()
    while byte := os.read(sys.stdin.fileno(), 1):
        if byte == b"\n":
            return found.decode("utf-8", "replace")
        found += byte
    return found.decode("utf-8", "replace") if found else None


def default_folder(*, real: bool) -> Path:
    """Simulated sessions go into the checkout's recordings/, real ones into the user's data folder."""
    checkout = Path(__file__).resolve().parent.parent.parent / "recordings"
    if not real and checkout.is_dir():
        return checkout
    return user_data_path("nao_sessions") / ("simulated" if not real else "sessions")
