"""The TPM of this computer, by tpm2-tools as they are installed: a secret sealed under a PIN.

No other computer opens it, and after a few wrong PINs the chip refuses for a while: so six characters are
enough, where a passphrase that can be tried elsewhere needs fourteen. Neither secret nor PIN gets into a
file, onto a command line or into the environment.
"""

from __future__ import annotations

import base64
import contextlib
import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nao_sessions.core import processes
from nao_sessions.core.errors import DeviceUnavailable, NaoSessionsError, UsageError
from nao_sessions.privacy.gocryptfs import MEMORY, refused
from nao_sessions.record.private import write_private
from nao_sessions.text.messages import msg

SHORTEST_PIN = 6
SLOWEST_S = 63
"""How many seconds a chip has to take for a guess, once it refuses: of six digits half have to be tried, in a
year then. It is our choice."""
MOST_TRIES = 40
"""How many wrong PINs it may take before it refuses."""
CHIP = "device:/dev/tpmrm0"
"""The chip as the kernel shares it out. The environment cannot choose another: it could name a library."""
_WITHIN_S = 60
_WRONG, _REFUSES = re.compile(r"\(0x0*98e\)", re.IGNORECASE), re.compile(r"\(0x0*921\)", re.IGNORECASE)
"""TPM_RC_AUTH_FAIL and TPM_RC_LOCKOUT, as tpm2-tools name them (TPM 2.0 Library, part 2, section 6.6.3)."""
_ATTRIBUTES = "fixedtpm|fixedparent|userwithauth"
"""Without noda: wrong PINs are counted."""
_PARENT = "ecc"


@dataclass(frozen=True, slots=True)
class SealedSecret:
    """What the chip gave back for a secret: of no use without it."""

    public: bytes
    private: bytes

    def as_json(self) -> dict[str, str]:
        """Return it as it is kept."""
        return {
            "public": base64.b64encode(self.public).decode(),
            "private": base64.b64encode(self.private).decode(),
        }

    @classmethod
    def from_json(cls, kept: dict[str, str]) -> SealedSecret:
        """Return it from what was kept. Raises: KeyError, TypeError, ValueError: it is malformed."""
        return cls(
            base64.b64decode(kept["public"], validate=True), base64.b64decode(kept["private"], validate=True)
        )


@dataclass(frozen=True, slots=True)
class Lockout:
    """What the chip does against guesses.

    After ``tries`` wrong ones it takes one more every ``every_s`` seconds. ``held``: nobody gets round that
    without the password of its lockout.
    """

    tries: int
    every_s: int
    held: bool


def lockout() -> Lockout:
    """Return what this computer's chip does against guesses. Raises: DeviceUnavailable: none (G125)."""
    told = _run("tpm2_getcap", "properties-variable")
    return Lockout(
        _number(told, "TPM2_PT_MAX_AUTH_FAIL"),
        _number(told, "TPM2_PT_LOCKOUT_INTERVAL"),
        _number(told, "lockoutAuthSet") == 1,
    )


def check_lockout() -> Lockout:
    """Return what the chip does against guesses, where that is enough for a PIN.

    Raises:
        UsageError: it can be guessed (G128).
        DeviceUnavailable: there is no chip (G125).
    """
    found = lockout()
    if not found.held:
        raise UsageError(
            msg("The TPM of this computer has no password of its lockout: whoever has it guesses a PIN."),
            msg("tpm2_changeauth -c lockout PASSWORD, once; the password goes to the papers of the vault."),
            code="G128",
        )
    if not 0 < found.tries <= MOST_TRIES or found.every_s < SLOWEST_S:
        raise UsageError(
            msg(
                "The TPM of this computer takes {tries} guesses, and then one every {s} s: that is too fast.",
                tries=found.tries,
                s=found.every_s,
            ),
            msg(
                "tpm2_dictionarylockout -s -n {tries} -t 600 -l 86400 -p PASSWORD, once. Then again.",
                tries=10,
            ),
            code="G128",
        )
    return found


def check_pin(pin: str) -> None:
    """Raise UsageError (G127) if a PIN is too short, or has what no keyboard gives."""
    if len(pin) < SHORTEST_PIN or len(set(pin)) < SHORTEST_PIN // 2 or not pin.isprintable():
        raise UsageError(
            msg("A PIN has at least {n} characters, and not the same one over and over.", n=SHORTEST_PIN),
            code="G127",
        )


