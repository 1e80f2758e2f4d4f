"""What is held of one child, to be handed to the child and its family: a page, tables, logs, film.

RGPD 15 and 20: readable, and portable. Of other people nothing is in it: in a session with other children
the notes and the log as a whole stay here, of its film those passages alone leave that a person watched and
wrote down, and whoever else is named is *another child* or *an adult*. What is left out is said, with the
reason.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nao_sessions.analysis.film.passages import Passage, refused
from nao_sessions.analysis.film.work import Job, carry_out_apart
from nao_sessions.analysis.tables.cells import safe_row
from nao_sessions.analysis.tables.columns import TABLES, Column
from nao_sessions.analysis.tables.rows import (
    Row,
    annotation_rows,
    prompt_rows,
    response_rows,
    trial_rows,
)
from nao_sessions.analysis.tables.source import Film, SessionSource, read_source
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import NaoSessionsError, UsageError
from nao_sessions.core.received import files_below, is_there, read_received, received
from nao_sessions.privacy.film_use import film_objections
from nao_sessions.privacy.ledger.file import LedgerFile
from nao_sessions.privacy.ledger.values import DisagreementLine, PersonLine, WordLine
from nao_sessions.privacy.ledger.words import line_words
from nao_sessions.privacy.life.inventory import Inventory, sessions_below, take_inventory
from nao_sessions.privacy.presence import people_in
from nao_sessions.privacy.sealing import shows_persons
from nao_sessions.record.additions.afterwards import read_afterwards
from nao_sessions.record.additions.memos import memo_path, read_memos
from nao_sessions.record.additions.notes import NOTES_FILE
from nao_sessions.record.child_levels import levels_of
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.house import House
from nao_sessions.record.private import make_private_folder, open_private, write_private
from nao_sessions.record.results.responses import PROFESSIONAL
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg

_TABLES = {
    "trials": trial_rows,
    "responses": response_rows,
    "prompts": prompt_rows,
    "annotations": annotation_rows,
}
DISCLOSED = "disclosure"
"""The format of the journal's line on an export to the child itself."""
_FILMS = (".mp4", ".m4a")
_OF_THE_QUESTION = frozenset({
    "session", "series", "phase", "phase_kind", "session_number", "participant", "turn", "step", "seq",
    "trial", "trial_seq", "number", "item", "correct", "by", "opened_s", "again",
})  # fmt: skip
"""Cells of what the child was asked: all that stays of a row where another one did something."""
_OF_THE_ANSWER = _OF_THE_QUESTION - {"trial", "trial_seq"} | {"sense", "value", "why", "start_ns", "start_s"}
"""Cells of what the child did in another one's trial: all that stays of that row."""
_OF_THE_WAY = frozenset({"help", "prompts", "unheard_help", "attempts", "errors_before_help"})
"""Cells of how a trial went: empty where some of it was another child's."""


