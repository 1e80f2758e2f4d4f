"""A first protocol from a few answers.

``wishes``: the questions that are asked, and what an answer means. ``looking``: what an activity is made of,
and those on the board (faces, words, families, rhymes, a story); ``moving``: those of the body. ``page``: the
file that is written, with its texts in each language, and how many trials fit into the time.
"""

from __future__ import annotations

from nao_sessions.protocol.scaffold.page import fitted
from nao_sessions.protocol.scaffold.wishes import QUESTIONS, Wishes, wishes_from, wishes_of

__all__ = ["QUESTIONS", "Wishes", "fitted", "wishes_from", "wishes_of"]
