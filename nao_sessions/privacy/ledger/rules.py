"""Who may be recorded, by which recorder, at one moment: decided from the ledger and from who is there.

All who are there count: one no is a no for that recorder, and what is not known is a no. Pure.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from nao_sessions.core.codes import is_part
from nao_sessions.core.errors import UsageError
from nao_sessions.privacy.ledger.values import (
    LOG,
    NOES,
    SELF,
    Act,
    DecisionLine,
    Ledger,
    PersonLine,
    Purpose,
    PurposeLine,
    WordLine,
    camera_of,
    is_sound,
)
from nao_sessions.privacy.ledger.words import recorder_words
from nao_sessions.text.formats import joined, listed
from nao_sessions.text.messages import Text, msg

DISAGREEMENT = "disagreement"
"""The kind of the reason that holders of a child's parental authority disagree."""
UNREADABLE = "unreadable"
"""The kind of the reason that the ledger cannot be read."""
OPEN_DISK = "open_disk"
"""The kind of the reason that children would be recorded on a disk which nobody says is encrypted."""
YES = "yes"
"""The one answer of a child, today, that is a yes."""


@dataclass(frozen=True, slots=True)
class Presence:
    """Who is in the room: children and adults by code, and what each child said on which day.

    A child who was asked and does not take part has an answer alone: it may be in the room.
    ``unlisted``: somebody came in who is in no ledger.
    """

    children: tuple[str, ...]
    adults: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    asked_on: datetime.date | None = None
    unlisted: bool = False

    @property
    def asked_besides(self) -> tuple[str, ...]:
        """Return the codes of those who were asked that day and do not take part, without parts."""
        return tuple(
            code for code in self.answers if not is_part(code) and code not in (*self.children, *self.adults)
        )

    def by_ledger(self, ledger: Ledger, day: datetime.date) -> Presence:
        """Return who is there with every minor of the ledger among the children, named as whatever.

        The parts that adults play are left out, unless the ledger knows somebody by such a code.
        """
        known = {code: ledger.persons.get(code) for code in self.adults}
        minors = [code for code, one in known.items() if one is not None and not one.is_adult_on(day)]
        children = (code for code in self.children if not is_part(code) or code in ledger.persons)
        adults = tuple(code for code in self.adults if code not in minors)
        return replace(self, children=tuple(dict.fromkeys((*children, *minors))), adults=adults)


@dataclass(frozen=True, slots=True)
class Means:
    """What a session would record children with: what an institution's decision is about.

    ``version`` is that of ``record.manifest.program_version``. ``robot`` is the host of the robot's address,
    "" where nobody named one: there is no robot, or a simulator that the session starts. ``encrypted``:
    whether the session will lie on a volume that is known to be encrypted.
    """

    version: str
    robot: str = ""
    encrypted: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a recorder may not record: ``kind`` for programs, words for people; ``person`` may be "".

    ``by`` is who speaks for the person. Where what was said is about a recorder, ``words`` have a place
    ``{about}`` for it.
    """

    kind: str
    person: str
    words: Text = field(compare=False)
    by: str = ""
    recorder: str = ""

    @property
    def text(self) -> Text:
        """The reason in a sentence."""
        return self.about((self.recorder,))

    def about(self, recorders: Collection[str]) -> Text:
        """Return the reason in a sentence, about some recorders; "" is none."""
        named = [recorder_words(one) for one in recorders if one]
        return self.words.format(about=listed(named)) if named else self.words

    @property
    def is_objection(self) -> bool:
        """Return whether somebody said no, unlike where something is missing."""
        return self.kind in _OBJECTIONS


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision about one recorder: yes where there is no reason against it."""

    recorder: str
    reasons: tuple[Reason, ...] = ()

    @property
    def allowed(self) -> bool:
        """Return whether the recorder may record."""
        return not self.reasons


def may_record(
    ledger: Ledger,
    presence: Presence,
    recorders: Collection[str],
    purpose: Purpose,
    now: datetime.datetime,
    means: Means,
) -> dict[str, Decision]:
    """Return, for each recorder, whether it may record all who are there, and if not, why.

    Args:
        ledger: what was declared and said.
        presence: who is there, and what the children said today.
        recorders: ``camera:NAME``, ``sound:NAME`` (of a camera, which has to be allowed as well),
            ``microphone:NAME`` or ``log``.
        purpose: what the recording is for.
        now: with a time zone; its day is the day that counts.
        means: what it records with, which the institution has to have decided where a child is there.
    """
    found, presence = {}, presence.by_ledger(ledger, now.date())
    for recorder in recorders:
        names = (camera_of(recorder), recorder) if is_sound(recorder) else (recorder,)
        reasons = [reason for name in names for reason in _against(ledger, presence, name, purpose, now)]
        if presence.children:
            reasons += (one for name in names for one in _undecided(ledger, means, name, now.date()))
        found[recorder] = Decision(recorder, tuple(dict.fromkeys(reasons)))
    return found


