"""The findings of one check, collected while a protocol is read, and the words that hints are made of.

Collecting never stops the reading: an author sees all that is wrong at once, up to a bound.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice

from nao_sessions.core.errors import Finding, Place
from nao_sessions.protocol.checks.registry import CHECKS
from nao_sessions.text.messages import Text, msg

MOST_FINDINGS = 100
"""More than anybody reads at once; a file that trips more is another kind of file."""

CLOSE = 0.66
"""How much of two words must agree (difflib's ratio): sai is say, items is not title."""

LONGEST_QUOTE = 40
"""Characters of an author's own text that a sentence repeats."""


MOST_NAMES = 300
"""Names that a misspelt one is compared with: keeps a file with thousands of steps within a second."""


class TooManyFindings(Exception):
    """When a file has so many findings that reading on serves nobody; caught where the reading began."""


class Findings:
    """A growing list of findings; one that is already there is not taken twice.

    ``shown`` is how the file is called before the person who reads; in the flow it has its bare name, so
    that a session is the same wherever its protocol lies.
    """

    def __init__(self, shown: str, name: str | None = None) -> None:
        """Start with no findings.

        Args:
            shown: how the first file is called before the person who reads.
            name: how it is called in the flow, where that is something else.
        """
        self._shown = shown
        self._name = name
        self._found: dict[tuple[str, Place], Finding] = {}
        self._suppressed: dict[str, Mapping[str, Place]] = {}
        self._left_out: set[tuple[str, str]] = set()
        self._reported: set[tuple[str, Place]] = set()
        self._counts: Counter[str] = Counter()

    def suppress(self, file: str, codes: Mapping[str, Place]) -> None:
        """Leave out findings of checks that a file's author allowed, each with the place of that."""
        self._suppressed[file] = codes

    def idle(self) -> Iterator[tuple[str, Place]]:
        """Yield the checks that were allowed but found nothing, each with the place where it was allowed."""
        for file, codes in self._suppressed.items():
            for code, place in codes.items():
                if (file, code) not in self._left_out:
                    yield code, place

    def add(self, code: str, place: Place, sentence: Text, hint: Text | None = None) -> None:
        """Add a finding, with the severity of its check, unless it is suppressed or there already.

        Raises:
            TooManyFindings: there are too many errors. Of warnings, and of remarks, as many are kept.
        """
        if (code, place) in self._reported:
            return
        self._reported.add((code, place))
        if code in self._suppressed.get(place.file, ()):
            self._left_out.add((place.file, code))
            return
        place = replace(place, file=self._file(place.file))
        severity = CHECKS[code].severity
        self._counts[severity] += 1
        if severity == "error" or self._counts[severity] <= MOST_FINDINGS:
            self._found.setdefault((code, place), Finding(code, place, sentence, hint, severity))
        if self._counts["error"] >= MOST_FINDINGS:
            raise TooManyFindings

    def _file(self, name: str) -> str:
        """Return the name of a file as shown to the reader; other files are beside the first."""
        if self._name is None or name in ("", self._name):
            return self._shown
        folder = self._shown.removesuffix(self._name)
        return folder + name

    def has_errors(self) -> bool:
        """Return whether there is an error, so that the protocol cannot run."""
        return any(finding.severity == "error" for finding in self._found.values())

    def sorted(self) -> tuple[Finding, ...]:
        """Return all findings in the order of the file."""
        return tuple(sorted(self._found.values(), key=lambda finding: (finding.place, finding.code)))


def quoted(text: str) -> str:
    """Return an author's text on one line, shortened, for use in a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1] + "…"


FRENCH_FOR = {
    "dis": "say",
    "dire": "say",
    "parle": "say",
    "phrase": "say",
    "geste": "gesture",
    "regarde": "look",
    "regard": "look",
    "yeux": "eyes",
    "attends": "wait",
    "attendre": "wait",
    "son": "sound",
    "etapes": "steps",
    "boutons": "buttons",
    "quand": "when",
    "apres": "after",
    "suite": "next",
    "fin": "end",
    "titre": "title",
    "toujours": "always",
    "debut": "start",
    "reglages": "settings",
    "toucher": "touch",
    "mot": "word",
}
"""What a French author writes first, and the word of the language: a look-alike would never find it."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that was probably meant, ignoring accents and capitals; None without one."""
    if not word or len(word) > LONGEST_QUOTE:
        return None
    folded: dict[str, str] = {}
    for name in islice(known, MOST_NAMES):
        folded.setdefault(_folded(name), name)
    meant = FRENCH_FOR.get(_folded(word), "")
    if meant in folded:
        return folded[meant]
    close = difflib.get_close_matches(_folded(word), folded, n=1, cutoff=CLOSE)
    return folded[close[0]] if close else None


def did_you_mean(word: str, known: Iterable[str]) -> Text | None:
    """Return a hint for a misspelt word: the nearest word, or the list if it is short; else None."""
    names = sorted(set(known))
    close = nearest(word, names)
    if close is not None:
        return msg("did you mean '{close}'?", close=close)
    if names and len(names) <= 24:
        listed = ", ".join(names)
        return msg("one of: {listed}", listed=listed)
    return None


def _folded(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char)).replace("-", "_")
