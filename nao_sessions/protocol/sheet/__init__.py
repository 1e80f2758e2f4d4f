"""The printable sheet of a protocol or a series, for the team and the committee; and cards to print.

``page`` is the whole sheet of a protocol, ``series`` that of a series; ``head`` whom it is for, settings and
approvals; ``missing`` what a committee will ask for and not find; ``moments`` what is done, ``tables`` tables
of items and words, ``writing`` how an author's words are written. ``cards``: cards with a square to print;
``board_page``: communication boards on paper.
"""

from __future__ import annotations

from nao_sessions.protocol.sheet.page import protocol_sheet
from nao_sessions.protocol.sheet.series import series_sheet

__all__ = ["protocol_sheet", "series_sheet"]
