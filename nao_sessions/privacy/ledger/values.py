"""The lines of the ledger of grounds, and the facts that they come to.

A line is never changed: what is declared or said again counts from then on. Nothing here reads a file or a
clock.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from nao_sessions.core.codes import is_code, is_part
from nao_sessions.core.errors import UsageError
from nao_sessions.text.messages import msg

Purpose = Literal["support", "evaluation", "research", "teaching", "publication"]
"""What a recording is for; each has a legal ground of its own."""
PURPOSES: tuple[Purpose, ...] = ("support", "evaluation", "research", "teaching", "publication")
Legal = Literal[
    "consent", "contract", "legal_obligation", "vital_interest", "public_task", "legitimate_interest"
]
"""The grounds of RGPD, article 6(1), a to f; which one it is, is the institution's choice."""
Role = Literal["child", "staff", "visitor"]
Capacity = Literal["parent", "guardian", "delegation", "ase"]
"""In which capacity somebody speaks for a child; *ase*: the service that a child is placed with."""
HOLDERS_OF_AUTHORITY = frozenset({"parent", "guardian", "delegation"})
"""Capacities with parental authority. The service has none by itself: parents keep it (code civil, 375-7)."""
Proof = Literal["death", "withdrawn", "exclusive", "one_filiation", "guardianship", "delegation"]
"""What was seen, and not copied, that says that one holder alone decides."""
Word = Literal["agrees", "informed", "refuses", "withdraws"]
"""What somebody said; *informed*: was told, and said nothing against it."""
NOES = frozenset({"refuses", "withdraws"})
Act = Literal["record", "use"]
"""Recording somebody, and using the recording, are different questions."""
Reading = Literal["all", "one"]
"""How many holders have to agree to recording: all of them, or one, as to a usual act."""

SELF = "self"
"""Who speaks for oneself."""
LOG = "log"
"""The event log as a recorder; the others are ``camera:NAME``, ``sound:NAME`` and ``microphone:NAME``."""
_CAMERA, _SOUND = "camera:", "sound:"
HOLDERS_OF_A_CHILD = 2
"""How many holders a child has unless something was seen that says otherwise (code civil, 372)."""
LONGEST_DECISION = datetime.timedelta(days=366)
"""How long one decision to record children may hold; our choice, no law sets it."""
_RECORDER = re.compile(r"log|(camera|sound|microphone):[\w-]{1,40}")
_HOLDER = re.compile(r"H[1-9]")
_NOTICE = re.compile(r"[\w.-]{1,40}")


@dataclass(frozen=True, slots=True)
class PurposeLine:
    """A purpose, the legal ground that the institution chose for it, and the version of its notice.

    ``holders``: how many holders of parental authority have to agree to being filmed or heard. Their word on
    another version of the notice counts no more.
    """

    purpose: Purpose
    legal: Legal
    notice: str
    holders: Reading = "all"

    def check(self) -> None:
        """Raise UsageError where the version of the notice is no word (G111)."""
        _check_notice(self.notice)


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who speaks for a child: ``H1``, and in which capacity."""

    code: str
    capacity: Capacity


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person by code: a child with those who speak for it, or an adult of the room.

    ``adult_from`` is the day on which a child is 18; ``needs`` how many holders of parental authority it has,
    fewer than two only with a ``proof``.
    """

    code: str
    role: Role
    adult_from: datetime.date | None = None
    holders: tuple[Holder, ...] = ()
    needs: int = HOLDERS_OF_A_CHILD
    proof: Proof | None = None

    def check(self) -> None:
        """Raise UsageError where the line says too little or too much (G112 to G115)."""
        _check_person(self.code)
        codes = [holder.code for holder in self.holders]
        if any(_HOLDER.fullmatch(code) is None for code in codes) or len(set(codes)) < len(codes):
            raise UsageError(
                msg("Those who speak for a child are called H1 to H9, each once."),
                msg("For example: --holder H1=parent --holder H2=parent"),
                code="G113",
            )
        if self.role == "child" and self.adult_from is None:
            raise UsageError(
                msg("Of {code} the day is missing on which 18 is reached.", code=self.code),
                msg("From that day on the word of others counts no more."),
                code="G114",
            )
        if self.role != "child" and (self.holders or self.adult_from):
            raise UsageError(
                msg("An adult speaks for oneself: nobody holds parental authority."), code="G113"
            )
        if self.role == "child" and (self.needs < 1 or (self.needs == 1 and self.proof is None)):
            raise UsageError(
                msg("{code} has two holders of parental authority.", code=self.code),
                msg("Where one decides alone, say what was seen that says so: it is not copied here."),
                code="G115",
            )

    def check_new(self) -> None:
        """Raise UsageError where nobody may be written down so now (G112).

        An older ledger may hold such a line: whoever has it in a session is asked by the ledger all the same.
        """
        if is_part(self.code):
            raise UsageError(
                msg("{code} is a part that an adult plays, and nobody's code.", code=self.code),
                msg("Choose another code, such as P07: V01 to V99 are never asked for an agreement."),
                code="G112",
            )

    @property
    def authority(self) -> tuple[Holder, ...]:
        """Return those who hold parental authority."""
        return tuple(holder for holder in self.holders if holder.capacity in HOLDERS_OF_AUTHORITY)

    @property
    def has_one_voice(self) -> bool:
        """Return whether one alone decides, as was seen: nobody is there to disagree with."""
        return self.needs == 1 and len(self.authority) < HOLDERS_OF_A_CHILD

    def is_adult_on(self, day: datetime.date) -> bool:
        """Return whether the person is of age on a day; a child of an unknown birthday never is."""
        return self.role != "child" or (self.adult_from is not None and day >= self.adult_from)


