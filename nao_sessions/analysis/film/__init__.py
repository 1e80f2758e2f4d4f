"""Copies of a session's recordings: for tools that count frames, clips around events, a picture a trial."""
