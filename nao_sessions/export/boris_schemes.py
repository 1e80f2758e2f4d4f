"""The ethograms of several schemes as the one of a BORIS project, and by which words this says their codes.

BORIS knows one behaviour of a word. Where a point here is a state there, the second is called after its
scheme too: ``regard (engagement)``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, count
from typing import Any

from nao_sessions.core.text import Language
from nao_sessions.export.boris_ethogram import CALLED, Behaviours, is_state
from nao_sessions.export.schemes import ExportedScheme
from nao_sessions.export.shapes import listed, mapped, text_of
from nao_sessions.export.words import Words


def as_one(
    schemes: Iterable[ExportedScheme],
    language: Language,
    states: Mapping[str, bool],
    foreign: Sequence[Mapping[str, Any]],
) -> tuple[list[Mapping[str, Any]], list[Words]]:
    """Give the behaviours of all schemes, some by other words than their own, and the words of each scheme.

    Args:
        schemes: in the order in which a word is theirs.
        language: of what the behaviours mean.
        states: the session's own behaviours, and whether each lasts.
        foreign: those that were imported.
    """
    kinds = {**states, **{str(one["code"]).strip(): is_state(one) for one in foreign}}
    behaviours: list[Mapping[str, Any]] = []
    wordings: list[Words] = []
    for by in schemes:
        renamed: dict[str, str] = {}
        for one in by.ethogram[language]:
            word = str(one["code"])
            if kinds.setdefault(word, is_state(one)) != is_state(one):
                renamed[word] = _free(f"{word} ({by.scheme})", kinds, is_state(one))
                kinds[renamed[word]] = is_state(one)
        for one in by.ethogram[language]:
            rivals = [renamed.get(word, word) for word in str(one["excluded"]).split(",")]
            word = str(one["code"])
            behaviours.append({**one, "code": renamed.get(word, word), "excluded": ",".join(rivals)})
        words = {code: renamed.get(word, word) for code, word in by.words.behaviours.items()}
        wordings.append(replace(by.words, behaviours=words))
    return behaviours, wordings


def _free(wanted: str, kinds: Mapping[str, bool], lasts: bool) -> str:
    numbered = (f"{wanted} {number}" for number in count(2))
    return next(word for word in chain((wanted,), numbered) if kinds.get(word, lasts) == lasts)


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
    first = {str(one["code"]): one for one in reversed(schemes)}
    said = {*coded, *first}
    alone = [one for one in foreign if str(one["code"]).strip() not in said]
    others = [_shaped(one, first.get(code)) for one in foreign if (code := str(one["code"]).strip()) in said]
    return alone, [*others, *schemes]


def _shaped(one: Mapping[str, Any], of_scheme: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """Give a behaviour of which all that is looked at has its shape.

    A set that stands in a scheme at its place and is called alike there has the name that the scheme gives
    it; another one that has none, or the name of one before it, has one of its own.
    """
    code = str(one["code"]).strip()
    known = list(of_scheme["modifiers"].values()) if of_scheme is not None else []
    sets: dict[str, dict[str, Any]] = {}
    for number, each in enumerate(mapped(one.get("modifiers")).values(), start=1):
        kind, name = mapped(each).get("type"), text_of(mapped(each).get("name"))
        taken = {other["name"] for other in sets.values()}
        here = known[number - 1] if number <= len(known) else None
        if here is not None and here.get(CALLED) == name:
            own = str(here["name"])
        else:
            taken |= {other["name"] for other in known if other.get(CALLED) != name}
            own = next(free for free in _names(name, f"{code}_{number}") if free not in taken)
        sets[str(number - 1)] = {
            **mapped(each),
            "name": own,
            CALLED: name,
            "type": kind if isinstance(kind, int) else 0,
            "values": [text_of(value) for value in listed(mapped(each).get("values"))],
        }
    shaped = {"code": code, "modifiers": sets, "excluded": text_of(one.get("excluded"))}
    return {**one, **shaped}


def _names(name: str, other: str) -> Iterator[str]:
    """Give what a set may be called: its name, where it has one, then others."""
    return chain([name] if name else [], (other,), (f"{other}_{number}" for number in count(2)))
