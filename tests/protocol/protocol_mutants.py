"""Mutants of a protocol's file: what a slip of the hand, a bad paste or a broken disk makes of it, seeded.

The same file and number give the same mutant. A mutant is examined as ``check`` would: what may not happen is
an exception, or a finding that does not say where.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from nao_sessions.core.errors import Finding
from nao_sessions.protocol import check

ROOT = Path(__file__).parents[2]
EXAMPLES = Path(__file__).parent / "examples"
LIBRARY = sorted((ROOT / "protocols").rglob("*.yaml")) + sorted(EXAMPLES.glob("*.yaml"))
"""Every protocol and series of the library, and the documented examples."""

SCRAPS = [*"{}[]:#'\"|>~0%@é=&*!?,\\\t\n\u00a0\u200b\u2028\U0001f916", "- ", "&a ", "*a", "!x ", "  ", "if: "]
SCRAPS += [
    "next: ",
    "null",
    "-1",
    "1e9",
    "back",
    "done",
    ": ",
    " #",
    "<<: ",
    "? ",
    '""',
    "[]",
    "{}",
    "= 1 / 0",
]
RETYPED = [
    "3",
    "-2",
    '"texte"',
    "[]",
    "{}",
    "[a, b]",
    "{a: 1}",
    "true",
    "10 s",
    "= data.n",
    "~",
    "1e99",
    "2026-11-24",
]

WHOLE_FILE = frozenset({"P106", "P107", "P108", "P118"})
"""Checks that may mean a file as a whole: too large, no text, empty, not there."""

_KEY = re.compile(r"[A-Za-z_]+(?=: )")
_VALUE = re.compile(r"(?<=: )[^\n{}\[\],]+")
_QUOTED = re.compile(r"\"([^\"\n]*)\"")

Mutation = Callable[[str, random.Random], str]


def _drop(text: str, rng: random.Random) -> str:
    begin = rng.randrange(len(text))
    return text[:begin] + text[begin + rng.randrange(1, 40) :]


def _insert(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text))
    return text[:at] + rng.choice(SCRAPS) + text[at:]


def _swap_lines(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


def _repeat_lines(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    begin = rng.randrange(len(lines))
    part = lines[begin : begin + rng.randrange(1, 6)]
    at = rng.randrange(len(lines))
    return "\n".join([*lines[:at], *part, *lines[at:]])


def _swap_words(text: str, rng: random.Random) -> str:
    words = sorted(set(text.split())) or [""]
    return text.replace(rng.choice(words) or "\0", rng.choice(words), rng.randrange(1, 3))


def _indent(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    at = rng.randrange(len(lines))
    lines[at] = (
        " " * rng.randrange(1, 5) + lines[at] if rng.random() < 0.5 else lines[at][rng.randrange(1, 5) :]
    )
    return "\n".join(lines)


def _another_key(text: str, rng: random.Random) -> str:
    """Replace a key by one that stands elsewhere in the file."""
    keys = list(_KEY.finditer(text))
    if not keys:
        return text
    one, other = rng.choice(keys), rng.choice(keys)
    return text[: one.start()] + other.group() + text[one.end() :]


def _retype(text: str, rng: random.Random) -> str:
    """Replace a value by one of another kind."""
    values = list(_VALUE.finditer(text))
    if not values:
        return text
    one = rng.choice(values)
    return text[: one.start()] + rng.choice(RETYPED) + text[one.end() :]


def _unquote(text: str, rng: random.Random) -> str:
    """Take the quotes off a sentence."""
    sentences = list(_QUOTED.finditer(text))
    if not sentences:
        return text
    one = rng.choice(sentences)
    return text[: one.start()] + one[1] + text[one.end() :]


def _truncate(text: str, rng: random.Random) -> str:
    return text[: rng.randrange(len(text))]


def _drop_line(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    del lines[rng.randrange(len(lines))]
    return "\n".join(lines)


def _misspell(text: str, rng: random.Random) -> str:
    """Swap two neighbouring characters."""
    at = rng.randrange(max(len(text) - 1, 1))
    return text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]


MUTATIONS: tuple[Mutation, ...] = (
    _drop,
    _insert,
    _swap_lines,
    _repeat_lines,
    _swap_words,
    _indent,
    _another_key,
    _retype,
    _unquote,
    _truncate,
    _drop_line,
    _misspell,
)


def mutant(content: bytes, name: str, number: int) -> bytes:
    """Give one mutant of a file: mostly one slip, at most four, or every tenth time bytes that change."""
    rng = random.Random(f"{name}/{number}")
    if number % 10 == 9:
        spoilt = bytearray(content)
        for _ in range(rng.randrange(1, 6)):
            spoilt[rng.randrange(len(spoilt))] = rng.randrange(256)
        return bytes(spoilt)
    text = content.decode()
    for _ in range(rng.choice((1, 1, 1, 2, 3, 4))):
        text = rng.choice(MUTATIONS)(text or "\n", rng)
    return text.encode()


@dataclass(frozen=True, slots=True)
class Examined:
    """What a check said of a mutant; ``faults`` is what it may not do."""

    findings: tuple[Finding, ...]
    faults: tuple[str, ...]

    @property
    def refused(self) -> bool:
        """Tell whether it would not run."""
        return any(finding.severity == "error" for finding in self.findings)


def examined(content: bytes, path: Path) -> Examined:
    """Write a mutant in the place of its file, and check it."""
    path.write_bytes(content)
    try:
        findings = check(path)
    except Exception as error:  # whatever it is, it is the fault that is looked for
        return Examined((), (f"{type(error).__name__}: {error}",))
    lines = len(re.split("\r\n|\r|\n", content.decode("utf-8", "replace"))) + 1
    return Examined(findings, tuple(_faults(findings, path, lines)))


def _faults(findings: tuple[Finding, ...], path: Path, lines: int) -> Iterator[str]:
    for finding in findings:
        place = finding.place
        if place.line == 0 and finding.code not in WHOLE_FILE:
            yield f"{finding.code} has no line"
        elif place.line and place.col < 1:
            yield f"{finding.code} has a line and no column"
        elif place.file == str(path) and place.line > lines:
            yield f"{finding.code} is in line {place.line} of {lines}"
        elif not (path.parent / place.file).exists():
            yield f"{finding.code} is in a file that does not exist: {place.file}"
        for language in ("fr", "en"):
            finding.render(language).encode()
