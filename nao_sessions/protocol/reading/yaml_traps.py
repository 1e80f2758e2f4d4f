"""What YAML would cut, split, change or refuse is reported, never guessed: quotes, hidden characters, errors.

Words may stand plain anywhere (``[fruit, un légume]``); a sentence between braces or brackets may not, since
a comma or a colon cuts it and what is left looks like words. The parser's own words are never shown: they
name what the parser wanted, not what the author did.
"""

from __future__ import annotations

import re

import yaml

from nao_sessions.core.errors import Place
from nao_sessions.protocol.findings import Findings, quoted
from nao_sessions.protocol.reading.nodes import Node, Scalar
from nao_sessions.protocol.reading.source import CONTROL
from nao_sessions.text.messages import Text, msg

# No-break, figure, narrow no-break and the other spaces that are not U+0020.
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
# Zero-width space and joiners, soft hyphen, word joiner, byte order mark.
_WITHOUT_WIDTH = "\u00ad\u200b-\u200f\u2060\ufeff"

HIDDEN = re.compile(f"[{_SPACES}{_WITHOUT_WIDTH}]")
ZERO_WIDTH = re.compile(f"[{_WITHOUT_WIDTH}]")
_AT_AN_EDGE = re.compile(f"^{HIDDEN.pattern}|{HIDDEN.pattern}$")
_KEY_LIKE = re.compile(rf"[a-z_]+[ {_SPACES}]*:(?=[{_SPACES}])")

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_HARMLESS_ESCAPES = frozenset('"\\/xuU\n\r')
"""Quotes, backslashes, a character by its number, a line that goes on; all others change what is written."""


def tells_invisible(node: Scalar, is_key: bool, findings: Findings) -> bool:
    """Report invisible spaces in a plain value (pasted from a word processor); return whether it has any."""
    text = node.text
    if text.isascii():
        return False
    after_key = _KEY_LIKE.match(text)
    inside_key = HIDDEN.search(text) if is_key else None
    matches = (ZERO_WIDTH.search(text), _AT_AN_EDGE.search(text), after_key, inside_key)
    places = [match.end() if match is after_key else match.start() for match in matches if match is not None]
    if not places:
        return False
    at = min(places)
    findings.add(
        "P112",
        node.place_at(at),
        msg("invisible space (U+{ord:04X}) that YAML does not take for a space", ord=ord(text[at])),
        msg("type an ordinary space; a sentence goes between double quotes"),
    )
    return True


def tell_escapes(node: Scalar, findings: Findings) -> None:
    """Report escapes in double quotes that would change a sentence; without one, a control character."""
    reported = False
    for match in _ESCAPE.finditer(node.raw):
        if match[1] not in _HARMLESS_ESCAPES:
            reported = True
            findings.add(
                "P131",
                _inside(node, match.start()),
                msg(
                    "'{match}' is not in the language: between quotes, \\ changes the letter that follows",
                    match=match[0],
                ),
                msg("write / instead; for a line break, write the text in a block: |"),
            )
    control = None if reported else CONTROL.search(node.text)
    if control is not None:
        findings.add(
            "P107",
            node.place_at(control.start()),
            msg("control character U+{ord:04X} in a text", ord=ord(control.group())),
            msg("delete it"),
        )


def _inside(node: Scalar, at: int) -> Place:
    """Return the place of a character in the source of a value."""
    before = node.raw[:at]
    line = before.count("\n")
    col = at - before.rfind("\n") if line else node.place.col + at
    return Place(node.place.file, node.place.line + line, col)


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


LONGEST_LABEL = 6
"""Words of a label; more are a sentence, and may hold a comma that YAML would cut at."""

PATH_LIKE = re.compile(r"(?:item|settings|data|results|participant|trials?|event)\.[a-z][a-z0-9_.]*")

_SIGNS_OF_A_SENTENCE = re.compile("[;?!…«»“”\"#\u00a0\u202f]|:(?:\\s|$)|\\s:|\\.(?:\\W|$)|['’]$")

_CODE = re.compile("[A-Z]{1,3}[0-9]+")
"""P07: a child's code, no beginning of a sentence."""

VALUE_HINT = msg(
    "write a value; a sentence that holds ':', '#', { } or [ ] goes between double quotes: \"…\""
)

_NO_BACKSLASH = msg("write / or nothing: Nao's voice would take '\\' for a command")


def word_like(text: str) -> bool:
    """Return whether a plain text is words, not a sentence: it begins small and has no punctuation."""
    first = text[:1]
    if first in "+-" and text[1:2].isdigit():
        first = "0"
    small = first.islower() or first.isdigit() or len(text) == 1 or _CODE.fullmatch(text) is not None
    return small and len(text.split()) <= LONGEST_LABEL and not has_sentence_sign(text)


