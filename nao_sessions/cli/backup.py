"""`nao-sessions backup`: all that is recorded, encrypted, on another disk; `restore`: back from there.

The key of the backups lies in the house's folder and on two papers; it never stands on a command line.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from nao_sessions.cli.papers import ask_last_groups, check_papers, hand_out, papers_option, typed_secret
from nao_sessions.cli.words import EXIT_FINDINGS, give_json, json_option, lang_option, language_of, tell
from nao_sessions.core.errors import UsageError
from nao_sessions.core.places import data_path
from nao_sessions.privacy.life.backup import (
    KEPT_DAYS,
    PAPER,
    Rehearsal,
    RestoredSession,
    back_up,
    check_target,
    forget,
    is_on_the_same_disk,
    key_of,
    latest,
    make_key,
    read_key,
    rehearse,
)
from nao_sessions.privacy.life.backup import restore as put_back
from nao_sessions.privacy.life.restic import Repository, Snapshot
from nao_sessions.privacy.papers import HOLDERS
from nao_sessions.privacy.vault import read_passphrase
from nao_sessions.record.house import House
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import msg, msgn

key_option = click.option(
    "--key-file",
    type=click.Path(path_type=Path),
    help="A file whose first line is the key on the papers; without it the house's own, or it is asked for.",
)


@click.command(short_help="Back up all that is recorded, encrypted, to another disk.")
@click.argument("place", metavar="TO", type=click.Path(path_type=Path))
@click.option("--new", is_flag=True, help="Begin there: without it, a stick that is missing is an error.")
@papers_option
@click.option("--yes", is_flag=True, help="With --new: somebody keeps the two papers.")
@click.option("--check", is_flag=True, help="Read all backups there, every byte; make none.")
@click.option(
    "--forget", "forgets", is_flag=True, help="Remove backups there that are too old; the newest stays."
)
@click.option(
    "--days",
    type=click.IntRange(0),
    default=KEPT_DAYS,
    show_default=True,
    help="With --forget: older than so many days.",
)
@json_option
@lang_option
def backup(
    place: Path,
    new: bool,
    papers: Path | None,
    yes: bool,
    check: bool,
    forgets: bool,
    days: int,
    as_json: bool,
    lang: str | None,
) -> None:
    """Back up sessions, the house's key, journal and agreements, and the console's own, by restic.

    The backups are encrypted with a key that lies in the house's folder and on two papers. A backup still
    holds whoever is erased afterwards, until it is removed with --forget.
    """
    language, data, house = language_of(lang), data_path(), House.default()
    key = read_key(house)
    if new or key is None or papers is not None:
        check_papers(papers)
        key = key or make_key(house)
        keys = dict.fromkeys(HOLDERS, key)
        hand_out(keys, lambda holder: PAPER, papers, str(place), language)
        if not yes:
            ask_last_groups(keys, language)
    repository = Repository(place, key)
    if check:
        repository.check()
        tell(_WHOLE, language)
        return
    if forgets:
        removed = forget(repository, house, days, datetime.now(UTC))
        if as_json:
            give_json({"removed": [one.when_utc for one in removed]})
        tell(_REMOVED.format(n=len(removed)), language)
        return
    made = back_up(repository, data, house, new=new)
    if as_json:
        give_json({"place": str(place), "snapshot": made.id, "when_utc": made.when_utc})
    tell(_MADE.format(when=made.when_utc, place=place), language)
    if is_on_the_same_disk(place, data):
        tell(_SAME_DISK.format(place=place), language)


@click.command(short_help="Put a backup back into a new place, or try it.")
@click.argument("place", metavar="FROM", type=click.Path(path_type=Path))
@click.argument("target", metavar="[FOLDER]", required=False, type=click.Path(path_type=Path))
@click.option("--rehearse", "rehearses", is_flag=True, help="Only try it, and compare every byte.")
@click.option("--list", "lists", is_flag=True, help="Only tell which backups there are.")
@click.option("--of", "when", metavar="DATE", default="", help="Another one than the newest.")
@click.option("--unencrypted", metavar="REASON", default="", help="Why a disk that is not encrypted is used.")
@key_option
@json_option
@lang_option
def restore(
    place: Path,
    target: Path | None,
    rehearses: bool,
    lists: bool,
    when: str,
    unencrypted: str,
    key_file: Path | None,
    as_json: bool,
    lang: str | None,
) -> None:
    """Put a backup back: into a new FOLDER or, without one, where this computer keeps what it records.

    Each session is verified there. With --rehearse it is put into a temporary place in the vault, compared
    byte for byte with what is here, and removed. Ends with 1 where something is not as it should be.
    """
    language = language_of(lang)
    repository = Repository(place, _key(key_file, language))
    if lists:
        found = repository.snapshots()
        if as_json:
            give_json([{"id": one.id, "when_utc": one.when_utc} for one in found])
        else:
            click.echo("\n".join(one.when_utc for one in found))
        return
    snapshot = _of_date(repository, when) if when else latest(repository)
    if rehearses:
        _told(rehearse(repository, snapshot, data_path(), House.default()), as_json, language)
        return
    into = data_path() if target is None else target.absolute()
    check_target(into, unencrypted)
    restored = put_back(repository, snapshot, into, House.default())
    bad = [one for one in restored.sessions if not one.sound]
    if as_json:
        give_json(
            {
                "folder": str(into),
                "backup": snapshot.when_utc,
                "sessions": [{"name": one.name, "sound": one.sound} for one in restored.sessions],
                "erased_since": restored.erased,
                "codes_erased_since": list(restored.codes),
            }
        )
    for one in bad:
        tell(_BAD.format(name=one.name, why=_why(one)), language)
    tell(_PUT_BACK.format(n=len(restored.sessions), when=snapshot.when_utc, folder=into), language)
    if restored.erased:
        tell(_NOT_BACK.format(n=restored.erased), language)
    for code in restored.codes:
        tell(_ERASE_AGAIN.format(code=code), language)
    tell(_ERASED_SINCE.format(when=snapshot.when_utc), language)
    if bad:
        raise SystemExit(EXIT_FINDINGS)


def _key(file: Path | None, language: Language) -> str:
    """Return the key of the backups: from a file, the house's own, or typed."""
    if file is not None:
        return key_of(read_passphrase(file))
    return read_key(House.default()) or key_of(typed_secret(_KEY, language))


