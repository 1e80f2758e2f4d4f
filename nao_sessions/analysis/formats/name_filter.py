"""What of a file of another program may be kept beside a session: codes for people, and no text with a name.

A text in which a first name seems to be left is left out and counted, unless an event of the log says it:
what events hold is kept, and reported by line. Who takes part, and what a table calls them, is read here too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from math import isfinite
from pathlib import PurePath
from typing import Any

from nao_sessions.analysis.formats.annotation_text import folded
from nao_sessions.analysis.formats.rows import is_about_somebody, says_names, text_of
from nao_sessions.analysis.formats.table import TableFindings, TableRow
from nao_sessions.core.codes import is_code
from nao_sessions.core.errors import UsageError
from nao_sessions.protocol.checks.lexicon import FIRST_NAMES
from nao_sessions.robot.names import PARTICIPANT, Pseudonyms
from nao_sessions.text.messages import Text, msg

Hide = Callable[[str], str]
"""A function that returns a text with codes in the place of the names that are known."""

PICTURE = "bitmap"
"""The key under which BORIS keeps the picture of a coding map, as base64."""


class NameFilter:
    """A filter that takes people's names out of texts and values, and counts what it leaves out."""

    def __init__(self, people: KnownPeople, event_words: Iterable[str] = ()) -> None:
        """Prepare a filter for the names in one file.

        Args:
            people: the codes of people, and what the file calls them.
            event_words: the words of the events, which are in the log already, and were reported.
        """
        self._people = people
        self._event_words = {people.hide(word).strip() for word in event_words}
        self.texts_left_out: set[str] = set()
        """The texts that were left out, each once."""
        self._annotators: set[str] = set()

    @property
    def remarks(self) -> tuple[Text, ...]:
        """Return remarks on how many texts and annotators were left out."""
        counts = ((LEFT_OUT, len(self.texts_left_out)), (ANNOTATORS_LEFT_OUT, len(self._annotators)))
        return tuple(sentence.format(count=count) for sentence, count in counts if count)

    def hide(self, text: str) -> str:
        """Return a coder's own text with codes in the place of the names that are known."""
        return self._people.hide(text)

    def text(self, text: str) -> str:
        """Return a text with codes for the names that are known; "" where another name seems to be left."""
        hidden = self._people.hide(text)
        if not holds_first_name(hidden) or hidden.strip() in self._event_words:
            return hidden
        # BORIS lists a value with its key, "Tom (t)", and keeps of an event the value alone
        value, _, key = hidden.partition(" (")
        if value.strip() in self._event_words and not holds_first_name(key):
            return hidden
        self.texts_left_out.add(text)
        return ""

    def any(self, value: Any) -> Any:
        """Return a value with codes for names, without texts and keys in which another name seems to be."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            known = {key: self.text(str(key)) for key in value}
            return {
                # a picture as letters says no name, whatever letters follow each other
                known[key]: each if key == PICTURE and is_base64(each) else self.any(each)
                for key, each in value.items()
                if (known[key] or not key) and not _no_number(each)
            }
        if isinstance(value, Sequence):
            kept = [(each, self.any(each)) for each in value if not _no_number(each)]
            return [after for before, after in kept if after != "" or before == ""]
        return value

    def title(self, name: str) -> str:
        """Return the title of an observation or a file; "" where a word in any case may be a first name."""
        words = re.split(r"[\W\d_]+", self._people.hide(name))
        if any(holds_first_name(word.title()) for word in words):
            self.texts_left_out.add(name)
            return ""
        return self.text(name)

    def subject(self, word: str) -> str:
        """Return the code or the role that a word stands for, with its spaces; "" where it may be a name."""
        return self._somebody(word, self.texts_left_out)

    def annotator(self, word: str) -> str:
        """Return an annotator's code; "" for a name, which is counted as left out."""
        return self._somebody(word, self._annotators)

    def _somebody(self, word: str, left_out: set[str]) -> str:
        """Return the code or role of a word, with its spaces; "" for a name, which goes to ``left_out``."""
        bare = word.strip()
        written = self.code(bare)
        if bare and not written:
            left_out.add(bare)
        return word.replace(bare, written) if written else ""

    def code(self, word: str) -> str:
        """Return a person's code, or the role that a word stands for; "" where the word may be a name."""
        return self._people.written(word) or (word if is_code(word) else "")

    def names_people(self, label: str) -> bool:
        """Return whether a label announces names, and note it as left out if so."""
        if says_names(label):
            self.texts_left_out.add(label)
        return says_names(label)

    def by_label(self, values: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
        """Yield labels and values; labels of names are left out, and of who somebody is all but codes."""
        for label, value in values:
            if self.names_people(label):
                continue
            # a number and a truth are nobody's name, and what is empty neither
            content = value if isinstance(value, str | Mapping | Sequence) else ""
            if content and is_about_somebody(label) and not self.code(text_of(content)):
                self.texts_left_out.add(label)
                value = ""
            yield label, value

    def new_names(self, neutral: str, names: Iterable[str]) -> dict[str, str]:
        """Return new names by the old ones: ``neutral`` and a number for one that holds a first name."""
        written: dict[str, str] = {}
        every = list(dict.fromkeys(names))
        for name in every:
            taken = {*every, *written.values()}
            free = (made for number in count(1) if (made := f"{neutral} {number}") not in taken)
            hidden = self.text(name)
            # two of one name, now that a child has a code in it, stay two
            met = hidden != name and hidden in taken
            written[name] = (
                f"{hidden} ({next(free)})" if met and hidden else hidden or (next(free) if name else "")
            )
        return written


def _no_number(value: object) -> bool:
    """Return whether a value is NaN or infinite, which BORIS may write and JSON cannot hold."""
    return isinstance(value, float) and not isfinite(value)


def is_base64(value: object) -> bool:
    """Return whether a value is text in Base64."""
    return isinstance(value, str) and re.fullmatch(r"[A-Za-z0-9+/\s]*={0,2}", value) is not None


LEFT_OUT = msg(
    "Where a first name seems to be left that no event says (behaviours, values, categories, "
    "descriptions, variables, settings, names of tiers and whom they are about, types, vocabularies), "
    "left out: {count}. Give it with --names."
)

ANNOTATORS_LEFT_OUT = msg("Annotators who are not told by a code such as C01, left out: {count}.")

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


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom an event is about: a participant's code, or a role, or neither."""

    participant: str | None = None
    role: str = ""


class KnownPeople:
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


_LINE = re.compile(r"([A-Za-z0-9_-]++)(?:\s*+[:=;,]|\s)\s*+(\S.*)")


def read_name_lines(lines: Iterable[str]) -> list[tuple[str, str]]:
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

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")

_FOLDED = frozenset(map(folded, FIRST_NAMES))


def holds_first_name(text: str) -> bool:
    """Return whether a capitalised word of a text is a common first name, with or without its accents."""
    return any(word[0].isupper() and folded(word) in _FOLDED for word in _WORD.findall(text))


def file_as_written(file: str, hide: Hide) -> str:
    """Return a file's name as the log may have it: ``table`` and its ending, if it holds a first name."""
    hidden = hide(file)
    return f"table{PurePath(file).suffix}" if holds_first_name(hidden) else hidden


def check_tier_names(rows: Sequence[TableRow], hide: Hide, findings: TableFindings) -> None:
    """Add a finding for each tier that has a first name; the name itself is not shown."""
    reported: set[str] = set()
    for row in rows:
        tier = row.fields.get("tier", "")
        if tier not in reported and holds_first_name(hide(tier)):
            reported.add(tier)
            findings.add("I118", row.subject_place or row.place, _TIER, _TIER_HINT)


def doubtful_lines(rows: Sequence[TableRow], hide: Hide) -> tuple[int, ...]:
    """Return the lines whose texts seem to hold a first name that no code was given for."""
    found = {
        row.place.line
        for row in rows
        if any(
            holds_first_name(hide(text)) for text in (row.code, row.comment, row.fields.get("modifiers", ""))
        )
    }
    return tuple(sorted(found))


def name_doubts(lines: Sequence[int]) -> list[Text]:
    """Return a remark on lines that may hold a first name, at most ten of them listed; none without lines."""
    if not lines:
        return []
    shown = ", ".join(map(str, lines[:10])) + ("…" if len(lines) > 10 else "")
    return [_DOUBT.format(lines=shown)]


_TIER = msg("this tier is called like a person")
_TIER_HINT = msg(
    "--names FILE (or -): a line 'P07=...' with this name; or give the tier another name in ELAN"
)
_DOUBT = msg("First names seem to be left, kept as they are: lines {lines}. Give them with --names.")
