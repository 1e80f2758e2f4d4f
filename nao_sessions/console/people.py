"""The participants that a console knows: each by a code, a symbol and a colour, in ``participants.json``.

No name is in the file: a first name that was unlocked is in memory (``ConsoleConfig.names``), and nowhere
else.
"""

from __future__ import annotations

import json
import secrets
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from nao_sessions.console.symbols import COLOURS, SYMBOLS
from nao_sessions.core.errors import NaoSessionsError, RecordError, UsageError
from nao_sessions.record.folder import is_code
from nao_sessions.record.private import replace_private
from nao_sessions.robot.names import PARTICIPANT, Pseudonyms
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg, verbatim

FORMAT = 1
_SMALLEST_CODE_DIGITS, _LARGEST_CODE_DIGITS = 2, 4


@dataclass(frozen=True, slots=True)
class Person:
    """A participant as pages show one. ``aside``: not offered any more; nobody else gets the code."""

    code: str
    symbol: str
    colour: str
    aside: bool = False

    @property
    def path(self) -> str:
        """Return the outline of the participant's symbol as SVG path data, on a square of 24 by 24."""
        return SYMBOLS[self.symbol].path

    def described(self, language: Language) -> str:
        """Return the participant's symbol and colour in words: ``bateau, bleu``."""
        symbol, colour = SYMBOLS[self.symbol].name, COLOURS[self.colour]
        return f"{symbol.in_language(language)}, {colour.in_language(language)}"

    def to_json(self, language: Language) -> dict[str, str]:
        """Return what a page's script needs to draw the participant's badge, as JSON values."""
        return {
            "code": self.code,
            "path": self.path,
            "colour": self.colour,
            "described": self.described(language),
        }


STAND_INS = (
    Person("V01", "sun", "grey"),
    Person("V02", "moon", "grey"),
    Person("V03", "cloud", "grey"),
    Person("V04", "tree", "grey"),
)
"""The parts that adults play in a rehearsal: no child has such a code, and no figures are kept of one."""


def code_words(code: str) -> Text:
    """Return a participant's code as pages write it; for a part in a rehearsal, "Part" and its number."""
    if any(person.code == code for person in STAND_INS):
        return msg("Part {number}", number=int(code[1:]))
    return verbatim(code)


def as_shown(person: Person, language: Language) -> Person:
    """Return a participant whose code is replaced by how pages write it."""
    return replace(person, code=code_words(person.code).in_language(language))


@dataclass(frozen=True, slots=True)
class People:
    """All participants, in the order in which they were added."""

    everybody: tuple[Person, ...] = ()

    @property
    def offered(self) -> tuple[Person, ...]:
        """Return the participants that are not set aside."""
        return tuple(person for person in self.everybody if not person.aside)

    def __contains__(self, code: str) -> bool:
        return any(person.code == code for person in self.everybody)

    def get(self, code: str) -> Person:
        """Return the participant with a code; for an unknown code, a participant with a plain badge."""
        found = (person for person in (*self.everybody, *STAND_INS) if person.code == code)
        return next(found, Person(code, "star", "grey"))

    def with_new(self, taken: Collection[str] = ()) -> People:
        """Return the participants and a new one, with a random code and the least used symbol and colour.

        ``taken``: codes that past sessions hold, and that are therefore given to nobody.
        """
        code = draw_code({*taken, *(person.code for person in self.everybody)})
        symbol, colour = self._least_used_badge()
        return People((*self.everybody, Person(code, symbol, colour)))

    def changed(self, code: str, *, symbol: str, colour: str, aside: bool) -> People:
        """Return the participants with another symbol, colour or ``aside`` for one of them.

        Raises:
            UsageError: there is no such participant, symbol or colour (C102); another one has both (C103).
        """
        if code not in self or symbol not in SYMBOLS or colour not in COLOURS:
            raise UsageError(_UNKNOWN, code="C102")
        for other in self.offered:
            if not aside and other.code != code and (other.symbol, other.colour) == (symbol, colour):
                raise UsageError(_TWINS.format(code=other.code), _TWINS_HINT, code="C103")
        person = replace(self.get(code), symbol=symbol, colour=colour, aside=aside)
        return People(tuple(person if other.code == code else other for other in self.everybody))

    def _least_used_badge(self) -> tuple[str, str]:
        """Return a symbol and a colour that nobody has together, each as rare as can be."""
        badges = Counter((person.symbol, person.colour) for person in self.offered)
        symbols = Counter(person.symbol for person in self.offered)
        colours = Counter(person.colour for person in self.offered)
        return min(product(SYMBOLS, COLOURS), key=lambda b: (badges[b], symbols[b[0]], colours[b[1]]))


