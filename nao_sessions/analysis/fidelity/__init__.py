"""Fidelity: of each trial, what was planned and what was done, from the log and by a person's check."""
