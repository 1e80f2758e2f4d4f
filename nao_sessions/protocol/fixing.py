"""Putting quotes around sentences that YAML would harm, and taking out what nobody sees: ``check --fix``.

Three findings are mended: a sentence between braces without quotes (P110), one cut at a ``#`` (P111), an
invisible character (P112); and a line that YAML cannot read because of a colon in its sentence (P100).
Everything else in the file stays as it is, byte for byte. Each change is reported; after each the file is
checked again, and a change that does not help, or of which it is not sure what its author meant, is not made.
"""

from __future__ import annotations

import os
import re
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nao_sessions.core.errors import Finding, Place
from nao_sessions.core.received import read_named
from nao_sessions.protocol.findings import Findings
from nao_sessions.protocol.keys.head import ProtocolKeys
from nao_sessions.protocol.loading import check_bytes
from nao_sessions.protocol.reading.nodes import Fields, Items, Node, Scalar
from nao_sessions.protocol.reading.parsing import read_nodes
from nao_sessions.protocol.reading.source import LARGEST_BYTES
from nao_sessions.protocol.reading.yaml_traps import HIDDEN, ZERO_WIDTH
from nao_sessions.protocol.schema.table import keys_of, shapes_from

FIXABLE = ("P100", "P110", "P111", "P112")
MOST_CHANGES = 200

_SENTENCE_KEYS = "say|label|title|note|adult|fr|en"
_HEAD = re.compile(rf"\s*(?:- +)*(?:{_SENTENCE_KEYS}) *: +(?=[^\s\"'|>{{\[&*!%@`=])")
_COMMENT = re.compile(r"(?<!\s)\s++#\s")
_NEXT_KEY = re.compile(r",\s*(?P<key>[A-Za-z_][\w.]*)\s*:(?:\s|$)")


@dataclass(frozen=True, slots=True)
class Change:
    """One change: which finding it mends, where, and what was put in the place of what."""

    code: str
    place: Place
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class FixedFile:
    """What became of a file: the changes made, in their order, and its bytes now."""

    changes: tuple[Change, ...]
    content: bytes


def fix_file(path: Path) -> FixedFile:
    """Fix a file in place, atomically; a file with nothing to fix is not written.

    Raises:
        OSError: it cannot be read or written.
    """
    target = path.resolve()
    content = read_named(target)
    fixed = fix(content, path)
    if fixed.content != content:
        _replace(target, fixed.content)
    return fixed


def fix(content: bytes, path: Path) -> FixedFile:
    """Return the bytes of a file at a path with its findings fixed, and the changes."""
    changes: list[Change] = []
    refused: set[tuple[str, int, int]] = set()
    while len(changes) < MOST_CHANGES and len(content) <= LARGEST_BYTES:
        found = check_bytes(content, path)
        tried = _first(found, refused)
        if tried is None:
            break
        made = _mended(content, tried)
        if made is None or not _helps(made[0], path, tried, found):
            refused.add((tried.code, tried.place.line, tried.place.col))
            continue
        content, change = made
        changes.append(change)
        refused = {one for one in refused if one[1] != tried.place.line}
    return FixedFile(tuple(changes), content)


def _first(found: tuple[Finding, ...], refused: set[tuple[str, int, int]]) -> Finding | None:
    """Return the first finding that may be mended and is not among ``refused`` (code, line, column), or None.

    In the order of the file, since what follows a comma is often the rest of what stands before.
    """
    for finding in found:
        key = (finding.code, finding.place.line, finding.place.col)
        if finding.code in FIXABLE and finding.place.line and key not in refused:
            return finding
    return None


def _helps(content: bytes, path: Path, mended: Finding, before: tuple[Finding, ...]) -> bool:
    """Return whether a change removes its finding without causing findings on how the file is written."""
    after = check_bytes(content, path)
    if any(one.code == mended.code and one.place == mended.place for one in after):
        return False
    known = {(one.code, one.place.line) for one in before}
    writing = ("P100", "P101", "P104", "P107", "P109", "P110", "P111", "P112", "P113")
    line = mended.place.line
    return not any(
        one.code in writing and (one.code, one.place.line) not in known and one.place.line <= line
        for one in after
    )


