"""What recorded sessions did with a protocol, put together step by step. It proposes nothing.

``gather`` counts, ``page`` shows.
"""

from __future__ import annotations

from nao_sessions.analysis.practice.gather import Practice, SessionLog, StepPractice, gather

__all__ = ["Practice", "SessionLog", "StepPractice", "gather"]
