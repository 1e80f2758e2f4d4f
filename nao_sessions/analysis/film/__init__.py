"""Copies of a session's recordings: at a constant rate, clips around events, contact sheets.

``work`` is one job, carried out in the process that ``started`` makes. ``names`` and ``sound`` hide first
names.
"""