def has_sentence_sign(text: str) -> bool:
    """Return whether a text has the punctuation of a sentence: a full stop, a colon, a question mark."""
    return _SIGNS_OF_A_SENTENCE.search(text) is not None


def check_word(scalar: Scalar, findings: Findings) -> None:
    """Report a word that YAML made of a sentence, by cutting it at a ``#`` or a comma between brackets.

    A computed value is no sentence: what is cut off it is a comment, and its own reading reports the rest.
    """
    if scalar.plain and scalar.text.startswith("="):
        return
    if not scalar.plain and not scalar.text.strip():
        findings.add("P103", scalar.place, msg("this text is empty"), VALUE_HINT)
    elif scalar.cut_in_word or (scalar.cut and not word_like(scalar.text)):
        tell_cut(scalar, findings)
    elif scalar.plain and scalar.listed and not scalar.empty:
        check_unquoted(scalar, findings)


def check_unquoted(scalar: Scalar, findings: Findings) -> None:
    """Report a plain text in braces or brackets that may be a piece of a sentence."""
    if scalar.plain and scalar.in_braces and not word_like(scalar.text):
        tell_unquoted(scalar.place, findings)


def path_without_sign(scalar: Scalar, findings: Findings) -> None:
    """Report a plain value that looks like a path, as it would be taken for a word."""
    if scalar.plain and PATH_LIKE.fullmatch(scalar.text):
        findings.add(
            "P116",
            scalar.place,
            msg("'{text}' would be taken for a word", text=quoted(scalar.text)),
            msg("write '= {text}' for its value", text=scalar.text),
        )


def is_label(scalar: Scalar) -> bool:
    """Return whether a plain text may be a label without quotes, as it is a few words."""
    return scalar.plain and not scalar.cut and word_like(scalar.text)


def check_sentence(scalar: Scalar, findings: Findings) -> None:
    """Report mistakes in how a text for people is written: an ``=``, a backslash, missing quotes, a cut."""
    if scalar.text.startswith("=") or (scalar.plain and PATH_LIKE.fullmatch(scalar.text)):
        _tell_computed(scalar, findings)
    check_backslash(scalar, findings)
    if not scalar.plain:
        if not scalar.text.strip():
            findings.add("P103", scalar.place, msg("this text is empty"), VALUE_HINT)
        return
    if scalar.in_braces:
        tell_unquoted(scalar.place, findings)
    elif scalar.cut:
        tell_cut(scalar, findings)


def _tell_computed(scalar: Scalar, findings: Findings) -> None:
    path = scalar.text.lstrip("= ")
    hint = msg("begin the text with another sign than =")
    if PATH_LIKE.fullmatch(path):
        hint = msg('write "{{path}}"', path=path)
    findings.add(
        "P116",
        scalar.place,
        msg("a text is not computed: Nao would say this as it stands"),
        hint,
    )


def check_backslash(scalar: Scalar, findings: Findings) -> None:
    """Report a backslash in what Nao may say: its speech engine would read it as a tag."""
    at = scalar.text.find("\\")
    if at >= 0:
        findings.add(
            "P131",
            scalar.place_at(at),
            msg("'\\' is not in the language inside a text"),
            _NO_BACKSLASH,
        )


def check_uncomputed(scalar: Scalar, findings: Findings, hint: Text) -> bool:
    """Report a value that begins with ``=`` where nothing is computed; return whether it does."""
    if not scalar.text.startswith("="):
        return False
    findings.add(
        "P116",
        scalar.place,
        msg("this is not computed: the = sign would stay as it stands"),
        hint,
    )
    return True


def tell_cut(scalar: Scalar, findings: Findings) -> None:
    """Report a text that YAML cuts at a ``#``."""
    findings.add(
        "P111",
        scalar.place,
        msg("YAML cuts this text at the # sign: '{text}' is left", text=quoted(scalar.text)),
        QUOTE_HINT,
    )


def tell_unquoted(place: Place, findings: Findings) -> None:
    """Report a sentence without quotes in braces, where a comma or a colon cuts it."""
    findings.add(
        "P110",
        place,
        msg("a sentence inside braces or brackets needs quotes"),
        QUOTE_HINT,
    )


def tell_scrap(value: Node, before: Node | None, in_braces: bool, findings: Findings) -> bool:
    """Report a key that is a scrap of a text in braces (``{say: Bravo, c'est ça}``); return if it is one."""
    scrap = in_braces and isinstance(value, Scalar) and value.empty
    if not scrap or not isinstance(before, Scalar):
        return False
    tell_unquoted(before.place, findings)
    return True
