"""Who was there when a film was made, and what the ledger says of using it: a session's own, or a stranger's.

A film that somebody else made comes in as a session's own leaves: all who are seen or heard in it are asked.
What was written down of the children is asked for less: a no keeps it here, and so does another purpose.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nao_sessions.core.codes import is_code, is_part
from nao_sessions.core.errors import UsageError
from nao_sessions.core.events import Event
from nao_sessions.privacy.layers import is_encrypted
from nao_sessions.privacy.ledger.file import LedgerFile
from nao_sessions.privacy.ledger.rules import (
    DISAGREEMENT,
    Decision,
    Means,
    Presence,
    Reason,
    check_log,
    may_take_in,
    may_use,
    reasons_of,
    undecided,
    why_not,
)
from nao_sessions.privacy.ledger.values import (
    LOG,
    NOES,
    PURPOSES,
    SELF,
    DisagreementLine,
    Ledger,
    Purpose,
    is_picture,
    sound_of,
)
from nao_sessions.privacy.ledger.words import PURPOSE_WORDS
from nao_sessions.privacy.presence import AGREEMENT, PRESENT
from nao_sessions.privacy.sealing import shows_persons
from nao_sessions.record.additions.afterwards import read_afterwards
from nao_sessions.record.additions.recordings import AddedRecording, read_added
from nao_sessions.record.film import ends_all_film, read_first_end
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.manifest import Manifest, program_version
from nao_sessions.text.messages import Text, msg

_CLOSED = msg("The film of this session is not shown any more: somebody objects to it, or took back a yes.")
_SAID_NO = msg("A child said that day not to be filmed: what was filmed is shown to nobody.")
_ENDED = msg("Filming was ended in this session: what was filmed before is shown to nobody.")
_DESTROY = msg("It can be destroyed on the session's page in the console; what was written down stays.")
_DESTROY_OR_KEEP = msg(
    "On the session's page in the console it is destroyed, or a person writes why it is kept; what was "
    "written down stays."
)
BY_LEDGER = "ledger "
"""How the manifest's ground begins where the ledger allowed a recorder; the ledger's head follows."""
FILM_NOES = ("no", "unfilmed")
"""What a child answers, as the log keeps it, who is not to be filmed that day."""


def children_of(participants: Sequence[str]) -> tuple[str, ...]:
    """Return the participants who are children: all but the parts that adults play."""
    return tuple(code for code in participants if not is_part(code))


def check_adults(adults: Sequence[str]) -> None:
    """Raise UsageError if an adult of the room is no code."""
    if not all(map(is_code, adults)):
        raise UsageError(
            msg("--adult takes a code such as A01, never a name."),
            msg("It is the code of the ledger: nao-sessions ground list"),
            code="U129",
        )


def presence_of(
    participants: Sequence[str],
    adults: Sequence[str],
    agreements: Sequence[Mapping[str, str]],
    asked_on: datetime.date,
) -> Presence:
    """Return who is in the room; ``agreements`` are what the log keeps of the children's answers."""
    answers = {one["participant"]: one["answer"] for one in agreements if "answer" in one}
    return Presence(tuple(participants), tuple(adults), answers, asked_on)


def interrupted_presence(manifest: Manifest, events: Sequence[Event]) -> tuple[Presence, Purpose]:
    """Return who was in the room of a session, and what for; what was said counts on the day it began.

    Of an imported session nobody knows what was said, nor, but where it was told, when.
    """
    said = [event.data for event in events if (event.source, event.kind) == ("console", AGREEMENT)]
    present = _present(events)
    purpose = next((one for one in PURPOSES if one == present.get("purpose")), PURPOSES[0])
    adults = [str(code) for code in present.get("adults", ())]
    found = presence_of(manifest.participants, adults, said, _begun_on(manifest))
    came = [str(code) for code in present.get("children", ())]
    found = replace(found, children=(*found.children, *came), unlisted="unlisted" in present)
    return replace(found, asked_on=None) if _is_imported(manifest) else found, purpose


