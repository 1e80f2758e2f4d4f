"""Where something of a child may lie on this computer, and what encrypts each place: a line for each.

Nothing is changed. What is known from descriptions alone, and was never tried, says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from platformdirs import user_cache_path, user_data_path

from nao_sessions.core.places import VaultPlace
from nao_sessions.privacy.gocryptfs import Keyring, configuration_of
from nao_sessions.privacy.layers import SEEN_HERE, Kind, Swap, layer_of, swap_layer
from nao_sessions.privacy.papers import HOLDERS
from nao_sessions.privacy.vault import Vault
from nao_sessions.text.formats import Day
from nao_sessions.text.messages import Text, msg

Standing = Literal["well", "open", "lacking"]
"""open: whoever has the disk can read what lies there. lacking: a paper opens nothing."""


@dataclass(frozen=True, slots=True)
class InspectedPlace:
    """A place, what encrypts it, and a sentence that says so."""

    key: str
    path: Path | None
    kind: Kind
    standing: Standing
    sentence: Text
    hint: Text | None = None


def inspected(
    vault: VaultPlace,
    temporary: Path,
    exports: Sequence[Path],
    swaps: Sequence[Swap] | None,
    layer: Callable[[Path], Kind] = layer_of,
    layer_of_swap: Callable[[Swap], Kind] = swap_layer,
) -> Iterator[InspectedPlace]:
    """Yield what is known of each place, the vault's own first.

    Args:
        vault: the user's vault, whether it was made or not.
        temporary: the folder of temporary files of this process.
        exports: folders into which exports are written.
        swaps: the swap areas; None where they cannot be read.
        layer: what encrypts a folder.
        layer_of_swap: what encrypts a swap area.
    """
    state = vault.state()
    if state != "none":
        yield from _papers(Keyring(vault.sealed))
        pin = Vault(vault).pin_made()
        if pin is not None:
            told = _PIN.format(day=Day(pin.astimezone().date()))
            yield InspectedPlace("pin", vault.sealed, "gocryptfs", "well", told)
    made = state != "none"
    plain_data, plain_cache = user_data_path("nao_sessions"), user_cache_path("nao_sessions")
    data, cache = (vault.opened, vault.opened / "cache") if made else (plain_data, plain_cache)
    within = {
        "sessions": data / "sessions",
        "house": data / "house",
        "console": data / "console",
        "cache": cache,
    }
    for key, path in within.items():
        if state in ("closed", "gone"):
            yield InspectedPlace(key, path, "gocryptfs", "well", _CLOSED.format(what=_WHAT[key], path=path))
        else:
            yield _place(key, path, layer(path))
    if made:  # what was recorded before there was a vault stays where it was
        before = [*(plain_data / name for name in ("sessions", "house", "console")), plain_cache / "corpora"]
        for path in before:
            if _holds_something(path):
                yield _place("left", path, layer(path))
    yield _place("temporary", temporary, layer(temporary))
    for path in exports:
        yield _place("exports", path, layer(path))
    if swaps is None:
        yield InspectedPlace("swap", None, "none", "open", _SWAP_UNKNOWN, _SWAP_HINT)
    elif not swaps:
        yield InspectedPlace("swap", None, "memory", "well", _NO_SWAP)
    for swap in swaps or ():
        yield _place("swap", swap.path, layer_of_swap(swap))


def _papers(keyring: Keyring) -> Iterator[InspectedPlace]:
    """Yield what is known of a vault's papers: a line for each, and one where the master key is on some."""
    papers = keyring.papers()
    for holder in HOLDERS if papers else ():
        path, paper, who = keyring.folder / configuration_of(holder), papers.get(holder), HOLDERS[holder]
        if paper is not None:
            made = _PAPER.format(holder=who, day=Day(paper.made.astimezone().date()))
            yield InspectedPlace("papers", path, "gocryptfs", "well", made)
        elif holder in papers or not keyring.has_master_key_on_paper():
            hint = _NEW_KEY.format(holder=holder)
            yield InspectedPlace("papers", path, "gocryptfs", "lacking", _NO_PAPER.format(holder=who), hint)
    if keyring.has_master_key_on_paper():
        hint = _RENEWED if papers else _RENEW
        yield InspectedPlace("papers", keyring.folder, "gocryptfs", "well", _MASTER_KEY, hint)


