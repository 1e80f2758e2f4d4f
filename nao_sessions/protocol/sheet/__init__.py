"""The printable sheet of a protocol or a series, for the team and the committee; and cards to print.

``page`` is the whole sheet; ``missing`` is what a committee will ask for and not find.
"""

from __future__ import annotations

from nao_sessions.protocol.sheet.page import protocol_sheet
from nao_sessions.protocol.sheet.series import series_sheet

__all__ = ["protocol_sheet", "series_sheet"]
