"""What becomes of a sentence in a position and a style: loaded right, refused with a remedy, or neither.

Right is equal to what was meant, composed (NFC). What YAML's own quotes mean is meant by who writes them:
``"Encore !"`` is the two words without the quotes, and ``''`` between single quotes is one apostrophe.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nao_sessions.core.errors import Finding, ProtocolRefused
from nao_sessions.protocol import load_files
from tests.protocol.french.french_forms import Position

RIGHT, REFUSED, COMMENT = "right", "refused", "comment"
"""``comment``: a line that begins with ``#`` where a key may stand is a comment, and nothing can tell."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was loaded, or why not; where it is neither right nor refused, ``changed`` or ``no remedy``."""

    position: str
    style: str
    sentence: str
    kind: str
    detail: str = ""


def outcome(position: Position, style: str, sentence: str) -> Outcome:
    """Write a sentence in a position, in a style, and load it."""

    def told(kind: str, detail: object = "") -> Outcome:
        return Outcome(position.name, style, sentence, kind, str(detail))

    if position.name in KEY_ON_ITS_LINE and style == "plain" and sentence.startswith("#"):
        return told(COMMENT)
    try:
        protocol = load_files(position.files(style, sentence), "essai.yaml")
    except ProtocolRefused as refused:
        if any(_helps(finding, position) for finding in refused.findings):
            return told(REFUSED)
        return told("no remedy", refused.findings[0].render("fr"))
    found = position.found(protocol)
    return told(RIGHT) if found == [meant(style, sentence)] else told("changed", found)


KEY_ON_ITS_LINE = ("answer :", "feedback")


def _helps(finding: Finding, position: Position) -> bool:
    """Tell whether a finding says where the sentence stands, and what to do."""
    file, lines = position.lines()
    place = finding.place
    return finding.severity == "error" and place.file == file and place.line in lines and bool(finding.hint)


def meant(style: str, sentence: str) -> str:
    """Give what somebody means who writes a sentence in a style."""
    if style == "single":
        sentence = sentence.replace("''", "'")
    if style == "plain" and sentence[:1] == '"' == sentence[-1:] and '"' not in sentence[1:-1]:
        sentence = sentence[1:-1]
    return unicodedata.normalize("NFC", sentence)


def table(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """Give the lines of a table: for each position and style, how many of each kind."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for one in outcomes:
        counts.setdefault((one.position, one.style), Counter())[one.kind] += 1
    kinds = (RIGHT, REFUSED, COMMENT, "changed", "no remedy")
    yield f"{'position':26} {'style':8} " + " ".join(f"{kind:>9}" for kind in kinds)
    for (position, style), count in counts.items():
        yield f"{position:26} {style:8} " + " ".join(f"{count[kind]:9}" for kind in kinds)