def may_use(
    ledger: Ledger,
    persons: Collection[str],
    recorder: str,
    purpose: Purpose,
    now: datetime.datetime,
    *,
    unlisted: bool = False,
) -> Decision:
    """Return whether what a recorder recorded of some persons may be used for a purpose.

    All holders have to agree, whatever the institution reads of recording (code civil, 372-1).
    """
    reasons = list(_of_house(ledger, purpose, now))
    known = ledger.purposes.get(purpose)
    if not reasons and known is not None:
        question = _Question(ledger, known, "use", recorder, now.date())
        reasons = [reason for code in dict.fromkeys(persons) for reason in question.of_person(code)]
    if unlisted:
        reasons.append(_reason("unlisted"))
    return Decision(recorder, tuple(reasons))


def may_take_in(
    ledger: Ledger,
    presence: Presence,
    recorder: str,
    purpose: Purpose,
    now: datetime.datetime,
    filmed_on: datetime.date | None = None,
) -> Decision:
    """Return whether a film that somebody else made may be taken in: asked as its use is, and of that day.

    Who had said no to being filmed by the day of the film (None: by today) was filmed against a no. Of the
    children's answers on that day, where they are known (``presence.asked_on``), only a yes is one.
    """
    persons = (*presence.children, *presence.adults)
    used = may_use(ledger, persons, recorder, purpose, now, unlisted=presence.unlisted)
    known = ledger.purposes.get(purpose)
    if known is None:
        return used
    day = filmed_on or now.date()
    question = _Question(ledger.said_by(day), known, "record", recorder, day)
    noes = [reason for code in persons for reason in question.of_person(code) if reason.is_objection]
    if presence.asked_on is not None:
        noes += [reason for code in presence.children for reason in _of_today(presence, code, recorder, day)]
    return Decision(recorder, (*used.reasons, *noes))


def refusal(error: Text, recorders: Collection[str]) -> dict[str, Decision]:
    """Return a no for each recorder where the ledger cannot be read: in doubt nothing is filmed."""
    return {name: Decision(name, (Reason(UNREADABLE, "", error),)) for name in recorders}


def withheld(found: Mapping[str, Decision]) -> list[Decision]:
    """Return what may not record; that a camera which may not has no sound either goes without saying."""
    return [
        decision
        for name, decision in found.items()
        if not decision.allowed
        and not (is_sound(name) and (camera := found.get(camera_of(name))) and not camera.allowed)
    ]


def reasons_of(decisions: Iterable[Decision]) -> tuple[Text, ...]:
    """Return the reasons of some recorders, each once: what was not answered for several names them all."""
    found: dict[Reason, list[str]] = {}
    for reason in dict.fromkeys(reason for one in decisions for reason in one.reasons):
        found.setdefault(replace(reason, recorder=""), []).append(reason.recorder)
    return tuple(dict.fromkeys(reason.about(recorders) for reason, recorders in found.items()))


def why_not(decisions: Iterable[Decision]) -> Text:
    """Return the reasons of some recorders (``reasons_of``) in a row."""
    return joined(reasons_of(decisions), " ")


def check_log(found: Mapping[str, Decision]) -> None:
    """Raise UsageError where the event log of children may not be written.

    Somebody objects to it (G104: only a session without a trace has none), or it would lie on an open disk
    for which the institution does not answer (G136).
    """
    decision = found.get(LOG)
    objections = [] if decision is None else [one for one in decision.reasons if one.is_objection]
    if decision is not None and any(one.kind == OPEN_DISK for one in decision.reasons):
        raise UsageError(
            _SENTENCES[OPEN_DISK],
            msg(
                "A reason is not enough where children are: choose an encrypted folder with --out, or a "
                "vault; or the institution answers for the disk: nao-sessions ground add decision "
                "--disk-vouched."
            ),
            code="G136",
        )
    if objections:
        raise UsageError(
            msg("The session does not begin: {why}", why=joined((one.text for one in objections), " ")),
            msg("It can be held without a trace: on the page of preparation, or by 'run --without-trace'."),
            code="G104",
        )