def check_use(
    manifest: Manifest,
    events: Sequence[Event],
    purpose: Purpose | None = None,
    file: LedgerFile | None = None,
    added: Iterable[AddedRecording] = (),
    *,
    sound: bool = True,
) -> None:
    """Raise UsageError (G106) if the film of a session may not be used for a purpose.

    Asked of a film that the ledger allowed, and of any other in which somebody of the ledger takes part, and
    of all who were there; to have agreed to the recording is no answer. ``purpose``: None: what it was
    recorded for. ``file``: None: the ledger of this user's house. ``added``: what came to it afterwards.
    ``sound``: whether what was heard is used as well as what was seen.

    Raises:
        RecordError: the ledger cannot be read (G120, G121).
    """
    asked = _asked_of(manifest, events, tuple(added), file)
    if asked is None:
        return
    presence, now = asked.presence, _now()
    asked_for = purpose or asked.recorded_for
    persons = (*presence.children, *presence.adults)
    found = [
        may_use(asked.ledger, persons, name, asked_for, now, unlisted=presence.unlisted)
        for name in asked.recorders
        if sound or is_picture(name)
    ]
    against = [one for one in (_refusals(found) if asked.by_text else found) if not one.allowed]
    if against:
        raise UsageError(
            msg(
                "This film may not be used for this: {purpose}. {why}",
                purpose=PURPOSE_WORDS[asked_for],
                why=why_not(against),
            ),
            msg("To film and to use the film are two questions: nao-sessions ground add --use."),
            code="G106",
        )


@dataclass(frozen=True, slots=True)
class FilmObjections:
    """Why the film of a session is seen no more, a sentence each, and the day since when.

    ``by_persons``: whether somebody objects by the ledger; ``ended``: whether film was ended in the session
    and nobody has written since why what was filmed before is kept.
    """

    why: tuple[Text, ...]
    since: datetime.date
    by_persons: bool
    ended: bool


def film_objections(folder: SessionFolder, file: LedgerFile | None = None) -> FilmObjections | None:
    """Return who objects by now to the film of a session: to its making, or to its use.

    Asked of those who were there while it was filmed; that holders of a child's parental authority disagree
    counts as an objection. So does that film was ended in the session, by a press (*On ne filme plus*) or
    because somebody came in or no longer agreed, or that a child had said no that day, as the log has it,
    until a person writes why it is kept. None where nobody
    does, where nobody is asked (``check_use`` says when), or where no film is there. That an answer is
    missing, or has ended, is no objection.

    Raises:
        RecordError: the ledger cannot be read (G120, G121), or the session.
    """
    if not folder.is_filmed:
        return None
    manifest, events = folder.read_manifest(), folder.read_events()
    asked = _asked_of(manifest, events, read_added(folder.path), file)
    if asked is None:
        return None
    ended = _ended_on(folder, manifest, events)
    of_end = _SAID_NO if read_first_end(events, folder.halts) is None else _ENDED
    undated = replace(asked.presence, asked_on=None)  # a child's answer of that day ended the film that day
    ledger = file or LedgerFile.default()
    recorders = dict.fromkeys((*asked.recorders, *_recorders_in(folder)))
    found = [may_take_in(asked.ledger, undated, name, asked.recorded_for, _now()) for name in recorders]
    objections = [replace(one, reasons=tuple(filter(_is_objection, one.reasons))) for one in found]
    who = {(reason.person, reason.by or SELF) for one in objections for reason in one.reasons}
    said = [
        word.given_on for word in asked.ledger.words if word.word in NOES and (word.person, word.by) in who
    ]
    said += _disagreed_on(ledger, asked.ledger.disagreements & {person for person, _ in who})
    why = [*reasons_of(objections), *([of_end] if ended else [])]
    days = [*said, *([ended] if ended else [])]
    return FilmObjections(tuple(why), min(days), bool(said), ended is not None) if days else None


def _ended_on(folder: SessionFolder, manifest: Manifest, events: Sequence[Event]) -> datetime.date | None:
    """Return the day on which film of a session was ended, None where it was not, or is kept since.

    Or on which a child had said no to it: no film was to be made then.
    """
    at_ns = read_first_end(events, folder.halts)
    if at_ns is None:
        at_ns = next((one.happened_ns for one in events if _says_no(one)), None)
    if at_ns is None or read_afterwards(folder.path).kept:
        return None
    return datetime.datetime.fromtimestamp((manifest.clock.utc_ns + at_ns) / 1e9).astimezone().date()


