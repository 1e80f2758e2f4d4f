"""What a person adds on the end page, checked against the session before it is appended to its folder.

Whatever is typed passes ``names.hide`` first, so that no first name reaches a file.

What a person has typed or pressed, as it comes in: forms read whole, bounded, and checked before use. Nothing
of a request is trusted: what does not fit is refused, and nothing was written.
"""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal, TypeVar
from urllib.parse import parse_qsl

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from starlette.requests import Request

from nao_sessions.analysis.corpus.index_files import cache_of
from nao_sessions.analysis.film.features.store import FeatureFiles
from nao_sessions.console.after.words import WORDS
from nao_sessions.console.forms import body_of
from nao_sessions.core.clock import utc_now
from nao_sessions.core.errors import RecordError, UsageError
from nao_sessions.privacy.life.hold import held
from nao_sessions.protocol.trials import NEEDING_RIGHT, Judgement
from nao_sessions.record.additions.afterwards import (
    ChildsWord,
    FilmKept,
    Liking,
    append_film_kept,
    append_word,
    read_afterwards,
)
from nao_sessions.record.additions.corrections import Field as CorrectedField
from nao_sessions.record.additions.corrections import RecordCorrection, append_correction, read_corrections
from nao_sessions.record.additions.lines import is_sealed
from nao_sessions.record.additions.notes import MOST_CHARACTERS, NotesSection, append_note
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.log import read_log
from nao_sessions.record.results.trials import UNSCORED, read_trials
from nao_sessions.robot.names import PARTICIPANT, Pseudonyms
from nao_sessions.room.destruction import destroy_film
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import msg

MOST_FORM_BYTES = 128 * 1024
"""How long a form may be: a note of the longest kind in the widest letters, percent-encoded."""

_Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=400)]


class _Typed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TypedCorrection(_Typed):
    """A correction of the trial whose line in the log is ``seq``: its new judgement, who answered, why."""

    seq: int
    judgement: Judgement | Literal["unscored"]
    by: _Line
    why: _Line = ""


class TypedWord(_Typed):
    """What a child said of the session."""

    child: _Line
    word: Liking


class TypedNote(_Typed):
    """What was written under a heading of the notes."""

    about: Literal["worked", "hard", "next"]
    text: Annotated[str, StringConstraints(max_length=MOST_CHARACTERS)] = ""


class TypedKept(_Typed):
    """Why what was filmed is kept."""

    why: _Line = ""


class TypedSound(_Typed):
    """Where a part of a memo belongs, in bytes from its beginning."""

    at: int = Field(ge=0)


class TypedEnd(_Typed):
    """How long a memo was, by the page that recorded it."""

    seconds: float = Field(ge=0, allow_inf_nan=False)


class ReadReport(_Typed):
    """Which report is asked for: of one child or all, with the notes or without."""

    child: _Line = ""
    note: Literal["", "1"] = ""


Form = TypeVar("Form", bound=_Typed)


async def read_form(request: Request, form: type[Form]) -> Form:
    """Return the fields of a posted form, checked.

    Raises:
        UsageError: it is too long, or its fields are not what they can be (A103).
    """
    content = await read_body(request, MOST_FORM_BYTES)
    return _checked(dict(parse_qsl(content.decode("utf-8", "replace"), keep_blank_values=True)), form)


def read_query(request: Request, form: type[Form]) -> Form:
    """Return the query of an address as a form, checked. Raises: UsageError (A103)."""
    return _checked(dict(request.query_params), form)


async def read_body(request: Request, most_bytes: int) -> bytes:
    """Return the body of a request. Raises: UsageError (A104): it is longer than ``most_bytes``."""
    content = await body_of(request, most_bytes)
    if content is None:
        raise UsageError(_TOO_LONG, code="A104")
    return content


def destroy(folder: Path) -> None:
    """Destroy the film of a session, and what was measured in it; where none is left, do nothing.

    Raises:
        UsageError: an incident is looked into, so that nothing is destroyed (G140).
        RecordError: the session is not closed, or its folder is sealed.
        OSError: a file cannot be removed.
    """
    if SessionFolder(folder).is_filmed:
        held()
        destroy_film(SessionFolder.open(folder))
    FeatureFiles(cache_of(None)).forget(folder)


def keep_film(folder: Path, typed: TypedKept, person: str, names: Pseudonyms) -> None:
    """Note why the film of a session is kept, although it was ended.

    Args:
        folder: of the session.
        typed: why.
        person: the code of who unlocked the console, "" where it asks for nobody.
        names: are hidden in what was typed.

    Raises:
        UsageError: nobody is known, or nothing is said (A107).
        RecordError: the folder is sealed.
        OSError: it cannot be written.
    """
    if not (typed.why and person):
        raise UsageError(
            msg("Who keeps this film, and why, is missing: it stays closed."),
            msg("Unlock the console with your own code, and write a reason without a name."),
            code="A107",
        )
    _refuse_sealed(folder)
    with _writing:
        append_film_kept(folder, FilmKept(person, hidden(typed.why, names), utc_now()))


def _checked(fields: dict[str, str], form: type[Form]) -> Form:
    try:
        return form.model_validate(fields)
    except ValidationError as error:
        raise UsageError(_UNFIT, _UNFIT_HINT, code="A103") from error


_UNFIT = msg("This request does not fit this page.")
_UNFIT_HINT = msg("Load the page again, then try again.")
_TOO_LONG = msg("This is too long to be kept.")


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
        UsageError: there is no such trial in this session (A105), or nobody who could have answered, or no
            answer of which somebody could be the author (A103).
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
    if trial.opinion and typed.judgement in NEEDING_RIGHT:
        raise UsageError(_NOT_JUDGED, code="A103")
    authors = (*session.read_manifest().participants, PROFESSIONAL, "unknown")
    if typed.by not in authors:
        raise UsageError(_NO_AUTHOR, code="A103")
    by = trial.by if trial.by in authors else "unknown"
    changes: list[tuple[CorrectedField, str, str]] = []
    if typed.judgement not in (trial.judgement, UNSCORED):
        changes.append(("judgement", trial.judgement, typed.judgement))
    if typed.by != by:
        if not replace(trial, judgement=typed.judgement).takes_author:
            raise UsageError(_NO_ANSWER, _NO_ANSWER_HINT, code="A103")
        changes.append(("by", trial.by or "unknown", typed.by))
    why = hidden(typed.why, names)
    for field, old, new in changes:
        append_correction(folder, RecordCorrection(trial.seq, field, old, new, PROFESSIONAL, utc_now(), why))


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
        append_note(folder, NotesSection(utc_now(), typed.about, heading, text))
    return text


def _refuse_sealed(folder: Path) -> None:
    if is_sealed(folder):
        raise RecordError(WORDS["sealed"], code="R149")


_NO_TRIAL = msg("This trial is not in this session.")
_NOT_JUDGED = msg("Nothing is right or wrong in this question: it is not judged.")
_NO_ANSWER = msg("Nobody answered in this trial: there is no author to correct.")
_NO_ANSWER_HINT = msg("If there was an answer after all, correct the score too.")
_NO_AUTHOR = msg("This person did not take part in the session.")
