"""The cards of a protocol as pages to print, and why there are none."""

from __future__ import annotations

from pathlib import Path

from nao_sessions.cards.paper import cards_paper
from nao_sessions.core.errors import UsageError
from nao_sessions.core.text import Language, Text
from nao_sessions.protocol import load
from nao_sessions.protocol.series_loading import is_series


def cards_page(path: Path, language: Language) -> str:
    """Give the cards of a protocol as HTML.

    Raises:
        ProtocolRefused: the file has errors.
        UsageError: it is a series, or no card is shown in it.
    """
    if is_series(path):
        raise UsageError(
            Text(
                fr="Une série n'a pas de cartes à elle : ses protocoles en ont.",
                en="A series has no cards of its own: its protocols have.",
            ),
            Text(fr="Donnez l'un de ses protocoles.", en="Give one of its protocols."),
            code="U124",
        )
    protocol = load(path)
    page = cards_paper(protocol, language)
    if page is None:
        raise UsageError(
            Text(
                fr="Aucune carte n'est attendue dans ce protocole : il n'y a rien à imprimer.",
                en="No card is waited for in this protocol: there is nothing to print.",
            ),
            Text(
                fr="Donnez une carte à une réponse : answers: {fruit: [{card: 12}]}, ou à un mot au "
                "choix : {word: pomme, card: 12}.",
                en="Give a card to an answer: answers: {fruit: [{card: 12}]}, or to a word to choose "
                "from: {word: apple, card: 12}.",
            ),
            code="U124",
        )
    return page
