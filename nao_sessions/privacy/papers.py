"""Keys that lie on paper: how they are drawn, written and typed, and the pages that they stand on.

The key of a vault's paper ends in a group that is computed from the others and from whose paper it is: a
typing error is told before anything is tried, and of a vault's configuration files one alone is tried.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass

from nao_sessions.paper.page import document, el, html, html_list
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg

HOLDERS = {"director": msg("the director"), "officer": msg("the data-protection officer")}
"""Who keeps the two papers, by the file's name."""
_GROUP = 8
_DRAWN_BYTES = 16
"""128 bits, as many as no computer tries; four groups of eight digits, and one that checks them."""


def paper_key(holder: str) -> str:
    """Draw the key of a holder's paper of a vault; return it as it is written."""
    drawn = secrets.token_hex(_DRAWN_BYTES)
    return grouped(drawn + _check_group(drawn, holder))


def holder_of(key: str) -> str | None:
    """Return for whose paper a key was drawn, as somebody typed it; None: it is mistyped, or no such key."""
    digits = digits_of(key)
    for holder in HOLDERS:
        if len(digits) == 2 * _DRAWN_BYTES + _GROUP and digits.endswith(
            _check_group(digits[:-_GROUP], holder)
        ):
            return holder
    return None


def _check_group(drawn: str, holder: str) -> str:
    return hashlib.sha256(f"{holder} {drawn}".encode()).hexdigest()[:_GROUP]


def digits_of(typed: str) -> str:
    """Return the digits of a key as it stands on paper."""
    return re.sub(r"[\s-]", "", typed).lower()


def grouped(key: str) -> str:
    """Return a key as it is written on paper: in groups of eight digits."""
    digits = key.strip()
    return "-".join(digits[at : at + _GROUP] for at in range(0, len(digits), _GROUP))


def is_last_group(typed: str, key: str) -> bool:
    """Return whether somebody typed the last group of a key: the key was written down, or lies printed."""
    return typed.strip().lower() == key.rpartition("-")[2]


@dataclass(frozen=True, slots=True)
class Paper:
    """What a paper says beside the key on it: its title, and what its holder has to know."""

    title: Text
    sentences: tuple[Text, ...]

    def page(self, key: str, holder: str, foot: str, language: Language) -> str:
        """Return the page of a holder, with the key and how it is used, also without this program."""
        title = self.title.in_language(language)
        body = html(
            el("h1", title),
            el("p", _FOR.format(holder=HOLDERS[holder]).in_language(language)),
            el("p", el("code", key), class_="state"),
            html_list(one.in_language(language) for one in self.sentences),
            el("p", _KEPT_BY.in_language(language)),
        )
        return document(language, title, foot, body)


_FOR = msg("For {holder}")
_KEPT_BY = msg("Kept by, since, where:")
