"""The printable sheet of a protocol or a series, for the team and the committee; and cards to print.

``page`` is the whole sheet of a protocol: who does what, steps, blocks of trials, how it is stopped, what is
recorded, durations; ``series`` that of a series. ``head``: title, summary, settings, approvals, and what a
committee will ask for and not find. ``tables``: what is done moment by moment, items, words; ``writing``: how
an author's words are written. ``cards``: cards with a square to print; ``board_page``: communication boards.
"""

from __future__ import annotations

from nao_sessions.protocol.sheet.page import protocol_sheet
from nao_sessions.protocol.sheet.series import series_sheet

__all__ = ["protocol_sheet", "series_sheet"]
