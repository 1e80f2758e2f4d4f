"""A first protocol from a few answers.

``wishes``: the questions, and what an answer means; ``activity``: what an activity is made of; ``looking``
(on the board) and ``moving`` (of the body): the activities themselves; ``page``: the file that is written,
and how many trials fit into the time.
"""

from __future__ import annotations

from nao_sessions.protocol.scaffold.page import fitted
from nao_sessions.protocol.scaffold.wishes import QUESTIONS, Wishes, wishes_from, wishes_of

__all__ = ["QUESTIONS", "Wishes", "fitted", "wishes_from", "wishes_of"]
