"""From the bytes of a file to its text: size, encoding, control characters.

Whatever the bytes are, this answers with a text or with one finding, before YAML is looked at.
"""

from __future__ import annotations

import errno
import re
import unicodedata
from pathlib import Path

from nao_sessions.core.errors import Place
from nao_sessions.core.received import read_named
from nao_sessions.protocol.findings import Findings
from nao_sessions.text.messages import Text, msg

LARGEST_BYTES = 256 * 1024
"""The language's bound for a file; a protocol of sixty steps has 30 KB."""

# What YAML calls not printable: https://yaml.org/spec/1.1/#id868524
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")

MOST_ACCENTS = 30
"""Accents of one letter; the bound of Unicode's stream-safe text format (UAX 15, section 13)."""

_MAYBE_ACCENTS = re.compile(f"[^\x00-\u02ff]{{{MOST_ACCENTS + 1},}}")

# Line breaks to YAML 1.1 and to nobody else; word processors and web pages leave them in what is pasted.
_PASTED_BREAK = re.compile("[\x85\u2028\u2029]")

_ENCODING_HINT = msg("save the file as plain text, encoded in UTF-8")


def read_bytes(path: Path, name: str, findings: Findings) -> bytes | None:
    """Return the bytes of a file; None, and a finding, if it is too large or cannot be read."""
    try:
        return read_named(path, LARGEST_BYTES)
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno == errno.EFBIG:
            _too_large(name, path.stat().st_size, findings)
        else:
            unreadable(name, error, findings)
    return None


def unreadable(name: str, error: OSError | ValueError, findings: Findings) -> None:
    """Report that a file cannot be read, and why."""
    reasons: dict[type[OSError] | type[ValueError], Text] = {
        FileNotFoundError: msg("the file does not exist"),
        IsADirectoryError: msg("this is a folder, not a file"),
        PermissionError: msg("you may not read this file"),
    }
    otherwise = msg("the file cannot be read")
    findings.add("P118", Place(name), reasons.get(type(error), otherwise))


def _too_large(name: str, size: int, findings: Findings) -> None:
    """Report that a file is larger than a protocol may be."""
    findings.add(
        "P106",
        Place(name),
        msg(
            "the file has {size} KB, more than the {largest_bytes} KB allowed",
            size=size // 1024,
            largest_bytes=LARGEST_BYTES // 1024,
        ),
        msg("a protocol is a short text: is this the right file?"),
    )


def decode(content: bytes, name: str, findings: Findings) -> str | None:
    """Return the text of a file, NFC-normalised; None, and a finding, where it is not text."""
    if len(content) > LARGEST_BYTES:
        _too_large(name, len(content), findings)
        return None
    if not content.strip(b" \t\r\n\xef\xbb\xbf"):
        findings.add("P108", Place(name), msg("the file is empty"))
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", "replace")
        findings.add(
            "P107",
            _place_after(name, before),
            msg("the file is not text in UTF-8"),
            _ENCODING_HINT,
        )
        return None
    control = CONTROL.search(text)
    if control is not None:
        findings.add(
            "P107",
            _place_after(name, text[: control.start()]),
            msg("control character U+{ord:04X}: this is not a text file", ord=ord(control.group())),
            _ENCODING_HINT,
        )
        return None
    heap = _heap_of_accents(text)
    if heap is not None:
        findings.add(
            "P107",
            _place_after(name, text[:heap]),
            msg("more than {most_accents} accents on one letter", most_accents=MOST_ACCENTS),
            msg("delete them"),
        )
        return None
    line_break = _PASTED_BREAK.search(text)
    if line_break is not None:
        findings.add(
            "P112",
            _place_after(name, text[: line_break.start()]),
            msg("invisible line break (U+{ord:04X})", ord=ord(line_break.group())),
            msg("delete it and begin a new line"),
        )
        return None
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _heap_of_accents(text: str) -> int | None:
    """Return the index of a letter with too many accents, which take quadratic time to normalise; or None."""
    for run in _MAYBE_ACCENTS.finditer(text):
        accents = 0
        for at, char in enumerate(run.group(), start=run.start()):
            accents = accents + 1 if unicodedata.combining(char) else 0
            if accents > MOST_ACCENTS:
                return at
    return None


def _place_after(name: str, before: str) -> Place:
    """Return the place that follows a text: line and column count from 1."""
    return Place(name, before.count("\n") + 1, len(before) - before.rfind("\n"))