def _place(key: str, path: Path, kind: Kind) -> InspectedPlace:
    told = _OPEN if kind == "none" else _MEMORY if kind == "memory" else _SEALED
    sentence = told.format(what=_WHAT[key], path=path, how=_HOW.get(kind, _WHAT[key]))
    if kind not in SEEN_HERE:
        sentence = msg(
            "{sentence} This kind was never seen here: it is known by its description.", sentence=sentence
        )
    if kind == "none":
        return InspectedPlace(
            key, path, kind, "open", sentence, _SWAP_HINT if key == "swap" else _HINTS.get(key, _HINT)
        )
    return InspectedPlace(key, path, kind, "well", sentence)


def _holds_something(path: Path) -> bool:
    try:
        return any(path.iterdir())
    except OSError:
        return False


_WHAT: Mapping[str, Text] = {
    "sessions": msg("Sessions"),
    "house": msg("The house's key and journal"),
    "console": msg("What the console keeps"),
    "cache": msg("The cache"),
    "left": msg("What was there before the vault"),
    "temporary": msg("Temporary files"),
    "exports": msg("Exports"),
    "swap": msg("Swapped memory"),
}
_HOW: Mapping[Kind, Text] = {
    "luks": msg("LUKS (dm-crypt)"),
    "homed": msg("systemd-homed's LUKS"),
    "zfs": msg("ZFS"),
    "fscrypt": msg("fscrypt"),
    "gocryptfs": msg("gocryptfs"),
    "stacked": msg("ecryptfs, EncFS or CryFS"),
}
_PIN = msg("PIN of this computer: made on {day}; its TPM opens the vault by it, and no other computer does.")
_PAPER = msg("Paper for {holder}: a key of its own, from {day}.")
_NO_PAPER = msg("Paper for {holder}: none opens the vault, its file is missing or damaged.")
_NEW_KEY = msg("Draw a new key: nao-sessions vault papers --holder {holder}")
_MASTER_KEY = msg(
    "Papers of an earlier version: they hold the vault's master key, which opens it for ever, whatever the "
    "passphrase. Only a new vault, into which all is moved, takes it from whoever has one."
)
_RENEW = msg("Give each holder a key of their own: nao-sessions vault papers. Then destroy the old papers.")
_RENEWED = msg("Destroy them, if there are any still; where one is lost, make a new vault.")
_SEALED = msg("{what} ({path}): encrypted by {how}.")
_MEMORY = msg("{what} ({path}): in memory alone, and gone with it.")
_CLOSED = msg("{what} ({path}): in the vault, which is closed: nobody reads them, and nothing is recorded.")
_OPEN = msg("{what} ({path}): not encrypted. Whoever has the disk reads them.")
_NO_SWAP = msg("Swapped memory: none, nothing of memory gets onto a disk by it.")
_SWAP_UNKNOWN = msg("Swapped memory: it could not be found out whether there is any.")
_SWAP_HINT = msg(
    "Names and pictures in memory may get there: encrypt it, or swapoff -a and remove it from /etc/fstab."
)
_HINT = msg("Encrypt the computer's disk, or make a vault: nao-sessions vault create")
_HINTS: Mapping[str, Text] = {
    "left": msg(
        "Move it into the vault, or remove it. On an SSD what was removed may still be read: only an "
        "encrypted disk helps then."
    ),
    "temporary": msg("Open the vault before the console is started: temporary files lie in it then."),
    "exports": msg("What leaves a real session is sealed; what you write there yourself is not."),
}
