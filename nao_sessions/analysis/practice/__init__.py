"""What recorded sessions did with a protocol, put together step by step. It proposes nothing.

Durations, silences, helps, answers and what adults did are counted from the logs in ``gather``; the page for
screen and A4, its headings and sentences, is ``page``.
"""

from __future__ import annotations

from nao_sessions.analysis.practice.gather import Practice, SessionLog, StepPractice, gather

__all__ = ["Practice", "SessionLog", "StepPractice", "gather"]
