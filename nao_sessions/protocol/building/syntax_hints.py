"""What authors write in expressions instead of the language's own signs, and what to tell them.

Only words come from here: whether an expression is right is decided in the grammar alone.
"""

from __future__ import annotations

import ast
import re

from nao_sessions.protocol.reading.hidden import HIDDEN
from nao_sessions.text.messages import Text, msg

_STRINGS = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")


def _write(word: str) -> Text:
    return msg("write '{word}'", word=word)


_MISSPELT: tuple[tuple[re.Pattern[str], Text], ...] = (
    (
        HIDDEN,
        msg("an invisible space is there: type an ordinary space"),
    ),
    (re.compile(r"&&|&"), _write("and")),
    (re.compile(r"\|\|?"), _write("or")),
    (re.compile(r"<>|≠|=/=|=!"), _write("!=")),
    (re.compile(r"≤|=<"), _write("<=")),
    (re.compile(r"≥|=>"), _write(">=")),
    (re.compile(r"===?=|(?<![=!<>:])=(?![=])"), _write("==")),
    (re.compile(r"\bet\b"), _write("and")),
    (re.compile(r"\bou\b"), _write("or")),
    (re.compile(r"\bnon\b|!(?!=)"), _write("not")),
    (re.compile(r"\bsi\b"), _write("if")),
    (re.compile(r"\bsinon\b"), _write("else")),
    (re.compile(r"\bplus\b"), _write("+")),
    (re.compile(r"\bmoins\b"), _write("-")),
    (re.compile(r"\bfois\b"), _write("*")),
    (re.compile(r"×|÷"), msg("write '*' or '/'")),
    (
        re.compile(r"[«»“”„‘’]"),
        msg("a text goes between straight single quotes: 'red'"),
    ),
    (
        re.compile(r"\d,\d"),
        msg("write numbers with a point: 2.5"),
    ),
)

_OPERATORS: dict[type[ast.AST], Text] = {
    ast.BitAnd: _write("and"),
    ast.BitOr: _write("or"),
    ast.Invert: _write("not"),
    ast.FloorDiv: _write("/"),
}

_CUT = msg("YAML cut the line at the # sign: put the whole expression between double quotes")


_PLAIN_NUMBER = re.compile(r"\d{1,12}(?:\.\d{1,12})?", re.ASCII)
_PLAIN_STRING = re.compile(r"'[^'\\]*'|\"[^\"\\]*\"")


def comment_in(source: str) -> int | None:
    """Give where a comment begins in an expression, or None."""
    at = _STRINGS.sub(lambda match: "_" * len(match.group()), source).find("#")
    return None if at < 0 else at


def odd_constant(written: str, value: bool | int | float | str) -> Text | None:
    """Say how to write a constant that is written as only Python's readers would know it; None: it is not."""
    if isinstance(value, str) and not _PLAIN_STRING.fullmatch(written):
        return msg("a text goes between two single quotes, without \\ or a prefix: 'red'")
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if number and not _PLAIN_NUMBER.fullmatch(written):
        return msg("a number is written in digits, twelve at most, with a point: 10, 2.5")
    return None


def tell_syntax(error: Exception, source: str, *, cut: bool) -> tuple[int, Text, Text | None]:
    """Say where an expression stops being one: (index in it, sentence, hint)."""
    sentence = msg("the expression is malformed")
    if cut:
        return len(source), sentence, _CUT
    blanked = _STRINGS.sub(lambda match: "_" * len(match.group()), source)
    for pattern, hint in _MISSPELT:
        match = pattern.search(blanked)
        if match is not None:
            return match.start(), sentence, hint
    offset = getattr(error, "offset", None) or 1
    unclosed: Text | None = None
    if blanked.count("'") % 2 or blanked.count('"') % 2:
        unclosed = msg("a quote is not closed")
        offset = max(blanked.rfind("'"), blanked.rfind('"')) + 1
    elif blanked.count("(") != blanked.count(")"):
        unclosed = msg("count the parentheses")
    return min(offset - 1, max(len(source) - 1, 0)), sentence, unclosed


def misused(node: ast.expr, source: str, at: int) -> tuple[int, Text | None]:
    """Say what to write instead of syntax that Python has and the language has not: (index, hint)."""
    if isinstance(node, ast.BinOp | ast.UnaryOp) and type(node.op) in _OPERATORS:
        return at, _OPERATORS[type(node.op)]
    if isinstance(node, ast.Tuple) and re.search(r"\d,\d", source):
        return at, _MISSPELT[-1][1]
    if isinstance(node, ast.NamedExpr):
        return at, _write("==")
    return at, msg(
        "there are names, numbers, texts, == != < > in, and or not, + - * /, a if c else b, min max len"
    )