def _of_date(repository: Repository, when: str) -> Snapshot:
    found = next((one for one in repository.snapshots() if one.when_utc.startswith(when)), None)
    if found is None:
        raise UsageError(
            msg("There is no backup of {when} in {place}.", when=when, place=repository.place),
            msg("Which there are: nao-sessions restore {place} --list", place=repository.place),
            code="G181",
        )
    return found


def _told(found: Rehearsal, as_json: bool, language: Language) -> None:
    if as_json:
        give_json(
            {
                "backup": found.backup_utc,
                "sessions": found.sessions,
                "files": found.files,
                "bytes": found.bytes,
                "changed_since": found.changed,
                "gone_since": found.gone,
                "wrong": list(found.wrong),
            }
        )
    for name in found.wrong:
        tell(_WRONG.format(name=name), language)
    tell(
        _REHEARSED.format(
            n=found.files,
            when=found.backup_utc,
            sessions=found.sessions,
            changed=found.changed,
            gone=found.gone,
        ),
        language,
    )
    if found.wrong:
        raise SystemExit(EXIT_FINDINGS)


def _why(one: RestoredSession) -> object:
    if one.found is None:
        return one.why.sentence if one.why is not None else ""
    return next(iter((*one.found.problems, *one.found.authenticity.reasons)), "")


_KEY = msg("Key of the backups, as it stands on the paper")
_WHOLE = msg("Every byte of the backups was read: they are whole.")
_REMOVED = msgn("{n} backup was removed.", "{n} backups were removed.")
_MADE = msg("Backed up: {when}, {place}. Keep it elsewhere than this computer and than the papers.")
_SAME_DISK = msg("{place} is on the disk of what was backed up: whoever loses the one loses the other.")
_BAD = msg("{name} is back, but not as it should be: {why}")
_PUT_BACK = msgn(
    "{n} session of the backup of {when} is back, in {folder}.",
    "{n} sessions of the backup of {when} are back, in {folder}.",
)
_ERASED_SINCE = msg(
    "Whoever was erased after {when} is back, too: look at the receipts, and erase again before anybody "
    "looks at a film."
)
_NOT_BACK = msgn(
    "{n} session was erased or cut since, and is not back.",
    "{n} sessions were erased or cut since, and are not back.",
)
_ERASE_AGAIN = msg("Erased since, and back in part: {code}. At once: nao-sessions erase {code}")
_WRONG = msg("Not as it is here, though nothing has changed it since: {name}")
_REHEARSED = msgn(
    "A restore was tried with the backup of {when} (sessions: {sessions}): {n} file is the same, byte for "
    "byte. Written since, not compared: {changed}; no longer here: {gone}.",
    "A restore was tried with the backup of {when} (sessions: {sessions}): {n} files are the same, byte for "
    "byte. Written since, not compared: {changed}; no longer here: {gone}.",
)
