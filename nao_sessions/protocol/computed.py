"""How computed values are written for people: values by their names, conditions with signs that people know.

The sheet and the drawing say the same of the same value. Nothing here shows a key of the language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from nao_sessions.protocol.expression import Expression, Path
from nao_sessions.protocol.flow import Protocol, Speech
from nao_sessions.protocol.trials import NOTHING
from nao_sessions.protocol.wording import ENDINGS, HELPS, JUDGEMENTS, RESULTS, quote
from nao_sessions.text.formats import Number, joined
from nao_sessions.text.messages import Text, by_language, msg, verbatim

COLUMNS = {
    "answer": msg("expected answer"),
    "picture": msg("picture"),
    "sound": msg("sound"),
    "level": msg("level"),
    "share": msg("share in the draw"),
}
"""Columns of a table of items that mean something to the language, as people name them."""

_TOKEN = re.compile(
    r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[A-Za-z_][A-Za-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*|[=!<>]=|\*|\d+\.\d+"""
)
_SIGNS = {
    "and": msg("and"),
    "or": msg("or"),
    "not": msg("not"),
    "in": msg("among"),
    "if": msg("if"),
    "else": msg("else"),
    "true": msg("yes"),
    "false": msg("no"),
    "==": msg("="),
    "!=": msg("≠"),
    ">=": msg("≥"),
    "<=": msg("≤"),
    "*": msg("×"),
}
"""What expressions are written with, as people write it."""
_FUNCTIONS = {
    "min": msg("the smallest of"),
    "max": msg("the largest of"),
    "len": msg("the number of"),
}
"""The functions of expressions, as people name them before their arguments."""

_WORDS: Mapping[str, Mapping[str, Text]] = {
    "end": ENDINGS,
    "judgement": JUDGEMENTS,
    "help": HELPS,
    "answer": {NOTHING: msg("not to answer")},
}
"""By the last name of a value's path: the words that it is compared with, as people write them."""

_EMPTY = msg("nothing")
OUTCOME = msg("outcome")


def path_name(protocol: Protocol, path: Path, write: Callable[[Speech], Text]) -> Text:
    """Return a name of the value at a path for people; ``write`` writes an author's text."""
    match path:
        case ("item", column):
            word = COLUMNS.get(column, verbatim(column))
            return msg("the item's {word}", word=word)
        case ("event", _):
            return msg("what was done or said")
        case ("settings", name):
            label = setting_label(protocol, name, write)
            return msg("setting {words}", words=quote(label))
        case ("participant", name):
            return kept_name(protocol, name, write)
        case ("results", step, *rest) if rest and (result := result_word(rest[-1])) is not None:
            named = step_name(protocol, step, write)
            return msg(
                "{result} of {words}",
                result=result,
                words=quote(named),
            )
        case ("trials", field) if (result := result_word(field)) is not None:
            return result
    return verbatim(path[-1].rpartition(":")[2])


def result_word(field: str) -> Text | None:
    """Return the words for a result of trials, or for a used file's outcome; None for any other name."""
    return OUTCOME if field == "end" else RESULTS.get(field)


def setting_label(protocol: Protocol, name: str, write: Callable[[Speech], Text]) -> Text:
    """Return a setting's label as the professional sees it; its name in the file where it has none."""
    setting = next((one for one in protocol.settings if one.name == name), None)
    return verbatim(name) if setting is None or setting.label is None else write(setting.label)


def kept_name(protocol: Protocol, name: str, write: Callable[[Speech], Text]) -> Text:
    """Return the label of a value that is remembered of a child; its name in the file where it has none."""
    value = next((one for one in protocol.remembered if one.name == name), None)
    return verbatim(name) if value is None or value.label is None else write(value.label)


def step_name(protocol: Protocol, name: str, write: Callable[[Speech], Text]) -> Text:
    """Return a step's title; its name in the file where it has none."""
    step = protocol.steps.get(name)
    short = name.rpartition(".")[2]
    return verbatim(short) if step is None or step.title is None else write(step.title)


def formula(expression: Expression, name: Callable[[Path], Text]) -> Text:
    """Return an expression in words, with the labels of its values and familiar signs."""
    source = expression.source.removeprefix("=").strip()
    paths = {token: _path_of(expression, token) for token in _TOKEN.findall(source) if "." in token}
    words: dict[str, Text] = {}
    for path in paths.values():
        words |= _WORDS.get("" if path is None else path[-1], {})

    def in_words(match: re.Match[str]) -> Text:
        token = match.group()
        if token[0] in "'\"":
            text = token[1:-1]
            return words[text] if text in words else quote(text) if text else _EMPTY
        if token[0].isdigit():
            return Number(token)
        path = paths.get(token)
        if path is not None:
            return name(path)
        if token in _FUNCTIONS:
            return joined([_FUNCTIONS[token], ""], " ")
        bare = _path_of(expression, token)
        return _SIGNS.get(token.lower()) or (verbatim(token) if bare is None else name(bare))

    return by_language(
        lambda language: _TOKEN.sub(lambda match: in_words(match).in_language(language), source)
    )


def _path_of(expression: Expression, token: str) -> Path | None:
    """Return the path that a name in an expression stands for; a used file's path is longer than written."""
    if token[0] in "'\"0123456789":
        return None
    written = token.split(".")
    for path in expression.paths:
        if [part.rpartition(":")[2].rpartition(".")[2] for part in path] == written:
            return path
    ends = [path for path in expression.paths if path[-1].rpartition(":")[2] == written[-1]]
    if ends:
        return ends[0]
    return tuple(written) if len(written) > 1 else None
