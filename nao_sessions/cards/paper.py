"""The cards of a protocol as pages to print: the squares that are read here, and from how far."""

from __future__ import annotations

from nao_sessions.cards.marker import fields
from nao_sessions.cards.reach import NAO_CAMERA, ROOM_CAMERA, SIDE_MM
from nao_sessions.protocol.flow import Protocol
from nao_sessions.protocol.sheet.cards import CardPrinting, cards_of, cards_sheet
from nao_sessions.protocol.wording import plain
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg


def cards_paper(protocol: Protocol, language: Language) -> str | None:
    """Return the cards of a protocol as HTML; None where no card is shown in it."""
    cards = cards_of(protocol, language)
    return cards_sheet(protocol, cards, CardPrinting(SIDE_MM, fields, reach()), language) if cards else None


def reach() -> Text:
    """Tell how far the cards that are printed here are read."""
    told = [
        msg("{far} m ({name})", far=plain(camera.reach_m(SIDE_MM)), name=camera.name)
        for camera in (ROOM_CAMERA, NAO_CAMERA)
    ]
    return msg("read up to {room}, {nao}", room=told[0], nao=told[1])