def _against(
    ledger: Ledger, presence: Presence, recorder: str, purpose: Purpose, now: datetime.datetime
) -> Iterator[Reason]:
    """Yield what speaks against recording."""
    of_house = tuple(_of_house(ledger, purpose, now))
    yield from of_house
    if of_house:
        return
    question = _Question(ledger, ledger.purposes[purpose], "record", recorder, now.date())
    for code in dict.fromkeys(presence.children):
        person = ledger.persons.get(code)
        if person is not None and person.role != "child":
            yield _reason("no_child", code)
            continue
        yield from question.of_person(code)
        yield from _of_today(presence, code, recorder, now.date())
    for code in presence.asked_besides if recorder != LOG else ():
        yield from _of_today(presence, code, recorder, now.date())
    for code in dict.fromkeys(presence.adults):
        yield from question.of_person(code)
    if not presence.adults:
        yield _reason("no_adult")
    if presence.unlisted:
        yield _reason("unlisted")


def undecided(
    ledger: Ledger, means: Means, recorders: Collection[str], day: datetime.date
) -> dict[str, Decision]:
    """Return, for each recorder, what of the institution's decision lacks to record any child on a day."""
    return {name: Decision(name, _undecided(ledger, means, name, day)) for name in recorders}


def _undecided(ledger: Ledger, means: Means, recorder: str, day: datetime.date) -> tuple[Reason, ...]:
    """Return why the institution has not decided to record children so: of the decision that lacks least.

    Where no real robot takes part, any decision counts. Of the log only the disk is asked.
    """
    decisions = [one for robot, one in ledger.decisions.items() if means.robot in ("", robot)]
    if decisions:
        against = min((_against_decision(one, means, recorder, day) for one in decisions), key=len)
    else:
        against = ["other_robot" if ledger.decisions else "undecided"]
        against += [] if means.encrypted else [OPEN_DISK]
    return tuple(
        replace(_reason(kind), recorder=recorder) if kind == "other_recorder" else _reason(kind)
        for kind in against
        if recorder != LOG or kind == OPEN_DISK
    )


def _against_decision(decision: DecisionLine, means: Means, recorder: str, day: datetime.date) -> list[str]:
    against = []
    if not decision.decided_on <= day <= decision.until:
        against.append("decision_ended")
    if decision.version != means.version:
        against.append("other_version")
    if not means.encrypted and (against or not decision.disk_vouched):
        against.append(OPEN_DISK)
    if recorder not in (LOG, *decision.recorders):
        against.append("other_recorder")
    return against


def _of_house(ledger: Ledger, purpose: Purpose, now: datetime.datetime) -> Iterator[Reason]:
    if ledger.newest is not None and now < ledger.newest:
        yield _reason("clock")
    if purpose not in ledger.purposes:
        yield _reason("purpose")


def _of_today(presence: Presence, code: str, recorder: str, day: datetime.date) -> Iterator[Reason]:
    """Yield what a child's answer of today has against it; to the log, only a no is one."""
    answer = presence.answers.get(code, "") if presence.asked_on == day else ""
    if answer == "no":
        yield _reason("child_no", code)
    elif answer != YES and recorder != LOG:
        yield _reason("child_no_yes", code)


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked of everybody: may this recorder record, or what it recorded be used, on this day?"""

    ledger: Ledger
    purpose: PurposeLine
    act: Act
    recorder: str
    day: datetime.date

    def of_person(self, code: str) -> Iterator[Reason]:
        """Yield what speaks against it for one person."""
        person = self.ledger.persons.get(code)
        if person is None:
            yield _reason("unknown", code)
        elif person.is_adult_on(self.day):
            yield from self._of_adult(person)
        else:
            yield from self._of_child(person)

    def _of_adult(self, person: PersonLine) -> Iterator[Reason]:
        word = self._word(person, SELF)
        if word is not None and word.word in NOES:
            yield self._reason(word.word, person.code, SELF)
            return
        if word is not None and person.adult_from is not None and word.given_on < person.adult_from:
            yield _reason("of_age", person.code)
            return
        if word is None and person.role == "child":
            yield _reason("of_age", person.code)
            return
        yield from self._missing(word, person, SELF, informed=self._information_is_enough(person))

    def _of_child(self, person: PersonLine) -> Iterator[Reason]:
        own = self._word(person, SELF)
        if own is not None and own.word in NOES:
            yield _reason("child_no", person.code)
        if person.code in self.ledger.disagreements:
            yield _reason(DISAGREEMENT, person.code)
        if not person.authority:
            yield _reason("ase_alone" if person.holders else "nobody", person.code)
        elif len(person.authority) < person.needs and not self._one_is_enough:
            yield _reason("too_few", person.code)
        informed = self._information_is_enough(person)
        missing: list[Reason] = []
        agreed = False
        for holder in person.holders:
            word = self._word(person, holder.code)
            if word is not None and word.word in NOES:
                yield self._reason(word.word, person.code, holder.code)
                continue
            against = tuple(self._missing(word, person, holder.code, informed=informed))
            missing += against
            agreed |= not against and holder in person.authority
        if not (self._one_is_enough and agreed):
            yield from missing

    @property
    def _one_is_enough(self) -> bool:
        """Return whether one holder's word is enough: for the log, and where recording is read as usual."""
        if self.act == "use":
            return False
        return self.recorder == LOG or self.purpose.holders == "one"

    def _information_is_enough(self, person: PersonLine) -> bool:
        """Return whether somebody who was told and said nothing against it has said enough."""
        if person.role == "staff":
            return True
        return self.recorder == LOG and self.act == "record" and self.purpose.legal != "consent"

    def _word(self, person: PersonLine, by: str) -> WordLine | None:
        return self.ledger.last_word(person.code, by, self.act, self.recorder, self.purpose.purpose)

    def _missing(
        self, word: WordLine | None, person: PersonLine, by: str, *, informed: bool
    ) -> Iterator[Reason]:
        """Yield what a word that is no no lacks to be a yes."""
        if word is None:
            yield self._reason("silent", person.code, by)
        elif word.word == "informed" and not informed:
            yield self._reason("informed_only", person.code, by)
        elif word.given_on > self.day:
            yield self._reason("not_yet", person.code, by)
        elif word.until is None or word.until < self.day:
            yield self._reason("expired", person.code, by)
        elif word.notice != self.purpose.notice:
            yield self._reason("notice", person.code, by)

    def _reason(self, kind: str, person: str, by: str) -> Reason:
        """Return a reason that lies in what somebody said, or did not say, about the recorder."""
        words = (_OF_ONESELF if by == SELF else _OF_HOLDER)[kind]
        return Reason(kind, person, words.format(person=person, by=by), by, self.recorder)


