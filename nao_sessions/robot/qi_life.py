"""Nao's own life: read when a session begins, quietened for it, and put back afterwards.

What was read lies in a small file as well (:mod:`nao_sessions.robot.life_file`), so that the guard can put it
back when the session dies, and the next session when the guard could not.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from nao_sessions.robot.qi_link import CallFailed, CallLate, QiLink

FORMAT = 1
LIFE_SERVICES = ("ALAutonomousLife", "ALBasicAwareness", "ALMotion", "ALSpeechRecognition")
ABILITIES = (
    "AutonomousBlinking",
    "BackgroundMovement",
    "BasicAwareness",
    "ListeningMovement",
    "SpeakingMovement",
)
CHAINS = ("Body", "Arms", "Head", "Legs")
QUIET_STATE = "disabled"
LIFE_DEADLINE_S = 15.0  # a change of state may make Nao get up


@dataclass(frozen=True, slots=True)
class Life:
    """The settings of one Nao; what it does not know (older systems) is None or left out."""

    state: str | None = None
    abilities: Mapping[str, bool] = field(default_factory=dict)
    awareness: bool | None = None
    breathing: Mapping[str, bool] = field(default_factory=dict)
    idling: Mapping[str, bool] = field(default_factory=dict)
    listening_beeps: bool | None = None


async def read(link: QiLink) -> Life:
    """Read the settings as they are now. Raises: LinkLost."""
    abilities = {
        name: await link.value("ALAutonomousLife", "getAutonomousAbilityEnabled", name) for name in ABILITIES
    }
    awareness = await link.value("ALBasicAwareness", "isEnabled")
    if awareness is None:
        awareness = await link.value("ALBasicAwareness", "isAwarenessRunning")  # its name until 2.1
    breathing = {chain: await link.value("ALMotion", "getBreathEnabled", chain) for chain in CHAINS}
    idling = {chain: await link.value("ALMotion", "getIdlePostureEnabled", chain) for chain in CHAINS}
    return Life(
        state=await link.value("ALAutonomousLife", "getState"),
        abilities=_known(abilities),
        awareness=awareness,
        breathing=_known(breathing),
        idling=_known(idling),
        listening_beeps=await link.value("ALSpeechRecognition", "getAudioExpression"),
    )


async def quieten(link: QiLink, life: Life) -> None:
    """Let Nao move and speak for the session alone. Raises: LinkLost."""
    quiet = Life(
        state=None if life.state is None else QUIET_STATE,
        abilities=dict.fromkeys(life.abilities, False),
        awareness=None if life.awareness is None else False,
        breathing=dict.fromkeys(life.breathing, False),
        idling=dict.fromkeys(life.idling, False),
        listening_beeps=None if life.listening_beeps is None else False,
    )
    # The state first: entering one switches abilities on and off by itself.
    await _set(link, quiet, life)


def own(kept: Life, now: Life) -> Life:
    """Give Nao's own settings where an earlier session put nothing back: ``kept`` is what it read.

    What is still off was as ``kept`` says; what is on was put on by somebody since, or by Nao as it started.
    """
    return Life(
        state=kept.state if now.state == QUIET_STATE and kept.state is not None else now.state,
        abilities=_own_each(kept.abilities, now.abilities),
        awareness=_own(kept.awareness, now.awareness),
        breathing=_own_each(kept.breathing, now.breathing),
        idling=_own_each(kept.idling, now.idling),
        listening_beeps=_own(kept.listening_beeps, now.listening_beeps),
    )


async def put_back(link: QiLink, life: Life) -> bool:
    """Put the settings back as they were; sent even while the latch is shut. False if Nao refused some.

    Raises:
        LinkLost: the robot is gone.
    """
    return await _set(link, life, None)


def save(path: Path, life: Life) -> None:
    """Keep the settings in a file that only its owner reads, whole or not at all. Raises: OSError."""
    part = path.with_name(path.name + ".part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump({"format": FORMAT, **asdict(life)}, file)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def load(path: Path) -> Life | None:
    """Read what an earlier session kept and never put back; None if there is nothing to put back."""
    try:
        kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if kept.pop("format") != FORMAT:
            return None
        return Life(**kept)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def forget(path: Path) -> None:
    """Remove the file: its settings are put back."""
    path.unlink(missing_ok=True)


async def _set(link: QiLink, life: Life, now: Life | None) -> bool:
    """Set what differs from ``now`` (all, when it is None); true when Nao took everything."""
    good = True
    # Once a person has left it, only Nao itself goes from solitary to interactive.
    state = "solitary" if life.state == "interactive" else life.state
    if state is not None and state != (now.state if now else ""):
        good &= await _tell(link, "ALAutonomousLife", "setState", state)
    for name, enabled in life.abilities.items():
        good &= await _tell(link, "ALAutonomousLife", "setAutonomousAbilityEnabled", name, enabled)
    if life.awareness is not None and not life.abilities:
        good &= await _set_awareness(link, life.awareness)
    for chain, enabled in life.breathing.items():
        if now is None or now.breathing.get(chain) != enabled:
            good &= await _tell(link, "ALMotion", "setBreathEnabled", chain, enabled)
    for chain, enabled in life.idling.items():
        if now is None or now.idling.get(chain) != enabled:
            good &= await _tell(link, "ALMotion", "setIdlePostureEnabled", chain, enabled)
    if life.listening_beeps is not None:
        good &= await _tell(link, "ALSpeechRecognition", "setAudioExpression", life.listening_beeps)
    return good


async def _set_awareness(link: QiLink, enabled: bool) -> bool:
    if await _tell(link, "ALBasicAwareness", "setEnabled", enabled):
        return True
    older = "startAwareness" if enabled else "stopAwareness"
    return await _tell(link, "ALBasicAwareness", older)


async def _tell(link: QiLink, service: str, method: str, *arguments: Any) -> bool:
    with contextlib.suppress(CallFailed, CallLate):
        # The latch does not hold this back: it is no action of the session, and mostly takes movement away.
        await link.call(service, method, *arguments, deadline_s=LIFE_DEADLINE_S, anyway=True)
        return True
    return False


def _own_each(kept: Mapping[str, bool], now: Mapping[str, bool]) -> dict[str, bool]:
    return {name: bool(_own(kept.get(name), enabled)) for name, enabled in now.items()}


def _own(kept: bool | None, now: bool | None) -> bool | None:
    return kept if now is False and kept is not None else now


def _known(settings: Mapping[str, Any]) -> dict[str, bool]:
    return {name: bool(enabled) for name, enabled in settings.items() if enabled is not None}
