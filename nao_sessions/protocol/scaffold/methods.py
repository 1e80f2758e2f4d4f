"""The activities by their method, in the language of the protocol."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from nao_sessions.protocol.scaffold import looking, moving
from nao_sessions.protocol.scaffold.activity import Activity, Tongue
from nao_sessions.protocol.scaffold.wishes import Method
from nao_sessions.text.languages import Language

_MADE: Mapping[Method, Callable[[Tongue], Activity]] = {
    "emotions": looking.emotions,
    "naming": looking.naming,
    "sorting": looking.sorting,
    "rhymes": looking.rhymes,
    "imitation": moving.imitation,
    "instructions": moving.instructions,
    "go_nogo": moving.go_nogo,
    "story": looking.story,
}


def tongue_of(language: Language) -> Tongue:
    """Give what picks the text of a language."""

    def tongue(fr: str, en: str) -> str:
        return fr if language == "fr" else en

    return tongue


def activity(method: Method, language: Language) -> Activity:
    """Give an activity."""
    return _MADE[method](tongue_of(language))