def read_people(keep: Path) -> People:
    """Return the participants of a console; none where none was ever added.

    Raises:
        RecordError: the file is there and cannot be read (C101); nothing may be written over it then.
    """
    path = keep / "participants.json"
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return People()
    except OSError as error:
        raise _unreadable(path) from error
    try:
        kept = _Kept.model_validate_json(content)
    except ValidationError as error:
        raise _unreadable(path) from error
    people = tuple(Person(one.code, one.symbol, one.colour, one.aside) for one in kept.participants)
    if (
        kept.format > FORMAT
        or not all(map(_sound, people))
        or len({one.code for one in people}) < len(people)
    ):
        raise _unreadable(path)
    return People(people)


def people_if_readable(keep: Path) -> People:
    """Return the participants; none where their file cannot be read, so that a page still opens."""
    try:
        return read_people(keep)
    except RecordError:
        return People()


def write_people(keep: Path, people: People) -> None:
    """Replace the file of participants, whole or not at all (0600, the folder 0700).

    Raises:
        RecordError: there is no space, or no right to write (C104); those before are as they were.
    """
    record = {
        "format": FORMAT,
        "participants": [
            {"code": one.code, "symbol": one.symbol, "colour": one.colour, "aside": one.aside}
            for one in people.everybody
        ],
    }
    try:
        keep.mkdir(parents=True, exist_ok=True, mode=0o700)
        replace_private(keep / "participants.json", (json.dumps(record, indent=1) + "\n").encode("ascii"))
    except OSError as error:
        raise not_kept(error) from error


def draw_code(taken: Collection[str]) -> str:
    """Return a random free code, ``P07``; with more digits once half of the shorter codes are taken."""
    for digits in range(_SMALLEST_CODE_DIGITS, _LARGEST_CODE_DIGITS + 1):
        free = [code for n in range(1, 10**digits) if (code := f"P{n:0{digits}}") not in taken]
        if len(free) > 10**digits // 2:
            return secrets.choice(free)
    return secrets.choice(free)


def first_name(names: Pseudonyms, code: str) -> str:
    """Return the first name of a participant where it was unlocked for this run, else an empty text."""
    return names.fill(PARTICIPANT, participant=code)


def not_kept(error: OSError) -> NaoSessionsError:
    """Return the error for something that the console could not write (C104)."""
    why = error.strerror or type(error).__name__
    return RecordError(_NOT_KEPT.format(why=why), _NOT_KEPT_HINT, code="C104")


class _KeptPerson(BaseModel):
    model_config = ConfigDict(extra="ignore")

    code: str
    symbol: str
    colour: str
    aside: bool = False


class _Kept(BaseModel):
    """What ``participants.json`` holds."""

    model_config = ConfigDict(extra="ignore")

    format: int = Field(ge=1)
    participants: list[_KeptPerson]


def _sound(person: Person) -> bool:
    return is_code(person.code) and person.symbol in SYMBOLS and person.colour in COLOURS


def _unreadable(path: Path) -> RecordError:
    return RecordError(_UNREADABLE.format(path=path), _UNREADABLE_HINT, code="C101")


_UNREADABLE = msg("{path} cannot be read: the participants cannot be shown.")
_UNREADABLE_HINT = msg("Put the file back from a backup, or rename it: nothing writes over it.")
_UNKNOWN = msg("There is no such participant, symbol or colour here.")
_TWINS = msg("{code} has this symbol in this colour already.")
_TWINS_HINT = msg("Choose another symbol or another colour.")
_NOT_KEPT = msg("This could not be kept ({why}).")
_NOT_KEPT_HINT = msg("Make room on the disk, then try again: nothing else has changed.")
