"""A first protocol from a few answers: what is wished, which method does it, and the page that is written."""

from __future__ import annotations

from nao_sessions.protocol.scaffold.page import fitted
from nao_sessions.protocol.scaffold.wishes import QUESTIONS, Wishes, wishes_from, wishes_of

__all__ = ["QUESTIONS", "Wishes", "fitted", "wishes_from", "wishes_of"]
