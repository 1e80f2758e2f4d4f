"""What of a file of another program may be kept beside a session: codes for people, and no text with a name.

A text in which a first name seems to be left is left out and counted, unless an event of the log says it:
what events hold is kept, and reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from math import isfinite
from typing import Any

from nao_sessions.analysis.formats.first_names import holds_first_name
from nao_sessions.analysis.formats.headings import is_about_somebody, says_names
from nao_sessions.analysis.formats.people import People
from nao_sessions.analysis.formats.rows import text_of
from nao_sessions.record.folder import is_code
from nao_sessions.text.messages import Text, msg

PICTURE = "bitmap"
"""The key under which BORIS keeps the picture of a coding map, as base64."""


class NameFilter:
    """A filter that takes people's names out of texts and values, and counts what it leaves out."""

    def __init__(self, people: People, event_words: Iterable[str] = ()) -> None:
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
