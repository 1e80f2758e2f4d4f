"""Nao's own life: read when a session begins, quietened for it, and put back afterwards.

What moves nothing by itself (blinking, the beeps of listening...) lies in a small file as well
(:mod:`nao_sessions.robot.naoqi.life`), so that the guard can put it back when the session dies, and the next
session when the guard could not. What makes Nao move by itself (its life state, awareness, breathing,
background movement) is in no file: only the session that read it may put it back, where nobody stopped Nao.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from platformdirs import user_state_path

from nao_sessions.record.private import replace_private
from nao_sessions.robot.address import Address
from nao_sessions.robot.naoqi.link import CallFailed, CallLate, QiLink


def life_file(address: Address, instead: Path) -> Path:
    """Return the path where the settings of the robot at an address are kept; create its folder (0700).

    Args:
        address: of the robot: a Nao's serial number is never asked for.
        instead: the path to return where that folder cannot be made or written.
    """
    folder = robots_folder()
    return instead if folder is None else folder / f"{address.digest}.json"


def robots_folder() -> Path | None:
    """Return the user's folder of files on robots, created with 0700; None where it cannot be written."""
    folder = user_state_path("nao_sessions") / "robots"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK | os.X_OK) else None


FORMAT = 1
LIFE_SERVICES = ("ALAutonomousLife", "ALBasicAwareness", "ALMotion", "ALSpeechRecognition")
ABILITIES = (
    "AutonomousBlinking",
    "BackgroundMovement",
    "BasicAwareness",
    "ListeningMovement",
    "SpeakingMovement",
)
MOTIONLESS_ABILITIES = frozenset({"AutonomousBlinking", "ListeningMovement", "SpeakingMovement"})
"""The abilities that move nothing while nobody speaks to Nao and Nao does not speak."""

CHAINS = ("Body", "Arms", "Head", "Legs")
QUIET_STATE = "disabled"
SAFEGUARD_STATE = "safeguard"
LIFE_DEADLINE_S = 15.0  # a change of state may make Nao get up


@dataclass(frozen=True, slots=True)
class Life:
    """The settings of Nao's own life; what a Nao does not have (older systems) is None or left out."""

    state: str | None = None
    abilities: Mapping[str, bool] = field(default_factory=dict)
    awareness: bool | None = None
    breathing: Mapping[str, bool] = field(default_factory=dict)
    idling: Mapping[str, bool] = field(default_factory=dict)
    listening_beeps: bool | None = None
    listening_language: str | None = None
    """The language that Nao's ears listen for; a session sets its own."""

    @property
    def alive(self) -> bool:
        """Return whether Nao's autonomous life is on: it looks around, moves, gets up by itself."""
        return self.state not in (None, QUIET_STATE)

    def motionless(self) -> Life:
        """Return only the settings with which a Nao in state ``disabled`` moves nothing by itself."""
        abilities = {name: on for name, on in self.abilities.items() if name in MOTIONLESS_ABILITIES}
        return Life(
            abilities=abilities,
            listening_beeps=self.listening_beeps,
            listening_language=self.listening_language,
        )


async def read(link: QiLink) -> Life:
    """Return Nao's current settings of its own life. Raises: LinkLost."""
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
        listening_language=await link.value("ALSpeechRecognition", "getLanguage"),
    )


async def quieten(link: QiLink, life: Life) -> None:
    """Set Nao to move and speak for the session only; sent even while the latch is shut. Raises: LinkLost."""
    quiet = Life(
        state=None if life.state is None else QUIET_STATE,
        abilities=dict.fromkeys(life.abilities, False),
        awareness=None if life.awareness is None else False,
        breathing=dict.fromkeys(life.breathing, False),
        idling=dict.fromkeys(life.idling, False),
        listening_beeps=None if life.listening_beeps is None else False,
    )
    await _set(link, quiet, life, anyway=True)


def own(kept: Life, now: Life) -> Life:
    """Return Nao's own settings after a session that restored nothing; ``kept`` is what that session read.

    What is still off was as ``kept`` says; what is on was put on by somebody since, or by Nao as it started.
    What makes Nao move by itself is as it is now: nobody knows whether that session was stopped.
    """
    return replace(
        now,
        abilities=_own_each(kept.motionless().abilities, now.abilities),
        listening_beeps=_own(kept.listening_beeps, now.listening_beeps),
        listening_language=now.listening_language and (kept.listening_language or now.listening_language),
    )


async def put_back(link: QiLink, life: Life) -> bool:
    """Restore the settings that move nothing, even while the latch is shut; return False if Nao refused some.

    Raises:
        LinkLost: the robot is gone.
    """
    return await _set(link, life.motionless(), None, anyway=True)


