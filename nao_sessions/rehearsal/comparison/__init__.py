"""Rehearsals of two versions beside each other: what chance does not explain, in sentences."""
