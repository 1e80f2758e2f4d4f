"""First names at the robot's edge: put into a sentence last, and turned back in whatever comes in.

A name is held in memory only: no error, no repr and no file of this program shows one.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from urllib.parse import quote

from nao_sessions.core.errors import UsageError
from nao_sessions.text.messages import msg

PARTICIPANT = "{participant}"
PARTICIPANTS = "{participants}"
LONGEST_NAME = 40

_SPELLED_OUT = {"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ł": "l", "ı": "i"}
_ALL = {"fr": "les enfants", "en": "children"}
_AND = {"fr": " et ", "en": " and "}


class Pseudonyms:
    """The first names of a session's participants, by code (``P07``), in the session's order.

    A participant without a name is not named: « {participant}, c'est à toi. » becomes « C'est à toi. ».
    A first name that is also a word (Rose, Pierre) is turned back wherever it stands: privacy goes first.
    """

    def __init__(self, codes: Sequence[str] = (), names: Mapping[str, str] | None = None) -> None:
        """Store the first names of some codes.

        Raises:
            UsageError: a name stands for no participant, or is no first name; its sentence has the code only.
        """
        cleaned = {code: _clean(code, name) for code, name in (names or {}).items()}
        self.codes = tuple(codes) or tuple(cleaned)
        unknown = sorted(set(cleaned) - set(self.codes))
        if unknown:
            raise UsageError(
                msg("A first name is given for {code}, who does not take part.", code=unknown[0])
            )  # fmt: skip
        self._names = cleaned
        self._search = _search_for(cleaned)

    def __repr__(self) -> str:
        return f"Pseudonyms({', '.join(self.codes)})"

    __str__ = __repr__

    def __reduce__(self) -> str:
        raise TypeError("first names are not pickled")

    @classmethod
    def from_lines(cls, codes: Sequence[str], lines: Iterable[str]) -> Pseudonyms:
        """Return the names in some lines, one participant a line: ``P07 Léa``, ``P07: Léa``, ``P07=Léa``.

        Empty lines and lines that begin with ``#`` are left out.

        Raises:
            UsageError: a line holds no code and name; its sentence has the line's number only.
        """
        names: dict[str, str] = {}
        for number, line in enumerate(lines, start=1):
            text = line.strip().lstrip("\ufeff")
            if not text or text.startswith("#"):
                continue
            found = re.fullmatch(r"([A-Za-z0-9_-]++)(?:\s*+[:=;,]|\s)\s*+(\S.*)", text)
            if found is None:
                raise UsageError(
                    msg("Line {n}: a code is needed, then a first name.", n=number)
                )  # fmt: skip
            names[found[1]] = found[2]
        return cls(codes, names)

    @classmethod
    def asked(cls, codes: Sequence[str], ask: Callable[[str], str]) -> Pseudonyms:
        """Ask for the first name of each code and return them; an empty answer leaves a code without one."""
        answers = {code: ask(code).strip() for code in codes}
        return cls(codes, {code: name for code, name in answers.items() if name})

    def only(self, codes: Sequence[str]) -> Pseudonyms:
        """Return the names of some participants only, in the order of ``codes``."""
        return Pseudonyms(codes, {code: self._names[code] for code in codes if code in self._names})

    def fill(self, text: str, language: str = "fr", participant: str | None = None) -> str:
        """Return a sentence with first names filled in, as the last thing before it is spoken.

        Args:
            text: with ``{participant}``, ``{participants}`` or codes in braces (``{P07}``).
            language: of the sentence: « Léa, Tom et Zoé » or "Léa, Tom and Zoé".
            participant: the code that ``{participant}`` means; where it is None, all who take part.
        """
        key = language if language in _AND else "fr"
        filled = _put(text, PARTICIPANT, self._listed((participant,) if participant else self.codes, key))
        filled = _put(filled, PARTICIPANTS, self._listed(self.codes, key))
        for code in self.codes:
            filled = _put(filled, f"{{{code}}}", self._names.get(code, ""))
        return filled

    def hide(self, text: str) -> str:
        """Return a text with ``{participant}`` for each name if one child takes part, else ``{CODE}``."""
        if self._search is None:
            return text
        folded, origin = _fold(text)
        hidden: list[str] = []
        last = 0
        for found in self._search.finditer(folded):
            start, end = origin[found.start()], origin[found.end()]
            code = self._code_of(found)
            hidden += [text[last:start], PARTICIPANT if len(self.codes) == 1 else f"{{{code}}}"]
            last = end
        return "".join((*hidden, text[last:]))

    def _code_of(self, found: re.Match[str]) -> str:
        return list(self._names)[int(str(found.lastgroup)[1:])]

    def _listed(self, codes: Sequence[str], language: str) -> str:
        names = [self._names[code] for code in codes if code in self._names]
        if len(names) < len(codes) and len(codes) > 1:
            return _ALL[language]
        return _AND[language].join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


def _clean(code: str, name: str) -> str:
    name = unicodedata.normalize("NFC", name.strip())
    letters = name.replace(" ", "").replace("-", "").replace("'", "").replace("’", "")
    if not letters.isalpha() or len(letters) < 2 or len(name) > LONGEST_NAME:
        raise UsageError(
            msg("What is given for {code} is no first name (2 letters at least, no digit).", code=code)
        )  # fmt: skip
    return name


def _put(text: str, place: str, name: str) -> str:
    """Return a text with a name at a place; an empty name also removes the comma and spaces beside it."""
    if name or place not in text:
        return text.replace(place, name)
    bare = re.sub(rf"(^|[.!?…]\s+){re.escape(place)}\s*,\s*(\w)", lambda m: m[1] + m[2].upper(), text)
    bare = re.sub(rf"\s*,\s*{re.escape(place)}(?=\s*[,.!?…]|\s*$)", "", bare)
    return re.sub(rf"[ ]?{re.escape(place)}", "", bare).strip()


def _search_for(names: Mapping[str, str]) -> re.Pattern[str] | None:
    """Return a pattern that finds any name in a folded text; None where there is no name.

    Whole words, whatever joins the parts of a compound name, and the forms that a badly encoded error text
    may hold (UTF-8 read as Latin-1, escapes).
    """
    choices: list[tuple[str, int]] = []
    for number, name in enumerate(names.values()):
        folded = _fold(name)[0]
        parts = [re.escape(part) for part in re.split(r"[\s'’-]+", folded)]
        choices.append((r"[\s'’‐‑_-]*".join(parts), number))
        choices += [(re.escape(_fold(form)[0]), number) for form in _garbled(name)]
    if not choices:
        return None
    longest_first = sorted(choices, key=lambda choice: -len(choice[0]))
    groups = [
        "(?P<n{}>{})".format(number, "|".join(form for form, of in longest_first if of == number))
        for number in sorted(range(len(names)), key=lambda n: -max(len(f) for f, of in choices if of == n))
    ]
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(groups)})(?![^\W\d_])")


def _garbled(name: str) -> set[str]:
    forms: set[str] = set()
    for normal in (unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name)):
        raw = normal.encode()
        forms |= {
            raw.decode("latin-1"),
            raw.decode("cp1252", "replace"),
            repr(raw)[2:-1],
            ascii(normal)[1:-1],
            json.dumps(normal)[1:-1],
            quote(normal),
        }
    return {form for form in forms if _fold(form)[0] != _fold(name)[0]}


def _fold(text: str) -> tuple[str, list[int]]:
    """Return a text without case, accents and invisible characters, with each character's original index."""
    folded: list[str] = []
    origin: list[int] = []
    for position, character in enumerate(text):
        for part in _parts(character):
            for letter in _SPELLED_OUT.get(part, part):
                folded.append(letter)
                origin.append(position)
    # The end of a match is where the next kept character begins: marks after a letter belong to it.
    return "".join(folded), [*origin, len(text)]


def _parts(character: str) -> list[str]:
    """Return the bare letters of a character; none for a sign that only looks like letters (℃, ½)."""
    category = unicodedata.category(character)
    if category in ("Mn", "Cf"):
        return []
    if not category.startswith("L"):
        return [character if character.isascii() or not character.isalnum() else " "]
    parts = unicodedata.normalize("NFKD", character.casefold())
    return [part for part in parts if unicodedata.category(part) not in ("Mn", "Cf")]