def _mended(content: bytes, finding: Finding) -> tuple[bytes, Change] | None:
    """Return a file with one finding fixed, and the change; None where the fix is not certain."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    at = _offset(text, finding.place)
    if at is None:
        return None
    found = None
    if finding.code == "P100":
        found = _whole_line(text, at)
    elif finding.code == "P110":
        found = _in_braces(text, at, finding.place)
    elif finding.code == "P111":
        found = _cut(text, at)
    elif finding.code == "P112":
        found = _invisible(text, at)
    if found is None:
        return None
    begin, end, after = found
    change = Change(finding.code, finding.place, text[begin:end], after)
    return (text[:begin] + after + text[end:]).encode(), change


def _offset(text: str, place: Place) -> int | None:
    """Return the index of a place in a text as written; places count characters after NFC normalisation."""
    begin = 0
    for _ in range(place.line - 1):
        begin = text.find("\n", begin) + 1
        if begin == 0:
            return None
    end = text.find("\n", begin)
    line = text[begin : len(text) if end < 0 else end].removeprefix("\ufeff")
    begin += 1 if text.startswith("\ufeff") and begin == 0 else 0
    for index in range(len(line) + 1):
        if len(unicodedata.normalize("NFC", line[:index])) >= place.col - 1:
            return begin + index
    return None


def _quoted(text: str) -> str | None:
    """Return a text between double quotes; None where a backslash would change its meaning."""
    return None if "\\" in text else '"' + text.replace('"', '\\"') + '"'


def _whole_line(text: str, at: int) -> tuple[int, int, str] | None:
    """Return the fix that quotes the sentence of a whole line: ``say: Attention : regarde``."""
    begin = text.rfind("\n", 0, at) + 1
    end = text.find("\n", begin)
    line = text[begin : len(text) if end < 0 else end].rstrip("\r")
    head = _HEAD.match(line)
    if head is None:
        return None
    comment = _COMMENT.search(line, head.end())
    sentence = line[head.end() : len(line) if comment is None else comment.start()].rstrip()
    if " #" in sentence or ": " not in sentence:
        return None
    quoted = _quoted(sentence)
    start = begin + head.end()
    return None if quoted is None else (start, start + len(sentence), quoted)


def _in_braces(text: str, at: int, place: Place) -> tuple[int, int, str] | None:
    """Return the fix that quotes a sentence in braces, up to the next key or the closing brace."""
    parent = _parent(text, place)
    if parent is None or text[at] in "\"'":
        return None
    in_list = isinstance(parent, Items)
    end = at
    while end < len(text):
        char = text[end]
        if char in "{[\n" or text.startswith(" #", end):
            return None
        if char in "]}":
            break
        if char == ",":
            following = _NEXT_KEY.match(text, end)
            if in_list or (following is not None and following["key"] in _words()):
                break
        end += 1
    sentence = text[at:end].rstrip(" \t")
    if in_list and text[end : end + 1] == "," and _is_scrap(text[end + 1 : end + 40]):
        return None
    if in_list and text[:at].rstrip().endswith(",") and _is_scrap(sentence):
        return None
    quoted = _quoted(sentence)
    return None if quoted is None or not sentence else (at, at + len(sentence), quoted)


def _is_scrap(following: str) -> bool:
    """Return whether the text after a comma in a list looks like the rest of the sentence before it."""
    return following.lstrip()[:1].islower()


def _cut(text: str, at: int) -> tuple[int, int, str] | None:
    """Return the fix that quotes a sentence cut at a ``#``, with the rest if no space follows the ``#``."""
    end = text.find("\n", at)
    line = text[at : len(text) if end < 0 else end].rstrip("\r")
    hash_at = re.search(r"\s#", line)
    if hash_at is None or line[:1] in "\"'|>":
        return None
    glued = re.match(r"\s#[^\s#]", line[hash_at.start() :])
    if glued is None:
        sentence = line[: hash_at.start()].rstrip()
    else:
        more = re.search(r"\s#(?:\s|$)", line[hash_at.end() :])
        sentence = (line if more is None else line[: hash_at.end() + more.start()]).rstrip()
    quoted = _quoted(sentence)
    return None if quoted is None or not sentence else (at, at + len(sentence), quoted)


def _invisible(text: str, at: int) -> tuple[int, int, str] | None:
    """Return the fix that removes a zero-width character, or replaces another odd space by a plain one."""
    char = text[at : at + 1]
    if not char:
        return None
    if ZERO_WIDTH.match(char):
        joins = char == "\u200d" and ord(text[at + 1 : at + 2] or " ") > 0x2000
        return None if joins else (at, at + 1, "")
    return (at, at + 1, " ") if HIDDEN.match(char) else None


def _parent(text: str, place: Place) -> Node | None:
    """Return the list or the map that holds the value at a place."""
    name = place.file
    root = read_nodes(unicodedata.normalize("NFC", text.removeprefix("\ufeff")), name, Findings(name))
    for parent, node in () if root is None else _pairs(root):
        if isinstance(node, Scalar) and not node.empty and node.place == Place(name, place.line, place.col):
            return parent
    return None


def _pairs(root: Node) -> Iterator[tuple[Node, Node]]:
    """Yield every node with its parent: (parent, node)."""
    waiting = [root]
    while waiting:
        parent = waiting.pop()
        if isinstance(parent, Fields | Items):
            for node in parent.values() if isinstance(parent, Fields) else parent:
                yield parent, node
                waiting.append(node)


@cache
def _words() -> frozenset[str]:
    """Return every key of a protocol file, and the languages that texts are mostly in, which are keys too."""
    keys = (key.name for shape in shapes_from(ProtocolKeys) for key in keys_of(shape))
    return frozenset({"fr", "en", "de", "es", "it", "nl", "pt", *keys})


def _replace(path: Path, content: bytes) -> None:
    """Replace a file in one step, by writing a new one beside it first."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(path.stat().st_mode & 0o7777)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