def _says_no(event: Event) -> bool:
    """Return whether a line of the log is that a child said, that day, not to be filmed."""
    if (event.source, event.kind) != ("console", AGREEMENT):
        return False
    return event.data.get("answer") in FILM_NOES and not is_part(str(event.data.get("participant")))


def _disagreed_on(file: LedgerFile, persons: Collection[str]) -> list[datetime.date]:
    """Return the days on which it was written down that some persons' holders disagree, as they still do."""
    found: dict[str, datetime.date] = {}
    for when, line, _ in file.history() if persons else ():
        if isinstance(line, DisagreementLine) and line.stands and line.person in persons:
            found.setdefault(line.person, datetime.datetime.fromisoformat(when).astimezone().date())
    return list(found.values())


def check_seen(folder: SessionFolder, file: LedgerFile | None = None) -> None:
    """Raise UsageError (G109) if somebody objects by now to the film of a session: it is seen no more.

    Raises:
        RecordError: the ledger cannot be read (G120, G121), or the session.
    """
    found = film_objections(folder, file)
    if found is not None:
        raise UsageError(
            _CLOSED if found.by_persons else found.why[-1],
            _DESTROY if found.by_persons else _DESTROY_OR_KEEP,
            code="G109",
        )


def check_not_ended(folder: SessionFolder) -> None:
    """Raise UsageError (G109) if the film of a session was ended, and nobody wrote why it is kept.

    Raises:
        RecordError: the ledger cannot be read (G120, G121), or the session.
    """
    found = film_objections(folder)
    if found is not None and found.ended:
        raise UsageError(found.why[-1], _DESTROY_OR_KEEP, code="G109")


def check_log_use(
    name: str,
    manifest: Manifest,
    events: Sequence[Event],
    purpose: Purpose | None = None,
    file: LedgerFile | None = None,
) -> None:
    """Raise UsageError (G185) if what was written down of a session's children may not be used for a purpose.

    For what it was recorded for nobody is asked anew, and a no, said by now, is a no. For anything else all
    have to agree that it is used. It is not asked where no child of the session is in the ledger.

    Args:
        name: of the session, for the error.
        manifest: of the session.
        events: of its log.
        purpose: None: what it was recorded for.
        file: None: the ledger of this user's house.

    Raises:
        RecordError: the ledger cannot be read (G120, G121).
    """
    presence, recorded_for = interrupted_presence(manifest, events)
    if not ((presence.children or presence.adults) and shows_persons(manifest)):
        return
    ledger = (file or LedgerFile.default()).read()
    children = presence.by_ledger(ledger, _now().date()).children
    if not _knows_one(ledger, children):
        return
    asked_for = purpose or recorded_for
    decision = may_use(ledger, children, LOG, asked_for, _now())
    if asked_for == recorded_for:
        objections = tuple(one for one in decision.reasons if one.is_objection)
        decision = replace(decision, reasons=objections)
    if not decision.allowed:
        raise UsageError(
            msg(
                "{session}: what was written down may not be used for this: {purpose}. {why}",
                session=name,
                purpose=PURPOSE_WORDS[asked_for],
                why=why_not([decision]),
            ),
            msg("Ask all who speak for the child: nao-sessions ground add answer --recorder log --use."),
            code="G185",
        )


def ground_of_import(
    presence: Presence,
    recorders: Collection[str],
    purpose: Purpose,
    filmed_on: datetime.date | None = None,
    file: LedgerFile | None = None,
) -> str | None:
    """Return the ledger's ground for a film that comes in; None where no child in it is in the ledger.

    ``presence``: its participants and adults, as they were named; a child of the ledger is a child, whatever
    it was named as. ``filmed_on``: None: nobody knows.

    Raises:
        UsageError: somebody who is in it said no, or, where a child of the ledger is in it, has not agreed
            that it is used (G107).
        RecordError: the ledger cannot be read (G120, G121).
    """
    if not (presence.children or presence.adults):
        return None
    ledger = (file or LedgerFile.default()).read()
    here = presence.by_ledger(ledger, _now().date())
    if _knows_one(ledger, here.children):
        return _ground(ledger, here, recorders, purpose, filmed_on)
    if _knows_one(ledger, here.adults):
        _check_no_refusal(ledger, here, recorders, purpose, filmed_on)
    return None