async def put_all_back(link: QiLink, life: Life) -> bool:
    """Restore all settings of a Nao that nobody stopped: it may move then. Return False if it refused some.

    A state that somebody changed since :func:`quieten` (by the chest button) is left as it is; a Nao that has
    put itself into its safeguard state, after a fall, gets back only what moves nothing.

    Raises:
        LinkLost: the robot is gone.
        LatchShut: somebody stopped Nao meanwhile: some of it may be back already.
    """
    state = await link.value("ALAutonomousLife", "getState")
    if state == SAFEGUARD_STATE:
        return await put_back(link, life)
    if state != QUIET_STATE or not life.alive:
        life = replace(life, state=None)
    return await _set(link, life, None, anyway=False)


def save(path: Path, life: Life) -> None:
    """Write the settings that move nothing to a private file, whole or not at all. Raises: OSError."""
    content = json.dumps({"format": FORMAT, **asdict(life.motionless())})
    replace_private(path, content.encode(), f"{path.name}.part")


def load(path: Path) -> Life | None:
    """Return the settings that an earlier session saved and never restored; None if there are none.

    Earlier versions kept the life state as well: it is left out, since Nao may have been stopped meanwhile.
    """
    try:
        settings: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if settings.pop("format") != FORMAT:
            return None
        return Life(**settings).motionless()
    except (OSError, ValueError, KeyError, TypeError):
        return None


def forget(path: Path) -> None:
    """Remove the file, whose settings have been restored."""
    path.unlink(missing_ok=True)


async def _set(link: QiLink, life: Life, now: Life | None, *, anyway: bool) -> bool:
    """Set what differs from ``now`` (everything, if None); return whether Nao accepted all of it.

    ``anyway``: even while the latch is shut. Raises: LinkLost; LatchShut, where it is not ``anyway``.
    """
    setter = _Setter(link, anyway)
    # The state first: entering one switches abilities on and off by itself.
    # Once a person has left it, only Nao itself goes from solitary to interactive.
    state = "solitary" if life.state == "interactive" else life.state
    if state is not None and state != (now.state if now else ""):
        await setter.set("ALAutonomousLife", "setState", state)
    for name, enabled in life.abilities.items():
        await setter.set("ALAutonomousLife", "setAutonomousAbilityEnabled", name, enabled)
    if life.awareness is not None and not life.abilities:
        older = "startAwareness" if life.awareness else "stopAwareness"  # its names until 2.1
        await setter.set("ALBasicAwareness", "setEnabled", life.awareness, otherwise=older)
    for chain, enabled in life.breathing.items():
        if now is None or now.breathing.get(chain) != enabled:
            await setter.set("ALMotion", "setBreathEnabled", chain, enabled)
    for chain, enabled in life.idling.items():
        if now is None or now.idling.get(chain) != enabled:
            await setter.set("ALMotion", "setIdlePostureEnabled", chain, enabled)
    if life.listening_beeps is not None:
        await setter.set("ALSpeechRecognition", "setAudioExpression", life.listening_beeps)
    if life.listening_language is not None:  # set only where it differs: Nao loads it anew
        known = await link.value("ALSpeechRecognition", "getLanguage")
        if known != life.listening_language:
            await setter.set("ALSpeechRecognition", "setLanguage", life.listening_language)
    return setter.all_taken


class _Setter:
    """Sets one setting after the other, and remembers whether Nao took all of them."""

    def __init__(self, link: QiLink, anyway: bool) -> None:
        self.all_taken = True
        self._link, self._anyway = link, anyway

    async def set(self, service: str, method: str, *arguments: Any, otherwise: str = "") -> None:
        """Set one setting; ``otherwise`` names the method of older systems, which takes no argument."""
        if await self._call(service, method, *arguments):
            return
        self.all_taken &= bool(otherwise) and await self._call(service, otherwise)

    async def _call(self, service: str, method: str, *arguments: Any) -> bool:
        with contextlib.suppress(CallFailed, CallLate):
            await self._link.call(
                service, method, *arguments, deadline_s=LIFE_DEADLINE_S, anyway=self._anyway
            )
            return True
        return False


def _own_each(kept: Mapping[str, bool], now: Mapping[str, bool]) -> dict[str, bool]:
    return {name: bool(_own(kept.get(name), enabled)) for name, enabled in now.items()}


def _own(kept: bool | None, now: bool | None) -> bool | None:
    return kept if now is False and kept is not None else now


def _known(settings: Mapping[str, Any]) -> dict[str, bool]:
    return {name: bool(enabled) for name, enabled in settings.items() if enabled is not None}
