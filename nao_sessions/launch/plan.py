"""A protocol with what was chosen for a session of it: settings, codes, language, seed and speed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from nao_sessions.core.errors import UsageError
from nao_sessions.protocol import setting_values
from nao_sessions.protocol.expression import Value
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.spoken import languages_of
from nao_sessions.record.folder import is_code
from nao_sessions.record.manifest import PHASE, checked_phase
from nao_sessions.text.messages import msg, msgn

MOST_SEEDS = 2**31


@dataclass(frozen=True, slots=True)
class Plan:
    """A protocol with what was chosen for one session of it; ``speed`` is session seconds a real second."""

    protocol: Protocol
    settings: dict[str, Value]
    participants: tuple[str, ...]
    seed: int
    speed: float
    language: str
    """The language that Nao speaks and listens in."""
    phase: str = ""
    """Which phase of a study the session belongs to, where the protocol itself has no such setting."""


def plan_of(
    protocol: Protocol,
    settings: Iterable[tuple[str, str]],
    participants: tuple[str, ...],
    seed: int | None,
    speed: float,
    hide_names: Callable[[str], str],
    language: str | None = None,
) -> Plan:
    """Return the plan of a session; first names in settings become codes, as settings are written down.

    ``seed``: None: one is drawn; ``language``: None: the protocol's own.

    Raises:
        UsageError: a setting is unknown, or a value does not fit it; the protocol lacks the language.
    """
    choices = {known.name: known.choices for known in protocol.settings}
    written: dict[str, str] = {}
    for name, value in settings:
        # A choice is a word of the author's, whoever else may be called so.
        key = name if name in choices else hide_names(name)
        written[key] = value if value.strip() in choices.get(key, ()) else hide_names(value)
    phase = "" if PHASE in choices else checked_phase(written.pop(PHASE, ""))
    return Plan(
        protocol=protocol,
        settings=setting_values(protocol, written),
        participants=participants,
        seed=random.SystemRandom().randrange(MOST_SEEDS) if seed is None else seed,
        speed=speed,
        language=_spoken(protocol, language),
        phase=phase,
    )


def _spoken(protocol: Protocol, language: str | None) -> str:
    """Return the language of a session: the protocol's own, or another that the protocol is written in."""
    known = languages_of(protocol)
    if language is None or language in known:
        return language or protocol.language
    raise UsageError(
        msg("Nao has no sentences in '{language}' in this protocol.", language=language),
        msg("Languages of this protocol: {known}.", known=", ".join(known)),
        code="U123",
    )


def check_participants(protocol: Protocol, participants: tuple[str, ...]) -> None:
    """Raise UsageError if a participant is no code, or there are too many or, but for none, too few."""
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
        raise UsageError(words.format(n=most, fewest=fewest), code="U105")


_FOR = msgn("This protocol is for {n} participant.", "This protocol is for {n} participants.")
_FOR_UP_TO = msgn(
    "This protocol is for at most {n} participant.", "This protocol is for at most {n} participants."
)
_FOR_BETWEEN = msgn(
    "This protocol is for {fewest} to {n} participant.", "This protocol is for {fewest} to {n} participants."
)
