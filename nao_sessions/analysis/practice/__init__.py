"""What practice did with a protocol: sessions put together, step by step. It proposes nothing."""

from __future__ import annotations

from nao_sessions.analysis.practice.gather import Practice, SessionLog, StepPractice, gather

__all__ = ["Practice", "SessionLog", "StepPractice", "gather"]