def seal(secret: str, pin: str) -> SealedSecret:
    """Have the chip seal a secret under a PIN. Raises: as :func:`check_lockout` and :func:`check_pin`."""
    check_pin(pin)
    check_lockout()
    with (
        _parent() as place,
        _session(place, "--enable-decrypt") as session,
        _in_memory(secret) as content,
        _in_memory(pin) as auth,
    ):
        _run(
            *(
                "tpm2_create",
                "-Q",
                "-C",
                str(place / "parent"),
                "-P",
                f"session:{session}",
                "-a",
                _ATTRIBUTES,
            ),
            *("-u", str(place / "public"), "-r", str(place / "private")),
            *("-i", f"/dev/fd/{content}", "-p", f"file:/dev/fd/{auth}"),
            passed=(content, auth),
        )
        return SealedSecret((place / "public").read_bytes(), (place / "private").read_bytes())


def unseal(sealed: SealedSecret, pin: str) -> str:
    """Have the chip give a secret back.

    Raises:
        UsageError: the PIN is wrong (G126), or the chip refuses for a while (G129).
        DeviceUnavailable: there is no chip (G125).
        RecordError: it is another chip, or was cleared since (G113).
    """
    with _parent() as place, _in_memory(pin) as auth:
        write_private(place / "public", sealed.public)
        write_private(place / "private", sealed.private)
        loaded = ("-u", str(place / "public"), "-r", str(place / "private"), "-c", str(place / "sealed"))
        _run("tpm2_load", "-Q", "-C", str(place / "parent"), *loaded)
        with _session(place, "--enable-encrypt") as session:
            with_pin = f"session:{session}+file:/dev/fd/{auth}"
            return _run("tpm2_unseal", "-c", str(place / "sealed"), "-p", with_pin, passed=(auth,))


@contextlib.contextmanager
def _parent() -> Iterator[Path]:
    """Yield a folder in memory with the key under which the chip seals; it makes the same one each time."""
    memory = MEMORY if os.access(MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="nao-sessions-", dir=memory) as name:
        place = Path(name)
        _run("tpm2_createprimary", "-Q", "-C", "o", "-G", _PARENT, "-c", str(place / "parent"))
        yield place


@contextlib.contextmanager
def _session(place: Path, what: str) -> Iterator[Path]:
    """Yield a session that encrypts what goes to the chip or comes from it: its wires can be listened to."""
    session = place / "session"
    _run("tpm2_startauthsession", "-Q", "--hmac-session", "-c", str(place / "parent"), "-S", str(session))
    try:
        _run("tpm2_sessionconfig", "-Q", str(session), what)
        yield session
    finally:
        _run("tpm2_flushcontext", "-Q", str(session))


@contextlib.contextmanager
def _in_memory(text: str) -> Iterator[int]:
    """Yield the descriptor of a file that has no name, and is in memory alone."""
    descriptor = os.memfd_create("nao-sessions")
    try:
        os.write(descriptor, text.encode())
        yield descriptor
    finally:
        os.close(descriptor)


def _run(*command: str, passed: tuple[int, ...] = ()) -> str:
    """Run a program of tpm2-tools, and return what it wrote. Raises: see callers."""
    try:
        ran = processes.run(
            (command[0], "-T", CHIP, *command[1:]),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=_WITHIN_S,
            pass_fds=passed,
        )
        # A chip without the kernel's resource manager holds three objects, and forgets none by itself.
        flushed = ("tpm2_flushcontext", "-T", CHIP, "-Q", "-t")
        processes.run(flushed, capture_output=True, timeout=_WITHIN_S, check=False)
    except FileNotFoundError as error:
        raise DeviceUnavailable(
            msg("The program {name} is not installed.", name=command[0]),
            msg("Debian, Ubuntu: apt install tpm2-tools"),
            code="G125",
        ) from error
    except subprocess.TimeoutExpired as error:
        raise refused(command[0], "...") from error
    if ran.returncode:
        raise _error_of(command, ran.stderr)
    return str(ran.stdout)


def _error_of(command: tuple[str, ...], told: str) -> NaoSessionsError:
    if _WRONG.search(told):
        return UsageError(
            msg("This PIN does not open the vault."),
            msg("After some wrong ones this computer refuses for a while; the passphrase opens it always."),
            code="G126",
        )
    if _REFUSES.search(told):
        return UsageError(
            msg("Too many wrong PINs: this computer takes none for a while."),
            msg("The passphrase opens the vault now."),
            code="G129",
        )
    if command[0] == "tpm2_getcap":
        return DeviceUnavailable(msg("No TPM answers on this computer."), code="G125")
    errors = [line for line in told.splitlines() if line.startswith("ERROR")]
    return refused(command[0], errors[-1] if errors else "?")


def _number(told: str, name: str) -> int:
    """Return a number that tpm2_getcap told; 0 where it told none."""
    found = re.search(rf"^\s*{name}:\s*(0x[0-9A-Fa-f]+|\d+)\s*$", told, re.MULTILINE)
    return 0 if found is None else int(found[1], 0)
