"""The list of protocols whose texts can be changed, as values for its page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from nao_sessions.console.library import Entry, Library
from nao_sessions.console.texts.words import WORDS
from nao_sessions.protocol.wording import STATUSES
from nao_sessions.text.languages import Language, typeset


@dataclass(frozen=True, slots=True)
class Listed:
    """One protocol in the list; ``under_way``: somebody has typed something that is no version yet."""

    stem: str
    title: str
    goal: str
    version: str
    status: str
    status_words: str
    under_way: bool
    broken: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """The list: protocols and their newest drafts, then the drafts before them."""

    protocols: tuple[Listed, ...]
    earlier: tuple[Listed, ...]


def listed(library: Library, under_way: Collection[str], language: Language) -> Listing:
    """Give the list of a library's protocols."""

    def one(entry: Entry) -> Listed:
        version = WORDS["version"].format(version=entry.version).in_language(language)
        return Listed(
            stem=entry.stem,
            title=typeset(entry.title(language), language),
            goal=typeset(entry.goal(language), language),
            version=version if entry.version else "",
            status=entry.status,
            status_words=STATUSES[entry.status].in_language(language),
            under_way=entry.stem in under_way,
            broken=entry.problem is not None,
        )

    return Listing(
        tuple(one(entry) for entry in library.protocols), tuple(one(entry) for entry in library.earlier)
    )
