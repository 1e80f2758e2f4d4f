"""The printable sheet of a protocol or a series: for the team and the committee."""

from __future__ import annotations

from nao_sessions.protocol.sheet.page import protocol_sheet
from nao_sessions.protocol.sheet.series import series_sheet

__all__ = ["protocol_sheet", "series_sheet"]
