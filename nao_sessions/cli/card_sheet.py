"""The cards of a protocol as pages to print, and why there are none."""

from __future__ import annotations

from pathlib import Path

from nao_sessions.cards.paper import cards_paper
from nao_sessions.core.errors import UsageError
from nao_sessions.protocol import load
from nao_sessions.protocol.series_loading import is_series
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import msg


def cards_page(path: Path, language: Language) -> str:
    """Give the cards of a protocol as HTML.

    Raises:
        ProtocolRefused: the file has errors.
        UsageError: it is a series, or no card is shown in it.
    """
    if is_series(path):
        raise UsageError(
            msg("A series has no cards of its own: its protocols have."),
            msg("Give one of its protocols."),
            code="U124",
        )
    protocol = load(path)
    page = cards_paper(protocol, language)
    if page is None:
        raise UsageError(
            msg("No card is waited for in this protocol: there is nothing to print."),
            msg(
                "Give a card to an answer: answers: {fruit: [{card: 12}]}, or to a word to choose "
                "from: {word: apple, card: 12}."
            ),
            code="U124",
        )
    return page