@dataclass(frozen=True, slots=True)
class DisclosedSession:
    """A session of the child: its number here, when it was, its title, how many other children were there.

    ``films`` are the files that are handed out, ``passages`` those with a passage of a film that shows
    others; ``film_kept_back``: there is such a film, and what is not in a passage stays; ``film_refused``:
    somebody objects to the film: it stays, or is among ``films`` because that was decided. ``word`` is what
    the child said of it afterwards.
    """

    number: int
    name: str
    when_utc: str
    title: str
    others: int
    films: tuple[str, ...]
    passages: tuple[str, ...]
    film_kept_back: bool
    film_refused: bool
    notes: bool
    notes_kept_back: bool
    memos: int
    word: str
    trials: int


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What is handed out of one child; ``exports`` and ``backups`` are how many copies lie elsewhere."""

    code: str
    made_utc: str
    sessions: tuple[DisclosedSession, ...]
    agreements: tuple[Text, ...]
    exports: tuple[str, ...]
    backups: tuple[str, ...]
    unread: tuple[str, ...]


@dataclass(slots=True)
class _Gathering:
    """What is written so far."""

    code: str
    place: Path
    language: Language
    others: dict[str, Text]
    passages: Sequence[Passage]
    ledger: LedgerFile
    refused_too: bool
    rows: dict[str, list[Row]] = field(default_factory=dict)

    def masked(self, text: str) -> str:
        """Return a text without the codes of other people."""
        return _codes(self.others).sub(lambda found: self._word(found[0]), text) if self.others else text

    def _word(self, code: str) -> str:
        return self.others[code].in_language(self.language)

    def write(self, name: str, content: bytes) -> None:
        """Write a file of the disclosure. Raises: OSError."""
        make_private_folder((self.place / name).parent, within=self.place)
        write_private(self.place / name, content)


def disclose(
    code: str,
    roots: Sequence[Path],
    house: House,
    place: Path,
    language: Language,
    passages: Sequence[Passage] = (),
    *,
    refused_too: bool = False,
) -> Disclosure:
    """Write all that is held of a child into a folder, and return what it is.

    Args:
        code: of the child, or of whoever was one.
        roots: folders of sessions.
        house: whose ledger and journal.
        place: a folder that is made.
        language: of the words that stand for other people.
        passages: of films that show others, those that are handed out: as `check_passages` takes them.
        refused_too: hand out films of the child alone as well to which somebody objects; none that was
            ended in its session, until somebody writes why it is kept.

    Raises:
        UsageError: nothing is held of this code (G145), or the kept levels cannot be read (R115).
        ForeignFileRefused: a film of which a passage is made took more than it may, or broke its reader.
        RecordError: the ledger or the journal cannot be read: nobody can say who the others are.
        OSError: it cannot be written.
    """
    inventory, ledger = take_inventory(roots, house), LedgerFile(house)
    history = ledger.history()
    agreements = tuple(one.line for one in history if _is_about(one.line, code))
    own = [folder for root in roots for folder in sessions_below(root) if _takes_part(folder, code)]
    # who is in what the inventory cannot read is not known: the page says so
    unread = {one.name for one in inventory.unread}
    handed = [folder for folder in own if folder.name not in unread]
    if not own and not agreements:
        raise UsageError(
            msg("Nothing is held of {code}.", code=code),
            msg("Which codes there are: nao-sessions inventory"),
            code="G145",
        )
    make_private_folder(place)
    others = _others(inventory, code)
    gathering = _Gathering(code, place, language, others, passages, ledger, refused_too)
    handed.sort(key=lambda folder: SessionFolder(folder).read_manifest().clock.utc_ns)
    sessions = tuple(_session(folder, number, gathering) for number, folder in enumerate(handed, start=1))
    _write_tables(gathering)
    _write_levels(roots, gathering)
    names = {one.name for one in sessions}
    exports = tuple(
        one.when_utc for one in inventory.exports if one.format != DISCLOSED and names & set(one.sessions)
    )
    made = Disclosure(
        code=code,
        made_utc=inventory.made_utc,
        sessions=sessions,
        agreements=tuple(line_words(line) for line in agreements),
        exports=exports,
        backups=tuple(one.last_utc for one in inventory.backups),
        unread=tuple(one.name for one in inventory.unread),
    )
    gathering.write("data/data.json", _json(_as_data(made, gathering)))
    return made


def check_passages(
    path: Path, passages: Iterable[Passage], code: str, roots: Sequence[Path], house: House
) -> None:
    """Refuse a passage of a table that there is none of.

    Raises:
        UsageError: it is of no session of the child with others, of one that there is twice, of no film
            there, of one to which somebody objects, or not of its time (G184).
        RecordError: such a session cannot be read.
    """
    films: dict[str, Mapping[str, Film]] = {}
    twice: set[str] = set()
    objected: set[str] = set()
    ledger = LedgerFile(house)
    for folder, source in _shared(code, roots, house):
        twice |= films.keys() & {folder.name}
        if film_objections(source.folder, ledger) is not None:
            objected.add(folder.name)
        films[folder.name] = {one.path.name: one for one in source.films if not one.sound_alone}
    passages = tuple(passages)
    for number, one in enumerate(passages):
        for other in passages[:number]:
            same = (one.session, one.film) == (other.session, other.film)
            if same and one.start_ns < other.stop_ns and other.start_ns < one.stop_ns:
                raise refused(path, one, msg("line {line} shows the same time already.", line=other.line))
        if one.session in twice:
            raise refused(
                path, one, msg("there are two sessions of this name: name one folder by --sessions.")
            )
        if one.session not in films:
            why = msg("{code} has no session of this name with other children.", code=code)
            raise refused(path, one, why)
        if one.session in objected:
            raise refused(path, one, msg("somebody objects to this film: it is shown to nobody any more."))
        film = films[one.session].get(one.film)
        if film is None:
            raise refused(path, one, msg("that session has no film of this name."))
        if (
            not film.shows(one.start_ns, one.stop_ns)
            or one.start_ns < film.begins_ns - SECOND_NS
            or one.stop_ns > film.begins_ns + film.length_ns + SECOND_NS
        ):
            raise refused(path, one, msg("that is not in the time of the film."))


def films_with_others(code: str, roots: Sequence[Path], house: House) -> list[tuple[str, str]]:
    """Return a child's films that show others, and to which nobody objects: session and file name of each.

    Raises:
        RecordError: the ledger or a session cannot be read.
    """
    ledger = LedgerFile(house)
    return [
        (folder.name, film.path.name)
        for folder, source in _shared(code, roots, house)
        if film_objections(source.folder, ledger) is None
        for film in source.films
        if not film.sound_alone
    ]


def _shared(code: str, roots: Sequence[Path], house: House) -> Iterator[tuple[Path, SessionSource]]:
    """Yield the child's sessions with other children that the inventory can read: no other is handed out."""
    unread = {one.name for one in take_inventory(roots, house).unread}
    every = (one for root in roots for one in sessions_below(root) if one.name not in unread)
    for folder in (one for one in every if _takes_part(one, code)):
        source = read_source(folder)
        if _children(folder, source.facts.participants) != [code]:
            yield folder, source


