"""The ethograms of several schemes as the one of a BORIS project, and by which words this says their codes.

BORIS knows one behaviour of a word. Where a point here is a state there, the second is called after its
scheme too: ``regard (engagement)``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, count, product
from typing import Any

from nao_sessions.analysis.formats.boris.ethogram import CALLED, Behaviours, is_state
from nao_sessions.analysis.formats.schemes import ExportedScheme
from nao_sessions.analysis.formats.shapes import listed, mapped, text_of
from nao_sessions.analysis.formats.words import Words
from nao_sessions.text.languages import Language


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

    A set that the scheme has too is named as the scheme names it; another one has a name of its own.
    """
    code = str(one["code"]).strip()
    known = list(of_scheme["modifiers"].values()) if of_scheme is not None else []
    sets = [_shaped_set(mapped(each)) for each in mapped(one.get("modifiers")).values()]
    matched = _matched(sets, known)
    taken = {str(each["name"]) for each in known}
    for number, each in enumerate(sets, start=1):
        names = _names(str(each[CALLED]), f"{code}_{number}")
        each["name"] = matched.get(number - 1) or next(name for name in names if name not in taken)
        taken.add(each["name"])
    shaped = {"code": code, "modifiers": {str(number): each for number, each in enumerate(sets)}}
    return {**one, **shaped, "excluded": text_of(one.get("excluded"))}


def _shaped_set(one: Mapping[str, Any]) -> dict[str, Any]:
    kind = one.get("type")
    return {
        **one,
        CALLED: text_of(one.get("name")),
        "type": kind if isinstance(kind, int) else 0,
        "values": [text_of(value) for value in listed(one.get("values"))],
    }


def _matched(sets: Behaviours, known: Behaviours) -> dict[int, str]:
    """Give by their places the names of the sets that a scheme has too: those most alike first."""
    left, found = dict(enumerate(known)), dict[int, str]()
    for same_values, same_place in product((True, False), (True, False)):
        for place, one in enumerate(sets):
            alike = (
                at
                for at, each in left.items()
                if one[CALLED] == each.get(CALLED)
                and (one["values"] == each["values"] or not same_values)
                and (at == place or not same_place)
            )
            if place not in found and (other := next(alike, None)) is not None:
                found[place] = str(left.pop(other)["name"])
    return found


def _names(name: str, other: str) -> Iterator[str]:
    """Give what a set may be called: its name, where it has one, then others."""
    return chain([name] if name else [], (other,), (f"{other}_{number}" for number in count(2)))
