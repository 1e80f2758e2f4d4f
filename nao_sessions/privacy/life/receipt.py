"""What would go of somebody, and what went: the question before an erasure, and its receipt, in words.

A receipt names nobody: neither code nor session. What was not reached stands in it as plainly as what was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nao_sessions.privacy.life.erasure import ErasurePlan
from nao_sessions.record.signature import seal_of
from nao_sessions.text.formats import number
from nao_sessions.text.messages import Text, msg, msgn


def plan_in_words(plan: ErasurePlan) -> Iterator[Text]:
    """Yield what would go, a sentence each, and what cannot be reached."""
    alone = [one for one in plan.deleted if one.alone]
    with_others = [one for one in plan.deleted if not one.alone]
    named = [one for one in plan.cut if not one.film]
    cut = [one for one in plan.cut if one.film]
    if alone:
        yield _ALONE.format(n=len(alone))
    if with_others:
        yield _WITH_OTHERS.format(n=len(with_others))
    if cut:
        yield _CUT.format(n=len(cut))
    if named:
        yield _NAMED.format(n=len(named))
    yield _FILMS.format(n=plan.counts()["films"], megabytes=_megabytes(plan.counts()["bytes"]))
    for path in plan.kept:
        yield _KEPT.format(path=path)
    for path in plan.copies.paths:
        yield _COPY.format(path=path)
    yield _LINES.format(n=plan.ledger_lines + plan.journal_lines)
    for line in plan.exports:
        to = len(line["to"])
        words = _SEALED_EXPORT.format(n=to) if to else _PLAIN_EXPORT
        yield _EXPORT.format(when=line["when_utc"], format=line["format"], to=words)
    if plan.copies.unsearched:
        yield _UNSEARCHED.format(n=plan.copies.unsearched)
    yield from _NOT_REACHED


def receipt_in_words(line: Mapping[str, Any]) -> Iterator[Text]:
    """Yield the sentences of a receipt."""
    counts: Mapping[str, int] = line["counts"]
    yield _ERASED.format(when=line["when_utc"])
    yield _DELETED.format(n=counts["sessions_deleted"])
    yield _CUT_DONE.format(n=counts["sessions_cut"])
    yield _FILMS_GONE.format(n=counts["films"], megabytes=_megabytes(counts["bytes"]))
    yield _BESIDE.format(n=counts["files_beside"])
    yield _COPIES.format(n=counts["copies_removed"])
    yield _EMPTIED.format(n=counts["ledger_lines"] + counts["journal_lines"])
    if line["reason"]:
        yield _REASON.format(reason=line["reason"])
    yield _OUTSIDE
    if counts["copies_left"]:
        yield _COPIES_LEFT.format(n=counts["copies_left"])
    yield _EXPORTS_LEFT.format(n=counts["exports_not_reached"])
    yield _UNSEARCHED.format(n=counts["copies_not_searched"])
    yield _BACKUPS_LEFT.format(n=counts["backups_not_reached"])
    yield from _NOT_REACHED
    yield _SIGNED.format(key=line["key"][:16], seal=seal_of(line))


def _megabytes(size_bytes: int) -> Text:
    return number(size_bytes / 1_000_000, 1)


_ALONE = msgn(
    "{n} session of this person alone goes as a whole.",
    "{n} sessions of this person alone go as a whole.",
)
_WITH_OTHERS = msgn(
    "{n} session with others goes as a whole, with what the others did in it.",
    "{n} sessions with others go as a whole, with what the others did in them.",
)
_CUT = msgn(
    "{n} session with others is cut: all its film, sound and memos go, and in its log the code becomes one "
    "that means nobody.",
    "{n} sessions with others are cut: all their film, sound and memos go, and in their logs the code "
    "becomes one that means nobody.",
)
_NAMED = msgn(
    "{n} session only names the code: it is replaced there, and the film of the others stays.",
    "{n} sessions only name the code: it is replaced there, and the film of the others stays.",
)
_FILMS = msgn(
    "{n} recording is among what goes; {megabytes} MB in all.",
    "{n} recordings are among what goes; {megabytes} MB in all.",
)
_KEPT = msg("The code goes from {path}.")
_COPY = msg("A copy goes: {path}")
_LINES = msgn(
    "{n} line of the ledger of agreements and of the house's journal is emptied; its digest stays.",
    "{n} lines of the ledger of agreements and of the house's journal are emptied; their digests stay.",
)
_EXPORT = msg("Not reached: what left as {format} at {when} ({to}).")
_SEALED_EXPORT = msgn("sealed to {n} key", "sealed to {n} keys")
_PLAIN_EXPORT = msg("not sealed")
_UNSEARCHED = msgn(
    "In the folders that were named, {n} file could not be searched (a film, a file sealed to others).",
    "In the folders that were named, {n} files could not be searched (films, files sealed to others).",
)
_ERASED = msg("Receipt of an erasure, carried out to its end at {when} (UTC).")
_DELETED = msgn("{n} session was erased as a whole.", "{n} sessions were erased as a whole.")
_CUT_DONE = msgn("{n} session with others was cut.", "{n} sessions with others were cut.")
_FILMS_GONE = msgn(
    "{n} recording is among what went; {megabytes} MB in all.",
    "{n} recordings are among what went; {megabytes} MB in all.",
)
_BESIDE = msgn(
    "{n} other file was cleaned or removed (participants, boards, levels, preparations, drafts).",
    "{n} other files were cleaned or removed (participants, boards, levels, preparations, drafts).",
)
_COPIES = msgn(
    "{n} copy was removed among temporary files and in the folders that were named.",
    "{n} copies were removed among temporary files and in the folders that were named.",
)
_EMPTIED = msgn(
    "{n} line of the ledger of agreements and of the journal was emptied.",
    "{n} lines of the ledger of agreements and of the journal were emptied.",
)
_REASON = msg("Reason: {reason}")
_OUTSIDE = msg("What was not reached:")
_COPIES_LEFT = msgn(
    "{n} copy could not be removed (no right to it, or a disk that takes no writes).",
    "{n} copies could not be removed (no right to them, or a disk that takes no writes).",
)
_EXPORTS_LEFT = msgn(
    "{n} export left earlier: those who received it have to be told (RGPD, article 19).",
    "{n} exports left earlier: those who received them have to be told (RGPD, article 19).",
)
_BACKUPS_LEFT = msgn(
    "{n} backup is known to the journal, and still holds what it held.",
    "{n} backups are known to the journal, and still hold what they held.",
)
_NOT_REACHED = (
    msg("Sticks, backups, prints and copies that were made by hand are not known here, and are not reached."),
    msg(
        "Removed is not overwritten: an SSD keeps parts of files for a time. What lay in the vault is "
        "encrypted there, and is destroyed for good with the vault's key alone; what lay outside of it may "
        "still be read."
    ),
)
_SIGNED = msg("Signed by the house (key {key}), seal {seal}; it stands in the house's journal.")
