"""What recorded sessions did with a protocol, put together step by step. It proposes nothing.

``gather`` counts durations, silences and acts from the logs, ``page`` shows them as a page for screen and A4.
"""

from __future__ import annotations

from nao_sessions.analysis.practice.gather import Practice, SessionLog, StepPractice, gather

__all__ = ["Practice", "SessionLog", "StepPractice", "gather"]