def _reason(kind: str, person: str = "") -> Reason:
    return Reason(kind, person, _SENTENCES[kind].format(person=person))


_OBJECTIONS = frozenset({"refuses", "withdraws", "child_no"})

_SENTENCES: Mapping[str, Text] = {
    "undecided": msg("The institution has not decided to record children."),
    "decision_ended": msg("The institution's decision to record children does not hold on this day."),
    "other_version": msg("The institution decided to record children with another version of this program."),
    "other_robot": msg("The institution decided to record children with another robot."),
    "other_recorder": msg("The institution did not decide to record children by {about}."),
    OPEN_DISK: msg("The disk is not encrypted, as far as this program can tell: no child is recorded on it."),
    "clock": msg("The computer's clock went back: until it is right, nobody knows what still holds."),
    "purpose": msg("Nobody has written down on what legal ground this purpose rests."),
    "no_adult": msg("Nobody has said which adult is in the room."),
    "unlisted": msg("Somebody is in the room who is not in the ledger of agreements."),
    "unknown": msg("{person} is not in the ledger of agreements."),
    "no_child": msg("{person} takes part, and is not in the ledger as a child."),
    "child_no": msg("{person} does not want to."),
    "child_no_yes": msg("{person} has not said yes today."),
    "of_age": msg("{person} is 18: the word of others has ended, and {person} has not agreed since."),
    DISAGREEMENT: msg("{person}: those who hold parental authority disagree."),
    "nobody": msg("{person}: nobody is known who holds parental authority."),
    "ase_alone": msg(
        "{person}: the service alone cannot agree, parents keep their authority; or a delegation is shown."
    ),
    "too_few": msg("{person}: another holder of parental authority is not known here, and is to be asked."),
}
_OF_HOLDER: Mapping[str, Text] = {
    "refuses": msg("{person}: {by}, who speaks for the child, refuses: {about}."),
    "withdraws": msg("{person}: {by}, who speaks for the child, has withdrawn the agreement to {about}."),
    "silent": msg("{person}: {by}, who speaks for the child, has not answered yet about {about}."),
    "informed_only": msg(
        "{person}: {by}, who speaks for the child, was informed and has not agreed: {about}."
    ),
    "not_yet": msg("{person}: the agreement of {by} has not begun yet: {about}."),
    "expired": msg("{person}: the agreement of {by} has ended: {about}."),
    "notice": msg("{person}: {by} agreed to another version of the notice: {about}."),
}
_OF_ONESELF: Mapping[str, Text] = {
    "refuses": msg("{person} refuses: {about}."),
    "withdraws": msg("{person} has withdrawn the agreement to {about}."),
    "silent": msg("{person} was not informed, or has not answered: {about}."),
    "informed_only": msg("{person} was informed, and has not agreed: {about}."),
    "not_yet": msg("{person}: what was said has not begun yet: {about}."),
    "expired": msg("{person}: what was said has ended: {about}."),
    "notice": msg("{person} was told by another version of the notice: {about}."),
}