@dataclass(frozen=True, slots=True)
class WordLine:
    """What one person said for somebody: of which recorders, for which purposes, from when until when.

    ``by`` is a holder or *self*. Of a no, empty ``recorders`` and ``purposes`` are all of them, and an
    ``act`` that is None is both; it stands until the same person agrees again, whatever ``until`` says.
    """

    person: str
    by: str
    word: Word
    given_on: datetime.date
    until: datetime.date | None = None
    act: Act | None = None
    recorders: tuple[str, ...] = ()
    purposes: tuple[Purpose, ...] = ()
    notice: str = ""

    def check(self) -> None:
        """Raise UsageError where the line says too little or too much (G111, G112, G116, G117)."""
        _check_person(self.person)
        if self.by != SELF and _HOLDER.fullmatch(self.by) is None:
            raise UsageError(
                msg("Who speaks is self, or H1 to H9."),
                msg("Those who speak for a child are declared with the child."),
                code="G112",
            )
        _check_recorders(self.recorders)
        if self.word in NOES:
            return
        if not (self.recorders and self.purposes and self.act and self.until):
            raise UsageError(
                msg("An agreement names its recorders, its purposes and its last day."),
                msg("Each camera and each microphone is agreed to apart."),
                code="G117",
            )
        if self.until < self.given_on:
            raise UsageError(msg("An agreement ends before it begins."), code="G117")
        _check_notice(self.notice)

    def is_about(self, act: Act, recorder: str, purpose: Purpose) -> bool:
        """Return whether the word answers a question."""
        return (
            self.act in (None, act)
            and (not self.recorders or recorder in self.recorders)
            and (not self.purposes or purpose in self.purposes)
        )


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """The institution decided to record children: with this version, by these recorders, with this robot.

    ``robot`` is the host of its address, "" where nobody names one; the last decision about a robot counts.
    ``paper`` is what the written decision is filed under, ``opinion_on`` the day of the data-protection
    officer's opinion, ``assessed_on`` that of the impact assessment. ``disk_vouched``:
    the institution answers for an encryption of the disk that this program does not recognise.
    ``favourable``: whoever wrote it down said that the opinion is in favour, or its reservations were lifted.
    """

    version: str
    recorders: tuple[str, ...]
    decided_by: str
    decided_on: datetime.date
    until: datetime.date
    opinion_on: datetime.date
    assessed_on: datetime.date
    paper: str
    robot: str = ""
    disk_vouched: bool = False
    favourable: bool = False

    def check(self) -> None:
        """Raise UsageError where it says too little, or its days are out of order (G112, G116, G135)."""
        _check_person(self.decided_by)
        _check_recorders(self.recorders)
        if not self.recorders or LOG in self.recorders or not self.version:
            raise UsageError(
                msg("A decision names the cameras and microphones that it is about."),
                msg("For example: --recorder camera:room --recorder sound:room"),
                code="G135",
            )
        if not max(self.opinion_on, self.assessed_on) <= self.decided_on <= self.until:
            raise UsageError(
                msg(
                    "The officer's opinion and the impact assessment come before the decision, its end after."
                ),
                code="G135",
            )
        if _NOTICE.fullmatch(self.paper) is None:
            raise UsageError(
                msg("What the written decision is filed under is missing."),
                msg("A word, such as DEC-2026-04: no name."),
                code="G135",
            )

    def check_new(self) -> None:
        """Raise UsageError where nobody may decide so now (G135).

        An older ledger may hold such a line; it was about another version, and counts for nothing.
        """
        if self.until - self.decided_on > LONGEST_DECISION:
            raise UsageError(
                msg("A decision to record children holds for a year at most; then it is taken anew."),
                code="G135",
            )
        if not self.favourable:
            raise UsageError(
                msg("The officer's opinion is not said to be in favour, nor its reservations to be lifted."),
                msg("Where it is so: tick it, or add --favourable. Otherwise no child is recorded."),
                code="G135",
            )