def sessions_with(code: str, roots: Iterable[Path]) -> tuple[str, ...]:
    """Return the names of a child's sessions, for the journal."""
    return tuple(
        folder.name for root in roots for folder in sessions_below(root) if _takes_part(folder, code)
    )


def _takes_part(folder: Path, code: str) -> bool:
    try:
        manifest = SessionFolder(folder).read_manifest()
    except NaoSessionsError:
        return False  # the inventory names it
    return code in _children(folder, manifest.participants) and shows_persons(manifest)


def _children(folder: Path, participants: Sequence[str]) -> list[str]:
    """Return who took part in a session, and the children who came into its room."""
    return list(dict.fromkeys((*participants, *people_in(folder).children)))


def _is_about(line: object, code: str) -> bool:
    match line:
        case PersonLine(code=person) | WordLine(person=person) | DisagreementLine(person=person):
            return person == code
    return False


def _others(inventory: Inventory, code: str) -> dict[str, Text]:
    """Return the word for everybody else, by code."""
    adults = {one for session in inventory.sessions for one in session.adults}
    return {
        one.code: AN_ADULT if one.code in adults else ANOTHER_CHILD
        for one in inventory.persons
        if one.code != code
    }


def _codes(others: Mapping[str, Text]) -> re.Pattern[str]:
    return re.compile(r"(?<![A-Za-z0-9])(?:" + "|".join(map(re.escape, sorted(others))) + r")(?![A-Za-z0-9])")


