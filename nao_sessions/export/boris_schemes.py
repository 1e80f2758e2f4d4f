"""The ethograms of several schemes as the one of a BORIS project, and by which words this says their codes.

BORIS knows one behaviour of a word. Where a point here is a state there, the second is called after its
scheme too: ``regard (engagement)``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from nao_sessions.core.text import Language
from nao_sessions.export.boris_ethogram import Behaviours, is_state
from nao_sessions.export.schemes import ExportedScheme
from nao_sessions.export.shapes import listed, mapped, text_of
from nao_sessions.export.words import Words


def as_one(
    schemes: Iterable[ExportedScheme],
    language: Language,
    states: Mapping[str, bool],
    foreign: Sequence[Mapping[str, Any]],
) -> tuple[list[Mapping[str, Any]], dict[str, Words]]:
    """Give the behaviours of all schemes, some by other words than their own, and these words by scheme.

    Args:
        schemes: in the order in which a word is theirs.
        language: of what the behaviours mean.
        states: the session's own behaviours, and whether each lasts.
        foreign: those that were imported.
    """
    kinds = {**states, **{str(one["code"]).strip(): is_state(one) for one in foreign}}
    behaviours: list[Mapping[str, Any]] = []
    wordings: dict[str, Words] = {}
    for by in schemes:
        renamed: dict[str, str] = {}
        for one in by.ethogram[language]:
            word = str(one["code"])
            if kinds.setdefault(word, is_state(one)) != is_state(one):
                renamed[word] = f"{word} ({by.scheme})"
                kinds[renamed[word]] = is_state(one)
        for one in by.ethogram[language]:
            rivals = [renamed.get(word, word) for word in str(one["excluded"]).split(",")]
            word = str(one["code"])
            behaviours.append({**one, "code": renamed.get(word, word), "excluded": ",".join(rivals)})
        words = {code: renamed.get(word, word) for code, word in by.words.behaviours.items()}
        wordings[by.scheme] = replace(by.words, behaviours=words)
    return behaviours, wordings


def with_foreign(
    foreign: Sequence[dict[str, Any]], schemes: Behaviours, coded: Iterable[str]
) -> tuple[list[dict[str, Any]], list[Mapping[str, Any]]]:
    """Part what was imported: what nobody coded stays as it came, the others are behaviours like a scheme's.

    Args:
        foreign: the behaviours that were imported, as BORIS may have them.
        schemes: the behaviours of all schemes.
        coded: the words that coders said.

    Returns:
        those that stay, and those that are put together with the schemes'.
    """
    said = {*coded, *(str(one["code"]) for one in schemes)}
    alone = [one for one in foreign if str(one["code"]).strip() not in said]
    others = [_shaped(one) for one in foreign if str(one["code"]).strip() in said]
    return alone, [*others, *schemes]


def _shaped(one: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give a behaviour of which all that is looked at has its shape; a set without a name has one."""
    code = str(one["code"]).strip()
    sets = {}
    for number, each in enumerate(mapped(one.get("modifiers")).values(), start=1):
        kind = mapped(each).get("type")
        sets[str(number - 1)] = {
            **mapped(each),
            "name": text_of(mapped(each).get("name")) or f"{code}_{number}",
            "type": kind if isinstance(kind, int) else 0,
            "values": [text_of(value) for value in listed(mapped(each).get("values"))],
        }
    shaped = {"code": code, "modifiers": sets, "excluded": text_of(one.get("excluded"))}
    return {**one, **shaped}