def children_in(presence: Presence, file: LedgerFile | None = None) -> tuple[str, ...]:
    """Return the codes of the children of the ledger who were named as adults. Raises: RecordError."""
    if not presence.adults:
        return ()
    here = presence.by_ledger((file or LedgerFile.default()).read(), _now().date())
    return tuple(code for code in presence.adults if code in here.children)


def check_disk_of_import(folder: Path, file: LedgerFile | None = None) -> None:
    """Raise UsageError (G136) if a film of a child of the ledger would lie on an open disk.

    As a session of children would not: unless the institution's decision answers for the disk now.

    Args:
        folder: in which the session folder is to be made.
        file: None: the ledger of this user's house.

    Raises:
        RecordError: the ledger cannot be read (G120, G121).
    """
    means = Means(program_version(), encrypted=is_encrypted(folder))
    check_log(undecided((file or LedgerFile.default()).read(), means, (LOG,), _now().date()))


def ground_of_added(
    manifest: Manifest,
    events: Sequence[Event],
    recorders: Collection[str],
    purpose: Purpose | None = None,
    file: LedgerFile | None = None,
    *,
    film_is_over: bool = False,
) -> str | None:
    """Return the ledger's ground for a recording that is added to a session; None where it is not asked.

    It is asked as the session's own recorders were: where something real took part, and a child; of adults
    only who said no. Of an imported session: where a child of it is in the ledger. ``film_is_over``: somebody
    ended the film of this session. ``purpose``: None: what the session was recorded for.

    Raises:
        UsageError: somebody who was there said no, or has not agreed that it is used (G107).
        RecordError: the ledger cannot be read (G120, G121).
    """
    presence, recorded_for = interrupted_presence(manifest, events)
    asked_for = purpose or recorded_for
    if _is_imported(manifest):
        filmed_on = _day(_present(events).get("filmed_on"))
        return ground_of_import(presence, recorders, asked_for, filmed_on, file)
    if not (presence.children or presence.adults) or not shows_persons(manifest):
        return None
    ledger = (file or LedgerFile.default()).read()
    here = presence.by_ledger(ledger, _now().date())
    if film_is_over and (here.children or here.adults):
        raise _not_taken_in(msg("Somebody ended the film of this session."))
    if here.children:
        return _ground(ledger, here, recorders, asked_for, presence.asked_on)
    _check_no_refusal(ledger, here, recorders, asked_for, presence.asked_on)
    return None


@dataclass(frozen=True, slots=True)
class _AskedOf:
    """Of whom a film is asked, and about what: the children and adults, its recorders, its purpose.

    ``by_text``: it came in by a text, and no child of the ledger is in it: only a no of its adults counts.
    """

    ledger: Ledger
    presence: Presence
    recorded_for: Purpose
    recorders: tuple[str, ...]
    by_text: bool


def _asked_of(
    manifest: Manifest, events: Sequence[Event], added: Sequence[AddedRecording], file: LedgerFile | None
) -> _AskedOf | None:
    """Return of whom a film is asked; None where it is asked of nobody. Raises: RecordError."""
    presence, recorded_for = interrupted_presence(manifest, _while_filmed(events))
    by_ledger = any(
        text.startswith(BY_LEDGER) for text in (manifest.ground.text, *(one.ground for one in added))
    )
    named = presence.children or presence.adults
    if not by_ledger and not (named and shows_persons(manifest)):
        return None
    ledger = (file or LedgerFile.default()).read()
    here = presence.by_ledger(ledger, _now().date())
    if not by_ledger and not _knows_one(ledger, (*here.children, *here.adults)):
        return None
    by_text = not by_ledger and not _knows_one(ledger, here.children)
    recorders = (
        *(f"camera:{name}" for name in manifest.room.get("cameras", ())),
        *(sound_of(name) for name in manifest.room.get("cameras", ()) if _has_sound(name, events)),
        *(f"microphone:{name}" for name in manifest.room.get("microphones", ())),
        *(recorder for one in added for recorder in one.recorders),
    )
    return _AskedOf(ledger, here, recorded_for, recorders, by_text)