@dataclass(frozen=True, slots=True)
class DecisionOverLine:
    """The institution no longer wants children to be recorded: every decision ends."""

    decided_by: str
    decided_on: datetime.date

    def check(self) -> None:
        """Raise UsageError where who decided is no code (G112)."""
        _check_person(self.decided_by)


@dataclass(frozen=True, slots=True)
class DisagreementLine:
    """Holders of a child's parental authority disagree, or do no longer: meanwhile nothing is recorded.

    It ends as well where one alone decides from then on.
    """

    person: str
    stands: bool = True

    def check(self) -> None:
        """Raise UsageError where the person is no code (G112)."""
        _check_person(self.person)


Line = PurposeLine | PersonLine | WordLine | DisagreementLine | DecisionLine | DecisionOverLine


@dataclass(frozen=True, slots=True)
class Ledger:
    """What all lines come to: the last declaration of each purpose and person, and every word in order.

    ``decisions`` to record children are by robot.
    ``newest`` is the latest time that the house is known to have lived: a clock that is behind it went back.
    ``head`` is the digest of the last line.
    """

    purposes: Mapping[Purpose, PurposeLine] = field(default_factory=dict)
    persons: Mapping[str, PersonLine] = field(default_factory=dict)
    words: tuple[WordLine, ...] = ()
    disagreements: frozenset[str] = frozenset()
    decisions: Mapping[str, DecisionLine] = field(default_factory=dict)
    newest: datetime.datetime | None = None
    head: str = ""

    @classmethod
    def of(cls, lines: Iterable[Line], newest: datetime.datetime | None = None, head: str = "") -> Ledger:
        """Return the ledger that some lines, the oldest first, come to."""
        purposes: dict[Purpose, PurposeLine] = {}
        persons: dict[str, PersonLine] = {}
        words: list[WordLine] = []
        disagreements: set[str] = set()
        decisions: dict[str, DecisionLine] = {}
        for line in lines:
            match line:
                case PurposeLine():
                    purposes[line.purpose] = line
                case PersonLine():
                    persons[line.code] = line
                    if line.has_one_voice:
                        disagreements.discard(line.code)
                case WordLine():
                    words.append(line)
                case DisagreementLine(person, True):
                    if not (person in persons and persons[person].has_one_voice):
                        disagreements.add(person)
                case DisagreementLine(person, False):
                    disagreements.discard(person)
                case DecisionLine():
                    decisions[line.robot] = line
                case DecisionOverLine():
                    decisions.clear()
        return cls(purposes, persons, tuple(words), frozenset(disagreements), decisions, newest, head)

    def said_by(self, day: datetime.date) -> Ledger:
        """Return the ledger with what was said on a day or before, and no word of later."""
        return replace(self, words=tuple(word for word in self.words if word.given_on <= day))

    def last_word(self, person: str, by: str, act: Act, recorder: str, purpose: Purpose) -> WordLine | None:
        """Return what somebody said last to a question; None where nothing was said."""
        return next(
            (
                word
                for word in reversed(self.words)
                if (word.person, word.by) == (person, by) and word.is_about(act, recorder, purpose)
            ),
            None,
        )


def is_recorder(name: str) -> bool:
    """Return whether a name is that of a recorder, as the ledger names them."""
    return _RECORDER.fullmatch(name) is not None


def is_sound(recorder: str) -> bool:
    """Return whether a recorder is the sound of a camera."""
    return recorder.startswith(_SOUND)


def is_picture(recorder: str) -> bool:
    """Return whether a recorder is a camera's pictures."""
    return recorder.startswith(_CAMERA)


def sound_of(camera: str) -> str:
    """Return the recorder that the sound of a camera is, by the camera's name."""
    return f"{_SOUND}{camera}"


def camera_of(sound: str) -> str:
    """Return the camera, as a recorder, whose sound a recorder is."""
    return f"{_CAMERA}{sound.removeprefix(_SOUND)}"


def _check_person(code: str) -> None:
    if not is_code(code):
        raise UsageError(msg("A person is a code such as P07, never a name."), code="G112")


def _check_recorders(names: Iterable[str]) -> None:
    wrong = next((name for name in names if not is_recorder(name)), None)
    if wrong is not None:
        raise UsageError(
            msg("'{name}' is no recorder.", name=wrong),
            msg("Recorders: camera:NAME, sound:NAME (a camera's), microphone:NAME, by the room file; log."),
            code="G116",
        )


def _check_notice(version: str) -> None:
    if _NOTICE.fullmatch(version) is None:
        raise UsageError(
            msg("The version of the notice that was read is missing."),
            msg("A word, such as 2026-09: it stands on the paper."),
            code="G111",
        )
