"""Whom a table is about: codes as they are, anybody else by a code that was given, and nobody's name kept.

The names behind the codes are held in memory only; no error and no file of this program shows them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nao_sessions.analysis.formats.annotation_text import folded
from nao_sessions.core.errors import UsageError
from nao_sessions.record.folder import is_code
from nao_sessions.robot.names import PARTICIPANT, Pseudonyms
from nao_sessions.text.messages import msg

ROLES: Mapping[str, str] = {
    "nao": "nao",
    "robot": "nao",
    "adult": "adult",
    "adulte": "adult",
    "professional": "adult",
    "professionnel": "adult",
    "professionnelle": "adult",
    "group": "group",
    "groupe": "group",
    "no focal subject": "",
}
"""Subjects that are nobody's name, and what they are called in the log; empty: nobody in particular."""

_PLAIN_WORDS = frozenset({"enfant", "child", "eleve", "pupil", "participant", "sujet", "subject"})
"""Words that may stand for one child in a table, and for any child in a comment: not hidden there."""
_LINE = re.compile(r"([A-Za-z0-9_-]++)(?:\s*+[:=;,]|\s)\s*+(\S.*)")


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom an event is about: a participant's code, or a role, or neither."""

    participant: str | None = None
    role: str = ""


class People:
    """The codes of those who take part, and what a table calls them."""

    def __init__(self, participants: Sequence[str], called: Iterable[tuple[str, str]] = ()) -> None:
        """Store which code the table's words for people stand for.

        Args:
            participants: codes that were declared; empty: all whom the table names.
            called: pairs of a code and what the table calls that person.

        Raises:
            UsageError: a code is not valid or takes no part, or a word stands for two codes.
        """
        self._declared = tuple(dict.fromkeys(participants))
        self._by_word: dict[str, str] = {}
        hidden: dict[str, list[str]] = {}
        for code in self._declared:
            _check_code(code)
        for code, word in called:
            _check_code(code)
            if self._declared and code not in self._declared:
                raise UsageError(_NO_PART.format(code=code), _NO_PART_HINT, code="U160")
            plain = _plain(word)
            if self._by_word.setdefault(plain, code) != code:
                raise UsageError(_TWO_CODES.format(first=self._by_word[plain], second=code), code="U160")
            if _is_name(plain):
                hidden.setdefault(code, []).append(word.strip())
        self.codes = self._declared or tuple(dict.fromkeys(self._by_word.values()))
        most = max(map(len, hidden.values()), default=0)
        self._hiding = [
            Pseudonyms(self.codes, {code: words[n] for code, words in hidden.items() if n < len(words)})
            for n in range(most)
        ]

    def __repr__(self) -> str:
        return f"People({', '.join(self.codes)})"

    def subject(self, word: str) -> Subject | None:
        """Return the person that a word of a table means; None where it may be a name that is not known."""
        plain = _plain(word)
        if plain in self._by_word:
            return Subject(self._by_word[plain])
        if not plain or plain in ROLES:
            return Subject(None, ROLES.get(plain, ""))
        code = word.strip()
        if is_code(code) and (not self._declared or code in self._declared):
            return Subject(code)
        return None

    def written(self, word: str) -> str:
        """Return a person's code, or the word for a role; "" for any other word."""
        subject = self.subject(word)
        if subject is None:
            return ""
        return subject.participant or word.strip()

    def hide(self, text: str) -> str:
        """Return a coder's own text with the known names replaced by codes."""
        for names in self._hiding:
            text = names.hide(text)
            for code in self.codes:  # nobody fills a name in again: the code itself stands there
                text = text.replace(f"{{{code}}}", code)
        return text.replace(PARTICIPANT, self.codes[0]) if len(self.codes) == 1 else text


def read_called(lines: Iterable[str]) -> list[tuple[str, str]]:
    """Return the pairs in lines of a code and a word of the table (``P07 = Léa``, ``P07: enfant 1``).

    Empty lines and lines that begin with ``#`` are left out.

    Raises:
        UsageError: a line holds no code and word; the error says the line's number only.
    """
    found: list[tuple[str, str]] = []
    for number, line in enumerate(lines, start=1):
        text = line.strip().lstrip("\ufeff")
        if not text or text.startswith("#"):
            continue
        parts = _LINE.fullmatch(text)
        if parts is None:
            raise UsageError(_NO_LINE.format(n=number), code="U161")
        found.append((parts[1], parts[2]))
    return found


def _check_code(code: str) -> None:
    if not is_code(code):
        raise UsageError(_NO_CODE, _NO_CODE_HINT, code="U104")


def _plain(word: str) -> str:
    """Return a word as it is compared, one space between its parts."""
    return re.sub(r"\s+", " ", folded(word)).strip()


def _is_name(plain: str) -> bool:
    """Return whether a word may be looked for in texts as a first name: letters alone, and no known role."""
    letters = re.sub(r"[\s'’-]", "", plain)
    known = plain in ROLES or plain in _PLAIN_WORDS
    return letters.isalpha() and len(letters) >= 2 and len(plain) <= 40 and not known


_NO_CODE = msg("a code such as P07 is needed, never a name")
_NO_CODE_HINT = msg("What the table says goes by --names: P07=...")
_NO_PART = msg("--names gives a word for {code}, who does not take part.")
_NO_PART_HINT = msg("Add --participant CODE.")
_TWO_CODES = msg("--names gives the same word for {first} and for {second}.")
_NO_LINE = msg("--names, line {n}: a code is needed, then what the table says.")
