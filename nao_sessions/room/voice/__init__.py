"""Nao's own voice in the recordings: when a question ended, and what that makes of a latency."""
