"""Sentences that are expected of Nao: which text of a protocol each is, and what it looks like when said.

One is written as the protocol writes it, places included; ``…`` stands for any words. All spaces are alike.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from nao_sessions.protocol.expression import Template
from nao_sessions.protocol.findings import CLOSE
from nao_sessions.protocol.flow import Protocol, Speech
from nao_sessions.text.messages import Text, msg

ANY_WORDS = "…"


def plain(text: str) -> str:
    """Give a text with plain spaces: authors type them, and the protocol may have others."""
    return _plain(text).strip()


class Sentences:
    """The sentences that a protocol has, in the language of its sessions."""

    def __init__(self, protocol: Protocol) -> None:
        self._templates = tuple(_templates(protocol))

    def pattern(self, text: str) -> re.Pattern[str] | None:
        """Give what such a sentence looks like when said, with plain spaces; None: the protocol has none."""
        written = plain(text)
        same = [template for template in self._templates if plain(template.source) == written]
        if same:
            return re.compile("|".join(_filled(template) for template in same))
        pattern = re.compile(".*".join(re.escape(part) for part in written.split(ANY_WORDS)))
        for template in self._templates:
            filled = re.fullmatch(_filled(template), written)
            if pattern.fullmatch(plain(template.source)) or (ANY_WORDS not in written and filled):
                return pattern
        return None

    def nearest(self, text: str) -> Text | None:
        """Give the hint for a sentence that the protocol does not have."""
        known = {plain(template.source): None for template in self._templates}
        close = difflib.get_close_matches(plain(text), known, n=1, cutoff=CLOSE)
        if not close:
            return None
        return msg("did you mean '{close}'?", close=close[0])


def _templates(protocol: Protocol) -> Iterator[Template]:
    for moments in protocol.blocks.values():
        for moment in moments:
            for act in moment.acts:
                if act.verb == "say" and isinstance(act.argument, Speech):
                    yield act.argument.template(protocol.language)


def _filled(template: Template) -> str:
    return "".join(re.escape(_plain(part)) if isinstance(part, str) else ".*" for part in template.parts)


def _plain(text: str) -> str:
    return re.sub(r"[\s\u00a0\u202f]+", " ", text)
