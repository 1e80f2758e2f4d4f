"""What YAML's parser complains about, said to somebody who writes sentences for children.

The parser's own words are never shown: they name what the parser wanted, not what the author did.
"""

from __future__ import annotations

import re

import yaml

from nao_sessions.core.errors import Place
from nao_sessions.protocol.findings import Findings
from nao_sessions.protocol.reading.hidden import HIDDEN
from nao_sessions.text.messages import Text, msg

WIDEST_LINE = 1_000
"""Characters of a line that are looked at for a hint; keeps a file of one long line within a second."""

DEEPEST = 32
"""Levels of lists and maps; the deepest real protocol has 11."""

QUOTE_HINT = msg('put the sentence between double quotes: "…"')
_UNCLOSED = (
    msg("this quote is never closed"),
    msg("close the sentence with a quote; inside a sentence write « »"),
)
_SWALLOWED = (
    msg("this brace or bracket is not closed: '#' begins a comment"),
    QUOTE_HINT,
)
_TEXT_KEY = re.compile(r"(say|label|title|note|adult|fr|en)\s*:\s*(?=[^\s\"'|>])")
_AFTER_QUOTE = re.compile(r":\s+(?:=\s*)?(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*')\s*[^\s,}\]#:]")
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")


def syntax_finding(
    error: yaml.YAMLError,
    text: str,
    name: str,
    long_quote: Place | None,
    open_braces: list[Place],
    findings: Findings,
) -> None:
    """Turn an error of the YAML parser into a finding with a place, a sentence and a hint.

    Args:
        error: what the parser raised.
        text: the whole file.
        name: its name.
        long_quote: where the value before the error began, if it is a quoted one over several lines.
        open_braces: where the braces and brackets that are open there stand, the innermost first.
        findings: takes up the finding.
    """
    if long_quote is not None:
        # Nobody writes a sentence over several lines in quotes: one of them was forgotten.
        findings.add("P100", long_quote, _UNCLOSED[0], _UNCLOSED[1])
        return
    mark = getattr(error, "problem_mark", None)
    begun = getattr(error, "context_mark", None)
    problem = str(getattr(error, "problem", "") or "")
    context = str(getattr(error, "context", "") or "")
    if "maximum nesting depth" in problem and mark is not None:
        # libyaml reads ahead of its events: it can be the first to see how deep a file goes.
        too_deep(Place(name, mark.line + 1, mark.column + 1), findings)
        return
    unclosed = "quoted scalar" in context and begun is not None
    if unclosed:
        mark = begun
    if mark is None:
        findings.add("P100", Place(name, 1, 1), msg("this is not YAML"))
        return
    lines = text.split("\n")
    at_line = min(mark.line, len(lines) - 1)
    # The parser complains some lines later about a bracket that was never closed.
    if begun is not None and "flow" in context and (mark.line > begun.line or mark.line >= len(lines) - 1):
        mark, at_line = begun, min(begun.line, len(lines) - 1)
    swallowed = next((place for place in open_braces if _comments(lines, place)), None)
    if swallowed is not None and swallowed.line <= at_line:
        findings.add("P100", swallowed, _SWALLOWED[0], _SWALLOWED[1])
        return
    before = max(0, mark.column - WIDEST_LINE // 2)
    line = lines[at_line][before : before + WIDEST_LINE]
    place = Place(name, at_line + 1, mark.column + 1)
    hidden = HIDDEN.search(_blanked(line))
    if hidden is not None:
        findings.add(
            "P112",
            Place(name, at_line + 1, before + hidden.start() + 1),
            msg("invisible space (U+{ord:04X}) that YAML does not take for a space", ord=ord(hidden.group())),
            msg("delete it and type an ordinary space"),
        )
        return
    sentence, hint = _explain(problem, context, line, mark.column - before, unclosed)
    findings.add("P100", place, sentence, hint)


def _comments(lines: list[str], place: Place) -> bool:
    """Return whether a comment begins after a brace on the same line, so that the rest is not read."""
    inside = lines[place.line - 1][place.col : place.col + WIDEST_LINE]
    return re.search(r"(?:^|[\s\[{,])#", _QUOTED.sub("", inside)) is not None


def too_deep(place: Place, findings: Findings) -> None:
    """Report that lists and maps are nested too deeply."""
    findings.add(
        "P109",
        place,
        msg("nested more than {deepest} levels deep", deepest=DEEPEST),
    )


def _explain(problem: str, context: str, line: str, column: int, unclosed: bool) -> tuple[Text, Text | None]:
    """Return the sentence and the hint for a complaint of the YAML parser about a line."""
    if "\t" in line[: column + 1] and not line[: column + 1].strip():
        return (
            msg("a tab cannot indent a line"),
            msg("replace it by spaces"),
        )
    if unclosed:
        return _UNCLOSED
    if _AFTER_QUOTE.search(line):
        return (
            msg("there is text after the closing quote"),
            msg("put the whole value between double quotes, single ones inside: \"'a' == data.b\""),
        )
    if _TEXT_KEY.search(_blanked(line)) or "mapping values" in problem or "cannot start any token" in problem:
        return msg("YAML cannot read this line"), QUOTE_HINT
    if "flow" in context:
        return (
            msg("this brace or bracket is not closed"),
            msg("close it, separate with commas, put sentences between double quotes"),
        )
    return (
        msg("YAML cannot read this line"),
        msg("check the indentation: keys of one level begin in the same column"),
    )


def _blanked(line: str) -> str:
    """Return a line, of the same length, with its quoted parts and its comment blanked out."""
    blanked = _QUOTED.sub(lambda match: '"' + "x" * (len(match.group()) - 1), line)
    return re.sub(r"(?:^|\s)#.*", lambda match: "x" * len(match.group()), blanked)
