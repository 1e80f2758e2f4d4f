"""What a person adds on the end page, checked against the session before it is appended to its folder.

Whatever is typed passes ``names.hide`` first, so that no first name reaches a file.
"""

from __future__ import annotations

import re
import threading
from pathlib import Path

from nao_sessions.console.after.input import TypedCorrection, TypedNote, TypedWord
from nao_sessions.console.after.words import WORDS
from nao_sessions.core.errors import RecordError, UsageError
from nao_sessions.record.additions.afterwards import ChildsWord, append_word, read_afterwards
from nao_sessions.record.additions.corrections import Correction, append_correction, read_corrections
from nao_sessions.record.additions.corrections import Field as CorrectedField
from nao_sessions.record.additions.lines import is_sealed, utc_now
from nao_sessions.record.additions.notes import Section, append_note
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.log import read_log
from nao_sessions.record.results.trials import UNSCORED, read_trials
from nao_sessions.robot.names import PARTICIPANT, Pseudonyms
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import msg

PROFESSIONAL = "professional"
"""The role in which the end page is used; a person is never named."""

_writing = threading.Lock()
"""One change at a time: what was looked at is still true when it is appended, and two presses are one."""

_CODE_IN_BRACES = re.compile(r"\{([A-Z]{1,3}[0-9]{2,4})\}")


def hidden(text: str, names: Pseudonyms) -> str:
    """Return a text with participants' codes for the first names that are unlocked, as in « P07 a ri »."""
    text = names.hide(text)
    if len(names.codes) == 1:
        text = text.replace(PARTICIPANT, names.codes[0])
    return _CODE_IN_BRACES.sub(r"\1", text)


def correct(folder: Path, typed: TypedCorrection, names: Pseudonyms) -> None:
    """Append a typed correction of a trial to the session, as far as it differs from what counts now.

    Raises:
        UsageError: there is no such trial in this session, or nobody who could have answered (A105, A103).
        RecordError: the folder is sealed, or cannot be read.
        OSError: it cannot be written.
    """
    with _writing:
        _correct(folder, typed, names)


def _correct(folder: Path, typed: TypedCorrection, names: Pseudonyms) -> None:
    _refuse_sealed(folder)
    session = SessionFolder.open(folder)
    trials = read_trials(read_log(session.events).events, read_corrections(folder))
    trial = next((one for one in trials if one.seq == typed.seq), None)
    if trial is None:
        raise UsageError(_NO_TRIAL, code="A105")
    authors = (*session.read_manifest().participants, PROFESSIONAL, "unknown")
    if typed.by not in authors:
        raise UsageError(_NO_AUTHOR, code="A103")
    by = trial.by if trial.by in authors else "unknown"
    changes: list[tuple[CorrectedField, str, str]] = []
    if typed.judgement not in (trial.judgement, UNSCORED):
        changes.append(("judgement", trial.judgement, typed.judgement))
    if typed.by != by:
        changes.append(("by", trial.by or "unknown", typed.by))
    why = hidden(typed.why, names)
    for field, old, new in changes:
        append_correction(folder, Correction(trial.seq, field, old, new, PROFESSIONAL, utc_now(), why))


def say_word(folder: Path, typed: TypedWord) -> None:
    """Append what a child said of the session, unless it stands there already.

    Raises: UsageError, RecordError, OSError.
    """
    _refuse_sealed(folder)
    children = SessionFolder.open(folder).read_manifest().participants or [""]
    if typed.child not in children:
        raise UsageError(_NO_AUTHOR, code="A103")
    with _writing:
        if read_afterwards(folder).word_of(typed.child) != typed.word:
            append_word(folder, ChildsWord(typed.child, typed.word, utc_now()))


def note(folder: Path, typed: TypedNote, names: Pseudonyms, language: Language) -> str:
    """Append a section of notes; return its text as written. Raises: RecordError, OSError."""
    _refuse_sealed(folder)
    text = hidden(typed.text, names)
    heading = WORDS[f"note_{typed.about}"].in_language(language)
    with _writing:
        append_note(folder, Section(utc_now(), typed.about, heading, text))
    return text


def _refuse_sealed(folder: Path) -> None:
    if is_sealed(folder):
        raise RecordError(WORDS["sealed"], code="R149")


_NO_TRIAL = msg("This trial is not in this session.")
_NO_AUTHOR = msg("This person did not take part in the session.")