def _session(folder: Path, number: int, gathering: _Gathering) -> DisclosedSession:
    """Write what a session holds of the child, and return what that is. Raises: RecordError, OSError."""
    source = read_source(folder)
    facts, code = source.facts, gathering.code
    children = _children(folder, facts.participants)
    alone = children == [code]
    counts = dict.fromkeys(_TABLES, 0)
    gathering.others |= {one: ANOTHER_CHILD for one in children if one not in (code, *gathering.others)}
    telling = _Telling.of(source, code)
    coded = False
    for name, rows in _TABLES.items():
        for row in rows(source):
            if row["participant"] != code or (name == "annotations" and row["subject"] != code):
                continue
            coded |= name == "annotations"
            kept = row if alone else telling.of_the_child(name, row)
            if kept is not None:
                masked = {
                    key: gathering.masked(one) if isinstance(one, str) else one for key, one in kept.items()
                }
                gathering.rows.setdefault(name, []).append(masked)
                counts[name] += 1
    recordings = [path for path in _room(source) if path.suffix in _FILMS]
    objections = film_objections(source.folder, gathering.ledger) if recordings else None
    handed_out = objections is None or (gathering.refused_too and not objections.ended)
    notes = is_there(folder / NOTES_FILE)
    memos = [memo for memo in read_memos(folder) if not memo.deleted]
    films: list[str] = []
    notes_kept_back = not alone and (notes or bool(memos) or coded)
    stem = f"{number:02}"
    if alone:
        gathering.write(f"logs/{stem}.jsonl", _masked_file(source.folder.events, folder, gathering))
        if notes:
            gathering.write(f"notes/{stem}.md", _masked_file(folder / NOTES_FILE, folder, gathering))
        for memo in memos:
            _copy(memo_path(folder, memo.number), folder, f"memos/{stem}-{memo.number:02}.webm", gathering)
        for path in recordings if handed_out else ():
            films.append(f"film/{stem}-{gathering.masked(path.name)}")
            _copy(path, folder, films[-1], gathering)
    parts = [one for one in gathering.passages if one.session == folder.name]
    named = tuple(
        (f"{stem}-{n}-{gathering.masked(Path(one.film).stem)}.mp4", one)
        for n, one in enumerate(parts, start=1)
    )
    if named:
        make_private_folder(gathering.place / "film", within=gathering.place)
        job = Job(str(folder), "passages", str(gathering.place / "film"), gathering.language, passages=named)
        carry_out_apart(job, lambda share: None)
    drawn = folder / "slate" / f"{code}.jsonl"
    if is_there(drawn):
        gathering.write(f"drawings/{stem}.jsonl", _masked_file(drawn, folder, gathering))
    return DisclosedSession(
        number=number,
        name=source.name,
        when_utc=datetime.fromtimestamp(facts.clock.utc_ns / SECOND_NS, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        title=gathering.masked(facts.protocol.title),
        others=len(children) - 1,
        films=tuple(films),
        passages=tuple(f"film/{name}" for name, _ in named),
        film_kept_back=bool(recordings) and not alone,
        film_refused=objections is not None,
        notes=notes and alone,
        notes_kept_back=notes_kept_back,
        memos=len(memos) if alone else 0,
        word=read_afterwards(folder).word_of(code) or "",
        trials=counts["trials"],
    )


def _room(source: SessionSource) -> list[Path]:
    room = source.folder.room
    return files_below(room, source.folder.path) if room.is_dir() and not room.is_symlink() else []


@dataclass(frozen=True, slots=True)
class _Telling:
    """What of a session with other children tells of one child alone.

    ``of_others``: the seqs of trials that another child was asked or answered, or of which nobody knows who
    did; ``in_part``: those in which some of the wrong answers were said to be another's.
    """

    code: str
    of_others: frozenset[int]
    in_part: frozenset[int]

    @classmethod
    def of(cls, source: SessionSource, code: str) -> _Telling:
        own = {
            one.seq
            for one in source.trials
            if one.participant == code and one.by in ("", code, PROFESSIONAL) and not one.nobodys
        }
        others = frozenset(one.seq for one in source.trials) - own
        return cls(code, others, frozenset(one.seq for one in source.trials if one.others_errors))

    def of_the_child(self, table: str, row: Row) -> Row | None:
        """Return what stays of a row of the child's; None: nothing."""
        if table == "annotations":
            return None  # in words that somebody typed, of children who are together
        if table == "trials":
            if row["seq"] in self.of_others:
                return self._cells(row, _OF_THE_QUESTION)
            return self._cells(row, row.keys() - _OF_THE_WAY) if row["seq"] in self.in_part else row
        in_trial = row.get("trial_seq")
        if table == "prompts":
            return None if in_trial in self.of_others | self.in_part else row
        if row["by"] not in (None, "", self.code, PROFESSIONAL):
            return self._cells(row, _OF_THE_QUESTION)
        elsewhere = in_trial in self.of_others or row["turn"] not in (None, "", self.code)
        return self._cells(row, _OF_THE_ANSWER) if elsewhere else row

    def _cells(self, row: Row, kept: Set[str]) -> Row:
        return {name: cell if name in kept else None for name, cell in row.items()}


def _masked_file(path: Path, folder: Path, gathering: _Gathering) -> bytes:
    return gathering.masked(read_received(path, folder).decode("utf-8", "replace")).encode()


def _copy(path: Path, folder: Path, name: str, gathering: _Gathering) -> None:
    target = gathering.place / name
    make_private_folder(target.parent, within=gathering.place)
    file = open_private(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, gathering.place)
    with os.fdopen(file, "wb") as copy, received(path, folder, None) as stream:
        shutil.copyfileobj(stream, copy)


def _write_tables(gathering: _Gathering) -> None:
    """Write each table that has rows, and the dictionary of their columns. Raises: OSError."""
    said: list[list[object]] = []
    for name, rows in gathering.rows.items():
        columns = TABLES[name].columns
        table = [[row.get(column.name) for column in columns] for row in rows]
        gathering.write(f"data/{name}.csv", _csv([[one.name for one in columns], *table]))
        said += ([name, one.name, *_explained(one, gathering.language)] for one in columns)
    gathering.write("data/dictionary.csv", _csv([["table", "column", "meaning", "unit", "words"], *said]))


def _explained(column: Column, language: Language) -> tuple[str, str, str]:
    words = (f"{word}: {text.in_language(language)}" for word, text in column.levels.items())
    return column.meaning.in_language(language), column.unit, "; ".join(words)


def _write_levels(roots: Sequence[Path], gathering: _Gathering) -> None:
    """Write the levels that are kept of the child, protocol by protocol. Raises: UsageError, OSError."""
    found: dict[str, Any] = {}
    for number, root in enumerate(roots, start=1):
        for protocol, level in levels_of(root, gathering.code).items():
            known = found.setdefault(protocol, level)
            if known != level:
                found[f"{protocol} ({number})"] = level
    if found:
        gathering.write("data/levels.json", gathering.masked(_json(found).decode()).encode())


def _as_data(made: Disclosure, gathering: _Gathering) -> dict[str, Any]:
    def said(text: Text) -> str:
        return gathering.masked(text.in_language(gathering.language))

    return {
        "code": made.code,
        "made_utc": made.made_utc,
        "sessions": [
            {
                "number": one.number,
                "when_utc": one.when_utc,
                "title": one.title,
                "other_children": one.others,
                "films": [*one.films, *one.passages],
                "film_kept_back": one.film_kept_back,
                "film_refused": one.film_refused,
                "word": one.word,
            }
            for one in made.sessions
        ],
        "agreements": [said(text) for text in made.agreements],
        "exports": list(made.exports),
        "backups": list(made.backups),
        **gathering.rows,
    }


def _json(record: Any) -> bytes:
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()


def _csv(rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(map(safe_row, rows))
    return text.getvalue().encode()


ANOTHER_CHILD = msg("another child")
AN_ADULT = msg("an adult")