def _recorders_in(folder: SessionFolder) -> Iterator[str]:
    """Yield the recorders whose films are there, whatever else the folder says of them."""
    for path in folder.room.iterdir():
        name, kind = path.name.partition(".")[0], path.suffix
        if kind in (".mp4", ".m4a"):
            yield f"camera:{name}" if kind == ".mp4" else f"microphone:{name}"


def _is_objection(reason: Reason) -> bool:
    return reason.is_objection or reason.kind == DISAGREEMENT


def _while_filmed(events: Sequence[Event]) -> Sequence[Event]:
    """Return the events until all film was ended, if it was: who came in afterwards is not in it."""
    over = next((at for at, one in enumerate(events) if ends_all_film(one)), len(events))
    return events[:over]


def _ground(
    ledger: Ledger,
    presence: Presence,
    recorders: Collection[str],
    purpose: Purpose,
    filmed_on: datetime.date | None,
) -> str:
    """Return the ground that the ledger is. Raises: UsageError (G107), where it is none."""
    now = _now()
    found: list[Decision] = [
        may_take_in(ledger, presence, name, purpose, now, filmed_on) for name in recorders
    ]
    if withheld := [one for one in found if not one.allowed]:
        raise _not_taken_in(why_not(withheld))
    return f"{BY_LEDGER}{ledger.head}"


def _check_no_refusal(
    ledger: Ledger,
    presence: Presence,
    recorders: Collection[str],
    purpose: Purpose,
    filmed_on: datetime.date | None,
) -> None:
    """Raise UsageError (G107) where somebody said no, or nobody can say so for this purpose."""
    now = _now()
    found = _refusals(may_take_in(ledger, presence, name, purpose, now, filmed_on) for name in recorders)
    if withheld := [one for one in found if not one.allowed]:
        raise _not_taken_in(why_not(withheld))


def _refusals(found: Iterable[Decision]) -> list[Decision]:
    """Return decisions with what is a no alone: of a person, or of a purpose that nobody wrote down."""
    return [
        replace(one, reasons=tuple(why for why in one.reasons if why.is_objection or not why.person))
        for one in found
    ]


def check_text(ground: str | None) -> None:
    """Raise UsageError if a typed ground would read as one of the ledger (G108)."""
    if (ground or "").strip().startswith(BY_LEDGER):
        raise UsageError(msg("A ground that is typed does not begin with 'ledger'."), code="G108")


def _not_taken_in(why: object) -> UsageError:
    return UsageError(
        msg("This film is not taken in: {why}", why=why),
        msg(
            "A text is no ground where a child of the ledger is filmed: ask them, then nao-sessions ground "
            "add answer --use."
        ),
        code="G107",
    )


def _knows_one(ledger: Ledger, codes: Iterable[str]) -> bool:
    return any(code in ledger.persons for code in codes)


def _present(events: Sequence[Event]) -> Mapping[str, Any]:
    """Return what a log says last of who is there; that of an import says it in its first line."""
    for event in reversed(events):
        if event.kind == PRESENT:
            here: Mapping[str, Any] = event.data
            return here
    said: Mapping[str, Any] = events[0].data.get(PRESENT, {}) if events else {}
    return said


def _has_sound(camera: str, events: Sequence[Event]) -> bool:
    """Return whether a camera's film has its sound; of a film of which nobody says so, it is taken to."""
    videos = events[0].data.get("videos") if events else None
    if isinstance(videos, Mapping):
        return bool(videos.get(camera, {}).get("sound", True))
    rolling = [one.data for one in events if one.kind == "rolling" and one.data.get("name") == camera]
    return not rolling or any(one.get("sound", True) for one in rolling)


def _is_imported(manifest: Manifest) -> bool:
    return manifest.state == "imported"


def _begun_on(manifest: Manifest) -> datetime.date:
    return datetime.datetime.fromtimestamp(manifest.clock.utc_ns / 1e9, datetime.UTC).astimezone().date()


def _day(text: object) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(str(text))
    except ValueError:
        return None


def _now() -> datetime.datetime:
    return datetime.datetime.now().astimezone()
